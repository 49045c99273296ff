"""What commands have in common: the day they work at, --json, and a group that knows what a typo meant."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from difflib import get_close_matches
from getpass import getuser
from typing import Any, TypeVar

import click

F = TypeVar("F", bound=Callable[..., Any])


class Day(click.ParamType[Any]):
    """A day, or a day with its time, as ISO 8601 writes them."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date | datetime:
        """The date, or the date and time."""
        if isinstance(value, date):
            return value
        found = _read(value)
        if found is None:
            self.fail(f"{value!r} is no date. Write it as 2026-11-22, or 2026-11-22T14:05.", param, ctx)
        if found.timetuple()[:3] < _FIRST:
            self.fail(f"{value} lies before the days that spreadsheets agree on (1 March 1900).", param, ctx)
        return found


_FIRST = (1900, 3, 1)


def _read(value: str) -> date | datetime | None:
    for kind in (date, datetime):
        try:
            return kind.fromisoformat(value)
        except ValueError:
            continue
    return None


class Interval(click.ParamType[Any]):
    """A stretch of time such as 90s, 5m or 1h, in seconds."""

    name = "time"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """The seconds."""
        if isinstance(value, int):
            return value
        units = {"s": 1, "m": 60, "h": 3600}
        digits, unit = value[:-1], value[-1:].lower()
        if not (digits.isascii() and digits.isdigit() and unit in units and int(digits) * units[unit] >= _SHORTEST):
            self.fail(
                f"{value!r} is no stretch of time of {_SHORTEST} seconds or more. Write it as 5m, 90s or 1h.",
                param,
                ctx,
            )
        return int(digits) * units[unit]


_SHORTEST = 30
"""Seconds; Google counts requests by the minute."""


class Commands(click.Group):
    """A group whose unknown commands are answered with the nearest known one."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first argument names. Raises UsageError with the nearest name."""
        name = args[0]
        if self.get_command(ctx, name) is None and not name.startswith("-"):
            near = get_close_matches(name.lower(), self.list_commands(ctx), n=1, cutoff=0.5)
            meant = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(self.list_commands(ctx))}."
            raise click.UsageError(f"There is no command {name!r}. {meant}", ctx)
        return super().resolve_command(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the shape of click's method
        """The commands in the order in which one needs them."""
        return list(self.commands)


def now() -> datetime:
    """The present moment, to the second: the only place in sheetkit that asks for it."""
    return datetime.now().replace(microsecond=0)  # noqa: DTZ005 - the person's own clock, as their workbook has it


def utc_now() -> datetime:
    """The present moment in UTC, to the second, for the audit log."""
    return datetime.now(UTC).replace(microsecond=0)


def by() -> tuple[str, str]:
    """Who runs the command, and the moment in UTC, for the audit log."""
    return getuser(), f"{utc_now().isoformat()[:19]}Z"


as_of_option = click.option(
    "--as-of", type=Day(), default=now, show_default="now", metavar="DATE", help="Work as on this day: 2026-11-22."
)
credentials_option = click.option(
    "--credentials",
    default="",
    metavar="FILE",
    help="For Google: a service account's or an app's key file; without it the environment or `auth login` counts.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON (docs/json.md) instead of text.")


def example(*lines: str) -> str:
    """The closing part of a command's help: the commands one would type."""
    return "\b\nExample:\n" + "\n".join(f"  {line}" for line in lines)
