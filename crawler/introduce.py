"""An address that is in no registry, made into a portal: its platform recognised, its publisher named."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from msgspec.structs import fields

from archive.model import Portal
from archive.pages.recognise import SURE, recognise
from archive.pages.titles import speaks_of_report
from archive.pages.trees import squeeze
from crawler import portals as registry
from crawler.errors import RobotsDeniedError
from crawler.once import ChallengedError, NotReachedError, Visits
from crawler.survey import Survey, survey

_SITE_NAME = re.compile(r"""<meta\s+name=["']SiteName["']\s+content=["']([^"'<>]{2,60})["']""", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]*>([^<]{2,120})</title>", re.IGNORECASE)
_FURNITURE = re.compile(
    r"(?:政府)?(?:信息公[开開])?(?:目[录錄]|平台|[专專][栏欄]|(?:工作)?年(?:度[报報]告|[报報]))$|(?:政府)?信息公[开開]$|[门門][户戶][网網]站$|(?:官方)?[网網]站$|(?:首|主)[页頁]$"
)
_HOST = re.compile(r"(?:主办单位|主办|主辦單位|主辦|版权所有|版權所有)[::：\s]*(?:&copy;|©)?\s*([\u4e00-\u9fff]{4,30})")
_NOBODY = re.compile(
    r"^(?:政[务務]|政府)?(?:信息)?公[开開](?:[网網]|[专專][栏欄]|目[录錄])?$|^(?:首[页頁]|通知公告|公告公示|公示公告|工作[动動][态態]|(?:[规規]范性|政策|政府|部[门門])文件|.{0,6}年[报報]|.{0,6}年度[报報]告)$"
)
_WORDS = re.compile(r"[a-z0-9]+")
_PARTS = re.compile(r"\s*(?:[-_|—–·]|>+|(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff]))\s*")
_BODY = re.compile(r".{2}(?:政府(?:办公[室厅])?|办事处|委员会|管委会|[局厅]|法院|检察院)$")
_OWNER = re.compile(r"^([\u4e00-\u9fff]{3,30}?)(?:关于)?(?:(?:19|20)\d\d|[二〇○零一九]{4})年")


def introduce(url: str, *, local: bool, alone: bool = True) -> Portal:
    """Return a portal for an address, after a few polite requests.

    Raises UsageError (no address), PortalFileError where the address cannot be a portal, and NotReachedError,
    ChallengedError and RobotsDeniedError from the visit where the address is `alone`: among others it stops none.
    """
    try:
        return portal_of(survey(url, Visits(local=local)), local=local, source="named on the command line")
    except (NotReachedError, ChallengedError, RobotsDeniedError):
        if alone:
            raise
        return unseen(url, local=local)


def unseen(url: str, *, local: bool) -> Portal:
    """Return a portal for an address that cannot be looked at now: its crawl says why, and others go on beside it."""
    scores = recognise(url, "")
    platform = scores[0][0] if scores and scores[0][1] >= SURE else "generic"
    return portal_of(Survey(url, url, platform, dict(scores), ""), local=local, source="named on the command line")


def portal_of(found: Survey, *, local: bool, source: str | None = None) -> Portal:
    """Return the portal entry that a survey suggests; what only a person can know is left out."""
    named = found.publisher or named_by_reports(found.titles)
    publisher = named or publisher_of(found.page) or urlsplit(found.url).hostname or found.url
    row: dict[str, Any] = {
        "id": id_of(found.url),
        "publisher": publisher,
        "platform": found.platform if found.platform in registry.SPIDERS else "generic",
        "url": found.url,
        "local": local,
        "status": "unverified",
        "source": source or f"{found.asked}, seen {date.today().isoformat()}",
        **_body(publisher),
    }
    if local:
        row["delay"] = 0.0
    return registry.portal_from(row, found.asked)


def _body(publisher: str) -> dict[str, str]:
    """Return division code and level of a government whose name means one body; others are for a person to fill in."""
    from archive import divisions, publishers

    code = divisions.resolve(publisher).government
    body = publishers.body(code) if code else None
    return {"publisher_id": body.id, "level": body.level} if body is not None else {}


def entry(portal: Portal) -> str:
    """Return a portal as a `[[portal]]` table of a portal file; what has its default value is left out."""
    lines = ["[[portal]]"]
    for field in fields(Portal):
        value = getattr(portal, field.name)
        if value not in (None, {}, (), False) and not (field.name == "status" and value == field.default):
            lines.append(f"{field.name} = {_toml(value)}")
    return "\n".join(lines) + "\n"


def _toml(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return f"{value:g}"
    if isinstance(value, tuple):
        return f"[{', '.join(_toml(one) for one in value)}]"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(one)}" for key, one in value.items()) + " }"
    return json.dumps(str(value), ensure_ascii=False).replace("\x7f", "\\u007f")


def id_of(url: str) -> str:
    """Return a stable id for an address: words of host and path, and a short hash of both; the port does not count."""
    parts = urlsplit(url)
    place = f"{parts.hostname}{parts.path}{'?' + parts.query if parts.query else ''}"
    words = _WORDS.findall(f"{parts.hostname} {parts.path}".lower())[:6]
    return "-".join([*words, hashlib.sha256(place.encode()).hexdigest()[:8]])


def publisher_of(text: str) -> str | None:
    """Return the name a page gives its body: a part of its title (a county's pages name the town), SiteName, host."""
    title = _names(_TITLE, text)
    for names in ([name for name in title if _BODY.search(name)], _names(_SITE_NAME, text)[:1], title[:1]):
        if names:
            return names[0]
    return next(iter(_names(_HOST, text)), None)


def _names(pattern: re.Pattern[str], text: str) -> list[str]:
    """Return what the parts of a title name, without what only says which page of a site it is."""
    match = pattern.search(text)
    parts = [_FURNITURE.sub("", _FURNITURE.sub("", squeeze(part))) for part in _PARTS.split(match[1])] if match else []
    return [part for part in parts if part and not _NOBODY.match(part)]


def named_by_reports(titles: Iterable[str]) -> str | None:
    """Return the body that all titles of reports in a list begin with; lists of several bodies name none."""
    found = [match[1] for title in titles if speaks_of_report(title) and (match := _OWNER.match(title))]
    return found[0] if len(found) > 1 and len(set(found)) == 1 and _BODY.search(found[0]) else None
