import { Links, Meta, Outlet, Scripts, ScrollRestoration } from "react-router";
import type { Route } from "./+types/root";
export const links: Route.LinksFunction = () => [{ rel: "preconnect", href: "https://x" }];
export function Layout({ children }: { children: React.ReactNode }) {
  const data = useLoaderData<typeof loader>();
  return (
    <html lang="en"><head><Meta /><Links />
      <script src="/pywidget/pywidget.js" data-token-url="/t" nonce={data.nonce} suppressHydrationWarning />
    </head><body>{children}<ScrollRestoration /><Scripts /></body></html>
  );
}
export default function App() { return <Outlet />; }
export function Widget({ k, u, t }: Props) { return <ats-widget site-key={k} ats-url={u} token={t ?? ""} /> }
export function ErrorBoundary({ error }: Route.ErrorBoundaryProps) {
  if (isRouteErrorResponse(error)) return <p>{error.status < 500 ? "It's" : 'x'}</p>;
  return <main><h1>Don't</h1></main>;
}
