"""Datasette on a home's database: read-only, with titles, units, search, named queries and report pages."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from archive.captures.runs import Home
from archive.errors import HomeError

if TYPE_CHECKING:
    from datasette.app import Datasette

HERE = Path(__file__).parent
SETTINGS = {
    # default True; measured 60 times slower table pages at 100,000 rows. Facets are named per table instead.
    "suggest_facets": False,
    "default_page_size": 50,  # default 100; rows of reports are tall
    "sql_time_limit_ms": 2000,  # default 1000; the outcome views group 25 rows a report
    "max_returned_rows": 1000,
    "max_csv_mb": 0,  # default 100: a whole table streams, never cut in silence
    "allow_download": False,  # Datasette would copy a live file; /-/download serves a finished copy
}


def make(home: Path) -> Datasette:
    """Return Datasette set up on `home`. Raises HomeError if there is no database to serve."""
    from datasette.app import Datasette
    from datasette.plugins import pm

    from archive.serve import plugin
    from archive.serve.metadata import metadata

    database = Home(home).database
    if not database.is_file():
        raise HomeError(f"{home} has no gongkai.db: run gongkai crawl, then gongkai build --home {home}")
    if not pm.is_registered(plugin):
        pm.register(plugin, name="gongkai")
    return Datasette(
        [str(database)],
        metadata=metadata(),
        settings=SETTINGS,
        template_dir=str(HERE / "templates"),
        static_mounts=[("-/gongkai-static", str(HERE / "static"))],
    )


def serve(home: Path, host: str, port: int) -> None:
    """Serve until interrupted."""
    import uvicorn

    app = make(home).app()
    uvicorn.run(app, host=host, port=port, log_level="warning", lifespan="on", server_header=False)
