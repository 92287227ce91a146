"""All platform samples at once, each served at its own port, and the portal entries that lead to them."""

from __future__ import annotations

import functools
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit, urlunsplit

from msgspec.structs import replace

from archive.model import Portal
from crawler.sample.platforms import SITES, site
from crawler.sample.server import DEFAULT_PORT, SamplePortals
from crawler.sample.web import Web

SOURCE = "crawler/sample/platforms"  # of their portal entries


class Square:
    """`with Square() as square: square.servers["sample-trs-a"].base_url`. Contents are made at the first request.

    `first_port`: the first of as many ports in a row as there are samples; 0 picks free ones. `names`: which samples.
    """

    def __init__(self, first_port: int = 0, names: tuple[str, ...] = SITES) -> None:
        self.servers = {
            name: SamplePortals(first_port and first_port + SITES.index(name), make=functools.partial(_web_of, name))
            for name in names
        }

    def start(self) -> Self:
        """Listen. Raises UsageError when a port is taken; nothing listens then."""
        try:
            for server in self.servers.values():
                server.__enter__()  # which leaves one that listens already as it is
        except Exception:
            self.stop()
            raise
        return self

    def stop(self) -> None:
        for server in self.servers.values():
            server.stop()

    def portals(self) -> list[Portal]:
        """The bundled entries of these samples, at the addresses where they are served now."""
        from crawler import portals as registry  # its reading of files is not needed to serve

        bundled = registry.load()
        return [moved(bundled[name], server.port) for name, server in self.servers.items()]

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.stop()


def _web_of(name: str) -> Web:
    return site(name).web


def moved(portal: Portal, port: int) -> Portal:
    """The entry at another port of its host."""
    parts = urlsplit(portal.url)
    return replace(portal, url=urlunsplit(parts._replace(netloc=f"{parts.hostname}:{port}")))


def first_port(port: int = DEFAULT_PORT) -> int:
    """The first port of the platform samples, where the towns are served at `port`; 0 stays 0."""
    return port and port + 1
