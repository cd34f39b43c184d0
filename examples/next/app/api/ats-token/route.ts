import { createSession, currentUser, ORIGIN } from "../../../allfeat";

// --8<-- [start:endpoint]
/** Milliseconds: less than the page waits for an answer. */
const TIMEOUT = 8_000;

export const POST = async (request: Request): Promise<Response> => {
  const headers: Record<string, string> = { "Cache-Control": "no-store" };
  const refuse = (status: number, error: object) => Response.json({ error }, { status, headers });
  // Browsers send it with each POST, and pages cannot change it: other sites get no tokens.
  const origin = request.headers.get("Origin");
  if (origin !== ORIGIN) {
    console.warn(`no token: a page of ${origin} asked, and ORIGIN is ${ORIGIN}`);
    return refuse(403, { code: "session.origin_not_allowed" });
  }
  const user = await currentUser();
  if (!user) return refuse(401, { code: "common.unauthorized" });
  const { mode } = (await request.json().catch(() => ({}))) as { mode?: string };
  const session = await createSession(user, mode ?? "register", TIMEOUT);
  if (session.token !== undefined) return Response.json({ token: session.token }, { headers });
  if (session.wait) headers["Retry-After"] = session.wait;
  return refuse(session.status, session.error);
};
// --8<-- [end:endpoint]
