"""A static page and its token endpoint, with Python's own web server."""

import os
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer

from pywidget.server import SessionMinter, TokenEndpoint
from pywidget.server.endpoint import MAX_REQUEST_LENGTH

PORT = int(os.environ.get("PORT", "5010"))
ORIGIN = os.environ.get("ORIGIN", f"http://127.0.0.1:{PORT}")

# --8<-- [start:endpoint]
minter = SessionMinter(
    os.environ.get("ALLFEAT_SECRET_KEY", "csk_demo-ok"),
    network="testnet",
    base_url=os.environ.get("ATS_API_URL", "http://127.0.0.1:8000/organizations"),
)
endpoint = TokenEndpoint(
    minter,
    origins=[ORIGIN],
    session_options=lambda user, _action_type: {"external_user_ref": user},
)


class Handler(SimpleHTTPRequestHandler):
    """Serves the files of the folder, and the token endpoint."""

    def do_POST(self) -> None:
        """Answer a request for a token."""
        if self.path != "/api/ats-token":
            self.send_error(404)
            return
        origin = self.headers.get("Origin")
        answer = endpoint.refuse(self.command, origin)
        if answer is None:
            length = min(int(self.headers.get("Content-Length", "0")), MAX_REQUEST_LENGTH + 1)
            user = "user-1"  # who is signed in, by your own accounts; None for nobody
            answer = endpoint.answer(user, origin, self.rfile.read(length))
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(answer.body)


# --8<-- [end:endpoint]


if __name__ == "__main__":
    print(f"Serving on {ORIGIN}", flush=True)
    ThreadingHTTPServer(("127.0.0.1", PORT), partial(Handler, directory="static")).serve_forever()
