"""Reads the object literals that pages assign in scripts: bare keys, any quotes, comments, trailing commas.

Only literals are read. What is an expression (a call, a sum of strings) is skipped and comes back as `UNREADABLE`.
"""

from __future__ import annotations

import json
import re
from typing import Final

from archive.errors import PageChangedError


class _Unreadable:
    def __repr__(self) -> str:
        return "UNREADABLE"


UNREADABLE: Final = _Unreadable()
DEEPEST = 100
_DECODER = json.JSONDecoder(strict=False)  # raw line breaks inside strings do occur
_BLANK = re.compile(r"(?:[\s\ufeff]+|//[^\n]*|/\*.*?\*/)*", re.DOTALL)
_NAME = re.compile(r"[A-Za-z_$][\w$]*|\d+")
_NUMBER = re.compile(r"-?(?:0[xX][0-9a-fA-F]+|\d+(?:\.\d*)?(?:[eE][-+]?\d+)?)")
_WORDS = {"true": True, "false": False, "null": None, "undefined": None}
_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_STRINGS = {quote: re.compile(rf"{quote}((?:[^{quote}\\]|\\.)*){quote}", re.DOTALL) for quote in "'\"`"}
_ESCAPED = re.compile(r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|\r\n|.)", re.DOTALL)


def _skip_blank(text: str, at: int) -> int:
    match = _BLANK.match(text, at)
    return match.end() if match else at


def _unescape(match: re.Match[str]) -> str:
    code = match.group(1)
    if code[0] in "ux" and len(code) > 1:
        return chr(int(code[1:], 16))
    return "" if code in {"\n", "\r\n"} else _ESCAPES.get(code, code)


def _string(text: str, at: int) -> tuple[str, int]:
    match = _STRINGS[text[at]].match(text, at)
    if match is None:
        raise PageChangedError(f"a string that opens at character {at} of the script never closes")
    joined = _ESCAPED.sub(_unescape, match.group(1))
    # Two halves of one character beyond U+FFFF are two escapes in a script and one character in a string.
    whole = (
        joined.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        if "\\u" in match.group(1)
        else joined
    )
    return whole, match.end()


def _expression(text: str, at: int) -> int:
    """Return where an expression ends: at the comma or the closing bracket of the literal around it."""
    depth = 0
    while at < len(text):
        char = text[at]
        if char in _STRINGS:
            at = _string(text, at)[1]
            continue
        if char in "([{":
            depth += 1
        elif char in ")]}":
            if depth == 0:
                return at
            depth -= 1
        elif char == "," and depth == 0:
            return at
        at += 1
    raise PageChangedError("the script ends inside an object literal")


def _scalar(text: str, at: int) -> tuple[object, int]:
    if text[at] in _STRINGS:
        value: object
        value, end = _string(text, at)
    elif match := _NUMBER.match(text, at):
        digits, end = match.group(), match.end()
        number = (
            float(digits)
            if re.search(r"[.eE]", digits) and "x" not in digits.lower()
            else int(digits, 0 if "x" in digits.lower() else 10)
        )
        value = number
    elif (match := _NAME.match(text, at)) and match.group() in _WORDS:
        value, end = _WORDS[match.group()], match.end()
    else:
        return UNREADABLE, _expression(text, at)
    after = _skip_blank(text, end)
    if after < len(text) and text[after] not in ",]}":  # 'a' + b: a literal was only the start of an expression
        return UNREADABLE, _expression(text, after)
    return value, end


def _array(text: str, at: int, depth: int) -> tuple[list[object], int]:
    found: list[object] = []
    at = _skip_blank(text, at + 1)
    while at < len(text) and text[at] != "]":
        if text[at] == ",":
            at = _skip_blank(text, at + 1)
            continue
        value, at = read_value(text, at, depth + 1)
        found.append(value)
        at = _skip_blank(text, at)
    return found, at + 1


def read_object(text: str, at: int, depth: int = 0) -> tuple[dict[str, object], int]:
    """Return the object literal that opens at `at` and the position after it; the first of a repeated key wins.

    Raises PageChangedError where the text ends inside it or a key is not a name, a number or a string.
    """
    found: dict[str, object] = {}
    at = _skip_blank(text, at + 1)
    while at < len(text) and text[at] != "}":
        if text[at] == ",":
            at = _skip_blank(text, at + 1)
            continue
        if text[at] in _STRINGS:
            key, at = _string(text, at)
        elif match := _NAME.match(text, at):
            key, at = match.group(), match.end()
        else:
            raise PageChangedError(f"no key where one should stand: {text[at : at + 30]!r}")
        at = _skip_blank(text, at)
        if text[at : at + 1] != ":":
            raise PageChangedError(f"no colon after the key {key!r}")
        value, at = read_value(text, _skip_blank(text, at + 1), depth + 1)
        found.setdefault(key, value)
        at = _skip_blank(text, at)
    if at >= len(text):
        raise PageChangedError("the script ends inside an object literal")
    return found, at + 1


def read_value(text: str, at: int, depth: int = 0) -> tuple[object, int]:
    """Return the literal at `at` and the position after it. JSON is read by the JSON decoder, the rest by hand."""
    if depth > DEEPEST:
        raise PageChangedError(f"an object literal is nested more than {DEEPEST} deep")
    if at >= len(text):
        raise PageChangedError("the script ends inside an object literal")
    if text[at] in "[{":
        try:
            return _DECODER.raw_decode(text, at)
        except RecursionError as error:
            raise PageChangedError("an object literal is nested too deep to be read") from error
        except ValueError:  # bare keys, single quotes, comments: not JSON, still a literal
            return _array(text, at, depth) if text[at] == "[" else read_object(text, at, depth)
    return _scalar(text, at)
