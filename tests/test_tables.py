"""The statutory tables as the notices print them, and the ways real publishers print them."""

from __future__ import annotations

import pytest
from tables_kit import active_table, by_key, numbered, read, requests_table, review_table


@pytest.mark.parametrize("template", ["t2019", "t2021"])
def test_clean_tables_are_read_in_full(template: str) -> None:
    values = numbered(template)
    result = read(active_table(template, values), requests_table(template, values), review_table(values))
    figures = by_key(result)
    assert result.template == template
    assert {key: str(figure.value) for key, figure in figures.items()} == values
    assert {figure.state for figure in figures.values()} == {"number"}
    assert set(result.tables.values()) == {"present"}
    assert result.findings == ()
