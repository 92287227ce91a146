"""A publisher of the platform samples with everything it publishes: notices, look-alikes and annual reports.

Names, sentences and figures are invented. What is published follows from the tables of `data/platforms.toml` alone, so
two builds are the same; totals and sums of a report come from its cells (`crawler.sample.figures`).
"""

from __future__ import annotations

import functools
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import product
from typing import Any

from crawler.sample import pdf
from crawler.sample.data import load
from crawler.sample.grid import Grid, row
from crawler.sample.platforms import annual
from crawler.sample.town import PDF_MIME, Attachment

MATTERS = (
    "道路养护", "供水管网检修", "秋粮收购", "防汛值守", "校车线路", "老旧小区改造", "垃圾分类", "疫苗接种", "征地测量",
    "文物普查", "林木检疫", "河道清淤", "农机补贴", "养老服务补助", "地质灾害排查", "公共自行车停放",
)  # fmt: skip
SHAPES = {
    "tzgg": (("关于{m}时间安排的通知", "{m}结果公示", "{short}关于开展{m}并征求居民意见的公告"), ""),
    "zcwj": (("{short}关于印发{m}实施方案的通知", "{short}{m}管理办法"), "{mark}〔{year}〕{n}号"),
    "gzdt": (("{short}推进{m}", "{m}工作完成年度任务"), ""),
}
BODIES = (
    "{year}年{month}月{day}日起办理{m}，涉及{k}户，请留意现场标识。",
    "{m}由{short}负责，共分{k}个片区，每个片区有一名联络员。",
    "经商有关单位，{m}的安排如下：前{k}天登记，其后十天核对。",
)
FILED = 4  # the ordinary item of a column that has a file


@dataclass(frozen=True, slots=True)
class Column:
    """One list of a portal: its key in the data, its printed name, and how it is written in addresses."""

    key: str
    name: str
    slug: str


@dataclass(frozen=True, slots=True)
class Item:
    """One published item. `published` is Beijing time; `year` is that of the report it carries, None for the rest."""

    id: int
    column: str
    title: str
    published: str  # "YYYY-MM-DD HH:MM:SS"
    body: str  # HTML
    number: str = ""  # 文号
    year: int | None = None
    files: tuple[Attachment, ...] = ()

    @property
    def day(self) -> str:
        return self.published[:10]


@dataclass(frozen=True)
class Office:
    """A publisher, its columns and its items; `extra` holds what only its own platform knows."""

    id: str
    publisher: str
    short: str
    code: str  # organisation code of the index numbers
    columns: tuple[Column, ...]
    items: tuple[Item, ...]
    extra: dict[str, Any]

    def column(self, key: str) -> Column:
        return next(column for column in self.columns if column.key == key)

    def listed(self, key: str) -> tuple[Item, ...]:
        """Items of a column, newest first."""
        found = [item for item in self.items if item.column == key]
        return tuple(sorted(found, key=lambda item: (item.published, item.id), reverse=True))

    def index_number(self, item: Item) -> str:
        """索引号: organisation code, year and five digits."""
        return f"{self.code}/{item.day[:4]}-{item.id % 100_000:05d}"


@functools.cache
def office(name: str) -> Office:
    """The publisher of one platform sample. Raises KeyError where the data has none of that name."""
    table = dict(load("platforms")[name])
    columns = tuple(Column(*given) for given in table.pop("columns"))
    items = (*_fillers(table), *annual.items(table), *_look_alikes(table))
    known = {"publisher", "short", "code"}
    extra = {key: value for key, value in table.items() if key not in known}
    return Office(name, table["publisher"], table["short"], table["code"], columns, _numbered(table, items), extra)


def _numbered(table: dict[str, Any], items: tuple[Item, ...]) -> tuple[Item, ...]:
    """Ids follow the day of publication, as one sequence of the system would; the gaps are other publishers'."""
    made = []
    for n, item in enumerate(sorted(items, key=lambda item: (item.published, item.title))):
        files = tuple(
            Attachment(table["first_id"] + 7 * n + place, file.name, file.mime, file.content)
            for place, file in enumerate(item.files)
        )
        made.append(
            Item(table["first_id"] + 7 * n, item.column, item.title, item.published, item.body, item.number,
                 item.year, files)
        )  # fmt: skip
    return tuple(made)


def _fillers(table: dict[str, Any]) -> tuple[Item, ...]:
    made = []
    for key, count in table["fillers"].items():
        shapes, number = SHAPES[key]
        words = [(m, s) for s, m in product(shapes, MATTERS)]
        for n in range(count):
            matter, shape = words[(n * table.get("stride", 5) + len(key)) % len(words)]
            made.append(_filler(table, key, n, matter, shape, number))
    return tuple(made)


def _filler(table: dict[str, Any], key: str, n: int, matter: str, shape: str, number: str) -> Item:
    day = date.fromisoformat(table.get("since", "2022-01-04")) + timedelta(days=table.get("every", 19) * n + len(key))
    names = {
        "m": matter, "short": table["short"], "mark": table.get("mark", "样"), "n": n + 1,
        "year": day.year, "month": day.month, "day": day.day, "k": 3 + (n * 7) % 29,
    }  # fmt: skip
    title = shape.format(**names) + (f"（第{n + 1}号）" if key != "gzdt" else f"（{day.year}年{day.month}月）")
    body = "".join(f"<p>{BODIES[(n + i) % len(BODIES)].format(**names)}</p>" for i in range(2))
    files = (_annex(title, n),) if n == FILED and key != "zcwj" else ()
    clock = f"{8 + n % 10:02d}:{(n * 17) % 60:02d}:{(n * 31) % 60:02d}"
    return Item(0, key, title, f"{day} {clock}", body, number.format(**names), None, files)


def _annex(title: str, n: int) -> Attachment:
    grid = Grid((row("项目", "金额（万元）"), row("基本支出", f"{n}.50"), row("项目支出", f"{3 + n}.25")), title)
    return Attachment(0, f"{title}附表.pdf", PDF_MIME, pdf.document(title, [grid]))


def _look_alikes(table: dict[str, Any]) -> tuple[Item, ...]:
    """Titles that speak of annual reports and are none: a reading guide and a notice that asks for them."""
    short, year = table["short"], table.get("look_alikes", 2023)
    return (
        Item(
            0, table.get("guide_column", "nb"), f"一图读懂{short}{year}年政府信息公开工作年度报告",
            f"{year + 1}-02-20 15:00:00",
            f"<p>本图用五个数字介绍{short}的年度报告，数字以报告原文为准。</p>",
        ),
        Item(
            0, "tzgg", f"{short}关于报送{year}年政府信息公开工作年度报告材料的通知", f"{year}-12-11 09:20:00",
            f"<p>请各科室于{year}年12月25日前把统计数字交到办公室，逾期不再催办。</p>",
        ),
    )  # fmt: skip
