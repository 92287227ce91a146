"""What every test stands on: loopback only, a fresh home, no clock of its own."""

from __future__ import annotations

import ipaddress
import os
import socket
import sys
from pathlib import Path
from typing import Any

import pytest

GUARD = Path(__file__).parent / "guard"


def _refuse_beyond_loopback(event: str, args: tuple[Any, ...]) -> None:
    if event != "socket.connect" or len(args) < 2 or not isinstance(args[1], tuple):
        return
    host = str(args[1][0])
    try:
        allowed = ipaddress.ip_address(host.split("%")[0]).is_loopback
    except ValueError:
        allowed = host == "localhost"
    if not allowed:
        raise PermissionError(f"tests reach loopback only, not {host}")


def pytest_configure(config: pytest.Config) -> None:
    """Guard this process and, through PYTHONPATH and sitecustomize, every Python child of it."""
    sys.addaudithook(_refuse_beyond_loopback)
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(GUARD), os.environ.get("PYTHONPATH", "")]))
    os.environ["GONGKAI_LOOPBACK_ONLY"] = "1"


@pytest.fixture(autouse=True, scope="session")
def loopback_only() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe, pytest.raises(PermissionError):
        probe.connect(("192.0.2.1", 9))
