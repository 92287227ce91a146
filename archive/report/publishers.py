"""Whose report it is (format fact sheet C1; precedence: title, lead sentence, signature, metadata table, portal).

The first of these that names anybody decides which body it is; of the printed forms that mean the same body, the one
with the full official name is kept, as printed (臺山市赤溪鎮人民政府 rather than 臺山市赤溪鎮). 本网 is nobody.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal

from msgspec import Struct

from archive.report.labels import PUBLISHER, PUBLISHER_META
from archive.report.levels import OTHER, TOWNSHIP, ZONE, core_of, level_of
from archive.report.page import Line, Page, Passage, passages
from archive.report.titles import METADATA, Title, parse
from archive.text.fold import Folded, fold, squash

Scope = Literal["own", "aggregate"]
HAN = r"[\u4e00-\u9fff〇]"
ORGAN = (
    r"(?:人民政府(?:办公[室厅])?|街道办事处|办事处|街道|民族乡|镇|乡|苏木|委员会|管委会|办公室|办公厅|局|厅|市|县|区|旗|州|盟"
    r"|公司|农场|林场)"
)
ACTS = (
    r"(?:根据|按照|依据|依照|严格|依法|认真|坚持|深入|紧紧|全面|积极|持续|切实|高度|不断|始终|以[习“\"]|结合|在县|在市|在区|贯彻|现将|编制|编写|综合|汇总|按"
    r"|20\d\d年|二〇|政府信息公开|信息公开|政务公开|[,(]?(?:现将|以下简称|特编制|特向|公布))"
)
ACTOR = re.compile(rf"{ORGAN}(?:\([^)]{{2,14}}\))?(?={ACTS})")
BOUND = re.compile(r"[,。;:、)|丨]|年度?|现公布|现将|根据|按照|致电|联系|标题|[由请与]")
INVITED = re.compile(
    rf"{ORGAN}(?=(?:\([^)]{{0,90}}\))?(?:(?!人民政府|办事处|街道|[镇乡局委])[^,。;]){{0,10}}联系)"
    rf"|(?<=联系)[:]?[\u4e00-\u9fff]{{1,24}}?(?:人民政府|办事处|{ORGAN}|[镇乡道]政府)(?=[,;。(])"
)
REPORT_OF = re.compile(
    r"(?:公布|发布|编制|公开)了?[《“]?(?:20\d\d年度?)?(?P<name>[\u4e00-\u9fff]{2,30}?)(?:20\d\d年度?)?(?:政府|政务)?信息公开(?:工作)?(?:年度|报告)"
)
OFFICE = re.compile(r"(?:人民)?政府办$|府办$")
SIGNED = re.compile(rf"^(?P<name>(?:{HAN}|\([^)]{{1,8}}\)){{2,30}}?{ORGAN})$")
GLOSS = re.compile(r"[\u3400-\u9fff] ?\(")
NOBODY = re.compile(
    r"^(?:[我本该][镇乡局街市县区办委院].*|本网站?|本站|本单位|本机关|网站|原创|转载|佚名|管理员|admin|未知|其他|政府网站?|互联网|来源.*|无|1|办公室|党政办公?室?)$",
    re.IGNORECASE,
)
CITED = re.compile(
    r"条例|国务院|省委|通知|办法|意见|上级|省政府|中央|中共|各级|有关|格式|要求|规定|《|》|精神|组成|编制|数据|公开|网|全文|栏"
)
STRIP = re.compile(
    r"(?:[:于与请]|(?:二[〇○零O0一二三四五六七八九十]{3}|20\d\d)年?度?|自?\d{1,2}月\d{1,2}日|根据|按照|本报告由|本报告是|报告由|由|现将|特?(?:此)?(?:现)?向(?:全)?社会(?:各界|公众)?(?:公布|公开|发布)|特?公布|现公布|现|将|是|为|关于|目前|我|,|、)+"
)
AREA_WIDE = re.compile(
    r"(?:全|本)(?:市|县|区|旗|州|省)(?:各|行政机关|政府信息公开|范围)|各(?:镇|乡|街道|部门|单位|县|区|市直|县直|区直|行政机关)[^。;]{0,40}?(?:汇总|报告|数据|统计|编制|组成)"
    r"|汇总|(?:数据|统计|范围)[^。;]{0,20}(?:包括|包含|涵盖)[^。;]{0,30}(?:各|所属|下属)"
)
OWN_ONLY = re.compile(
    r"本报告[^。;]{0,20}(?:仅|只)[^。;]{0,16}(?:本机关|本级|办公室)|不(?:含|包括)[^。;]{0,12}(?:下属|各镇|各部门|各乡)"
)
AREA = re.compile(r"(?:省|市|县|区|旗|州|盟|地区)(?:人民政府)?$")


class Publisher(Struct, frozen=True):
    """The publisher as printed, its level by its name, and whether the report speaks for an area or for one body."""

    name: str | None
    level: str | None
    scope: Scope
    basis: str  # title, lead, signature, metadata, none


def publisher_of(page: Page, title: Title | None, lead: tuple[Passage, ...]) -> Publisher:
    """Return the publisher by precedence. `lead` holds the passages before section 1 (or the first of the body)."""
    forms = list(_forms(page, title, lead))
    if not forms:
        return Publisher(None, None, "own", "none")
    printed, folded, basis = forms[0]
    core = core_of(folded)
    for other, other_folded, _ in forms[1:]:
        if _same(core, folded, other_folded) and _fuller(other_folded, folded):
            printed, folded = other, other_folded
    return Publisher(printed, level_of(folded), _scope(folded, title, lead), basis)


def _forms(page: Page, title: Title | None, lead: tuple[Passage, ...]) -> Iterator[tuple[str, str, str]]:
    """Yield (as printed, folded, basis) in order of precedence."""
    if title is not None and title.name and _is_body(title.name):
        yield _printed_in(title.printed, title.name), title.name, "title"
    for passage in lead:
        yield from _in_lead(passage)
    if title is not None and (beside := _beside_title(page, title)):
        yield (*beside, "title")
    if signed := _signature(page):
        yield (*signed, "signature")
    yield from _labelled(page.printed.labels, page.printed.meta)


def _is_body(name: str) -> bool:
    return 2 <= len(name) <= 40 and not NOBODY.match(name) and level_of(name) is not None


def _printed_in(printed: str, name: str) -> str:
    """Return the stretch of `printed` that folds to `name`; the folded name if layout broke it."""
    if name in printed:
        return name
    folded = fold(printed)
    at = folded.text.find(name)
    return _as_printed(folded, range(at, at + len(name))) if at >= 0 else name


def _as_printed(folded: Folded, places: Iterable[int]) -> str:
    """The printed characters at these folded places, without pinyin glosses that a copying site put after them."""
    spans = [folded.span(at, at + 1) for at in places]
    pieces = [folded.printed[begin:end] for begin, end in spans]
    return "".join(piece[0] if GLOSS.match(piece) else piece for piece in pieces)


def _in_lead(passage: Passage) -> Iterator[tuple[str, str, str]]:
    """Who acts in the lead sentence (…人民政府根据…), else whom readers are to ask (请与…联系)."""
    text = passage.text[:600]
    for pattern in (ACTOR, INVITED) if "联系" in text else (ACTOR,):  # no invitation is without this word
        for match in pattern.finditer(text):
            floor = max(0, match.start() - 36)
            bound = max(BOUND.finditer(text, floor, match.start()), key=lambda m: m.end(), default=None)
            if bound is not None and bound[0] in ("根据", "按照"):
                continue  # whose rules are followed, not who follows them
            start, end = bound.end() if bound else floor, match.end()
            if strip := STRIP.match(text, start, end):
                start = strip.end()
            words = text[start:end]
            if CITED.search(words) or not _is_body(words):
                continue
            yield _as_printed(passage.folded, passage.places(start, end)), words, "lead"
    of = REPORT_OF.search(text)
    if of is not None and _is_body(of["name"]) and not CITED.search(of["name"]):
        yield _as_printed(passage.folded, passage.places(*of.span("name"))), of["name"], "lead"


def _beside_title(page: Page, title: Title) -> tuple[str, str] | None:
    """A body whose name has the line below the title, or the one above it, for itself."""
    if title.name:
        return None
    at = title.line
    if at is None:
        at = next((number for number, line in enumerate(page.lines[:16]) if line.text == title.text), None)
    for number in (at + 1, at - 1) if at is not None else ():
        if 0 <= number < len(page.lines) and (named := _alone(page, page.lines[number])):
            return named
    return None


def _signature(page: Page) -> tuple[str, str] | None:
    """A body that signs at the end: its name alone on one of the last lines."""
    for line in page.lines[:-6:-1]:
        if named := _alone(page, line):
            return named
    return None


def _alone(page: Page, line: Line) -> tuple[str, str] | None:
    match = SIGNED.match(line.text)
    if match is None or CITED.search(match["name"]) or not _is_body(match["name"]):
        return None
    return _as_printed(page.folded, map(line.folded_at, range(len(line.text)))), match["name"]


def _labelled(labels: Mapping[str, str], meta: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    values = [labels[key] for key in PUBLISHER if labels.get(key)]
    values += [meta[key] for key in PUBLISHER_META if meta.get(key)]
    for value in values:
        folded = squash(fold(value).text)
        folded = re.sub(r"(?:门户)?网站?$", "", folded)
        if _is_body(folded) and not NOBODY.match(folded):
            yield _printed_in(value.strip(), folded), folded, "metadata"


def _same(core: str, name: str, other: str) -> bool:
    """True if two forms mean one body: equal cores, and what stands before them does not clash."""
    if other.endswith(OFFICE.sub("人民政府办公室", name)):
        return True  # 区统计局, 县政府办: a name without its place
    if core_of(other) != core:
        return False
    mine, theirs = name.partition(core)[0], other.partition(core)[0]
    return mine.endswith(theirs) or theirs.endswith(mine)


def _fuller(other: str, name: str) -> bool:
    """True if the other form says more of the official name and loses nothing of this one."""
    return len(other) > len(name)


def _scope(name: str, title: Title | None, lead: tuple[Passage, ...]) -> Scope:
    words = "".join(passage.text for passage in lead)[:800]
    if title is not None and re.search(r"全[市县区省州旗]", title.text):
        return "aggregate"
    if (
        OWN_ONLY.search(words)
        or TOWNSHIP.search(re.sub(r"人民政府$", "", name))
        or ZONE.search(name)
        or OTHER.search(name)
    ):
        return "own"
    return "aggregate" if AREA.search(name) and AREA_WIDE.search(words) else "own"


def lead_passages(page: Page, lines: int = 8) -> tuple[Passage, ...]:
    """Return the first paragraphs of the body as passages."""
    chosen = [line for line in page.lines[:30] if len(line.text) > 12 and not METADATA.match(line.text)][:lines]
    return tuple(passage for line in chosen for passage in passages(page.folded, (line,), "lead"))


def title_like(words: str) -> Title:
    """Take a title apart that stands in running text (现公布…年度报告)."""
    return parse(words, words)
