"""Statements about requests (format fact sheet D2): received, carried over, answered, and how they came out.

Outcomes take the keys of the rows of the statutory table, so that prose and table can be compared. Where a clause
names a reason and a decision (因本机关不掌握…不予公开1件) the decision, which stands last, is what is counted.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from archive.report.narrative.drafts import Draft, draft_of
from archive.report.narrative.quantities import COUNT_UNITS, Quantity, Sentence
from archive.report.narrative.words import FILLER, REQUEST_CHANNEL

RECEIVED, ANSWERED = "requests_received", "requests_answered"
CARRIED_IN, CARRIED_OUT = "requests_carried_in_text", "requests_carried_out_text"

APPLY = r"(?:申请(?!行政复议|复议|行政诉讼|法院|人)|依申请公开|要求公开)"
VERB = r"(?:收到|接到|接收|接获|收办|受理|新收|新增|登记|提出|接受|收)"
RECEIVED_BEFORE = re.compile(rf"(?:共|新|累计)?{VERB}[^,。;]{{0,40}}?{APPLY}[^,。;0-9]{{0,14}}$")
NEW_BEFORE = re.compile(r"(?:本年)?新收(?:到)?[^,。;0-9]{0,10}$")
NOUN_BEFORE = re.compile(
    r"(?:政府信息公开申请|信息公开申请|依申请公开(?:政府)?(?:信息|申请|件|事项)?|依申请|公开申请|申请公开(?:政府)?信息|申请公开|申请(?:总?数量?|件数|情况))"
    r"(?:的|申请|信息|政府信息|数|量|来信|办件|受理|事项|件|情况|总|共计|共|为|是|有|:|、|合计|达)*$"
)
HANDLED_BEFORE = re.compile(
    r"(?:共)?(?:办理|处理)[^,。;0-9]{0,24}?(?:依申请公开|信息公开申请|公开申请)[^,。;0-9]{0,8}$"
)
VERB_BEFORE = re.compile(r"(?:收到|接到|受理|共收|收办|接收|新收)(?:了|共|各类|的)*$")
APPLY_AFTER = re.compile(r"(?:的)?[^,。;0-9]{0,16}?(?:依申请|公开[^,。;0-9]{0,4}申请|信息[^,。;0-9]{0,6}申请|^申请)")
IN_BEFORE = re.compile(
    r"(?:上一?年度?|去年|往年|(?P<year>20\d\d)年度?|前[期年])[^,;。0-9]{0,6}(?:结转|转入|转结|遗留)[^,;。0-9]{0,14}$|结转(?:自)?上一?年[^,;。0-9]{0,12}$"
)
OUT_BEFORE = re.compile(
    r"(?:结转|顺延|转结|延续|转入|转|延期|留待|跨年)[^,;。0-9]{0,3}(?:至|到|入|于)?(?:下|次|明|20\d\d|翌)[^,;。]{0,16}$|(?:结转|顺延)[^,;。0-9]{0,8}$"
)
INTO_YEAR = re.compile(r"(?:至|到|入)(20\d\d)年")  # 结转至2024年 in the report for 2024: carried in
OUT_AFTER = re.compile(r"(?:申请)?(?:将|已|需)?(?:结转|顺延|延至|转入|延续)(?:至|到|入)?(?:下|次|明|20)")
ANSWERED_BEFORE = re.compile(
    r"(?:答复|办结|办理完[毕成]|办复|回复|处理完?毕|(?:已|共|均)(?:经)?(?:办理|处理))(?!率)[^,;。0-9]{0,14}$"
)
ON_TIME = re.compile(r"按[时期](?:办结|答复)[^,。;0-9]{0,6}$")
EXTENDED = re.compile(r"[,;、](?:延期|延长)[^,。;0-9]{0,12}[1-9]")
ANSWERED_AFTER = re.compile(
    r"(?:申请)?(?:均|全部|都)?(?:已经?)?(?:按[时期规]|依法|依规|及时)*(?:予以|进行|作出|完成)?(?:了)?(?:办结|答复|办理完毕|回复)"
)
DECOY = re.compile(
    r"许可|低保|救助|补贴|补助|入党|建房|贷款|援助|仲裁|执行|登记证|注册|专利|建议|提案|议案|热线|工单|留言|信箱|来信来访|信访(?!举报投诉类)|咨询|投诉(?!类)"
)
TOPIC = re.compile(r"依申请|公开申请|申请公开|信息公开[^,。;]{0,8}申请|申请")
LEADING = re.compile(r"^(?:共|本年度?|全年|年内|我[镇局乡办]|累计|,|其中)+")

# Order matters: the first that ends the clause wins over those inside it; see `_outcome`.
OUTCOMES: tuple[tuple[str, str], ...] = (
    ("granted_partial", r"部分公开"),
    ("refused_total", r"不予公开|不同意公开|未予公开"),
    ("granted_full", r"(?<!不)(?<!部分)(?:予以公开|同意公开|全部公开|予公开)"),
    (
        "unavailable_not_held",
        r"(?:本机关|本单位|我[镇局办])?不掌握(?:相关|该)?(?:政府)?信息|信息不存在",
    ),
    ("unavailable_needs_creation", r"没有现成信息(?:需要?另行制作)?|需要?另行制作"),
    ("unavailable_still_unclear", r"补正后[^,。;0-9]{0,8}不明确"),
    ("unavailable_total", r"(?:无法|不能|未能)提供"),
    ("not_processed_petition", r"信访举报投诉类(?:申请)?"),
    ("not_processed_duplicate", r"重复申请"),
    ("not_processed_publication", r"要求提供公开出版物|公开出版物"),
    ("not_processed_excessive", r"(?:无正当理由)?大量反复申请"),
    ("not_processed_reconfirm", r"确认或重新出具[^,。;0-9]{0,10}"),
    ("not_processed_total", r"不予处理|不再处理"),
    ("other_no_correction", r"逾期不补正"),
    ("other_fee_unpaid", r"逾期不?未?(?:按[^,。;0-9]{0,10})?缴[纳费][^,。;0-9]{0,4}"),
    ("other_total", r"其[他它]处理|作其[他它]方式处理"),
    ("refused_state_secret", r"(?:属于|涉及)国家秘密"),
    ("refused_other_law", r"其[他它]法律(?:、)?行政法规禁止公开"),
    ("refused_security_stability", r"三安全一稳定”?"),
    ("refused_third_party", r"(?:保护|涉及|损害)?第三方合法权益"),
    ("refused_internal_affairs", r"(?:三类)?内部事务(?:性)?信息"),
    ("refused_deliberative", r"(?:四类)?过程性信息"),
    ("refused_enforcement_file", r"行政执法案卷"),
    ("refused_administrative_inquiry", r"行政查询事项"),
)
OUTCOME = re.compile("|".join(f"(?P<{key}>{pattern})" for key, pattern in OUTCOMES))
DECIDES = frozenset(
    {
        "granted_full",
        "granted_partial",
        "refused_total",
        "unavailable_total",
        "not_processed_total",
        "other_total",
    }
)
WAY = re.compile(
    r"^(?:[^,。;]{0,8}?(?:办理|答复|受理|收到|接收)(?:并答复)?(?:了|的|、)?|、|和|其中)?"
    rf"(?P<way>[^,。;:0-9、]{{0,6}}?(?:{REQUEST_CHANNEL.pattern})[^,。;:0-9、]{{0,8}}?(?:申请件?|信函|方式|渠道|接收|收到)?)(?:共|为|:|数量?)?$"
)
BY_APPLICANT = re.compile(
    r"(?:其中[:,]?)?(?P<who>(?:公民|个人|自然人|法人|企业|社会组织|其[他它]组织)(?:[个私]人|[及和或、]|法人|企业|其[他它]组织)*)"
    r"(?:提出|提交|递交)(?:的)?(?:政府)?(?:信息)?(?:公开)?申请(?:的|共|为)*$"
)
WAY_AFTER = re.compile(
    rf"(?:为|是|系|通过|经|采用)(?P<way>[^,。;:0-9、]{{0,6}}?(?:{REQUEST_CHANNEL.pattern})(?:申请|方式|渠道|形式|提交|提出)*)"
)
PLAINLY = re.compile(r"(?:其中)?[:,]?公开(?:的)?(?:有)?")
OUTCOME_TAIL = re.compile(r"(?:的|申请|信息|政府信息|决定|答复|告知|情况|类|数量?|共|为|有|了|”|:)*$")
OUTCOME_AFTER = re.compile(r"(?:申请)?(?:的)?(?:因|为|属于?|作出|作|决定|以|由于)?[^,。;0-9]{0,30}")


BY_WAY = re.compile(
    rf"(?:收到|接到|接收|受理|办理|收)(?:了|的|共)*(?P<way>[^,。;:0-9]{{0,8}}?(?:{REQUEST_CHANNEL.pattern})[^,。;:0-9]{{0,8}})(?=\d)"
)
IN_ALL = re.compile(r"[,、;](?:总共|共计|合计|总计|共)(?:计|有|为)?")


class Told(NamedTuple):
    """A draft, and whether its wording is explicit enough to end an open list of something else."""

    draft: Draft
    explicit: bool


def statement(
    sentence: Sentence,
    quantity: Quantity,
    begins: int,
    topic: bool,
    *,
    follows: bool = False,
    year: int | None = None,
) -> Told | None:
    """Return what the number says about requests, or None. `begins` is where its clause begins.

    `follows`: a count of requests stands before it in the sentence.
    """
    if quantity.unit not in COUNT_UNITS and quantity.unit is not None:
        return None
    text = sentence.text
    clause = text[begins : quantity.start]
    about = topic or bool(TOPIC.search(sentence.words))
    if not about or DECOY.search(clause):
        return None
    return (
        _carried(sentence, quantity, begins, clause, year)
        or _applicant(sentence, quantity, begins, clause)
        or _outcome(sentence, quantity, begins, clause, follows)
        or _received(sentence, quantity, begins, clause)
        or _answered(sentence, quantity, begins, clause)
    )


def way(sentence: Sentence, quantity: Quantity, begins: int, topic: bool, head: Draft | None) -> Draft | None:
    """Return a number of requests by one way of applying, where no total is stated: 网站申请3件、纸质申请36件."""
    if quantity.unit not in ("件", "宗", "份", "条", "次") or not (topic or TOPIC.search(sentence.words)):
        return None
    clause = sentence.text[begins : quantity.start]
    match = WAY.match(clause)
    if match is None and head is not None and head.concept == RECEIVED and clause in ("", "其中", "其中:"):
        return _way_after(sentence, quantity, head)
    if match is None or DECOY.search(clause):
        return None
    start, end = begins + match.start("way"), begins + match.end("way")
    draft = draft_of("requests_received_part", sentence.passage, quantity, start)
    draft.label, draft.axis = (start, end), "channel"
    return draft


def by_ways(sentence: Sentence, told: list[Draft]) -> Draft | None:
    """收到网上申请2件、信函申请1件,共3件: the first is a part too; return the total where one is stated last.

    `told` are the drafts of the sentence; what only looked like a total becomes a part.
    """
    first = next((draft for draft in told if draft.concept == RECEIVED), None)
    others = [draft for draft in told if draft.concept == "requests_received_part" and draft.part_of is None]
    named = BY_WAY.search(sentence.text, first.start, first.end) if first is not None and others else None
    if first is None or named is None:
        return None
    first.concept, first.label, first.axis = "requests_received_part", named.span("way"), "channel"
    parts = [first, *others]
    values = [draft.value for draft in parts if isinstance(draft.value, int)]
    for quantity in sentence.quantities:
        stated = quantity.start > others[-1].start and IN_ALL.fullmatch(sentence.text, quantity.gap, quantity.start)
        if stated and len(values) == len(parts) and quantity.value == sum(values):
            total = draft_of(RECEIVED, sentence.passage, quantity, quantity.gap + 1)
            for draft in parts:
                draft.part_of = total
            return total
    return None


def _way_after(sentence: Sentence, quantity: Quantity, head: Draft) -> Draft | None:
    """收到申请6件,2件为网络申请,4件为信件申请: the channel follows its number."""
    match = WAY_AFTER.match(sentence.text, quantity.end)
    if match is None:
        return None
    draft = draft_of("requests_received_part", sentence.passage, quantity, quantity.start, end=match.end())
    draft.label, draft.axis, draft.part_of = match.span("way"), "channel", head
    return draft


def _told(
    concept: str,
    sentence: Sentence,
    quantity: Quantity,
    start: int,
    *,
    explicit: bool,
    end: int | None = None,
) -> Told:
    lead = LEADING.match(sentence.text[start : quantity.start])
    start += lead.end() if lead else 0
    return Told(draft_of(concept, sentence.passage, quantity, start, end=end), explicit)


def _carried(sentence: Sentence, quantity: Quantity, begins: int, clause: str, year: int | None) -> Told | None:
    if match := IN_BEFORE.search(clause):
        return _told(CARRIED_IN, sentence, quantity, begins + match.start(), explicit=True)
    if match := OUT_BEFORE.search(clause):
        into = INTO_YEAR.search(clause, match.start())
        if into is not None and year is not None and int(into[1]) == year:
            return _told(CARRIED_IN, sentence, quantity, begins + match.start(), explicit=True)
        return _told(CARRIED_OUT, sentence, quantity, begins + match.start(), explicit=True)
    if after := OUT_AFTER.match(sentence.text, quantity.end):
        return _told(
            CARRIED_OUT,
            sentence,
            quantity,
            quantity.start,
            explicit=True,
            end=after.end(),
        )
    return None


def _applicant(sentence: Sentence, quantity: Quantity, begins: int, clause: str) -> Told | None:
    """公民个人提出申请1030件: what one kind of applicant asked for is a part."""
    match = BY_APPLICANT.match(clause)
    if match is None:
        return None
    start, end = begins + match.start("who"), begins + match.end("who")
    draft = draft_of("requests_received_part", sentence.passage, quantity, start)
    draft.label, draft.axis = (start, end), "category"
    return Told(draft, explicit=True)


def _outcome(sentence: Sentence, quantity: Quantity, begins: int, clause: str, follows: bool) -> Told | None:
    found = list(OUTCOME.finditer(clause))
    if found and OUTCOME_TAIL.fullmatch(clause, found[-1].end()):
        match = found[-1]
        if not follows and quantity.value != 0 and "信息" in clause[match.end() :]:
            return None  # 不予公开信息10条: items that are not public, no answers to requests
        return _told(
            match.lastgroup or "",
            sentence,
            quantity,
            begins + match.start(),
            explicit=False,
        )
    if follows and PLAINLY.fullmatch(clause):
        return _told("granted_full", sentence, quantity, begins, explicit=False)
    if FILLER.sub("", clause) not in ("", "对", "其中", "有", "另有"):
        return None
    after = OUTCOME_AFTER.match(sentence.text, quantity.end)
    found = list(OUTCOME.finditer(after[0])) if after else []
    if not found:
        return None
    match = next((m for m in reversed(found) if m.lastgroup in DECIDES), found[-1])
    return _told(
        match.lastgroup or "",
        sentence,
        quantity,
        quantity.start,
        explicit=False,
        end=quantity.end + match.end(),
    )


def _received(sentence: Sentence, quantity: Quantity, begins: int, clause: str) -> Told | None:
    text = sentence.text
    if clause.endswith("对"):
        return None
    if match := RECEIVED_BEFORE.search(clause) or NEW_BEFORE.search(clause):
        return _told(RECEIVED, sentence, quantity, begins + match.start(), explicit=True)
    if (match := VERB_BEFORE.search(clause)) and (after := APPLY_AFTER.match(text, quantity.end)):
        return _told(
            RECEIVED,
            sentence,
            quantity,
            begins + match.start(),
            explicit=True,
            end=after.end(),
        )
    if match := VERB_BEFORE.search(clause):
        return _told(RECEIVED, sentence, quantity, begins + match.start(), explicit=True)
    if match := HANDLED_BEFORE.search(clause):
        return _told(RECEIVED, sentence, quantity, begins + match.start(), explicit=True)
    if ANSWERED_BEFORE.search(clause):
        return None
    if match := NOUN_BEFORE.search(clause):
        return _told(RECEIVED, sentence, quantity, begins + match.start(), explicit=False)
    return None


def _answered(sentence: Sentence, quantity: Quantity, begins: int, clause: str) -> Told | None:
    if "延期" in clause or (ON_TIME.search(clause) and EXTENDED.match(sentence.text, quantity.end)):
        return None  # 按时办结517件,延期办结8件: neither is what was answered
    if (match := ANSWERED_BEFORE.search(clause)) and not WAY.match(clause):
        return _told(ANSWERED, sentence, quantity, begins + match.start(), explicit=True)
    if FILLER.sub("", clause) in ("", "有", "已") and (after := ANSWERED_AFTER.match(sentence.text, quantity.end)):
        return _told(ANSWERED, sentence, quantity, quantity.start, explicit=True, end=after.end())
    return None
