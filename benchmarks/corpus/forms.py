"""The printed forms of the statutory tables, written down from the notices and from how publishers vary them."""

from __future__ import annotations

APPLICANT_KEYS = (
    "natural_person",
    "commercial_enterprise",
    "research_institution",
    "public_welfare_org",
    "legal_service_org",
    "other_org",
    "total",
)
APPLICANT_HEADS = (
    ("自然人",),
    ("商业企业", "商业 企业", "商业\n企业"),
    ("科研机构", "科研\n机构"),
    ("社会公益组织", "社会公益\n组织"),
    ("法律服务机构", "法律服务\n机构"),
    ("其他",),
    ("总计",),
)
NOTE = (
    "（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）",
    "(本列数据的勾稽关系为:第一项加第二项之和,等于第三项加第四项之和)",
    "（本列数据的勾稽关系为：第一项加第二项之和， 等于第三项加第四项之和）",
)

# (key or None for a group, depth, printed forms). Depth: 0 spans all label columns, 1 stands below 三, 2 in a group.
REQUEST_ROWS = (
    ("new_received", 0, ("一、本年新收政府信息公开申请数量", "一、本年新收政府信息\n公开申请数量")),
    ("carried_in", 0, ("二、上年结转政府信息公开申请数量", "二、上年转结政府信息公开申请数量")),
    (None, "三", ("三、本年度办理结果", "三、本年度\n办理结果")),
    ("granted_full", 1, ("（一）予以公开", "(一)予以公开", "（一） 予以公开")),
    (
        "granted_partial",
        1,
        (
            "（二）部分公开（区分处理的，只计这一情形，不计其他情形）",
            "（二）部分公开（区分处理的，只计这一情形，\n不计其他情形）",
        ),
    ),
    (None, 1, ("（三）不予公开", "（三） 不予公开", "（三）不予\n公开")),
    ("refused_state_secret", 2, ("1.属于国家秘密", "1．属于国家秘密", "1. 属于国家秘密")),
    ("refused_other_law", 2, ("2.其他法律行政法规禁止公开", "2.其他法律行政法规禁止\n公开")),
    ("refused_security_stability", 2, ("3.危及“三安全一稳定”", '3.危及"三安全一稳定"', "3.危及“三安全一稳定 ”")),
    ("refused_third_party", 2, ("4.保护第三方合法权益",)),
    ("refused_internal_affairs", 2, ("5.属于三类内部事务信息", "5、属于三类内部事务信息")),
    ("refused_deliberative", 2, ("6.属于四类过程性信息",)),
    ("refused_enforcement_file", 2, ("7.属于行政执法案卷",)),
    ("refused_administrative_inquiry", 2, ("8.属于行政查询事项",)),
    (None, 1, ("（四）无法提供", "（四）无法\n提供")),
    ("unavailable_not_held", 2, ("1.本机关不掌握相关政府信息",)),
    ("unavailable_needs_creation", 2, ("2.没有现成信息需要另行制作", "2.没有现成信息需要\n另行制作")),
    ("unavailable_still_unclear", 2, ("3.补正后申请内容仍不明确",)),
    (None, 1, ("（五）不予处理", "（五）不予\n处理")),
    ("not_processed_petition", 2, ("1.信访举报投诉类申请",)),
    ("not_processed_duplicate", 2, ("2.重复申请",)),
    ("not_processed_publication", 2, ("3.要求提供公开出版物",)),
    ("not_processed_excessive", 2, ("4.无正当理由大量反复申请",)),
    (
        "not_processed_reconfirm",
        2,
        ("5.要求行政机关确认或重新出具已获取信息", "5.要求行政机关确认或重新\n出具已获取信息"),
    ),
)
REQUEST_OTHER_2019 = (("other_handling", 1, ("（六）其他处理", "（六） 其他处理")),)
REQUEST_OTHER_2021 = (
    (None, 1, ("（六）其他处理", "（六）其他\n处理")),
    (
        "other_no_correction",
        2,
        ("1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", "1.逾期不补正"),
    ),
    (
        "other_fee_unpaid",
        2,
        ("2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请", "2.逾期不缴费"),
    ),
    ("other_remaining", 2, ("3.其他",)),
)
REQUEST_END = (
    ("handled_total", 1, ("（七）总计", "（七） 总计")),
    ("carried_out", 0, ("四、结转下年度继续办理",)),
)

ACTIVE_2021 = (
    (
        ("第二十条第（一）项", "第二十条第(一)项", "第二十条 第（一）项"),
        ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
        (
            (("规章", "规 章"), ("rules_issued", "rules_repealed", "rules_in_force")),
            (
                ("行政规范性文件", "规范性文件", "行政规范性\n文件"),
                ("normative_documents_issued", "normative_documents_repealed", "normative_documents_in_force"),
            ),
        ),
    ),
    (("第二十条第（五）项",), ("信息内容", "本年处理决定数量"), ((("行政许可",), ("licensing_decisions",)),)),
    (
        ("第二十条第（六）项",),
        ("信息内容", "本年处理决定数量"),
        ((("行政处罚",), ("penalty_decisions",)), (("行政强制",), ("compulsory_measure_decisions",))),
    ),
    (
        ("第二十条第（八）项",),
        ("信息内容", "本年收费金额（单位：万元）"),
        ((("行政事业性收费",), ("administrative_charges_wan",)),),
    ),
)
ACTIVE_2019 = (
    (
        ("第二十条第（一）项",),
        ("信息内容", "本年新制作数量", "本年新公开数量", "对外公开总数量"),
        (
            (("规章", "规 章"), ("rules_made", "rules_newly_disclosed", "rules_disclosed_total")),
            (
                ("规范性文件",),
                (
                    "normative_documents_made",
                    "normative_documents_newly_disclosed",
                    "normative_documents_disclosed_total",
                ),
            ),
        ),
    ),
    (
        ("第二十条第（五）项",),
        ("信息内容", "上一年项目数量", "本年增/减", "处理决定数量"),
        (
            (("行政许可",), ("licensing_items_prev_year", "licensing_items_change", "licensing_decisions")),
            (
                ("其他对外管理服务事项", "其他对外管理\n服务事项"),
                ("other_services_items_prev_year", "other_services_items_change", "other_services_decisions"),
            ),
        ),
    ),
    (
        ("第二十条第（六）项",),
        ("信息内容", "上一年项目数量", "本年增/减", "处理决定数量"),
        (
            (("行政处罚",), ("penalty_items_prev_year", "penalty_items_change", "penalty_decisions")),
            (("行政强制",), ("compulsory_items_prev_year", "compulsory_items_change", "compulsory_measure_decisions")),
        ),
    ),
    (
        ("第二十条第（八）项",),
        ("信息内容", "上一年项目数量", "本年增/减"),
        ((("行政事业性收费",), ("charge_items_prev_year", "charge_items_change")),),
    ),
    (
        ("第二十条第（九）项",),
        ("信息内容", "采购项目数量", "采购总金额"),
        ((("政府集中采购",), ("central_procurement_projects", "central_procurement_amount")),),
    ),
)
REVIEW_GROUPS = ("review", "suit_direct", "suit_after_review")
REVIEW_LEAVES = (
    ("upheld", ("结果维持", "结果\n维持")),
    ("corrected", ("结果纠正", "结果\n纠正")),
    ("other", ("其他结果", "其他\n结果")),
    ("pending", ("尚未审结", "尚未\n审结")),
    ("total", ("总计",)),
)
