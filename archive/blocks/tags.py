"""What an element does to the printed text, keyed by lexbor's tag numbers (strings would cost a call per node)."""

from __future__ import annotations

from selectolax.lexbor import LexborHTMLParser

INLINE, TEXT, BLOCK, HEADING, BREAK, TABLE, SECTION, ROW, CELL, CAPTION, SKIP, LINK, IMAGE, COMMENT, STRUCK, RAISED, INPUT, FRAME, PRE = range(19)  # fmt: skip  # noqa: E501

_KINDS = {
    BLOCK: "address article aside blockquote body center dd details dialog dir div dl dt fieldset figcaption figure footer "
    "form header hgroup hr li main menu nav ol p search section summary ul legend",
    HEADING: "h1 h2 h3 h4 h5 h6",
    BREAK: "br",
    TABLE: "table",
    SECTION: "thead tbody tfoot",
    ROW: "tr",
    CELL: "td th",
    CAPTION: "caption",
    SKIP: "script style noscript template head title meta link base select option optgroup datalist button textarea svg math "
    "audio video canvas map area rp rt colgroup col noframes noembed track source param",
    LINK: "a",
    IMAGE: "img",
    STRUCK: "del s strike",
    RAISED: "sup sub",
    INPUT: "input",
    FRAME: "iframe embed object",
    PRE: "pre listing xmp plaintext",
}


def _numbers() -> dict[str, int]:
    """Return lexbor's number of every tag name above; each is parsed once in a place where it may stand."""
    names = [name for names in _KINDS.values() for name in names.split()]
    found: dict[str, int] = {}
    for name in names:
        tree = LexborHTMLParser(f"<body><{name}></{name}>") if name not in _NEEDS else LexborHTMLParser(_NEEDS[name])
        root = tree.root
        if root is None:
            continue
        for node in root.traverse():
            if node.tag == name:
                found[name] = node.tag_id
    return found


_NEEDS = {name: "<table><caption>x</caption><colgroup><col></colgroup><thead><tr><th>x</th></tr></thead><tbody><tr><td>x"
          "</td></tr></tbody><tfoot></tfoot></table>" for name in "caption colgroup col thead tbody tfoot tr th td".split()}  # fmt: skip  # noqa: E501
_NEEDS |= {
    name: "<html><head><title>x</title><base><link><meta><noscript></noscript></head>" for name in ("head", "title")
}
_NEEDS |= {"img": "<img>", "input": "<input>", "option": "<select><option>x", "optgroup": "<select><optgroup>x"}

NUMBER = _numbers()
KIND: dict[int, int] = {
    NUMBER[name]: kind for kind, names in _KINDS.items() for name in names.split() if name in NUMBER
}
KIND[2] = TEXT  # lexbor: LXB_TAG__TEXT
KIND[4] = COMMENT  # LXB_TAG__EM_COMMENT
HEADER_CELL = NUMBER["th"]
LEVEL = {NUMBER[f"h{n}"]: n for n in range(1, 7)}
FURNITURE_TAGS = frozenset(NUMBER[name] for name in ("nav", "footer", "aside", "menu", "dialog", "search"))
CHROME_TAGS = FURNITURE_TAGS | {NUMBER["header"]}
BOXES = frozenset(NUMBER[name] for name in "div ul ol dl section aside form article main header p li".split())
