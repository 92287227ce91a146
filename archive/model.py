"""The nouns of the archive as frozen structs. No I/O, nothing of ours imported.

Offsets are code points into the reading's printed text (`Printed.text`), before any folding. Times are ISO 8601 text:
UTC with a trailing `Z` for instants we measured, `+08:00` for instants that a Chinese page printed, a bare date
where only a date is printed. Values are exact: `int`, or decimal text (`"190.457379"`), never binary floats.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

# ---------------------------------------------------------------------------------------------- printed text


class Cell(Struct, frozen=True, gc=False):
    """One printed cell of a table. A spanning cell is one Cell that stands at every grid position it covers."""

    text: str  # as printed; inner line breaks are "\n"
    start: int
    end: int
    row: int  # grid position of its top left corner
    column: int
    rowspan: int = 1
    colspan: int = 1
    header: bool = False
    image: str | None = None  # address of a picture inside the cell; with no text the cell is not blank but unread


class Block(Struct, frozen=True):
    """A heading, a paragraph (one printed line of text), a table or an image, in reading order.

    `text == printed.text[start:end]` always holds. `grid` (tables only) is rows x columns with spans expanded; every
    row has the same length; a position no cell covers is None. Cell offsets are absolute, like the block's.
    """

    kind: Literal["heading", "paragraph", "table", "image"]
    start: int
    end: int
    text: str
    level: int | None = None  # h1..h6
    grid: tuple[tuple[Cell | None, ...], ...] = ()
    page: int | None = None  # PDF, 1-based
    box: tuple[float, float, float, float] | None = None  # PDF points: x0, top, x1, bottom
    src: str | None = None  # an image's address
    furniture: bool = False  # site chrome that was kept for the record; no figure, section or contact comes from it


class Link(Struct, frozen=True):
    """A link from a page to a document file (PDF, DOC, XLS, archive, image of a report)."""

    url: str  # absolute where the page's address is known, else as printed
    name: str  # the human name: attachment list, alt, title or link text, in this order
    mime: str | None = None
    size: int | None = None
    native_id: str | None = None


class Seen(Struct, frozen=True):
    """A stretch of the printed text that OCR recognised in a picture, and how sure it was."""

    start: int
    end: int
    by: str  # "ocr:rapidocr-3.10.0 0.93": engine, version, confidence of its least certain word; none where empty


class Printed(Struct, frozen=True):
    """What a carrier prints: its text, the blocks that text is made of, and the labelled data around it."""

    carrier: Literal["html", "json", "text", "pdf", "docx", "doc", "xlsx", "xls", "image"]
    text: str
    blocks: tuple[Block, ...]
    title: str | None = None  # the printed title of the article (h1 or its like), not the browser title
    page_title: str | None = None  # <title>
    meta: dict[str, str] = {}  # <meta name> values, keys as printed (ArticleTitle, PubDate, ContentSource …)
    labels: dict[str, str] = {}  # label/value tables and header lines: 发布机构, 生成日期, 索引号 … keys folded, bare
    links: tuple[Link, ...] = ()
    encoding: str | None = None
    notes: tuple[str, ...] = ()  # what was odd about the carrier: replaced bytes, dropped dialog, clamped span …
    seen: tuple[Seen, ...] = ()  # in order, without overlaps


# ---------------------------------------------------------------------------------------------- readings

State = Literal[
    "number",
    "number_with_unit",
    "blank",
    "slash",
    "dash",
    "word_none",
    "ambiguous",
    "image",
    "absent",
    "not_in_template",
    "text",
]
TableState = Literal["present", "absent", "image", "attachment", "ambiguous"]
TableName = Literal["active_disclosure", "requests", "review_litigation", "statistics"]
Kind = Literal["annual_report", "interpretation", "guide", "notice", "statistics_form", "other"]
Verdict = Literal["pass", "fail", "uncertain", "not_assessable"]
Severity = Literal["E", "W", "I"]


class Place(Struct, frozen=True, omit_defaults=True, gc=False):
    """Where a figure stands: block number, and row and column of the grid (tables) or page and box (PDF)."""

    block: int
    row: int | None = None
    column: int | None = None
    page: int | None = None
    box: tuple[float, float, float, float] | None = None


class Figure(Struct, frozen=True, gc=False):
    """One stated number with the words it was read from. Keys: report-format concepts, archive/README.md."""

    id: str
    source: Literal["narrative", "table"]
    concept: str
    column: str | None  # applicant key of the requests table
    label: str | None  # as printed
    axis: Literal["category", "channel", "other"] | None
    value: int | str | None
    unit: str | None
    approx: Literal["over", "about"] | None
    state: State
    quote: str  # as printed
    start: int
    end: int
    place: Place | None = None
    part_of: str | None = None
    by: str | None = None  # a reader that is not exact: "ocr:rapidocr-3.10 0.93"; None = read from text


class Section(Struct, frozen=True, gc=False):
    """A numbered part of a report. `text` is as printed, without the heading."""

    n: int
    key: str
    heading: str
    text: str
    start: int
    end: int


class Item(Struct, frozen=True, gc=False):
    """One problem or one remedy that the publisher lists, marker removed, as printed."""

    n: int
    text: str
    start: int
    end: int


class Contact(Struct, frozen=True):
    address: str | None = None
    postcode: str | None = None
    phone: str | None = None
    email: str | None = None
    fax: str | None = None


class Provenance(Struct, frozen=True):
    grade: Literal["official", "odd_host", "mirror", "altered", "local", "unknown"]
    reasons: tuple[str, ...]


class Finding(Struct, frozen=True, gc=False):
    """What a check says. `left` is what the document states, `right` what follows from the rest."""

    check: str
    verdict: Verdict
    severity: Severity
    message: str
    column: str | None = None
    row: str | None = None
    left: int | str | None = None
    right: int | str | None = None
    hint: str | None = None  # the smallest explanation found for a failing identity
    paths_agree: bool | None = None  # True: the publisher's arithmetic; False: our reading; None: not compared
    figures: tuple[str, ...] = ()


class Issue(Struct, frozen=True, gc=False):
    """What our code met and did not understand; addressed to maintainers, never a default value."""

    code: str  # unknown_row_label, unread_key, undecodable_bytes …
    message: str
    quote: str = ""
    start: int | None = None


class Reading(Struct, frozen=True):
    """What one reader version made of one input. Immutable; the JSON of design §7 is made from it."""

    source: str
    reader_version: str
    carrier: str
    is_annual_report: bool
    kind: Kind
    template: str | None
    template_basis: Literal["labels", "frame_and_year", "none"]
    year: int | None
    publisher: str | None
    publisher_level: str | None
    title: str | None
    published_at: str | None
    published_basis: str | None
    generated_at: str | None
    signed_at: str | None
    identifier: str | None
    document_number: str | None
    script: Literal["hans", "hant"] | None
    scope: Literal["own", "aggregate"]
    provenance: Provenance
    sections: tuple[Section, ...]
    tables: dict[str, TableState]
    figures: tuple[Figure, ...]
    problems: tuple[Item, ...]
    remedies: tuple[Item, ...]
    contact: Contact
    findings: tuple[Finding, ...] = ()  # every verdict, passes included
    issues: tuple[Issue, ...] = ()
    text: str = ""  # the printed text that offsets count in
    links: tuple[Link, ...] = ()


# ---------------------------------------------------------------------------------------------- catalogues and pages


class Node(Struct, frozen=True):
    """One node of a portal's catalogue tree, or one column of a portal."""

    id: str
    name: str
    parent: str | None = None
    post_count: int | None = None  # what the portal claims the node holds
    jump_url: str | None = None  # a menu link to somewhere else instead of posts


class Entry(Struct, frozen=True):
    """One catalogue line: a portal's claim about a document."""

    title: str
    url: str
    native_id: str | None = None  # the platform's own post id
    other_urls: tuple[str, ...] = ()  # further addresses of the same post
    kind: Literal["normal", "url"] = "normal"  # "url": a link to elsewhere, no content page here
    published_at: str | None = None
    written_at: str | None = None
    identifier: str | None = None  # 索引号
    document_number: str | None = None  # 文号
    publisher: str | None = None
    node_id: str | None = None
    attachments: tuple[Link, ...] = ()


class NextPage(Struct, frozen=True):
    """Where a further page of a listing may be. With a `body` it is a POST: JSON if it starts with `{`, else a form."""

    url: str
    body: str | None = None


class ListingPage(Struct, frozen=True):
    """One page of a listing. `total` is what the server says it will list, `claimed` what the column says it holds.

    A page without entries but with `next_url` is a shell: its rows are where `next_url` points. `other_next` are
    less likely places of the same next page, best first: to be asked while the ones before give nothing new.
    """

    entries: tuple[Entry, ...]
    total: int | None = None
    claimed: int | None = None
    offset: int | None = None
    next_url: str | None = None
    pages: int | None = None
    columns: tuple[Node, ...] = ()  # sub-columns this page links to (jump_url = their address)
    unread: tuple[str, ...] = ()  # keys that nobody decided about: become issues
    next_body: str | None = None  # the next page is a POST of this to next_url (as in NextPage)
    other_next: tuple[NextPage, ...] = ()
    unfollowed: bool = False  # the page says that there is a next one, in a script that does not say where


class Catalogue(Struct, frozen=True):
    """An index page: the site id, the base of the list API and the nodes."""

    nodes: tuple[Node, ...]
    sid: str | None = None
    app_url: str | None = None
    unread: tuple[str, ...] = ()


class Post(Struct, frozen=True):
    """One content page, its labelled data and its body."""

    title: str | None
    body_html: str | None
    native_id: str | None = None
    publisher: str | None = None
    published_at: str | None = None
    generated_at: str | None = None
    written_at: str | None = None
    identifier: str | None = None
    document_number: str | None = None
    attachments: tuple[Link, ...] = ()
    other_urls: tuple[str, ...] = ()  # post_url, gkml_url …
    meta: dict[str, str] = {}
    unread: tuple[str, ...] = ()


class Portal(Struct, frozen=True, forbid_unknown_fields=True):
    """One address space through which a publisher discloses; a `[[portal]]` of crawler/portals/*.toml."""

    id: str
    publisher: str
    platform: str
    url: str
    publisher_id: str | None = None  # division code; bureaus: code + "-" + slug
    level: str | None = None  # province, city, county, township, bureau …
    spider: str | None = None  # default: the platform's
    local: bool = False  # loopback allowed; captures marked local
    delay: float | None = None  # seconds between requests; a floor of 3 s binds public addresses
    since: str | None = None
    expect: dict[str, int] = {}  # reports_min, reports_max
    hosts: tuple[str, ...] = ()  # further hosts that belong to the portal
    status: str = "active"  # active, unverified, retired
    source: str | None = None  # where the address was found, with date
    note: str | None = None


# ---------------------------------------------------------------------------------------------- ledger rows


class Record(Struct, frozen=True):
    """The place of one WARC record: the gzip member at `file[offset:offset+length]` whose bytes hash to `sha256`."""

    id: str
    kind: Literal["warcinfo", "request", "response", "revisit", "metadata"]
    file: str  # name inside the run folder
    offset: int
    length: int
    sha256: str


class RunStart(Struct, frozen=True, tag="run"):
    run_id: str
    started_at: str
    spider: str
    portal: Portal
    software: str
    settings: dict[str, str]
    resumes: str | None = None  # the torn run this one goes on from
    arguments: dict[str, str] = {}  # sample, since, reports_only …


class RunEnd(Struct, frozen=True, tag="end"):
    ended_at: str
    reason: str  # finished, blocked, sample, shutdown …
    counts: dict[str, int] = {}


class WarcFile(Struct, frozen=True, tag="warc"):
    """A WARC file was opened: its warcinfo record."""

    record: Record


class Fetch(Struct, frozen=True, tag="fetch", omit_defaults=True):
    """One request and what came of it. `role` says how `build` reads the capture."""

    url: str
    requested_at: str
    outcome: str  # ok, not_modified, unchanged, blocked:jsl, soft_404, server_error, timeout, too_large, robots …
    role: Literal["robots", "index", "listing", "detail", "attachment", "probe"]
    platform: str
    method: str = "GET"
    body: str | None = None  # request body of a POST
    status: int | None = None
    capture_id: str | None = None  # run id + "/" + record id of the response or revisit
    records: tuple[Record, ...] = ()
    mime: str | None = None
    size: int | None = None  # payload bytes as sent
    sha256: str | None = None  # of the payload as sent, hex
    revisit_of: str | None = None  # capture id that holds the bytes
    etag: str | None = None
    last_modified: str | None = None
    ip: str | None = None
    tls: str | None = None
    local: bool = False
    node_id: str | None = None
    page: int | None = None
    native_id: str | None = None
    document_url: str | None = None  # an attachment's document
    name: str | None = None  # an attachment's human name
    redirect_to: str | None = None
    message: str | None = None
    action: str | None = None  # what a person should do about it
    replayed_from: str | None = None  # capture id, when a resumed run did not fetch again


class Listing(Struct, frozen=True, tag="listing"):
    """Completeness of one listing in one run; only a complete one may say that something is gone."""

    node_id: str | None
    node_name: str | None
    url: str
    pages: int
    rows_seen: int
    total: int | None
    claimed: int | None
    complete: bool
    reason: str
    at: str


class Torn(Struct, frozen=True, tag="torn"):
    """A record that a crash left half-written was cut off; written into the ledger of the run that found it."""

    run_id: str
    file: str
    at: int  # byte offset of the cut
    cut: int  # bytes removed


class Note(Struct, frozen=True, tag="note"):
    """Anything else worth keeping about a run: an issue met while crawling, a refusal, a decision."""

    code: str
    message: str
    url: str | None = None


LedgerRow = RunStart | RunEnd | WarcFile | Fetch | Listing | Torn | Note
