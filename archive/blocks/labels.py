"""Label/value pairs around an article: metadata tables and header lines.

Read by label text, never by position: cells may be empty, two pairs may share a row, colons and blanks come and go.
Sources: gkmlpt `.classify`, Hanweb `xxgk_table`, Lonsun `table_suoyin`, NFCMS header lines and its one-row table
(platforms.md 1.8, 2.3, 3.3, 7.1). Keys come out in Simplified script without blanks and colons, values as printed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive.blocks.raw import RawTable, own_cells
from archive.blocks.statutory import has_labels, plain, simplified

KEYS = frozenset(
    [
        "索引号", "索取号", "信息索引号", "信息标识", "统一编号", "文件编号", "文号", "发文字号", "文件字号",
        "分类", "主题分类", "组配分类", "体裁分类", "服务对象分类", "信息分类", "信息类别", "所属栏目", "栏目",
        "发布机构", "发文机关", "发文机构", "发布单位", "发布部门", "发布人", "发布者", "公开主体",
        "公开责任部门", "制作机关", "来源单位", "信息提供单位", "提供单位", "信息来源", "文章来源", "稿件来源",
        "来源", "作者", "编辑", "责任编辑", "审核", "成文日期", "成文时间", "生成日期", "生成时间", "发布日期",
        "发布时间", "发文日期", "公开日期", "公开时间", "信息提供日期", "信息形成日期", "更新日期", "更新时间",
        "信息时间", "日期", "时间", "生效日期", "失效日期", "废止日期", "名称", "标题", "信息名称", "文件名称",
        "主题词", "关键词", "关键字", "内容概述", "信息内容概述", "公开方式", "公开范围", "公开时限",
        "公开程序", "公开形式", "公开类别", "公开属性", "有效性", "时效性", "访问次数", "浏览次数", "浏览量",
        "点击数", "点击次数", "点击率", "点击量", "阅读次数", "阅读量", "阅读", "浏览", "载体类型", "记录形式",
        "语种", "字体", "字号",
    ]
)  # fmt: skip
_ONLY_HEADER = frozenset(  # too common in texts to make a metadata table or a header line by themselves
    ["名称", "标题", "日期", "时间", "分类", "编辑", "作者", "审核", "阅读", "浏览", "字体", "字号", "栏目", "语种"]
)
_LONGEST = max(map(len, KEYS))
_BLANKS = r"[\s\u3000\u00a0]*"
_SPACED = "|".join(_BLANKS.join(key) for key in sorted(KEYS, key=len, reverse=True))
_GLUED_KEY = re.compile(rf"({_SPACED}){_BLANKS}[:：]")
_TRIM = " \t\n\u3000\u00a0|｜[]【】"


def key(text: str) -> str:
    """Return a label without blanks, brackets and colons, in Simplified script."""
    return plain(text).strip(":：[]【】*")


def of_table(table: RawTable) -> dict[str, str] | None:
    """Return the pairs of a metadata table, or None when the table is not one."""
    if len(table.grid) * len(table.grid[0]) > 400:
        return None
    first = [cell.text() for row in table.grid[:2] for cell in row[:4] if cell is not None]
    if not any(len(text) < 400 and (key(text) in KEYS or _inline(text)) for text in first):
        return None
    cells = own_cells(table)
    if len(cells) > 80 or len(cells) < 2:
        return None
    texts = [cell.text() for cell in cells]
    pairs, known, odd = _pair_up(texts)
    if not known or odd or has_labels(texts, 2):
        return None
    distinctive = [name for name in pairs if name in KEYS and name not in _ONLY_HEADER]
    filled = sum(1 for text in texts if text)
    if len(distinctive) >= 2 or (distinctive and filled <= 4 and len(table.grid) == 1):
        return pairs if known * 4 >= filled or len(table.grid) == 1 else None
    return None


def _pair_up(texts: Sequence[str]) -> tuple[dict[str, str], int, bool]:
    """Walk the cells in order; return pairs, how many keys were known, and whether two bare keys stood side by side."""
    pairs: dict[str, str] = {}
    known = 0
    n = 0
    while n < len(texts):
        text = texts[n]
        n += 1
        inline = _inline(text)
        if inline:
            pairs |= {name: value for name, value in inline.items() if name not in pairs}
            known += len(inline)
            if len(inline) == 1 and n < len(texts) and not next(iter(inline.values())) and key(texts[n]) not in KEYS:
                pairs[next(iter(inline))] = texts[n].strip()
                n += 1
            continue
        name = key(text) if len(text) <= 3 * _LONGEST else ""
        if name not in KEYS:
            if text.rstrip().endswith((":", "：")) and n < len(texts) and len(name) <= 12:
                pairs.setdefault(name, texts[n].strip())  # an unknown label among known ones
                n += 1
            continue
        known += 1
        after = texts[n] if n < len(texts) else ""
        if key(after) in KEYS and len(after) <= 3 * _LONGEST:
            if not text.rstrip().endswith((":", "：")):
                return pairs, known, True  # a header row of a list, not a pair
            pairs.setdefault(name, "")
            continue
        pairs.setdefault(name, after.strip())
        n += 1
    return pairs, known, False


def _inline(text: str) -> dict[str, str]:
    if len(text) > 400 or not (":" in text or "：" in text):
        return {}
    return of_line(text)


def of_line(line: str) -> dict[str, str]:
    """Return the pairs of a header line that is made of known labels with a colon, {} when the line is another one."""
    if not (":" in line or "：" in line) or len(line) > 400:
        return {}
    text = simplified(line)
    if (
        "(" in text or "（" in text
    ):  # a glossed label; then values lose their glosses too, folding would drop them anyway
        bare = re.sub(r"[(（][a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü ]{1,7}[)）]", "", line)
        if bare != line:
            return of_line(bare)
    first = _GLUED_KEY.match(text.lstrip(_TRIM))
    if first is None:
        return {}
    offset = len(text) - len(text.lstrip(_TRIM))
    found = list(_GLUED_KEY.finditer(text, offset))
    pairs: dict[str, str] = {}
    for n, match in enumerate(found):
        end = found[n + 1].start() if n + 1 < len(found) else len(line)
        name = re.sub(r"[\s\u3000\u00a0]", "", match.group(1))
        pairs.setdefault(name, line[match.end() : end].strip(_TRIM))
    return pairs


def is_header_line(line: str, pairs: dict[str, str]) -> bool:
    """Say whether a line with these pairs is a header line: labels that do not occur in sentences, short values."""
    if not pairs or len(line) > 300 or line.endswith(("。", "；", ";")):
        return False
    return any(name not in _ONLY_HEADER for name in pairs) and all(len(value) <= 120 for value in pairs.values())
