"""Reaching a workbook for the length of a command, and saying afterwards what that cost at Google."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from sheetkit.backends.google.client import HTTPClient
    from sheetkit.workbook.backend import Backend


@contextmanager
def reaching(book: str, credentials: str = "", *, tell: bool = True) -> "Iterator[Backend]":
    """The backend of a workbook; calls and bytes are told on standard error afterwards, also after a failure.

    Without `tell` they are not, for a command that has one line for all.
    """
    from sheetkit.app.places import backend_of

    backend = backend_of(book, credentials=credentials)
    try:
        yield backend
    finally:
        if tell:
            _tell(getattr(backend, "http", None))


@contextmanager
def connected(credentials: str = "") -> "Iterator[HTTPClient]":
    """The connection to Google, likewise."""
    from sheetkit.app.places import google

    http = google(credentials)
    try:
        yield http
    finally:
        _tell(http)


def own_time_zone() -> str:
    """The IANA name of this machine's time zone; Etc/UTC where it has none."""
    from tzlocal import get_localzone_name

    return get_localzone_name() or "Etc/UTC"


def _tell(http: Any) -> None:
    if http is not None and http.counter.calls:
        click.echo(http.counter.sentence(), err=True)
