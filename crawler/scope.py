"""Which addresses belong to a portal's crawl. Pure."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from urllib.parse import urlsplit

from archive.model import Portal

_ROOT = re.compile(r"^/?(?:index\.\w+|default\.\w+)?$", re.IGNORECASE)
# Applications beside the catalogue (platforms 1.1): letters, policy interpretation, requests, search, counters.
SIBLINGS = re.compile(
    r"/(?:hdjlpt|zcjdpt|frontuc)(?=[/?#]|$)|//(?:ysqgk|search|statistics)\.gd\.gov\.cn", re.IGNORECASE
)


def host_of(url: str) -> str:
    """Return the host of an address in lower case, "" where there is none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def _bare(host: str) -> str:
    return host.removeprefix("www.")


@lru_cache(maxsize=4096)
def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def on_portal(url: str, portal: Portal) -> bool:
    """Return whether an address is on one of the portal's hosts (with or without www.; any port; http or https)."""
    host = host_of(url)
    if portal.local and _is_loopback(host):
        return True
    return _bare(host) in {_bare(host_of(portal.url)), *(_bare(name.lower()) for name in portal.hosts)}


def may_follow(url: str, portal: Portal) -> bool:
    """Return whether a link to a report column may be followed there: county portals link to town hosts."""
    host = host_of(url)
    official = host == "gov.cn" or host.endswith(".gov.cn")
    return on_portal(url, portal) or (not portal.local and official and host_of(portal.url).endswith(".gov.cn"))


def is_root(url: str) -> bool:
    """Return whether an address is the front page of its host."""
    parts = urlsplit(url)
    return bool(_ROOT.match(parts.path)) and not parts.query
