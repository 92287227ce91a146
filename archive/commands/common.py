"""What every command shares: the home option, JSON lines, and errors that end with their documented exit code."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import click
import msgspec

from archive.errors import GongkaiError

DEFAULT_HOME = "gongkai-home"


def home_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --home DIR to a command (parameter `home`, a Path; it need not exist)."""
    return click.option(
        "--home",
        type=click.Path(file_okay=False, path_type=Path),
        default=DEFAULT_HOME,
        show_default=True,
        envvar="GONGKAI_HOME",
        help="Folder with the runs and gongkai.db.",
    )(command)


def json_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add --json to a command (parameter `as_json`)."""
    return click.option("--json", "as_json", is_flag=True, help="Print JSON, one object a line.")(command)


def spoken(command: Callable[..., Any]) -> Callable[..., Any]:
    """Turn a GongkaiError into its message on standard error and its exit code."""

    @functools.wraps(command)
    def wrapper(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except GongkaiError as error:
            stop(str(error), error.exit_code)

    return wrapper


def stop(message: str, code: int) -> NoReturn:
    """Say why on standard error and end with this exit code."""
    click.echo(f"gongkai: {message}", err=True)
    raise click.exceptions.Exit(code)


def json_line(value: object) -> str:
    """Return one line of JSON; Chinese stays readable."""
    return msgspec.json.encode(value).decode("utf-8")
