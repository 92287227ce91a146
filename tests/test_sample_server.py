"""The loopback server speaks proper HTTP, fails where it is told to, and answers the same bytes every time."""

from __future__ import annotations

import gzip
import http.client
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
from sample_kit import Client

from archive.errors import UsageError
from crawler.sample import Fault, SamplePortals, serve
from crawler.sample.web import build_web

INDEX = "/jmtsscxz/gkmlpt/index"
LIST = "/jmtsscxz/gkmlpt/api/all/9115?page=1&sid=750117"
PDF = "/jmtsscxz/attachment/0/71/71642/2416330.pdf"


@pytest.fixture
def portals() -> Iterator[SamplePortals]:
    with SamplePortals() as running:
        yield running


@pytest.fixture
def client(portals: SamplePortals) -> Iterator[Client]:
    with Client(portals) as asking:
        yield asking


@pytest.mark.parametrize("path", [INDEX, LIST, PDF])
def test_lengths_are_right_and_the_connection_is_kept(client: Client, path: str) -> None:
    for _ in range(3):
        answer = client.ask(path)
        assert answer.status == 200
        assert int(answer.headers["Content-Length"]) == len(answer.body) > 500
    assert client.connection.sock is not None


@pytest.mark.parametrize("path", [INDEX, LIST, PDF])
def test_head_says_what_get_says_without_a_body(client: Client, path: str) -> None:
    got, head = client.ask(path), client.ask(path, "HEAD")
    assert head.body == b""
    assert head.headers == got.headers


@pytest.mark.parametrize("path", [INDEX, LIST, PDF])
def test_validators_are_honoured(client: Client, path: str) -> None:
    first = client.ask(path)
    for header, value in (
        ("If-None-Match", first.headers["ETag"]),
        ("If-Modified-Since", first.headers["Last-Modified"]),
    ):
        again = client.ask(path, **{header: value})
        assert (again.status, again.body) == (304, b"")
        assert again.headers["ETag"] == first.headers["ETag"]
    changed = client.ask(path, **{"If-None-Match": '"other"', "If-Modified-Since": first.headers["Last-Modified"]})
    assert changed.status == 200


def test_gzip_comes_only_when_asked_for_and_never_for_files(client: Client) -> None:
    plain, packed = client.ask(INDEX), client.ask(INDEX, Accept_Encoding="gzip, deflate")
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    assert int(packed.headers["Content-Length"]) == len(packed.body) < len(plain.body)
    assert gzip.decompress(packed.body) == plain.body
    assert "Content-Encoding" not in client.ask(PDF, Accept_Encoding="gzip").headers


def test_unknown_paths_robots_favicon_and_other_methods(client: Client) -> None:
    assert client.ask("/robots.txt").text == "User-agent: *\nAllow: /\n"
    for path in ("/favicon.ico", "/no/such/page", "/jmtsscxz/gkmlpt/api/all/1", "/../../etc/passwd"):
        missing = client.ask(path)
        assert missing.status == 404
        assert "<h1>404</h1>" in missing.text
        assert "ETag" not in missing.headers
    assert client.ask(INDEX, "POST").status == 405


def test_links_follow_the_host_of_the_request_but_echo_no_hostile_one(portals: SamplePortals, client: Client) -> None:
    assert "http://portal.example/jmtsscxz" in client.ask(INDEX).text
    hostile = client.ask(INDEX, Host='"><script>').text
    assert '"><script>' not in hostile
    assert f"{portals.base_url}/jmtsscxz" in hostile


def test_faults_strike_the_nth_matching_request_and_no_other(portals: SamplePortals, client: Client) -> None:
    portals.faults.add(Fault("/jmtsscxz/gkmlpt/api/*", nth=2, status=503, headers=(("Retry-After", "1"),)))
    statuses = [client.ask(path).status for path in (LIST, INDEX, LIST, LIST)]
    assert statuses == [200, 200, 503, 200]
    assert [row.status for row in portals.log.rows()] == statuses
    portals.faults.clear()
    portals.faults.add(Fault(INDEX, status=429))
    assert {client.ask(INDEX).status for _ in range(3)} == {429}


def test_a_dropped_connection_and_a_truncated_body(portals: SamplePortals) -> None:
    portals.faults.add(Fault(INDEX, nth=1, drop=True))
    portals.faults.add(Fault(PDF, nth=1, keep=100))
    with Client(portals) as client, pytest.raises(http.client.RemoteDisconnected):
        client.ask(INDEX)
    with Client(portals) as client, pytest.raises(http.client.IncompleteRead) as cut:
        client.ask(PDF)
    assert len(cut.value.partial) == 100
    with Client(portals) as client:
        assert (client.ask(INDEX).status, client.ask(PDF).status) == (200, 200)
    assert portals.log.rows()[0].status == 0


def test_stopping_ends_a_delayed_answer_at_once(portals: SamplePortals) -> None:
    portals.faults.add(Fault(INDEX, delay=60))
    with Client(portals) as client:
        client.connection.request("GET", INDEX)
        stopper = threading.Thread(target=portals.stop)
        stopper.start()
        stopper.join(timeout=5)
        assert not stopper.is_alive()


def test_the_log_counts_requests_with_their_queries(portals: SamplePortals, client: Client) -> None:
    for path in (LIST, LIST, INDEX):
        client.ask(path, User_Agent="test/1")
    assert portals.log.counts() == {LIST: 2, INDEX: 1}
    assert {row.user_agent for row in portals.log.rows()} == {"test/1"}
    portals.log.clear()
    assert portals.log.rows() == ()


def test_a_taken_port_is_named(portals: SamplePortals) -> None:
    with pytest.raises(UsageError, match=str(portals.port)):
        serve(portals.port)


def test_a_port_is_free_again_after_stop() -> None:
    first = SamplePortals().start()
    first.stop()
    with serve(first.port) as second, Client(second) as client:
        assert client.ask("/").status == 200


def test_a_portal_can_withdraw_and_alter_posts_while_running(portals: SamplePortals, client: Client) -> None:
    gone, kept = (
        "/zjzc/cxzrmzf/zwgk/zfxxgknb/content/post_2529170.html",
        "/zjzc/cxzrmzf/zwgk/zfxxgknb/content/post_2301320.html",
    )
    before = client.ask(kept)
    portals.change(build_web(withdrawn={2529170}, altered={2301320: ("246条", "264条")}))
    assert client.ask(gone).status == 404
    assert "post_2529170" not in client.ask("/zjzc/cxzrmzf/zwgk/zfxxgknb/").text
    after = client.ask(kept, If_None_Match=before.headers["ETag"])
    assert after.text == before.text.replace("246条", "264条") != before.text
    with pytest.raises(ValueError, match="2301320"):
        build_web(altered={2301320: ("not there", "")})


def test_two_processes_serve_the_same_bytes() -> None:
    """Another process has other hash seeds and another start time."""
    code = (
        "import hashlib;from crawler.sample.web import sample_web as w;web=w();h=hashlib.sha256();"
        "[h.update(p.encode()+b.body+b.modified.encode()) for p,b in sorted(web.pages.items())];"
        "[h.update(p.encode()+b.body) for p,bs in sorted(web.paged.items()) for b in bs];print(h.hexdigest())"
    )
    runs = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for _ in range(2)]
    digests = [run.communicate(timeout=60)[0].strip() for run in runs]
    assert len(digests[0]) == 64
    assert digests[0] == digests[1]
