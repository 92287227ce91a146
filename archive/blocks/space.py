"""White space as a browser prints it.

Runs of blanks, tabs and line breaks become one blank; no-break and ideographic blanks stay inside a line and are
dropped at its ends, where they only indent. A line break of the source between two wide characters prints nothing (CSS
Text Level 3, 4.1.3: Word-exported pages wrap Chinese text in mid-sentence).
"""

from __future__ import annotations

import re

_RUN = re.compile(r"[ \t\n\r\f]+")
_WIDE = re.compile("[\u2e80-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003ffff]")
INDENT = " \t\n\r\f\v\u00a0\u3000\u2002\u2003\u2009\u200b\u200c\u200d\u2060\ufeff"


def tidy(parts: list[str]) -> str:
    """Return the printed line made of the given pieces of text, "" when nothing is printed."""
    text = parts[0] if len(parts) == 1 else "".join(parts)
    if "\n" in text or "\r" in text:
        text = _RUN.sub(_printed_run, text)
    elif "  " in text or "\t" in text or "\f" in text:
        text = _RUN.sub(" ", text)
    return text.strip(INDENT)


def _printed_run(run: re.Match[str]) -> str:
    text, start, end = run.string, run.start(), run.end()
    if start > 0 and end < len(text) and _WIDE.match(text, start - 1) and _WIDE.match(text, end):
        found = run.group()
        if "\n" in found or "\r" in found:
            return ""
    return " "
