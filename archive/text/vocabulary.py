"""Words of Taiwan usage in copies that a wiki-type converter made, and what the report itself printed for them.

PLAIN holds words that Simplified reports do not use, so any Traditional page may be folded with them. A word that is
also good Simplified (资讯, 档案, 透过) is folded only where a plain one was met on the same page, and 档案 only in
compounds that archive bureaus do not use: 档案馆, 执法档案 and 档案管理 are what they say. What is left is for labels,
where the form decides: `variants`.
"""

from __future__ import annotations

import re
from functools import cache

from archive.text.offsets import Edit

PLAIN = {
    "最佳化": "优化",
    "巨观": "宏观",
    "附属档案": "附件",
    "规范性档案": "规范性文件",
    "入口网站": "门户网站",
    "视窗": "窗口",
    "政府资讯": "政府信息",
    "政务资讯": "政务信息",
    "资讯公开": "信息公开",
    "网际网路": "互联网",
    "网路": "网络",
    "软体": "软件",
    "资料库": "数据库",
    "伺服器": "服务器",
    "机构设定": "机构设置",
    "释出机构": "发布机构",
    "部落格": "博客",
    "计程车": "出租车",
}
ELSEWHERE = {
    "资讯": "信息",
    "释出": "发布",
    "透过": "通过",
    "联络方式": "联系方式",
    "联络电话": "联系电话",
    "联络人": "联系人",
    "得联络": "得联系",
    "其他档案": "其他文件",
    "政策档案": "政策文件",
    "公文档案": "公文文件",
    "档案类": "文件类",
    "印发档案": "印发文件",
    "制发档案": "制发文件",
    "下发档案": "下发文件",
    "转发档案": "转发文件",
    "有效档案": "有效文件",
    "设定": "设置",
    "影片": "视频",
    "简讯": "短信",
    "使用者": "用户",
    "专案": "项目",
    "连结": "链接",
    "登入": "登录",
    "支援": "支持",
}
LABELS = {
    "档案": "文件",
    "入口": "门户",
    "设定": "设置",
    "民众": "群众",
    "资讯": "信息",
    "联络": "联系",
    "专案": "项目",
}


@cache
def _every() -> re.Pattern[str]:
    return re.compile("|".join(sorted(PLAIN | ELSEWHERE, key=len, reverse=True)))


def taiwan_edits(text: str) -> list[Edit]:
    """Edits that give a Traditional page, its characters Simplified already, the words its original printed."""
    if not any(word in text for word in PLAIN):  # many times quicker than one pattern of all
        return []
    words = PLAIN | ELSEWHERE
    return [(*found.span(), words[found.group()]) for found in _every().finditer(text)]


def variants(label: str) -> tuple[str, ...]:
    """A folded label, and how else it may read once the words of LABELS are put back (档案 for 文件 and so on).

    For comparing a short printed label with a known list only; running text keeps the words as they are.
    """
    other = label
    for printed, meant in LABELS.items():
        other = other.replace(printed, meant)
    return (label,) if other == label else (label, other)
