"""What the portals' own listings say: nodes, lines, and when each line was seen."""

from archive.build.schema import Column, Table, text, whole

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

TABLES = (NODES, ENTRIES, CLAIMS, SIGHTINGS)
