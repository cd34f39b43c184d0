"""A page with the widget, and its token endpoint, in Flask."""

import os

from flask import Flask, render_template

from pywidget import ApiError
from pywidget.server import SessionMinter
from pywidget.server.flask import token_endpoint

PORT = int(os.environ.get("PORT", "5002"))
ORIGIN = os.environ.get("ORIGIN", f"http://127.0.0.1:{PORT}")
SITE_KEY = os.environ.get("SITE_KEY", "cpk_demo")
SECRET_KEY = os.environ.get("ALLFEAT_SECRET_KEY", "csk_demo-ok")
API_URL = os.environ.get("ATS_API_URL", "http://127.0.0.1:8000/organizations")

app = Flask(__name__)


def current_user() -> str | None:
    """Return who is signed in, by your own accounts; None for nobody."""
    return "user-1"


# --8<-- [start:endpoint]
minter = SessionMinter(SECRET_KEY, network="testnet", base_url=API_URL)

app.add_url_rule(
    "/api/ats-token",
    view_func=token_endpoint(
        minter,
        current_user=lambda _request: current_user(),
        session_options=lambda user, _action_type: {"external_user_ref": user},
        origins=[ORIGIN],
    ),
)
# --8<-- [end:endpoint]

# --8<-- [start:first-token]
# The page does not wait longer than this for its first token.
quick_minter = SessionMinter(SECRET_KEY, network="testnet", base_url=API_URL, timeout=2)


def first_token() -> str | None:
    """Return the token that comes with the page; None if there is none, and pywidget has to ask for it."""
    user = current_user()
    if user is None:
        return None
    try:
        return quick_minter.mint("register", ORIGIN, external_user_ref=user).token
    except ApiError as error:
        app.logger.warning("the page goes out without a token: %s", error)
        return None


@app.get("/")
def register() -> str:
    """Show the page."""
    return render_template("register.html", site_key=SITE_KEY, token=first_token())


# --8<-- [end:first-token]


if __name__ == "__main__":
    app.run(port=PORT)
