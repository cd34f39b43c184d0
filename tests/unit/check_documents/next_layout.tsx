import type { Metadata } from "next";
import Script from "next/script";
import { Geist } from "next/font/google";
const geistSans = Geist({ variable: "--font-geist-sans", subsets: ["latin"] });
export const metadata: Metadata = { title: "It's > x" };
export default function RootLayout({ children }: Readonly<{ children: React.ReactNode }>) {
  return (
    <html lang="en">
      <head>{process.env.NODE_ENV === "development" && <script src="/a.js" />}</head>
      <body className={`${geistSans.variable} antialiased`}>
        {children}
        <Script src="/pywidget/pywidget.js" data-token-url="/api/ats-token" data-analytics="ga4" strategy="beforeInteractive" onLoad={() => { if (a < b) go() }} />
      </body>
    </html>
  );
}
