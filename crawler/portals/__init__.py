"""Portals as data: TOML files beside this module, and those of a home, to `archive.model.Portal`.

`registry/<province>/<prefecture>.toml` holds the real portals. A malformed file is refused before the first request,
with file, portal, key and choice named. `lint` finds everything that is wrong at once, offline.
"""

from __future__ import annotations

import difflib
import ipaddress
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import msgspec

from archive.model import Portal
from crawler.errors import PortalFileError, UnknownPortalError

HERE = Path(__file__).parent
# platform → the spider that walks it: a catalogue with an interface of its own, or columns of list pages
SPIDERS = {"gkmlpt": "gkmlpt"} | dict.fromkeys(
    ("nfcms", "hanweb", "jpaas", "trs", "vsb", "ucap", "lonsun", "epoint", "generic"), "columns"
)
STATUS = ("active", "unverified", "retired")
EXPECTED = ("reports_min", "reports_max")
LEAST_DELAY = 3.0
_ID = re.compile(r"^[a-z0-9]+(?:-[a-z0-9]+)*$")
_KEYS = tuple(field.name for field in msgspec.structs.fields(Portal))
_FIELD = re.compile(r"`?\$\.?([\w.\[\]]*)`?")


def spider_of(portal: Portal) -> str:
    """Return the name of the spider that walks a portal."""
    return portal.spider or SPIDERS.get(portal.platform, "columns")


def _tables(path: Path) -> list[dict[str, Any]]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise PortalFileError(f"{path.name}: not TOML: {error}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise PortalFileError(f"{path}: cannot be read: {error}") from error
    odd = sorted(data.keys() - {"portal"})
    if odd:
        raise PortalFileError(f"{path.name}: unknown tables {odd}; a portal file holds [[portal]] and nothing else")
    rows = data.get("portal", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise PortalFileError(f"{path.name}: write [[portal]], not [portal]")
    return rows


def _close(word: str, choices: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, list(choices), n=1)
    return f" (did you mean {near[0]!r}?)" if near else ""


def _unknown_keys(row: dict[str, Any]) -> Iterator[str]:
    for key in sorted(row.keys() - set(_KEYS)):
        yield f"unknown key {key!r}{_close(key, _KEYS)}; keys are {', '.join(_KEYS)}"


def _host_problem(portal: Portal, host: str, key: str) -> str | None:
    try:
        address: ipaddress.IPv4Address | ipaddress.IPv6Address | None = ipaddress.ip_address(host)
    except ValueError:
        address = None
    loopback = host == "localhost" or host.endswith(".localhost") or (address is not None and address.is_loopback)
    if portal.local and address is not None and not loopback:
        return f"{key}: {host} is not loopback, and `local = true` permits loopback only"
    if not portal.local and (loopback or (address is not None and not address.is_global)):
        return f"{key}: {host} is not a public address; add `local = true` if it is your own test server"
    return None


def _choice_problems(portal: Portal) -> Iterator[str]:
    if not _ID.match(portal.id):
        yield f"id {portal.id!r}: lower-case letters, digits and single hyphens"
    if portal.platform not in SPIDERS:
        yield f"platform {portal.platform!r}{_close(portal.platform, SPIDERS)}: one of {', '.join(sorted(SPIDERS))}"
    if portal.spider is not None and portal.spider not in SPIDERS.values():
        yield f"spider {portal.spider!r}: one of {', '.join(sorted(set(SPIDERS.values())))}, or leave it out"
    if portal.status not in STATUS:
        yield f"status {portal.status!r}{_close(portal.status, STATUS)}: one of {', '.join(STATUS)}"
    for key in sorted(portal.expect.keys() - set(EXPECTED)):
        yield f"expect.{key}: one of {', '.join(EXPECTED)}"
    if not portal.publisher.strip():
        yield "publisher is empty"
    if portal.delay is not None and (portal.delay < 0 or (not portal.local and portal.delay < LEAST_DELAY)):
        yield f"delay {portal.delay:g}: at least {LEAST_DELAY:g} seconds for a public host"


def problems_of(portal: Portal) -> list[str]:
    """Return everything that is wrong with a portal, key and choice named; empty when nothing is."""
    found = list(_choice_problems(portal))
    try:
        parts = urlsplit(portal.url)
        host = parts.hostname or ""
    except ValueError:
        return [*found, f"url {portal.url!r}: not an address"]
    if parts.scheme not in {"http", "https"} or not host:
        return [*found, f"url {portal.url!r}: a whole http or https address"]
    if parts.username or parts.password:
        found.append("url: no user name or password in an address; nothing here logs in")
    for key, name in (("url", host), *(("hosts", one) for one in portal.hosts)):
        if key == "hosts" and ("/" in name or ":" in name.strip("[]")):
            found.append(f"hosts {name!r}: a host name, without scheme, port or path")
        elif problem := _host_problem(portal, name, key):
            found.append(problem)
    return found


def portal_from(row: dict[str, Any], file: str = "-") -> Portal:
    """Return one portal of a table, or raise PortalFileError naming file, portal, key and choice."""
    name = str(row.get("id", "a portal without id"))
    if unknown := list(_unknown_keys(row)):
        raise PortalFileError(f"{file}: {name}: {unknown[0]}")
    try:
        portal = msgspec.convert(row, Portal)
    except msgspec.ValidationError as error:
        where = _FIELD.search(str(error).partition(" - at ")[2])
        key = f"{where.group(1)}: " if where and where.group(1) else ""
        raise PortalFileError(f"{file}: {name}: {key}{str(error).partition(' - at ')[0]}") from error
    if problems := problems_of(portal):
        raise PortalFileError(f"{file}: {name}: {problems[0]}")
    return portal


def files(*folders: Path) -> list[Path]:
    """Return the portal files, folders inside included, those bundled here first; names with `_` first are left out."""
    return [
        path
        for folder in (HERE, *folders)
        if folder.is_dir()
        for path in sorted(folder.rglob("*.toml"))
        if not path.name.startswith("_")
    ]


def label(path: Path) -> str:
    """Return how a problem names a portal file: by its place among the bundled ones, else by its name."""
    return path.relative_to(HERE).as_posix() if path.is_relative_to(HERE) else path.name


def portals_in(path: Path) -> dict[str, Portal]:
    """Return the portals of one file by id. Raises PortalFileError."""
    return {portal.id: portal for portal in (portal_from(row, label(path)) for row in _tables(path))}


def load(*folders: Path) -> dict[str, Portal]:
    """Return every portal by id, the bundled ones and those of further folders. Raises PortalFileError."""
    found: dict[str, Portal] = {}
    places: dict[str, str] = {}
    for path in files(*folders):
        name = label(path)
        for row in _tables(path):
            portal = portal_from(row, name)
            if portal.id in found:
                raise PortalFileError(f"{name}: {portal.id}: the id is taken, by {places[portal.id]}")
            found[portal.id], places[portal.id] = portal, name
    return found


def find(portal_id: str, portals: dict[str, Portal]) -> Portal:
    """Return a portal by id; UnknownPortalError names the nearest ids."""
    if portal_id in portals:
        return portals[portal_id]
    near = difflib.get_close_matches(portal_id, list(portals), n=3, cutoff=0.4)
    hint = f"did you mean {', '.join(near)}?" if near else f"there are {len(portals)}, see `gongkai portals list`"
    raise UnknownPortalError(f"no portal has the id {portal_id!r}; {hint}")


def lint(*folders: Path) -> list[str]:
    """Return every problem of every portal file, one line each: `file: portal: what is wrong and what to choose`."""
    from crawler.portals.review import Placed, review

    found: list[str] = []
    placed: list[Placed] = []
    seen: dict[str, str] = {}
    for path in files(*folders):
        file = label(path)
        try:
            rows = _tables(path)
        except PortalFileError as error:
            found.append(str(error))
            continue
        for row in rows:
            name = str(row.get("id", "a portal without id"))
            found.extend(f"{file}: {name}: {problem}" for problem in _unknown_keys(row))
            if name in seen:
                found.append(f"{file}: {name}: the id is taken, by {seen[name]}")
            seen.setdefault(name, file)
            known = {key: value for key, value in row.items() if key in _KEYS}
            try:
                placed.append(Placed(file, portal_from(known, file), path.is_relative_to(HERE)))
            except PortalFileError as error:
                found.append(str(error))
    return found + review(placed)
