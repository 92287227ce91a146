"""Natural keys and names: what stays the same, and who is meant."""

from __future__ import annotations

import pytest

from archive.build import addresses, names
from archive.build.publishers import Registry
from archive.ids import MASK, stable_id

ORIGIN = "https://www.portal.example/jmtsscxz/gkmlpt/index"
PORTALS = [
    {"id": "chixi", "publisher": "台山市赤溪镇人民政府", "division_code": "440781110", "level": "township", "local": 0},
    {"id": "chixi-column", "publisher": "臺山市赤溪鎮人民政府", "division_code": None, "level": None, "local": 0},
    {"id": "elsewhere", "publisher": "某县城关镇人民政府", "division_code": None, "level": "township", "local": 0},
]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://portal.example:8080/a/post_1.html", "/a/post_1.html"),
        ("HTTPS://WWW.Portal.Example./a/post_1.html", "/a/post_1.html"),
        ("https://portal.example/a?b=1&c=2#frag", "/a?b=1&c=2"),
        ("https://portal.example", "/"),
        ("//portal.example/%e5%b9%b4 ", "/%E5%B9%B4"),
        ("https://other.example/a", "//other.example/a"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("http://[broken", "http://[broken"),
    ],
)
def test_addresses_count_from_the_portals_origin(url: str, expected: str) -> None:
    assert addresses.address(url, ORIGIN) == expected


def test_loopback_is_one_host_on_every_port() -> None:
    assert addresses.address("http://127.0.0.1:8417/x", "http://localhost:9000/") == "/x"


@pytest.mark.parametrize(
    ("native_id", "where", "carried"),
    [
        ("1961229", "/zwgk/content/post_1961229.html", True),
        ("1961229", "/zwgk/content/post_11961229.html", False),
        ("50012", "/art/2025/1/20/art_50012_900001.html", True),
        ("1", "/content/post_1961229.html", False),
        (None, "/content/post_1.html", False),
    ],
)
def test_a_pages_own_id_counts_only_if_its_address_carries_it(native_id: str | None, where: str, carried: bool) -> None:
    assert addresses.names(native_id, where) is carried


def test_ids_are_63_bits_and_keep_parts_apart() -> None:
    assert 0 <= stable_id("document", "p", "/a") <= MASK
    keys = [("ab", "c"), ("a", "bc"), ("abc", ""), ("abc", None), ("abc",), ("a", "b", "c"), ("1", 2), (12,)]
    assert len({stable_id("x", *key) for key in keys}) == len(keys)
    assert stable_id("x", 12) == stable_id("x", "12")


@pytest.mark.parametrize(
    ("name", "other", "same"),
    [
        ("臺山市赤溪鎮人民政府", "台山市赤溪镇", True),
        ("赤溪镇政府", "台山市赤溪镇人民政府", True),
        ("广东省江门市台山市赤溪镇", "台山市赤溪镇人民政府", True),
        ("财政局", "台山市财政局", True),
        ("市财政局", "台山市财政局", True),
        ("官洲街道办事处", "广州市海珠区官洲街道", True),
        ("赤溪镇人民政府(盖章)", "赤溪镇", True),
        ("台山市人民政府", "台山市赤溪镇人民政府", False),
        ("大赤溪镇", "赤溪镇", False),
        ("深井镇", "台山市赤溪镇人民政府", False),
    ],
)
def test_names_of_one_body_meet(name: str, other: str, same: bool) -> None:
    assert names.same_body(name, other) is same
    assert names.same_body(other, name) is same


@pytest.mark.parametrize(
    ("code", "above"),
    [
        ("440781110", "440781"),
        ("440781", "440700"),
        ("440700", "440000"),
        ("440000", None),
        ("440781-finance", "440781"),
        ("440781000", "440700"),
        ("n-0123456789ab", None),
    ],
)
def test_division_codes_name_the_division_above(code: str, above: str | None) -> None:
    assert names.division_above(code) == above


def test_placeholders_and_own_names_mean_the_portals_publisher() -> None:
    registry = Registry(PORTALS, [])
    for name in (None, "本网", "本站", " ", "人民政府", "赤溪镇"):
        assert registry.resolve(name, "chixi") == "440781110"


def test_two_portals_of_one_body_have_one_publisher() -> None:
    registry = Registry(PORTALS, [])
    assert registry.resolve(None, "chixi-column") == "440781110"
    assert registry.resolve("台山市赤溪镇", "elsewhere") == "440781110"
    assert registry.rows["440781110"]["name"] == "台山市赤溪镇人民政府"


def test_a_short_name_of_another_portal_is_another_body() -> None:
    registry = Registry([*PORTALS, PORTALS[2] | {"id": "third", "publisher": "他县人民政府"}], [])
    here, there = registry.resolve("城关镇", "elsewhere"), registry.resolve("城关镇", "third")
    assert here == registry.resolve(None, "elsewhere")
    assert there not in (here, registry.resolve(None, "third"))


def test_a_publisher_known_from_reports_has_its_longest_name_and_level() -> None:
    printed = [("chixi", "台山市深井镇", None), ("chixi", "臺山市深井鎮人民政府", "township")]
    found = [row for row in Registry(PORTALS, printed).rows.values() if row["source"] == "report"]
    assert [(row["name"], row["level"], row["parent_id"]) for row in found] == [
        ("台山市深井镇人民政府", "township", "440781")
    ]


def test_the_registry_does_not_depend_on_order() -> None:
    printed = [("chixi", "台山市深井镇", None), ("elsewhere", "城关镇", "township"), ("chixi", "本网", None)]
    one = Registry(PORTALS, printed).rows
    assert Registry(PORTALS[::-1], printed[::-1]).rows == one
