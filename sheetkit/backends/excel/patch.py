"""Changes cells of a person's workbook and leaves every other byte of it as it lies."""

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sheetkit.backends.excel import locks, store
from sheetkit.backends.excel.cells import Unfit
from sheetkit.backends.excel.change import REFUSED, Change, Edits
from sheetkit.backends.excel.edits import CellEdit, Edit, Formula, Result, Typed, settle, shown
from sheetkit.backends.excel.package import Package
from sheetkit.backends.excel.rezip import rezipped
from sheetkit.backends.excel.translate import translated
from sheetkit.core.collector import paused
from sheetkit.core.errors import FileMoved, PackageRefused, PatchRefused
from sheetkit.core.problem import Problem
from sheetkit.formula.layout import Layout
from sheetkit.workbook import a1
from sheetkit.workbook.patch import Patch

__all__ = ["Edit", "Formula", "Report", "Result", "Typed", "apply", "patch_xlsx"]


@dataclass(frozen=True, slots=True)
class Report:
    """What a patch did.

    `path` is the file that was written, `revision` the SHA-256 of its bytes now, `cells` how many cells changed,
    `parts` the names of the parts of the package that differ or are gone, `backup` where the version before is kept
    ("" when the file was not written, or was written somewhere else).
    """

    path: str
    revision: str
    cells: int = 0
    parts: tuple[str, ...] = ()
    backup: str = ""

    @property
    def changed(self) -> bool:
        """Whether anything differs."""
        return bool(self.parts)


def patch_xlsx(
    path: str | os.PathLike[str],
    edits: Mapping[tuple[str, str], Edit],
    output: str | os.PathLike[str] | None = None,
    *,
    revision: str | None = None,
    backup: bool = True,
    recalculate: bool = True,
) -> Report:
    """Write cells of any .xlsx or .xlsm: `{("Sheet", "B2"): value}`, sheets in any case, addresses in A1 style.

    A value is a str, int, float, Decimal, bool, date, datetime, CellError, None, a Formula, or a Result (a fresh result
    for the formula that is there). Text stays text whatever it begins with; None and "" clear the cell. The cell's
    format stays; a date gets a date format where it had none. Where every cell says that already, nothing is written.

    `output` is a new file to write instead; `revision`, when given, must be the SHA-256 of the file's bytes. Without
    `backup` the version before is not kept. With `recalculate`, programs are asked to compute all formulas when they
    next open the file, because results that depend on the changed cells are stale.

    Raises PatchRefused with a Problem for every edit that cannot be made, PackageRefused, FileMissing, FileExists (the
    output), FileMoved (not that revision), FileBusy (open elsewhere) or WriteFailed; the file is then as it was.
    """
    with store.locked(path), _about(path), paused():
        package = _open(path, revision)
        settled, problems = _settled(package, edits)
        change = Change(package, recalculate=recalculate)
        problems += change.edit(settled)
        if problems:
            raise _refused(path, problems)
        return _written(path, output, change, backup=backup)


def apply(path: str | os.PathLike[str], patch: Patch, layout: Layout, *, backup: bool = True) -> Report:
    """Make a patch in the file, all of it or nothing.

    `layout` says where tables lie. A fresh result for a cell in which a person replaced the formula is left out. Raises
    FileMoved when the file's revision is no longer the patch's, and otherwise what `patch_xlsx` raises.
    """
    with store.locked(path), _about(path), paused():
        package = _open(path, patch.revision)
        change = Change(package, strict=False)
        translation = translated(change.book, patch, layout)
        problems = translation.problems + change.edit(translation.edits, translation.appends)
        if problems:
            raise _refused(path, problems)
        change.add(patch.added, layout)
        return _written(path, None, change, backup=backup)


@contextmanager
def _about(path: str | os.PathLike[str]) -> Iterator[None]:
    """Errors from inside name the file they are about."""
    try:
        yield
    except (PackageRefused, PatchRefused) as refused:
        refused.path = refused.path or os.fspath(path)
        raise


def _open(path: str | os.PathLike[str], revision: str | None) -> Package:
    locks.refuse_open(Path(path))
    package = Package.open(store.real_path(path))
    if revision is not None and package.revision != revision:
        raise FileMoved(path=os.fspath(path))
    if package.signed:
        raise PatchRefused(
            "The workbook carries a digital signature, which any change would break.",
            path=os.fspath(path),
            hint="Remove the signature in Excel (File, Info), or save an unsigned copy. The file was not changed.",
        )
    return package


def _settled(package: Package, edits: Mapping[tuple[str, str], Edit]) -> tuple[Edits, list[Problem]]:
    """The edits by sheet and place, and what is wrong with each of the others."""
    names = {spelling: sheet.name for sheet in package.sheets for spelling in (sheet.name, sheet.name.casefold())}
    found: defaultdict[str, dict[tuple[int, int], CellEdit]] = defaultdict(dict)
    problems = []
    for (tab, address), edit in edits.items():
        try:
            place, settled = a1.parse_address(address), settle(edit)
        except Unfit as unfit:
            wrong = f"{shown(edit)} {unfit.args[0]}.", unfit.args[1]
        except ValueError as unreadable:
            wrong = f"{unreadable}.", "Write addresses like B2."
        else:
            name = names.get(tab) or names.get(tab.casefold())
            if name is None:
                wrong = "There is no such sheet.", _sheets(package)
            elif found[name].setdefault(place, settled) == settled:
                continue
            else:
                wrong = "Two values are given for this cell.", "Give one."
        problems.append(Problem(code=REFUSED, tab=tab, cell=address, message=wrong[0], hint=wrong[1]))
    return found, problems


def _sheets(package: Package) -> str:
    names = [sheet.name for sheet in package.sheets]
    return f"The workbook has {', '.join(names[:20])}{' …' if len(names) > 20 else ''}."


def _refused(path: str | os.PathLike[str], problems: Iterable[Problem]) -> PatchRefused:
    found = tuple(problems)
    count = "One change" if len(found) == 1 else f"{len(found):,} changes"
    return PatchRefused(f"{count} cannot be made, so none was.", path=os.fspath(path), problems=found)


def _written(
    path: str | os.PathLike[str], output: str | os.PathLike[str] | None, change: Change, *, backup: bool
) -> Report:
    package, parts = change.package, change.finish()
    elsewhere = output is not None and store.real_path(output) != store.real_path(path)
    if not parts.changed and not elsewhere:
        return Report(os.fspath(path), package.revision)
    pieces = rezipped(package.data, parts.results(), parts.added) if parts.changed else [package.data]
    if output is not None and elsewhere:
        new = store.create(output, pieces, check=_check)
        return Report(os.fspath(output), new, change.cells, parts.changed)
    new = store.replace(path, pieces, expected=package.revision, check=_check, backup=backup)
    kept = str(store.backup_path(path)) if backup else ""
    return Report(os.fspath(path), new, change.cells, parts.changed, kept)


def _check(written: Path) -> None:
    """Read the new file back from the disk: every part must unpack to what its checksum says."""
    try:
        package = Package.open(written)
        for name in package.names():
            for _ in package.stream(name):
                pass
    except PackageRefused as refused:
        raise PatchRefused(
            f"The change would make a workbook that sheetkit does not open: {refused.message}", hint=refused.advice
        ) from refused
