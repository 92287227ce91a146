"""The statistics form 政府信息公开情况统计表 of the notice 国办发〔2014〕32号, an annex of reports on about 2014-2018.

Labels of the first two chapters were seen in stored pages; the others follow the form's well-known wording and are
matched with their shorter forms too. Provinces shipped the form with rows of their own, which are left alone.
"""

from __future__ import annotations

from archive.report.templates import StatRow, Template

STATISTICS = (
    StatRow(
        "stat_items_disclosed",
        "主动公开政府信息数",
        also=("主动公开政府信息数不同渠道和方式公开相同信息计1条", "主动公开政府信息总数"),
    ),
    StatRow("stat_normative_disclosed", "其中主动公开规范性文件数", also=("主动公开规范性文件数",)),
    StatRow("stat_normative_issued", "制发规范性文件总数", also=("制发规范性文件数",)),
    StatRow("stat_channel_gazette", "政府公报公开政府信息数"),
    StatRow("stat_channel_website", "政府网站公开政府信息数"),
    StatRow("stat_channel_weibo", "政务微博公开政府信息数"),
    StatRow("stat_channel_wechat", "政务微信公开政府信息数"),
    StatRow("stat_channel_other", "其他方式公开政府信息数"),
    StatRow(
        "stat_responses",
        "回应公众关注热点或重大舆情数",
        also=("回应公众关注热点或重大舆情数不同方式回应同一热点或舆情计1次", "回应公众关注热点和重大舆情数"),
    ),
    StatRow("stat_press_conferences", "参加或举办新闻发布会总次数", also=("参加或举办新闻发布会次数",)),
    StatRow(
        "stat_press_conferences_leader",
        "其中主要负责同志参加新闻发布会次数",
        also=("主要负责同志参加新闻发布会次数",),
    ),
    StatRow("stat_online_interviews", "政府网站在线访谈次数"),
    StatRow(
        "stat_online_interviews_leader",
        "其中主要负责同志参加政府网站在线访谈次数",
        also=("主要负责同志参加政府网站在线访谈次数", "其中主要负责同志参加在线访谈次数"),
    ),
    StatRow("stat_policy_interpretations", "政策解读稿件发布数", also=("政策解读稿件发布数量",)),
    StatRow("stat_social_media_responses", "微博微信回应事件数"),
    StatRow("stat_other_responses", "其他方式回应事件数"),
    StatRow("stat_requests_received", "收到申请数"),
    StatRow("stat_requests_in_person", "当面申请数"),
    StatRow("stat_requests_fax", "传真申请数"),
    StatRow("stat_requests_online", "网络申请数", also=("网上申请数",)),
    StatRow("stat_requests_letter", "信函申请数"),
    StatRow("stat_requests_closed", "申请办结数"),
    StatRow("stat_closed_on_time", "按时办结数"),
    StatRow("stat_closed_extended", "延期办结数"),
    StatRow("stat_replies", "申请答复数"),
    StatRow("stat_reply_already_public", "属于已主动公开范围数"),
    StatRow("stat_reply_granted", "同意公开答复数"),
    StatRow("stat_reply_partial", "同意部分公开答复数"),
    StatRow("stat_reply_refused", "不同意公开答复数"),
    StatRow("stat_refused_secret", "其中涉及国家秘密", also=("涉及国家秘密", "涉及国家秘密数")),
    StatRow("stat_refused_trade_secret", "涉及商业秘密", also=("涉及商业秘密数",)),
    StatRow("stat_refused_privacy", "涉及个人隐私", also=("涉及个人隐私数",)),
    StatRow(
        "stat_refused_security",
        "危及国家安全公共安全经济安全和社会稳定",
        also=("危及国家安全公共安全经济安全和社会稳定数",),
    ),
    StatRow(
        "stat_refused_not_gov_info",
        "不是条例所指政府信息",
        also=("不是政府信息公开条例所指政府信息", "不是条例所指政府信息数"),
    ),
    StatRow("stat_refused_other_law", "法律法规规定的其他情形", also=("法律法规规定的其他情形数",)),
    StatRow("stat_reply_not_this_organ", "不属于本行政机关公开数"),
    StatRow("stat_reply_not_exist", "申请信息不存在数"),
    StatRow("stat_reply_amend", "告知作出更改补充数"),
    StatRow("stat_reply_other_channel", "告知通过其他途径办理数"),
    StatRow("stat_reviews", "行政复议数量", also=("因政府信息公开申请行政复议数量", "行政复议总数")),
    StatRow("stat_reviews_upheld", "维持具体行政行为数"),
    StatRow("stat_reviews_corrected", "被依法纠错数", after="stat_reviews"),
    StatRow("stat_reviews_other", "其他情形数", after="stat_reviews"),
    StatRow("stat_lawsuits", "行政诉讼数量", also=("因政府信息公开提起行政诉讼数量", "行政诉讼总数")),
    StatRow(
        "stat_lawsuits_upheld",
        "维持具体行政行为或者驳回原告诉讼请求数",
        also=("维持具体行政行为或驳回原告诉讼请求数",),
    ),
    StatRow("stat_lawsuits_corrected", "被依法纠错数", after="stat_lawsuits"),
    StatRow("stat_lawsuits_other", "其他情形数", after="stat_lawsuits"),
    StatRow("stat_complaints", "举报投诉数量", also=("被举报投诉数量", "举报投诉总数")),
    StatRow("stat_fees_wan", "依申请公开信息收取的费用", also=("依申请公开政府信息收取的费用",)),
    StatRow("stat_units", "政府信息公开工作专门机构数"),
    StatRow("stat_reading_points", "设置政府信息公开查阅点数", also=("设置政府信息公开查阅点",)),
    StatRow("stat_staff", "从事政府信息公开工作人员数"),
    StatRow(
        "stat_staff_full_time",
        "专职人员数",
        also=("专职人员数不包括政府公报及政府网站工作人员数", "其中专职人员数"),
    ),
    StatRow("stat_staff_part_time", "兼职人员数"),
    StatRow(
        "stat_budget_wan",
        "政府信息公开专项经费",
        also=("政府信息公开专项经费不包括用于政府公报编辑管理及政府网站建设维护等方面的经费",),
    ),
    StatRow("stat_meetings", "召开政府信息公开工作会议或专题会议数", also=("召开会议或专题会议数",)),
    StatRow("stat_trainings", "举办各类培训班数", also=("举办各类培训班次数",)),
    StatRow("stat_trained", "接受培训人员数"),
)

PRE2019 = Template("pre2019", statistics=STATISTICS)
