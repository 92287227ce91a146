"""Annual reports as posts: frame, prose and statutory tables in the carriers that real reports use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from crawler.sample import forms, pdf
from crawler.sample.figures import Figures, figures
from crawler.sample.grid import Grid, plain_html, word_html
from crawler.sample.town import Attachment, Post

HEADINGS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
PDF_MIME = "application/pdf"


@dataclass(frozen=True)
class Report:
    """One report of the sample: its year, template, figures and the post that carries it.

    `carrier` says where the tables are: html, word (html as a word processor exports it), pdf (attachment), lost.
    `zero` is what a cell without a case prints.
    """

    year: int
    template: str
    carrier: str
    figures: Figures | None
    post: Post
    headline: dict[str, Any]
    faults: tuple[dict[str, Any], ...]


def reports(table: dict[str, Any], nodes: dict[str, int]) -> Iterator[Report]:
    """The reports of one `reports_<town>.toml`. `nodes` gives the node ids of column slugs."""
    for given in table["report"]:
        made = figures(given["template"], given) if given["template"] != "pre2019" else None
        carrier = given.get("carrier", "html")
        yield Report(
            year=given["year"],
            template=given["template"],
            carrier=carrier,
            figures=made,
            post=_post(given, carrier, made, tuple(nodes[slug] for slug in given["columns"])),
            headline=given["headline"],
            faults=tuple(given.get("fault", ())),
        )


def _post(given: dict[str, Any], carrier: str, made: Figures | None, nodes: tuple[int, ...]) -> Post:
    return Post(
        id=given["id"],
        title=given["title"],
        nodes=nodes,
        published=given["published"],
        written=given["published"][:10],
        body=body(given, carrier, made),
        script=given.get("script", "hans"),
        generated=given.get("generated", ""),
        attachments=_attachments(given, carrier, made),
    )


def _attachments(given: dict[str, Any], carrier: str, made: Figures | None) -> tuple[Attachment, ...]:
    if carrier != "pdf" or made is None:
        return ()
    content = pdf.document(given["title"], grids(made, given.get("zero", "0")))
    return (Attachment(given["attachment_id"], f"{given['title']}附表.pdf", PDF_MIME, content),)


def grids(made: Figures, zero: str) -> tuple[Grid, Grid, Grid]:
    """Tables 2, 3 and 4 of a report."""
    values = made.everything()

    def printed(key: str) -> str:
        value = values.get(key, 0)
        return zero if value == 0 else str(value)

    return (
        forms.active_disclosure(made.template, printed),
        forms.requests(made.template, printed),
        forms.review_litigation(printed),
    )


def body(given: dict[str, Any], carrier: str, made: Figures | None) -> str:
    """The report's HTML: lead, headings, paragraphs and whatever of the tables its carrier holds."""
    word = carrier == "word"
    tables = grids(made, given.get("zero", "0")) if made and carrier in ("html", "word") else ()
    names = _fields(made)
    parts = [_paragraph(line.format_map(names), word) for line in given.get("lead", [])]
    headings = given.get("headings", HEADINGS)
    for n, heading in enumerate(headings, 1):
        parts.append(_heading(heading, word))
        parts += [_paragraph(line.format_map(names), word) for line in given.get(f"s{n}", [])]
        if tables and n in (2, 3, 4):
            parts.append((word_html if word else plain_html)(tables[n - 2]))
    parts += [_paragraph(line, word, right=True) for line in given.get("signature", [])]
    return "\n".join(parts)


def _fields(made: Figures | None) -> dict[str, int | str]:
    """What prose may quote from the tables: totals of table 3 by row, tables 2 and 4 by concept."""
    if made is None:
        return {}
    totals = {key.partition(".")[0]: value for key, value in made.requests.items() if key.endswith(".total")}
    return {**made.active, **totals, **made.review}


def _heading(text: str, word: bool) -> str:
    if word:
        return f'<p class="MsoNormal" style="text-indent:32.0pt"><b><span>{escape(text)}</span></b></p>'
    return f"<p><strong>{escape(text)}</strong></p>"


def _paragraph(text: str, word: bool, right: bool = False) -> str:
    if word:
        return f'<p class="MsoNormal" style="text-indent:32.0pt">{_word_runs(text)}</p>'
    return f'<p style="text-align:right">{escape(text)}</p>' if right else f"<p>{escape(text)}</p>"


def _word_runs(text: str) -> str:
    """A word processor puts every run of digits and Latin letters in a span of its own."""
    pieces: list[str] = []
    run, latin = "", False
    for char in text:
        if char.isascii() != latin and run:
            pieces.append(_run(run, latin))
            run = ""
        run, latin = run + char, char.isascii()
    return "".join([*pieces, _run(run, latin)])


def _run(text: str, latin: bool) -> str:
    return f"<span{' lang=EN-US' if latin else ''}>{escape(text)}</span>"
