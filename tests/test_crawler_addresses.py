"""The address guard: what a portal may reach, in every spelling, and at the moment of connecting."""

from __future__ import annotations

import pytest
from crawler_kit import portal

from crawler import addresses, scope
from crawler.errors import AddressRefusedError
from crawler.guard import GuardedReactor

NOT_PUBLIC = [
    "0.0.0.0", "10.1.2.3", "100.64.0.1", "100.127.255.254", "127.0.0.1", "127.9.9.9", "169.254.169.254", "172.16.0.1",
    "172.31.255.255", "192.0.0.1", "192.0.2.7", "192.88.99.1", "192.168.1.1", "198.18.0.1", "198.19.255.255",
    "198.51.100.1", "203.0.113.9", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255", "::", "::1",
    "fc00::1", "fd12::1", "fe80::1", "fec0::1", "ff02::1", "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::7f00:1",
    "64:ff9b::7f00:1", "64:ff9b::808:808", "64:ff9b:1::1", "2002:7f00:1::", "2001::1", "2001:db8::1", "100::1",
    "3fff::1", "fe80::1%eth0", "not an address", "",
]  # fmt: skip
PUBLIC = [
    "8.8.8.8",
    "1.1.1.1",
    "100.63.255.255",
    "100.128.0.1",
    "172.32.0.1",
    "198.20.0.1",
    "2606:4700::1111",
    "240e::1",
]
DISGUISED = [
    "2130706433", "0x7f000001", "017700000001", "0x7f.0.0.1", "0177.0.0.1", "127.1", "127.0.1", "10.0x1.2.3",
    "134744072", "127.0.0.1.", "0", "0x",
]  # fmt: skip


@pytest.mark.parametrize("ip", NOT_PUBLIC)
def test_what_is_not_public_is_refused(ip: str) -> None:
    with pytest.raises(AddressRefusedError):
        addresses.check(ip, local=False)


@pytest.mark.parametrize("ip", PUBLIC)
def test_public_addresses_pass_but_not_for_a_local_portal(ip: str) -> None:
    assert addresses.check(ip, local=False) is None
    with pytest.raises(AddressRefusedError, match="loopback"):
        addresses.check(ip, local=True)


@pytest.mark.parametrize("ip", ["127.0.0.1", "127.8.8.8", "::1"])
def test_a_local_portal_reaches_loopback(ip: str) -> None:
    assert addresses.check(ip, local=True) is None


@pytest.mark.parametrize("ip", [ip for ip in NOT_PUBLIC if not ip.startswith("127.") and ip != "::1"])
def test_a_local_portal_reaches_nothing_else(ip: str) -> None:
    with pytest.raises(AddressRefusedError):
        addresses.check(ip, local=True)


@pytest.mark.parametrize("local", [False, True])
@pytest.mark.parametrize("host", DISGUISED)
def test_numbers_in_disguise_are_refused_before_any_lookup(host: str, local: bool) -> None:
    if host == "127.0.0.1." and local:
        assert addresses.check_host(host, local=True) is None
        return
    with pytest.raises(AddressRefusedError):
        addresses.check_host(host, local=local)


@pytest.mark.parametrize(
    "host", ["localhost", "LOCALHOST.", "a.localhost", "printer.local", "db.internal", "[::1]", ""]
)
def test_names_of_this_machine_are_refused_for_public_portals(host: str) -> None:
    with pytest.raises(AddressRefusedError):
        addresses.check_host(host, local=False)


@pytest.mark.parametrize("host", ["www.gd.gov.cn", "123.gov.cn", "xn--fiqs8s.gov.cn", "8.8.8.8", "0x.gov.cn"])
def test_ordinary_hosts_pass_to_the_lookup(host: str) -> None:
    assert addresses.check_host(host, local=False) is None


class _Reactor:
    """Notes connections instead of making them."""

    nameResolver = "resolver"

    def __init__(self) -> None:
        self.connected: list[tuple[str, int]] = []

    def connectTCP(self, host: str, port: int, *args: object) -> str:
        self.connected.append((host, port))
        return "connector"


@pytest.mark.parametrize("answer", ["127.0.0.1", "10.0.0.8", "169.254.169.254", "::1", "100.64.1.1"])
def test_every_connection_is_checked_whatever_the_lookup_answered(answer: str) -> None:
    reactor = _Reactor()
    guarded = GuardedReactor(reactor, local=False)
    assert guarded.connectTCP("8.8.8.8", 80) == "connector"
    with pytest.raises(AddressRefusedError):
        guarded.connectTCP(answer, 80)  # the second answer of the same name
    assert reactor.connected == [("8.8.8.8", 80)]


def test_scope_of_a_portal() -> None:
    one = portal("http://www.taishan.gov.cn", local=False, hosts=["bm.taishan.gov.cn"])
    assert scope.on_portal("https://taishan.gov.cn/a", one)
    assert scope.on_portal("http://BM.taishan.gov.cn:8080/a", one)
    assert not scope.on_portal("http://taishan.gov.cn.evil.example/a", one)
    assert not scope.on_portal("http://[bad", one)
    assert scope.may_follow("http://www.kaiping.gov.cn/nb/", one)
    assert not scope.may_follow("http://gov.cn.example/nb/", one)
    local = portal("http://127.0.0.1:8417")
    assert scope.on_portal("http://127.0.0.2:9/x", local)
    assert not scope.may_follow("http://www.kaiping.gov.cn/", local)
    assert [scope.is_root(f"http://a.example{p}") for p in ("", "/", "/index.html", "/a/", "/?x=1")] == [
        True,
        True,
        True,
        False,
        False,
    ]
