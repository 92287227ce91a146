"""When a report was published, generated and signed, kept apart (format fact sheet C7).

Order for `published_at`: what the page displays, its meta tags, the date of generation, the signature, the address.
An address or a page header alone is no proof (fixed header dates, t19700101 in paths), so the address comes last.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from archive.report.labels import DATE_META, DISPLAYED, GENERATED
from archive.report.page import Page
from archive.text.dates import dates
from archive.text.fold import fold

IN_URL = (
    re.compile(r"/t(20\d\d)(\d\d)(\d\d)_"),
    re.compile(r"/(20\d\d)[-/](\d{1,2})[-/](\d{1,2})/"),
    re.compile(r"/art/(20\d\d)/(\d{1,2})/(\d{1,2})/"),
)
HEADER = re.compile(
    r"(?P<label>发布日期|发布时间|公开日期|信息提供日期|生成日期|生成时间|发文日期|(?<![\u4e00-\u9fff])时间)[:|]{0,3}"
)
LABELLED = re.compile(r"(?:时间|日期|来源|浏览|点击)[:|]")
BYLINE = re.compile(
    r"(20\d\d-\d{1,2}-\d{1,2})(?: ?\d{2}:\d{2}(?::\d{2})?)?(?:来源|作者|点击|浏览|字体|【|$)"
    r"|(20\d\d年\d{1,2}月\d{1,2}日)(?: ?\d{2}:\d{2}(?::\d{2})?)?(?:来源|作者|点击|浏览|字体|【)"
)
BELOW_TITLE = re.compile(r"\(?(20\d\d年\d{1,2}月\d{1,2}日)\)?")
EARLIEST = "2007"


class Dates(Struct, frozen=True):
    """ISO dates with what they rest on; None where nothing says."""

    published_at: str | None
    published_basis: str | None  # displayed, meta, generated, signed, url
    generated_at: str | None
    signed_at: str | None


def dates_of(page: Page, url: str | None) -> Dates:
    """Return the dates of a page."""
    labels = {**_header(page), **page.printed.labels}
    displayed = _first(labels, DISPLAYED)
    generated = _first(labels, GENERATED)
    signed = _signed(page)
    for value, basis in (
        (displayed, "displayed"),
        (_first(page.printed.meta, DATE_META), "meta"),
        (generated, "generated"),
        (signed, "signed"),
        (_in_url(url), "url"),
    ):
        if value is not None:
            return Dates(value, basis, generated, signed)
    return Dates(None, None, generated, signed)


def _first(labels: Mapping[str, str], keys: tuple[str, ...]) -> str | None:
    for key in keys:
        if value := labels.get(key):
            found = next((date.iso for date in dates(fold(value).text)), None)
            if found is not None and found >= EARLIEST:
                return found
    return None


def _header(page: Page) -> dict[str, str]:
    """Label and date printed in a header line that carriers without labels (plain text) still hold."""
    head = page.folded.text[:600]
    found: dict[str, str] = {}
    for match in HEADER.finditer(re.sub(r"[ \t]*\|[ \t]*", "|", head) if "|" in head else head):
        found.setdefault(match["label"], match.string[match.end() : match.end() + 24].lstrip(" |:"))
    for line in page.lines[:10] if not found else ():
        if byline := BYLINE.match(line.text):
            found["时间"] = byline[1] or byline[2]
    for line in page.lines[1:4] if not found else ():
        if below := BELOW_TITLE.fullmatch(line.text):
            found["时间"] = below[1]
    return found


def _signed(page: Page) -> str | None:
    """The date under the signature: one of the last lines holds little else."""
    for line in page.lines[:-9:-1]:
        if len(line.text) > 60 or LABELLED.search(line.text):
            continue
        text = page.folded.text[page.folded.at(line.start) : page.folded.at(line.end)]
        found = list(dates(text))
        if found and len(re.sub(r"\s", "", text[: found[-1].start] + text[found[-1].end :])) <= 30:
            rest = text[found[-1].end :].strip(" )。")
            if not rest and found[-1].iso >= EARLIEST:
                return found[-1].iso
    return None


def _in_url(url: str | None) -> str | None:
    for pattern in IN_URL if url else ():
        if match := pattern.search(url or ""):
            iso = next((date.iso for date in dates("-".join(match.groups()))), None)
            if iso is not None and iso >= EARLIEST:
                return iso
    return None
