"""Portals as data: a wrong file is refused before the first request, with file, portal, key and choice named."""

from __future__ import annotations

from pathlib import Path

import pytest
from crawler_kit import portal
from scrapy.settings import Settings

from crawler import limits, portals
from crawler.errors import PortalFileError, UnknownPortalError

GOOD = """[[portal]]
id = "a-town"
publisher = "样例镇人民政府"
platform = "gkmlpt"
url = "http://www.town.gov.cn/x/gkmlpt/index"
expect = { reports_min = 1 }
"""


def folder(tmp_path: Path, text: str, name: str = "p.toml") -> Path:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_bundled_portals_load_and_lint_clean() -> None:
    found = portals.load()
    assert found["sample-chixi"].local
    assert portals.lint() == []


def test_a_folder_of_the_home_adds_portals(tmp_path: Path) -> None:
    found = portals.load(folder(tmp_path, GOOD))
    assert found["a-town"].expect == {"reports_min": 1}
    assert portals.spider_of(found["a-town"]) == "gkmlpt"


WRONG = [
    ('platform = "gkmlpt"', 'platform = "gkmlp"', "platform 'gkmlp' (did you mean 'gkmlpt'?)"),
    ("publisher =", "publsher =", "unknown key 'publsher' (did you mean 'publisher'?)"),
    ("publisher =", "# publisher =", "publisher"),
    ('id = "a-town"', 'id = "A Town"', "id 'A Town'"),
    ("reports_min = 1", "report_min = 1", "expect.report_min"),
    ("reports_min = 1", 'reports_min = "one"', "expect"),
    ("http://www.town.gov.cn", "ftp://www.town.gov.cn", "url"),
    ("http://www.town.gov.cn", "http://u:p@www.town.gov.cn", "user name"),
    ("http://www.town.gov.cn", "http://127.0.0.1", "local = true"),
    ("http://www.town.gov.cn", "http://192.168.3.4", "local = true"),
    ("http://www.town.gov.cn", "http://[bad", "url"),
    ("expect =", "local = true\nexpect =", None),
    ("expect =", "delay = 1\nexpect =", "delay 1"),
    ("expect =", 'hosts = ["http://x.gov.cn/"]\nexpect =', "hosts"),
    ("expect =", 'status = "dead"\nexpect =', "status 'dead'"),
    ("[[portal]]", "[portal]", "[[portal]]"),
    ("[[portal]]", "[[portals]]", "unknown tables ['portals']"),
    ("[[portal]]", "[[portal]", "not TOML"),
]


@pytest.mark.parametrize(("old", "new", "said"), WRONG)
def test_wrong_files_name_file_portal_and_choice(tmp_path: Path, old: str, new: str, said: str | None) -> None:
    text = GOOD.replace(old, new)
    if new.startswith("local"):  # a host by name may be anything; the guard looks at the address when connecting
        assert portals.load(folder(tmp_path, text))["a-town"].local
        return
    with pytest.raises(PortalFileError) as caught:
        portals.load(folder(tmp_path, text))
    assert str(caught.value).startswith("p.toml: ")
    assert said in str(caught.value)
    assert any(said in line for line in portals.lint(tmp_path))


def test_lint_finds_everything_at_once(tmp_path: Path) -> None:
    text = GOOD.replace("publisher", "publsher") + GOOD.replace("a-town", "b-town").replace('"gkmlpt"', '"nfcm"') + GOOD
    found = portals.lint(folder(tmp_path, text))
    assert any("publsher" in line for line in found)
    assert any("b-town: platform 'nfcm' (did you mean 'nfcms'?)" in line for line in found)
    assert any("the id is taken" in line for line in found)


def test_an_id_is_taken_once(tmp_path: Path) -> None:
    folder(tmp_path, GOOD, "one.toml")
    with pytest.raises(PortalFileError, match=r"two.toml: a-town: the id is taken, by one.toml"):
        portals.load(folder(tmp_path, GOOD, "two.toml"))


def test_an_unknown_id_names_the_nearest() -> None:
    with pytest.raises(UnknownPortalError, match="sample-chixi"):
        portals.find("sample-chix", portals.load())
    with pytest.raises(UnknownPortalError, match="portals list"):
        portals.find("zzzzzzzz", portals.load())


def settings(**given: object) -> Settings:
    found = Settings()
    found.setmodule("crawler.settings", priority="project")
    found.setdict(given, priority="cmdline")
    return found


def test_no_option_lowers_what_binds_a_public_host() -> None:
    given = settings(
        DOWNLOAD_DELAY="0", ROBOTSTXT_OBEY="False", CONCURRENT_REQUESTS_PER_DOMAIN="32", AUTOTHROTTLE_ENABLED="False",
        DOWNLOAD_DELAY_JITTER="1", DOWNLOAD_SLOTS={"www.town.gov.cn": {"delay": 0, "concurrency": 50}},
        DOWNLOADER_MIDDLEWARES={}, DOWNLOAD_HANDLERS={"http": None}, HTTPPROXY_ENABLED="True", RETRY_TIMES="50",
        REDIRECT_MAX_TIMES="90",
        BREAKER_PAUSE="0", ROBOTSTXT_USER_AGENT="other", USER_AGENT="Mozilla/5.0",
        DOWNLOAD_VERIFY_CERTIFICATES="False", DOWNLOADER="other.Downloader", JOBDIR="x",
    )  # fmt: skip
    limits.enforce(given, portal("http://www.town.gov.cn", local=False))
    assert given.getfloat("DOWNLOAD_DELAY") == 3.0
    assert given.getbool("ROBOTSTXT_OBEY")
    assert given.getint("CONCURRENT_REQUESTS_PER_DOMAIN") == 1
    assert given.getbool("AUTOTHROTTLE_ENABLED")
    assert given.getfloat("DOWNLOAD_DELAY_JITTER") == 0
    assert given.getdict("DOWNLOAD_SLOTS") == {}
    assert given.getdict("DOWNLOAD_HANDLERS")["http"] == "crawler.guard.GuardedHandler"
    assert "crawler.robots.Robots" in given.getdict("DOWNLOADER_MIDDLEWARES")
    assert (given.getint("RETRY_TIMES"), given.getint("REDIRECT_MAX_TIMES")) == (2, 5)
    assert given.getbool("DOWNLOAD_VERIFY_CERTIFICATES")
    assert given["JOBDIR"] is None
    assert (given.getfloat("BREAKER_PAUSE"), given["ROBOTSTXT_USER_AGENT"]) == (900.0, "gongkai")
    assert "gongkai/" in given["USER_AGENT"]
    assert given["DOWNLOADER"] == "crawler.downloader.LaneDownloader"
    given.set("DOWNLOAD_DELAY", 0, priority="cmdline")
    assert given.getfloat("DOWNLOAD_DELAY") == 3.0


@pytest.mark.parametrize(("own", "asked", "expected"), [(None, 7, 7.0), (10, 1, 10.0), (10, 20, 20.0), (None, 0, 3.0)])
def test_a_longer_gap_is_honoured(own: float | None, asked: float, expected: float) -> None:
    given = settings(DOWNLOAD_DELAY=asked)
    limits.enforce(given, portal("http://www.town.gov.cn", local=False, delay=own))
    assert given.getfloat("DOWNLOAD_DELAY") == expected


LOCAL_GAPS = [(None, None, 0.0), (2, None, 2.0), (2, "0.5", 0.5), (None, "1", 1.0)]


@pytest.mark.parametrize(("own", "asked", "expected"), LOCAL_GAPS)
def test_a_local_gap_is_asked_or_its_own(own: float | None, asked: str | None, expected: float) -> None:
    given = settings(**({"DOWNLOAD_DELAY": asked} if asked else {}))
    limits.enforce(given, portal("http://127.0.0.1:8417", delay=own))
    assert given.getfloat("DOWNLOAD_DELAY") == expected


def test_a_local_portal_sets_its_own_pace_and_who_we_are_is_said() -> None:
    given = settings(CONTACT="mailto:desk@paper.example")
    limits.enforce(given, portal("http://127.0.0.1:8417", delay=0))
    assert given.getfloat("DOWNLOAD_DELAY") == 0
    assert not given.getbool("AUTOTHROTTLE_ENABLED")
    assert given["USER_AGENT"].endswith("(+mailto:desk@paper.example)")
    assert given["USER_AGENT"].startswith("gongkai/")
