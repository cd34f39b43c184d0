"""A page with the widget, and its token endpoint, in FastAPI."""

import logging
import os

import uvicorn
from fastapi import FastAPI
from fastapi.staticfiles import StaticFiles
from fastapi.templating import Jinja2Templates
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from pywidget import ApiError
from pywidget.server import SessionMinter
from pywidget.server.starlette import token_endpoint

PORT = int(os.environ.get("PORT", "5003"))
ORIGIN = os.environ.get("ORIGIN", f"http://127.0.0.1:{PORT}")
SITE_KEY = os.environ.get("SITE_KEY", "cpk_demo")
SECRET_KEY = os.environ.get("ALLFEAT_SECRET_KEY", "csk_demo-ok")
API_URL = os.environ.get("ATS_API_URL", "http://127.0.0.1:8000/organizations")

app = FastAPI()
app.mount("/static", StaticFiles(directory="static"), name="static")
templates = Jinja2Templates("templates")


def current_user(_request: Request) -> str | None:
    """Return who is signed in, by your own accounts; None for nobody."""
    return "user-1"


# --8<-- [start:endpoint]
minter = SessionMinter(SECRET_KEY, network="testnet", base_url=API_URL)

app.router.routes.append(
    Route(
        "/api/ats-token",
        token_endpoint(
            minter,
            current_user=current_user,
            session_options=lambda user, _action_type: {"external_user_ref": user},
            origins=[ORIGIN],
        ),
    )
)
# --8<-- [end:endpoint]

# --8<-- [start:first-token]
# The page does not wait longer than this for its first token.
quick_minter = SessionMinter(SECRET_KEY, network="testnet", base_url=API_URL, timeout=2)


def first_token(request: Request) -> str | None:
    """Return the token that comes with the page; None if there is none, and pywidget has to ask for it."""
    user = current_user(request)
    if user is None:
        return None
    try:
        return quick_minter.mint("register", ORIGIN, external_user_ref=user).token
    except ApiError as error:
        logging.getLogger("uvicorn.error").warning("the page goes out without a token: %s", error)
        return None


# Not `async def`: asking for the token takes time, and FastAPI gives such functions a thread of their own.
@app.get("/")
def register(request: Request) -> Response:
    """Show the page."""
    values = {"site_key": SITE_KEY, "token": first_token(request)}
    return templates.TemplateResponse(request, "register.html", values)


# --8<-- [end:first-token]


if __name__ == "__main__":
    uvicorn.run(app, port=PORT)
