"""The database as a file: a finished copy made by VACUUM INTO, never the live file."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from archive.serve.app import NAME

FOLDER = "published"
_making = asyncio.Lock()


async def download(datasette: Any, request: Any) -> Any:
    """Answer /-/download/gongkai.db with the published copy, made anew when the database is newer."""
    from datasette.utils.asgi import AsgiFileDownload

    async with _making:
        ready = await asyncio.to_thread(published, Path(datasette.get_database(NAME).path))
    return AsgiFileDownload(str(ready), filename=ready.name, content_type="application/vnd.sqlite3")


def published(live: Path) -> Path:
    """Return a copy at least as new as the live database. HomeError if it cannot be made."""
    from archive.build.publish import publish

    target = live.parent / FOLDER / live.name
    # Taken before the copy is made: what is written meanwhile makes the copy old again.
    newest = max(path.stat().st_mtime_ns for path in (live, live.with_name(live.name + "-wal")) if path.exists())
    made = target.with_name(target.name + ".made-from")
    if not target.exists() or not made.exists() or made.read_text(encoding="ascii") != str(newest):
        target.parent.mkdir(exist_ok=True)
        publish(live, target)
        made.write_text(str(newest), encoding="ascii")
    return target
