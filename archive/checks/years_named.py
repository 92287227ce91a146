"""Single-report checks of E1 and E4 on what a report says of itself: its year, its place, its captions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.checks.facts import Facts
from archive.checks.registry import check, finding, when
from archive.model import Finding

YEAR = re.compile(r"(?<![\d〔\[(（\-—–至到])(20[0-3]\d)(?=\s*年(?!\s*[-—–至到]\s*20))")
NOT_A_CLAIM = re.compile(r"(?:19|20)\d\d\s*[-—–至到]\s*$")
QUOTED = re.compile(r"《[^》]{0,80}》|[〔\[（(]\s*20\d\d\s*[〕\]）)]|第[^。]{0,12}号")
PERIOD = re.compile(
    r"(20\d\d)\s*年\s*1\s*月\s*1\s*日[^。]{0,12}?(?:至|到|起|—|-)[^。]{0,4}?(20\d\d)\s*年\s*12\s*月\s*3[01]\s*日"
)


@check("T-DRIFT", "W", "every row has the cells its head promises", "行列错位", "no table is present")
def drift(facts: Facts) -> Iterator[Finding]:
    """Drift itself is remarked while the tables are read; this says that none was met."""
    if not any(facts.present(table) for table in facts.reading.tables):
        yield finding("T-DRIFT", "not_assessable", "no table is present")
    elif not any(f.check == "T-DRIFT" and f.verdict == "fail" for f in facts.reading.findings):
        yield finding("T-DRIFT", "pass", "every row has the cells its head promises")


CAPTION = re.compile(r"第\s*(二十[一二三四五六七八九]?)\s*[条條]\s*第?\s*[（(]\s*([一五六八九])\s*[)）]\s*[项項]")


@check("T2-CAPTION", "I", "captions of table 2 quote Article 20", "表二标题均为第二十条", "table 2 is lost")
def captions(facts: Facts) -> Iterator[Finding]:
    """A caption of another article is a slip of typing or of recognition."""
    found = CAPTION.findall(facts.reading.text)
    if not facts.present("active_disclosure") or not found:
        yield finding("T2-CAPTION", "not_assessable", "table 2 or its captions are not in this document")
        return
    wrong = sorted({article for article, _ in found if article != "二十"})
    message = f"captions name Article {', '.join(wrong)} instead of 二十" if wrong else "captions quote Article 20"
    yield finding("T2-CAPTION", when(not wrong), message, left=wrong[0] if wrong else "二十", right="二十")


@check("Y-RY", "W", "title, period and body name one year", "标题、统计期限与正文年份一致", "fewer than two are stated")
def one_year(facts: Facts) -> Iterator[Finding]:
    """The year in the title, in the period sentence and at the head of section 1."""
    reading = facts.reading
    named: dict[str, int] = {}
    if reading.title and (match := re.search(r"(20[0-3]\d)(?!\d)", reading.title)):
        named["title"] = int(match[1])
    if (match := PERIOD.search(reading.text)) and match[1] == match[2]:
        named["period"] = int(match[1])
    overview = next((s.text for s in reading.sections if s.key == "overview"), "")
    if match := re.match(r"\s*(20[0-3]\d)\s*年", overview):
        named["section 1"] = int(match[1])
    if len(named) < 2:
        yield finding("Y-RY", "not_assessable", "fewer than two places name the year")
        return
    message = ", ".join(f"{place}: {year}" for place, year in named.items())
    years = list(named.values())
    good = len(set(years)) == 1
    other = next((year for year in years if year != years[0]), years[0])
    yield finding("Y-RY", when(good), message, left=years[0], right=other)


@check(
    "Y-STALE", "W", "sections 1 and 5 speak of their own year", "正文残留其他年份", "no year, plan names, quoted titles"
)
def stale(facts: Facts) -> Iterator[Finding]:
    """Years other than the report's and the next; the year before is allowed in comparisons."""
    year = facts.reading.year
    sections = [s for s in facts.reading.sections if s.key in ("overview", "problems")]
    if year is None or not sections:
        yield finding("Y-STALE", "not_assessable", "no year, or no sections 1 and 5")
        return
    bare = [(section.n, QUOTED.sub("", section.text)) for section in sections]
    strange = sorted(
        {
            (n, int(match[1]))
            for n, text in bare
            for match in YEAR.finditer(text)
            if not year - 1 <= int(match[1]) <= year + 1 and not NOT_A_CLAIM.search(text[: match.start()])
        }
    )
    future = [s for s in sections if s.key == "problems" and f"{year}年" in s.text and f"{year + 1}年" not in s.text]
    if strange:
        message = "; ".join(f"section {n} speaks of {other}" for n, other in strange) + f"; the report is for {year}"
        yield finding("Y-STALE", "fail", message, left=strange[0][1], right=year)
    elif any(re.search(rf"{year}年[^。]{{0,20}}(?:将|將|计划|計劃|拟|擬)", s.text) for s in future):
        message = f"section 5 plans for {year}, the year the report is about"
        yield finding("Y-STALE", "fail", message, left=year, right=year + 1)
    else:
        yield finding("Y-STALE", "pass", "no other year is spoken of")


OUR = re.compile(r"我(镇|鎮|乡|鄉|街道|局|委|县|縣|区|區|市|办|辦)")
OWN = {
    "township": "镇鎮乡鄉街办辦",
    "subdistrict": "街办辦",
    "bureau": "局委办辦厅廳",
    "county": "县縣区區市办辦",
    "city": "市办辦",
}


@check("Y-COPYPLACE", "W", "the report calls itself by its own kind", "自称与发布机构不符", "level unknown")
def copied_place(facts: Facts) -> Iterator[Finding]:
    """A township that calls itself 我局 or 我市 has probably copied; parent names alone are fine."""
    level = facts.reading.publisher_level
    text = "".join(s.text for s in facts.reading.sections if s.key in ("overview", "problems", "other_matters"))
    calls = [match[1] for match in OUR.finditer(text)]
    if level not in OWN or not calls:
        yield finding("Y-COPYPLACE", "not_assessable", "level unknown, or the report does not speak of itself")
        return
    wrong = sorted({call for call in calls if call[0] not in OWN[level]})
    # One stray word may name the parent (“我市各镇”); a habit of it is a copy.
    doubtful = [call for call in wrong if calls.count(call) * 2 >= len(calls)]
    message = f"calls itself 我{doubtful[0]}, level is {level}" if doubtful else "calls itself by its own kind"
    yield finding("Y-COPYPLACE", when(not doubtful), message, left=doubtful[0] if doubtful else None)
