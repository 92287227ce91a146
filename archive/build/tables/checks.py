"""What does not add up, what is missing, and what our code did not understand."""

from archive.build.schema import Table, exact, text, whole

FINDINGS = Table(
    "findings",
    "What our checks say about a report: fail, uncertain, not_assessable. Passes are counted in `reports`.",
    "检验结果",
    ("id",),
    (
        whole("id", "Stable id", "编号"),
        whole("report_id", "The report", "年报", to="reports.id"),
        text("check_id", "Check, see archive/README.md", "检验规则"),
        text("row", "Line of the table it looks at", "行"),
        text("column", "Column it looks at", "列"),
        text("verdict", "fail, uncertain or not_assessable", "结论"),
        text("severity", "E: arithmetic the document itself claims; W: should hold; I: information", "等级"),
        exact("left", "What the document states", "所述"),
        exact("right", "What follows from the rest", "应为"),
        text("message", "In words", "说明"),
        text("hint", "Smallest explanation found for a failing identity", "可能原因"),
        whole(
            "paths_agree",
            "1: both readings agree (the publisher's arithmetic); 0: our reading; null: not compared",
            "两路一致",
        ),
    ),
)

FINDING_FIGURES = Table(
    "finding_figures",
    "The figures a finding rests on.",
    "检验所用数据",
    ("finding_id", "figure_id"),
    (
        whole("finding_id", "The finding", "检验结果", to="findings.id"),
        whole("figure_id", "The figure", "数据项", to="figures.id"),
    ),
)

EXPECTATIONS = Table(
    "expectations",
    "Which report each publisher owes for each year, whether it is here, and if not, why not.",
    "应有年报",
    ("id",),
    (
        whole("id", "Stable id", "编号"),
        text("publisher_id", "The publisher", "机构标识", to="publishers.id"),
        text("publisher", "Its official name", "发布机构"),
        text("publisher_level", "Level", "层级"),
        whole("year", "Year reported on", "报告年度"),
        text("due_on", "Last day by which it should be online", "期限"),
        text("status", "present, missing or not_due", "状态"),
        text(
            "reason",
            "missing: not_crawled, blocked, listing_incomplete, looked_and_absent, not_captured, page_gone, unreadable",
            "原因",
        ),
        whole("report_id", "The report, if present", "年报", to="reports.id"),
        text("portal_id", "The portal that was looked at", "门户", to="portals.id"),
        text("basis", "Why the body is expected to report: portal (we crawl it) or register (of divisions)", "依据"),
        text("detail", "What was seen, in words", "说明", dump="leave"),
    ),
)

ISSUES = Table(
    "issues",
    "What our code met and did not understand; addressed to maintainers, never a default value.",
    "待处理事项",
    ("id",),
    (
        whole("id", "Stable id", "编号"),
        text("code", "Kind of issue (unread_key, unknown_row_label, page_changed, unreadable …)", "代码"),
        text("message", "In words", "说明"),
        text("quote", "The printed words it is about", "原文"),
        whole("start", "Where they start in the printed text", "起点", unit="code points"),
        text("about", "run, portal, capture, document or report", "对象"),
        text("portal_id", "The portal", "门户", to="portals.id"),
        text("run_id", "The run, of an issue met while crawling", "运行", to="runs.id", dump="leave"),
        text("capture_id", "The capture", "存档", to="captures.id", dump="leave"),
        whole("document_id", "The document", "文档", to="documents.id"),
        whole("reading_id", "The reading", "解读", to="readings.id"),
        text("url", "The address", "网址"),
        text("at", "When it was met, UTC", "时间", dump="leave"),
        text("origin", "What the row is derived from; the build's own", "来源键"),
    ),
)

TABLES = (FINDINGS, FINDING_FIGURES, EXPECTATIONS, ISSUES)
