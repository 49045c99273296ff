"""Lets formualizer, a young spreadsheet engine in Rust, recalculate workbooks: the second oracle of formula tests.

It knows tables and names. It refuses a sheet with very many formulas, and it runs no function over an array inside
COUNTIFS or LEN, so it bears witness for single cells and rows, not for arrays.
"""

from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path

from tests.oracles.tools import missing


def recalculate(path: Path, folder: Path, *, now: datetime = datetime(2026, 11, 22, tzinfo=UTC)) -> Path:
    """The workbook at `path` recalculated into `folder` under its own name; TODAY and NOW are `now`.

    A missing formualizer skips the test, and fails it when CI=true.
    """
    if find_spec("formualizer") is None:
        missing("formualizer", "Install the test extra: pip install 'sheetkit[test]'.")
    from formualizer import recalculate_xlsx_file

    folder.mkdir(parents=True, exist_ok=True)
    target = folder / path.name
    recalculate_xlsx_file(str(path), str(target), deterministic_timestamp_utc=now)
    return target
