"""What each command gives back, with the JSON shape that `docs/json.md` documents."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from sheetkit.compute.casefile import Case
from sheetkit.compute.figures import Review
from sheetkit.core.problem import Problem
from sheetkit.core.values import CellError
from sheetkit.template.model import Part

JSON_VERSION: Final = 1
"""Goes up when a field of a JSON output changes its meaning or goes away."""


def _plain(value: Any) -> Any:
    if isinstance(value, CellError):
        return value.code
    if isinstance(value, Part):
        return value.model_dump(mode="json")
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def envelope(command: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON shape that every command has: the version, the command, and its own fields."""
    return {"sheetkit": JSON_VERSION, "command": command, **_plain(body)}


@dataclass(frozen=True, slots=True)
class Built:
    """A workbook that was made."""

    path: str
    template: str
    rows: Mapping[str, int]

    def as_dict(self) -> dict[str, Any]:
        """The JSON shape of `new`."""
        return envelope("new", asdict(self))


@dataclass(frozen=True, slots=True)
class Checked:
    """What `check` found: how many rows each table holds, and every problem."""

    path: str
    rows: Mapping[str, int]
    problems: tuple[Problem, ...]

    @property
    def clean(self) -> bool:
        """Whether there is no problem but warnings."""
        return not any(problem.severity == "error" for problem in self.problems)

    def as_dict(self) -> dict[str, Any]:
        """The JSON shape of `check`."""
        body = {"path": self.path, "clean": self.clean, "rows": self.rows}
        return envelope("check", body | {"problems": [problem.as_dict() for problem in self.problems]})


@dataclass(frozen=True, slots=True)
class Updated:
    """What `update` did, or with `dry_run` would do.

    `keys` are the keys given to new rows by table, `restored` says which formulas were put back and what stood there,
    `logged` counts the new entries by table, `spawned` the rows that others brought, `cells` counts the changed cells.
    `called` is what the tab of each table is called in the workbook.
    """

    path: str
    as_of: str
    dry_run: bool
    changed: bool
    cells: int
    keys: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    stamped: int = 0
    restored: tuple[str, ...] = ()
    logged: Mapping[str, int] = field(default_factory=dict)
    spawned: Mapping[str, int] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    backup: str = ""
    called: Mapping[str, str] = field(default_factory=dict)

    @property
    def clean(self) -> bool:
        """Whether there is no problem but warnings."""
        return not any(problem.severity == "error" for problem in self.problems)

    def as_dict(self) -> dict[str, Any]:
        """The JSON shape of `update`."""
        body = {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "problems"}
        body["problems"] = [problem.as_dict() for problem in self.problems]
        return envelope("update", body | {"clean": self.clean})


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The review of a quarter of the workbook called `name`, and the problems that may make its figures wrong."""

    path: str
    review: Review
    problems: tuple[Problem, ...] = ()
    name: str = ""

    def as_dict(self) -> dict[str, Any]:
        """The JSON shape of `review`."""
        body = {"path": self.path, "review": asdict(self.review)}
        return envelope("review", body | {"problems": [problem.as_dict() for problem in self.problems]})


@dataclass(frozen=True, slots=True)
class Summarised:
    """The handling summary of one row of the workbook called `name`."""

    path: str
    summary: Case
    name: str = ""

    @property
    def clean(self) -> bool:
        """Whether the row has no problem but warnings."""
        return not any(problem.severity == "error" for problem in self.summary.problems)

    def as_dict(self) -> dict[str, Any]:
        """The JSON shape of `summary`."""
        body = asdict(self.summary)
        del body["today"]
        return envelope("summary", {"path": self.path, "clean": self.clean, "summary": body})


@dataclass(frozen=True, slots=True)
class Imported:
    """What `import` brought in, or with `dry_run` would bring in: rows read, added, already there and left out.

    `mapping` is the file that keeps the mapping, `proposed` whether it was made just now (or with `dry_run` would be),
    `mapping_text` what it says then, `columns` for each column of the tab where it comes from. The first `own` of the
    `problems` are those of this import: in the source and in the rows that came in; the others are elsewhere in the
    workbook.
    """

    path: str
    source: str
    tab: str
    read: int
    added: int
    already_there: int
    mapping: str
    columns: Mapping[str, str]
    left_out: int = 0
    proposed: bool = False
    mapping_text: str = ""
    dry_run: bool = False
    problems: tuple[Problem, ...] = ()
    own: int = 0

    @property
    def clean(self) -> bool:
        """Whether there is no problem but warnings."""
        return not any(problem.severity == "error" for problem in self.problems)

    def as_dict(self) -> dict[str, Any]:
        """The JSON shape of `import`."""
        body = {name: getattr(self, name) for name in self.__dataclass_fields__ if name != "problems"}
        body["problems"] = [problem.as_dict() for problem in self.problems]
        return envelope("import", body | {"clean": self.clean})
