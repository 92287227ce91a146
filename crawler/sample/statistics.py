"""The statistics form that reports up to 2018 carried as an annex (国办发〔2014〕32号): indicator, unit, number."""

from __future__ import annotations

from crawler.sample.grid import Cell, Grid, Row, row

# Key and label and unit; a line without a key is a heading of the form.
LINES: tuple[tuple[str, str, str], ...] = (
    ("", "一、主动公开情况", ""),
    ("stat_items_disclosed", "（一）主动公开政府信息数（不同渠道和方式公开相同信息计1条）", "条"),
    ("stat_normative_disclosed", "其中：主动公开规范性文件数", "条"),
    ("stat_normative_issued", "制发规范性文件总数", "件"),
    ("", "（二）通过不同渠道和方式公开政府信息的情况", ""),
    ("stat_channel_gazette", "1.政府公报公开政府信息数", "条"),
    ("stat_channel_website", "2.政府网站公开政府信息数", "条"),
    ("stat_channel_weibo", "3.政务微博公开政府信息数", "条"),
    ("stat_channel_wechat", "4.政务微信公开政府信息数", "条"),
    ("stat_channel_other", "5.其他方式公开政府信息数", "条"),
    ("", "三、依申请公开情况", ""),
    ("stat_requests_received", "（一）收到申请数", "件"),
    ("stat_requests_in_person", "1.当面申请数", "件"),
    ("stat_requests_fax", "2.传真申请数", "件"),
    ("stat_requests_online", "3.网络申请数", "件"),
    ("stat_requests_letter", "4.信函申请数", "件"),
    ("stat_requests_closed", "（二）申请办结数", "件"),
    ("stat_closed_on_time", "1.按时办结数", "件"),
    ("stat_closed_extended", "2.延期办结数", "件"),
    ("stat_reviews", "四、行政复议数量", "件"),
    ("stat_lawsuits", "五、行政诉讼数量", "件"),
    ("stat_complaints", "六、举报投诉数量", "件"),
    ("stat_fees_wan", "七、依申请公开信息收取的费用", "万元"),
)


def form(values: dict[str, int | str]) -> Grid:
    """The form with a number in every line that has a unit; what `values` leaves out is 0."""
    unknown = values.keys() - {key for key, _, _ in LINES}
    if unknown:
        raise ValueError(f"the statistics form has no {sorted(unknown)}")
    rows: list[Row] = [row("统计指标", "单位", "统计数")]
    for key, label, unit in LINES:
        rows.append(row(label, unit, str(values.get(key, 0))) if key else row(Cell(label, colspan=3)))
    return Grid(tuple(rows), "政府信息公开情况统计表")
