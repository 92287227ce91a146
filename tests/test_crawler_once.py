"""One address on its own: the same guard and bounds as a crawl, no reactor."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from crawler_kit import catalogue, post

from archive.errors import InputError, TooLargeError
from crawler import once
from crawler.errors import AddressRefusedError, RobotsDeniedError
from crawler.sample import Fault, SamplePortals
from crawler.sample.web import Page


@pytest.fixture(scope="module")
def server() -> Iterator[SamplePortals]:
    web = catalogue({1: [post(1000)]})
    web.pages["/large"] = Page(b"x" * 2000, "text/html; charset=gb2312")
    with SamplePortals(web=web) as started:
        for place, to in (
            ("/a", "/large"),
            ("/loop", "/loop"),
            ("/out", "http://10.0.0.1/x"),
            ("/file", "file:///etc/passwd"),
        ):
            started.faults.add(Fault(place, status=302, body=b"", headers=(("Location", to),)))
        yield started


def test_a_page_comes_with_its_address_and_charset(server: SamplePortals) -> None:
    got = once.fetch_once(f"{server.base_url}/a", local=True)
    assert (got.url, got.mime, got.charset, len(got.body)) == (f"{server.base_url}/large", "text/html", "gb2312", 2000)


@pytest.mark.parametrize(
    ("path", "error"),
    [("/loop", InputError), ("/out", AddressRefusedError), ("/file", InputError), ("/none", InputError)],
)
def test_what_cannot_be_had_is_said(server: SamplePortals, path: str, error: type[Exception]) -> None:
    with pytest.raises(error, match=r"10\.0\.0\.1|127\.0\.0\.1"):
        once.fetch_once(server.base_url + path, local=True)


def test_loopback_needs_leave(server: SamplePortals) -> None:
    with pytest.raises(AddressRefusedError):
        once.fetch_once(f"{server.base_url}/large")
    with pytest.raises(InputError):
        once.fetch_once("ftp://127.0.0.1/x", local=True)


def test_bounds_hold(server: SamplePortals, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(once, "LARGEST", 1000)
    with pytest.raises(TooLargeError):
        once.fetch_once(f"{server.base_url}/large", local=True)


def test_robots_are_asked(server: SamplePortals) -> None:
    server.faults.add(Fault("/robots.txt", status=200, body=b"User-agent: gongkai\nDisallow: /large\n"))
    with pytest.raises(RobotsDeniedError, match="large"):
        once.fetch_once(f"{server.base_url}/large", local=True)
    assert once.fetch_once(f"{server.base_url}/town/gkmlpt/index", local=True).body
