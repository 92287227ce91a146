"""What a request is for: rides in `request.meta["ask"]` from the spider to the ledger."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Role = Literal["robots", "index", "listing", "detail", "attachment", "probe"]


class Ask(Struct, frozen=True):
    """Role and platform say how `build` reads the capture; the rest says what the page belongs to."""

    role: Role
    platform: str
    node_id: str | None = None
    page: int | None = None
    native_id: str | None = None
    document_url: str | None = None
    name: str | None = None
