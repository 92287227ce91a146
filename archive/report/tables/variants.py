"""How publishers vary the printed labels. A canonical label and its ordinal need no line here; each line says where
the wording was met (township, report year) or why it is expected. Keys are concepts, row names or column names; labels
are compared without blanks, punctuation and bracket notes, 其它 read as 其他.
"""

from __future__ import annotations

REQUEST_ROWS: dict[str, tuple[str, ...]] = {
    "new_received": ("本年新收政府信息公开申请数", "本年度新收政府信息公开申请数量", "本年新收申请数量", "本年新收"),
    "carried_in": (
        "上年转结政府信息公开申请数量",  # 林山乡 2020: two characters change places
        "上年结转政府信息公开申请数",
        "上年度结转政府信息公开申请数量",
        "上年结转申请数量",
        "上年结转",
    ),
    "granted_partial": ("部分公开", "部分予以公开"),
    "refused_other_law": ("其他法律法规禁止公开", "法律行政法规禁止公开"),
    "refused_security_stability": ("危及三安全和一稳定",),
    "unavailable_not_held": ("本机关不掌握相关信息", "本行政机关不掌握相关政府信息"),
    "unavailable_needs_creation": ("没有现成信息需另行制作", "没有现成信息"),
    "unavailable_still_unclear": ("补正后申请仍不明确", "补正后申请内容不明确"),
    "not_processed_petition": ("信访举报投诉类",),
    "not_processed_duplicate": ("重复申请类",),
    "not_processed_reconfirm": ("要求行政机关确认或重新出具已获取的信息", "确认或重新出具已获取信息"),
    # The short forms of a second layout of the same year.
    "other_no_correction": (
        "逾期不补正",
        "申请人无正当理由逾期不补正",
        "申请人无正当理由逾期不补正行政机关不再处理",
        "无正当理由逾期不补正",
    ),
    "other_fee_unpaid": (
        "逾期不缴费",
        "申请人逾期未按收费通知要求缴纳费用",
        "申请人逾期未按收费通知要求缴纳费用行政机关不再处理",
        "逾期未缴费",
    ),
    "carried_out": ("结转下年继续办理", "结转下年度办理", "结转下一年度继续办理", "结转下年度"),
}
REQUEST_GROUPS: dict[str, tuple[str, ...]] = {
    "results": ("本年度办理结果", "本年办理结果", "办理结果"),
    "refused": ("不予公开",),
    "unavailable": ("无法提供",),
    "not_processed": ("不予处理",),
}
APPLICANTS: dict[str, tuple[str, ...]] = {
    "natural_person": ("公民", "自然人申请"),
    "research_institution": ("科研机构单位",),
    "legal_service_org": ("法律服务机构组织",),
    "total": ("合计",),
}
ACTIVE_ROWS: dict[str, tuple[str, ...]] = {
    "rules": (),
    "normative_documents": (
        "规范性文件",
        "行政规范性文件",
        "其他规范性文件",
    ),  # either word in either template: 宅梧, 会仪
    "other_services": ("其他对外管理服务事项", "其他对外管理和服务事项"),
    "charges": ("行政事业型收费", "行政事业收费", "行政事业性收费项目"),  # a slip of one report of 2021
    "procurement": ("集中采购", "政府采购"),
}
ACTIVE_COLUMNS: dict[str, tuple[str, ...]] = {
    # 2021
    "本年制发件数": ("本年度制发件数", "本年制发数", "本年制发件", "制发件数", "本年制发数量", "本年制定件数"),
    "本年废止件数": ("本年度废止件数", "本年废止数", "本年废止件", "废止件数", "本年废止数量"),
    "现行有效件数": ("现行有效件", "现行有效数", "现行有效数量", "现行有效"),  # 数 lost in two reports
    "本年处理决定数量": ("本年度处理决定数量", "本年处理决定数", "本年决定数量"),
    "本年收费金额": (
        "本年度收费金额",
        "本年收费金额单位万元",
        "本年收费金额单位元",
        "本年收费金额万元",
        "本年收费金额元",
        "收费金额",
        "收费金额单位万元",
    ),
    # 2019; a stored copy may keep only the first line of a wrapped header: 本年新 twice, told apart by their places
    "本年新制作数量": ("本年度新制作数量", "本年新制作数", "新制作数量"),
    "本年新公开数量": ("本年度新公开数量", "本年新公开数", "新公开数量"),
    "对外公开总数量": ("对外公开总数", "公开总数量"),
    "上一年项目数量": ("上年项目数量", "上一年度项目数量", "上一年项目数"),
    "本年增/减": ("本年度增减", "本年增或减", "本年增加减少", "本年增减数量", "增减"),
    "处理决定数量": ("处理决定数",),
    "采购项目数量": ("采购项目数",),
    "采购总金额": ("采购总额", "采购金额", "采购总金额万元", "采购总金额元", "采购总金额单位万元", "采购总金额单位元"),
}
REVIEW_GROUPS: dict[str, tuple[str, ...]] = {
    "review": ("行政复议",),
    "suit": ("行政诉讼",),
    "suit_direct": ("未经复议直接起诉", "未经复议直接诉讼", "未经行政复议直接起诉", "直接起诉"),
    "suit_after_review": ("复议后起诉", "经复议后起诉", "复议后诉讼", "经行政复议后起诉"),
}
REVIEW_LEAVES: dict[str, tuple[str, ...]] = {
    "upheld": ("结果维持", "维持", "维持结果"),
    "corrected": ("结果纠正", "纠正", "纠正结果"),
    "other": ("其他结果",),
    "pending": ("尚未审结", "未审结"),
    "total": ("总计", "合计"),
}
