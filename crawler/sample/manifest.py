"""The truth about the sample portals, outside what they serve: for tests, and to hold the demo's summary against.

`manifest.toml` states by hand what each portal holds and what is wrong with it. `truths` spells the same out from the
data, post by post; tests hold both against the served pages.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from crawler.sample import mirror
from crawler.sample.portals import MIRRORED, Sample, sample, samples
from crawler.sample.reports import Report
from crawler.sample.town import Post, Town


@dataclass(frozen=True, slots=True)
class NodeTruth:
    """One catalogue node: posts that its list serves and posts it claims to hold; `jump` leads elsewhere instead."""

    name: str
    listed: tuple[int, ...]
    claimed: int
    jump: str


@dataclass(frozen=True, slots=True)
class ReportTruth:
    """One annual report. `values` holds every printed cell by concept (requests: "row.column"), misprints included.

    `paths`: every address of the report; several post ids where it was put up again. `files`: its attachments.
    """

    year: int
    template: str
    carrier: str
    post_ids: tuple[int, ...]
    paths: tuple[str, ...]
    files: tuple[str, ...]
    values: dict[str, int | str]
    headline: dict[str, Any]
    faults: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Truth:
    """One portal: its nodes, the titles of its posts, their addresses, its reports, and what is listed in vain."""

    portal_id: str
    publisher: str
    start: str
    nodes: dict[int, NodeTruth]
    titles: dict[int, str]
    paths: dict[int, tuple[str, ...]]
    files: dict[int, tuple[str, ...]]
    reports: dict[int, ReportTruth]
    missing: tuple[int, ...]
    links: tuple[int, ...]


def stated() -> dict[str, dict[str, Any]]:
    """The hand-written manifest by portal id."""
    text = (files(__package__) / "manifest.toml").read_text(encoding="utf-8")
    return {row["id"]: row for row in tomllib.loads(text)["portal"]}


def truths() -> dict[str, Truth]:
    """What every portal holds, by portal id; the copy holds what its original's portal holds."""
    found = {made.town.id: _truth(made, made.town.id, "") for made in samples()}
    copied = sample(MIRRORED)
    found[f"{copied.town.id}-mirror"] = _truth(copied, f"{copied.town.id}-mirror", mirror.PREFIX)
    return found


def _truth(made: Sample, portal_id: str, moved: str) -> Truth:
    town = made.town
    served = [post for post in town.posts if not (post.missing or post.link)]
    return Truth(
        portal_id=portal_id,
        publisher=town.publisher,
        start=f"{town.prefix}/gkmlpt/index" if town.prefix else f"{moved}{town.path}/index.html",
        nodes=_nodes(town),
        titles={post.id: post.title for post in served},
        paths={post.id: _paths(town, post, moved) for post in served},
        files={post.id: _files(town, post) for post in served if post.attachments},
        reports={report.year: _report(town, report, moved) for report in made.reports},
        missing=tuple(post.id for post in town.posts if post.missing),
        links=tuple(post.id for post in town.posts if post.link),
    )


def _nodes(town: Town) -> dict[int, NodeTruth]:
    """Nodes of the catalogue; a portal without one has columns instead."""
    nodes = {}
    for node in town.nodes:
        posts = () if node.jump else town.listed(node) if town.prefix else town.in_column(node)
        listed = tuple(post.id for post in posts)
        claimed = town.claimed(node) if town.prefix and not node.jump else len(listed)
        nodes[node.id] = NodeTruth(node.name, listed, claimed, node.jump)
    return nodes


def _paths(town: Town, post: Post, moved: str) -> tuple[str, ...]:
    portal = (f"{moved}{town.portal_path(post)}",) if town.at_portal(post) else ()
    in_catalogue = town.prefix and any(not town.node(node).jump for node in post.nodes)
    return (town.content_path(post), *portal) if in_catalogue else portal


def _files(town: Town, post: Post) -> tuple[str, ...]:
    return tuple(town.attachment_path(post, attachment) for attachment in post.attachments)


def _report(town: Town, report: Report, moved: str) -> ReportTruth:
    lost = bool(moved) and str(report.year) != mirror.KEEPS_TABLES
    return ReportTruth(
        year=report.year,
        template=report.template,
        carrier="lost" if lost and report.carrier in ("html", "word") else report.carrier,
        post_ids=tuple(post.id for post in report.posts),
        paths=tuple(path for post in report.posts for path in _paths(town, post, moved)),
        files=tuple(path for post in report.posts for path in _files(town, post)),
        values=report.figures.everything() if report.figures else {},
        headline=report.headline,
        faults=report.faults,
    )
