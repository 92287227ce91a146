"""Which platform is this? Markers in one response, scored (platforms 8: the markers are observed, the weights chosen).

A mixed page is normal (TRS body inside NFCMS, jpage beside jpaas), so recognition is per response, never per host.
Headers and `meta generator` were useless in every source seen; paths and script names decide.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import urlsplit

SURE = 3  # below this the generic reader is used


class _Marker(NamedTuple):
    platform: str
    weight: int
    path: re.Pattern[str] | None = None
    body: tuple[re.Pattern[str], ...] = ()  # all of them


def _path(platform: str, weight: int, pattern: str) -> _Marker:
    return _Marker(platform, weight, path=re.compile(pattern))


def _body(platform: str, weight: int, *patterns: str) -> _Marker:
    return _Marker(platform, weight, body=tuple(re.compile(pattern) for pattern in patterns))


MARKERS = (
    _path("gkmlpt", 5, r"/gkmlpt/"),
    _body("gkmlpt", 5, r"window\._CONFIG", r"[\s{,][\"']?SID[\"']?\s*:", r"[\s{,][\"']?TREE[\"']?\s*:"),
    _body("gkmlpt", 4, r"/gkmlpt/gkml/(?:pc|mobile)/"),
    _body("nfcms", 5, r"NFCMS_(?:SITE|POST)_ID"),
    _body("nfcms", 3, r"statistics\.gd\.gov\.cn/visit/"),
    _body("nfcms", 3, r"nfw-cms-(?:attachment|img)"),
    _path("nfcms", 3, r"^(?!.*/gkmlpt/).*/content/m?post_\d+\.html"),
    _body("hanweb", 5, r"(?i)jpage/(?:more\w*)?dataproxy\.jsp|<datastore>"),
    _path("hanweb", 4, r"/col/col\d+/|/art/\d{4}/(?:\d+/\d+/art_\d+_\d+|art_[0-9a-f]{32})"),
    _body("hanweb", 3, r"<!--\s*<\$\[信息内容\]>begin"),
    _path("hanweb", 4, r"/module/xxgk/"),
    _path("hanweb", 5, r"/jpage/(?:more\w*)?dataproxy\.jsp"),
    _path("jpaas", 5, r"jpaas-publish-server/front/page/build/unit"),
    _body("jpaas", 5, r"jpaas-publish-server/front/page/build/unit"),
    _path("trs", 4, r"/t\d{8}_\d+\.s?html?$"),
    _body("trs", 4, r"""(?:href|HREF)\s*=\s*["']?[^"'>\s]*/t\d{8}_\d+\.s?html?"""),
    _body("trs", 3, r"createPageHTML\(\s*[^,()]+,\s*[^,()]+,\s*[^,()]+,\s*[^,()]+\)"),
    _body("trs", 1, r"TRS_(?:Editor|UEDITOR)"),
    _body("vsb", 4, r"v_news_content|vsb_content|/__local/|pagedown/sys\.css"),
    _path("vsb", 2, r"/info/\d+/\d+\.htm$"),
    _body("ucap", 3, r"(?i)UCAP-CONTENT|/common/search/[0-9a-f]{32}"),
    _path("ucap", 3, r"/common/search/[0-9a-f]{32}"),
    _path("ucap", 3, r"/redirect_firstChannel\.shtml$|/c\d+/\d{6}/(?:c\d+_\d+|[0-9a-f]{32})\.shtml$"),
    _path("lonsun", 4, r"/public/column/\d+"),
    _path("lonsun", 3, r"/content/(?:column|article)/\d+"),
    _body("lonsun", 4, r"/public/column/\d+|pmingcheng|xxgk_navli"),
    _body("epoint", 4, r"rest/lightfrontaction/|EWB-FRONT|siteGuid"),
    _path("epoint", 5, r"/rest/lightfrontaction/"),
    _path("epoint", 3, r"/govInfoPub\.html?$"),
)
# gkmlpt content pages carry NFCMS attachment markup; their own markers outweigh it.
MOST_TEXT = 2_000_000


def recognise(url: str, body_text: str) -> list[tuple[str, int]]:
    """Return (platform, score) for every platform with a marker, best first, ties in the order of the table."""
    path, text = urlsplit(url).path, body_text[:MOST_TEXT]
    scores: dict[str, int] = {}
    for marker in MARKERS:
        hit = marker.path.search(path) if marker.path else all(pattern.search(text) for pattern in marker.body)
        if hit:
            scores[marker.platform] = scores.get(marker.platform, 0) + marker.weight
    return sorted(scores.items(), key=lambda item: -item[1])


def platform_of(url: str, body_text: str) -> str:
    """Return the platform whose markers reach the threshold, else `generic`."""
    scores = recognise(url, body_text)
    return scores[0][0] if scores and scores[0][1] >= SURE else "generic"
