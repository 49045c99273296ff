"""A first mapping, worked out from the headers and values of an export; people see it before they rely on it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sheetkit.core.dates import AmbiguousDate, parse_text
from sheetkit.core.values import CellValue, is_blank
from sheetkit.records.mapping.convert import DATES, NUMBERS, shown
from sheetkit.records.mapping.headers import LIKELY, likeness, row_id
from sheetkit.records.mapping.model import ColumnFrom, DateStyle, NumberStyle, SourceMapping
from sheetkit.records.mapping.numbers import Ambiguous, parse, style_of
from sheetkit.records.mapping.source import Source
from sheetkit.template.model import Column, Tab

SAMPLE: Final = 2000
"""So many rows, spread over the source, are looked at."""

_NEGATIVE = re.compile(r"[-(\u2212].*|.*-")
_DAY_OR_MONTH = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.]")


@dataclass(frozen=True, slots=True)
class Proposal:
    """The mapping proposed; `missing` are columns without a source and what to know of each, `unused` headers left."""

    mapping: SourceMapping
    missing: Mapping[str, str]
    unused: tuple[str, ...]


def propose(
    source: Source, tab: Tab, *, has_choices: Iterable[str] = (), constants: Mapping[str, CellValue] | None = None
) -> Proposal:
    """The likeliest mapping of a source to the columns of a tab that people fill in.

    Names are compared by their words and common synonyms, `also_called` counts like the name itself, and a column of
    dates or numbers takes only a source column that holds some. `has_choices` names columns with a list of choices;
    `constants` are values for required columns that the source says nothing of (the workbook's own currency).
    """
    targets = fillable(tab)
    samples = {header: _sample(values) for header, values in source.columns.items()}
    chosen = _chosen(targets, samples)
    columns = {}
    for target in targets:
        if target.name in chosen:
            columns[target.name] = _column(target, chosen[target.name], samples[chosen[target.name]])
    if (product := _product(targets, columns, samples)) is not None:
        columns[product[0]] = product[1]
    for target in targets:
        value = (constants or {}).get(target.name)
        if target.required and target.default is None and target.name not in columns and isinstance(value, str):
            columns[target.name] = ColumnFrom("constant", constant=value)
    mapping = SourceMapping(
        tab=tab.name,
        row_id=row_id(source),
        columns={target.name: columns[target.name] for target in targets if target.name in columns},
        dates=_dates([samples[h] for t in targets if t.type in DATES for h in _headers(columns, t.name)]),
        numbers=_numbers([samples[h] for t in targets if t.type in NUMBERS for h in _headers(columns, t.name)]),
    )
    listed = frozenset(has_choices)
    missing = {t.name: _lack(t, t.name in listed) for t in targets if t.name not in columns}
    return Proposal(mapping, missing, tuple(header for header in source.headers if header not in mapping.headers))


def fillable(tab: Tab) -> list[Column]:
    """The columns of a tab that people fill in, the one that keeps the source's ids left out."""
    return [
        column
        for column in tab.columns
        if column.formula is None
        and column.stamp is None
        and column.owner in (None, "input")
        and column.name not in (tab.key if tab.id else "", tab.import_key)
    ]


def _chosen(targets: Sequence[Column], samples: Mapping[str, Sequence[CellValue]]) -> dict[str, str]:
    """Target column → header, the most alike pairs first, each header and target once."""
    pairs = sorted(
        (
            (-_score(target, header, sample), t, h, target.name, header)
            for t, target in enumerate(targets)
            for h, (header, sample) in enumerate(samples.items())
        ),
    )
    chosen: dict[str, str] = {}
    for score, _, _, name, header in pairs:
        if -score >= LIKELY and name not in chosen and header not in chosen.values():
            chosen[name] = header
    return chosen | _only_date(targets, samples, chosen)


def _only_date(
    targets: Sequence[Column], samples: Mapping[str, Sequence[CellValue]], chosen: Mapping[str, str]
) -> dict[str, str]:
    """The one date of the source for the first date that a row must have, whatever the two are called."""
    dates = [header for header, sample in samples.items() if _dates_in(sample) > 0.9]
    wanted = next((target.name for target in targets if target.required and target.type in DATES), "")
    free = len(dates) == 1 and dates[0] not in chosen.values() and wanted and wanted not in chosen
    return {wanted: dates[0]} if free else {}


def _score(target: Column, header: str, sample: Sequence[CellValue]) -> float:
    score = max(likeness(target.name, header), *(likeness(name, header) * 0.99 for name in target.also_called), 0.0)
    if score < LIKELY or not sample:
        return score
    if target.type in DATES and _dates_in(sample) + _serials_in(sample) < 0.5:
        return 0.0
    if target.type in NUMBERS and _numbers_in(sample) < 0.5:
        return 0.0
    if target.type not in DATES and _dates_in(sample) > 0.9:
        return 0.0
    return score


def _sample(values: Sequence[CellValue]) -> list[CellValue]:
    """Some of the values that are there, from all over the column."""
    step = max(1, len(values) // SAMPLE)
    return [value for value in values[::step] if not is_blank(value)]


def _dates_in(sample: Sequence[CellValue]) -> float:
    """The share of texts that are dates."""
    found = sum(isinstance(value, str) and parse_text(value) is not None for value in sample)
    return found / len(sample) if sample else 0.0


def _serials_in(sample: Sequence[CellValue]) -> float:
    """The share of numbers that would be days between 1970 and 2100, as an .xlsx keeps its dates."""
    found = sum(isinstance(value, float) and 25_569 <= value < 73_051 for value in sample)
    return found / len(sample) if sample else 0.0


def _numbers_in(sample: Sequence[CellValue]) -> float:
    found = 0
    for value in sample:
        try:
            found += parse(value) is not None
        except Ambiguous:
            found += 1
    return found / len(sample) if sample else 0.0


def _column(target: Column, header: str, sample: Sequence[CellValue]) -> ColumnFrom:
    texts = [shown(value) for value in sample]
    textual = target.type not in NUMBERS | DATES
    whole = textual and bool(texts) and all(re.fullmatch(r"-?\d+\.0+", text) for text in texts)
    return ColumnFrom(headers=(header,), whole=whole, absolute=_absolute(target, sample))


def _absolute(target: Column, sample: Sequence[CellValue]) -> bool:
    """Whether the minus signs should go: all values are negative, as refunds are in an export of sales."""
    if target.type not in {"money", "number", "integer"}:
        return False
    numbers = [value for value in sample if _numbers_in([value])]
    return bool(numbers) and all(_NEGATIVE.fullmatch(shown(value)) for value in numbers)


def _product(
    targets: Sequence[Column], columns: Mapping[str, ColumnFrom], samples: Mapping[str, Sequence[CellValue]]
) -> tuple[str, ColumnFrom] | None:
    """An amount that the source gives as quantity and unit price."""
    quantity = _best("Quantity", samples)
    price = _best("Unit Price", samples) or _best("Price Each", samples)
    money = next((t for t in targets if t.type == "money"), None)
    if not (quantity and price and money) or quantity == price:
        return None
    if money.name in columns and columns[money.name].headers != (price,):
        return None
    absolute = _absolute(money, samples[quantity]) or _absolute(money, samples[price])
    return money.name, ColumnFrom(how="product", headers=(quantity, price), absolute=absolute)


def _best(name: str, samples: Mapping[str, Sequence[CellValue]]) -> str:
    found = max(samples, key=lambda header: likeness(name, header), default="")
    return found if found and likeness(name, found) >= 0.9 and _numbers_in(samples[found]) >= 0.5 else ""


def _headers(columns: Mapping[str, ColumnFrom], name: str) -> tuple[str, ...]:
    return columns[name].headers if name in columns else ()


def _dates(samples: Iterable[Sequence[CellValue]]) -> DateStyle:
    """Which of day and month comes first, where any value gives it away."""
    styles = set()
    for value in (value for sample in samples for value in sample if isinstance(value, str)):
        if isinstance(parse_text(value), AmbiguousDate) or not (
            match := re.match(r"(\d{1,2})[-/.](\d{1,2})[-/.]", value)
        ):
            continue
        styles.add("day first" if int(match[1]) > 12 else "month first" if int(match[2]) > 12 else "")
    styles.discard("")
    return styles.pop() if len(styles) == 1 else ""


def _numbers(samples: Iterable[Sequence[CellValue]]) -> NumberStyle:
    return style_of([value for sample in samples for value in sample]) or ""


def _lack(target: Column, listed: bool) -> str:
    """What people should know about a column that got no source."""
    parts = ["required"] if target.required else []
    parts += [f"{target.default} when left out"] if target.default is not None else []
    parts += ["one of its list"] if listed else []
    return ", ".join(parts)
