"""The mapping file: YAML that people can read and edit, read with every mistake at its line, and written back."""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sheetkit.core.problem import Problem
from sheetkit.records.mapping.model import (
    COLUMN_KEYS,
    DATE_STYLES,
    KEYS,
    NUMBER_STYLES,
    ColumnFrom,
    DateStyle,
    MappingInvalid,
    NumberStyle,
    Scalar,
    SourceMapping,
)
from sheetkit.template.finding import advice
from sheetkit.template.text import Plain, plain


def from_text(text: str, origin: str = "mapping") -> SourceMapping:
    """The mapping that a YAML text says. Raises MappingInvalid with every mistake, its line and a hint."""
    reader = _Reader(plain(text), origin)
    data = reader.source.data
    if not reader.source.findings and not isinstance(data, dict):
        reader.wrong((), "A mapping file begins with tab: and columns:.")
    mapping = reader.mapping(data) if isinstance(data, dict) else None
    reader.finish()
    assert mapping is not None  # noqa: S101 - finish raises when there is none
    return mapping


@dataclass
class _Reader:
    """Reads plain YAML data and takes mistakes down with their lines."""

    source: Plain
    origin: str

    def wrong(self, path: tuple[str | int, ...], message: str, hint: str = "") -> None:
        self.source.findings.add(path, message, hint)

    def finish(self) -> None:
        """Raise when anything was wrong."""
        problems = [
            Problem(
                code="import-mapping",
                message=finding.message,
                hint=finding.hint,
                tab=self.origin,
                cell=f"line {self.source.line(finding.path)}",
            )
            for finding in self.source.findings
        ]
        if problems:
            raise MappingInvalid(path=self.origin, problems=problems)

    def mapping(self, data: Mapping[str, Any]) -> SourceMapping:
        self._known(data, KEYS, ())
        for key in ("tab", "columns"):
            if not data.get(key):
                self.wrong((), f"The mapping has no {key}.", f"Add {key}: {KEYS[key]}.")
        columns = data.get("columns") or {}
        if not isinstance(columns, dict):
            self.wrong(("columns",), "columns must be a list of `tab's column: source's column` lines.")
            columns = {}
        return SourceMapping(
            tab=str(data.get("tab") or ""),
            sheet=str(data.get("sheet") or ""),
            row_id=self._texts(data.get("row id"), ("row id",)),
            dates=self._dates(data.get("dates"), ("dates",)),
            numbers=self._numbers(data.get("numbers"), ("numbers",)),
            skip=self._conditions(data.get("skip rows where"), "skip rows where"),
            only=self._conditions(data.get("only rows where"), "only rows where"),
            columns={name: self._column(value, ("columns", name)) for name, value in columns.items()},
        )

    def _column(self, value: Any, path: tuple[str | int, ...]) -> ColumnFrom:
        if isinstance(value, str):
            return ColumnFrom(headers=(value,))
        if not isinstance(value, dict):
            self.wrong(path, f"{path[-1]} has no source.", "Name a column of the source, or write {constant: value}.")
            return ColumnFrom()
        self._known(value, COLUMN_KEYS, path)
        ways = [way for way in ("from", "product", "join", "constant") if way in value]
        if len(ways) != 1:
            found = " and ".join(ways) or "none of them"
            self.wrong(path, f"{path[-1]} needs one of from, product, join or constant; it has {found}.")
            return ColumnFrom()
        way = ways[0]
        constant = value.get("constant")
        if way == "constant" and not isinstance(constant, str | int | float | bool):
            self.wrong((*path, way), "constant needs one value.")
        changes = value.get("values") or {}
        if not isinstance(changes, dict) or any(isinstance(new, dict | list) for new in changes.values()):
            self.wrong((*path, "values"), "values must be lines of `value of the source: what it becomes`.")
            changes = {}
        return ColumnFrom(
            how="copy" if way == "from" else way,  # type: ignore[arg-type]
            headers=() if way == "constant" else self._texts(value[way], (*path, way)),
            constant=constant if way == "constant" else None,
            between=str(value.get("with", " ")),
            values={key: "" if new is None else new for key, new in changes.items()},
            whole=self._flag(value, "whole", path),
            absolute=self._flag(value, "absolute", path),
            negate=self._flag(value, "negate", path),
            dates=self._dates(value.get("dates"), (*path, "dates")),
            numbers=self._numbers(value.get("numbers"), (*path, "numbers")),
        )

    def _known(self, data: Mapping[str, Any], keys: Mapping[str, str], path: tuple[str | int, ...]) -> None:
        for key in data:
            if key not in keys:
                self.wrong((*path, key), f"{key} means nothing here.", advice(key, keys))

    def _texts(self, value: Any, path: tuple[str | int, ...]) -> tuple[str, ...]:
        items = value if isinstance(value, list) else [] if value is None else [value]
        if any(isinstance(item, dict | list) or item is None for item in items):
            self.wrong(path, f"{path[-1]} must be a name, or names as [a, b].")
            return ()
        return tuple(str(item) for item in items)

    def _conditions(self, value: Any, key: str) -> dict[str, tuple[str, ...]]:
        if value is None:
            return {}
        if not isinstance(value, dict):
            self.wrong((key,), f"{key} must be lines of `source's column: value`.")
            return {}
        return {
            header: ("",) if wanted is None else self._texts(wanted, (key, header)) for header, wanted in value.items()
        }

    def _dates(self, value: Any, path: tuple[str | int, ...]) -> DateStyle:
        if value is None or value in DATE_STYLES or (isinstance(value, str) and re.search(r"%[a-zA-Z]", value)):
            return str(value or "")
        self.wrong(path, f"dates is {value!r}.", "Write day first, month first, or a pattern such as %d.%m.%Y.")
        return ""

    def _numbers(self, value: Any, path: tuple[str | int, ...]) -> NumberStyle:
        for style in NUMBER_STYLES:
            if value == style:
                return style
        if value is not None:
            self.wrong(path, f"numbers is {value!r}.", 'Write "1,234.56" or "1.234,56", with the quotation marks.')
        return ""

    def _flag(self, data: Mapping[str, Any], key: str, path: tuple[str | int, ...]) -> bool:
        value = data.get(key, False)
        if not isinstance(value, bool):
            self.wrong((*path, key), f"{key} is {value!r}; it must be true or false.")
            return False
        return value


def to_text(mapping: SourceMapping, source: str, missing: Mapping[str, str], unused: Sequence[str]) -> str:
    """The mapping as a YAML file with a word of explanation.

    `missing` are columns of the tab that got no source, with what to know about each; `unused` are headers left over.
    """
    lines = [
        _comment(f"How the columns of {source} become columns of the tab {mapping.tab}."),
        "# sheetkit proposed this from the headers. Change what is wrong: the next import reads it from here.",
        f"tab: {scalar(mapping.tab)}",
    ]
    lines += [f"sheet: {scalar(mapping.sheet)}"] if mapping.sheet else []
    lines.append(f"row id: {_flow(mapping.row_id)}  # these together tell one row of the source from another")
    lines += [f"dates: {scalar(mapping.dates)}"] if mapping.dates else []
    lines += [f"numbers: {scalar(mapping.numbers)}"] if mapping.numbers else []
    for key, conditions in (("skip rows where", mapping.skip), ("only rows where", mapping.only)):
        lines += [f"{key}:"] if conditions else []
        lines += [f"  {scalar(header)}: {_flow(wanted)}" for header, wanted in conditions.items()]
    lines += ["", "# a column of the tab: a column of the source", "columns:"]
    lines += [f"  {scalar(name)}: {_column_text(column)}" for name, column in mapping.columns.items()]
    if missing:
        lines += ["", "# Nothing in the source looks like these. To fill one, add a line such as the one shown above;"]
        lines += ["# for one value in every row write  Column: {constant: value}"]
        lines += [_comment(f"  {name}{': ' + why if why else ''}") for name, why in missing.items()]
    if unused:
        lines += ["", _comment(f"Columns of the source that are not used: {', '.join(unused)}")]
    return "\n".join(lines) + "\n"


def _comment(text: str) -> str:
    return "# " + "".join(character if character.isprintable() else " " for character in text)


def _column_text(column: ColumnFrom) -> str:
    parts: dict[str, str] = {}
    if column.how == "constant":
        parts["constant"] = scalar(column.constant)
    else:
        key = "from" if column.how == "copy" else column.how
        parts[key] = scalar(column.headers[0]) if column.how == "copy" else _flow(column.headers)
    if column.how == "join" and column.between != " ":
        parts["with"] = scalar(column.between)
    parts |= {name: "true" for name in ("whole", "absolute", "negate") if getattr(column, name)}
    parts |= {name: scalar(getattr(column, name)) for name in ("dates", "numbers") if getattr(column, name)}
    if column.values:
        changes = ", ".join(f"{scalar(old)}: {scalar(new)}" for old, new in column.values.items())
        parts["values"] = f"{{{changes}}}"
    if list(parts) == ["from"]:
        return parts["from"]
    return "{" + ", ".join(f"{key}: {value}" for key, value in parts.items()) + "}"


def _flow(items: Sequence[Scalar]) -> str:
    return "[" + ", ".join(scalar(item) for item in items) + "]"


_PLAIN_SCALAR = re.compile(r"[A-Za-z][A-Za-z0-9_ /()&.-]*[A-Za-z0-9_)]|[A-Za-z]")
_TRAPS = re.compile(r"(?i:y|n|yes|no|on|off|true|false|null|nan|inf)")


def scalar(value: Scalar | None) -> str:
    """A value as YAML reads it back: quoted wherever YAML might take the plain text for something else."""
    if isinstance(value, str) and _PLAIN_SCALAR.fullmatch(value) and not _TRAPS.fullmatch(value):
        return value
    if isinstance(value, str) and not value.isprintable():
        return '"' + "".join(_escaped(character) for character in value) + '"'
    text = json.dumps(value, ensure_ascii=False)
    if isinstance(value, float) and "." not in text:
        return text.replace("e", ".0e")  # YAML 1.1 takes 1e-09 for a text
    return text


def _escaped(character: str) -> str:
    if character.isprintable():
        return "\\" + character if character in '"\\' else character
    return f"\\U{ord(character):08X}"
