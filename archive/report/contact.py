"""Address, postcode, telephone, e-mail and fax that the report itself prints; a site's footer is never read."""

from __future__ import annotations

import re

from archive.model import Contact
from archive.report.page import Line, Page, Passage, passages

NUMBER = r"(?:\(?0\d{2,3}\)?[-—– ]?)?\d{7,8}"
NEXT = re.compile(r"(?:联系|办公)?(?:电话|人:)|邮(?:政)?编|传真|邮箱|信箱|电子|E-?mail")
FIELDS: dict[str, re.Pattern[str]] = {
    "address": re.compile(r"地址(?:[:为是]|位于)(?P<v>[^,;。)(]{4,60}(?:\([^)]{1,20}\)[^,;。)(]{0,20})?)"),
    "postcode": re.compile(r"邮(?:政)?编(?:码)?[:为是]?(?P<v>\d{6})(?!\d)"),
    "phone": re.compile(
        r"(?:联系|咨询|监督|办公)?电话(?:号码)?(?:\(传真\)|/传真)?[:为是]?"
        rf"(?P<v>{NUMBER}(?:-\d{{1,5}}|转\d{{1,5}})?|1\d{{10}}|400-?\d{{3}}-?\d{{4}})(?!\d)"
    ),
    "fax": re.compile(rf"传真(?:号码)?[:为是]?(?P<v>{NUMBER})(?!\d)"),
    "email": re.compile(
        r"(?:邮箱|信箱|邮件|E-?mail|电邮)(?:地址)?[:为是]?"
        r"(?P<v>[A-Za-z0-9][\w.+-]{0,40}@[\w-]{1,40}(?:\.[\w-]{1,20}){1,4})",
        re.IGNORECASE,
    ),
}
HINT = re.compile(r"地址|邮编|邮政编码|电话|传真|邮箱|信箱|邮件|[Ee]-?mail|E-?MAIL")
SITE = re.compile(r"版权|主办|承办|备案号|ICP|网站标识码|技术支持|凡本网|转载|监督举报电话")


def contact_of(page: Page) -> Contact:
    """Return the contact of the passage that says most; each field is as printed."""
    best: dict[str, str] = {}
    for passage in passages(page.folded, _lines(page)):
        found = _fields(passage)
        if len(found) > len(best):
            best = found
    return Contact(**best)


def _lines(page: Page) -> list[Line]:
    return [line for line in page.lines if HINT.search(line.text) and not SITE.search(line.text)]


def _fields(passage: Passage) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, pattern in FIELDS.items():
        if match := pattern.search(passage.text):
            begin, stop = match.span("v")
            if name == "address" and (next_field := NEXT.search(passage.text, begin + 2, stop)):
                stop = next_field.start()
            start, end = passage.span(begin, stop)
            found[name] = passage.folded.printed[start:end].strip()
    return found
