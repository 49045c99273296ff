"""For which rows of a table a formula is true."""

from sheetkit.compute.frame import evaluate
from sheetkit.compute.store import Store
from sheetkit.formula.parse import parse


def true_rows(formula: str, store: Store, table: str, rows: int) -> list[int]:
    """The rows for which a formula is TRUE or a number other than 0; an error or a text is neither."""
    if not rows:
        return []
    values = evaluate(parse(formula), store.scope(table, rows)).spread(rows).to_values()
    return [row for row, value in enumerate(values) if isinstance(value, bool | int | float) and value]
