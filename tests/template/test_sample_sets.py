"""A template may have further samples by names of their own, and a workbook is filled with the one that is named."""

from datetime import date
from pathlib import Path

import pytest

import sheetkit
from sheetkit.app.workbook import open_workbook
from sheetkit.core.errors import SheetkitError, TemplateInvalid
from sheetkit.template.load import load_template, with_sample

TEXT = """
name: keys
version: 1
title: Keys
tabs:
  - name: Keys
    key: Key ID
    id: K-{seq}
    columns:
      - name: Key ID
      - {name: Door, required: true}
samples: {Keys: sample/keys.csv}
sample_sets:
  shop: {Keys: shop/keys.csv}
"""
AS_OF = date(2026, 11, 22)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, door in (("sample", "Cellar"), ("shop", "Till")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "keys.csv").write_text(f"Door\n{door}\n", encoding="utf-8")
    (tmp_path / "template.yaml").write_text(TEXT, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(("sample", "doors"), [(False, []), (True, ["Cellar"]), ("shop", ["Till"])])
def test_a_workbook_is_filled_with_the_sample_that_is_named(
    folder: Path, sample: bool | str, doors: list[str], tmp_path: Path
) -> None:
    book = tmp_path / "keys.xlsx"
    sheetkit.build(folder, book, as_of=AS_OF, sample=sample)
    assert list(open_workbook(book).parsed.ledger.tables["Keys"].columns["Door"]) == doors


def test_an_unknown_set_is_refused_with_the_nearest_name(folder: Path, tmp_path: Path) -> None:
    with pytest.raises(SheetkitError, match="The template keys has no sample set shp") as refused:
        sheetkit.build(folder, tmp_path / "keys.xlsx", as_of=AS_OF, sample="shp")
    assert refused.value.advice == "Did you mean shop? --sample fills the workbook with the template's own."
    assert not (tmp_path / "keys.xlsx").exists()


def test_where_there_are_no_other_sets_the_way_to_its_own_is_shown(folder: Path, tmp_path: Path) -> None:
    (folder / "template.yaml").write_text(TEXT.partition("sample_sets")[0], encoding="utf-8")
    with pytest.raises(SheetkitError) as refused:
        sheetkit.build(folder, tmp_path / "keys.xlsx", as_of=AS_OF, sample="merchant")
    said = "It has no other samples. --sample fills the workbook with the template's own."
    assert refused.value.advice == said


def test_without_a_name_the_template_keeps_its_own_sample(folder: Path) -> None:
    template = load_template(folder)
    assert with_sample(template, None) is template
    assert with_sample(template, "shop").samples == {"Keys": "shop/keys.csv"}


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("shop: {Keys: shop", "shop: {Kees: shop", "There is no tab Kees whose rows could be given."),
        ("shop/keys.csv", "../keys.csv", "../keys.csv does not lie beside the template."),
    ],
)
def test_a_set_is_checked_like_the_sample(folder: Path, old: str, new: str, told: str) -> None:
    (folder / "template.yaml").write_text(TEXT.replace(old, new), encoding="utf-8")
    with pytest.raises(TemplateInvalid, match=told):
        load_template(folder)


def test_the_files_of_a_set_are_read_when_the_template_is_checked(folder: Path) -> None:
    (folder / "shop/keys.csv").write_text("Dor\nTill\n", encoding="utf-8")
    with pytest.raises(TemplateInvalid, match=r"Keys has no column Dor\. Did you mean Door"):
        load_template(folder)
