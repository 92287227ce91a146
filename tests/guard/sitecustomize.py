"""Loaded by every Python child of the tests: a connection beyond loopback is refused there as well."""

import ipaddress
import os
import sys


def _refuse_beyond_loopback(event, args):
    if event != "socket.connect" or len(args) < 2 or not isinstance(args[1], tuple):
        return
    try:
        allowed = ipaddress.ip_address(str(args[1][0]).split("%")[0]).is_loopback
    except ValueError:
        allowed = args[1][0] == "localhost"
    if not allowed:
        raise PermissionError(f"tests reach loopback only, not {args[1][0]}")


if os.environ.get("GONGKAI_LOOPBACK_ONLY"):
    sys.addaudithook(_refuse_beyond_loopback)
