"""``pywidget explain --stdin``: what people paste, from consoles and from curl."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner

from pywidget.catalog import SYSTEMS, load
from pywidget.cli.explain import explain
from pywidget.cli.literal import NotReadableError, read_literal
from pywidget.errors import read_response
from pywidget.samples import body_of


def run(pasted: str | bytes, *arguments: str, status: int = 0) -> str:
    result = CliRunner().invoke(explain, ["--stdin", *arguments], input=pasted, env={"COLUMNS": "80"})
    assert result.exit_code == status, result.output
    return result.stdout


def told(pasted: str | bytes, system: str = "allfeat-widget", status: int = 0) -> Any:
    return json.loads(run(pasted, "--system", system, "--json", status=status))


def answer(status: int, headers: str, body: str, version: str = "1.1", mark: str = "") -> str:
    """Return an HTTP answer as curl prints it."""
    head = [f"HTTP/{version} {status}{' Whatever' if version == '1.1' else ' '}", *filter(None, headers.split("\n"))]
    return "".join(f"{mark}{line}\r\n" for line in [*head, ""]) + body


# ---- HTTP answers ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("system", SYSTEMS)
def test_every_systems_answers_are_read_as_the_server_reads_them(system: str) -> None:
    tables = load(system)
    for code, (path, remedy, documented, _, _) in tables.CODES.items():
        status = documented or 400
        body = json.dumps(body_of(tables, code=code, status=status, message="m", request_id="req_1"))
        found = told(answer(status, "Content-Type: application/json\nRetry-After: 7", body), system)
        error = read_response(status, body, {"Retry-After": "7"}, system)
        assert error is not None
        assert (found["path"], found["remedy"]) == (error.path, error.remedy)
        assert (found["code"], found["request_id"], found["retry_after_ms"]) == (error.code, error.request_id, 7_000)
        if error.code == code:
            assert (found["path"], found["remedy"]) == (path, remedy)


@pytest.mark.parametrize("version", ["1.0", "1.1", "2", "3"])
@pytest.mark.parametrize("mark", ["", "< "])
def test_all_versions_of_http_also_as_curl_v_prints_them(version: str, mark: str) -> None:
    before = "* Connected to example.org\n> GET / HTTP/1.1\n>\n" if mark else ""
    body = '{"error": {"code": "session.rate_limited"}}'
    found = told(before + answer(429, "retry-after: 30\nx-request-id: r-1", body, version, mark))
    assert (found["code"], found["path"], found["http_status"]) == ("session.rate_limited", "rate-limit", 429)
    assert (found["request_id"], found["retry_after_ms"]) == ("r-1", 30_000)


def test_the_last_of_several_answers_counts() -> None:
    earlier = answer(100, "", "") + answer(302, "Location: /x", "", "2")
    found = told(earlier + answer(503, "", "<html>\n\nBusy</html>", "2"))
    assert (found["code"], found["http_status"], found["guessed_by"]) == (None, 503, "http-status")


def test_a_body_may_have_what_breaks_lines_elsewhere() -> None:
    body = '{"error": {"code": "session.key_inactive", "message": "one\u2028two\x85"}}'
    assert told(answer(403, "", body))["code"] == "session.key_inactive"


def test_a_success_is_no_error() -> None:
    said = run(answer(200, "", '{"code": "session.key_inactive"}'))
    assert said == "This is an HTTP answer with status 200, which is a success.\n"


def test_an_unknown_code_has_advice_even_if_the_status_decides() -> None:
    said = run(answer(429, "Retry-After: 30", '{"error": {"code": "ACME_7"}}'), status=2)
    assert "No table knows the code ACME_7." in said
    assert "rate-limit" in said
    assert "asks to wait   30 seconds" in said
    assert "How to add it" in said


# ---- events ---------------------------------------------------------------------------------------------------------

CHROME = "{code: 'session.key_inactive', message: 'It\\'s off', requestId: undefined, details: {…}, stage: 'init'}"
FIREFOX = 'Object { code: "session.key_inactive", message: "off", stage: "init", list: (2) […], more: Object { … } }'
EVENT = (
    "CustomEvent {isTrusted: false, detail: {code: 'session.key_inactive'}, type: 'allfeat:error', "
    "target: ats-widget#w.a, path: Array(5), then: ƒ (e), timeStamp: 12.5e3, eventPhase: -1}"
)
#: With the fields once more, as it is copied from an object that was opened.
EXPANDED = "{code: 'session.key_inactive', more: 1}\ncode: \"session.key_inactive\"\nmore: 1\n[[Prototype]]: Object"


@pytest.mark.parametrize(
    "pasted",
    [
        '{"code": "session.key_inactive", "message": "off", "requestId": null}',
        '\ufeff{"error": {"code": "session.key_inactive"}}',
        CHROME,
        FIREFOX,
        EVENT,
        EXPANDED,
        f"▶ {CHROME}",
        f"app.js:12 allfeat:failed {CHROME}",
        "{\n  `code`: `session.key\\u005finactive`,\n  'other': [1, .5, null, true,],\n}",
        "session.key_inactive",
        "  'session.key_inactive'\n",
        '{"system": "allfeat-widget", "code": "session.key_inactive", "path": "config", "stage": "init"}',
        # The detail of an event without its name, and of FastAPI's answers.
        "{detail: {code: 'session.key_inactive'}}",
        "CustomEvent {isTrusted: false, detail: {code: 'session.key_inactive', stage: 'init'}}",
        '{"detail": {"code": "session.key_inactive", "message": "off"}}',
        # Lines of a console.
        "Error: session.key_inactive: disabled",
        "Uncaught (in promise) Error: session.key_inactive\n    at renew (app.js:1:2)",
        "app.js:7 renewal failed: session.key_inactive (403 at https://a.example/t 403)",
    ],
)
def test_what_consoles_print_is_read(pasted: str) -> None:
    [found] = json.loads(run(pasted, "--json")) if "system" not in pasted else [told(pasted)]
    assert (found["system"], found["code"], found["path"]) == ("allfeat-widget", "session.key_inactive", "config")


def test_events_of_the_first_generation_are_read_as_the_page_reads_them() -> None:
    text = "allfeat:failed {error: 'Session expired. Please try again.', stage: 'ERROR'}"
    [found] = json.loads(run(text, "--json"))
    assert (found["system"], found["code"]) == ("allfeat-widget-v1", "TOKEN_EXPIRED")
    detail = "{error: 'no', stage: 'ERROR', details: Error {code: 'FORBIDDEN', httpStatus: 403}}"
    assert told(detail, "allfeat-widget-v1")["code"] == "FORBIDDEN"


@pytest.mark.parametrize(
    ("pasted", "said"),
    [
        (
            "allfeat:token-expired {pendingAction: 'init'}",
            "This is allfeat:token-expired: the widget's session has ended",
        ),
        ("{type: 'allfeat:ready', detail: {}}", "This is allfeat:ready, which is no error."),
    ],
)
def test_other_events_are_told(pasted: str, said: str) -> None:
    assert said in " ".join(run(pasted).split())


@pytest.mark.parametrize("name", ["code", "error", "title"])
def test_the_detail_of_what_is_an_error_itself_stays_a_detail(name: str) -> None:
    outer = json.dumps({name: "session.key_inactive", "detail": {"code": "session.rate_limited"}})
    assert told(outer, status=0 if name != "title" else 2)["code"] != "session.rate_limited"


@pytest.mark.parametrize(
    "pasted",
    [
        "TypeError: Failed to fetch",
        "Uncaught (in promise) TypeError: Failed to fetch\n    at x (app.js:1:2)",
        "TypeError: NetworkError when attempting to fetch resource.",
        "TypeError: Load failed",
        "POST https://a.example/t net::ERR_NAME_NOT_RESOLVED",
    ],
)
def test_a_request_without_an_answer_is_told(pasted: str) -> None:
    said = " ".join(run(pasted, status=2).split())
    assert "No error code was found." in said
    assert "The browser got no answer that the page may read" in said
    assert "pywidget explain widget.network_error" in said


def test_other_errors_have_the_usual_advice() -> None:
    said = run("Uncaught ReferenceError: pywidget is not defined", status=2)
    assert "The browser got no answer" not in said
    assert "Was it the whole answer?" in said


def test_a_code_that_no_table_has_is_found_in_an_error() -> None:
    for code in ("session.key_new", "ACME_LIMIT"):
        found = told(f"Error: {code}: disabled", status=2)
        assert found["code"] == code
    assert told("Error: Something is off. Try again", status=2)["code"] is None


@pytest.mark.parametrize(
    ("pasted", "path"),
    [
        ("POST https://a.example/t?x=1 429 (Too Many Requests)", "rate-limit"),
        ("Failed to load resource: the server responded with a status of 403 (Forbidden)", "config"),
        ("AxiosError: Request failed with status code 429", "rate-limit"),
    ],
)
def test_the_status_in_a_line_of_a_console_decides(pasted: str, path: str) -> None:
    found = told(pasted)
    assert (found["code"], found["path"], found["guessed_by"]) == (None, path, "http-status")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_what_powershell_writes_is_read(encoding: str) -> None:
    assert told('{"code": "session.key_inactive", "message": "é"}'.encode(encoding))["path"] == "config"


def test_what_is_no_text_is_said() -> None:
    result = CliRunner().invoke(explain, ["--stdin"], input=b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    assert result.exit_code == 1
    assert "the standard input is no text" in result.output


def test_an_object_without_a_code_has_advice() -> None:
    said = run('{"failure": {"id": "E_1"}}', status=2)
    assert "No error code was found." in said
    assert "curl -i" in said


# ---- what cannot be read --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("pasted", "where"),
    [
        ("", "line 1, column 1: a value was expected instead of the end"),
        ("{a: [1, 2", "line 1, column 10: a comma, or ] was expected instead of the end"),
        ("{a: 1\n b: 2}", "line 2, column 2: a comma, or } was expected instead of 'b'"),
        ('{a: "b', "line 1, column 5: a closing quotation mark was expected"),
        ("{[", "line 1, column 2: a name, or } was expected instead of '['"),
        ("[1, 2 session.key_inactive", "line 1, column 7: a comma, or ] was expected"),
        ("some words", "it is neither a code, nor an object"),
        ("[" * 200, "less than 100 levels"),
        ("{} {}", "line 1, column 4: the end was expected instead of '{'"),
    ],
)
def test_what_cannot_be_read_is_told_with_the_place(pasted: str, where: str) -> None:
    result = CliRunner().invoke(explain, ["--stdin"], input=pasted)
    assert result.exit_code == 1
    assert where in result.output
    assert "Expected is a code, an object" in result.output


def test_bytes_that_are_no_text_are_survived() -> None:
    assert told(b'{"code": "session.key_inactive", "message": "\xff"}')["path"] == "config"


@pytest.mark.parametrize(
    "value", [{"a": [1, -2.5, None, True, {"b": 'c"\n'}]}, [], {}, {"": {"x.y": "é\u2028"}}, [[[["deep"]]]]]
)
def test_json_stays_what_it_is(value: object) -> None:
    assert read_literal(json.dumps(value)) == value
    # With a comma that JSON does not allow, the other reader has to come to the same.
    lax = json.dumps([value])[:-1] + ",]"
    assert read_literal(lax) == [value]


@pytest.mark.parametrize("text", ["{", "}", "'", '"\\', "{a:}", "[,]", ":", "{a: 'b' 'c'}", "{a: 1,,}", "{a b: 1}"])
def test_what_is_no_value_is_refused(text: str) -> None:
    with pytest.raises(NotReadableError, match=r"^line 1, column "):
        read_literal(text)


@pytest.mark.parametrize("text", ["\\", "\x00", "…", "- ", "1.2.3", "undefined", "ƒ(a)", "ats-widget#a"])
def test_what_has_no_value_in_json_is_absent(text: str) -> None:
    assert read_literal(f"[{text}, 1]") == [None, 1]
