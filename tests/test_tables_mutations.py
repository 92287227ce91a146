"""Over ten thousand mutated tables: nothing silently wrong, and what a person can read is read."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from tables_kit import (
    APPLICANTS,
    REVIEW_KEYS,
    Values,
    active_keys,
    active_sections,
    active_table,
    html,
    read,
    request_keys,
    requests_table,
    review_table,
)
from tables_mutations import FLAT, HARMING, KEEPING, REWRITING, Document, expected, fill, flatten, harm, truth

from archive.blocks import from_html
from archive.model import Figure
from archive.report.tables import TablesRead, read_tables
from archive.text.fold import fold

SEEDS = range(3)
PER_SEED = 1750


def make(rng: random.Random) -> tuple[Document, Values]:
    """One of the tables, filled in."""
    template = rng.choice(("t2019", "t2021"))
    which = rng.choice(("active", "active", "sections", "requests", "requests", "requests", "review"))
    if which in ("active", "sections"):
        values = fill(rng, [(key, None) for key in active_keys(template)])
        parts = active_sections(template, values) if which == "sections" else [active_table(template, values)]
        return list(parts), values
    if which == "requests":
        values = fill(rng, [(key, column) for key in request_keys(template) for column in APPLICANTS])
        return [requests_table(template, values)], values
    values = fill(rng, [(key, None) for key in REVIEW_KEYS])
    return [review_table(values)], values


def flags(result: TablesRead) -> set[str]:
    """Rows that a finding names; `*` for a finding on the whole table."""
    return {finding.row or "*" for finding in result.findings}


def row_of(figure: Figure) -> set[str]:
    """The names under which a finding may speak of this figure's row."""
    names = {figure.concept, "*"}
    if figure.concept in REVIEW_KEYS:
        names.add("review_litigation")
    stems = ("rules", "normative_documents", "licensing", "other_services", "penalty", "compulsory")
    names.update(stem for stem in stems if figure.concept.startswith(stem))
    names.update({"charges"} if "charge" in figure.concept else set())
    names.update({"procurement"} if "procurement" in figure.concept else set())
    return names


def said(figure: Figure) -> tuple[str, str | None]:
    return figure.state, None if figure.value is None else str(figure.value)


def silently_wrong(result: TablesRead, now: Values) -> list[tuple[str, str | None, object, str]]:
    spoken = flags(result)
    return [
        (figure.concept, figure.column, figure.value, now.get((figure.concept, figure.column), "no such row"))
        for figure in result.figures
        if figure.state in ("number", "number_with_unit")
        and not row_of(figure) & spoken
        and ((figure.concept, figure.column) not in now or said(figure) != expected(now[figure.concept, figure.column]))
    ]


def read_in_full(result: TablesRead, now: Values) -> bool:
    found = {(figure.concept, figure.column): said(figure) for figure in result.figures if figure.state != "absent"}
    return found == {key: expected(text) for key, text in now.items()}


def some_harm(rng: random.Random) -> list[str]:
    """One harm, often among harmless changes, sometimes with a second one in another row."""
    names = [rng.choice(list(HARMING))]
    if rng.random() < 0.25:
        names.insert(0, rng.choice(list(KEEPING)))
    if rng.random() < 0.4:
        names.append(rng.choice([name for name in KEEPING if name not in REWRITING]))
    if rng.random() < 0.15:
        names.append(rng.choice(list(HARMING)))
    return names


@pytest.mark.parametrize("seed", SEEDS)
def test_harmed_tables_are_never_silently_wrong(seed: int) -> None:
    rng = random.Random(f"harm {seed}")
    wrong: Counter[str] = Counter()
    examples = []
    for n in range(PER_SEED):
        document, values = make(rng)
        names = some_harm(rng)
        try:
            document = harm(rng, document, names)
            now = truth(values, document)
        except (IndexError, ValueError):
            continue  # nothing left to mutate
        faults = silently_wrong(read(*document), now)
        if faults:
            wrong["+".join(names)] += 1
            examples.append((n, names, faults[:3]))
    assert not wrong, (wrong.most_common(), examples[:8])


@pytest.mark.parametrize("seed", SEEDS)
def test_what_a_person_can_read_is_read(seed: int) -> None:
    rng = random.Random(f"keep {seed}")
    missed: Counter[str] = Counter()
    wrong = []
    for n in range(PER_SEED):
        document, values = make(rng)
        names = rng.sample(list(KEEPING), rng.choice((1, 1, 1, 2)))
        for name in names:
            document = KEEPING[name](rng, document)
        now = truth(values, document)
        result = read(*document)
        if faults := silently_wrong(result, now):
            wrong.append((n, names, faults[:3]))
        if not read_in_full(result, now):
            missed["+".join(names)] += 1
    assert not wrong, wrong[:8]
    assert missed.total() <= 0.02 * PER_SEED, (missed.total() / PER_SEED, missed.most_common(12))


@pytest.mark.parametrize("style", FLAT)
def test_flattened_tables_are_right_or_flagged(style: str) -> None:
    rng = random.Random(f"flat {style}")
    wrong, unread, whole = [], 0, 0
    for n in range(250):
        document, values = make(rng)
        harmed = rng.random() < 0.3
        if harmed:
            # Run together, the values of a lost label are values of the label before it: nobody can tell.
            harms = ("drop_value", "merge_values") if "glued" in style else ("drop_value", "merge_values", "lose_label")
            document = harm(rng, document, [rng.choice(harms)])
        full = not harmed and all(text.strip() for text in values.values())
        now = truth(values, document)
        result = read("二、主动公开政府信息情况", *flatten(rng, document, style), "五、存在的主要问题")
        if faults := silently_wrong(result, now):
            wrong.append((n, faults[:3]))
        if full and style in ("cells", "rows", "wrapped"):
            whole += 1
            unread += not read_in_full(result, now)
    assert not wrong, wrong[:6]
    assert unread <= 0.02 * whole, (unread, whole)


def test_the_same_holds_for_pages() -> None:
    """Through the page reader, spans, blanks and line breaks included."""
    rng = random.Random("pages")
    wrong, unread = [], []
    for n in range(120):
        document, values = make(rng)
        kept = KEEPING[rng.choice(list(KEEPING))](rng, document)
        page = from_html(html(*kept))
        result, now = read_tables(page, fold(page.text)), truth(values, kept)
        if not read_in_full(result, now):
            unread.append(n)
        harmed = harm(rng, document, [rng.choice(list(HARMING))])
        page = from_html(html(*harmed))
        if faults := silently_wrong(read_tables(page, fold(page.text)), truth(values, harmed)):
            wrong.append((n, faults[:3]))
    assert not wrong, wrong[:6]
    assert len(unread) <= 2, unread


def test_untouched_tables_are_read_in_full() -> None:
    rng = random.Random("untouched")
    for _ in range(300):
        document, values = make(rng)
        assert read_in_full(read(*document), values)
