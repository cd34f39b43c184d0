import { createSession, currentUser } from "../allfeat";
import { AtsWidget } from "./AtsWidget";

// Each visitor gets a token of their own, so the page is made anew for each.
export const dynamic = "force-dynamic";

// --8<-- [start:first-token]
/** Milliseconds that the page waits for its first token. Without one, pywidget asks for it. */
const PATIENCE = 2_000;

export default async function Page() {
  const user = await currentUser();
  const token = user && (await createSession(user, "register", PATIENCE)).token;
  return (
    <>
      {/* While pywidget loads its module, its script has a child. React is told not to look into it. */}
      <script
        suppressHydrationWarning
        dangerouslySetInnerHTML={{ __html: "" }}
        src="/pywidget/pywidget.js"
        data-token-url="/api/ats-token"
        data-first-token={token ? "off" : "on"}
        data-contact="help@example.org"
      />
      <script src="https://cdn.allfeat.org/widgets/ats/v3/ats-widget.iife.js" defer />
      <h1>Register a work</h1>
      <AtsWidget siteKey={process.env.SITE_KEY ?? "cpk_demo"} mode="register" token={token} />
    </>
  );
}
// --8<-- [end:first-token]
