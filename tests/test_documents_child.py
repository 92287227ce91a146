"""The warm process for documents: one child each, bounded, and nothing left behind when its owner goes."""

from __future__ import annotations

import io
import os
import select
import signal
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from blocks_kit import docx, lines

from archive.blocks import child, printed_of, warm
from archive.blocks.warm import Outcome, Request

needs_fork = pytest.mark.skipif(not warm.FORKS, reason="this system reads each document in a process of its own")
PAYLOAD = docx(lambda document: document.add_paragraph("一、总体情况"))
ROOT = Path(__file__).parent.parent


def ask(kind: str = "docx", payload: bytes = PAYLOAD, seconds: float = 30.0, cpu: int = 20, memory: int = 10**9) -> str:
    outcome, _ = child._ask(Request(kind, seconds, cpu, memory), payload)
    if outcome.timed_out:
        return "time"
    return child._why(kind, outcome.code, outcome.words) if outcome.code else "read"


def workbook(cells: int) -> bytes:
    """An XLSX whose one sheet has this many cells, a hundred a row."""
    row = "<row>" + "<c><v>1</v></c>" * 100 + "</row>"
    formats = "http://schemas.openxmlformats.org"
    kind, main = f"{formats}/officeDocument/2006/relationships", f"{formats}/spreadsheetml/2006/main"
    made = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    members = {
        "xl/workbook.xml": f'<workbook xmlns="{main}" xmlns:r="{kind}"><sheets><sheet name="a" sheetId="1" r:id="r1"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{formats}/package/2006/relationships">'
        f'<Relationship Id="r1" Type="{kind}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{main}"><sheetData>{row * (cells // 100)}'
        "</sheetData></worksheet>",
        "[Content_Types].xml": f'<Types xmlns="{formats}/package/2006/content-types">'
        f'<Override PartName="/xl/workbook.xml" ContentType="{made}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{made}.worksheet+xml"/></Types>',
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return out.getvalue()


LARGE = workbook(150_000)


@needs_fork
def test_many_documents_are_read_beside_one_warm_process() -> None:
    child.close()
    assert ask() == "read"
    (first,) = child._idle
    for _ in range(5):
        assert lines(printed_of(PAYLOAD)) == ["一、总体情况"]
    assert child._idle == [first]


@needs_fork
@pytest.mark.parametrize(
    ("limits", "reason"),
    [
        ({"kind": "xlsx", "payload": LARGE, "memory": 15_000_000}, "memory"),
        ({"seconds": 0.0}, "time"),
        ({"kind": "xlsx", "payload": LARGE, "cpu": 1}, "processor time"),
    ],
)
def test_a_document_beyond_a_limit_is_ended_and_the_next_is_read(limits: dict[str, Any], reason: str) -> None:
    assert ask() == "read"
    assert ask(kind="xlsx", payload=workbook(100)) == "read"
    (before,) = child._idle
    if "memory" in limits:  # beyond what the warm process itself has mapped
        mapped = Path(f"/proc/{before.process.pid}/statm").read_text().split()[0]
        limits = {**limits, "memory": int(mapped) * os.sysconf("SC_PAGE_SIZE") + limits["memory"]}
    assert reason in ask(**limits)
    assert ask() == "read"
    assert child._idle == [before]


@needs_fork
def test_a_warm_process_that_was_killed_is_begun_anew() -> None:
    assert ask() == "read"
    (before,) = child._idle
    os.kill(before.process.pid, signal.SIGKILL)
    assert ask() == "read"
    assert child._idle != [before]


def test_a_child_may_neither_connect_nor_start_programs_nor_write() -> None:
    for event, args in [
        ("socket.connect", (None, ("192.0.2.1", 80))),
        ("subprocess.Popen", ("sh", [], None, None)),
        ("open", ("/tmp/x", "w", 0)),
        ("os.remove", ("/tmp/x", -1)),
    ]:
        with pytest.raises(PermissionError, match="may not"):
            warm._refuse(event, args)
    warm._refuse("open", ("/usr/share/x", "rb", 0))


def test_a_document_that_asks_for_the_network_gets_an_answer_without_it() -> None:
    """An entity from outside: the parser would have to connect, and does not."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(
            "word/document.xml",
            '<!DOCTYPE x [<!ENTITY e SYSTEM "http://192.0.2.1/x">]><w:document xmlns:w="http://schemas.openxmlformats.org/'
            'wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>文&e;</w:t></w:r></w:p></w:body></w:document>',
        )
    assert lines(printed_of(out.getvalue())) == ["文"]


@needs_fork
def test_the_warm_process_ends_with_its_owner_however_it_ends() -> None:
    script = (
        "import os, signal, sys; sys.path[:0] = sys.argv[1:]\n"
        "from archive.blocks import child\nfrom test_documents_child import PAYLOAD\n"
        "child.read_document('docx', PAYLOAD)\nprint(child._idle[0].process.pid, flush=True)\n"
        "sys.stdin.readline()\nos.kill(os.getpid(), signal.SIGKILL)\n"
    )
    command = [sys.executable, "-c", script, str(ROOT), str(ROOT / "tests")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as owner:
        assert owner.stdout is not None
        warm_one = os.pidfd_open(int(owner.stdout.readline()))
        owner.communicate("end\n")
    ended = select.select([warm_one], [], [], 10)[0]
    os.close(warm_one)
    assert ended


@needs_fork
def test_a_forked_owner_begins_a_warm_process_of_its_own() -> None:
    script = (
        "import os, sys; sys.path[:0] = sys.argv[1:]\n"
        "from archive.blocks import child\nfrom test_documents_child import PAYLOAD\n"
        "read = lambda: child.read_document('docx', PAYLOAD).text\nread()\npid = os.fork()\n"
        "assert len(child._idle) == (1 if pid else 0)\nassert read() == '一、总体情况'\n"
        "assert pid == 0 or os.waitpid(pid, 0)[1] == 0\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(ROOT), str(ROOT / "tests")], capture_output=True, text=True
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_where_forking_is_not_safe_each_document_has_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[bytes] = [warm.pack(Request("docx", 1, 1, 1), PAYLOAD)]

    def read(fd: int, size: int) -> bytes:
        part, asked[0] = asked[0][:size], asked[0][size:]
        return part

    told = bytearray()
    monkeypatch.setattr(warm, "FORKS", False)
    monkeypatch.setattr(warm, "limit", lambda request: None)
    monkeypatch.setattr(os, "read", read)
    monkeypatch.setattr(os, "write", lambda fd, data: told.extend(data) or len(data))
    warm.main()
    monkeypatch.undo()
    stream = io.BytesIO(bytes(told))
    outcome, answer = warm.unpack(Outcome, stream.read)
    assert outcome.last
    assert "一、总体情况" in answer.decode("utf-8", "replace")
