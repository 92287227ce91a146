"""Word's automatic numbers: "一、" before a heading is often not in the text but made by the list it belongs to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from lxml import etree
from msgspec import Struct, field

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_HAN = "零一二三四五六七八九"
_LEGAL = "零壹贰叁肆伍陆柒捌玖"
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"


class Level(Struct):
    """One level of a list: where it starts, how numbers are written, and the text around them ("%1、")."""

    start: int = 1
    format: str = "decimal"
    text: str = ""


class Numbering(Struct):
    """The lists of a document and how far they have counted."""

    levels: dict[str, dict[int, Level]] = field(default_factory=dict)  # list id -> level
    shared: dict[str, str] = field(default_factory=dict)  # list id -> abstract list, whose count several lists share
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)  # style id -> list id, level
    counts: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def label(self, list_id: str, level: int) -> str:
        """Count one item and return the label it prints, "" for bullets and unknown lists."""
        levels = self.levels.get(list_id)
        if not levels or level not in levels:
            return ""
        counts = self.counts[self.shared.get(list_id, list_id)]
        counts[level] = counts.get(level, levels[level].start - 1) + 1
        for deeper in [other for other in counts if other > level]:
            del counts[deeper]
        if levels[level].format in ("bullet", "none"):
            return ""
        text = levels[level].text
        for other in range(level + 1):
            if f"%{other + 1}" in text:
                known = levels.get(other, Level())
                text = text.replace(f"%{other + 1}", written(counts.get(other, known.start), known.format))
        return text


def written(number: int, form: str) -> str:
    """Return a number as a list prints it; forms that are not known are printed as digits."""
    if form in (
        "chineseCounting",
        "chineseCountingThousand",
        "japaneseCounting",
        "taiwaneseCountingThousand",
        "taiwaneseCounting",
    ):
        return han(number)
    if form in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"):
        return "".join("〇" if digit == "0" else _HAN[int(digit)] for digit in str(number))
    if form in ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"):
        return "".join(_LEGAL[_HAN.index(c)] if c in _HAN else {"十": "拾", "百": "佰"}.get(c, c) for c in han(number))
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 1 <= number <= len(_CIRCLED):
        return _CIRCLED[number - 1]
    if form in ("upperLetter", "lowerLetter") and 1 <= number <= 26:
        return chr((65 if form == "upperLetter" else 97) + number - 1)
    if form in ("upperRoman", "lowerRoman"):
        return _roman(number) if form == "upperRoman" else _roman(number).lower()
    if form == "decimalZero":
        return f"{number:02d}"
    return str(number)


def han(number: int) -> str:
    """Return 1 to 999 in Chinese numerals, other numbers as digits."""
    if not 0 < number < 1_000:
        return str(number)
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10)
    out = _HAN[hundreds] + "百" if hundreds else ""
    if hundreds and rest and not tens:
        out += "零"
    if tens:
        out += ("" if tens == 1 and not hundreds else _HAN[tens]) + "十"
    return out + (_HAN[ones] if ones else "")


def _roman(number: int) -> str:
    out = ""
    for value, letters in zip(
        (100, 90, 50, 40, 10, 9, 5, 4, 1), ("C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"), strict=True
    ):
        while number >= value and len(out) < 40:
            out, number = out + letters, number - value
    return out


def read(numbering: etree._Element | None, styles: etree._Element | None) -> Numbering:
    """Return the lists of numbering.xml and the styles of styles.xml that belong to lists."""
    found = Numbering()
    if numbering is not None:
        abstract = {str(n.get(W + "abstractNumId")): dict(_levels(n)) for n in numbering.iterfind(W + "abstractNum")}
        for number in numbering.iterfind(W + "num"):
            identity, source = str(number.get(W + "numId")), _value(number, "abstractNumId")
            levels = dict(abstract.get(source, {}))
            restarts = False
            for override in number.iterfind(W + "lvlOverride"):
                level = _int(override.get(W + "ilvl"))
                for _, changed in _levels(override):
                    levels[level] = changed
                start = override.find(W + "startOverride")
                if start is not None and level in levels:
                    known = levels[level]
                    levels[level] = Level(_int(start.get(W + "val"), 1), known.format, known.text)
                    restarts = True
            found.levels[identity] = levels
            if not restarts:
                found.shared[identity] = f"abstract {source}"
    linked = {  # style -> the level of the list that names it
        str(style.get(W + "val")): _int(level.get(W + "ilvl"))
        for level in (numbering.iter(W + "lvl") if numbering is not None else ())
        if (style := level.find(W + "pStyle")) is not None
    }
    if styles is not None:
        for style in styles.iterfind(W + "style"):
            properties = style.find(f"{W}pPr/{W}numPr")
            if properties is not None and _value(properties, "numId"):
                name = str(style.get(W + "styleId"))
                level = _int(_value(properties, "ilvl"), linked.get(name, 0))
                found.styles[name] = (_value(properties, "numId"), level)
    return found


def _levels(parent: etree._Element) -> Iterator[tuple[int, Level]]:
    for level in parent.iterfind(W + "lvl"):
        yield (
            _int(level.get(W + "ilvl")),
            Level(_int(_value(level, "start"), 1), _value(level, "numFmt") or "decimal", _value(level, "lvlText")),
        )


def _value(parent: etree._Element, name: str) -> str:
    child = parent.find(W + name)
    return str(child.get(W + "val") or "") if child is not None else ""


def _int(text: object, default: int = 0) -> int:
    try:
        return int(str(text))
    except ValueError:
        return default
