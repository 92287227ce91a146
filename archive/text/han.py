"""Han numerals: 一百三十九, 两千零五, 一三九, 一点二万."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

_SAID = ("零〇○", "一壹", "二贰两", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
DIGITS = {character: value for value, characters in enumerate(_SAID) for character in characters}
UNITS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
LONGEST = 40  # characters; nobody spells a longer number
SCALES = {"万": 10**4, "亿": 10**8}


def han_value(text: str, *, bare: bool = False) -> int | None:
    """The value of a Han numeral, or None where the text is none (三公) or an approximation by neighbours (三四十).

    `bare` allows 百, 千 and 万 without a digit before them, as 百余 and 近千 say them.
    """
    if not text or len(text) > LONGEST or any(c not in DIGITS and c not in UNITS and c not in SCALES for c in text):
        return None
    if all(c in DIGITS for c in text):
        return _said_one_by_one(text)
    if not bare and text[0] not in DIGITS and text[0] not in "十拾":
        return None
    total = 0
    for scale in sorted(SCALES, key=lambda c: -SCALES[c]):
        head, found, tail = text.rpartition(scale)
        if found:
            part = han_value(head, bare=bare) if head else 1
            if part is None:
                return None
            total += part * SCALES[scale]
            if len(tail) == 1 and DIGITS.get(tail):  # 一万二 is 12000
                return total + DIGITS[tail] * SCALES[scale] // 10
            text = tail
    below = _below_ten_thousand(text)
    return None if below is None else total + below


def _below_ten_thousand(text: str) -> int | None:
    """千, 百 and 十 in falling order, a digit before each (十 may stand alone), 零 where one is left out."""
    total, last_unit, digit, zero = 0, 10_000, 0, False
    for c in text:
        if c in DIGITS:
            if digit or (zero and DIGITS[c] == 0):
                return None
            digit, zero = DIGITS[c], zero or DIGITS[c] == 0
            continue
        unit = UNITS[c]
        if unit >= last_unit or (not digit and total and not (zero and unit == 10)):
            return None
        total, last_unit, digit, zero = total + (digit or 1) * unit, unit, 0, False
    if digit and not zero and 100 <= last_unit < 10_000:  # 一百三 is 130
        digit *= last_unit // 10
    return total + digit


def _said_one_by_one(text: str) -> int | None:
    """一三九 is 139. Neighbours (三四, 一二三) are an approximation or a list, and no number begins with 零."""
    values = [DIGITS[c] for c in text]
    if len(values) == 1:
        return values[0]
    counting_up = all(b == a + 1 for a, b in pairwise(values))
    if values[0] == 0 or "两" in text or counting_up or (len(values) == 2 and 0 not in values):
        return None
    return int("".join(map(str, values)))


def han_decimal(text: str, *, bare: bool = False) -> Decimal | None:
    """As `han_value`, with a fraction allowed: 一点二万 is 12000."""
    if "点" not in text:
        value = han_value(text, bare=bare)
        return None if value is None else Decimal(value)
    whole, _, fraction = text.partition("点")
    scale = 1
    while fraction and fraction[-1] in SCALES:
        scale, fraction = scale * SCALES[fraction[-1]], fraction[:-1]
    value = han_value(whole)
    if value is None or not fraction or len(text) > LONGEST or any(c not in DIGITS for c in fraction):
        return None
    return Decimal(f"{value}.{''.join(str(DIGITS[c]) for c in fraction)}") * scale
