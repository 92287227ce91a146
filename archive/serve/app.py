"""Datasette on a home's database: read-only, with titles, units, search, named queries and report pages."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive.captures.runs import Home
from archive.errors import HomeError, UsageError

if TYPE_CHECKING:
    from datasette.app import Datasette

HERE = Path(__file__).parent
NAME = "gongkai"
SETTINGS = {
    # default True; measured 60 times slower table pages at 100,000 rows. Facets are named per table instead.
    "suggest_facets": False,
    "default_page_size": 50,  # default 100; rows of reports are tall
    "default_facet_size": 15,  # default 30
    "truncate_cells_html": 300,  # default 2048; a page of documents is not read in a table
    "max_csv_mb": 0,  # default 100: a whole table streams, never cut in silence
    "allow_download": False,  # Datasette would copy a live file; /-/download serves a finished copy
}


def make(home: Path) -> Datasette:
    """Return Datasette set up on `home`. Raises HomeError if there is no database to serve."""
    from datasette.app import Datasette
    from datasette.plugins import pm

    from archive.serve import plugin
    from archive.serve.live import Live
    from archive.serve.metadata import metadata

    database = Home(home).database.absolute()
    if not database.is_file():
        raise HomeError(f"{home} has no {database.name}: run gongkai crawl, then gongkai build --home {home}")
    if not pm.is_registered(plugin):
        pm.register(plugin, name="gongkai")
    if pm.has_plugin("datasette.handle_exception"):
        pm.unregister(name="datasette.handle_exception")  # it prints every 404 with all its variables
    datasette = Datasette(
        [str(database)],
        **described(metadata()),
        settings=SETTINGS,
        template_dir=str(HERE / "templates"),
        static_mounts=[("-/gongkai-static", str(HERE / "static"))],
    )
    datasette.remove_database(NAME)
    datasette.add_database(Live(datasette, database), name=NAME)
    return datasette


def described(metadata: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments that carry metadata: from 1.0 on named queries are configuration, not metadata."""
    from datasette import __version__

    if __version__.startswith("0."):
        return {"metadata": metadata}
    queries = {name: {"queries": part.pop("queries")} for name, part in metadata["databases"].items()}
    return {"metadata": metadata, "config": {"databases": queries}}


def serve(home: Path, host: str, port: int, ready: Callable[[str], object] | None = None) -> None:
    """Serve until interrupted; `ready` is told the address once it is listened on.

    HomeError if there is no database to serve; UsageError if the address cannot be listened on.
    """
    import uvicorn

    datasette = make(home)
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        listening = socket.create_server((host, port), family=family)
    except OSError as error:
        raise UsageError(f"cannot listen on {host}:{port}: {error.strerror}; choose another --port") from error
    with listening:
        if ready:
            shown = f"[{host}]" if family == socket.AF_INET6 else host
            ready(f"http://{shown}:{listening.getsockname()[1]}/")
        config = uvicorn.Config(datasette.app(), log_level="warning", lifespan="on", server_header=False)
        try:
            uvicorn.Server(config).run(sockets=[listening])
        except KeyboardInterrupt:
            return  # how it is meant to end
        finally:
            datasette.get_database(NAME).close()
