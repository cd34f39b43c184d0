"""Takes secrets and personal data out of texts before they leave the page.

What is replaced, and what it is replaced by:

================================================================  ====================================================
e-mail addresses, also with an encoded ``%40`` or ``&#64;``       ``[email]``
JSON Web Tokens, whole or cut off, also in Base64 again           ``[token]``
what follows ``Bearer`` or ``Basic``, ``token=``, ``password:``   ``[token]``, if it looks like a credential
keys: ``csk_``, ``cpk_``, ``afo_sk_``, ``wfx_``, ``atc_``, in     the prefix and ``[key]``
capitals too
card numbers: first digits, length, grouping and check digit      ``[card]``
query, fragment and user of a URL                                 nothing
================================================================  ====================================================

Everything else stays: request ids, UUIDs, transaction hashes, versions, dates and prose are what makes a report useful.

Written by hand, because MicroPython has only a part of ``re``. Each rule searches for a short text, called mark, and
looks only around it. So ordinary texts cost a few searches, and the time grows linearly with the length.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    # What a rule found at a mark: start, end, and the replacement; None as replacement leaves the text as it is.
    Found = tuple[int, int, str | None]

#: Longer texts are cut to this many characters.
MAX_LENGTH = 1_000
#: How many characters of a text are read: more than MAX_LENGTH, so that a secret across the cut is still recognised.
_READ = 2 * MAX_LENGTH
#: How many characters are dropped at the end of what was read, where a secret may have been cut in two.
_EDGE = 100

_DIGITS = "0123456789"
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
_WORD = _LETTERS + _DIGITS
_BASE64URL = _WORD + "_-"
_ID = _BASE64URL + "."
_CREDENTIAL = _WORD + "._~+/=%-"
#: Characters that end a URL in running text, and punctuation that may follow it.
_URL_END = " \t\r\n\"'<>`\\"
_PUNCTUATION = ".,;:!?)]}"

#: ``{"`` and ``{ "`` in Base64, with which the header of every token begins; and ``eyJ`` in Base64 again.
_TOKEN_HEADERS = ("eyJ", "eyAi", "ZXlK")
#: Ways to write the @ of an e-mail address.
_AT_SIGNS = ("@", "%40", "&#64;", "&#x40;", "&commat;")
_SHORTEST_TOKEN = 12
#: A credential may follow these after a space …
_SCHEMES = ("bearer", "basic")
#: … and these only after a colon or an equals sign.
_NAMES = (
    "token",
    "secret",
    "password",
    "passwd",
    "pwd",
    "api_key",
    "apikey",
    "api-key",
    "api key",
    "jwt",
    "session_id",
    "sessionid",
    "authorization",
    "cookie",
)
#: Characters between a name and its value; in HTML they may be entities.
_BETWEEN = " \t:=\"'\\"
_LONGEST_ENTITY = 8
_SHORTEST_CREDENTIAL = 6
#: Longer than _SHORTEST_CREDENTIAL, because "Basic OAuth2 flow" and "Bearer SHA-256" are prose.
_SHORTEST_AFTER_SCHEME = 8
#: No word of prose is that long.
_LONGEST_WORD = 20
_KEY_PREFIXES = ("csk_", "cpk_", "afo_sk_", "wfx_", "atc_")
#: A shorter text is not a key but a remark about keys ("starts with csk_").
_SHORTEST_KEY = 4
_LONGEST_LOCAL_PART = 64
_LONGEST_DOMAIN = 255
_SHORTEST_CARD = 13
_LONGEST_CARD = 19
#: How the digits of a card are grouped in print. Digits in other groups belong to a UUID, a date or a list.
_CARD_GROUPS = ((4, 4, 4, 4), (4, 6, 5), (4, 6, 4), (4, 4, 4, 4, 3))


def scrub(text: str) -> str:
    """Return ``text`` without secrets and personal data, at most :data:`MAX_LENGTH` characters long."""
    cut = len(text) > _READ
    if cut:
        text = text[:_READ]
    # Most texts are one word, such as a request id or a code, in which only these can be found.
    for rule in (_urls, _tokens, _credentials, _keys, _emails, _cards) if text.strip(_ID) else (_tokens, _keys, _cards):
        text = rule(text)
    if cut:
        text = text[:-_EDGE] + "…"
    return text if len(text) <= MAX_LENGTH else text[: MAX_LENGTH - 1] + "…"


def without_query(url: str) -> str:
    """Return ``url`` without its query, fragment and user."""
    for mark in "?#":
        url = url.partition(mark)[0]
    scheme, separator, rest = url.partition("://")
    if not separator:
        return url
    authority, slash, path = rest.partition("/")
    return scheme + separator + authority.split("@")[-1] + slash + path


# ---- the rules ------------------------------------------------------------------------------------------------------


def _urls(text: str, ends: str = _URL_END) -> str:
    if "?" not in text and "#" not in text and "://" not in text:
        return text
    if not ends:
        return _url(text)
    return ends[0].join([_urls(part, ends[1:]) for part in text.split(ends[0])])


def _url(word: str) -> str:
    core = word.rstrip(_PUNCTUATION)
    punctuation = word[len(core) :]
    if "://" in core:
        return without_query(core) + punctuation
    for mark in "?#":
        path, _, query = core.partition(mark)
        # Without a scheme, only a query with "=" or a path with "/" makes it a URL: prose has question marks, too.
        if "=" in query or (query and mark == "?" and "/" in path):
            return path + punctuation
    return word


def _tokens(text: str) -> str:
    for header in _TOKEN_HEADERS:
        if header in text:
            text = _replace(text, text, header, _token)
    return text


def _token(text: str, at: int, _header: str) -> Found:
    end = _skip(text, at, _BASE64URL + ".=")
    run = text[at:end].rstrip(".")
    alone = at == 0 or text[at - 1] not in _WORD
    found = len(run) >= _SHORTEST_TOKEN and (alone or run.count(".") > 1)
    return at, at + len(run), "[token]" if found else None


def _credentials(text: str) -> str:
    lower = _lower(text)
    for name in _SCHEMES + _NAMES:
        if name in lower:
            text = _replace(text, lower, name, _credential)
            lower = _lower(text)
    return text


def _lower(text: str) -> str:
    # "\u0130" becomes two characters in lower case, which would move the positions of everything behind it.
    return text.replace("\u0130", "I").lower()


def _credential(text: str, at: int, name: str) -> Found:
    at += len(name)
    # The characters between name and value can be encoded for a URL, for JSON in JSON, or for HTML.
    start = _skip(text, at + 3 if text[at : at + 1] == "%" else at, _BETWEEN)
    while text[start : start + 1] == "&" and ";" in text[start : start + _LONGEST_ENTITY]:
        start = _skip(text, text.find(";", start) + 1, _BETWEEN)
    between = text[at:start]
    if not between or (name in _NAMES and not between.strip()):
        return at, at, None
    run = _run(text, start)
    end = start + len(run)
    if name == "cookie" and "=" in run:
        # All cookies are replaced, because only the server knows which of them is secret.
        while text[end : end + 2] == "; ":
            end += 2 + len(_run(text, end + 2))
        return start, end, "[token]"
    shortest = _SHORTEST_AFTER_SCHEME if name in _SCHEMES else _SHORTEST_CREDENTIAL
    found = _looks_random(run, shortest)
    if name == "authorization":
        # The value may begin with a scheme that is not in _SCHEMES.
        second = _skip(text, end, " ")
        run = _run(text, second)
        if _looks_random(run, shortest):
            return start if found else second, second + len(run), "[token]"
    if not found and _lower(run).rstrip("=") in _SCHEMES + _NAMES:
        # "Bearer Bearer …": the second one is a name again.
        end = start
    return start, end, "[token]" if found else None


def _run(text: str, start: int) -> str:
    return text[start : _skip(text, start, _CREDENTIAL)].rstrip(".")


def _looks_random(run: str, shortest: int) -> bool:
    """Whether a run of characters is no word: too long for one, or with a digit or a capital inside."""
    # A server may put a request id or the name of an error in this place, which are no secrets.
    if len(run) < shortest or run.startswith("req_") or run.endswith("Error") or run.endswith("Exception"):  # noqa: PIE810  MicroPython's takes no tuple
        return False
    if len(run) >= _LONGEST_WORD and run.isalpha():
        return True
    small = False
    for character in run:
        if character in _DIGITS or (small and "A" <= character <= "Z"):
            return True
        small = small or "a" <= character <= "z"
    return False


def _keys(text: str) -> str:
    lower = _lower(text)
    for prefix in _KEY_PREFIXES:
        if prefix in lower:
            text = _replace(text, lower, prefix, _key)
            lower = _lower(text)
    return text


def _key(text: str, at: int, prefix: str) -> Found:
    start = at + len(prefix)
    if at and text[at - 1] in _LETTERS:
        return start, start, None
    end = _skip(text, start, _BASE64URL)
    return start, end, "[key]" if end - start >= _SHORTEST_KEY else None


def _emails(text: str) -> str:
    for sign in _AT_SIGNS:
        if sign in text:
            text = _replace(text, text, sign, _email)
    return text


def _email(text: str, at: int, sign: str) -> Found:
    start = at
    while start > 0 and at - start < _LONGEST_LOCAL_PART and _is_letter(text[start - 1], "._%+-'"):
        start -= 1
    begin = end = at + len(sign)
    while end < len(text) and end - begin < _LONGEST_DOMAIN and _is_letter(text[end], ".-"):
        end += 1
    domain = text[begin:end].rstrip(".-")
    name, _, last = domain.rpartition(".")
    # A version after an @ ends in a number; a domain does not. Images for high resolutions are named icon@2x.png.
    found = (
        start < at
        and name
        and name not in ("2x", "3x")
        and len(last) > 1
        and last[0] not in _DIGITS
        and last[-1] not in _DIGITS
    )
    return (start, begin + len(domain), "[email]") if found else (at, begin, None)


def _is_letter(character: str, others: str) -> bool:
    """Whether a character can be part of a name. Beyond ASCII every one can: names are not only English."""
    return character in _WORD or character in others or character > "\x7f"


def _cards(text: str) -> str:
    # Most texts have too few digits, and need no closer look.
    if sum([text.count(digit) for digit in _DIGITS]) < _SHORTEST_CARD:
        return text
    parts = []
    done = at = 0
    while len(text) - at >= _SHORTEST_CARD:
        if text[at] not in _DIGITS:
            at += 1
            continue
        end = _card_end(text, at)
        if end:
            parts.append(text[done:at] + "[card]")
            done = at = end
        else:
            at = _skip(text, at, _DIGITS)
    return "".join(parts) + text[done:]


def _card_end(text: str, start: int) -> int:
    """The end of the card number that begins at ``start``; 0 if there is none."""
    before = text[start - 1] if start else " "
    # After letters the digits are part of an id, after "0." part of a decimal number.
    if before in _WORD or before == "_" or (before == "." and start > 1 and text[start - 2] in _DIGITS):
        return 0
    lengths: list[int] = []
    digits = separator = ""
    at = start
    while len(lengths) < len(_CARD_GROUPS[-1]):
        end = _skip(text, at, _DIGITS)
        if end - at > _LONGEST_CARD or (not lengths and 4 != end - at < _SHORTEST_CARD):
            return 0
        lengths.append(end - at)
        digits += text[at:end]
        after = text[end : end + 1] or " "
        alone = after not in _WORD and after != "_"
        if alone and (len(lengths) == 1 or tuple(lengths) in _CARD_GROUPS) and _is_card(digits):
            return end
        if after not in " -" or (separator and after != separator):
            return 0
        separator = after
        at = end + 1
    return 0


def _is_card(digits: str) -> bool:
    """Whether a card network uses numbers of this length with these first digits, and the check digit is right."""
    first = digits[:1]
    length = len(digits)
    if length <= _SHORTEST_CARD:
        known = length == _SHORTEST_CARD and first == "4"
    elif length < 16:
        known = first == "3"
    else:
        known = first in "3456" or "2221" <= digits[:4] <= "2720"
    if not known or length > _LONGEST_CARD:
        return False
    total = 0
    for place, digit in enumerate(digits):
        value = int(digit)
        if (length - place) % 2 == 0:
            value = value * 2 - 9 if value > 4 else value * 2
        total += value
    return total % 10 == 0


# ---- scanning -------------------------------------------------------------------------------------------------------


def _replace(text: str, where: str, mark: str, rule: Callable[[str, int, str], Found]) -> str:
    """Apply ``rule`` to ``text`` wherever ``where`` has ``mark``, and insert the replacements that it returns.

    The search goes on after the end that the rule returned, so that no part is looked at twice.
    """
    parts = []
    done = 0
    at = where.find(mark)
    while at >= 0:
        start, end, instead = rule(text, at, mark)
        if instead is not None:
            parts.append(text[done : max(start, done)] + instead)
            done = end
        at = where.find(mark, end)
    return "".join(parts) + text[done:]


def _skip(text: str, at: int, characters: str) -> int:
    """The first position from ``at`` on whose character is none of ``characters``."""
    # Indexing each character would be slow: MicroPython counts from the start of the text every time.
    return at + len(text[at:]) - len(text[at:].lstrip(characters))
