"""The sample workbooks are what their templates build today, part by part."""

import os
import shutil
import zipfile
from datetime import date
from pathlib import Path

import pytest

import sheetkit
from sheetkit.template.load import bundled, load_template

SAMPLES = Path(__file__).parents[1] / "sample_workbooks"
AS_OF = date(2026, 11, 22)


def parts(path: Path) -> dict[str, bytes]:
    """The parts of a workbook, unpacked: how well they are packed may differ from machine to machine."""
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def samples() -> list[tuple[str, bool | str, str]]:
    """Each template with a sample, which sample it is, and what its workbook is called."""
    found: list[tuple[str, bool | str, str]] = []
    for name in bundled():
        template = load_template(name)
        found += [(name, True, name)] if template.samples else []
        found += [(name, chosen, f"{name}-{chosen}") for chosen in template.sample_sets]
    return found


@pytest.mark.parametrize(("name", "sample", "called"), samples(), ids=str)
def test_a_sample_workbook_is_what_its_template_builds(
    name: str, sample: bool | str, called: str, tmp_path: Path
) -> None:
    """`UPDATE_SAMPLES=1 pytest tests/test_sample_workbooks.py` builds them anew."""
    built = tmp_path / f"{called}.xlsx"
    sheetkit.build(name, built, as_of=AS_OF, sample=sample, workbook_id=f"sample-{called}")
    kept = SAMPLES / built.name
    if os.environ.get("UPDATE_SAMPLES"):
        shutil.copyfile(built, kept)
    assert parts(built) == parts(kept)


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.xlsx")), ids=lambda path: path.stem)
def test_a_sample_workbook_is_clean_and_up_to_date(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / path.name
    shutil.copyfile(path, copy)
    assert sheetkit.check(copy, as_of=AS_OF).problems == ()
    assert not sheetkit.update(copy, as_of=AS_OF).changed
    assert copy.read_bytes() == path.read_bytes()
