"use client";
import Script from "next/script";
// A comment: don't <ats-widget></ats-widget>
export default function Page({ nonce, token, works }: { nonce: string; token: string; works: Array<string> }) {
  const [code, setCode] = useState<string | null>(null);
  const few = works.length<3;
  if (few) return <p className={`a ${"b"}`}>Don't</p>;
  return (
    <>
      {/* <ats-widget></ats-widget> */}
      {few ? <Script src={`${cdn}/pywidget.js`} data-token-url="/api/ats-token" strategy="beforeInteractive" nonce={nonce} />
           : <Script src="/pywidget.js" data-token-url={"/api/ats-token"} async={false} {...rest} />}
      {works.map((work) => <p key={work}>{work > "a" ? "x" : 'y'}</p>)}
      <ats-widget site-key={key} ats-url={url} token={token} ref={el} style={{ color: "red" }} onClick={() => a > b} />
    </>
  );
}
