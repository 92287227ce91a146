"""Towns, their nodes and their posts, as plain data. Series of posts are spelled out from their TOML patterns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import product
from typing import Any, Literal

from crawler.sample.data import load

FIRST_DAY = date(2018, 1, 1)
IDS_A_DAY = 310  # one id sequence per city platform: a town's posts are far apart in it


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a post; `content` names what makes its bytes (pdf, docx)."""

    id: int
    name: str
    mime: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Post:
    """One published item. `detail`: how its catalogue page carries the body (full, none, empty, tricky)."""

    id: int
    title: str
    nodes: tuple[int, ...]
    published: str  # "YYYY-MM-DD HH:MM:SS", Beijing time
    written: str  # "YYYY-MM-DD"
    body: str  # HTML
    number: str = ""  # 文号
    detail: Literal["full", "none", "empty", "tricky"] = "full"
    link: str = ""  # a type "url" row: the address it leads to
    missing: bool = False  # listed, but both pages answer 404
    script: Literal["hans", "hant"] = "hans"
    attachments: tuple[Attachment, ...] = ()
    at_portal: bool = True
    generated: str = ""  # 生成日期, where the page prints it apart from the publication


@dataclass(frozen=True, slots=True)
class Node:
    """One node of the catalogue and its column on the portal (`slug`, below …/zwgk/)."""

    id: int
    name: str
    slug: str
    parent: int = 0
    short: int = 0  # how many posts more the column claims than the list serves
    jump: str = ""
    under: int = 0  # parent on the portal only: a sub-column
    catalogue: bool = True  # False: a column of the portal that the catalogue does not know


@dataclass(frozen=True)
class Town:
    """One publisher with its portal, its catalogue (if any) and everything it published."""

    id: str
    publisher: str
    publisher_id: str
    short: str
    city: str
    site_id: str
    prefix: str  # of the catalogue; empty: no catalogue
    path: str  # of the portal
    org_code: str
    site_contact: str
    page_size: int
    postmeta: bool
    nodes: tuple[Node, ...]
    posts: tuple[Post, ...] = field(default=())

    def node(self, node_id: int) -> Node:
        return next(node for node in self.nodes if node.id == node_id)

    def column(self, node: Node) -> str:
        """Path of a node's portal column, with a slash at the end."""
        return f"{self.path}/zwgk/{node.slug}/"

    def children(self, node: Node) -> tuple[Node, ...]:
        return tuple(child for child in self.nodes if child.parent == node.id and child.catalogue)

    def family(self, node: Node) -> set[int]:
        """The node's id and those of everything below it."""
        return {node.id}.union(*(self.family(child) for child in self.children(node)))

    def listed(self, node: Node | None) -> tuple[Post, ...]:
        """Posts that the list interface serves for a node (None: every node of the catalogue), newest first."""
        wanted = self.family(node) if node else {n.id for n in self.nodes if n.catalogue and not n.jump}
        return newest(post for post in self.posts if wanted.intersection(post.nodes))

    def main(self, post: Post) -> Node:
        """The node a post is filed under in the catalogue (a menu link elsewhere holds nothing)."""
        nodes = [self.node(node_id) for node_id in post.nodes]
        return next((node for node in nodes if not node.jump), nodes[0])

    def in_column(self, node: Node) -> tuple[Post, ...]:
        """Posts that the portal's column lists."""
        return newest(p for p in self.posts if node.id in p.nodes and p.at_portal and not p.link)

    def content_path(self, post: Post, mobile: bool = False) -> str:
        folder = f"{self.prefix}/gkmlpt/content/{post.id // 1_000_000}/{post.id // 1_000}"
        return f"{folder}/{'m' if mobile else ''}post_{post.id}.html"

    def portal_path(self, post: Post) -> str:
        return f"{self.column(self.node(post.nodes[0]))}content/post_{post.id}.html"

    def attachment_path(self, post: Post, attachment: Attachment) -> str:
        a = attachment.id
        suffix = attachment.name.rpartition(".")[2]
        return f"{self.prefix}/attachment/{a // 1_000_000}/{a // 1_000}/{a}/{post.id}.{suffix}"


def newest(posts: Any) -> tuple[Post, ...]:
    return tuple(sorted(posts, key=lambda post: (post.published, post.id), reverse=True))


def post_id(day: date, base: int) -> int:
    return base + (day - FIRST_DAY).days * IDS_A_DAY


def nodes_of(table: dict[str, Any]) -> tuple[Node, ...]:
    return tuple(Node(**row) for row in table["node"])


def series_of(table: dict[str, Any]) -> Iterator[Post]:
    """Spell out every `[[series]]`: the product of its word lists, one post every `every` days."""
    for series in table.get("series", []):
        words = list(product(*series["words"]))[: series["count"]]
        for n, choice in enumerate(words):
            day = date.fromisoformat(series["start"]) + timedelta(days=series["every"] * n)
            yield _series_post(series, n, choice, day, table["id_base"])


def _series_post(series: dict[str, Any], n: int, choice: tuple[str, ...], day: date, base: int) -> Post:
    names = {f"w{place}": word for place, word in enumerate(choice)}
    values = {**names, "n": n + 1, "year": day.year, "month": day.month, "day": day.day, "k": 3 + (n * 7) % 29}
    clock = f"{8 + n % 10:02d}:{(n * 17) % 60:02d}:{(n * 31) % 60:02d}"
    paragraphs = [f"<p>{line.format(**values)}</p>" for line in series["body"]]
    return Post(
        id=post_id(day, base) + series.get("shift", 0),
        title=series["title"].format(**values),
        nodes=(series["node"], *series.get("also", []) * (n % 5 == 2)),
        published=f"{day} {clock}",
        written=str(day - timedelta(days=n % 4)),
        body="".join(paragraphs),
        number=series.get("number", "").format(**values),
        detail="none" if n % 11 == 5 else "full",
    )


def town(name: str) -> tuple[dict[str, Any], Town]:
    """The raw table of `data/<name>.toml` and the town without its single posts and reports."""
    table = load(name)
    made = Town(**table["town"], nodes=nodes_of(table), posts=tuple(series_of(table)))
    return table, made
