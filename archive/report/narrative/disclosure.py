"""Statements of how much was disclosed (format fact sheet D1): 主动公开政府信息139条, 发布信息63条, 共公开了23条信息.

A statement is a verb of publishing, an object and a number. The object decides: neutral words (各类政府信息) make it a
total, a category of its own (财政信息) makes it a part. A single named channel before the verb limits it to that one.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from archive.report.narrative.drafts import Draft, draft_of
from archive.report.narrative.quantities import ITEM_UNITS, Quantity, Sentence
from archive.report.narrative.words import CHANNEL, FILLER

TOTAL, CUMULATIVE, PART = (
    "items_disclosed_total",
    "items_disclosed_cumulative",
    "items_disclosed_part",
)

VERB = re.compile(
    r"主动公开|(?<!不予)(?<!予以)(?<!部分)(?<!申请)(?<!同意)公开(?!栏|专|平台|条例|目录|网|申请|指南|年|制度|率|查阅|日|力度|领导|方式|渠道|载体|主体|属性|大道)"
    r"|发布|公布|公示(?!栏|公告)|更新|推送|发送|上传|刊发|刊登|编发|刊载|挂网|播放|张贴"
)
NEUTRAL = re.compile(
    r"(?:了|的|和|及|、|各类|各种|各项|各级|各|项(?!目)|政府|政务|公共|工作|公开|应|主动|属性|相关|有关|重要|全部|新增|更新|转载|非涉密|本级|全文|其中|情况|街道(?=信)|[乡镇][镇街]?(?=信)"
    r"|[我本全][镇乡局街市县区办委省旗站所中心道]{1,3}|信[息思]?|文件|公文|内容|事项|材料|资料|全年|今年|本年度?|年内|共|累计|\d{1,8}[年月日号]?度?|[至自起止-])*"
)
NOUN = re.compile(
    r"(?:主动公开)?(?:的)?(?:政府|政务)?信[息思](?:公开)?(?=(?:总数|总量|数量|条数|总计|共计|合计|总共|累计|共|数|:|,))"
)
AFTER = re.compile(r"(?:的)?(?:各类|有关|相关)?([^,。;:()、0-9\s]{0,12}?(?:信[息思]|公告|动态|文件|推文|文章))")
SOME = re.compile(r"的?(?:有关|相关)")
POSTED = re.compile(r"(?:^(?:了|各类|原创|政务|工作)*|等)(?:文章|推文|图文|稿件|消息|动态|内容|作品|短视频|视频)$")
GENERAL = re.compile(r"等(?:各类|各方面|方面|相关|有关)?(?:的)?(?:政府|政务)?信[息思]$")
ADVERBS = re.compile(
    r"[(一二三四五六七八九十)、]+|\d{1,4}[年月日]?度?|[我本全][镇乡局街市县区办委省院校所]{1,3}(?:政府)?|截[至止]|本年度?|全年|今年|年内|一年来"
    r"|共|累计|总计|合计|依法|及时|主动|已|的|,|:|政府信息|信息|情况"
    r"|(?<!各)(?!各)[\u4e00-\u9fff]{2,18}?(?:人民政府|办事处|镇|乡|街道|局|委员会|办公室)"
)
INFORMATION = re.compile(r"信[息思]?")
DECOY = re.compile(
    r"建议|提案|议案|热线|工单|留言|信访|投诉|举报|案件|培训|会议|点击|浏览|访问|阅读|转发|粉丝|点赞|评论|咨询|整改|报送|采用|采纳"
    r"|录用|约稿|投稿|申请|撤销|删除|下线|清理|征集|意见"
)
COMPARED = re.compile(
    r"(?:增加|增长|减少|下降|提高|上升|多出?|少了?|同比|环比)(?:了|约)?$|(?:较|比)(?:上年|去年|上一?年度?|同期|20\d\d年)[^,。;]{0,8}$"
)
ASIDE = re.compile(r"此外|另外|另有|同时|还有|另[,通在]")
OTHER_PERIOD = re.compile(
    r"上半年|下半年|[一二三四前1-4]季度|(?<![年\d])(?:1[0-2]|[1-9])月份?(?!\d*日|-|至|以来|底|末)|上年|去年|上一年度|同期|每[月周日天年季]|日均|月均"
)
WHOLE_YEAR = re.compile(r"(?<!\d)1月?份?(?:-|—|~|至|到)12月份?")
YEAR = re.compile(r"(20[0-3]\d)(?=年)")
SINCE = re.compile(r"历年|(?<!一年)(?<!今年)(?<!本年)(?<!年初)(?<!\d年)(?<!年度)以来|至今|总计已")
SINCE_YEAR = re.compile(r"自?(20\d\d)年[^,。;]{0,8}?(?:以来|起)")
# 近三年来, 2020至2022年, "十三五"期间: more than the year of the report
SPAN = re.compile(
    r"近?(?:[二两三四五六七八九十]|[2-9]|1\d)年(?:以?来|间)|近(?:几|[二两三四五]|[2-9])年|十[一二三四]五”?(?:期间|以来)"
)
YEARS = re.compile(r"(20\d\d)年?度?(?:至|到|-|—|~)(20\d\d)年")
MANY = re.compile(
    r"等|各(?:类|种|个|大)?(?:平台|渠道|媒体|方式|载体|形式|途径)|多(?:种|个)?(?:渠道|平台|形式|方式|途径)|线上线下|、|以及|[和与]|及(?!时)"
)
PREPOSITION = re.compile(r"通过|利用|依托|借助|运用|经由|(?<!已)经(?!济|营)|(?<!自)由|在|于|以(?!来)|其中|用")
BEFORE_VERB = re.compile(
    r"(?:新增?|上|中|内|里|共|累计|主动|及时|全年|年内|持续|先后|总共|一共|今年|本年度?|,|:|公开)+$"
)


LISTED = 80  # characters of an object that lists what it sums up as 等各类信息
LOOSE = frozenset(("个", "次", "起", "例", "批", "张", "支", "段"))  # of information only where the object says so
WRITTEN = frozenset(("条", "件", "份", "篇", "项", "则"))


class Wording(NamedTuple):
    """How a disclosure is worded: the quote's start, the object's range, and the rank of the statement."""

    start: int
    label: tuple[int, int] | None  # the category, if the object names one
    rank: int
    end: int | None = None
    verb: int | None = None


TO_DATE = re.compile(r"截[至止]|至今|迄今|目前")


def statement(sentence: Sentence, quantity: Quantity, year: int | None, section: str) -> Draft | None:
    """Return a disclosure statement about `quantity`, or None. `concept` is TOTAL, CUMULATIVE or PART (a category)."""
    if quantity.unit not in ITEM_UNITS and quantity.unit is not None:
        return None
    text = sentence.text
    begins = clause_start(text, quantity, sentence.start)
    clause = text[begins : quantity.start]
    if DECOY.search(clause) or COMPARED.search(clause):
        return None
    wording = _wording(sentence, quantity, begins, section)
    if wording is None or (quantity.damaged and wording.rank < 3):
        return None
    before = text[max(sentence.start, quantity.gap) : quantity.start]
    since = text[max(sentence.start, quantity.gap - 3) : quantity.start]  # with the first number of 1-12月
    if OTHER_PERIOD.search(WHOLE_YEAR.sub("", since)) or _other_year(text, sentence, quantity, year):
        return None
    draft = draft_of(TOTAL, sentence.passage, quantity, wording.start, end=wording.end)
    draft.rank = wording.rank
    draft.to_date = "累计" in before and TO_DATE.search(before) is not None
    draft.since, draft.aside = "累计" in before, ASIDE.search(before) is not None
    if wording.label is not None:
        draft.concept, draft.label = PART, wording.label
    elif _cumulative(before, year):
        draft.concept = CUMULATIVE
    elif wording.verb is not None:
        draft.subject = _names_subject(text, begins, wording.verb)
        draft.channel = channel_before(text, max(sentence.start, quantity.gap), wording.verb)
    return draft


def clause_start(text: str, quantity: Quantity, start: int) -> int:
    """Return where the clause of a quantity begins; 共计139条 alone belongs to the clause before it."""
    lower = max(quantity.gap, start)
    at = quantity.start
    while at > lower:
        at -= 1
        if text[at] in ",;。" and at + 1 == quantity.start:
            return quantity.start
        if text[at] in ",;:(。" and not _only_filler(text[at + 1 : quantity.start]):
            return at + 1
    return lower


def _only_filler(words: str) -> bool:
    return not words or FILLER.fullmatch(words) is not None


def _wording(sentence: Sentence, quantity: Quantity, begins: int, section: str) -> Wording | None:
    text = sentence.text
    clause = text[begins : quantity.start]
    filler = FILLER.search(clause)
    stop = begins + filler.start() if filler else quantity.start
    verbs = list(VERB.finditer(text, begins, stop))
    if not verbs:
        return _noun(text, begins, quantity)
    verb = verbs[-1]
    while len(verbs) > 1 and NEUTRAL.fullmatch(text, verbs[-2].end(), verbs[-1].start()):
        verbs.pop()  # 发布各类主动公开信息: the first verb is where the statement begins
    words = text[verb.end() : stop]
    if len(words) > (LISTED if GENERAL.search(words) else 26):
        return None
    about = bool(INFORMATION.search(words)) or text[verb.start() - 2 : verb.start()] == "信息"
    open_verb = verb[0].endswith("公开")
    digits = any(char.isdigit() for char in text[quantity.start : quantity.end])
    if not words and digits and quantity.unit in WRITTEN and (after := AFTER.match(text, quantity.end)):
        return _after(text, verb, after, open_verb)
    if verbs[-1] is not verb:
        open_verb, verb = open_verb or verbs[-1][0].endswith("公开"), verbs[-1]
    if NEUTRAL.fullmatch(words) or (verb[0] == "更新" and words == "政务动态信息"):
        return _neutral(sentence, quantity, verb, about, open_verb, section, words)
    if POSTED.search(words) and channel_before(text, max(sentence.start, quantity.gap), verb.start()):
        return Wording(verb.start(), None, 1, verb=verb.start())
    if GENERAL.search(words) or words.endswith("政府信息"):  # 农业、民生、社会管理等各类信息
        return _neutral(sentence, quantity, verb, True, open_verb, section, words)
    if (about or open_verb) and (quantity.unit in WRITTEN or (quantity.unit == "个" and words.endswith("文件"))):
        label = (verb.end() + len(_leading_neutral(words)), stop)
        return Wording(verb.start(), label, 0, verb=verb.start()) if label[0] < label[1] else None
    return None


def _leading_neutral(words: str) -> str:
    match = re.match(
        r"(?:了|的|各类|各项|相关|有关|本级|(?:政府|政务)(?!类|动态|服务|公开)|\d{1,4}[个类大项]+)*",
        words,
    )
    return match[0] if match else ""


def _neutral(
    sentence: Sentence,
    quantity: Quantity,
    verb: re.Match[str],
    about: bool,
    open_verb: bool,
    section: str,
    words: str,
) -> Wording | None:
    start = verb.start()
    if open_verb and (about or (verb[0] == "主动公开" and quantity.unit not in LOOSE)):
        known = about or words or "信息" in sentence.words or section == "active_disclosure" or quantity.unit == "条"
        return Wording(start, None, 4 if about else 3, verb=start) if known else None
    if about:
        return Wording(start, None, 3, verb=start)
    if quantity.unit not in (
        "条",
        "件",
        "份",
        "篇",
        "条次",
        "件次",
        "篇次",
        "期",
        "则",
    ):
        return None
    if open_verb and (quantity.unit == "条" or "信息" in sentence.words):
        return Wording(start, None, 2, verb=start)
    channel = channel_before(sentence.text, max(sentence.start, quantity.gap), start)
    return Wording(start, None, 1, verb=start) if channel and not words else None


def _after(text: str, verb: re.Match[str], after: re.Match[str], open_verb: bool) -> Wording | None:
    """The object follows the number: 共公开了23条信息."""
    start = verb.start()
    if NEUTRAL.fullmatch(after[1]):
        some = SOME.match(text, after.start()) is not None  # 公开200余条相关信息: of what the sentence speaks of
        rank = 4 if open_verb and "信" in after[1] and not some else 3
        return Wording(start, None, rank, after.end(), start)
    return Wording(start, after.span(1), 0, after.end(), start)


def _noun(text: str, begins: int, quantity: Quantity) -> Wording | None:
    """No verb at all: 政府信息总数139条."""
    match = max(
        NOUN.finditer(text, begins, quantity.start),
        key=lambda m: m.start(),
        default=None,
    )
    if match is None or FILLER.fullmatch(text[match.end() : quantity.start]) is None:
        return None
    return Wording(match.start(), None, 3, verb=match.start())


def _names_subject(text: str, begins: int, verb: int) -> bool:
    """县政府部门和镇(街道)共公开14542条: true where the clause says whose items these are."""
    return ADVERBS.sub("", text[begins:verb]) != ""


def _other_year(text: str, sentence: Sentence, quantity: Quantity, year: int | None) -> bool:
    """True if the nearest year before the number, in its clause chain, is not the report's."""
    if year is None:
        return False
    years = YEAR.findall(text[max(sentence.start, quantity.gap) : quantity.start])
    return bool(years) and int(years[-1]) not in (year, year + 1) and not SINCE_YEAR.search(sentence.words)


def _cumulative(before: str, year: int | None) -> bool:
    if SINCE.search(before) or SPAN.search(before):
        return True
    if (years := YEARS.search(before)) is not None and years[1] != years[2]:
        return True
    since = SINCE_YEAR.search(before)
    if since is not None:
        return year is not None and int(since[1]) < year
    return year is not None and year < 2014 and "累计" in before and not YEAR.search(before)


def channel_before(text: str, start: int, stop: int) -> tuple[int, int] | None:
    """Return the range of the one channel that the words before a verb name; several channels are none."""
    words = text[start:stop]
    found = list(CHANNEL.finditer(words))
    if not found:
        return None
    begin = max(
        (m.end() for m in PREPOSITION.finditer(words, 0, found[-1].start() + 1)),
        default=-1,
    )
    if begin < 0:
        begin = max(words.rfind(mark) for mark in ",;:。(") + 1
    if MANY.search(words, begin):
        return None
    while begin < len(words) and words[begin] in ",:、;":
        begin += 1
    tail = BEFORE_VERB.search(words, begin)
    end = tail.start() if tail else len(words)
    if (
        not CHANNEL.search(words, begin, end)
        or end - begin > 40
        or re.search(r"^[我本][镇乡局街道]{1,2}$|人民政府$", words[begin:end])
    ):
        return None
    return start + begin, start + end
