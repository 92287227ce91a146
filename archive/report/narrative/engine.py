"""Walks the sentences of a report and gathers what every number in them states."""

from __future__ import annotations

import re

from archive.report.headings import key_of
from archive.report.narrative import decisions, disclosure, disputes, nothing, requests
from archive.report.narrative.breakdown import (
    CLOSING,
    RESUMES,
    SAME,
    Breakdown,
    item_of,
    opener_in,
    orphan_before,
    strength_before,
)
from archive.report.narrative.drafts import Draft, draft_of
from archive.report.narrative.quantities import COUNT_UNITS, MONEY_UNITS, Quantity, Sentence, sentences
from archive.report.page import Passage

HEADS = frozenset(
    {"items_disclosed_total", "items_disclosed_part", "requests_received", "requests_answered", "reviews_text",
     "lawsuits_text", "information_fee_yuan"}
)  # fmt: skip


THIS_YEAR = re.compile(r"(?:本年|今年|新增|当年|20\d\d年)[^,。;]{0,10}公开")  # 累计5928条,其中本年度新增公开2110条
DOCUMENTS = re.compile(r"发文|制发|印发|制作|公文|文件|形成")
ATTRIBUTE = re.compile(
    r"[,;、:(]?(?:其中)?[:,]?(?:属于)?(?:(?P<open>主动公开)|依申请公开|不予公开|不公开|免予公开|删减后?公开|非公开)(?:类|的)?(?:政府)?(?:文件|公文|信息)?(?:共|为|有)?"
)


SUB_HEADING = re.compile(r"(?:\([一二三四五六七八九十]{1,2}\)|\d{1,2}[、.])[^,。;]{2,36}[。:]?")


class Walk:
    """One walk over a report's passages. `statements` are disclosure statements that resolve.py still has to rank."""

    def __init__(self, year: int | None) -> None:
        self.year = year
        self.drafts: list[Draft] = []
        self.statements: list[Draft] = []
        self.head: Draft | None = None
        self.last: Draft | None = None  # the last total that a later sentence may take up again (其中…)
        self.lists: list[Breakdown] = []
        self.documents = False  # the sentence counts documents made, not items disclosed
        self.heading: str | None = None  # what the sub-heading on the line before names
        self.topic = False  # the passage speaks of requests

    def passage(self, passage: Passage) -> None:
        """Read one passage. A list may go on from the passage before if this one opens with 其中 or its like."""
        self.topic = passage.section == "requests" or "申请" in passage.text[:24]
        for sentence in sentences(passage):
            self._sentence(sentence)
        self.drafts.extend(nothing.whole_body(passage, self.heading or passage.section))
        self.heading = key_of(passage.text[:24]) if SUB_HEADING.fullmatch(passage.text) else None

    def _sentence(self, sentence: Sentence) -> None:
        text = sentence.text
        if not RESUMES.match(text, sentence.start) and not RESUMES.match(text, sentence.start + 1):
            self.head = None
            self.documents = False
        elif self.head is None:
            self.head = self.last
        for quantity in sentence.quantities:
            if quantity.unit in COUNT_UNITS or quantity.unit in MONEY_UNITS or quantity.unit in (None, "人"):
                self._quantity(sentence, quantity)
        self._close(0)
        for draft in nothing.statements(sentence, self.topic):
            if not any(d.concept == draft.concept and d.passage is sentence.passage for d in self.drafts):
                self.drafts.append(draft)

    def _quantity(self, sentence: Sentence, quantity: Quantity) -> None:
        text = sentence.text
        begins = _clause(text, quantity, sentence.start)
        clause = text[begins : quantity.start]
        if disclosure.COMPARED.search(clause) or SAME.search(clause):
            return
        if self.documents and (match := ATTRIBUTE.fullmatch(text, quantity.gap, quantity.start)):
            self._by_attribute(sentence, quantity, match)
            return
        listed = self._listed(sentence, quantity)
        if listed is not None and self.head is not None and self.head.since and THIS_YEAR.search(clause):
            self._close(0)
            listed = None
        told = requests.statement(sentence, quantity, begins, self.topic)
        open_list = self.lists[-1] if self.lists else None
        inside = open_list is not None and open_list.explicit
        if told is not None and not (inside and listed is not None and not told.explicit and _disclosed(open_list)):
            self._say(told.draft)
            return
        if self._closing(sentence, quantity):
            return
        if open_list is not None and open_list.orphan and not inside and not _categorical(listed):
            listed = None
        if listed is not None and open_list is not None and inside:
            open_list.items.append(listed)
            self._become(listed)
            return
        if self._other(sentence, quantity, begins):
            return
        if listed is None and (way := requests.way(sentence, quantity, begins, self.topic)):
            self.drafts.append(way)
            return
        said = disclosure.statement(sentence, quantity, self.year, sentence.passage.section)
        only_bound = open_list is not None and open_list.orphan and not inside
        if said is not None and (said.concept != disclosure.PART or listed is None or only_bound):
            self._close(0)
            self.statements.append(said)
            self._become(said)
            if said.concept == disclosure.PART:  # 政务类信息34条,概况类信息150条: the verb holds for what follows
                self.lists.append(Breakdown(None, explicit=False, orphan=True))
            return
        if listed is not None and open_list is not None:
            open_list.items.append(listed)
            return
        if said is not None:
            self.statements.append(said)
            return
        if quantity.unit in COUNT_UNITS and quantity.unit not in ("人次", "次", "场") and not self._charging():
            self._close(0)
            self.head = self.last = None
            self.documents = DOCUMENTS.search(clause) is not None

    def _by_attribute(self, sentence: Sentence, quantity: Quantity, match: re.Match[str]) -> None:
        """发文40件,其中主动公开32件,不予公开8件: documents by their attribute; only the first are disclosed."""
        if match["open"]:
            draft = draft_of(disclosure.TOTAL, sentence.passage, quantity, match.start("open"))
            draft.rank = 2
            self.statements.append(draft)

    def _other(self, sentence: Sentence, quantity: Quantity, begins: int) -> bool:
        """Fees, disputes, decisions: everything that is neither a request nor an item of information."""
        head = self.head
        if (
            head is not None
            and head.concept == decisions.FEE
            and (part := decisions.fee_part(sentence, quantity, head))
        ):
            self.drafts.append(part)
            return True
        if head is not None and (result := disputes.result_of(sentence, quantity, begins, head)):
            self.drafts.append(result)
            return True
        found = disputes.statement(sentence, quantity, begins)
        if not found and (one := decisions.statement(sentence, quantity, begins)):
            found = [one]
        for draft in found:
            self._say(draft)
        return bool(found)

    def _say(self, draft: Draft) -> None:
        if self.lists and _disclosed(self.lists[-1]):
            self._close(0)
        self.drafts.append(draft)
        if draft.concept in HEADS:
            self._become(draft)

    def _closing(self, sentence: Sentence, quantity: Quantity) -> bool:
        """机构信息5条,人事信息3条,共计8条: the total comes last."""
        open_list = self.lists[-1] if self.lists else None
        if open_list is None or not open_list.orphan or len(open_list.items) < 2:
            return False
        match = CLOSING.fullmatch(sentence.text, quantity.gap, quantity.start)
        if match is None:
            return False
        total = draft_of(disclosure.TOTAL, sentence.passage, quantity, match.start() + (match[0][0] in ",;。"))
        total.rank, open_list.head = 3, total
        self.statements.append(total)
        self._close(0)
        return True

    def _charging(self) -> bool:
        """公安局1件880元: the cases between the bodies and their fees do not end the list of fees."""
        return self.head is not None and self.head.concept == decisions.FEE

    def _become(self, draft: Draft) -> None:
        self.head = draft
        if draft.concept != disclosure.PART:
            self.last = draft

    def _listed(self, sentence: Sentence, quantity: Quantity) -> Draft | None:
        """Return the number as an item of the innermost list that is open here, opening and closing lists as marked."""
        text, head = sentence.text, self.head
        gap = max(quantity.gap, sentence.start)
        opener = opener_in(text, gap, quantity.start)
        if disclosure.ASIDE.search(text, gap, quantity.start):
            self._close(0)
            return None
        strength = strength_before(text, quantity)
        if opener is not None and head is not None and head.concept in HEADS:
            while len(self.lists) > 0 and head not in self.lists[-1].items and self.lists[-1].head is not head:
                self._close(len(self.lists) - 1)
            if not self.lists or self.lists[-1].head is not head:
                self.lists.append(Breakdown(head, explicit=True))
            gap = opener.end()
        elif opener is not None and head is None and not self.lists and orphan_before(text, gap, opener):
            self.lists.append(Breakdown(None, explicit=True, orphan=True))
            gap = opener.end()
        elif self.lists:
            self._leave(strength)
        elif head is not None and head.concept == disclosure.TOTAL and strength in (1, 2):
            self.lists.append(Breakdown(head, explicit=False))
        if not self.lists or (self.lists[-1].head is None and not self.lists[-1].orphan):
            return None
        current = self.lists[-1]
        if opener is None and len(current.items) == 1:
            current.separator = strength
        return item_of(sentence, quantity, gap, current.head)

    def _leave(self, strength: int) -> None:
        """End inner lists whose own separator is weaker than the one met."""
        while len(self.lists) > 1 and strength > max(
            self.lists[-1].separator, 2 if not self.lists[-1].separator else 0
        ):
            self._close(len(self.lists) - 1)

    def _close(self, depth: int) -> None:
        while len(self.lists) > depth:
            done = self.lists.pop()
            kept = done.close()
            self.drafts.extend(kept)


def _categorical(item: Draft | None) -> bool:
    """Where only the verb of an item before binds them, a label has to say that it counts information."""
    return (
        item is not None
        and item.label is not None
        and bool(re.search(r"信息|类|文件", item.passage.text[slice(*item.label)]))
    )


def _disclosed(open_list: Breakdown | None) -> bool:
    if open_list is None or open_list.head is None:
        return open_list is not None and open_list.orphan
    return open_list.head.concept.startswith("items_disclosed")


def _clause(text: str, quantity: Quantity, start: int) -> int:
    """Return where the words of a quantity begin: after the last separator that does not only precede fillers."""
    return disclosure.clause_start(text, quantity, start)
