"""What an element does to the printed text, keyed by lexbor's tag numbers (strings would cost a call per node)."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

(
    INLINE, TEXT, BLOCK, PARA, HEADING, BREAK, TABLE, SECTION, ROW, CELL, CAPTION, SKIP, LINK, IMAGE, COMMENT, STRUCK,
    RAISED, INPUT, FRAME, PRE,
) = range(20)  # fmt: skip

_KINDS = {
    BLOCK: "article aside body dialog div dl footer form header main menu nav ol search section ul",
    PARA: "address blockquote center dd details dir dt fieldset figcaption figure hgroup hr li p summary legend",
    HEADING: "h1 h2 h3 h4 h5 h6",
    BREAK: "br",
    TABLE: "table",
    SECTION: "thead tbody tfoot",
    ROW: "tr",
    CELL: "td th",
    CAPTION: "caption",
    SKIP: "script style noscript template head title meta link base select option optgroup datalist button textarea "
    "svg math audio video canvas map area rp rt colgroup col noframes noembed track source param",
    LINK: "a",
    IMAGE: "img",
    STRUCK: "del s strike",
    RAISED: "sup sub",
    INPUT: "input",
    FRAME: "iframe embed object",
    PRE: "pre listing xmp plaintext",
}


_TABLE_PARTS = (
    "<table><caption>x</caption><colgroup><col></colgroup><thead><tr><th>x</th></tr></thead>"
    "<tbody><tr><td>x</td></tr></tbody><tfoot></tfoot></table>"
)
_PLACES = {  # where an element must stand to be parsed as what it is
    **dict.fromkeys(("caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td"), _TABLE_PARTS),
    "head": "<html><head></head>",
    "title": "<html><head><title>x</title></head>",
    "option": "<select><option>x",
    "optgroup": "<select><optgroup>x",
}


def _numbers() -> dict[str, int]:
    """Return lexbor's number of every tag name above; each is parsed once in a place where it may stand."""
    found: dict[str, int] = {}
    for name in (name for names in _KINDS.values() for name in names.split()):
        node = LexborHTMLParser(_PLACES.get(name, f"<body><{name}>")).css_first(name)
        if node is None:
            raise RuntimeError(f"the parser does not know <{name}> where it stands in _PLACES")
        found[name] = node.tag_id
    return found


NUMBER = _numbers()
KIND: dict[int, int] = {NUMBER[name]: kind for kind, names in _KINDS.items() for name in names.split()}
TEXT_NUMBER = 2  # lexbor: LXB_TAG__TEXT
KIND[TEXT_NUMBER] = TEXT
KIND[4] = COMMENT  # LXB_TAG__EM_COMMENT
HEADER_CELL = NUMBER["th"]
LEVEL = {NUMBER[f"h{n}"]: n for n in range(1, 7)}
FURNITURE_TAGS = frozenset(NUMBER[name] for name in ("nav", "footer", "aside", "menu", "dialog", "search"))
CHROME_TAGS = FURNITURE_TAGS | {NUMBER["header"]}
ARTICLE = NUMBER["article"]
