"""Golden cases: a folder holds a page as published, what it shows, and what a person reads on it.

`tests/fixtures/reports/<case>/input.html|txt|json` is the page; `input.docx.toml|input.pdf.toml|input.xlsx.toml`
describes a document that `golden_documents` prints. `meta.toml` says what the case shows and where that was observed.
`expected.json` is written by hand from the page, never by the reader; what it leaves out is not compared. With
`"as": "<case>"` it takes over what another case expects.

Its notation: `"*"` agrees with anything; a scalar that is a list agrees with each of its members; a concept may be
"one|other" where both readings are right; `{"state": …}` is a value without a number; `narrative` is complete but for
`narrative_optional`, entries `[concept, value, unit, approx]`, parts with label and the value of their whole.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import golden_documents

from archive.model import Figure, Reading
from archive.reading import read_payload
from archive.text.fold import fold, squash

CASES = Path(__file__).parent / "fixtures" / "reports"
SCALARS = (
    "is_annual_report kind template template_basis year publisher publisher_level title published_at published_basis "
    "generated_at signed_at identifier document_number script scope"
).split()
PARTS = ("scalars", "sections", "tables", "cells", "narrative", "items", "contact", "links", "findings")
OFFICES = ("人民政府", "办事处")
Reader = Callable[[str], str]


@dataclass(frozen=True)
class Case:
    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name

    @cached_property
    def meta(self) -> dict[str, str]:
        return tomllib.loads((self.folder / "meta.toml").read_text("utf-8"))

    @cached_property
    def expected(self) -> dict[str, Any]:
        file = self.folder / "expected.json"
        if not file.exists():
            raise AssertionError(f"{file} is missing: read the page and write it by hand, never from the reader")
        expected: dict[str, Any] = json.loads(file.read_text("utf-8"))
        if "as" in expected:  # the same report in another carrier reads the same, but for what is said here
            base = Case(CASES / expected["as"]).expected
            expected = {**base, **expected, "cells": {**base.get("cells", {}), **expected.get("cells", {})}}
        return expected

    @cached_property
    def input(self) -> Path:
        (file,) = self.folder.glob("input.*")
        return file

    @property
    def is_document(self) -> bool:
        return self.input.suffix == ".toml"

    def payload(self) -> bytes:
        return golden_documents.printed(self.input) if self.is_document else self.input.read_bytes()

    def read(self, payload: bytes | None = None) -> Reading:
        name = self.input.stem if self.is_document else self.input.name
        body = self.payload() if payload is None else payload
        return read_payload(
            body, source=self.name, name=name, charset=self.meta.get("charset"), url=self.meta.get("url")
        )


def cases() -> list[Case]:
    return [Case(folder) for folder in sorted(CASES.iterdir()) if folder.is_dir()]


@cache
def reading_of(name: str) -> Reading:
    return Case(CASES / name).read()


def exactly(text: str) -> str:
    return text


def folded(text: str) -> str:
    """The text in Simplified script without blanks, as two scripts of one text are compared."""
    return squash(fold(text).text)


# ------------------------------------------------------------------------------------------------ comparing


def differences(part: str, expected: dict[str, Any], reading: Reading, read: Reader = exactly) -> list[str]:
    """What a reading says otherwise than the person, a line each."""
    return list(globals()[f"_{part}"](expected, reading, read))


def _agrees(want: Any, got: Any, read: Reader) -> bool:
    if isinstance(want, list):
        return any(_agrees(each, got, read) for each in want)
    if want == "*":
        return True
    if isinstance(want, str) and isinstance(got, str):
        return read(want) == read(got)
    return bool(want == got and type(want) is type(got))


def _named(name: str | None, read: Reader) -> str | None:
    """A publisher's name without the word for its office: a title prints 大营镇, the lead 大营镇人民政府."""
    if name is None:
        return None
    bare = read(name)
    for office in OFFICES:
        bare = bare.removesuffix(read(office))
    return bare


def _scalars(expected: dict[str, Any], reading: Reading, read: Reader) -> Iterable[str]:
    for key in SCALARS:
        if key not in expected or (key == "script" and read is folded):
            continue
        want, got = expected[key], getattr(reading, key)
        if key == "publisher" and want is not None:
            want, got = _named(want, read), _named(got, read)
        if not _agrees(want, got, read):
            yield f"{key}: expected {expected[key]!r}, got {getattr(reading, key)!r}"


def _sections(expected: dict[str, Any], reading: Reading, read: Reader) -> Iterable[str]:
    got = [section.key for section in reading.sections]
    if expected.get("sections") is not None and got != expected["sections"]:
        yield f"sections: expected {expected['sections']}, got {got}"
    among = expected.get("sections_among", [])
    if [key for key in got if key in among] != among:
        yield f"sections: expected among others {among}, got {got}"


def _tables(expected: dict[str, Any], reading: Reading, read: Reader) -> Iterable[str]:
    for name, state in expected.get("tables", {}).items():
        if state not in ("*", reading.tables.get(name)):  # type: ignore[call-overload]
            yield f"{name}: expected {state}, got {reading.tables.get(name)}"  # type: ignore[call-overload]


def _cells(expected: dict[str, Any], reading: Reading, read: Reader) -> Iterable[str]:
    got: dict[tuple[str, str | None], list[Figure]] = {}
    for figure in reading.figures:
        if figure.source == "table":
            got.setdefault((figure.concept, figure.column), []).append(figure)
    for concept, wanted in expected.get("cells", {}).items():
        by_column = wanted if isinstance(wanted, dict) and not {"state", "value"} & set(wanted) else {None: wanted}
        for column, want in by_column.items():
            where = concept if column is None else f"{concept}[{column}]"
            yield from _cell(where, want, got.get((concept, column), []))


def _cell(where: str, want: Any, found: list[Figure]) -> Iterable[str]:
    spec = want if isinstance(want, dict) else {"value": want}
    states = spec.get("state", ["number", "number_with_unit"])
    states = [states] if isinstance(states, str) else states
    if len(found) != 1:
        if found or "none" not in states:
            yield f"{where}: expected {want!r}, got {len(found)} figures"
        return
    figure = found[0]
    if figure.state not in states or figure.value != spec.get("value"):
        yield f"{where}: expected {want!r}, got {figure.value!r} ({figure.state})"
    elif "unit" in spec and figure.unit != spec["unit"]:
        yield f"{where}: expected unit {spec['unit']}, got {figure.unit}"


def _narrative(expected: dict[str, Any], reading: Reading, read: Reader) -> Iterable[str]:
    by_id = {figure.id: figure for figure in reading.figures}
    found = [figure for figure in reading.figures if figure.source == "narrative"]
    for concept in expected.get("no_concepts", []):
        if any(figure.concept == concept for figure in found):
            yield f"{concept}: expected none"
    for want in expected.get("narrative_among", []):
        if not any(_states(want, figure, by_id) for figure in found):
            yield f"expected among others {want}"
    if expected.get("narrative") is None:
        return
    optional = expected.get("narrative_optional", [])
    wanted = list(expected["narrative"])
    for figure in found:
        if wanted and _states(wanted[0], figure, by_id):
            wanted.pop(0)
        elif not any(_states([*entry, "*"], figure, by_id) for entry in optional):
            yield f"unexpected {_shown(figure, by_id)}" + (f", expected {wanted[0]}" if wanted else "")
    for want in wanted:
        yield f"missing {want}"


def _states(want: list[Any], figure: Figure, by_id: dict[str, Figure]) -> bool:
    concept, value, unit, approx, *label_and_whole = want
    unit_fits = unit == "*" or unit == (folded(figure.unit) if figure.unit else None)
    fits = concept == "*" or figure.concept in concept.split("|")
    if not (fits and figure.value == value and unit_fits and approx in ("*", figure.approx)):
        return False
    if not label_and_whole:
        return True
    label, whole = label_and_whole
    part_of = by_id[figure.part_of].value if figure.part_of else None
    core, got = folded(label), folded(figure.label or "")
    return core in got and len(got) <= len(core) + 8 and part_of == whole


def _shown(figure: Figure, by_id: dict[str, Figure]) -> str:
    whole = by_id[figure.part_of].value if figure.part_of else None
    return f"{[figure.concept, figure.value, figure.unit, figure.approx, figure.label, whole]} in {figure.quote!r}"


def _items(expected: dict[str, Any], reading: Reading, read: Reader) -> Iterable[str]:
    for key, items in (("problems", reading.problems), ("remedies", reading.remedies)):
        got = [read(item.text).rstrip("；;。，,、 \n") for item in items]
        if expected.get(key) is not None and got != [read(each) for each in expected[key]]:
            yield f"{key}: expected {expected[key]}, got {got}"
        for words in expected.get(f"{key}_hold") or []:
            if sum(folded(words) in folded(each) for each in got) != 1:
                yield f"{key}: expected one that holds {words!r}, got {got}"


def _contact(expected: dict[str, Any], reading: Reading, read: Reader) -> Iterable[str]:
    for key, want in expected.get("contact", {}).items():
        if not _agrees(want, getattr(reading.contact, key), read):
            yield f"{key}: expected {want!r}, got {getattr(reading.contact, key)!r}"


def _links(expected: dict[str, Any], reading: Reading, read: Reader) -> Iterable[str]:
    names = [link.name for link in reading.links]
    for want in expected.get("links", []):
        if read(want) not in [read(name) for name in names]:
            yield f"link: expected {want!r}, got {names}"


def _findings(expected: dict[str, Any], reading: Reading, read: Reader) -> Iterable[str]:
    failed = [finding for finding in reading.findings if finding.verdict == "fail"]
    for want in expected.get("findings", []):
        if not any(all(getattr(each, key) == value for key, value in want.items()) for each in failed):
            yield f"expected to fail: {want}"
    for check in expected.get("no_findings", []):
        for each in failed:
            if each.check == check:
                yield f"{check} must not fail: {each.row} {each.column} {each.left} {each.right} {each.message}"
