"""The command line: one short function a command; whatever costs time is imported inside the functions."""

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and give back its exit code: 0 clean, 1 problems, 2 failure."""
    import click

    from sheetkit.cli.commands import sheetkit
    from sheetkit.cli.failure import told
    from sheetkit.cli.screen import careful_streams

    arguments = list(sys.argv[1:] if arguments is None else arguments)
    careful_streams()
    try:
        result = sheetkit.main(arguments, prog_name="sheetkit", standalone_mode=False)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except BaseException as error:  # noqa: BLE001 - every failure ends as advice and an exit code
        return told(error, arguments)
    return result if isinstance(result, int) else 0
