"""Labels of the metadata around an article, as portals word them, and how a value is taken from them.

`Printed.labels` holds keys in Simplified script without blanks and colons (platforms: gkmlpt, Hanweb, TRS, NFCMS …).
"""

from __future__ import annotations

import re
from collections.abc import Mapping

IDENTIFIER = ("索引号", "信息索引号", "索取号", "统一编号")
DOCUMENT_NUMBER = ("文号", "发文字号", "文件编号", "文件字号")
PUBLISHER = (
    "发布机构", "发布单位", "公开主体", "发文机关", "发文机构", "制作机关", "公开责任部门",
    "发布部门", "信息提供单位", "提供单位", "来源单位",
    "信息来源", "文章来源", "稿件来源", "来源",
)  # fmt: skip
PUBLISHER_META = ("ContentSource", "contentSource", "SiteName", "siteName")
DISPLAYED = (
    "发布日期", "发布时间", "公开日期", "公开时间", "信息提供日期", "发文日期", "公布日期",
    "信息时间", "时间", "日期", "更新日期", "更新时间",
)  # fmt: skip
GENERATED = ("生成日期", "生成时间")
DATE_META = (
    "PubDate",
    "pubdate",
    "publishdate",
    "PublishDate",
    "publish_time",
    "article:published_time",
    "createDate",
)
PLACEHOLDER = re.compile(r"(?:none|null|undefined|无|-|/|—)+|.*[-/_]none|\d", re.IGNORECASE)


def label_value(labels: Mapping[str, str], keys: tuple[str, ...]) -> str | None:
    """Return the first value printed under one of the keys; what a CMS left empty (2021-None) is no value."""
    for key in keys:
        value = labels.get(key, "").strip()
        if value and not PLACEHOLDER.fullmatch(value):
            return value
    return None
