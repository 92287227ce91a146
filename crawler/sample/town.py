"""Towns, their nodes and their posts as plain data, and where each of them stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from crawler.sample.data import load

PDF_MIME = "application/pdf"
DOCX_MIME = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file of a post."""

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
    path: str  # of the portal; empty: no portal
    org_code: str
    site_contact: str
    page_size: int
    postmeta: bool
    nodes: tuple[Node, ...]
    posts: tuple[Post, ...] = field(default=())

    @property
    def start(self) -> str:
        """Path of the page a visitor comes to: the ordinary portal, or the catalogue where there is none."""
        return f"{self.path}/index.html" if self.path else f"{self.prefix}/gkmlpt/index"

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

    def claimed(self, node: Node) -> int:
        """How many posts a node says it holds: some more than its list serves."""
        family = self.family(node)
        return len(self.listed(node)) + sum(member.short for member in self.nodes if member.id in family)

    def main(self, post: Post) -> Node:
        """The node a post is filed under in the catalogue (a menu link elsewhere holds nothing)."""
        nodes = [self.node(node_id) for node_id in post.nodes]
        return next((node for node in nodes if not node.jump), nodes[0])

    def in_column(self, node: Node) -> tuple[Post, ...]:
        """Posts that the portal's column lists."""
        return newest(post for post in self.posts if node.id in post.nodes and not post.link)

    def at_portal(self, post: Post) -> bool:
        """Whether a post has a page on the ordinary portal; a publisher without one has columns without slugs."""
        return bool(self.node(post.nodes[0]).slug)

    def content_path(self, post: Post, mobile: bool = False) -> str:
        folder = f"{self.prefix}/gkmlpt/content/{post.id // 1_000_000}/{post.id // 1_000}"
        return f"{folder}/{'m' if mobile else ''}post_{post.id}.html"

    def portal_path(self, post: Post) -> str:
        return f"{self.column(self.node(post.nodes[0]))}content/post_{post.id}.html"

    def attachment_path(self, post: Post, attachment: Attachment) -> str:
        a = attachment.id
        suffix = attachment.name.rpartition(".")[2]
        return f"{self.prefix}/attachment/{a // 1_000_000}/{a // 1_000}/{a}/{post.id}.{suffix}"


def newest(posts: Iterable[Post]) -> tuple[Post, ...]:
    return tuple(sorted(posts, key=lambda post: (post.published, post.id), reverse=True))


def town(name: str) -> tuple[dict[str, Any], Town]:
    """The raw table of `data/<name>.toml` and the town, its posts and reports still left out."""
    table = load(name)
    return table, Town(**table["town"], nodes=tuple(Node(**row) for row in table["node"]))
