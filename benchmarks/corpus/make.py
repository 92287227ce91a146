"""Pages with their truth, one after the other from a seed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html import escape
from random import Random
from typing import Any

from benchmarks.corpus import markup
from benchmarks.corpus.numbers import Figures, figures
from benchmarks.corpus.prose import Told, tell

BODIES = (
    ("样例镇人民政府", "我镇", "township"),
    ("青石乡人民政府", "我乡", "township"),
    ("临河街道办事处", "街道", "township"),
    ("样例县水务局", "我局", "bureau"),
    ("东岭区财政局", "我局", "bureau"),
    ("样例县人民政府", "我县", "county"),
)
TITLES = (
    "{b}{y}年政府信息公开工作年度报告",
    "{y}年{b}政府信息公开工作年度报告",
    "{b}{y}年度政府信息公开年度报告",
    "{b}{y}年度政府信息公开工作年度报告",
    "{y}年度{b}政府信息公开工作年度报告",
    "{b}关于{y}年度政府信息公开工作的年度报告",
    "{b}{h}年政府信息公开工作年度报告",
    "{b}政府信息公开年报（{y}年）",
)
ORDINAL_STYLES = ("{o}、{t}", "{o}、{t}", "{o}、{t}", "{o}、 {t}", "第{o}部分：{t}", "{o}．{t}")
HEADINGS = {
    "overview": ("总体情况", "总体情况", "工作基本情况"),
    "active_disclosure": ("主动公开政府信息情况", "政府信息主动公开情况", "主动公开政府信息工作情况"),
    "requests": ("收到和处理政府信息公开申请情况", "行政机关收到和处理政府信息公开申请情况"),
    "review_litigation": ("政府信息公开行政复议、行政诉讼情况", "因政府信息公开工作被申请行政复议、提起行政诉讼情况"),
    "problems": ("存在的主要问题及改进情况", "政府信息公开工作存在的主要问题及改进情况", "存在问题和改进措施"),
    "other_matters": ("其他需要报告的事项", "其他需要报告的事项", "其它需要报告事项"),
}
GLOSSES = {"发": "fā", "报": "bào", "务": "wù", "关": "guān", "动": "dòng", "请": "qǐng", "会": "huì", "监": "jiān"}


@dataclass
class Case:
    """One page and what a right reading of it says."""

    name: str
    html: str
    year: int
    publisher: str
    template: str
    told: Told
    cells: dict[tuple[str, str | None], tuple[str, int | str | None]] = field(default_factory=dict)
    tables: bool = True  # the page prints the statutory tables
    traits: tuple[str, ...] = ()


def make(seed: int, number: int) -> Iterator[Case]:
    """Yield `number` cases; the same seed gives the same pages on every machine."""
    random = Random(seed)
    for n in range(number):
        yield one(random, f"{seed}-{n}")


def one(random: Random, name: str) -> Case:
    publisher, we, _ = random.choice(BODIES)
    year = random.choice((2019, 2020, 2021, 2022, 2023, 2024, 2025))
    template = "t2019" if year <= 2020 else "t2021"
    if random.random() < 0.04:
        template = "t2021" if template == "t2019" else "t2019"  # reports on an older or newer form exist
    carrier = random.choices(("html", "text", "lost"), (0.86, 0.08, 0.06))[0]
    zero = "0" if carrier == "text" or random.random() < 0.85 else "blank"
    numbers = figures(random, template, zero)
    asked, disputes = _prose_figures(random, numbers)
    told = tell(random, year, we, asked, disputes)
    style = random.choice(markup.STYLES)
    tables = _tables(random, template, numbers, carrier, style)
    body = _body(random, publisher, year, told, tables)
    script = random.choices(("hans", "hant", "gloss"), (0.8, 0.12, 0.08))[0]
    title = random.choice(TITLES).format(
        b=publisher, y=year, h="".join("〇一二三四五六七八九"[int(d)] for d in str(year))
    )
    html = _page(random, title, publisher, year, body)
    damage = random.choices(("none", "spans", "full_width", "radicals"), (0.8, 0.08, 0.06, 0.06))[0]
    html = DAMAGES[damage](html)
    if script != "hans":
        html = (_traditional if script == "hant" else _glossed)(html)
    cells = {} if carrier == "lost" else numbers.cells
    traits = (carrier, style.__name__, script, f"zero:{zero}", damage)
    return Case(name, html, year, publisher, template, told, cells, carrier != "lost", traits)


def _prose_figures(random: Random, numbers: Figures) -> tuple[int | None, tuple[int, int] | None]:
    asked = numbers.value("new_received", "total") if random.random() < 0.7 else None
    suits = numbers.value("suit_direct_total") + numbers.value("suit_after_review_total")
    disputes = (numbers.value("review_total"), suits) if random.random() < 0.5 else None
    return asked, disputes


def _tables(random: Random, template: str, numbers: Figures, carrier: str, style: Any) -> dict[str, list[str]]:
    """Return the HTML of each table section; nothing where the tables are lost."""
    if carrier == "lost":
        return {"active_disclosure": [], "requests": [], "review_litigation": []}
    grids = {
        "active_disclosure": markup.active(random, template, numbers),
        "requests": [markup.requests(random, template, numbers)],
        "review_litigation": [markup.review(random, numbers)],
    }
    if carrier == "text":
        return {k: [f"<p>{escape(line)}</p>" for g in v for line in markup.text_lines(g)] for k, v in grids.items()}
    return {key: [style(grid) for grid in value] for key, value in grids.items()}


def _body(random: Random, publisher: str, year: int, told: Told, tables: dict[str, list[str]]) -> str:
    paragraphs = [
        f"根据《中华人民共和国政府信息公开条例》规定，现公布{publisher}{year}年政府信息公开工作年度报告。"
        f"本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。"
    ]
    parts = [_p(line) for line in paragraphs]
    texts = {"overview": told.overview, "problems": told.problems_text, "other_matters": ["无其他需要报告的事项。"]}
    numbering = random.choice(ORDINAL_STYLES)
    for ordinal, (key, forms) in zip("一二三四五六", HEADINGS.items(), strict=True):
        heading = numbering.format(o=ordinal, t=random.choice(forms))
        parts.append(random.choice(("<p><strong>{0}</strong></p>", "<h2>{0}</h2>", "<p>　　{0}</p>")).format(heading))
        parts += [_p(line) for line in texts.get(key, [])]
        parts += tables.get(key, [])
    return "\n".join(parts)


def _p(line: str) -> str:
    return f'<p style="text-indent:2em">　　{escape(line)}</p>'


def _page(random: Random, title: str, publisher: str, year: int, body: str) -> str:
    day = f"{year + 1}-01-{random.randint(10, 31)}"
    head = (
        f'<meta charset="utf-8"><title>{title}-{publisher}门户网站</title><meta name="ArticleTitle" content="{title}">'
        f'<meta name="PubDate" content="{day} 09:30:00"><meta name="ContentSource" content="本网">'
    )
    shell = random.choice((_gkmlpt, _portal, _bare))
    return f"<!DOCTYPE html><html><head>{head}</head><body>{shell(title, publisher, day, body)}</body></html>"


def _gkmlpt(title: str, publisher: str, day: str, body: str) -> str:
    return (
        f'<div class="header"><a href="/">{publisher}</a></div><div class="content"><h1 class="title">{title}</h1>'
        f'<div class="date-row">发布日期：{day}</div><div class="classify"><table><tr><td>索引号：</td><td>'
        f"<span>11440000000000000X/{day[:4]}-00007</span></td><td>发布机构：</td><td><span>{publisher}</span></td></tr>"
        f'</table></div><div class="article-content">{body}</div></div><div class="footer">联系电话：0750-5500000</div>'
    )


def _portal(title: str, publisher: str, day: str, body: str) -> str:
    return (
        f'<div style="display:none">您访问的链接即将离开“{publisher}”门户网站，是否继续？'
        "<a>继续访问</a><a>放弃</a></div>"
        f'<ul class="nav"><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li></ul><h1>{title}</h1>'
        f"<p>发布日期：{day} 09:30:00 来源：本网</p><div id=zoom>{body}</div>"
        f"<p>凡本网注明稿件来源的内容，转载须注明出处。</p><p>联系方式：0750-5511111</p>"
    )


def _bare(title: str, publisher: str, day: str, body: str) -> str:
    return f"<div><h2 align=center>{title}</h2><p align=center>{day}</p><div>{body}</div></div>"


@cache
def _converter() -> Any:
    from opencc import OpenCC

    return OpenCC("s2t")


def _traditional(html: str) -> str:
    converted: str = _converter().convert(html)
    return converted


def _glossed(html: str) -> str:
    """Put a pinyin gloss behind some characters of the text, never inside a tag."""
    out, in_tag = [], False
    for char in html:
        in_tag = char == "<" or (in_tag and char != ">")
        out.append(f"{char}({GLOSSES[char]})" if not in_tag and char in GLOSSES else char)
    return "".join(out)


def _split_digits(html: str) -> str:
    """Put every number of the prose into spans of its own digits, as word processors leave them."""
    return re.sub(r"(?<=[条息开件请])(\d)(\d+)(?=[条件宗份])", r"<span>\1</span><span lang=EN-US>\2</span>", html)


def _full_width(html: str) -> str:
    """Print numbers before a counter in full-width digits."""
    wide = str.maketrans("0123456789", "０１２３４５６７８９")
    return re.sub(r"\d+(?=[条件宗份])", lambda match: match[0].translate(wide), html)


def _radicals(html: str) -> str:
    """Print some characters as Kangxi radicals, as fonts of some exporters do."""
    return html.replace("工作", "⼯作").replace("行政", "⾏政").replace("一是", "⼀是")


DAMAGES = {"none": str, "spans": _split_digits, "full_width": _full_width, "radicals": _radicals}
