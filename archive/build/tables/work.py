"""The build's own tables: what it was made with, and what is still to be derived."""

from archive.build.schema import Table, text, whole

STATE = Table(
    "build_state",
    "What this database was built with.",
    "构建状态",
    ("key",),
    (
        text("key", "code (digest of the reading code), search (version of the search text), as_of …", "键"),
        text("value", "The value", "值"),
    ),
    internal=True,
    dump=False,
)

QUEUE = Table(
    "build_queue",
    "What changed and is still to be derived; empty after a build, and how a killed build goes on.",
    "构建队列",
    ("stage", "key"),
    (
        text("stage", "capture, entry, document, line, portal, family or comparison", "阶段"),
        text("key", "Capture id, portal id (and natural key), or family of bodies", "键"),
    ),
    internal=True,
    dump=False,
)

ADDRESSES = Table(
    "build_addresses",
    "Which address belongs to which catalogue line; how a page finds its post id and a line its document.",
    "地址索引",
    ("portal_id", "address", "entry_id"),
    (
        text("portal_id", "The portal", "门户"),
        text("address", "Path and query below the portal's origin", "路径"),
        whole("entry_id", "The line", "条目", to="entries.id"),
        text("native_id", "The post id this address stands for; null for links to elsewhere", "原编号"),
    ),
    internal=True,
    dump=False,
)

TABLES = (STATE, QUEUE, ADDRESSES)
