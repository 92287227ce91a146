"""Walks the sentences of a report and gathers what every number in them states.

A number is asked in turn whether it is an item of an open list, a count of requests, a fee, dispute or decision, or a
statement of disclosure. What it is decides whether the open lists go on, end, or get a list inside.
"""

from __future__ import annotations

import re

from archive.report.headings import key_of
from archive.report.narrative import decisions, disclosure, disputes, nothing, requests
from archive.report.narrative.breakdown import (
    CLOSING,
    RESUMES,
    SAME,
    Breakdown,
    closes,
    item_of,
    label_before,
    opener_in,
    orphan_before,
    strength_before,
)
from archive.report.narrative.drafts import Draft, draft_of
from archive.report.narrative.quantities import (
    COUNT_UNITS,
    MONEY_UNITS,
    Quantity,
    Sentence,
    sentences,
)
from archive.report.narrative.words import CHANNEL
from archive.report.page import Passage

HEADS = frozenset(
    {"items_disclosed_total", "items_disclosed_part", "requests_received", "requests_answered", "reviews_text",
     "lawsuits_text", "information_fee_yuan"}
)  # fmt: skip
SUB_HEADING = re.compile(r"(?:\([一二三四五六七八九十]{1,2}\)、?|\d{1,2}[、.])[^,。;]{2,36}[。:]?")
THIS_YEARS = re.compile(
    r"[,:(;]*(?:其中)?[:,]?(?:本年度?|今年|当年|(?P<year>20\d\d)年度?)(?:全年)?(?:共|内)*(?:新增|增加|新公开|新发布)"
    r"(?:主动|公开|发布|政府|政务|信息|了|的)*"
)  # 累计10258条,其中2022年新增1204条
OTHER_YEARS = re.compile(
    r"[,:(;]*(?:其中)?(?:(?P<year>20\d\d)年度?|上年度?|去年|上一年度?|往年|前年)(?:同期)?(?:数)?(?:为|是|共|公开|发布|仅|有|信息|:)*"
)  # 公开1300条(2021年为1503条)
SUMS_UP = re.compile(
    r"[,;](?:以上|两项|三项|各平台|各渠道)?(?:共计|合计|总计)(?:主动)?(?:公开|发布)?(?:政府)?(?:信息)?(?:为|达|:)?"
)
THIS_YEAR = re.compile(r"(?:本年|今年|新增|当年|20\d\d年)[^,。;]{0,10}公开")  # 累计5928条,其中本年度新增公开2110条
DOCUMENTS = re.compile(r"发文|制发|印发|制作|公文|文件|形成")
ATTRIBUTE = re.compile(
    r"[,;、:(]?(?:其中)?[:,]?(?:属于)?(?:(?P<open>主动公开)|依申请公开|不予公开|不公开|免予公开|删减后?公开|非公开)"
    r"(?:类|的)?(?:政府)?(?:文件|公文|信息)?(?:共|为|有)?"
)
BOUND = re.compile(rf"信息|类|文件|{CHANNEL.pattern}")
APART = re.compile(r"[,;。][^,;。]{0,12}?(?:主动公开|公开|发布)(?=[\u4e00-\u9fff])")
ANSWERED_SO = re.compile(r"(?:属于?(?:已经?)?|已经?|其中[:,]?|答复|告知)主动公开")
SURE = 5  # rank of a total that others add up to
NOT_COUNTED = frozenset({"人次", "次", "场"})  # what these count ends no list and opens none


class Walk:
    """One walk over a report's passages. `statements` are disclosure statements that resolve.py still has to rank."""

    def __init__(self, year: int | None) -> None:
        self.year = year
        self.drafts: list[Draft] = []
        self.statements: list[Draft] = []
        self.head: Draft | None = None  # what a list that opens now would be a list of
        self.last: Draft | None = None  # the last total that a later sentence may take up again (其中…)
        self.lists: list[Breakdown] = []
        self.documents = False  # the sentence counts documents made, not items disclosed
        self.heading: str | None = None  # what the sub-heading on the line before names
        self.topic = False  # the passage speaks of requests
        self.asked = False  # it has said how many were received

    def passage(self, passage: Passage) -> None:
        """Read one passage. A list may go on from the passage before if this one opens with 其中 or its like."""
        self.topic = "requests" in (passage.section, self.heading) or "申请" in passage.text[:24]
        self.asked = False
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
        told, drafts = len(self.statements), len(self.drafts)
        for quantity in sentence.quantities:
            if quantity.unit in COUNT_UNITS or quantity.unit in MONEY_UNITS or quantity.unit in (None, "人"):
                self._quantity(sentence, quantity)
        self._close(0)
        if (total := requests.by_ways(sentence, self.drafts[drafts:])) is not None:
            self.drafts.append(total)
        if sum(draft.channel is not None for draft in self.statements[told:]) > 1:
            self.head = self.last = None  # several channels: 其中 in the next sentence takes up none of them
        for draft in nothing.statements(sentence, self.topic):
            if not any(d.concept == draft.concept and d.passage is sentence.passage for d in self.drafts):
                self.drafts.append(draft)

    def _quantity(self, sentence: Sentence, quantity: Quantity) -> None:
        text = sentence.text
        begins = disclosure.clause_start(text, quantity, sentence.start)
        clause = text[begins : quantity.start]
        if disclosure.COMPARED.search(clause) or SAME.search(clause) or self._of_another_year(clause):
            return
        if self._this_years(sentence, quantity, clause) or self._sums_up(sentence, quantity):
            return
        if self.documents and (match := ATTRIBUTE.fullmatch(text, quantity.gap, quantity.start)):
            self._by_attribute(sentence, quantity, match)
            return
        item = self._item(sentence, quantity)
        if item is not None and self.head is not None and self.head.since and THIS_YEAR.search(clause):
            self._close(0)
            item = None
        if self._request(sentence, quantity, begins, item) or self._closing(sentence, quantity):
            return
        current = self.lists[-1] if self.lists else None
        if current is not None and current.orphan and self._statement(sentence, quantity, item, total_only=True):
            return
        if item is not None and current is not None and current.explicit:
            current.items.append(item)
            self._become(item)
        elif self._other(sentence, quantity, begins) or self._statement(sentence, quantity, item):
            return
        elif item is not None and current is not None and (not current.orphan or _categorical(item)):
            current.items.append(item)
        elif quantity.unit in COUNT_UNITS and quantity.unit not in NOT_COUNTED and not self._charging():
            self._close(0)
            self.head = self.last = None
            self.documents = DOCUMENTS.search(clause) is not None

    def _of_another_year(self, clause: str) -> bool:
        match = OTHER_YEARS.fullmatch(clause)
        return match is not None and (match["year"] is None or int(match["year"]) != self.year)

    def _this_years(self, sentence: Sentence, quantity: Quantity, clause: str) -> bool:
        """累计10258条,其中2022年新增1204条: what is new this year is the year's total."""
        match = THIS_YEARS.fullmatch(clause)
        if match is None or self.head is None or not self.head.since or self.head.concept != disclosure.TOTAL:
            return False
        if match["year"] is not None and int(match["year"]) != self.year:
            return False
        total = draft_of(disclosure.TOTAL, sentence.passage, quantity, quantity.start)
        total.rank = self.head.rank
        self._close(0)
        self.statements.append(total)
        self._become(total)
        return True

    def _sums_up(self, sentence: Sentence, quantity: Quantity) -> bool:
        """公开信息55条,通过新媒体推送信息130条,合计185条: what the statements before add up to is the total."""
        if not SUMS_UP.fullmatch(sentence.text, quantity.gap, quantity.start):
            return False
        told = [said for said in self.statements if said.passage is sentence.passage and said.start >= sentence.start]
        if not told:
            return False
        first = min(said.start for said in told)
        counted = [each for each in sentence.quantities if first <= each.start < quantity.start]
        values = [each.value for each in counted if isinstance(each.value, int) and each.unit == quantity.unit]
        if len(values) < 2 or len(values) < len(counted) or sum(values) != quantity.value:
            return False
        total = draft_of(disclosure.TOTAL, sentence.passage, quantity, quantity.gap + 1)
        total.rank = SURE
        if len(told) == 1 and told[0].concept == disclosure.PART:
            self._all_parts(sentence, counted, told[0], total)
        self._close(0)
        self.statements.append(total)
        self._become(total)
        return True

    def _all_parts(self, sentence: Sentence, counted: list[Quantity], first: Draft, total: Draft) -> None:
        """发布动态信息203条,通知公告34条,政策文件12条,共计249条: every number before the sum is a part of it."""
        self.statements.remove(first)
        self.lists.clear()
        parts = Breakdown(total, explicit=True)
        parts.items.append(first)
        for each in counted[1:]:
            label = label_before(sentence.text, each.gap, each.start)
            draft = draft_of(disclosure.PART, sentence.passage, each, label[0] if label else each.start)
            draft.label = label
            parts.items.append(draft)
        self.drafts.extend(parts.close())

    def _by_attribute(self, sentence: Sentence, quantity: Quantity, match: re.Match[str]) -> None:
        """发文40件,其中主动公开32件,不予公开8件: documents by their attribute; only the first are disclosed."""
        if match["open"]:
            draft = draft_of(disclosure.TOTAL, sentence.passage, quantity, match.start("open"))
            draft.rank = 2
            self.statements.append(draft)

    def _request(self, sentence: Sentence, quantity: Quantity, begins: int, item: Draft | None) -> bool:
        """Requests: an explicit wording ends a list of items, any other is an item of a list of disclosed items."""
        follows = self.head is not None and self.head.concept.startswith("requests")
        clause = sentence.text[begins : quantity.start].lstrip("“其中:,")
        goes_on = self.asked and requests.OUTCOME.match(clause) is not None
        told = requests.statement(
            sentence, quantity, begins, self.topic or goes_on, follows=follows or goes_on, year=self.year
        )
        current = self.lists[-1] if self.lists else None
        if told is None or not told.explicit:
            if item is not None and current is not None and current.explicit:
                return False
            if item is None and (way := requests.way(sentence, quantity, begins, self.topic, self.head)):
                self.drafts.append(way)
                return True
        if told is None:
            return False
        if told.draft.concept == "requests_received_part":
            told.draft.part_of = self.head if follows else None
            self.drafts.append(told.draft)
            return True
        self._say(told.draft)
        self.asked = self.asked or told.draft.concept == requests.RECEIVED
        if told.draft.concept == requests.CARRIED_IN:
            self.head = None  # what follows divides both together
        return True

    def _statement(
        self, sentence: Sentence, quantity: Quantity, item: Draft | None, *, total_only: bool = False
    ) -> bool:
        """A statement of disclosure of its own; a category right after a total is rather an item of its list."""
        said = disclosure.statement(sentence, quantity, self.year, sentence.passage.section)
        if said is not None and self._of_requests(sentence, said):
            return False
        current = self.lists[-1] if self.lists else None
        bound = current is not None and current.orphan  # only by the verb of the statement before
        if said is None or (said.concept == disclosure.PART and item is not None and not bound):
            return False
        if total_only and (said.concept != disclosure.TOTAL or said.rank < 3):
            return False
        self._close(0)
        self.statements.append(said)
        self._become(said)
        if said.concept == disclosure.PART or said.channel:  # 政务类34条,概况类150条: the verb holds for what follows
            self.lists.append(Breakdown(None, explicit=False, orphan=True))
        return True

    def _of_requests(self, sentence: Sentence, said: Draft) -> bool:
        """其中属于已主动公开的2件: requests answered so, no items."""
        if not (self.topic or (self.head is not None and self.head.concept.startswith("requests"))):
            return False
        words = sentence.text[said.start : said.end]
        return (
            "信" not in words
            and "条" not in words
            and ANSWERED_SO.search(sentence.text, sentence.start, said.start + 4) is not None
        )

    def _other(self, sentence: Sentence, quantity: Quantity, begins: int) -> bool:
        """Fees, disputes, decisions: everything that is neither a request nor an item of information."""
        head = self.head
        if head is not None:
            part = decisions.fee_part(sentence, quantity, head) if head.concept == decisions.FEE else None
            if part := part or disputes.result_of(sentence, quantity, begins, head):
                self.drafts.append(part)
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

    def _become(self, draft: Draft) -> None:
        self.head = draft
        if draft.concept != disclosure.PART:
            self.last = draft

    def _closing(self, sentence: Sentence, quantity: Quantity) -> bool:
        """机构信息5条,人事信息3条,共计8条: the total comes last."""
        current = self.lists[-1] if self.lists else None
        if current is None or not current.orphan or len(current.items) < 2:
            return False
        match = CLOSING.fullmatch(sentence.text, quantity.gap, quantity.start)
        if match is None:
            return False
        total = draft_of(
            disclosure.TOTAL,
            sentence.passage,
            quantity,
            match.start() + (match[0][0] in ",;。"),
        )
        total.rank, current.head = 3, total
        self.statements.append(total)
        self._close(0)
        return True

    def _charging(self) -> bool:
        """公安局1件880元: the cases between the bodies and their fees do not end the list of fees."""
        return self.head is not None and self.head.concept == decisions.FEE

    def _item(self, sentence: Sentence, quantity: Quantity) -> Draft | None:
        """Return the number as an item of the innermost list that is open here, opening and closing lists as marked."""
        text = sentence.text
        gap = max(quantity.gap, sentence.start)
        if disclosure.ASIDE.search(text, gap, quantity.start):
            self._close(0)
            return None
        begins = self._open(text, quantity, gap)
        if not self.lists or (self.lists[-1].head is None and not self.lists[-1].orphan):
            return None
        label = label_before(text, begins, quantity.start)
        if label is not None and (closes(text, label) or self._told_beside(text, quantity, begins)):
            self._close(0)
            return None
        current = self.lists[-1]
        if begins == gap and len(current.items) == 1:
            current.separator = strength_before(text, quantity)
        return item_of(sentence, quantity, begins, current.head)

    def _told_beside(self, text: str, quantity: Quantity, begins: int) -> bool:
        """…财政预算4篇;公众号发布信息158条: a channel told after a list of categories is a statement of its own."""
        current = self.lists[-1]
        if not current.explicit or not current.items or current.of_channels or current.rest == quantity.value:
            return False
        weak = (current.separator or 2) < 3 or text.startswith("等", current.items[-1].end)
        words = text[begins : quantity.start]
        if current.rest == 0 and quantity.value != 0 and APART.search(words):
            return True
        return (
            weak
            and ";" in words
            and disclosure.channel_before(text, begins, quantity.start) is not None
            and (disclosure.VERB.search(words) is not None)
        )

    def _open(self, text: str, quantity: Quantity, gap: int) -> int:
        """Open the list that a marker opens here, or leave lists that end; return where the item's words begin."""
        self._leave_brackets(text[gap : quantity.start])
        head = self.head
        opener = opener_in(text, gap, quantity.start)
        if opener is not None and head is not None and head.concept in HEADS:
            while self.lists and head not in self.lists[-1].items and self.lists[-1].head is not head:
                self._close(len(self.lists) - 1)
            if not self.lists or self.lists[-1].head is not head:
                inside = text.count("(", gap, quantity.start) > text.count(")", gap, quantity.start)
                self.lists.append(Breakdown(head, explicit=True, bracketed=inside))
            return opener.end()
        if opener is not None and head is None and not self.lists and orphan_before(text, gap, opener):
            self.lists.append(Breakdown(None, explicit=True, orphan=True))
            return opener.end()
        strength = strength_before(text, quantity)
        if self.lists:
            self._leave(strength)
        elif head is not None and head.concept == disclosure.TOTAL and strength in (1, 2):
            self.lists.append(Breakdown(head, explicit=False))
        return gap

    def _leave_brackets(self, between: str) -> None:
        """End the list that stands in a bracket where the bracket ends; what follows goes on with its whole."""
        if between.find(")") < 0 or between.count(")") <= between.count("("):
            return
        while self.lists:
            left = self.lists[-1]
            self._close(len(self.lists) - 1)
            if left.bracketed:
                self.head = left.head
                return

    def _leave(self, strength: int) -> None:
        """End inner lists whose own separator is weaker than the one met."""
        while len(self.lists) > 1 and strength > (self.lists[-1].separator or 2):
            self._close(len(self.lists) - 1)

    def _close(self, depth: int) -> None:
        while len(self.lists) > depth:
            self.drafts.extend(self.lists.pop().close())


def _categorical(item: Draft) -> bool:
    """Where only the verb of an item before binds them, a label has to say that it counts information."""
    return item.label is not None and BOUND.search(item.passage.text, *item.label) is not None


def _disclosed(current: Breakdown | None) -> bool:
    if current is None or current.head is None:
        return current is not None and current.orphan
    return current.head.concept.startswith("items_disclosed")
