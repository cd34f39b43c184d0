const SECRET_KEY = process.env.ALLFEAT_SECRET_KEY ?? "csk_demo-ok";
const API_URL = process.env.ATS_API_URL ?? "http://127.0.0.1:8000/organizations";
export const ORIGIN = process.env.ORIGIN ?? `http://127.0.0.1:${process.env.PORT ?? 3000}`;

/** Who is signed in, by your own accounts; undefined for nobody. */
export const currentUser = async (): Promise<string | undefined> => "user-1";

// --8<-- [start:session]
const ACTION_TYPES: Record<string, string> = { register: "register", update: "update_version", download: "access" };

type Session = { token: string } | { token?: undefined; status: number; error: object; wait?: string };

/** Asks Allfeat for a token, or tells why there is none. It throws nothing, so a page can be made without a token. */
export const createSession = async (user: string, mode: string, timeout: number): Promise<Session> => {
  try {
    const response = await fetch(`${API_URL}/v1/sessions`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Origin: ORIGIN },
      body: JSON.stringify({
        secret_key: SECRET_KEY,
        action_type: ACTION_TYPES[mode] ?? "register",
        allowed_network: "testnet",
        external_user_ref: user,
      }),
      cache: "no-store",
      redirect: "error",
      signal: AbortSignal.timeout(timeout),
    });
    const { token, error } = (await response.json()) as { token?: string; error?: Record<string, unknown> };
    if (response.ok && token) return { token };
    // The code decides what the visitor sees. The API's own words stay here.
    const { code, request_id, details } = error ?? {};
    console.warn(`no token: ${response.status} ${code} ${request_id}`);
    // To the page, 401 means that the visitor is signed out. The API's own 401 is about the secret key.
    const status = response.ok || response.status === 401 ? 502 : response.status;
    return { status, error: { code, request_id, details }, wait: response.headers.get("Retry-After") ?? undefined };
  } catch (reason) {
    console.warn("no token:", reason);
    return { status: 502, error: { code: "common.service_unavailable" } };
  }
};
// --8<-- [end:session]
