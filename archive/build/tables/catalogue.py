"""What the portals' own listings say: nodes, lines, and when each line was seen."""

from archive.build.schema import Column, Table, exact, text, whole

LINE: tuple[Column, ...] = (
    text("native_id", "The platform's own post id", "原编号"),
    text("url", "Address the line leads to", "网址"),
    text("title", "Title as listed", "标题"),
    text("kind", "normal, or url: a link to elsewhere without a page here", "类型"),
    text("publisher", "Publisher as listed", "发布机构"),
    text("published_at", "Publication as listed; Beijing time where a time is printed", "发布日期"),
    text("written_at", "Date of writing as listed", "成文日期"),
    text("identifier", "Index number", "索引号"),
    text("document_number", "Document number", "文号"),
)

NODES = Table(
    "nodes",
    "Nodes of the portals' catalogue trees and columns of portals, as last seen.",
    "栏目",
    ("id",),
    (
        whole("id", "Stable id", "编号"),
        text("portal_id", "The portal", "门户", to="portals.id"),
        text("node_id", "The portal's own id of the node or column", "栏目标识"),
        text("name", "Printed name", "名称"),
        text("parent", "The portal's own id of the node above", "上级"),
        whole("post_count", "What the portal claims the node holds", "自称条数", unit="posts"),
        text("jump_url", "A menu link to somewhere else instead of posts", "跳转网址"),
        text("source", "index (a catalogue tree), column (a link on a list page) or ledger (a listing walked)", "依据"),
        text("capture_id", "The capture this row was read from", "存档", to="captures.id", dump="leave"),
        text("last_seen", "Latest capture that shows the node, UTC", "最后看到", dump="leave"),
    ),
)

ENTRIES = Table(
    "entries",
    "Catalogue lines: one row per line of a portal's listings, in its latest wording. A claim about a document.",
    "目录条目",
    ("id",),
    (
        whole("id", "Stable id", "编号"),
        text("portal_id", "The portal", "门户", to="portals.id"),
        text("key", "Natural key: # and the post id, else path and query", "自然键"),
        whole("document_id", "The document, once it was captured", "文档", to="documents.id"),
        *LINE,
        whole("claims", "Distinct wordings of the line so far", "表述数", unit="wordings"),
        text("first_seen", "First listing with it, UTC", "首次看到", dump="leave"),
        text("last_seen", "Latest listing with it, UTC", "最后看到", dump="leave"),
        whole("listed", "0: a later crawl listed every node it stood in to the end and without it; else 1", "仍在目录"),
        text(
            "not_listed_at",
            "Latest complete listing without it before it was first seen, UTC; null: none of all its nodes",
            "首次看到前最近未列时间",
            dump="leave",
        ),
        text("absent_since", "First complete listing without it since it was last seen, UTC", "未列起始", dump="leave"),
        whole("absences", "Crawls since then that listed it no more", "未列次数", unit="crawls", dump="leave"),
    ),
)

CLAIMS = Table(
    "claims",
    "What a catalogue line said, one row per distinct wording.",
    "条目表述",
    ("id",),
    (
        whole("id", "Stable id", "编号"),
        whole("entry_id", "The line", "条目", to="entries.id"),
        *LINE,
        text("other_urls", "Further addresses of the same post, JSON", "其他网址"),
        text("attachments", "Attachments named in the line, JSON", "附件"),
    ),
)

SIGHTINGS = Table(
    "sightings",
    "Which listing capture showed which line, in which node and wording.",
    "目录记录",
    ("entry_id", "node_id", "capture_id"),
    (
        whole("entry_id", "The line", "条目", to="entries.id"),
        text("node_id", "The portal's own id of the node or column; empty where the listing has none", "栏目标识"),
        text("capture_id", "The listing's capture", "存档", to="captures.id", dump="leave"),
        whole("claim_id", "What the line said", "表述", to="claims.id"),
        text("seen_at", "When, UTC", "看到时间", dump="leave"),
    ),
)

COMPARISONS = Table(
    "catalogue_comparisons",
    "What a report claims to have disclosed beside the lines of that year in the crawled catalogue: the total, and each"
    " class the report names. No number where a listing was incomplete. A catalogue need not hold what was disclosed"
    " elsewhere.",
    "年报所称与目录比较",
    ("id",),
    (
        whole("id", "Stable id", "编号"),
        whole("report_id", "The report", "年报", to="reports.id"),
        whole("figure_id", "The claim", "数据项", to="figures.id"),
        text("publisher_id", "The publisher", "机构标识", to="publishers.id"),
        text("portal_id", "The portal whose catalogue is counted", "门户", to="portals.id"),
        whole("year", "Year reported on, and of the lines that are counted", "报告年度"),
        text("label", "Class as printed; null: the total", "类别"),
        text("axis", "category, channel or other; null: the total", "分类轴"),
        exact("claimed", "Items disclosed, as the report states", "所称条数"),
        text("approx", "over (余, 多, 超) or about (约, 近)", "约数"),
        text("node_id", "The node of the catalogue that bears the name of the class", "栏目标识"),
        whole("listed", "Lines of that year that the catalogue lists; null: cannot say", "目录条数", unit="lines"),
        whole("vanished", "Lines of that year seen before and listed no more", "已撤条数", unit="lines"),
        whole("undated", "Lines without a date, of whatever year; not counted", "无日期条数", unit="lines"),
        whole("difference", "claimed less listed", "差额"),
        text("standing", "counted or cannot_say", "结论"),
        text("reason", "Why it cannot be said", "原因"),
        text("run_id", "The crawl that listed the catalogue", "运行", to="runs.id", dump="leave"),
        text("seen_from", "When that crawl began, UTC", "目录起", dump="leave"),
        text("seen_to", "When it ended, UTC", "目录止", dump="leave"),
    ),
)

SERIES = Table(
    "number_series",
    "Index numbers and document numbers that run on within a year, as far as a catalogue shows them, with their gaps."
    " A gap may be a document that owes no disclosure; view number_gaps gives how common gaps are.",
    "编号序列",
    ("id",),
    (
        whole("id", "Stable id", "编号"),
        text("portal_id", "The portal", "门户", to="portals.id"),
        text("kind", "identifier (index number) or document_number", "类型"),
        text("series", "What stands before the year: the issuing body's mark", "字头"),
        whole("year", "Year in the number", "年份"),
        whole("lowest", "Lowest number seen", "最小号"),
        whole("highest", "Highest number seen", "最大号"),
        whole("seen", "Distinct numbers seen", "已见", unit="numbers"),
        whole("missing", "Numbers between lowest and highest that were never seen", "缺号", unit="numbers"),
        whole("repeated", "Lines that bear a number another line bears too", "重号", unit="lines"),
        text("gaps", "The missing numbers in words: 4, 7–9; cut short where they are very many", "缺号清单"),
    ),
)

TABLES = (NODES, ENTRIES, CLAIMS, SIGHTINGS, COMPARISONS, SERIES)
