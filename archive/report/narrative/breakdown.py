"""Lists of parts after a stated number (format fact sheet D1, 4-22 and 39-42).

A list opens with 其中, 包括, 含, a colon, a bracket or 分别为, in the same sentence or at the start of the next one;
two or more labelled numbers that follow a total without any marker are a list too (D1, 11), if they add up. A list
inside a list opens when its marker follows an item, and ends at a separator stronger than its own (、 < ， < ；). A
label is what stands between an item's separator and its number; 、 inside it joins what the author counted together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from archive.report.narrative.disclosure import PART, TOTAL
from archive.report.narrative.drafts import Axis, Draft, draft_of
from archive.report.narrative.quantities import CLOSES, ITEM_UNITS, Quantity, Sentence
from archive.report.narrative.words import (
    APPLICANT,
    CHANNEL,
    FILLER,
    NUMBERING,
    REQUEST_CHANNEL,
    axis_of,
)

OPENER = re.compile(
    r"公开的(?:政府)?信息(?:中|当中|里)|其中|(?:具体|主要)?(?:包括|包含|涵盖)|分别(?:为|是|有)|具体(?:为|是|有|情况)|主要(?:为|是|有)|(?:主要)?类别(?:为|有)"
    r"|即|含(?![有金量义])|按[^,。;:]{2,14}(?:分|划分|统计|方式)[^,。;:]{0,4}|[:(]"
)
RESUMES = re.compile(
    r"(?:在?(?:主动)?公开的(?:政府)?信息(?:中|当中|里)|其中|主要(?:类别)?(?:包括|为|是|有)|(?:具体)?(?:包括|包含)|具体(?:为|是|有|情况)|分别(?:为|是)|按[^,。;:]{2,14}(?:分|划分|统计|方式))"
)
HARD = re.compile(
    r"(?:全年|及时|先后|积极|累计|还)?(?:召开|开展|举办|组织(?!机构)|培训|收到|受理|接到|接待|答复|办理|印发|制定|开通|解答|转发|回应(?!关切)|处理"
    r"|整改|撤销|删除|征求|征集|完成|审[查核]|安排|参[加与]|增设|设立|增加|减少)"
)
NO_LABEL = re.compile(
    r"点击|浏览|访问|阅读|粉丝|关注量|增长|下降|占|同比|平均|复议|诉讼|申诉|责任追究|报送|采用|录用|观看"
)
LEADING = re.compile(
    r"^(?:[、,;:()\s]|和(?![平谐])|及(?!时)|以及|与|还有|另有|有(?![关效])|为(?![民农企])|是|其中|分别|具体|通过|利用|依托|借助|经由|在(?![线建职])|于"
    r"|涉及|属于|主动公开(?=[^信政的])|各类|的|共(?![青享同])|全年|年内|及时|(?:发布|更新|推送)(?=[^信政的了量])|公开(?=[^信政的了目栏专平条年])"
    r")+"
)
THROUGH = re.compile(r"通过|利用|依托|借助|经由|在|于")
PUBLISHED = re.compile(
    r"(?:上|中)?(?:主动)?(?:公开|发布|推送|更新|发送|上传|刊登|刊发|刊载|播放|张贴|公示|编发|公布)(?:了|的|各类|政府|政务|相关|信[息思]|消息|文章|内容|推文|图文)*$"
)
ANNOUNCES = re.compile(r"公开(?!栏|条例|指南|申请)[^。;]{0,14}$")
CLOSING = re.compile(r"[,;。]?(?:以上)?(?:共计|合计|总计|共|总共)(?:主动)?(?:公开)?(?:政府)?(?:信息)?(?:为|:)?")
NAMED = re.compile(r"(?:文件|信息|动态|公告|类)$")
SAME = re.compile(
    r"(?:同一|重复|相同)[^,。;]{0,12}(?:计|算|按|为)[^,。;]{0,3}$"
)  # 不同渠道发布的同一信息计为1条: how it was counted, not a part
STRENGTH = (("。", 4), (";", 3), (",", 2), ("、和及与", 1))


@dataclass(eq=False)
class Breakdown:
    """An open list: its head (None if the head counts nothing we know), its items, and how strongly they are parted."""

    head: Draft | None
    explicit: bool
    orphan: bool = False  # 公开内容包括:机构信息5条、…: parts of a total that is stated last, or not at all
    separator: int = 0
    bracketed: bool = False  # (含新制定5件,修改4件): ends with its bracket
    items: list[Draft] = field(default_factory=list)

    def close(self) -> list[Draft]:
        """Return the items that count: one unmarked item is no list; every item gets the axis of the whole list."""
        if self.head is None and (not self.orphan or (self.explicit and len(self.items) < 2)):
            return []
        if not self.explicit and not self.orphan and (len(self.items) < 2 or not self._adds_up()):
            return [item for item in self.items if _updated(item)]
        kept = len(self.items) - self._appended()
        axis = self._axis(self.items[:kept])
        for nth, item in enumerate(self.items):
            item.axis = axis if nth < kept else "channel"
            item.part_of = self.head if nth < kept else None
        return self.items

    def _axis(self, items: list[Draft]) -> Axis:
        labels = [item.passage.text[slice(*item.label)] for item in items if item.label]
        if self.head is not None and self.head.concept.startswith("requests"):
            return "channel" if labels and all(map(REQUEST_CHANNEL.search, labels)) else "category"
        return axis_of(labels)

    def _appended(self) -> int:
        """How many channels at the end are told beside a list of categories that adds up without them."""
        if self.head is None or self._adds_up():
            return 0
        for count in range(1, len(self.items) - 1):
            told = self.items[-count]
            if told.label is None or not CHANNEL.search(told.passage.text, *told.label):
                return 0
            values = [item.value for item in self.items[:-count]]
            if all(isinstance(value, int) for value in values) and sum(values) == self.head.value:  # type: ignore[arg-type]
                return 0 if CHANNEL.search(self.items[0].passage.text, *(self.items[0].label or (0, 0))) else count
        return 0

    @property
    def rest(self) -> int | None:
        """What the parts so far leave of the whole, if all of them are exact."""
        values = [item.value for item in self.items if isinstance(item.value, int)]
        if self.head is None or not isinstance(self.head.value, int) or len(values) < len(self.items):
            return None
        return self.head.value - sum(values)

    @property
    def of_channels(self) -> bool:
        """True if every item so far names a channel."""
        return all(item.label and CHANNEL.search(item.passage.text, *item.label) for item in self.items)

    def _adds_up(self) -> bool:
        """What no word marks as a list is one only if it adds up."""
        values = [item.value for item in self.items if isinstance(item.value, int)]
        return self.head is not None and len(values) == len(self.items) and sum(values) == self.head.value


def opener_in(text: str, start: int, stop: int) -> re.Match[str] | None:
    """Return the last marker that opens a list in text[start:stop]."""
    start = max(start, text.rfind(")", start, stop) + 1)
    named = text.rfind(";", start, stop) + 1  # 包括街道概况、领导成员等;执法信息15条: that list names no numbers
    start = max(start, named)
    return max(
        OPENER.finditer(text, start, stop),
        key=lambda match: match.start(),
        default=None,
    )


def orphan_before(text: str, start: int, opener: re.Match[str]) -> bool:
    """True if the words before an opener speak of disclosing, without a number: 主动公开的内容包括…"""
    return ANNOUNCES.search(text, start, opener.start()) is not None


def strength_before(text: str, quantity: Quantity) -> int:
    """Return how strong the strongest separator between the last quantity and this one is."""
    between = text[quantity.gap : quantity.start]
    return next(
        (strength for marks, strength in STRENGTH if any(mark in between for mark in marks)),
        0,
    )


def item_of(sentence: Sentence, quantity: Quantity, start: int, head: Draft | None) -> Draft | None:
    """Return the part that a number states inside a list of `head`. `start` is where its words begin."""
    if head is None or head.concept in (TOTAL, PART):
        return _disclosed(sentence, quantity, start)
    if head.concept in ("requests_received", "requests_answered"):
        return _request(sentence, quantity, start)
    return None


def _disclosed(sentence: Sentence, quantity: Quantity, start: int) -> Draft | None:
    if quantity.unit not in ITEM_UNITS and quantity.unit is not None:
        return None
    if (
        sentence.text[quantity.start] in "一两二三四五六七八九"
        and sentence.text[quantity.end : quantity.end + 1] not in CLOSES
    ):
        return None  # 动态和公示两项内容占比最大: that only names them
    label = label_before(sentence.text, start, quantity.start) or _label_after(sentence, quantity)
    if label is None or closes(sentence.text, label) or label[1] - label[0] > 60:
        return None
    draft = draft_of(
        PART,
        sentence.passage,
        quantity,
        min(label[0], quantity.start),
        end=max(label[1], quantity.end),
    )
    draft.label = label
    return draft


def closes(text: str, label: tuple[int, int]) -> bool:
    """True if what stands before a number is no label but another statement (组织在线访谈24场), which ends the list."""
    return HARD.match(text, *label) is not None or NO_LABEL.search(text, *label) is not None


def _request(sentence: Sentence, quantity: Quantity, start: int) -> Draft | None:
    label = label_before(sentence.text, start, quantity.start)
    if label is None or label[1] - label[0] > 24:
        return None
    words = sentence.text[label[0] : label[1]]
    channel = REQUEST_CHANNEL.search(words)
    if not channel and not APPLICANT.search(words):
        return None
    draft = draft_of("requests_received_part", sentence.passage, quantity, label[0])
    draft.label = label
    return draft


def label_before(text: str, start: int, stop: int) -> tuple[int, int] | None:
    """Return the label in text[start:stop]: what the author calls the part, without markers, verbs and fillers."""
    if (match := re.search(r"[,;:。][^,;:。]*$", text[start:stop])) and FILLER.sub("", match[0][1:]):
        start += match.start() + 1
    before, through = None, False
    while before != (start, stop):
        before = (start, stop)
        words = text[start:stop]
        if match := LEADING.match(words) or NUMBERING.match(words):
            through = through or THROUGH.search(match[0]) is not None
            start += match.end()
        elif match := FILLER.search(words):
            stop = start + match.start()
    return _bare(text, start, stop, through) if stop > start else None


def _bare(text: str, start: int, stop: int, through: bool) -> tuple[int, int] | None:
    """Take away the verb after a channel (通过网站发布) and quotation marks that embrace the whole label."""
    if text.endswith("公开", start + 4, stop) and NAMED.search(text, start, stop - 2):
        stop -= 2  # 乡镇文件公开41条
    match = PUBLISHED.search(text[start:stop])
    if match and match.start() > 0 and (through or CHANNEL.search(text, start, start + match.start())):
        stop = start + match.start()
    if stop - start > 2 and text[start] in '“「『"' and text[stop - 1] in '”」』"':
        start, stop = start + 1, stop - 1
    elif text[stop - 1] in '”"' and "“" not in text[start:stop]:
        stop -= 1
    return (start, stop) if stop > start else None


def _updated(item: Draft) -> bool:
    """新增64条、更新12条: what was only updated is no part of what is new."""
    return item.label is not None and item.passage.text[slice(*item.label)] == "更新"


def _label_after(sentence: Sentence, quantity: Quantity) -> tuple[int, int] | None:
    """The label follows the number: 其中85条政策文件."""
    match = re.match(
        r"(?:的)?([^,。;:、()0-9\s]{2,16}?)(?=[,。;:、()]|$)",
        sentence.text[quantity.end : quantity.end + 24],
    )
    if match is None or re.match(r"以上|左右|信息$", match[1]):
        return None
    return quantity.end + match.start(1), quantity.end + match.end(1)
