"""The command that runs the local server: sheetkit emulator."""

import threading
from pathlib import Path
from typing import Any

import click

from sheetkit.cli.parameters import example
from sheetkit.cli.screen import paint, say
from sheetkit.core.errors import SheetkitError

DEFAULT_PORT = 8765


class EmulatorMissing(SheetkitError):  # noqa: N818 - the domain's word, not a suffix
    """The local server needs parts that are not installed."""

    hint = "Install them with: pip install '.[emulator]' in sheetkit's folder."


class PortTaken(SheetkitError):  # noqa: N818
    """Another program listens on this port."""

    hint = "Stop it, or choose another port: sheetkit emulator --port 8766 (0 takes a free one)."


@click.command(
    short_help="Run a local server that answers like Google Sheets.",
    epilog=example(
        "sheetkit emulator", "sheetkit emulator --data trial --faults 'write:2=cut-after; any:*=latency(0.2)'"
    ),
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=DEFAULT_PORT, show_default=True, help="Where to listen; 0: any."
)
@click.option(
    "--data",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="Keep the spreadsheets in this folder; without it they are gone when the server stops.",
)
@click.option("--quota", is_flag=True, help="Count requests as Google does: 60 reads and 60 writes a minute.")
@click.option(
    "--faults", default="", metavar="SPEC", help="Let calls go wrong, such as write:2=500 (docs/emulator.md)."
)
def emulator(port: int, data: Path | None, quota: bool, faults: str) -> int:
    """Run a server on this machine that answers like Google Sheets and Drive, to try sheetkit without an account.

    It runs until Ctrl-C. What it holds can be seen in a browser at the address that it prints.
    """
    server = _server(port, data, quota, faults)
    with server:
        say([paint(f"The local server answers at {server.url}", "good"), *_next_steps(server.url, data)])
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            say(["", "Stopped." if data else "Stopped. The spreadsheets are gone; --data DIR keeps them."])
    return 0


def _server(port: int, data: Path | None, quota: bool, faults: str) -> Any:
    try:
        from sheetkit.emulator.server import Server
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] == "sheetkit":
            raise
        raise EmulatorMissing(f"The local server needs {error.name}, which is not installed.") from error
    try:
        return Server(port, data, quota, faults)
    except OSError as error:
        if error.filename:
            raise
        raise PortTaken(f"Another program listens on port {port}.") from error


def _next_steps(url: str, data: Path | None) -> list[str]:
    kept = f"Spreadsheets are kept in {data}." if data else "Spreadsheets are kept until it stops."
    return [
        kept,
        "",
        "In another terminal, let sheetkit talk to it instead of Google:",
        f"  export SHEETKIT_GOOGLE_URL={url}",
        '  sheetkit new refund-log --google "My refunds" --sample',
        "",
        f"Look at what it holds in a browser: {url}/",
        "Stop it with Ctrl-C.",
    ]
