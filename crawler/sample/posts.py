"""Posts from a town's TOML: series spelled out from their patterns, and single posts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import product
from typing import Any

from crawler.sample import docx, pdf
from crawler.sample.flow import Flow, Line
from crawler.sample.grid import Grid, row
from crawler.sample.town import DOCX_MIME, PDF_MIME, Attachment, Post

FIRST_DAY = date(2018, 1, 1)
IDS_A_DAY = 310  # one id sequence per city platform: a town's posts are far apart in it


def post_id(day: date, base: int) -> int:
    """The id of a town's first post of a day; `base` is the platform's id on FIRST_DAY."""
    return base + (day - FIRST_DAY).days * IDS_A_DAY


def posts(table: dict[str, Any]) -> Iterator[Post]:
    """Everything a town file lists except its reports."""
    for series in table.get("series", []):
        for n, words in enumerate(list(product(*series["words"]))[: series["count"]]):
            day = date.fromisoformat(series["start"]) + timedelta(days=series["every"] * n)
            yield _of_series(series, n, words, day, table["id_base"])
    for given in table.get("post", []):
        yield _single(given, table["id_base"])


def _of_series(series: dict[str, Any], n: int, words: tuple[str, ...], day: date, base: int) -> Post:
    names = {f"w{place}": word for place, word in enumerate(words)}
    values = {**names, "n": n + 1, "year": day.year, "month": day.month, "day": day.day, "k": 3 + (n * 7) % 29}
    clock = f"{8 + n % 10:02d}:{(n * 17) % 60:02d}:{(n * 31) % 60:02d}"
    number, title = post_id(day, base) + series["shift"], series["title"].format(**values)
    return Post(
        id=number,
        title=title,
        nodes=(series["node"], *series.get("also", []) * (n % 5 == 2)),
        published=f"{day} {clock}",
        written=str(day - timedelta(days=n % 4)),
        body="".join(f"<p>{line.format(**values)}</p>" for line in series["body"]),
        number=series.get("number", "").format(**values),
        detail="none" if n % 11 == 5 else "full",
        attachments=_annex(series["annex"], n, title, number) if "annex" in series else (),
    )


def _annex(kind: str, n: int, title: str, number: int) -> tuple[Attachment, ...]:
    """A small table as PDF or DOCX; every third post has both."""
    grid = Grid((row("项目", "金额（万元）"), row("基本支出", f"{n}.50"), row("项目支出", f"{3 + n}.25")), title)
    files = {
        "pdf": Attachment(number % 90_000, f"{title}.pdf", PDF_MIME, pdf.document(title, [grid])),
        "docx": Attachment(
            number % 90_000 + 1, f"{title}.docx", DOCX_MIME, docx.document(Flow((Line(title, "title"), grid)))
        ),
    }
    return tuple(files.values()) if n % 3 == 0 else (files[kind],)


def _single(given: dict[str, Any], base: int) -> Post:
    known = {key: value for key, value in given.items() if key not in ("body", "nodes", "shift")}
    day = date.fromisoformat(given["published"][:10])
    return Post(
        **{"written": str(day), "id": post_id(day, base) + given.get("shift", 0), **known},
        nodes=tuple(given["nodes"]),
        body="".join(f"<p>{line}</p>" for line in given.get("body", [])),
    )
