"""The figures of one invented body and year, as consistent as the statutory identities ask, and their printed words."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random

from benchmarks.corpus import forms

Key = tuple[str, str | None]
OUTCOMES_2021 = forms.REQUEST_ROWS + forms.REQUEST_OTHER_2021
OUTCOMES_2019 = forms.REQUEST_ROWS + forms.REQUEST_OTHER_2019


@dataclass
class Figures:
    """`cells`: concept (and applicant) to the printed words and the value a reader should give (None: blank)."""

    cells: dict[Key, tuple[str, int | str | None]] = field(default_factory=dict)

    def put(self, concept: str, column: str | None, value: int | str | None, printed: str | None = None) -> None:
        words = printed if printed is not None else ("" if value is None else str(value))
        self.cells[concept, column] = (words, value)

    def value(self, concept: str, column: str | None = None) -> int:
        found = self.cells[concept, column][1]
        return found if isinstance(found, int) else 0


def figures(random: Random, template: str, zero: str) -> Figures:
    """Draw figures. `zero` is how a zero is printed: 0, or blank for the habit of filling only what is not zero."""
    found = Figures()
    _requests(random, found, OUTCOMES_2021 if template == "t2021" else OUTCOMES_2019)
    _reviews(random, found)
    (_active_2021 if template == "t2021" else _active_2019)(random, found)
    if zero == "blank":
        for key, (_, value) in found.cells.items():
            if value == 0:
                found.cells[key] = ("", None)
    return found


def _requests(random: Random, found: Figures, rows: tuple) -> None:
    outcomes = [key for key, depth, _ in rows if key and depth in (1, 2)]
    busy = random.choice((0, 0.15, 0.5, 0.9))
    totals = dict.fromkeys(("new_received", "carried_in", "handled_total", "carried_out", *outcomes), 0)
    for column in forms.APPLICANT_KEYS[:-1]:
        size = random.choice((0, 3, 12, 400)) if random.random() < busy else 0
        counts = dict.fromkeys(outcomes, 0)
        for _ in range(random.randint(0, size) if size < 50 else size):
            counts[random.choice(outcomes)] += 1
        handled, out = sum(counts.values()), random.randint(0, min(size, 9))
        carried = random.randint(0, min(3, handled + out))
        line = {**counts, "handled_total": handled, "carried_out": out, "carried_in": carried}
        line["new_received"] = handled + out - carried
        for key, value in line.items():
            found.put(key, column, value)
            totals[key] += value
    for key, value in totals.items():
        found.put(key, "total", value)


def _reviews(random: Random, found: Figures) -> None:
    quiet = random.random() < 0.6
    for group in forms.REVIEW_GROUPS:
        values = [0 if quiet else random.choice((0, 0, 1, 2, 17, 309)) for _ in range(4)]
        for (leaf, _), value in zip(forms.REVIEW_LEAVES, [*values, sum(values)], strict=True):
            found.put(f"{group}_{leaf}", None, value)


def _active_2021(random: Random, found: Figures) -> None:
    for key in ("rules_issued", "rules_repealed", "rules_in_force"):
        found.put(key, None, 0)
    for key in ("normative_documents_issued", "normative_documents_repealed", "normative_documents_in_force"):
        found.put(key, None, random.choice((0, 0, 1, 4, 15, 420)))
    for key in ("licensing_decisions", "penalty_decisions", "compulsory_measure_decisions"):
        found.put(key, None, random.choice((0, 7, 123, 349, 1472, 51203)))
    amount = random.choice((0, "3.5", "190.457379", "59237.2449", 12, "0.08"))
    found.put("administrative_charges_wan", None, amount)


def _active_2019(random: Random, found: Figures) -> None:
    for kind in ("rules", "normative_documents"):
        made = 0 if kind == "rules" else random.choice((0, 1, 3))
        new = made + (random.randint(0, 2) if kind != "rules" else 0)
        for part, value in (("made", made), ("newly_disclosed", new), ("disclosed_total", new + random.randint(0, 9))):
            found.put(f"{kind}_{part}", None, value if kind != "rules" else 0)
    for kind, decisions in (
        ("licensing", "licensing_decisions"),
        ("other_services", "other_services_decisions"),
        ("penalty", "penalty_decisions"),
        ("compulsory", "compulsory_measure_decisions"),
        ("charge", None),
    ):
        found.put(f"{kind}_items_prev_year", None, random.choice((0, 5, 71, 1215)))
        change = random.choice((0, 1, 10, 62, -11, -35))
        sign = random.choice(("", "+")) if change > 0 else ""
        found.put(f"{kind}_items_change", None, change, f"{sign}{change}")
        if decisions:
            found.put(decisions, None, random.choice((0, 12, 168, 1290)))
    found.put("central_procurement_projects", None, random.choice((0, 3, 15)))
    amount, unit = random.choice((("0", ""), ("8040", ""), ("976.81", "万元"), ("251000", "元"), ("29.0506", "")))
    value: int | str = int(amount) if amount.isdigit() else amount
    found.put("central_procurement_amount", None, value, amount + unit)
