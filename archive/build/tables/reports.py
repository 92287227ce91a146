"""Annual reports and their figures: long with evidence, and wide as people know the statutory tables."""

from archive.build.schema import Column, Table, exact, text, whole

REPORTS = Table(
    "reports",
    "Annual reports: one row per publisher, year and scope. It points to the reading in force; other copies stay.",
    "年度报告",
    ("id",),
    (
        whole("id", "Stable id", "编号"),
        text("publisher_id", "The publisher", "机构标识", to="publishers.id"),
        text("publisher", "Its official name", "发布机构"),
        text("publisher_level", "province, city, county, township, bureau …", "层级"),
        whole("year", "Year reported on", "报告年度"),
        text("scope", "own organ, or aggregate of an area", "范围"),
        text("template", "pre2019, t2019 or t2021, from labels", "模板"),
        text("template_basis", "labels, frame_and_year (tables lost) or none", "模板依据"),
        text("title", "Printed title, else the document's", "标题"),
        text("published_at", "Publication date", "发布日期"),
        text("published_basis", "What that date rests on", "日期依据"),
        text("generated_at", "When the platform generated the page", "生成日期"),
        text("signed_at", "Date of the signature", "落款日期"),
        text("script", "hans or hant", "字体"),
        text("grade", "Provenance of the reading in force", "来源等级"),
        text("url", "Address of the reading in force", "网址"),
        text("portal_id", "Portal of the reading in force", "门户", to="portals.id"),
        whole("document_id", "Document of the reading in force", "文档", to="documents.id"),
        whole("attachment_id", "Attachment of the reading in force, if it is one", "附件", to="attachments.id"),
        whole("reading_id", "The reading in force", "解读", to="readings.id"),
        whole(
            "tables_reading_id",
            "The reading of the attached file that supplies its tables",
            "表格解读",
            to="readings.id",
        ),
        text("capture_id", "The capture that holds its bytes", "存档", to="captures.id", dump="capture"),
        whole("copies", "Further documents and attachments that are this report", "其他副本", unit="copies"),
        text("choice", "Why this reading is in force", "取舍理由"),
        text("active_disclosure_table", "State of table 2: present, absent, image, attachment, ambiguous", "表二状态"),
        text("requests_table", "State of table 3", "表三状态"),
        text("review_litigation_table", "State of table 4", "表四状态"),
        text("statistics_table", "State of the 2014–2018 statistics form", "统计表状态"),
        text("contact_address", "Address the report gives", "地址"),
        text("contact_postcode", "Postcode the report gives", "邮编"),
        text("contact_phone", "Phone number the report gives", "电话"),
        text("contact_email", "E-mail address the report gives", "电子邮箱"),
        text("contact_fax", "Fax number the report gives", "传真"),
        whole("checks_pass", "Checks passed", "通过", unit="checks"),
        whole("checks_fail", "Checks failed", "不通过", unit="checks"),
        whole("checks_uncertain", "Checks with an unclear operand", "存疑", unit="checks"),
        whole("checks_not_assessable", "Checks that cannot be made", "无法检验", unit="checks"),
        whole("local", "1: from a loopback portal", "本机"),
        text("inputs", "Digest of what the row was derived from; the build's own", "输入摘要", dump="leave"),
    ),
)

SECTIONS = Table(
    "sections",
    "The numbered parts of each report, as printed.",
    "部分",
    ("id",),
    (
        whole("id", "Stable id", "编号"),
        whole("report_id", "The report", "年报", to="reports.id"),
        whole("n", "Order", "序号"),
        text("key", "overview, active_disclosure, requests, review_litigation, problems, other_matters …", "键"),
        text("heading", "Heading as printed", "标题"),
        text("text", "Text as printed, without the heading", "正文"),
        whole("start", "Start in the printed text", "起点", unit="code points"),
        whole("end", "End in the printed text", "终点", unit="code points"),
    ),
)

FIGURES = Table(
    "figures",
    "Every stated number with the words it was read from, one row each; states say why there is no number.",
    "数据项",
    ("id",),
    (
        whole("id", "Stable id", "编号"),
        whole("report_id", "The report", "年报", to="reports.id"),
        whole("reading_id", "The reading it was read in", "解读", to="readings.id"),
        text("ref", "Its id within the reading, as `gongkai read --json` prints it", "解读内编号"),
        text("source", "narrative or table", "出处"),
        text("concept", "What it counts; the list stands in archive/README.md", "指标"),
        text("column", "Kind of applicant (table 3)", "申请人类别"),
        text("label", "Label as printed", "标签"),
        text("axis", "Breakdown parts: category, channel or other", "分类轴"),
        exact("value", "Exact value: integer, or decimal as text; null where the state is no number", "数值"),
        text("unit", "Unit, folded (条 件 宗 份 元 万元 …)", "单位"),
        text("approx", "over (余, 多, 超) or about (约, 近)", "约数"),
        text("state", "number, number_with_unit, blank, slash, dash, word_none, ambiguous, image, text", "状态"),
        text("quote", "As printed", "原文"),
        whole("start", "Start in the printed text", "起点", unit="code points"),
        whole("end", "End in the printed text", "终点", unit="code points"),
        text("place", "Block, row and column; page and box in a PDF; JSON", "位置"),
        whole("part_of", "The figure it is a part of", "所属数据", to="figures.id"),
        text("read_by", "A reader that is not exact (OCR engine, confidence); null: read from text", "识别方式"),
        text("capture_id", "The capture that holds the bytes", "存档", to="captures.id", dump="capture"),
    ),
)

OUTCOMES = Table(
    "request_outcomes",
    "Statutory table 3 as printed: one row per report and line of the table, a column per kind of applicant.",
    "收到和处理政府信息公开申请情况",
    ("id",),
    (
        whole("id", "Stable id", "编号"),
        whole("report_id", "The report", "年报", to="reports.id"),
        whole("n", "Order of the line in the table", "序号"),
        text("outcome", "Line of the table (new_received, granted_full …)", "办理结果"),
        text("label", "Label as printed", "标签"),
        whole("natural_person", "Natural persons", "自然人", unit="requests"),
        whole("commercial_enterprise", "Commercial enterprises", "商业企业", unit="requests"),
        whole("research_institution", "Research institutions", "科研机构", unit="requests"),
        whole("public_welfare_org", "Public-welfare organisations", "社会公益组织", unit="requests"),
        whole("legal_service_org", "Legal-service organisations", "法律服务机构", unit="requests"),
        whole("other_org", "Other organisations", "其他", unit="requests"),
        whole("total", "Total as printed, never computed", "总计", unit="requests"),
        text("states", "States of the cells without a number, JSON {column: state}", "状态"),
    ),
)

GROUPED = (
    ("new_received", "New requests", "本年新收"),
    ("carried_in", "Carried in from the year before", "上年结转"),
    ("granted_full", "Granted", "予以公开"),
    ("granted_partial", "Granted in part", "部分公开"),
    ("refused_state_secret", "Refused: state secret", "属于国家秘密"),
    ("refused_other_law", "Refused: forbidden by other laws", "其他法律行政法规禁止公开"),
    ("refused_security_stability", "Refused: security and stability", "危及三安全一稳定"),
    ("refused_third_party", "Refused: rights of third parties", "保护第三方合法权益"),
    ("refused_internal_affairs", "Refused: internal affairs", "属于三类内部事务信息"),
    ("refused_deliberative", "Refused: deliberation", "属于四类过程性信息"),
    ("refused_enforcement_file", "Refused: enforcement files", "属于行政执法案卷"),
    ("refused_administrative_inquiry", "Refused: inquiry about matters", "属于行政查询事项"),
    ("refused", "Refused: sum of 8 lines", "不予公开"),
    ("unavailable_not_held", "Cannot be provided: not held", "本机关不掌握相关政府信息"),
    ("unavailable_needs_creation", "Cannot be provided: would have to be made", "没有现成信息需要另行制作"),
    ("unavailable_still_unclear", "Cannot be provided: unclear after correction", "补正后申请内容仍不明确"),
    ("unavailable", "Cannot be provided: sum of 3 lines", "无法提供"),
    ("not_processed_petition", "Not processed: petition", "信访举报投诉类申请"),
    ("not_processed_duplicate", "Not processed: repeated", "重复申请"),
    ("not_processed_publication", "Not processed: asks for publications", "要求提供公开出版物"),
    ("not_processed_excessive", "Not processed: too many without reason", "无正当理由大量反复申请"),
    ("not_processed_reconfirm", "Not processed: confirmation of what was had", "要求确认或重新出具已获取信息"),
    ("not_processed", "Not processed: sum of 5 lines", "不予处理"),
    ("other_handling", "Other handling (t2019)", "其他处理"),
    ("other_no_correction", "Other: not corrected in time (t2021)", "逾期不补正"),
    ("other_fee_unpaid", "Other: fee not paid in time (t2021)", "逾期未按收费通知要求缴纳费用"),
    ("other_remaining", "Other: the rest (t2021)", "其他"),
    ("other", "Other: sum of its lines", "其他处理合计"),
    ("handled_total", "Decided in all, as printed", "办理总计"),
    ("carried_out", "Carried over to the next year", "结转下年"),
)

GROUPS = Table(
    "request_groups",
    "Table 3, one row per report: the totals as printed, line by line, and the sums of its groups; a sum is null unless"
    " every line of the group states a number.",
    "办理结果分组",
    ("report_id",),
    (
        whole("report_id", "The report", "年报", to="reports.id"),
        *(whole(name, about, zh, unit="requests") for name, about, zh in GROUPED),
    ),
)

STATES = text("states", "States of the cells without a number, JSON {column: state}", "状态")
REPORT = whole("report_id", "The report", "年报", to="reports.id")


def _counts(unit: str, *names: tuple[str, str, str]) -> tuple[Column, ...]:
    return tuple(whole(name, about, zh, unit=unit) for name, about, zh in names)


DISCLOSURE = Table(
    "active_disclosure",
    "Statutory table 2, one row per report; the columns of both templates side by side, never merged.",
    "主动公开政府信息情况",
    ("report_id",),
    (
        REPORT,
        *_counts(
            "documents",
            ("rules_issued", "Rules issued this year (t2021)", "规章 本年制发件数"),
            ("rules_repealed", "Rules repealed this year (t2021)", "规章 本年废止件数"),
            ("rules_in_force", "Rules in force (t2021)", "规章 现行有效件数"),
            ("normative_documents_issued", "Normative documents issued (t2021)", "行政规范性文件 本年制发件数"),
            ("normative_documents_repealed", "Normative documents repealed (t2021)", "行政规范性文件 本年废止件数"),
            ("normative_documents_in_force", "Normative documents in force (t2021)", "行政规范性文件 现行有效件数"),
            ("rules_made", "Rules made this year (t2019)", "规章 本年新制作数量"),
            ("rules_newly_disclosed", "Rules newly disclosed (t2019)", "规章 本年新公开数量"),
            ("rules_disclosed_total", "Rules disclosed in all (t2019)", "规章 对外公开总数量"),
            ("normative_documents_made", "Normative documents made (t2019)", "规范性文件 本年新制作数量"),
            ("normative_documents_newly_disclosed", "… newly disclosed (t2019)", "规范性文件 本年新公开数量"),
            ("normative_documents_disclosed_total", "… disclosed in all (t2019)", "规范性文件 对外公开总数量"),
        ),
        *_counts(
            "kinds of item",
            ("licensing_items_prev_year", "Kinds of licence last year (t2019)", "行政许可 上一年项目数量"),
            ("licensing_items_change", "… added or removed (t2019)", "行政许可 本年增/减"),
            ("other_services_items_prev_year", "Kinds of other service (t2019)", "其他对外管理服务事项 上一年项目数量"),
            ("other_services_items_change", "… added or removed (t2019)", "其他对外管理服务事项 本年增/减"),
            ("penalty_items_prev_year", "Kinds of penalty last year (t2019)", "行政处罚 上一年项目数量"),
            ("penalty_items_change", "… added or removed (t2019)", "行政处罚 本年增/减"),
            ("compulsory_items_prev_year", "Kinds of compulsory measure (t2019)", "行政强制 上一年项目数量"),
            ("compulsory_items_change", "… added or removed (t2019)", "行政强制 本年增/减"),
            ("charge_items_prev_year", "Kinds of charge last year (t2019)", "行政事业性收费 上一年项目数量"),
            ("charge_items_change", "… added or removed (t2019)", "行政事业性收费 本年增/减"),
        ),
        *_counts(
            "decisions",
            ("licensing_decisions", "Licensing decisions", "行政许可 处理决定数量"),
            ("other_services_decisions", "Decisions on other services (t2019)", "其他对外管理服务事项 处理决定数量"),
            ("penalty_decisions", "Penalty decisions", "行政处罚 处理决定数量"),
            ("compulsory_measure_decisions", "Compulsory measures", "行政强制 处理决定数量"),
        ),
        exact(
            "administrative_charges_wan",
            "Charges (t2021), decimal as text",
            "行政事业性收费 本年收费金额",
            unit="10,000 yuan",
        ),
        whole(
            "central_procurement_projects", "Procurement projects (t2019)", "政府集中采购 采购项目数量", unit="projects"
        ),
        exact(
            "central_procurement_amount",
            "Procurement amount (t2019), decimal as text; the template prints no unit, see `units`",
            "政府集中采购 采购总金额",
        ),
        text("units", "Units that cells print themselves, JSON {column: unit}", "单位"),
        STATES,
    ),
)

RESULTS = (
    ("upheld", "upheld", "结果维持"),
    ("corrected", "corrected", "结果纠正"),
    ("other", "other result", "其他结果"),
    ("pending", "pending", "尚未审结"),
    ("total", "total as printed", "总计"),
)
ROUTES = (
    ("review", "Administrative reviews", "行政复议"),
    ("suit_direct", "Lawsuits without prior review", "行政诉讼 未经复议直接起诉"),
    ("suit_after_review", "Lawsuits after review", "行政诉讼 复议后起诉"),
)

REVIEWS = Table(
    "review_litigation",
    "Statutory table 4, one row per report: administrative reviews and lawsuits about disclosure work.",
    "政府信息公开行政复议、行政诉讼情况",
    ("report_id",),
    (
        REPORT,
        *(
            whole(f"{route}_{result}", f"{about}: {meaning}", f"{zh} {zh_result}", unit="cases")
            for route, about, zh in ROUTES
            for result, meaning, zh_result in RESULTS
        ),
        STATES,
    ),
)


def _items(name: str, about: str, zh: str) -> Table:
    return Table(
        name,
        about,
        zh,
        ("id",),
        (
            whole("id", "Stable id", "编号"),
            REPORT,
            whole("n", "Order in the report", "序号"),
            text("text", "As printed, marker removed", "原文"),
            whole("start", "Start in the printed text", "起点", unit="code points"),
            whole("end", "End in the printed text", "终点", unit="code points"),
        ),
    )


PROBLEMS = _items("problems", "Difficulties that the publisher itself lists.", "存在的主要问题")
REMEDIES = _items("remedies", "Improvements that the publisher itself promises.", "改进情况")

TABLES = (REPORTS, SECTIONS, FIGURES, OUTCOMES, GROUPS, DISCLOSURE, REVIEWS, PROBLEMS, REMEDIES)
