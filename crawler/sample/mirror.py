"""A stranger's copy of a portal: Traditional script, pinyin glosses, another host in the text, most tables lost.

The habits are those of copies met in the wild: a word list turns the script over (and 制 into 製 in wrong places), some
characters get their reading in brackets and not every time, the host inside the text is replaced, paths are kept.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from itertools import count

from crawler.sample.town import Town
from crawler.sample.web import HTML, Page

PREFIX = "/wap7"
HOST = "www.hualing-net.example"
ORIGINAL_HOST = "www.yangchuan.example"
KEEPS_TABLES = "2024"  # the one report whose tables the copy kept
READINGS = {
    "發": "fā",
    "報": "bào",
    "鎮": "zhèn",
    "關": "guān",
    "務": "wù",
    "請": "qǐng",
    "動": "dòng",
    "網": "wǎng",
    "進": "jìn",
    "統": "tǒng",
    "計": "jì",
    "條": "tiáo",
    "機": "jī",
}
_TAG = re.compile(r"(<script.*?</script>|<style.*?</style>|<[^>]*>)", re.DOTALL)
_TABLE = re.compile(r'<table border="1".*?</table>', re.DOTALL)
_GLOSSED = re.compile("[" + "".join(READINGS) + "]")


def pages(town: Town, originals: dict[str, Page]) -> dict[str, Page]:
    """The copy of a town's HTML pages, by path."""
    return {
        PREFIX + path: Page(_copy(town, page.body.decode()).encode(), HTML, page.modified)
        for path, page in originals.items()
        if page.mime == HTML
    }


@functools.cache
def _converter() -> Callable[[str], str]:
    from opencc import OpenCC

    convert: Callable[[str], str] = OpenCC("s2t").convert
    return convert


def _copy(town: Town, html: str) -> str:
    kept = html if f"人民政府{KEEPS_TABLES}年" in html else _TABLE.sub("", html)
    moved = kept.replace(f"{town.path}/", f"{PREFIX}{town.path}/").replace(f"{ORIGINAL_HOST}{PREFIX}", HOST)
    turned = _converter()(moved).replace("制發", "製發").replace("制度", "製度")
    return _glossed(turned)


def _glossed(html: str) -> str:
    """Two in three of the listed characters get their reading, in text alone: tags and scripts stay as they are."""
    numbers = count(1)

    def gloss(match: re.Match[str]) -> str:
        return f"{match[0]}({READINGS[match[0]]})" if next(numbers) % 3 else match[0]

    return "".join(part if part.startswith("<") else _GLOSSED.sub(gloss, part) for part in _TAG.split(html))
