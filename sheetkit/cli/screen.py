"""What goes to the terminal: text with tones, JSON, and a word of progress for what takes its time."""

import json
import os
import sys
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from shutil import get_terminal_size
from typing import IO, Any, TextIO

import click

PATIENCE = 1.0
"""Seconds after which a command says what it is doing."""

_TONES: dict[str, dict[str, Any]] = {
    "title": {"bold": True},
    "error": {"fg": "red", "bold": True},
    "warning": {"fg": "yellow"},
    "good": {"fg": "green"},
    "soft": {"dim": True},
}


def nowhere() -> TextIO:
    """A stream that swallows everything."""
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 - it stays open until the command ends


def careful_streams() -> None:
    """Let a character that the terminal's encoding lacks become ?, and what nobody wants to read go nowhere."""
    sys.stdout = sys.stdout or nowhere()  # a closed stream is None
    sys.stderr = sys.stderr or nowhere()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")


def coloured(stream: IO[str]) -> bool:
    """Whether colours are wanted: on a terminal that can show them, and not when NO_COLOR is set."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def paint(text: str, tone: str) -> str:
    """A text in a tone, for standard output."""
    return click.style(text, **_TONES[tone]) if coloured(sys.stdout) else text


def columns() -> int:
    """How wide a line may be: the terminal's width, at most 120; 100 where there is no terminal."""
    return min(120, get_terminal_size((100, 24)).columns) if sys.stdout.isatty() else 100


def say(lines: Iterable[str] | str) -> None:
    """Lines to standard output."""
    text = lines if isinstance(lines, str) else "\n".join(lines)
    click.echo(text, color=True)


def data(body: Mapping[str, Any]) -> None:
    """One JSON document to standard output, in ASCII where the terminal cannot show all of Unicode."""
    plain = (sys.stdout.encoding or "").lower().replace("-", "") not in {"utf8", "utf16"}
    click.echo(json.dumps(body, indent=2, ensure_ascii=plain), color=True)


@contextmanager
def working(doing: str) -> Iterator[None]:
    """Say on a terminal's standard error what is being done, with the seconds, once it has taken a second."""
    if not sys.stderr.isatty():
        yield
        return
    done = threading.Event()
    started = time.monotonic()

    def tick() -> None:
        while not done.wait(PATIENCE):
            sys.stderr.write(f"\r{doing} … {time.monotonic() - started:.0f} s ")
            sys.stderr.flush()

    ticker = threading.Thread(target=tick, daemon=True)
    ticker.start()
    try:
        yield
    finally:
        done.set()
        ticker.join()
        if time.monotonic() - started >= PATIENCE:
            sys.stderr.write("\r" + " " * (len(doing) + 12) + "\r")
            sys.stderr.flush()
