"""gongkai read: what the reader makes of pages and documents."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import click

from archive import exitcodes
from archive.commands.common import json_line, json_option, spoken
from archive.errors import GongkaiError, InputError
from archive.model import Reading


class Fetched(NamedTuple):
    """What an address answered: the content-decoded body and what the headers say of it."""

    body: bytes
    url: str
    mime: str | None
    charset: str | None


Fetch = Callable[[str, bool], Fetched]  # address, whether loopback is permitted


@click.command()
@click.argument("inputs", nargs=-1, required=True, metavar="FILE|URL|-…")
@json_option
@click.option("--all", "every", is_flag=True, help="Show checks that passed as well.")
@click.option("--local", is_flag=True, help="Permit loopback addresses (and only those) for URLs.")
@click.option(
    "--ocr/--no-ocr",
    default=None,
    help="Read scanned pages and pictures; without either: where the ocr extra is installed.",
)
@click.pass_context
@spoken
def read(
    context: click.Context, inputs: tuple[str, ...], as_json: bool, every: bool, local: bool, ocr: bool | None
) -> None:
    """Read pages or documents (HTML, text, PDF, DOCX, DOC, XLS, XLSX; scans with the ocr extra), say what they state.

    One result per input, in the order given; an input that cannot be read gives an error and the rest go on
    (exit code 1).
    """
    from archive.blocks.ocr import wanted
    from archive.report.to_json import as_json as reading_json

    wanted(ocr)
    fetch: Fetch | None = (context.find_object(dict) or {}).get("fetch")
    failed = 0
    for source in inputs:
        try:
            reading = read_one(source, fetch, local, ocr)
        except GongkaiError as error:
            failed += 1
            if as_json:
                click.echo(json_line({"source": source, "error": str(error)}))
            else:
                click.echo(f"{source}: {error}", err=True)
            continue
        click.echo(json_line(reading_json(reading, all=every)) if as_json else in_words(reading, every))
    if failed:
        raise click.exceptions.Exit(exitcodes.SOME_INPUTS_FAILED)


def read_one(source: str, fetch: Fetch | None, local: bool, ocr: bool | None = None) -> Reading:
    """Read one input. Raises InputError with what to do about it."""
    from archive.reading import read_payload

    if source.startswith(("http://", "https://")):
        if fetch is None:
            raise InputError(f"{source}: this entry point reads no addresses; save the page and read the file")
        got = fetch(source, local)
        told = {"url": got.url, "mime": got.mime, "charset": got.charset}
        return read_payload(got.body, source=source, local=local, ocr=ocr, **told)
    if source == "-":
        payload, name = sys.stdin.buffer.read(), None
    else:
        payload, name = _bytes_of(Path(source)), Path(source).name
    if not payload.strip():
        raise InputError(f"{source} is empty: there is nothing to read")
    return read_payload(payload, source=source, name=name, ocr=ocr)


def _bytes_of(path: Path) -> bytes:
    if path.is_dir():
        raise InputError(f"{path} is a folder: name the files in it")
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror}; check the path and its permissions") from error


def in_words(reading: Reading, every: bool) -> str:
    """Return a reading as a few lines for a person."""
    lines = [f"{reading.source}: {reading.kind}"]
    if not reading.is_annual_report:
        lines.append(f"  not an annual report (政府信息公开工作年度报告); title: {reading.title or 'none printed'}")
        return "\n".join(lines)
    lines.append(f"  {reading.publisher or 'publisher not found'}, {reading.year or 'year not found'}")
    lines.append(
        f"  template {reading.template or 'unknown'} ({reading.template_basis}), source {reading.provenance.grade}"
    )
    lines += [f"  table {name}: {state}" for name, state in reading.tables.items()]
    cells = sum(figure.source == "table" for figure in reading.figures)
    lines.append(f"  {cells} table cells, {len(reading.figures) - cells} figures in prose")
    for figure in reading.figures:
        if figure.source == "narrative":
            indent = "      " if figure.part_of else "    "
            lines.append(f"{indent}{figure.concept} {figure.value} {figure.unit or ''}: {figure.quote}")
    lines += [f"  problem {item.n}: {item.text}" for item in reading.problems]
    lines += [f"  remedy {item.n}: {item.text}" for item in reading.remedies]
    for finding in reading.findings:
        if every or finding.verdict == "fail":
            hint = f" ({finding.hint})" if finding.hint else ""
            lines.append(f"  {finding.verdict} {finding.check} [{finding.severity}]: {finding.message}{hint}")
    return "\n".join(lines)
