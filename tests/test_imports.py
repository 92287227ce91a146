"""Imports run one way: crawler may import archive; archive never imports crawler or scrapy."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
NOTHING_OF_OURS: set[str] = set()
# What each room of archive may import of archive; a room not named here may import anything below `build`.
MAY_IMPORT = {
    "model": NOTHING_OF_OURS,
    "errors": NOTHING_OF_OURS,
    "exitcodes": NOTHING_OF_OURS,
    "ids": NOTHING_OF_OURS,
    "text": {"model", "errors", "text"},
    "captures": {"model", "errors", "text", "captures"},
    "blocks": {"model", "errors", "text", "blocks", "pages"},
    "pages": {"model", "errors", "text", "pages", "blocks"},
    "report": {"model", "errors", "text", "blocks", "report"},
    "checks": {"model", "errors", "text", "report", "checks"},
}


def imported(path: Path) -> Iterator[str]:
    """Yield every dotted name that a module imports, wherever in the file the import stands."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import; write the whole name"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def modules(folder: str) -> list[Path]:
    return sorted((ROOT / folder).rglob("*.py"))


@pytest.mark.parametrize("path", modules("archive"), ids=lambda p: str(p.relative_to(ROOT)))
def test_archive_never_imports_the_crawler(path: Path) -> None:
    wrong = [name for name in imported(path) if name.split(".")[0] in {"crawler", "scrapy", "twisted"}]
    assert wrong == []


@pytest.mark.parametrize("path", modules("archive"), ids=lambda p: str(p.relative_to(ROOT)))
def test_rooms_of_archive_import_only_what_stands_before_them(path: Path) -> None:
    room = path.relative_to(ROOT / "archive").parts[0].removesuffix(".py")
    if room not in MAY_IMPORT:
        return
    ours = {name.split(".")[1] for name in imported(path) if name.startswith("archive.")}
    assert ours <= MAY_IMPORT[room], f"{room} may import {sorted(MAY_IMPORT[room])}"


WRITERS = ("crawler.extensions", "crawler.pipelines", "crawler.middlewares", "crawler.recorder")


def test_spiders_never_import_what_writes() -> None:
    for path in modules("crawler/spiders"):
        wrong = [name for name in imported(path) if name.startswith(WRITERS)]
        assert wrong == [], path
