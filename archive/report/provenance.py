"""How far a copy can be trusted to be what the publisher put up (format fact sheet C6, design: a mirror grade).

Signals in the text come first: mainland bodies publish in Simplified script, so a Traditional copy went through a
converter; pinyin glosses, hosts outside gov.cn inside the text, injected keywords are marks of copying sites. The
address decides only where the text is clean.
"""

from __future__ import annotations

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

from archive.model import Provenance
from archive.report.page import Page

HOST = re.compile(
    r"(?:https?://|www\.)([a-z0-9][a-z0-9.-]{2,60}\.[a-z]{2,8})((?:/[\w./%~-]{0,120})?)",
    re.IGNORECASE,
)
GOVERNMENT_PATH = re.compile(r"gkmlpt|zwgk|xxgk|zfxxgk|zfxx|rmzf|/gov/|szf|zwxx", re.IGNORECASE)
KNOWN_HOSTS = re.compile(
    r"(?:weibo\.com|qq\.com|weixin\.|mp\.weixin|toutiao\.com|163\.com|126\.com|sina\.|douyin\.com|people\.com\.cn|xinhuanet)",
    re.IGNORECASE,
)
SITE_WORDS = re.compile(r"(?:政府|政务|门户|信息公开)[^,。;]{0,20}(?:网站?|平台|系统)[^,。;]{0,12}$")
LAW = re.compile(r"政府[^,。;、《》信公]{2,14}条例$")
OTHER_LAW = re.compile(
    r"采购|投资|规章|人民政府|组织|行政|制定|根据|按照|依据|贯彻|实施|的|债|储备|网站|服务|质量|数据|办公|机关|令"
)
FOREIGN = re.compile(
    r"博彩|娱乐城|娱乐平台|赌场|彩票网|棋牌|百家乐|体育投注|皇冠体育|体育平台|买球|欧洲杯|竞猜|bet官网|av资源|porn|无码|亚洲精品"
)
LEAVING = re.compile(r"即将离开.{0,40}是否继续")


def provenance_of(page: Page, url: str | None, *, local: bool) -> Provenance:
    """Grade a page by its text, then by its address."""
    altered, copied = _signals(page)
    host = (urlsplit(url).hostname or "") if url else ""
    official = host == "gov.cn" or host.endswith(".gov.cn")
    if altered:
        return Provenance("altered", (*altered, *copied))
    if copied and not official:
        return Provenance("mirror", tuple(copied))
    if local or _loopback(host):
        return Provenance("local", ("captured from the local machine",))
    if official:
        return Provenance("official", (f"host {host} is under gov.cn", *copied))
    if host:
        return Provenance("odd_host", (f"host {host} is not under gov.cn",))
    return Provenance("unknown", ("no address is known and the text shows no mark of copying",))


def _signals(page: Page) -> tuple[list[str], list[str]]:
    """Return what shows that words were changed, and what shows that the text was copied."""
    altered, copied = [], []
    text, folded = page.folded.text, page.folded
    if words := _injected(text):
        altered.append(f"foreign words stand in the text: {words[:30]}")
    if "bopomofo" in folded.damages:
        altered.append("characters of another code page stand in the text")
    if folded.script == "hant":
        copied.append("a mainland report in Traditional script")
    if "gloss" in folded.damages:
        copied.append("pinyin glosses stand in the text")
    copied.extend(_foreign_hosts(text))
    if copied and LEAVING.search(text):
        copied.append("the dialog of a portal about leaving it was copied along")
    return altered, copied


def _injected(text: str) -> str | None:
    """Return words that do not belong: in the name of the law (政府…条例), or of gambling and the like."""
    if match := FOREIGN.search(text):
        return match[0]
    at = text.find("条例")
    while at >= 0:
        match = LAW.search(text, max(0, at - 18), at + 2)
        if match and not OTHER_LAW.search(match[0]):
            return match[0]
        at = text.find("条例", at + 2)
    return None


def _foreign_hosts(text: str) -> list[str]:
    found: list[str] = []
    if "www." not in text and "http" not in text:
        return found
    for match in HOST.finditer(text):
        host, path = match[1].lower(), match[2]
        if host.endswith((".gov.cn", "gov.cn")) or KNOWN_HOSTS.search(host) or _loopback(host):
            continue
        named = SITE_WORDS.search(text[max(0, match.start() - 40) : match.start()].rstrip("(:"))
        if (GOVERNMENT_PATH.search(path) or named) and not host.endswith((".gov", "example")):
            found.append(f"the text names {host} as the address of a government site")
    return list(dict.fromkeys(found))


def _loopback(host: str) -> bool:
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False
