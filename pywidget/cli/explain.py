"""``pywidget explain``: what an error means, why, and what to do about it."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import click

from pywidget.catalog import SYSTEMS, CatalogError
from pywidget.cli.advice import a_system, advice, listing, meant
from pywidget.cli.decoded import NoTextError, decoded
from pywidget.cli.helping import CONTEXT
from pywidget.cli.literal import NotReadableError
from pywidget.cli.pasted import Explained, NoErrorError, Pasted
from pywidget.cli.shown import filled, printable, rows
from pywidget.cli.why import why
from pywidget.cli.words import visitor_reads
from pywidget.core.classify import classify
from pywidget.core.envelope import Envelope

if TYPE_CHECKING:
    from pywidget.core.verdict import Verdict

#: The exit status for what no table knows.
_UNKNOWN = 2


@click.command(context_settings=CONTEXT, short_help="Say what an error means, why, and what to do.")
@click.argument("code", required=False)
@click.option(
    "--system", metavar="SYSTEM", callback=a_system, help="Whose code it is. Without it: every system that lists it."
)
@click.option(
    "--stdin",
    "from_stdin",
    is_flag=True,
    help="Read the error from the standard input: an event or its detail, as JSON or as a browser's console prints "
    "it, or an HTTP answer, as curl -i prints it.",
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON: an object with --system, else an array.")
def explain(code: str | None, system: str | None, *, from_stdin: bool, as_json: bool) -> None:
    """Say what an error CODE means, why, and what to do about it.

    \b
    Examples:
      pywidget explain session.key_inactive
      pywidget explain NOT_FOUND --system breakground --json
      curl -si https://api.example.org/works | pywidget explain --stdin

    A code that no table knows is explained by a guess, with advice on what to check and how to add the code. Exits
    with 0 if the error is known, and with 2 if it is not.
    """  # noqa: D301  click wants the character, after which it keeps the lines
    if (code is None) != from_stdin:
        raise click.UsageError("Give either a CODE or --stdin.")
    try:
        found = _found(code.strip(), system) if code is not None else _pasted(system)
    except CatalogError as error:
        raise click.ClickException(str(error)) from error
    is_known = any(map(_is_known, found))
    if as_json:
        told = [_fields(one, with_answer=from_stdin) for one in found]
        click.echo(json.dumps(told[0] if system else told, indent=2))
    else:
        if not is_known:
            click.echo(_unknown(found[0].verdict.code, system))
        click.echo("\n\n".join(_block(one, with_answer=from_stdin) for one in found))
        if not is_known:
            click.echo(f"\n{advice(found[0].verdict.code, system, found[0].said.message)}")
    raise SystemExit(0 if is_known else _UNKNOWN)


def _is_known(found: Explained) -> bool:
    """Whether a table decided: about the code, where there is one."""
    basis = found.verdict.basis
    return basis in ("code", "text") or (found.verdict.code is None and basis != "default")


def _unknown(code: str | None, system: str | None) -> str:
    if code is None:
        return "No error code was found. This is what pywidget does about such an error:\n"
    head = f"No table knows the code {code or '(empty)'}.{meant(code, system)}"
    return filled(f"{head} This is what pywidget does about it:") + "\n"


def _found(code: str, system: str | None) -> list[Explained]:
    """Explain a code for its system, else for every system that lists it; else by the guesses, else by one guess."""
    found = [
        Explained(classify(code, name), Envelope(code, None, None, None, None, None, None))
        for name in ((system,) if system else listing(code) or SYSTEMS)
    ]
    return found if system else _best(found)


def _pasted(system: str | None) -> list[Explained]:
    """Explain what the standard input has, for one system, or for all that know it."""
    if sys.stdin.isatty():
        click.echo("Paste an error, then press Ctrl-D (on Windows Ctrl-Z and Enter).", err=True)
    try:
        pasted = Pasted(decoded(sys.stdin.buffer.read()))
        name = system or pasted.system()
        found = [pasted.explained(each) for each in ((name,) if name else SYSTEMS)]
    except NotReadableError as error:
        raise click.ClickException(
            f"the standard input cannot be read as an error: {printable(str(error))}.\n"
            "Expected is a code, an object (JSON, or as a browser's console prints it), an error or a request as a "
            "console tells of it, or an HTTP answer that begins with its status line, such as HTTP/1.1 429 Too Many "
            "Requests."
        ) from error
    except NoTextError as error:
        raise click.ClickException("the standard input is no text.") from error
    except NoErrorError as error:
        click.echo(filled(f"This is {error}."))
        raise SystemExit(0) from error
    return found if name else _best(found)


def _best(found: list[Explained]) -> list[Explained]:
    """Keep what rests on the best evidence; of several guesses from nothing, or from the same status, one."""
    own = [one for one in found if one.verdict.basis in ("code", "text")]
    # What a system knows from its kin, the kin say themselves.
    own = list({(one.verdict.system, one.verdict.code): one for one in own}.values())
    return own or [one for one in found if one.verdict.basis in ("category", "prefix")] or found[:1]


def _fields(found: Explained, *, with_answer: bool) -> dict[str, object]:
    verdict, said = found
    reason = why(verdict, said)
    fields: dict[str, object] = {
        "system": verdict.system,
        "code": verdict.code,
        "path": verdict.path,
        "remedy": verdict.remedy,
        "retryable": verdict.retryable,
        "http_status": verdict.http_status,
        "message": visitor_reads(verdict.message, verdict.system),
        "action": verdict.action,
        "why": reason._asdict(),
    }
    if with_answer:
        fields |= {"request_id": said.request_id, "retry_after_ms": said.retry_after_ms}
    if verdict.basis not in ("code", "text"):
        fields["guessed_by"] = verdict.basis
    return fields


def _block(found: Explained, *, with_answer: bool) -> str:
    verdict, said = found
    reason = why(verdict, said)
    values = {
        "path": verdict.path,
        "remedy": verdict.remedy,
        "retryable": "yes" if verdict.retryable else "no",
        "HTTP status": _status(verdict, with_answer=with_answer),
        "visitor reads": visitor_reads(verdict.message, verdict.system),
        "what to do": verdict.action,
        "why": reason.because,
    }
    if reason.table:
        values["decided by"] = f'row "{reason.key}" of {reason.table}'
    if reason.document:
        values["document"] = reason.document
    if with_answer:
        values["request id"] = said.request_id or "none"
        wait = said.retry_after_ms
        values["asks to wait"] = "no" if wait is None else f"{wait / 1000:g} seconds"
    title = f"{click.style(printable(verdict.code or '(no code)'), bold=True)}  ({verdict.system})"
    return f"{title}\n{rows(values)}"


def _status(verdict: Verdict, *, with_answer: bool) -> str:
    if verdict.http_status is None:
        return "not known" if with_answer else "not documented"
    return str(verdict.http_status)
