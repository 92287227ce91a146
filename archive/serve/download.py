"""The database as a file: a finished copy made by VACUUM INTO, never the live file."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any


async def download(datasette: Any, request: Any) -> Any:
    """Answer /-/download/gongkai.db with the published copy, made anew when the database is newer."""
    from datasette.utils.asgi import AsgiFileDownload

    live = Path(datasette.get_database("gongkai").path)
    ready = await asyncio.to_thread(published, live)
    return AsgiFileDownload(str(ready), filename="gongkai.db", content_type="application/vnd.sqlite3")


def published(live: Path) -> Path:
    """Return a copy that is at least as new as the live database."""
    from archive.build.publish import publish

    target = live.parent / "published" / "gongkai.db"
    newest = max(path.stat().st_mtime for path in (live, live.with_name(live.name + "-wal")) if path.exists())
    if not target.exists() or target.stat().st_mtime < newest:
        target.parent.mkdir(exist_ok=True)
        publish(live, target)
    return target
