"""The starter registry of real portals: well formed, sourced, unverified, crawled only if named; and its linter."""

from __future__ import annotations

import re
import time
import tomllib
from pathlib import Path
from urllib.parse import urlsplit

import msgspec
import pytest
from click.testing import CliRunner

from archive import divisions
from archive.errors import UsageError
from archive.model import Portal
from crawler import portals
from crawler.cli_crawl import choose as choose_to_crawl
from crawler.cli_portals import portals as command
from crawler.portals.chosen import choose
from crawler.portals.review import Placed, address_of, prefecture_of, review

GOOD = Portal(
    id="jiangmen-taishan-chixi",
    publisher="台山市赤溪镇人民政府",
    platform="gkmlpt",
    url="http://www.town.gov.cn/x/gkmlpt/index",
    publisher_id="440781110",
    level="township",
    status="unverified",
    source="seen somewhere, 2026-11-24",
)


@pytest.fixture(scope="module")
def known() -> dict[str, Portal]:
    return portals.load()


@pytest.fixture(scope="module")
def real(known: dict[str, Portal]) -> list[Portal]:
    return [portal for portal in known.values() if not portal.local]


def test_every_real_portal_says_where_it_was_found_and_claims_nothing(real: list[Portal]) -> None:
    assert len(real) > 200
    assert {portal.status for portal in real} == {"unverified"}
    assert all(re.search(r"read 2026-\d\d-\d\d$", portal.source or "") for portal in real)
    assert all((urlsplit(portal.url).hostname or "").endswith(".gov.cn") for portal in real)
    assert all(portal.publisher_id and portal.level for portal in real)


def test_a_platform_is_named_only_where_the_address_shows_it(real: list[Portal]) -> None:
    shapes = {
        "gkmlpt": r"/gkmlpt/index ",
        "nfcms": r"/content/post_\d+\.html",
        "hanweb": r"/col/col\d+/|/module/xxgk/|/art_\d+_\d+",
        "jpaas": r"/art_[0-9a-f]{32}\.html",
        "trs": r"/t\d{8}_\d+\.s?html?",
        "lonsun": r"/public/column/\d+",
    }
    for portal in real:
        if portal.platform != "generic":
            assert re.search(shapes[portal.platform], f"{portal.url} {portal.source}"), portal.id


def test_the_registry_is_clean_and_checked_quickly() -> None:
    started = time.process_time()
    assert portals.lint() == []
    assert time.process_time() - started < 5


def test_files_are_organised_by_prefecture(known: dict[str, Portal]) -> None:
    place: dict[str, set[str]] = {}
    for path in (portals.HERE / "registry").rglob("*.toml"):
        rows = [portals.portal_from(row) for row in portals._tables(path)]
        place[portals.label(path)] = {prefecture_of(portal) or "" for portal in rows}
    assert "registry/guangdong/jiangmen.toml" in place
    assert all(len(codes) == 1 for codes in place.values())
    assert prefecture_of(known["dongguan-shijie"]) == "441900"
    assert prefecture_of(known["chongqing-wuxi-tucheng"]) == "500000"
    assert prefecture_of(known["guangdong-czt"]) == "440000"


WRONG = [
    ({"publisher_id": "440781999"}, "the register of divisions has no 440781999"),
    ({"publisher_id": "440781108"}, "that is 440781110, publisher_id says 440781108"),
    ({"publisher": "深圳市公安局", "publisher_id": "440400-ga", "level": "bureau"}, "that is 440300"),
    ({"level": "county"}, "440781110 is a township"),
    ({"source": "somebody said so"}, "with a date"),
    ({"source": None}, "with a date"),
    ({"url": "http://town.example/gkmlpt/index"}, "not below gov.cn"),
]


@pytest.mark.parametrize(("change", "said"), WRONG)
def test_wrong_entries_are_named(change: dict[str, str | None], said: str) -> None:
    assert review([Placed("a.toml", GOOD, True)]) == []
    (problem,) = review([Placed("a.toml", msgspec.structs.replace(GOOD, **change), True)])
    assert problem.startswith("a.toml: jiangmen-taishan-chixi: ")
    assert said in problem


def test_two_portals_at_one_address_and_a_portal_in_the_wrong_file_are_named() -> None:
    twin = msgspec.structs.replace(GOOD, id="twin", url="https://town.gov.cn/x/gkmlpt/index#721")
    far = Portal(id="far", publisher="深圳市人民政府", platform="gkmlpt", url="http://www.sz.gov.cn/gkmlpt/index",
                 publisher_id="440300", level="city", source="2026-11-24")  # fmt: skip
    found = review([Placed("a.toml", GOOD, True), Placed("b.toml", twin, True), Placed("a.toml", far, True)])
    assert found == [
        "b.toml: twin: url: the address is that of jiangmen-taishan-chixi",
        "a.toml: far: publisher_id '440300': lies in 440300, this file is of 440700",
    ]
    assert address_of(GOOD) != address_of(msgspec.structs.replace(GOOD, url="http://www.town.gov.cn/y/gkmlpt/index"))


def test_a_home_may_name_its_own_portals_more_freely(tmp_path: Path) -> None:
    folder = tmp_path / "guangdong"
    folder.mkdir()
    row = 'id = "mine"\npublisher = "某单位"\nplatform = "generic"\nurl = "http://unit.example/"\n'
    (folder / "jiangmen.toml").write_text(f"[[portal]]\n{row}", encoding="utf-8")
    assert portals.load(tmp_path)["mine"].publisher == "某单位"
    assert portals.lint(tmp_path) == []
    (folder / "again.toml").write_text(f"[[portal]]\n{row}", encoding="utf-8")
    assert any("the id is taken" in line for line in portals.lint(tmp_path))


def test_unverified_portals_are_crawled_only_when_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no active portal"):
        choose_to_crawl((), True, (), tmp_path, False)
    assert {portal.local for portal in choose_to_crawl((), True, (), tmp_path, True)} == {True}
    (named,) = choose_to_crawl(("dongguan-shijie",), False, (), tmp_path, False)
    assert named.status == "unverified"


@pytest.mark.parametrize("area", ["江门市", "4407", "440700", "jiangmen", "江門市"])
def test_an_area_is_named_by_word_code_or_name(real: list[Portal], area: str) -> None:
    found = {portal.id for portal in choose(real, prefecture=area)}
    assert {"jiangmen", "jiangmen-taishan", "jiangmen-kaiping-xiangang"} <= found
    assert all(name.startswith("jiangmen") for name in found)


def test_lists_are_narrowed_and_wrong_words_refused(known: dict[str, Portal]) -> None:
    everything = list(known.values())
    assert {portal.id for portal in choose(everything, prefecture="东莞市石碣镇")} == {"dongguan-shijie"}
    assert {portal.status for portal in choose(everything, status="unverified")} == {"unverified"}
    assert all(portal.local for portal in choose(everything, status="local"))
    assert not any(portal.local for portal in choose(everything, prefecture="440700"))
    both = list(choose(everything, platform="jpaas", prefecture="甘肃省"))
    assert both
    assert {portal.platform for portal in both} == {"jpaas"}
    for wrong in ({"platform": "gkmlp"}, {"status": "dead"}, {"prefecture": "没有市"}):
        with pytest.raises(UsageError, match="no "):
            list(choose(everything, **wrong))
    with pytest.raises(UsageError, match="220104 长春市朝阳区"):
        list(choose(everything, prefecture="朝阳区"))


def test_the_commands_say_it(tmp_path: Path) -> None:
    run = CliRunner().invoke
    listed = run(command, ["list", "--prefecture", "东莞市", "--platform", "gkmlpt", "--home", str(tmp_path)])
    assert listed.exit_code == 0
    assert "dongguan-shijie" in listed.output
    assert len(listed.output.splitlines()) == 25
    checked = run(command, ["check", "--home", str(tmp_path)])
    assert "nothing wrong" in checked.output
    refused = run(command, ["list", "--status", "dead", "--home", str(tmp_path)])
    assert refused.exit_code == 2


def test_publishers_of_the_registry_owe_reports_with_their_neighbours(real: list[Portal]) -> None:
    owed = divisions.owing(portal.publisher_id or "" for portal in real)
    codes = {one.code for one in owed}
    governments = {portal.publisher_id for portal in real if (portal.publisher_id or "").removeprefix("nbs-").isdigit()}
    assert governments <= codes
    assert len(codes) > 3 * len(governments)


def test_the_documented_entry_is_a_portal_and_the_documented_counts_hold(real: list[Portal]) -> None:
    page = (portals.HERE.parent.parent / "docs" / "registry.md").read_text(encoding="utf-8")
    block = page.split("```toml")[1].split("```")[0]
    (row,) = tomllib.loads(block)["portal"]
    assert review([Placed("-", portals.portal_from(row), True)]) == []
    provinces = {(portal.publisher_id or "").removeprefix("nbs-")[:2] for portal in real}
    catalogues = sum(portal.platform == "gkmlpt" for portal in real)
    assert f"has {len(real)} of them in {len(provinces)} provinces: {catalogues} Guangdong catalogues" in page
