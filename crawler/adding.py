"""gongkai portals add: what was found at an address, in words and as a portal entry for review."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from archive.errors import HomeError, UsageError
from archive.model import Portal
from crawler import portals as registry
from crawler.introduce import entry, portal_of
from crawler.once import Visits
from crawler.survey import Place, Survey, survey

MOST_SHOWN = 12


class Added(Struct, frozen=True):
    """A survey and the entry made of it."""

    survey: Survey
    portal: Portal
    known: tuple[str, ...] = ()  # ids under which the registry has it already

    @property
    def text(self) -> str:
        """Return the findings as comments above the entry: what is printed can be kept as a portal file."""
        lines = [*_lines(self.survey), *(f"in the registry already: {name}" for name in self.known)]
        return "".join(f"# {line}\n" for line in lines) + entry(self.portal)

    def plain(self) -> dict[str, Any]:
        """Return everything for JSON, without the page itself."""
        kept = {name: getattr(self.survey, name) for name in Survey.__struct_fields__ if name not in {"page", "titles"}}
        return {
            **kept,
            "known": self.known,
            "how_sure": self.survey.how_sure,
            "portal": self.portal,
            "entry": entry(self.portal),
        }


def add(url: str, *, local: bool, out: Path | None, home: Path) -> Added:
    """Look at an address; add the entry to `out` where one is named and something was found.

    Raises UsageError (no address; the file is not a portal file, or holds the portal already), HomeError (the file
    cannot be written), and what `crawler.survey.survey` raises.
    """
    if out is not None:
        _check_file(out)
    found = survey(url, Visits(local=local))
    made = Added(found, portal_of(found, local=local))
    known = [
        one.id for one in registry.load(home / "portals").values() if {one.id, one.url} & {made.portal.id, found.url}
    ]
    if out is not None and out.exists():
        known += [one for one in registry.portals_in(out) if one == made.portal.id]
    if out is not None and known:
        raise UsageError(f"{found.url} is in the registry already; see `gongkai portals show {known[0]}`")
    if out is not None and found.is_something:
        _append(made, out)
    return replace(made, known=tuple(dict.fromkeys(known)))


def _lines(found: Survey) -> Iterator[str]:
    yield f"{found.url}" + ("" if found.url == found.asked else f" (asked for: {found.asked})")
    yield f"platform: {found.platform}; {found.how_sure}"
    if found.nodes:
        claims = f", {found.claimed} posts claimed" if found.claimed is not None else ""
        yield f"catalogue: {found.nodes} nodes, site {found.sid or 'without id'}{claims}"
    elif found.rows:
        yield f"list: {found.rows} rows on its first page" + (f", {found.total} stated" if found.total else "")
    if found.catalogue:
        yield f"catalogue of its own: {found.catalogue} (walked with this portal)"
    yield from _places("annual-report columns", found.reports)
    yield from _places("further columns", found.columns)
    yield from _places("sub-portals, each an entry of its own if you want it", found.sub_portals)


def _places(what: str, places: Iterable[Place]) -> Iterator[str]:
    known = list(places)
    if not known:
        if what.startswith("annual"):
            yield "annual-report columns: none seen here; reports are looked for by title in every list"
        return
    yield f"{what}: {len(known)}"
    for place in known[:MOST_SHOWN]:
        yield f"  {place.name or '(no name)'}  {place.url}"
    if len(known) > MOST_SHOWN:
        yield f"  and {len(known) - MOST_SHOWN} more (--json has them all)"


def _check_file(out: Path) -> None:
    if out.suffix != ".toml" or out.name.startswith("_"):
        raise UsageError(f"--out {out}: portal files are called NAME.toml, and not _NAME.toml")
    if out.exists():
        registry.portals_in(out)


def _append(made: Added, out: Path) -> None:
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        before = out.read_text(encoding="utf-8") if out.exists() else ""
        gap = "" if not before else "\n" if before.endswith("\n") else "\n\n"
        out.write_text(f"{before}{gap}{made.text}", encoding="utf-8")
    except OSError as error:
        raise HomeError(f"{out}: cannot be written: {error.strerror}") from error
