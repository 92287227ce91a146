"""Statements about reviews, lawsuits, complaints and inquiries (format fact sheet D3)."""

from __future__ import annotations

import re

from archive.report.narrative.drafts import Draft, draft_of
from archive.report.narrative.quantities import COUNT_UNITS, Quantity, Sentence

REVIEWS, LAWSUITS, APPEALS = "reviews_text", "lawsuits_text", "appeals"
TAIL = (
    r"(?:的|案件|案|申请|事项|情况|件数|数量|总数|次数|数|总计|共计|合计|共|均|各|都|分别|为|有|是|了|发生|收到"
    r"|新增|备案|:)*"
)
NOUNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (concept, re.compile(pattern))
    for concept, pattern in (
        (REVIEWS, r"(?:备案)?(?:行政)?复议" + TAIL + "$"),
        (LAWSUITS, r"(?:备案)?(?:行政)?(?:诉讼|应诉)" + TAIL + "$"),
        (APPEALS, r"(?:行政)?申诉" + TAIL + "$"),
        (
            "complaints_text",
            r"(?:举报投诉|投诉举报|举报、投诉|投诉、举报|投诉和举报|举报)" + TAIL + "$",
        ),
        ("accountability_text", r"(?:责任追究|追究责任|问责)" + TAIL + "$"),
    )
)
AFTER: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (
        concept,
        re.compile(
            r"(?:因[^,。;]{0,30}?(?:引[发起]|提起)的?|涉及[^,。;]{0,16}?的?|政府信息公开(?:类)?(?:的)?)?(?:被)?(?:申请|提起)?"
            + noun
        ),
    )
    for concept, noun in (
        (REVIEWS, r"(?:行政)?复议(?!后)(?:案件|申请)?"),
        (LAWSUITS, r"(?:行政)?诉讼(?:案件)?"),
    )
)
BOTH = re.compile(r"复议(?:案件|申请)?(?:[、和及与或]|以及)(?:被)?(?:提起)?(?:行政)?诉讼" + TAIL + "$")
EACH = re.compile(r"(?:均|各|都|分别)(?:为|是|有|发生)?$")
# The rows of table 4. 驳回 is upheld for a lawsuit (the form of 2014: 维持具体行政行为或者驳回原告诉讼请求); for a
# review it is no row's own word.
PENDING = r"尚未审结|未审结|尚未办结|尚未结案|尚在审理|正在(?:办理|审理)"
OUTCOMES: tuple[tuple[str, str, str], ...] = (
    ("", "upheld", r"(?:结果)?维持(?:原?(?:具体)?(?:行政行为|决定|答复))?"),
    (LAWSUITS, "upheld", r"(?:判决|裁定)?驳回(?:原告)?(?:的)?(?:诉讼请求|起诉|上诉)?"),
    (
        "",
        "corrected",
        r"(?:结果)?纠正|撤销(?:原?(?:具体)?(?:行政行为|决定|答复))?|(?:判决)?确认违法|责令(?:重新答复|履行|限期答复)",
    ),
    ("", "other", r"其他结果|(?:终止|中止)(?:审理|审查)?|(?:原告|申请人)?(?:主动|自行)?撤回(?:申请|起诉)?|撤诉"),
    ("", "pending", f"(?:{PENDING})中?"),
)
RESULTS = tuple(
    (only, result, re.compile(f"(?:{words})(?:案件)?(?:的|共|有|为|:)*$")) for only, result, words in OUTCOMES
)
RESULT_AFTER = tuple(
    (only, result, re.compile(f"(?:案件)?(?:均|全部|被|予以|已|经)*(?:{words})")) for only, result, words in OUTCOMES
)
JUDGING = re.compile(r"审理|审结|代理|出庭|化解|调解|办案|以上|立案")
INQUIRY = re.compile(r"咨询(?:服务|电话|人员|群众|人次|事项|总?数|数量|共|为|达|约|:)*$")
INQUIRY_VERB = re.compile(r"(?:接受|受理|接待|答复|提供)(?:了|各类|群众|现场|电话|网上)*$")
INQUIRY_AFTER = re.compile(r"(?:人次)?(?:的)?咨询")


def statement(sentence: Sentence, quantity: Quantity, begins: int) -> list[Draft]:
    """Return what the number says about disputes: two drafts where one number stands for both kinds."""
    if quantity.unit not in COUNT_UNITS and quantity.unit not in (None, "人"):
        return []
    text = sentence.text
    clause = text[begins : quantity.start]
    if BOTH.search(clause):
        return _for_both(sentence, quantity, begins)
    for concept, pattern in NOUNS:
        match = pattern.search(clause)
        if match is not None and not JUDGING.search(clause):
            return [draft_of(concept, sentence.passage, quantity, begins + match.start())]
    if not JUDGING.search(clause):
        for concept, pattern in AFTER:
            if after := pattern.match(text, quantity.end):
                return [
                    draft_of(
                        concept,
                        sentence.passage,
                        quantity,
                        quantity.start,
                        end=after.end(),
                    )
                ]
    return _inquiries(sentence, quantity, begins, clause)


def _for_both(sentence: Sentence, quantity: Quantity, begins: int) -> list[Draft]:
    """复议、诉讼均为0 says it of each; 复议、诉讼共3件 cannot be parted unless it is none."""
    clause = sentence.text[begins : quantity.start]
    match = BOTH.search(clause)
    start = begins + (match.start() if match else 0)
    if start >= 2 and sentence.text[start - 2 : start] == "行政":
        start -= 2
    drafts = [draft_of(concept, sentence.passage, quantity, start) for concept in (REVIEWS, LAWSUITS)]
    if quantity.value != 0 and not EACH.search(clause):
        for draft in drafts:
            draft.value, draft.state = None, "ambiguous"
    return drafts


def result_of(sentence: Sentence, quantity: Quantity, begins: int, head: Draft) -> Draft | None:
    """Return how many of the reviews or lawsuits of `head` ended so, or have not ended, if the number says so."""
    if head.concept not in (REVIEWS, LAWSUITS) or quantity.unit not in COUNT_UNITS:
        return None
    clause = sentence.text[begins : quantity.start]
    stem = head.concept.removesuffix("_text")
    for only, result, pattern in RESULTS:
        if only in ("", head.concept) and (match := pattern.search(clause)):
            return _result(
                f"{stem}_{result}_text",
                sentence,
                quantity,
                begins + match.start(),
                head,
                quantity.end,
            )
    if clause.lstrip("、,") in ("", "其中", "有", "其中有"):
        for only, result, pattern in RESULT_AFTER:
            if only in ("", head.concept) and (after := pattern.match(sentence.text, quantity.end)):
                return _result(
                    f"{stem}_{result}_text",
                    sentence,
                    quantity,
                    quantity.start,
                    head,
                    after.end(),
                )
    return None


def _result(
    concept: str,
    sentence: Sentence,
    quantity: Quantity,
    start: int,
    head: Draft,
    end: int,
) -> Draft:
    draft = draft_of(concept, sentence.passage, quantity, start, end=end)
    draft.part_of = head
    return draft


def _inquiries(sentence: Sentence, quantity: Quantity, begins: int, clause: str) -> list[Draft]:
    if quantity.unit not in ("人次", "次", "件", "条", "个", "起"):
        return []
    if match := INQUIRY.search(clause):
        return [draft_of("inquiries", sentence.passage, quantity, begins + match.start())]
    after = INQUIRY_AFTER.match(sentence.text, quantity.end)
    if after and INQUIRY_VERB.search(clause):
        return [draft_of("inquiries", sentence.passage, quantity, begins, end=after.end())]
    return []
