"""The closed list of concepts: complete for the forms, and the only names that figures carry."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from archive.report.concepts import Concept, concepts
from archive.report.templates.pre2019 import PRE2019
from archive.report.templates.t2019 import T2019
from archive.report.templates.t2021 import T2021

NARRATIVE = Path(__file__).parent.parent / "archive" / "report" / "narrative"


def printed_keys() -> set[str]:
    keys = {key for form in (T2019, T2021) for row in form.active for _, key in row.measures}
    keys |= {row.key for form in (T2019, T2021) for row in form.requests if row.key}
    return keys | set(T2021.review) | {row.key for row in PRE2019.statistics}


def test_every_key_of_the_forms_is_listed() -> None:
    assert printed_keys() <= set(concepts())


def test_what_no_form_prints_is_narrative_or_derived() -> None:
    rest = [concept for key, concept in concepts().items() if key not in printed_keys()]
    assert all(concept.table == "narrative" or concept.derived for concept in rest)
    assert {concept.key for concept in rest if concept.derived} == {
        *("refused_total", "unavailable_total", "not_processed_total", "other_total", "suit_total"),
    }


@pytest.mark.parametrize("concept", list(concepts().values()), ids=lambda concept: concept.key)
def test_every_concept_says_what_it_counts_in_both_languages(concept: Concept) -> None:
    assert concept.en.isascii()
    assert any("\u4e00" <= char <= "\u9fff" for char in concept.zh)
    assert concept.unit
    assert (concept.type in ("decimal", "money")) == (concept.unit in ("元", "万元", "unknown"))


def test_the_narrative_names_no_concept_outside_the_list() -> None:
    """String constants of the narrative reader that look like a concept of the list's narrative families."""
    families = ("items_disclosed_", "requests_received", "requests_answered", "requests_carried_", "information_fee_")
    named = {
        node.value
        for path in NARRATIVE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.startswith(families)
    }
    assert named
    assert {name for name in named if name.isidentifier()} <= set(concepts())
