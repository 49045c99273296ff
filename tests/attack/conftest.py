"""The sample workbook that the tests here work on, built once."""

from pathlib import Path

import pytest

import sheetkit
from tests.attack.editing import DAY


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("sample") / "cases.xlsx"
    sheetkit.build("refund-log", path, as_of=DAY, sample=True, workbook_id="attack")
    return path.read_bytes()


@pytest.fixture
def book(sample: bytes, tmp_path: Path) -> Path:
    """A copy of the sample to work in."""
    path = tmp_path / "cases.xlsx"
    path.write_bytes(sample)
    return path
