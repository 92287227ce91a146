"""Invented sentences around figures: totals and breakdowns, requests, disputes, problems and remedies."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

CATEGORIES = (
    "政策文件类",
    "规划计划类",
    "财政预决算信息",
    "工作动态",
    "公示公告",
    "机构职能类",
    "人事信息",
    "民生保障类",
    "其他信息",
)
CHANNELS = ("政府网站", "微信公众号", "政务公开栏", "政务微博", "今日头条号")
TOTAL_LEADS = (
    "全年主动公开政府信息{n}条",
    "{y}年，共主动公开各类政府信息{n}条",
    "本年度主动公开政府信息{n}条",
    "{we}全年累计主动公开政府信息{n}条",
    "一年来，{we}通过多种渠道公开政府信息{n}条",
    "{we}主动公开信息数量为{n}件",
)
BREAKS = (
    ("，其中{parts}。", "{label}{n}条", "、"),
    ("，其中：{parts}。", "{label}{n}条", "；"),
    ("，含{parts}。", "{label}{n}条", "，"),
    ("（其中：{parts}）。", "{label}{n}条", "，"),
    ("，包括{parts}。", "{label}{n}条", "、"),
    ("：{parts}。", "{label}{n}条", "，"),
)
NESTED = (
    "{we}全年主动公开政府信息{n}条，其中公开公告类{a}条，包括财政公告{a1}条、招标公告{a2}条；其他方式公开{b}条。",
    "全年共主动公开政府信息{n}条，其中公开公告类{a}条（财政公告{a1}条、招标公告{a2}条），其他方式公开{b}条。",
)
PARTIAL = (
    "全年主动公开政府信息{n}条，其中{first}{a}条、{second}{b}条等。",
    "{y}年主动公开各类政府信息{n}条，其中{first}{a}条。",
)
NO_TOTAL = "{we}通过政府网站发布信息{a}条，通过微信公众号发布信息{b}条。"
HAN_TOTALS = (("四十余", 40, "over"), ("一百三十九", 139, None), ("二百零五", 205, None))
WAN_TOTALS = (("1.2万", 12000, None), ("18万余", 180000, "over"), ("1,376", 1376, None))
NONE_ASKED = (
    "{y}年，{we}未收到政府信息公开申请。",
    "全年没有收到公民、法人和其他组织提出的政府信息公开申请。",
    "本年度收到政府信息公开申请0件。",
    "{we}全年未接到任何政府信息公开申请。",
    "{y}年，{we}未收到公众申请要求公开政府信息的情况。",
    "本年度{we}政府信息公开申请受理数为0件。",
)
ASKED = (
    "{y}年，{we}共收到政府信息公开申请{n}件。",
    "全年收到政府信息公开申请{n}宗，均在法定时限内处理。",
    "本年度新收政府信息公开申请{n}件，依法办理。",
    "{we}收到政府信息公开申请{n}件，答复率100%。",
    "{y}年收到公民依申请公开{n}份，均按规定办理。",
)
NO_DISPUTES = (
    "全年未发生因政府信息公开引起的行政复议、行政诉讼。",
    "本年度没有发生因政府信息公开工作被申请行政复议、提起行政诉讼的情况。",
    "因政府信息公开产生的行政复议0件，行政诉讼0件。",
)
DISPUTES = ("全年因政府信息公开引发行政复议{r}件，行政诉讼{s}件。", "本年度政府信息公开行政复议{r}起、行政诉讼{s}起。")
DECOYS = (
    "网站全年点击量{d}次。",
    "全年组织业务培训{d}次，接待咨询{d}人次。",
    "12345热线办件按时办结率100%。",
    "按照〔2021〕30号文件要求规范栏目设置。",
    "落实“三审三校”制度，公开电话0750-52{d}0。",
    "自2008年以来累计公开政府信息{d}846条。",
    "全年作出行政处罚决定{d}1件。",
    "更新栏目{d}个，印发手册{d}00册，覆盖{d}个村。",
    "按照《条例》第二十条第（一）项要求，落实“五公开”。",
)
PROBLEMS = (
    "公开内容的深度还不够",
    "个别栏目更新不够及时",
    "业务人员变动较大，熟悉程度有待提高",
    "政策解读的形式较为单一",
    "与群众的互动渠道仍需拓宽",
)
REMEDIES = (
    "细化公开目录，扩大重点领域的公开范围",
    "明确专人每周检查栏目更新情况",
    "组织不少于两次的集中学习",
    "增加图表和问答形式的解读材料",
    "用好线下公开栏，方便老年群众查阅",
)
OPENINGS = (
    "{y}年，{we}公开工作取得一定进展，但仍存在一些不足：",
    "一年来的工作仍有差距，主要表现在：",
    "存在的主要问题：",
)
TURNS = ("下一步，{we}将从以下方面改进：", "{next}年，{we}将重点做好以下工作：", "针对上述问题，{we}将采取以下措施：")
ORDINALS = "一二三四五"


@dataclass
class Told:
    """What the prose states, and the sentences that state it."""

    overview: list[str] = field(default_factory=list)
    problems_text: list[str] = field(default_factory=list)
    total: int | None = None
    approx: str | None = None
    parts: list[int] = field(default_factory=list)
    requests: int | None = None
    reviews: int | None = None
    lawsuits: int | None = None
    problems: list[str] = field(default_factory=list)
    remedies: list[str] = field(default_factory=list)


def tell(random: Random, year: int, we: str, asked: int | None, disputes: tuple[int, int] | None) -> Told:
    """Write sections 1 and 5 of one report. `asked` and `disputes` are what the tables say, or None to stay silent."""
    told = Told()
    words = {"y": year, "we": we, "next": year + 1}
    told.overview.append(f"{we}按照上级部署推进政务公开，安排专人负责信息报送与审核。")
    _total(random, told, words)
    if asked is not None:
        told.requests = asked
        told.overview.append(random.choice(NONE_ASKED if asked == 0 else ASKED).format(n=asked, **words))
    if disputes is not None:
        told.reviews, told.lawsuits = disputes
        chosen = random.choice(NO_DISPUTES if disputes == (0, 0) else DISPUTES)
        told.overview.append(chosen.format(r=disputes[0], s=disputes[1]))
    told.overview += [d.format(d=random.randint(2, 9)) for d in random.sample(DECOYS, random.randint(0, 2))]
    _problems(random, told, words)
    return told


def _total(random: Random, told: Told, words: dict) -> None:
    style = random.random()
    if style < 0.08:
        told.overview.append("网站栏目保持更新，公开栏定期张贴。")
    elif style < 0.3:
        random.choice((_nested, _partial, _no_total, _in_words))(random, told, words)
    else:
        _plain_total(random, told, words, style)


def _plain_total(random: Random, told: Told, words: dict, style: float) -> None:
    names = random.sample(CATEGORIES if random.random() < 0.75 else CHANNELS, random.randint(2, 4))
    told.parts = [random.choice((0, 1, 7, 22, 130, 861)) for _ in names]
    told.total = max(1, sum(told.parts) + (random.choice((5, 26)) if random.random() < 0.12 else 0))
    lead = random.choice(TOTAL_LEADS).format(n=told.total, **words)
    if style < 0.42:
        told.parts, told.approx = [], "over"
        for unit in "条件":
            lead = lead.replace(f"{told.total}{unit}", f"{told.total}余{unit}")
        told.overview.append(lead + "。")
    elif style < 0.55 or "件" in lead:
        told.parts = []
        told.overview.append(lead + "。")
    else:
        frame, part, glue = random.choice(BREAKS)
        listed = glue.join(part.format(label=name, n=n) for name, n in zip(names, told.parts, strict=True))
        told.overview.append(lead + frame.format(parts=listed))


def _nested(random: Random, told: Told, words: dict) -> None:
    a1, a2, b = (random.choice((3, 9, 41)) for _ in range(3))
    told.total, told.parts = a1 + a2 + b, [a1 + a2, a1, a2, b]
    told.overview.append(random.choice(NESTED).format(n=told.total, a=a1 + a2, a1=a1, a2=a2, b=b, **words))


def _partial(random: Random, told: Told, words: dict) -> None:
    first, second = random.sample(CATEGORIES, 2)
    a, b, text = random.randint(2, 40), random.randint(2, 40), random.choice(PARTIAL)
    told.total, told.parts = a + b + 57, [a, b] if "{b}" in text else [a]
    told.overview.append(text.format(n=told.total, a=a, b=b, first=first, second=second, **words))


def _no_total(random: Random, told: Told, words: dict) -> None:
    told.parts = [random.randint(12, 90), random.randint(100, 400)]
    told.overview.append(NO_TOTAL.format(a=told.parts[0], b=told.parts[1], **words))


def _in_words(random: Random, told: Told, words: dict) -> None:
    printed, told.total, told.approx = random.choice(HAN_TOTALS + WAN_TOTALS)
    told.overview.append(f"{words['we']}全年主动公开政府信息{printed}条。")


def _problems(random: Random, told: Told, words: dict) -> None:
    told.problems = random.sample(PROBLEMS, random.randint(1, 3))
    told.remedies = random.sample(REMEDIES, random.randint(1, 3))
    opening, turn = random.choice(OPENINGS).format(**words), random.choice(TURNS).format(**words)
    style = random.choice(("inline", "inline_comma", "numbered", "headed", "bracketed", "one_paragraph"))
    if style in ("inline", "inline_comma"):
        glue = "；" if style == "inline" else "。"
        told.problems_text = [opening + _marked(told.problems, glue), turn + _marked(told.remedies, glue)]
    elif style == "numbered":
        told.problems_text = [opening, *_numbered(told.problems), turn, *_numbered(told.remedies)]
    else:
        told.problems_text = [
            "（一）存在的问题",
            *_numbered(told.problems),
            "（二）改进措施",
            *_numbered(told.remedies),
        ]


def _marked(items: list[str], glue: str) -> str:
    return glue.join(f"{ORDINALS[n]}是{item}" for n, item in enumerate(items)) + "。"


def _bracketed(items: list[str]) -> list[str]:
    return [f"（{ORDINALS[n]}）{item}。" for n, item in enumerate(items)]


def _numbered(items: list[str]) -> list[str]:
    return [f"{n}.{item}。" for n, item in enumerate(items, 1)]
