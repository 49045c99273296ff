"""Whether a mapping fits: its columns are in the tab, its headers in the source, and nothing required is left out."""

from collections.abc import Iterator, Mapping, Sequence

from sheetkit.core.problem import Problem
from sheetkit.core.values import CellValue
from sheetkit.records.mapping.model import SourceMapping
from sheetkit.records.mapping.propose import fillable
from sheetkit.records.mapping.source import Source
from sheetkit.template.finding import advice
from sheetkit.template.model import Tab


def misfits(
    mapping: SourceMapping, tab: Tab, source: Source, choices: Mapping[str, Sequence[CellValue]], file: str
) -> list[Problem]:
    """Everything in which a mapping does not fit a tab and a source; `file` is what problems call the mapping.

    `choices` lists what a column's list holds, by column.
    """
    found = [*_headers(mapping, source), *_columns(mapping, tab, choices)]
    return [Problem(code="import-mapping", tab=file, message=message, hint=hint) for message, hint in found]


def _headers(mapping: SourceMapping, source: Source) -> Iterator[tuple[str, str]]:
    for header in mapping.headers:
        if header not in source.columns:
            yield f"{source.name} has no column {header}.", advice(header, source.headers)
    if not mapping.row_id:
        yield "It has no row id.", "Name the columns that tell one row of the source from another."


def _columns(mapping: SourceMapping, tab: Tab, choices: Mapping[str, Sequence[CellValue]]) -> Iterator[tuple[str, str]]:
    columns = {column.name: column for column in fillable(tab)}
    if mapping.tab.casefold() != tab.name.casefold():
        yield f"It is a mapping for the tab {mapping.tab}, not {tab.name}.", "Name another file with --map."
    for name in mapping.columns:
        if name not in columns:
            yield f"{name} is no column of {tab.name} that people fill in.", advice(name, columns)
    for name, column in columns.items():
        origin = mapping.columns.get(name)
        if origin is None and column.required and column.default is None:
            hint = f"Add a line under columns: `{name}: a column of the source` or `{name}: {{constant: a value}}`."
            yield f"{name} is required, and nothing in the mapping fills it.", hint
        if origin and origin.how == "constant" and column.strict and choices.get(name):
            known = [str(choice) for choice in choices[name]]
            if str(origin.constant).casefold() not in {choice.casefold() for choice in known}:
                yield f"{origin.constant} is not in the list of {name}.", advice(str(origin.constant), known)
