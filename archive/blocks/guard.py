"""Refuse a page that would make an HTML parser slow or large, before it is parsed.

HTML5 parsing is not linear: every tag may look through all open elements, an unclosed formatting element is opened
again in every later paragraph, and every attribute is compared with those before it. Measured with lexbor: 100,000
nested <div> take 35 s; 3,000 distinct unclosed <font> and 1,500 paragraphs (30 KB) take 1.6 GB; 80,000 attributes on
one tag take 26 s.
"""

from __future__ import annotations

import re
from collections import Counter

from archive.blocks import bounds
from archive.errors import TooLargeError

FORMATTING = frozenset(
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"]
)
_FORMATTING_TAG = re.compile(
    r"<(?:[bisuBISU]|big|code|em|font|small|strike|strong|tt"
    r"|BIG|CODE|EM|FONT|SMALL|STRIKE|STRONG|TT|Font|Strong|Em)[\s>/]"
)
_PERHAPS_FORMATTING = re.compile(r"<[bisuceftBISUCEFT][\s>/iomtIOMT]")  # all of these by their first two characters
_CELLS = frozenset(["td", "th", "caption"])
_FORMATTING_OR_SCOPE = re.compile(
    r"<(/?)([bisu]|big|code|em|font|small|strike|strong|tt"
    r"|table|td|th|caption|object|applet|marquee|template|svg|math|select)(?=[\s>/])",
    re.I,
)
# Text and tags whose quotes pair up inside them; comments, scripts and everything else is looked at one by one.
_ORDINARY = re.compile(
    r"""(?:[^<]*+<(?!script|style|textarea|title|xmp|iframe|noembed|noframes)[/a-z]"""
    r"""[^<>"'=]{0,200}+(?:=\s?(?:"[^"<>]*+"|'[^'<>]*+'|[^\s<>"'=]++)[^<>"'=]{0,200}+){0,200}+>)*+""",
    re.I,
)
_NAME = re.compile(r"[a-zA-Z][^\s/>]*")
_SPECIAL = re.compile(r"[>=]")
_QUOTED = re.compile(r"""\s*(["'])""")
_VALUES = re.compile(r""""[^"]*"|'[^']*'""")
_VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"]
)
_RAW = frozenset(["script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"])
_SCOPE = frozenset(
    ["table", "td", "th", "caption", "html", "object", "applet", "marquee", "template", "svg", "math", "select"]
)
_IMPLIED = {  # a start tag that closes an element of its own kind, searched no further than these
    "p": frozenset(["p"]),
    "td": frozenset(["td", "th"]),
    "th": frozenset(["td", "th"]),
    "tr": frozenset(["tr"]),
    "li": frozenset(["li"]),
    "option": frozenset(["option"]),
    "dd": frozenset(["dd", "dt"]),
    "dt": frozenset(["dd", "dt"]),
}
_THROUGH_SCOPE = frozenset(["table", "tr", "tbody", "thead", "tfoot", "td", "th", "body", "html"])
_HOLDS = _SCOPE | {"ul", "ol", "dl", "tr", "div", "section"}  # an element that no start tag inside it closes
_NEAR = 64  # how far down the stack a start tag looks for what it closes
_MOST_STEPS = 20_000_000


def check(html: str) -> None:
    """Raise TooLargeError for a page beyond the bounds. Linear; a fraction of the parse for ordinary pages."""
    if len(html) > bounds.MAX_HTML_CHARS:
        raise TooLargeError(f"the page has {len(html):,} characters; at most {bounds.MAX_HTML_CHARS:,} are read")
    tags = html.count("<")
    if tags > bounds.MAX_TAGS:
        raise TooLargeError(f"the page has {tags:,} tags; at most {bounds.MAX_TAGS:,} are read")
    if len(html) > bounds.THOROUGH_FROM_CHARS:
        _check_attributes(html)
    if tags > bounds.THOROUGH_FROM_TAGS or (tags > 1_000 and _may_reopen(html, tags)):
        _Scan(html).run()


def _may_reopen(html: str, tags: int) -> bool:
    """Say whether unclosed formatting may add more elements than the bound. <a> and <nobr> close themselves."""
    perhaps = len(_PERHAPS_FORMATTING.findall(html))
    if perhaps <= tags // 2 and perhaps * (tags - perhaps) <= bounds.THOROUGH_FROM_REOPENED:
        return False
    found = len(_FORMATTING_TAG.findall(html))
    if found * (tags - found) <= bounds.THOROUGH_FROM_REOPENED:
        return False
    return _most_open(html) * (tags - found) > bounds.THOROUGH_FROM_REOPENED


def _most_open(html: str) -> int:
    """Return how many formatting elements are open at most at one place, cells counted apart as parsers do."""
    levels: list[tuple[str, Counter[str]]] = [("", Counter())]
    most = 0
    for slash, name in _FORMATTING_OR_SCOPE.findall(html):
        name = name.lower()
        opened = levels[-1][1]
        if name in _SCOPE:
            if slash:
                if any(level == name for level, _ in levels[-_NEAR:]):
                    while levels[-1][0] != name:
                        levels.pop()
                    levels.pop()
            else:
                if name in _CELLS and levels[-1][0] in _CELLS:
                    levels.pop()
                levels.append((name, Counter() if name != "table" else opened))
        elif not slash:
            opened[name] += 1
            most = max(most, opened.total())
        elif opened[name]:
            opened[name] -= 1
    return most


def _check_attributes(html: str) -> None:
    """Pass over all tags; refuse one with too many attributes."""
    at = 0
    while True:
        at = _ORDINARY.match(html, at).end()  # type: ignore[union-attr]  # it matches the empty string
        at = html.find("<", at)
        if at < 0:
            return
        if html.startswith("<!--", at):
            end = html.find("-->", at + 4)
        else:
            name = _NAME.match(html, at + 1)
            if name is None:
                at += 1
                continue
            end = tag_end(html, name.end(), at)
            if name.group().lower() in _RAW:
                end = raw_end(html, name.group(), end)
        if end < 0:
            return
        at = end


def tag_end(html: str, at: int, start: int) -> int:
    """Return the offset behind the ">" of the tag that starts at `start`, quoted values honoured.

    Raises TooLargeError for more than bounds.MAX_ATTRIBUTES attributes.
    """
    found, values = _SPECIAL.search(html, at), 0
    while found is not None and found.group() == "=":
        quoted = _QUOTED.match(html, found.end())
        after = found.end()
        if quoted is not None:
            close = html.find(quoted.group(1), quoted.end())
            after = close + 1 if close >= 0 else len(html)
        found, values = _SPECIAL.search(html, after), values + 1
        if values > 4 * bounds.MAX_ATTRIBUTES:
            raise TooLargeError(f"a tag has more than {bounds.MAX_ATTRIBUTES:,} attributes")
    end = found.end() if found is not None else len(html)
    if end - start > 2 * bounds.MAX_ATTRIBUTES:
        bare = _VALUES.sub(" ", html[start:end]).replace("/", " ")
        if len(bare.split()) > bounds.MAX_ATTRIBUTES:
            raise TooLargeError(f"a tag has more than {bounds.MAX_ATTRIBUTES:,} attributes")
    return end


def raw_end(html: str, name: str, at: int) -> int:
    """Return the offset of the end tag of a script, style or the like."""
    found = re.compile(f"</{name}", re.I).search(html, at)
    return found.start() if found else len(html)


class _Scan:
    """A rough tree construction that only counts: open elements, and formatting elements that wait to be reopened."""

    def __init__(self, html: str) -> None:
        self.html = html
        self.stack: list[tuple[str, str]] = []  # name, whole tag
        self.waiting: dict[str, int] = {}  # whole tag -> how often it would be opened again (at most 3: Noah's Ark)
        self.saved: list[dict[str, int]] = []  # waiting lists outside the current cell
        self.reopened = 0
        self.steps = 0
        self.open: Counter[str] = Counter()

    def run(self) -> None:
        html, at = self.html, html_find(self.html, 0)
        while at >= 0:
            if html.startswith("<!--", at):
                end = html.find("-->", at + 4)
                at = html_find(html, end) if end >= 0 else -1
                continue
            closing = html.startswith("/", at + 1)
            name_match = _NAME.match(html, at + 1 + closing)
            if name_match is None:
                at = html_find(html, at + 1)
                continue
            name = name_match.group().lower()
            end = tag_end(html, name_match.end(), at)
            if closing:
                self._close(name)
            else:
                self._open(name, html[at : min(end, at + 200)])
                if name in _RAW:
                    end = raw_end(html, name, end)
            at = html_find(html, end)

    def _open(self, name: str, tag: str) -> None:
        if closes := _IMPLIED.get(name):
            self._imply(closes)
        if name in _VOID:
            return
        if name in _CELLS:
            self.saved.append(self.waiting)
            self.waiting = {}
        if name in FORMATTING and self.waiting:
            self._reopen()
        self.stack.append((name, tag))
        self.open[name] += 1
        if self.waiting and name not in ("tr", "tbody", "table"):
            self._reopen()  # text will follow inside
        if len(self.stack) > bounds.MAX_DEPTH:
            raise TooLargeError(f"elements are nested more than {bounds.MAX_DEPTH:,} deep")

    def _imply(self, closes: frozenset[str]) -> None:
        for back in range(1, min(_NEAR, len(self.stack)) + 1):
            name = self.stack[-back][0]
            if name in closes:
                self._pop(back)
                return
            if name in _HOLDS and not (name in _CELLS and "tr" in closes):
                return

    def _close(self, name: str) -> None:
        for back in range(1, len(self.stack) + 1 if self.open[name] > 0 else 1):
            open_name = self.stack[-back][0]
            if open_name == name:
                self._spend(back)
                self._pop(back, own=name)
                return
            if open_name in _SCOPE and name not in _THROUGH_SCOPE:
                self._spend(back)
                break
        if name in FORMATTING:
            for tag in self.waiting:
                if tag[1:].lower().startswith(name):
                    del self.waiting[tag]
                    return

    def _spend(self, steps: int) -> None:
        self.steps += steps
        if self.steps > _MOST_STEPS:
            raise TooLargeError("the page's tags are too tangled to be read")

    def _pop(self, count: int, own: str = "") -> None:
        popped = self.stack[-count:]
        del self.stack[-count:]
        for position in range(len(popped) - 1, -1, -1):
            name, tag = popped[position]
            self.open[name] -= 1
            if name in _CELLS and self.saved:
                self.waiting = self.saved.pop()
            elif name in FORMATTING and not (position == 0 and name == own):
                self.waiting[tag] = min(3, self.waiting.get(tag, 0) + 1)

    def _reopen(self) -> None:
        """Text or an element after unclosed formatting opens all of it again."""
        for tag, count in self.waiting.items():
            match = _NAME.match(tag, 1)
            name = match.group().lower() if match else "b"
            self.stack.extend([(name, tag)] * count)
            self.open[name] += count
            self.reopened += count
        self.waiting = {}
        if self.reopened > bounds.MAX_REOPENED:
            raise TooLargeError(f"unclosed formatting would add more than {bounds.MAX_REOPENED:,} elements")


def html_find(html: str, at: int) -> int:
    """Return the offset of the next "<" at or after `at`, or -1."""
    return html.find("<", at)
