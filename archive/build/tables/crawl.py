"""Who publishes, through which portals, and what our runs asked for and got."""

from archive.build.schema import Table, text, whole

PUBLISHERS = Table(
    "publishers",
    "Public bodies that owe the disclosure: of crawled portals, those that annual reports name, their neighbours.",
    "发布机构",
    ("id",),
    (
        text("id", "Division code; code and name of a bureau; else a hash of the folded name", "机构标识"),
        text("name", "Official name as fully as we know it", "名称"),
        text("level", "province, city, county, township, bureau …", "层级"),
        text("division_code", "Division code of the ministry of civil affairs, where known", "行政区划代码"),
        text("parent_id", "Division above: the county of a township or bureau, the city of a county …", "上级"),
        text("source", "Where the identity comes from: portal, report or register", "依据"),
        whole("local", "1: known from loopback portals only", "本机"),
    ),
)

PUBLISHER_NAMES = Table(
    "publisher_names",
    "Every printed form of a publisher's name (script, 台/臺, short names), with where it was met.",
    "机构名称",
    ("publisher_id", "name", "source"),
    (
        text("publisher_id", "The publisher", "机构标识", to="publishers.id"),
        text("name", "The name as printed", "名称"),
        text("source", "Where it was met: portal, report, page or entry", "依据"),
        text("folded", "The name folded to Simplified script without blanks", "规范形式"),
    ),
)

PORTALS = Table(
    "portals",
    "Address spaces through which publishers disclose, as the latest run knew them.",
    "门户",
    ("id",),
    (
        text("id", "Portal id of the registry", "门户标识"),
        text("publisher_id", "The publisher that owes the disclosure", "机构标识", to="publishers.id"),
        text("division_code", "The publisher's id as the registry gives it", "机构代码"),
        text("publisher", "Its name as the registry writes it", "发布机构"),
        text("platform", "Software family", "平台"),
        text("url", "Where the crawl starts", "网址"),
        text("level", "province, city, county, township, bureau …", "层级"),
        whole("local", "1: a loopback portal (demo, tests); left out of merge, export and releases", "本机"),
        text("since", "Reports are expected from here on", "起始"),
        text("expect", "Bounds for the number of reports, JSON", "预期"),
        text("hosts", "Further hosts of the portal, JSON", "主机"),
        text("status", "active, unverified or retired", "状态"),
        text("source", "Where the address was found, with date", "来源"),
        text("note", "Remarks", "备注"),
        text("last_run", "The run this row was taken from", "运行", dump="leave"),
    ),
)

RUNS = Table(
    "runs",
    "One execution of a spider over one portal: settings, counts, how it ended.",
    "运行",
    ("id",),
    (
        text("id", "Run id: UTC time and six hexadecimal digits", "运行标识"),
        text("portal_id", "The portal", "门户", to="portals.id"),
        text("portal_url", "Where this crawl started; addresses of its captures count from here", "起始网址"),
        text("spider", "The way of walking", "爬虫"),
        text("software", "Name and version of the crawler", "软件"),
        text("settings", "Settings that differ from the defaults, JSON", "设置"),
        text("arguments", "Arguments of the crawl (sample, since, reports_only …), JSON", "参数"),
        text("started_at", "Start, UTC", "开始时间"),
        text("ended_at", "End, UTC; null while open or torn", "结束时间"),
        text("state", "open, closed or torn", "状态"),
        text("reason", "Why it ended: finished, blocked, sample, shutdown …", "结束原因"),
        text("counts", "Counts the crawler kept, JSON", "计数"),
        text("resumes", "The torn run that this one goes on from", "续接"),
        whole("ledger_read", "Bytes of the run's ledger that are in this database", "已读台账", unit="bytes"),
    ),
    dump=False,
)

LISTINGS = Table(
    "listings",
    "Completeness of each listing in each run; only a complete one may say that something is gone.",
    "目录清单",
    ("id",),
    (
        whole("id", "Stable id", "编号"),
        text("run_id", "The run", "运行", to="runs.id"),
        text("portal_id", "The portal", "门户", to="portals.id"),
        text("node_id", "The portal's own id of the node or column", "栏目标识"),
        text("node_name", "Its printed name", "栏目名称"),
        text("url", "Address of the first page", "网址"),
        whole("pages", "Pages read", "页数", unit="pages"),
        whole("rows_seen", "Rows read", "行数", unit="rows"),
        whole("total", "What the server says it will list", "应列条数", unit="rows"),
        whole("claimed", "What the column says it holds", "自称条数", unit="rows"),
        whole("complete", "1: every row the server lists was read", "是否完整"),
        text("reason", "Why it is complete or not", "原因"),
        text("at", "When the listing ended, UTC", "时间"),
    ),
    dump=False,
)

WALKS = Table(
    "walks",
    "One crawl of a portal, with what it went on from: how much of the catalogue it read, and if that is all.",
    "目录巡查",
    ("run_id",),
    (
        text("run_id", "The run that ended the crawl", "运行", to="runs.id"),
        text("portal_id", "The portal", "门户", to="portals.id"),
        text("began", "Start, UTC", "开始时间"),
        text("ended", "End, UTC; null while open or torn", "结束时间"),
        whole("listings", "Listings walked", "清单数", unit="listings"),
        whole("incomplete", "Those not read to their end", "不完整清单数", unit="listings"),
        whole("whole", "1: the whole catalogue was asked for, not a sample or the reports alone", "是否全站"),
        whole("complete", "1: whole, ended by itself, every listing read to its end", "是否完整"),
        text("reason", "Why it is not complete, in words", "原因"),
    ),
    dump=False,
)

FETCHES = Table(
    "fetches",
    "Every request and what came of it.",
    "请求",
    ("id",),
    (
        whole("id", "Stable id", "编号"),
        text("run_id", "The run", "运行", to="runs.id"),
        text("portal_id", "The portal", "门户", to="portals.id"),
        text("url", "Address asked for", "网址"),
        text("method", "GET or POST", "方法"),
        text("body", "Request body of a POST", "请求正文"),
        text("requested_at", "When, UTC", "请求时间"),
        whole("status", "HTTP status", "状态码"),
        text("outcome", "ok, not_modified, unchanged, blocked:…, soft_404, server_error, timeout, robots …", "结果"),
        text("role", "robots, index, listing, detail, attachment or probe", "角色"),
        text("platform", "Which page reader reads it", "平台"),
        text("capture_id", "The capture it gave", "存档", to="captures.id"),
        text("node_id", "Node or column it belongs to", "栏目标识"),
        whole("page", "Page number of a listing", "页码"),
        text("redirect_to", "Where a redirect pointed", "跳转"),
        text("message", "What happened, in words", "说明"),
        text("action", "What a person should do about it", "建议"),
        text("replayed_from", "Capture of an earlier run, when a resumed run did not ask again", "沿用"),
        text("ip", "Address connected to", "IP 地址"),
        text("tls", "TLS version, or the fallback that was needed", "TLS"),
    ),
    dump=False,
)

CAPTURES = Table(
    "captures",
    "What one request returned at one moment; the bytes are one seek away in the WARC files.",
    "存档",
    ("id",),
    (
        text("id", "Run id and record id", "存档标识", dump="leave"),
        text("run_id", "The run", "运行", to="runs.id", dump="leave"),
        text("portal_id", "The portal", "门户", to="portals.id"),
        text("url", "Address asked for", "网址", dump="leave"),
        text(
            "address",
            "Path and query below the portal's origin",
            "路径",
        ),
        text("captured_at", "When, UTC", "存档时间", dump="leave"),
        whole("status", "HTTP status", "状态码", dump="leave"),
        text("outcome", "Outcome of the fetch", "结果", dump="leave"),
        text("role", "robots, index, listing, detail (a document), attachment or probe", "角色"),
        text("platform", "Which page reader reads it", "平台"),
        text("mime", "Media type the server declared", "媒体类型", dump="leave"),
        whole("size", "Payload as sent", "大小", unit="bytes", dump="leave"),
        text("sha256", "SHA-256 of the payload as sent", "摘要"),
        text("warc_file", "File below the home's runs folder", "WARC 文件", dump="leave"),
        whole("offset", "Start of the gzip member in the file", "偏移", unit="bytes", dump="leave"),
        whole("length", "Length of the gzip member", "长度", unit="bytes", dump="leave"),
        text("record_sha256", "SHA-256 of the gzip member", "记录摘要", dump="leave"),
        text(
            "revisit_of",
            "The capture that holds the bytes (its run may not be in this home)",
            "重访",
            dump="leave",
        ),
        whole("local", "1: from a loopback portal", "本机"),
        text("node_id", "Node or column it belongs to", "栏目标识", dump="leave"),
        text("native_id", "Post id of the listing row it was reached through", "原编号", dump="leave"),
        text("page_native_id", "Post id that the page itself prints", "页面原编号", dump="leave"),
        text("of_address", "An attachment: the address of the page it was linked from", "所属页面", dump="leave"),
        text("name", "An attachment: its human name", "名称", dump="leave"),
        text("document_key", "Natural key of the document it belongs to", "文档键", dump="leave"),
        whole("document_id", "The document it belongs to", "文档", to="documents.id"),
        text(
            "read_state",
            "read, failed, missing; null: no need or not yet",
            "读取状态",
            dump="leave",
        ),
    ),
)

TABLES = (PUBLISHERS, PUBLISHER_NAMES, PORTALS, RUNS, LISTINGS, WALKS, FETCHES, CAPTURES)
