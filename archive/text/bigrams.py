"""Search words for FTS5 (unicode61): overlapping pairs of Han characters, so that a word of two is found as itself."""

from __future__ import annotations

import re

from archive.text.fold import fold

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\U00020000-\U000323af"
_RUN = re.compile(f"[{_HAN}]+|[^\\W_{_HAN}]+")
_HAN_RUN = re.compile(f"[{_HAN}]")
NOTHING = '""'  # the empty phrase: FTS5 accepts it and no row matches


def _words(run: str, last: bool) -> list[str]:
    if not _HAN_RUN.match(run):
        return [run]
    pairs = [run[i : i + 2] for i in range(len(run) - 1)]
    return pairs if last and pairs else [*pairs, run[-1]]


def _folded(text: str) -> str:
    return fold(text).text.lower().replace("○", "〇")


def search_text(text: str) -> str:
    """Words to index: the pairs of each Han run and its last character, Latin words and digits whole, all folded."""
    return " ".join(word for run in _RUN.findall(_folded(text)) for word in _words(run, last=False))


def search_query(text: str) -> str:
    """A safe MATCH expression: each word of the query a phrase, all of them required."""
    phrases = []
    for word in _folded(text).split():
        for piece in re.findall(f"(?:{_RUN.pattern})+", word):
            runs = _RUN.findall(piece)
            words = [w for i, run in enumerate(runs) for w in _words(run, last=i == len(runs) - 1)]
            prefix = "*" if len(runs[-1]) == 1 and _HAN_RUN.match(runs[-1]) else ""
            phrases.append(f'"{" ".join(words)}"{prefix}')
    return " AND ".join(phrases) if phrases else NOTHING
