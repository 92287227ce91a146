"""Precision and recall of the reader on the generated corpus, three seeds; bounds stand in benchmarks/accuracy.py."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from benchmarks.accuracy import BOUNDS, run
from benchmarks.corpus import make


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_field_keeps_its_bound(seed: int) -> None:
    score = run([seed])
    short = {f: score.of(f) for f, (p, r) in BOUNDS.items() if score.of(f)[0] < p or score.of(f)[1] < r}
    assert short == {}, score.misses[:10]
    assert all(score.due[field] > 100 for field in BOUNDS)


def test_the_generator_shares_nothing_with_the_reader() -> None:
    folder = Path(__file__).parent.parent / "benchmarks" / "corpus"
    for path in folder.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom | ast.Import):
                names = [node.module or ""] if isinstance(node, ast.ImportFrom) else [a.name for a in node.names]
                assert not any(name.split(".")[0] in ("archive", "crawler") for name in names), path


def test_a_seed_gives_the_same_pages_every_time() -> None:
    assert [case.html for case in make(7, 5)] == [case.html for case in make(7, 5)]
