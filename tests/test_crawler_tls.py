"""How a host is reached at all: verified, limited, unverified, by http; each step taken once, noted, and recorded."""

from __future__ import annotations

import datetime
import ipaddress
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from crawler_kit import Crawls, catalogue, fetches, portal, post, rows
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from OpenSSL import SSL
from scrapy.exceptions import DownloadConnectionRefusedError, DownloadFailedError
from twisted.internet.error import ConnectionLost
from twisted.python.failure import Failure
from twisted.web._newclient import ResponseNeverReceived

from archive.model import Note
from crawler import ladder, tls
from crawler.sample import SamplePortals


@pytest.fixture(scope="module")
def crawls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Crawls]:
    with Crawls(tmp_path_factory.mktemp("crawls")) as started:
        yield started


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for 127.0.0.1 that nobody vouches for, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.oid.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + private)
    return path


@contextmanager
def front(certificate: Path, behind: int) -> Iterator[int]:
    """A TLS front of a plain server; yields its port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    listener = socket.create_server(("127.0.0.1", 0))

    def carry(source: socket.socket, target: socket.socket) -> None:
        try:
            while data := source.recv(65536):
                target.sendall(data)
            target.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # either side hung up

    def serve() -> None:
        while True:
            try:
                plain, _ = listener.accept()
            except OSError:
                return  # closed by the test
            try:
                client = context.wrap_socket(plain, server_side=True)
            except (OSError, ssl.SSLError):
                continue
            server = socket.create_connection(("127.0.0.1", behind))
            for pair in ((client, server), (server, client)):
                threading.Thread(target=carry, args=pair, daemon=True).start()

    threading.Thread(target=serve, daemon=True).start()
    yield listener.getsockname()[1]
    listener.close()


def tls_notes(home: Path, run: str) -> list[str]:
    return [row.message for row in rows(home, run) if isinstance(row, Note) and row.code == "tls"]


def test_a_certificate_that_does_not_hold_is_said_of_every_page(
    crawls: Crawls, certificate: Path, tmp_path: Path
) -> None:
    with SamplePortals(web=catalogue({1: [post(1000), post(1001)]})) as server, front(certificate, server.port) as port:
        said = crawls.run(tmp_path, [portal(f"https://127.0.0.1:{port}")])["town"]
    found = fetches(tmp_path, said["run_id"])
    assert said["reason"] in {"finished", "incomplete"}, said  # what the pages link to is not our matter here
    assert {row.tls for row in found if row.outcome == "ok" and row.url.startswith("https:")} == {"unverified"}
    assert [row.tls for row in found if row.outcome == "unreachable"] == ["verified"]
    (note,) = tls_notes(tmp_path, said["run_id"])
    assert "without verifying" in note


def test_a_host_without_tls_is_asked_by_http_and_the_address_leads_there(crawls: Crawls, tmp_path: Path) -> None:
    with SamplePortals(web=catalogue({1: [post(1000), post(1001)]})) as server:
        said = crawls.run(tmp_path, [portal(server.base_url.replace("http:", "https:"))])["town"]
    assert said["reason"] == "finished", said
    found = fetches(tmp_path, said["run_id"])
    assert {row.tls for row in found if row.outcome == "ok"} == {None}
    tried = [row for row in found if row.outcome == "unreachable"]
    assert [row.tls for row in tried] == ["verified", "restricted"]
    leads = {row.url: row.redirect_to for row in found if row.outcome == "redirect"}
    assert leads[f"https://127.0.0.1:{server.port}/town/gkmlpt/index"] == f"{server.base_url}/town/gkmlpt/index"
    assert [note.split(": ", 1)[1].split(" (")[0] for note in tls_notes(tmp_path, said["run_id"])] == [
        ladder.WORDS["restricted"],
        ladder.WORDS["http"],
    ]


def failed(*reasons: Exception) -> DownloadFailedError:
    error = DownloadFailedError("x")
    error.__cause__ = ResponseNeverReceived([Failure(reason) for reason in reasons])
    return error


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (failed(SSL.Error([("SSL routines", "", "certificate verify failed")])), "certificate"),
        (failed(SSL.Error([("SSL routines", "", "bad ecpoint")])), "handshake"),
        (failed(ConnectionLost()), "handshake"),
        (DownloadConnectionRefusedError("no"), "connection"),
    ],
)
def test_what_failed_is_told_apart(error: Exception, kind: str) -> None:
    assert ladder.kind_of(error) == kind


def test_addresses_by_http() -> None:
    assert ladder.by_http("https://a.gov.cn:443/x?y=1") == "http://a.gov.cn/x?y=1"
    assert ladder.by_http("https://a.gov.cn/x") == "http://a.gov.cn/x"


def offered(level: tls.Level) -> bytes:
    """Return the first bytes of a handshake that a level begins."""
    creator = tls.contexts(level).creatorForNetloc(b"127.0.0.1", 443)
    connection = SSL.Connection(tls._get_creator_context(creator), None)
    connection.set_connect_state()
    with pytest.raises(SSL.WantReadError):
        connection.do_handshake()
    return connection.bio_read(4096)


GROUPS = bytes.fromhex("000a0004000200") + b"\x17"  # supported_groups with secp256r1 alone


def test_the_restricted_handshake_offers_one_curve() -> None:
    assert GROUPS in offered("restricted")
    assert GROUPS not in offered("verified")
