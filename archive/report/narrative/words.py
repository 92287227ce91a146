"""Words that say how something was published, and words that do not matter. Folded, without white space."""

from __future__ import annotations

import re

from archive.report.narrative.drafts import Axis

SOCIAL = re.compile(
    r"微信|公众号|微博|抖音|快手|头条|视频号|新媒体|APP|客户端|短信|广播|电视|屏|栏(?!目)|报纸|展板|橱窗|其[他它]|线下"
)
CHANNEL = re.compile(
    r"其[他它](?:方式|渠道|途径|形式|平台|媒体)|线下|网站|》|之窗|政府网|门户|网页|官网|平台|微信|公众号|微博|抖音|快手|头条|视频号|客户端|APP|app|小程序|短信|新媒体|广播|电视|电台"
    r"|电子屏|显示屏|LED|触摸屏|公示栏|公开栏|宣传栏|公告栏|橱窗|展板|宣传单|明白纸|报纸|报刊|报社|公报|简报|专区|专栏"
    r"|查阅点|查阅室|查阅场所|档案馆|图书馆|目录系统|服务窗口|服务大厅|村务|微网|融媒体|媒体|公开网|政务网|村村响|QQ|钉钉"
)
OTHER = re.compile(r"^其[他它余](?:方式|渠道|形式|平台|途径)?$")
REQUEST_CHANNEL = re.compile(
    r"当面|现场|面交|传真|网[上络站]|在线|互联网|平台|信函|邮[寄件箱政]|来信|信件|电子邮件|纸质|书面|窗口|口头|电话|线[上下]"
)
APPLICANT = re.compile(r"自然人|公民|个人|法人|企业|科研机构|公益组织|法律服务|其[他它]组织|社会组织|律师|^其[他它]$")
FILLER = re.compile(
    r"(?:(?:更新|发布|公开)量|数量|总数|总量|条数|件数|篇数|总计|共计|合计|共有|总共|累计|达到|(?<![次参指])数|(?<!公)共|(?<![传表])达"
    r"|计(?=[为:])|(?<![行作认])为|是|(?<![国现所共])有|了|(?<![节条])约|各|分别|的|:|,|、)+$"
)
NUMBERING = re.compile(
    r"^(?:\(?(?:\d{1,2}|[一二三四五六七八九十]{1,2})[)、.](?!\d)|[一二三四五六七八九十]是|[一二三四五六七八九十]、)"
)


def axis_of(labels: list[str]) -> Axis:
    """Return the axis of one list: all channels, all categories, or mixed ("other"). A closing 其他 fits any."""
    named = [label for label in labels if not OTHER.match(label)]
    channels = sum(bool(CHANNEL.search(label)) for label in named)
    if named and channels == len(named):
        return "channel"
    return "other" if channels else "category"
