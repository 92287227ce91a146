"""Search words for FTS5 (unicode61): overlapping pairs of Han characters, so that a word of two is found as itself.

The last character of each run stands alone as well; so one character is found by prefix wherever it stands, and words
of two runs (信息 and 公开 with a comma between) are never taken for one.
"""

from __future__ import annotations

import re

from archive.text.fold import fold

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af"
_RUN = re.compile(f"[{_HAN}]+|[^\\W_{_HAN}]+")
_PIECE = re.compile(f"(?:{_RUN.pattern})+")
_IS_HAN = re.compile(f"[{_HAN}]")
NOTHING = '""'  # the empty phrase: FTS5 accepts it and no row matches


def _words(run: str, *, last: bool) -> list[str]:
    """The words of one run. The last run of a query may go on in the text, so its last character is not said alone."""
    if not _IS_HAN.match(run):
        return [run]
    pairs = [run[i : i + 2] for i in range(len(run) - 1)]
    return pairs if last and pairs else [*pairs, run[-1]]


def _folded(text: str) -> str:
    return fold(text).text.lower().replace("○", "〇")


def search_text(text: str) -> str:
    """Words to index: the pairs of each Han run and its last character, Latin words and digits whole, all folded."""
    return " ".join(word for run in _RUN.findall(_folded(text)) for word in _words(run, last=False))


def _phrase(piece: str) -> str:
    """One word of a query as a phrase; where it ends in a single Han character, that one is a prefix."""
    runs = _RUN.findall(piece)
    words = [word for run in runs[:-1] for word in _words(run, last=False)] + _words(runs[-1], last=True)
    prefix = "*" if len(runs[-1]) == 1 and _IS_HAN.match(runs[-1]) else ""
    return f'"{" ".join(words)}"{prefix}'


def search_query(text: str) -> str:
    """A MATCH expression that is never a syntax error: each word of the query a phrase, all of them required.

    Quotes, operators and other punctuation only part words. A query without any word matches nothing.
    """
    pieces = (piece.group() for word in _folded(text).split() for piece in _PIECE.finditer(word))
    return " AND ".join(dict.fromkeys(map(_phrase, pieces))) or NOTHING
