import type { IncomingMessage, ServerResponse } from "node:http";
import { text } from "node:stream/consumers";

const PORT = process.env.PORT ?? "5005";
const ORIGIN = process.env.ORIGIN ?? `http://127.0.0.1:${PORT}`;
const SECRET_KEY = process.env.ALLFEAT_SECRET_KEY ?? "csk_demo-ok";
const API_URL = process.env.ATS_API_URL ?? "http://127.0.0.1:8000/organizations";

// --8<-- [start:endpoint]
const ACTION_TYPES: Record<string, string> = { register: "register", update: "update_version", download: "access" };
/** Milliseconds: less than the page waits for an answer. */
const TIMEOUT = 8_000;

/** Answers `POST /api/ats-token`: asks Allfeat for a token, or passes on why there is none. */
export const tokenEndpoint = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
  const answer = (status: number, body: object, headers: Record<string, string> = {}) => {
    response.writeHead(status, { "Content-Type": "application/json", "Cache-Control": "no-store", ...headers });
    response.end(JSON.stringify(body));
  };
  if (request.method !== "POST") return answer(405, { error: { code: "host.method_not_allowed" } }, { Allow: "POST" });
  // Browsers send it with each POST, and pages cannot change it: other sites get no tokens.
  if (request.headers.origin !== ORIGIN) {
    console.warn(`no token: a page of ${request.headers.origin} asked, and ORIGIN is ${ORIGIN}`);
    return answer(403, { error: { code: "session.origin_not_allowed" } });
  }
  // Who is signed in, by your own accounts. Answer 401 for nobody.
  const user = "user-1";
  try {
    const { mode } = JSON.parse((await text(request)) || "{}") as { mode?: string };
    const sessions = await fetch(`${API_URL}/v1/sessions`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Origin: ORIGIN },
      body: JSON.stringify({
        secret_key: SECRET_KEY,
        action_type: ACTION_TYPES[mode ?? "register"] ?? "register",
        allowed_network: "testnet",
        external_user_ref: user,
      }),
      redirect: "error",
      signal: AbortSignal.timeout(TIMEOUT),
    });
    const { token, error } = (await sessions.json()) as { token?: string; error?: Record<string, unknown> };
    if (sessions.ok && token) return answer(200, { token });
    // The code decides what the visitor sees. The API's own words stay here.
    const { code, request_id, details } = error ?? {};
    console.warn(`no token: ${sessions.status} ${code} ${request_id}`);
    const wait = sessions.headers.get("Retry-After");
    // To the page, 401 means that the visitor is signed out. The API's own 401 is about the secret key.
    const status = sessions.ok || sessions.status === 401 ? 502 : sessions.status;
    answer(status, { error: { code, request_id, details } }, wait ? { "Retry-After": wait } : {});
  } catch (reason) {
    console.warn("no token:", reason);
    answer(502, { error: { code: "common.service_unavailable" } });
  }
};
// --8<-- [end:endpoint]
