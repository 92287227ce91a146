"""Charsets: what the bytes say decides; the declared name breaks ties; what is lost is replaced and counted."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive.text.charset import decode

HANS = "本镇全年主动公开政府信息139条，其中规范性文件12件；收到信息公开申请3件，均已按时答复。"
HANT = "本鎮全年主動公開政府信息139條，其中規範性文件12件；收到信息公開申請3件，均已按時答覆。"


def page(text: str, meta: str | None = None) -> str:
    head = f'<meta charset="{meta}">' if meta else ""
    return f"<!DOCTYPE html><html><head>{head}<title>{text[:6]}</title></head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize("declared", [None, "utf-8", "gb2312", "big5", "iso-8859-1", "nonsense", "rot13"])
@pytest.mark.parametrize("meta", [None, "utf-8", "gbk", "big5", "unicode_escape"])
@pytest.mark.parametrize(
    ("codec", "text", "encoding"),
    [("utf-8", HANS, "utf-8"), ("gbk", HANS, "gb18030"), ("gb18030", HANT, "gb18030"), ("big5", HANT, "big5")],
)
def test_the_bytes_decide(codec: str, text: str, encoding: str, meta: str | None, declared: str | None) -> None:
    printed = page(text, meta)
    read = decode(printed.encode(codec), declared)
    assert (read.text, read.encoding, read.replaced) == (printed, encoding, 0)


@pytest.mark.parametrize(
    ("codec", "declared", "meta", "basis"),
    [
        ("utf-8-sig", None, None, "bom"),
        ("utf-16", None, None, "bom"),
        ("utf-8", "gbk", "gbk", "strict_utf8"),
        ("gbk", "gb2312", None, "declared"),
        ("gbk", "utf-8", "gb2312", "meta"),
        ("gbk", "utf-8", None, "scored"),
        ("utf-16-le", None, None, "scored"),
        ("utf-16-be", None, None, "scored"),
    ],
)
def test_basis(codec: str, declared: str | None, meta: str | None, basis: str) -> None:
    printed = page(HANS, meta)
    read = decode(printed.encode(codec), declared)
    assert (read.text, read.basis) == (printed, basis)


def test_gb18030_beyond_gbk() -> None:
    printed = page("㐀镕𠮷喆" + HANS)
    assert decode(printed.encode("gb18030")).text == printed


def test_a_meta_element_counts_only_in_the_head() -> None:
    printed = "x" * 5000 + '<meta charset="gbk">' + HANS
    assert decode(printed.encode("gbk")).basis == "scored"


def test_utf8_mark_before_gbk() -> None:
    read = decode(b"\xef\xbb\xbf" + page(HANS).encode("gbk"))
    assert (read.text, read.encoding) == (page(HANS), "gb18030")


def test_short_gbk_that_happens_to_be_valid_utf8_is_what_was_declared() -> None:
    payload = "木模".encode("gbk")
    assert payload.decode("utf-8")
    assert decode(payload, "gbk").text == "木模"
    assert decode(payload).encoding == "utf-8"


@pytest.mark.parametrize("codec", ["utf-8", "gbk", "big5"])
def test_truncated_last_character(codec: str) -> None:
    text = HANT[:-1] if codec == "big5" else HANS[:-1]
    payload = text.encode(codec)[:-1]
    read = decode(payload, codec)
    assert (read.text, read.replaced, read.basis) == (text[:-1] + "\ufffd", 1, "replaced")


@pytest.mark.parametrize("declared", [None, "gbk"])
def test_a_few_bad_bytes_in_utf8(declared: str | None) -> None:
    payload = page(HANS).encode()
    broken = payload[:200] + b"\xff\xfe" + payload[200:]
    read = decode(broken, declared)
    assert read.encoding == "utf-8"
    assert read.replaced >= 1
    assert read.text.replace("\ufffd", "").count("政府信息") == 1


def test_replacement_characters_of_the_source_are_not_counted() -> None:
    read = decode(("\ufffd" + HANS).encode() + b"\xff")
    assert read.replaced == 1


@pytest.mark.parametrize("where", range(3, 150, 7))
def test_a_lost_byte_does_not_shift_the_rest_of_the_run(where: int) -> None:
    text = "本镇全年主动公开政府信息一百三十九条，我们的工作得到了上级的肯定。" * 3
    payload = f"<p>{text}</p>".encode("gbk")
    read = decode(payload[:where] + payload[where + 1 :], "gbk")
    kept, rest = read.text[3:-4].split("\ufffd")
    assert (read.encoding, read.replaced) == ("gb18030", 1)
    assert text.startswith(kept)
    assert text.endswith(rest)
    assert len(text) - len(kept) - len(rest) <= 4


def test_stray_byte_in_gbk() -> None:
    payload = f"<p>{HANS}</p>".encode("gbk")
    read = decode(payload[:30] + b"\xff" + payload[30:], "gbk")
    assert (read.encoding, read.replaced) == ("gb18030", 1)
    assert read.text.endswith("按时答复。</p>")


def test_other_scripts_are_read_as_declared() -> None:
    assert decode("café à la carte".encode("windows-1252"), "iso-8859-1").text == "café à la carte"
    assert decode("café à la carte".encode("windows-1252")).text == "café à la carte"
    assert decode("これはテスト".encode("shift_jis"), "shift_jis").encoding == "shift-jis"


@pytest.mark.parametrize("payload", [b"", b"plain", b"\x00", b"\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"\x80\x81" * 500])
def test_small_and_senseless_payloads(payload: bytes) -> None:
    read = decode(payload)
    assert isinstance(read.text, str)
    assert read.replaced >= 0


def test_binary_junk_is_replaced_and_counted() -> None:
    junk = bytes((n * 97 + n // 7) % 256 for n in range(4000))
    read = decode(junk)
    assert read.basis == "replaced"
    assert read.replaced > 100


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=80), st.sampled_from([None, "gbk", "utf-8", "big5", "utf-16", "punycode", "\x00"]))
def test_any_bytes_can_be_decoded(payload: bytes, declared: str | None) -> None:
    read = decode(payload, declared)
    assert (read.replaced > 0) == (read.basis == "replaced") or read.basis == "bom"


def test_hostile_bytes_take_linear_time() -> None:
    begun = time.process_time()
    for payload in (b"\xb5<" * 200_000, b"\xb5" * 300_001, b"<meta " * 700, (b"\xb5\xc4" * 999 + b"\xb5<") * 200):
        assert decode(payload, "gbk").text
    assert time.process_time() - begun < 8
