"""Statements about documents and decisions that the tables count too (X-NORM, X-PENALTY), and about fees (D3)."""

from __future__ import annotations

import re
from decimal import Decimal

from archive.report.narrative.drafts import Draft, draft_of
from archive.report.narrative.quantities import (
    COUNT_UNITS,
    MONEY_UNITS,
    Quantity,
    Sentence,
)

FEE, FEE_PART, CHARGES = (
    "information_fee_yuan",
    "information_fee_part",
    "administrative_charges_text",
)
CHARGE_NOUN = re.compile(r"行政事业性收费(?:金额|收入|总额|共|为|计|合计|:)*$")
FEE_NOUN = re.compile(
    r"(?:收取|收缴|收到|产生)?(?:的)?(?:[^,。;0-9]{0,12}?)(?:信息处理费|收费(?!项目)|费用|检索费|复制费|邮[寄递]费|工本费|处理费)"
    r"(?:用|及减免|减免|情况|金额|总金?额|总计|共计|合计|共|为|是|人民币|计|:|、)*$"
)
NO_FEE = re.compile(r"(?:收取|费用?)(?:的)?(?:总)?(?:金额|费用?|数)?(?:均|都)?为?$")
FEE_TAKEN = re.compile(r"(?:收取|费用)(?:的)?(?:总)?(?:金额|费用?|数)?(?:均|都)?为?$")
NOT_OUR_FEE = re.compile(
    r"投入|非税|税[收金]|登记|开垦|补偿|利息|罚|押金|租|经费|预算|支出|维护|建设|补贴|学费|水费|电费|保费|医疗|事业性|减免(?!情况)"
)
DOCUMENTS = re.compile(r"规范性文件")
HEADED = re.compile(r"规范性文件(?:情况|数量)?[:,]$")  # 行政规范性文件:本年制发2件
NORMATIVE = (
    ("repealed", re.compile(r"(?:废止|失效|清理废止|宣布失效)[^,。;0-9]{0,14}$")),
    ("in_force", re.compile(r"(?:现行有效|继续有效)[^,。;0-9]{0,14}$")),
    (
        "issued",
        re.compile(r"(?:制发|制定|出台|印发|新制定|制定印发|新增|制作)[^,。;0-9]{0,16}$"),
    ),
)
NORMATIVE_AFTER = re.compile(r"(?:行政)?规范性文件")
SPOKEN_OF = re.compile(r"公开|公示|发布|信息|解读|报送|备案")
COUNTED = r"(?:类)?(?:决定书?|处理决定|案件|事项|办件|数量|数|共计|共|为|:|作出|了|处理|总)*$"
DECISIONS = tuple(
    (
        f"{key}_decisions_text",
        re.compile(f"行政{noun}{COUNTED}"),
        re.compile(f"行政{noun}(?:决定|案件)?"),
    )
    for key, noun in (
        ("licensing", "许可"),
        ("penalty", "处罚"),
        ("compulsory_measure", "强制(?:措施|执行)?"),
    )
)
MADE = re.compile(r"(?:作出|做出|实施|下达|办理|办结|处理|完成)(?:了|共|各类|的)*$")
DIGITAL = re.compile(r"全文电子化(?:的)?(?:主动公开)?(?:政府)?(?:信息)?(?:达|数|量|共|为|有|是|:)*$")
YUAN = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}


def statement(sentence: Sentence, quantity: Quantity, begins: int) -> Draft | None:
    """Return what the number says about fees, charges, normative documents or decisions, or None."""
    clause = sentence.text[begins : quantity.start]
    if quantity.unit in MONEY_UNITS or (quantity.value == 0 and quantity.unit is None and NO_FEE.search(clause)):
        return _money(sentence, quantity, begins, clause)
    if quantity.unit not in COUNT_UNITS and quantity.unit is not None:
        return None
    if DIGITAL.search(clause):
        return draft_of("full_text_digital_items", sentence.passage, quantity, begins)
    return _normative(sentence, quantity, begins, clause) or _decision(sentence, quantity, begins, clause)


def _money(sentence: Sentence, quantity: Quantity, begins: int, clause: str) -> Draft | None:
    if match := CHARGE_NOUN.search(clause):
        return _in_unit(
            draft_of(CHARGES, sentence.passage, quantity, begins + match.start()),
            "万元",
        )
    match = FEE_NOUN.search(clause) or (NO_FEE if quantity.value == 0 else FEE_TAKEN).search(clause)
    if match is None or NOT_OUR_FEE.search(clause):
        return None
    return _in_unit(draft_of(FEE, sentence.passage, quantity, begins + match.start()), "元")


def _in_unit(draft: Draft, unit: str) -> Draft:
    """Express an amount in the unit of its concept, exactly; the quote keeps what was printed."""
    if draft.value is not None and draft.unit in YUAN:
        amount = Decimal(draft.value) * YUAN[draft.unit] / YUAN[unit]
        draft.value = int(amount) if amount == amount.to_integral_value() else format(amount.normalize(), "f")
        draft.unit = unit
    return draft


def fee_part(sentence: Sentence, quantity: Quantity, head: Draft) -> Draft | None:
    """其中交通局2件300元: the body named is the label, the money the value."""
    if quantity.unit not in MONEY_UNITS:
        return None
    text = sentence.text
    words = re.search(
        r"([^,、;:。()\d]{2,20})(?:\d{1,4}[件宗条份],?)?$",
        text[max(sentence.start, quantity.start - 30) : quantity.start],
    )
    if words is None:
        return None
    begin = max(sentence.start, quantity.start - 30) + words.start()
    label = text[begin : begin + len(words[1])]
    skip = len(label) - len(re.sub(r"^(?:其中|包括|含|对|是|为)+", "", label))
    draft = _in_unit(draft_of(FEE_PART, sentence.passage, quantity, begin + skip), "元")
    draft.label, draft.part_of, draft.axis = (
        (begin + skip, begin + len(label)),
        head,
        "other",
    )
    return draft


def _normative(sentence: Sentence, quantity: Quantity, begins: int, clause: str) -> Draft | None:
    text = sentence.text
    if not DOCUMENTS.search(sentence.words) or (SPOKEN_OF.search(clause) and "现行有效" not in clause):
        return None
    after = NORMATIVE_AFTER.match(text, quantity.end)
    named = DOCUMENTS.search(text[sentence.start : quantity.start])
    for part, pattern in NORMATIVE:
        match = pattern.search(clause)
        headed = HEADED.search(text[sentence.start : begins]) is not None
        if match is None or not (DOCUMENTS.search(clause) or after or headed or (named and part != "issued")):
            continue
        end = after.end() if after else None
        return draft_of(
            f"normative_documents_{part}_text",
            sentence.passage,
            quantity,
            begins + match.start(),
            end=end,
        )
    if match := re.search(r"规范性文件(?:的)?制发件?数?量?(?:共|为|:)*$", clause):
        return draft_of(
            "normative_documents_issued_text",
            sentence.passage,
            quantity,
            begins + match.start(),
        )
    return None


def _decision(sentence: Sentence, quantity: Quantity, begins: int, clause: str) -> Draft | None:
    if SPOKEN_OF.search(clause):
        return None
    for concept, before, after in DECISIONS:
        if match := before.search(clause):
            return draft_of(concept, sentence.passage, quantity, begins + match.start())
        if (match := MADE.search(clause)) and (behind := after.match(sentence.text, quantity.end)):
            return draft_of(
                concept,
                sentence.passage,
                quantity,
                begins + match.start(),
                end=behind.end(),
            )
    return None
