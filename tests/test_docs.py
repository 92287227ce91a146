"""Docs that no longer say what the code does fail here."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import click
import pytest

from archive import exitcodes
from crawler.cli import main
from crawler.progress import REASONS

ROOT = Path(__file__).parent.parent


def text(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_the_table_of_exit_codes_is_the_one_in_the_code() -> None:
    documented = {int(code) for code in re.findall(r"^\| (\d+) \|", text("docs/exit-codes.md"), re.MULTILINE)}
    in_code = {value for name, value in vars(exitcodes).items() if name.isupper()}
    assert documented == in_code
    assert {code for code, _ in REASONS.values()} <= in_code


def commands(group: click.Group, path: str = "") -> list[tuple[str, click.Command]]:
    found = []
    for name, command in group.commands.items():
        found.append((f"{path}{name}", command))
        if isinstance(command, click.Group):
            found += commands(command, f"{path}{name} ")
    return found


@pytest.mark.parametrize(("name", "command"), commands(main), ids=lambda value: value if isinstance(value, str) else "")
def test_every_command_and_option_has_help(name: str, command: click.Command) -> None:
    assert command.help, name
    undocumented = [p.name for p in command.params if isinstance(p, click.Option) and not p.help and p.name != "port"]
    assert undocumented == []


def test_every_top_command_stands_in_the_changelog_or_readme() -> None:
    told = text("README.md") + text("CHANGELOG.md")
    assert [name for name in main.commands if f"`{name}`" not in told and f"gongkai {name}" not in told] == []


def test_links_between_pages_lead_somewhere() -> None:
    pages = [path for path in ROOT.rglob("*.md") if ".venv" not in path.parts and "node_modules" not in path.parts]
    broken = [
        (page.name, target)
        for page in pages
        for target in re.findall(r"\]\(([^)#:\s]+)\)", page.read_text(encoding="utf-8"))
        if not (page.parent / target).exists()
    ]
    assert broken == []


def test_no_committed_file_names_a_registry_host() -> None:
    hosts = "|".join(["files.pythonhosted" + ".org", "pypi" + ".org/simple", "registry.npmjs" + ".org"])
    listed = subprocess.run(["git", "grep", "-lIE", hosts], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode > 1:
        pytest.skip("not a git checkout")
    assert listed.stdout == ""
