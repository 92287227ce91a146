"""Phrases that state none (format fact sheet 46-53, 68-69, 75, 79): 未收到…申请, 没有发生…行政复议、行政诉讼, 免费提供.

What a phrase says none of is the head noun of its object: 未发生因申请公开信息引起的行政复议 speaks of reviews, not of
requests, so what only explains the head (因…引起的, 依申请公开 before 收费) is set aside first. A stated none is 0.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.report.narrative import requests
from archive.report.narrative.drafts import Draft
from archive.report.narrative.quantities import Sentence
from archive.report.page import Passage

NEGATION = re.compile(
    r"(?:均|都|也|还|并|尚|暂|从|仍)?(?:未(?!来|必|经|能|按|予|成年|提供|明确|审|结|办)|没有|没(?=收|接|发)|无(?!障碍|法|效|偿|锡|线|正当|关|人|论|须|需|故|疑|力|不|所)|不存在|(?<!实现)零(?=申请|收|投诉|复议|诉讼|发生)|免收|不收取|未(?=经复议))"
)
ALONE = re.compile(
    r"(?:均|都)?(?:未(?:曾)?(?:收到|接到|发生|收取|产生|受理|出现|提起)|无一[例起件宗](?:发生)?|无|没有(?:发生|收到)?|为零|为无)(?=[,。;)]|$)"
)
MODIFIER = re.compile(
    r"(?:因|由于?|由|对|针对|涉及|关于|有关|就)[^,。;]{0,40}?(?:(?:引[发起]|导致|产生|造成)(?:的)?|而(?:被|引[起发]|提起|产生)?(?:的)?|被?(?=申请行政复议|申请复议|提起|行政复议|复议|行政诉讼|诉讼|申诉|责任追究|投诉))"
)
TARGETS: tuple[tuple[str, str], ...] = (
    (
        "requests_carried_out_text",
        r"结转(?:至|到)?下(?:一)?年度?(?:继续办理)?(?:的)?(?:申请|件)?",
    ),
    ("reviews_text", r"(?:申请)?(?:行政)?复议"),
    ("lawsuits_text", r"(?:提起)?(?:行政)?诉讼|(?<=复议[、和及])起诉"),
    ("appeals", r"(?:行政)?申诉"),
    (
        "information_fee_yuan",
        r"收费(?!标准)|收取(?:任何)?(?:的)?(?:信息处理)?费用?|信息处理费|处理费|检索费|费用",
    ),
    ("complaints_text", r"举报|投诉"),
    ("accountability_text", r"责任追究|追究责任|追责|问责|被追究"),
    (
        "requests_received",
        r"依申请公开(?:政府)?(?:信息)?(?:的)?(?:申请|来信|事项|件|情况)?|(?:信息)?(?:公开)?申请(?!人|表|行政|复议|提起|流程|渠道|条件|(?:公开)?(?:政府)?信息(?:检索|处理|费|收费))(?:公开)?|要求公开|索取",
    ),
)
TARGET = re.compile("|".join(f"(?P<{concept}>{pattern})" for concept, pattern in TARGETS))
REQUEST_VERB = re.compile(
    r"(?:收到|接到|接收|接获|受理|接受|收悉|收|接|有|发生|出现|存在|产生|提出|办理|依申请|申请|任何|单位|个人|人|公民|群众|社会|政府|信息|公众|向|关于|公开|$)"
)
FEE_VERB = re.compile(r"(?:收|关于|有关|有|发生|产生|涉及|向|任何|因|对|费|信息处理|检索|处理|依申请|政府|进行)")
DISPUTE_VERB = re.compile(
    r"(?:发生|收到|接到|出现|产生|有|被|因|受理|提起|行政|涉及|存在|任何|一[例起件]|由|针对|对|引[起发]|关于|公民|单位|人|政府|信息|复议|诉讼|举报|投诉|责任|进行|追究|申诉|办理|申请|结转)"
)
STATED_NONE = re.compile(
    r"(?P<words>(?:依申请公开|申请|复议|诉讼|收费|追究)[^,。;0-9无零]{0,14}?(?:数量?|情况|件数)?)(?:[:为是]|均为)(?:无|零)(?=[,。;、)]|$)"
)
NIL_REPORT = re.compile(r"(?:依申请公开)?[^,。;]{0,8}零报告")
FREE = re.compile(r"(?:免费提供|免费公开|未收费|免收)")
LINKS = re.compile(r"[、,和及与或]|以及|等")
REQUEST_WORDS = re.compile(r"申请|依申请")
NOTHING = re.compile(r"(?:本年度?|全年|目前|我[镇局乡办])?(?:暂)?(?:无|没有|零|0[件宗]?)(?:此类)?(?:情况|发生)?。?")
BODY_OF = {
    "requests": ("requests_received",),
    "fees": ("information_fee_yuan",),
    "review_litigation": ("reviews_text", "lawsuits_text"),
}
GOES_ON = re.compile(r"(?:被?提起|以及|和|及|或)?(?:行政)?(?:诉讼|复议)[^,。;0-9]{0,10}(?=[,。;]|$)")
HINT = re.compile(r"未|没|无|零|免[费收]|不[收存]")


def whole_body(passage: Passage, key: str | None) -> Iterator[Draft]:
    """三、依申请公开情况 / 无。 A body that is only 无 says it of what its heading names."""
    if key in BODY_OF and NOTHING.fullmatch(passage.text):
        for concept in BODY_OF[key]:
            yield Draft(concept, passage, 0, len(passage.text.rstrip("。")), 0)


def statements(sentence: Sentence, topic: bool) -> Iterator[Draft]:
    """Yield a draft with value 0 for everything that a sentence says there was none of."""
    if not HINT.search(sentence.text, sentence.start, sentence.end):
        return
    seen: set[str] = set()
    for draft in _all(sentence, topic):
        if draft.concept not in seen:
            seen.add(draft.concept)
            yield draft


def _all(sentence: Sentence, topic: bool) -> Iterator[Draft]:
    text, end = sentence.text, sentence.end
    for match in NEGATION.finditer(text, sentence.start, end):
        yield from _negated(sentence, match.start(), match.end())
    for match in ALONE.finditer(text, sentence.start, end):
        yield from _before(sentence, match)
    for match in STATED_NONE.finditer(text, sentence.start, end):
        for target in TARGET.finditer(match["words"]):
            yield _none(target.lastgroup or "", sentence, match.start(), match.end())
    if topic or REQUEST_WORDS.search(sentence.words):
        if nil := NIL_REPORT.search(text, sentence.start, end):
            yield _none("requests_received", sentence, nil.start(), nil.end())
        if (free := FREE.search(text, sentence.start, end)) and re.search(
            r"费用|收费|免费提供(?:政府)?信息", sentence.words
        ):
            yield _none("information_fee_yuan", sentence, free.start(), free.end())


def _negated(sentence: Sentence, start: int, begin: int) -> Iterator[Draft]:
    """What stands after a negation, up to the end of its clause."""
    text = sentence.text
    stop = _clause_end(text, begin, sentence.end)
    scope = MODIFIER.sub(lambda m: "\0" * len(m[0]), text[begin:stop])
    verb = scope.lstrip("\0")
    for concept, _, b in _heads(scope):
        fits = {
            "requests_received": REQUEST_VERB,
            "information_fee_yuan": FEE_VERB,
        }.get(concept, DISPUTE_VERB)
        if concept == "requests_received" and requests.DECOY.search(scope):
            continue
        if fits.match(verb):
            yield _none(concept, sentence, start, begin + b)


def _clause_end(text: str, begin: int, end: int) -> int:
    """Return where the object of a negation ends; 申请行政复议,提起行政诉讼 is one object in two clauses."""
    limit = min(end, begin + 80)
    stop = next((i for i in range(begin, limit) if text[i] in ",。;!?"), limit)
    if stop < limit and text[stop] == "," and (more := GOES_ON.match(text, stop + 1, end)):
        return more.end()
    return stop


def _heads(scope: str) -> Iterator[tuple[str, int, int]]:
    """Yield the head nouns of a phrase: of two targets that no 、 or 和 links, the first only explains the second."""
    found = [(m.lastgroup or "", m.start(), m.end()) for m in TARGET.finditer(scope)]
    for nth, (concept, start, end) in enumerate(found):
        after = found[nth + 1] if nth + 1 < len(found) else None
        between = scope[end : after[1]] if after else "、"
        if after is None or concept == after[0] or LINKS.search(between) or "\0" in between:
            yield concept, start, end


def _before(sentence: Sentence, match: re.Match[str]) -> Iterator[Draft]:
    """政府信息公开行政复议、诉讼均未发生: what there was none of stands before."""
    text = sentence.text
    lower = max(text.rfind(mark, sentence.start, match.start()) for mark in "。;") + 1
    scope = MODIFIER.sub(lambda m: "\0" * len(m[0]), text[max(lower, sentence.start) : match.start()])
    if re.search(r"\d[件宗条份起例]", scope):
        return
    base = max(lower, sentence.start)
    for concept, a, _ in _heads(scope[-60:]):
        yield _none(concept, sentence, base + max(0, len(scope) - 60) + a, match.end())


def _none(concept: str, sentence: Sentence, start: int, end: int) -> Draft:
    return Draft(concept, sentence.passage, start, end, 0)
