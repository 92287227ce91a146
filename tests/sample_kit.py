"""Asking the sample portals over one kept connection."""

from __future__ import annotations

import http.client
import json
from dataclasses import dataclass
from typing import Any

from crawler.sample import SamplePortals

HOST = "portal.example"  # sent as Host, so that answers do not depend on the port


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode("utf-8")

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Client:
    def __init__(self, portals: SamplePortals) -> None:
        self.connection = http.client.HTTPConnection(portals.host, portals.port, timeout=5)

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *exc: object) -> None:
        self.connection.close()

    def ask(self, path: str, method: str = "GET", **headers: str) -> Answer:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.connection.request(method, path, headers={"Host": HOST, **named})
        response = self.connection.getresponse()
        return Answer(response.status, dict(response.getheaders()), response.read())
