"""Annual reports as posts: frame, prose and statutory tables, in the carriers that real reports use."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from crawler.sample import docx, forms, pdf, statistics
from crawler.sample.figures import Figures, figures
from crawler.sample.flow import Flow, Line, plain, word
from crawler.sample.grid import Grid
from crawler.sample.town import DOCX_MIME, PDF_MIME, Attachment, Post

HEADINGS = (
    "一、总体情况",
    "二、主动公开政府信息情况",
    "三、收到和处理政府信息公开申请情况",
    "四、政府信息公开行政复议、行政诉讼情况",
    "五、存在的主要问题及改进情况",
    "六、其他需要报告的事项",
)
SEE_FILE = Line("年度报告全文见附件。")


@dataclass(frozen=True)
class Report:
    """One report of the sample: its year, template, figures and the posts that carry it.

    `carrier` says where the tables are: html, word (html as a word processor exports it), pdf (tables in an
    attachment), docx (all of it in an attachment), lost. `again`: ids of posts that repeat the same text.
    """

    year: int
    template: str
    carrier: str
    figures: Figures | None
    posts: tuple[Post, ...]
    headline: dict[str, Any]
    faults: tuple[dict[str, Any], ...]

    @property
    def post(self) -> Post:
        return self.posts[0]


def reports(table: dict[str, Any], nodes: dict[str, int]) -> Iterator[Report]:
    """The reports of one `reports_<town>.toml`. `nodes`: node ids by column slug or name."""
    for given in table["report"]:
        made = figures(given["template"], given) if given["template"] != "pre2019" else None
        carrier = given.get("carrier", "html")
        files = _files(given, carrier, made)
        places = [given, *({**given, **again} for again in given.get("again", []))]
        yield Report(
            year=given["year"],
            template=given["template"],
            carrier=carrier,
            figures=made,
            posts=tuple(_post(place, body(given, carrier, made), files, nodes) for place in places),
            headline=given["headline"],
            faults=tuple(given.get("fault", ())),
        )


def _post(given: dict[str, Any], html: str, files: tuple[Attachment, ...], nodes: dict[str, int]) -> Post:
    return Post(
        id=given["id"],
        title=given["title"],
        nodes=tuple(nodes[slug] for slug in given["columns"]),
        published=given["published"],
        written=given["published"][:10],
        body=html,
        script=given.get("script", "hans"),
        generated=given.get("generated", ""),
        attachments=files,
    )


def _files(given: dict[str, Any], carrier: str, made: Figures | None) -> tuple[Attachment, ...]:
    if "statistics" in given:
        form = Flow((Line("政府信息公开情况统计表", "title"), statistics.form(given["statistics"])))
        return (Attachment(given["attachment_id"], given["attachment_name"], DOCX_MIME, docx.document(form)),)
    if carrier == "pdf" and made is not None:
        content = pdf.document(given["title"], grids(made, given.get("zero", "0")))
        return (Attachment(given["attachment_id"], f"{given['title']}附表.pdf", PDF_MIME, content),)
    if carrier == "docx":
        whole = Flow((Line(given["title"], "title"), *flow(given, made, with_tables=True)))
        return (Attachment(given["attachment_id"], f"{given['title']}.docx", DOCX_MIME, docx.document(whole)),)
    return ()


def grids(made: Figures, zero: str) -> tuple[Grid, Grid, Grid]:
    """Tables 2, 3 and 4 of a report; `zero` is what a cell without a case prints."""
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
    """The report's HTML as its page carries it."""
    if carrier == "docx":
        return plain(Flow((SEE_FILE,)))
    parts = flow(given, made, with_tables=carrier in ("html", "word"))
    return word(parts) if carrier == "word" else plain(parts)


def flow(given: dict[str, Any], made: Figures | None, with_tables: bool) -> Flow:
    """Lead, headings, paragraphs, tables after their headings, signature."""
    names = _fields(made)
    tables = grids(made, given.get("zero", "0")) if made and with_tables else ()
    parts: list[Line | Grid] = [Line(text.format_map(names)) for text in given.get("lead", [])]
    for n, heading in enumerate(given.get("headings", HEADINGS), 1):
        parts.append(Line(heading, "heading"))
        parts += [Line(text.format_map(names)) for text in given.get(f"s{n}", [])]
        if tables and n in (2, 3, 4):
            parts.append(tables[n - 2])
    parts += [Line(text, "signature") for text in given.get("signature", [])]
    return Flow(tuple(parts))


def _fields(made: Figures | None) -> dict[str, int | str]:
    """What prose may quote from the tables: totals of table 3 by row, tables 2 and 4 by concept."""
    if made is None:
        return {}
    totals = {key.partition(".")[0]: value for key, value in made.requests.items() if key.endswith(".total")}
    return {**made.active, **totals, **made.review}
