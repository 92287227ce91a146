"""A document as lines and tables in order, and its HTML: plain, or as a word processor exports it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Literal

from crawler.sample.grid import Grid, plain_html, word_html


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line."""

    text: str
    kind: Literal["text", "title", "heading", "signature"] = "text"


@dataclass(frozen=True, slots=True)
class Flow:
    parts: tuple[Line | Grid, ...]

    def __iter__(self) -> Iterator[Line | Grid]:
        return iter(self.parts)


def plain(flow: Flow) -> str:
    return "\n".join(plain_html(part) if isinstance(part, Grid) else _plain_line(part) for part in flow)


def _plain_line(line: Line) -> str:
    text = escape(line.text)
    if line.kind == "heading":
        return f"<p><strong>{text}</strong></p>"
    return f'<p style="text-align:right">{text}</p>' if line.kind == "signature" else f"<p>{text}</p>"


def word(flow: Flow) -> str:
    """Every paragraph has the exporter's class, every run of digits and Latin letters a span of its own."""
    return "\n".join(word_html(part) if isinstance(part, Grid) else _word_line(part) for part in flow)


def _word_line(line: Line) -> str:
    runs = "".join(
        f"<span{' lang=EN-US' if latin else ''}>{escape(''.join(run))}</span>"
        for latin, run in groupby(line.text, str.isascii)
    )
    inner = f"<b>{runs}</b>" if line.kind == "heading" else runs
    return f'<p class="MsoNormal" style="text-indent:32.0pt">{inner}</p>'
