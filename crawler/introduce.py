"""An address that is in no registry, made into a portal for one crawl: its platform recognised, its publisher named."""

from __future__ import annotations

import hashlib
import re
from urllib.parse import urlsplit

from archive.errors import InputError
from archive.model import Portal
from archive.pages.recognise import platform_of
from archive.text.charset import decode
from crawler import portals as registry

_SITE_NAME = re.compile(r"""<meta\s+name=["']SiteName["']\s+content=["']([^"'<>]{2,60})["']""", re.IGNORECASE)
_TITLE = re.compile(r"<title[^>]*>([^<]{2,120})</title>", re.IGNORECASE)
_FURNITURE = re.compile(r"(政府)?(信息公开|信息公開)?(目录|目錄|平台|专栏|專欄)$|门户网站$|門戶網站$")
_WORDS = re.compile(r"[a-z0-9]+")


def introduce(url: str, *, local: bool) -> Portal:
    """Return a portal for an address, after one polite request.

    Raises InputError (unreachable, refused address) and RobotsDeniedError from the fetch, PortalFileError where the
    address cannot be a portal.
    """
    from crawler.once import fetch_once

    got = fetch_once(url, local=local)
    text = decode(got.body, got.charset).text
    if not text.strip():
        raise InputError(f"{url}: the page is empty; name the address of a catalogue or of a column")
    platform = platform_of(got.url, text)
    row = {
        "id": id_of(got.url),
        "publisher": publisher_of(text) or urlsplit(got.url).hostname or got.url,
        "platform": platform if platform in registry.SPIDERS else "generic",
        "url": got.url,
        "local": local,
        "status": "unverified",
        "source": "named on the command line",
    }
    if local:
        row["delay"] = 0.0
    return registry.portal_from(row, url)


def id_of(url: str) -> str:
    """Return a stable id for an address: words of host and path, and a short hash of both; the port does not count."""
    parts = urlsplit(url)
    place = f"{parts.hostname}{parts.path}{'?' + parts.query if parts.query else ''}"
    words = _WORDS.findall(f"{parts.hostname} {parts.path}".lower())[:6]
    return "-".join([*words, hashlib.sha256(place.encode()).hexdigest()[:8]])


def publisher_of(text: str) -> str | None:
    """Return the name a page gives its site: SiteName, else its title without what follows a separator."""
    for pattern in (_SITE_NAME, _TITLE):
        if match := pattern.search(text):
            name = re.split(r"[-_|—–]", match[1])[0].strip()
            name = re.sub(
                r"(政府)?(信息公开|信息公開)?(目录|目錄|平台|专栏|專欄)$|门户网站$|門戶網站$", "", name
            ).strip()
            if name:
                return name
    return None
