"""Which addresses a portal may reach: public ones, or loopback and nothing else for a portal marked local.

Pure functions; `crawler.guard` asks them at connect time, on every connection, whatever a redirect or a second DNS
answer says. Ranges are those of the IANA special-purpose address registries (2026), written out because what the
standard library calls global differs between Python releases.
"""

from __future__ import annotations

import ipaddress
import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network

from crawler.errors import AddressRefusedError

NOT_PUBLIC_4 = tuple(
    IPv4Network(text)
    for text in (
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
        "192.0.2.0/24", "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24", "192.168.0.0/16", "192.175.48.0/24",
        "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
    )
)  # fmt: skip
PUBLIC_6 = IPv6Network("2000::/3")
NOT_PUBLIC_6 = tuple(
    IPv6Network(text)
    for text in ("2001::/23", "2001:db8::/32", "2002::/16", "2620:4f:8000::/48", "3fff::/20")
)  # Teredo, ORCHID, documentation, 6to4: none leads to a portal  # fmt: skip
NAT64 = IPv6Network("64:ff9b::/96")
# A host that is numbers only (decimal, octal, hexadecimal, short forms) is an address in disguise.
_NUMERIC = re.compile(r"^(?:0x[0-9a-f]*|\d+)(?:\.(?:0x[0-9a-f]*|\d+)){0,3}\.?$", re.IGNORECASE)


def _inner(address: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address inside a mapped, NAT64, compatible, 6to4 or Teredo address."""
    if address in NAT64 or int(address) >> 32 == 0:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)


def is_public(address: IPv4Address | IPv6Address) -> bool:
    """Return whether an address is ordinary public unicast."""
    if isinstance(address, IPv4Address):
        return not any(address in network for network in NOT_PUBLIC_4)
    return address in PUBLIC_6 and _inner(address) is None and not any(address in network for network in NOT_PUBLIC_6)


def is_loopback(address: IPv4Address | IPv6Address) -> bool:
    """Return whether an address is 127.0.0.0/8 or ::1 (a mapped 127.x counts as neither)."""
    return address in IPv4Network("127.0.0.0/8") if isinstance(address, IPv4Address) else address == IPv6Address(1)


def check(ip: str, *, local: bool) -> None:
    """Let an address to connect to pass, or raise AddressRefusedError naming it and the reason."""
    try:
        address = ipaddress.ip_address(ip.split("%")[0])
    except ValueError as error:
        raise AddressRefusedError(f"{ip} is not an address") from error
    if local and not is_loopback(address):
        raise AddressRefusedError(f"{ip} is not loopback; a portal marked `local = true` reaches loopback only")
    if not local and not is_public(address):
        raise AddressRefusedError(
            f"{ip} is not a public address; mark the portal `local = true` (or use --local) if it is your test server"
        )


def check_host(host: str, *, local: bool) -> None:
    """Look at a host before anything is looked up: literals are checked, numbers in disguise are refused."""
    bare = host.strip("[]").rstrip(".")
    if not bare:
        raise AddressRefusedError("the address has no host")
    try:
        ipaddress.ip_address(bare.split("%")[0])
    except ValueError:
        if _NUMERIC.match(host):
            raise AddressRefusedError(f"{host} is an address written as numbers; write it in full") from None
        if not local and (bare.lower() == "localhost" or bare.lower().endswith((".localhost", ".local", ".internal"))):
            raise AddressRefusedError(f"{host} is a name for this machine or its network, not a public host") from None
        return
    check(bare, local=local)
