"""docs/google.md explains every error, variable and scope."""

import re
from pathlib import Path

import pytest

from sheetkit.backends.google import auth, errors, service, tokens
from sheetkit.backends.google.backoff import LONGEST, PATIENCE
from sheetkit.backends.google.buckets import PER_MINUTE
from sheetkit.backends.google.counter import Counter
from sheetkit.backends.google.errors import GoogleError
from sheetkit.backends.google.scopes import WISHES, named

PAGE = (Path(__file__).parents[4] / "docs" / "google.md").read_text(encoding="utf-8")
KINDS = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, GoogleError) and kind is not GoogleError
]


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_has_its_row_and_says_what_the_page_says(kind: type[GoogleError]) -> None:
    (row,) = re.findall(rf"^\| `{kind.__name__}` \| (.*) \|$", PAGE, re.MULTILINE)
    says, means, do = row.split(" | ")
    assert says == kind().message
    assert means
    assert do
    assert kind().message.endswith(".")
    assert kind().advice.endswith(".")


def test_the_page_has_no_row_of_an_error_that_is_gone() -> None:
    known = {kind.__name__ for kind in KINDS}
    assert set(re.findall(r"^\| `([A-Z]\w+)` \| [^|]* \| [^|]* \| [^|]* \|$", PAGE, re.MULTILINE)) == known


@pytest.mark.parametrize(
    "name",
    [
        auth.CREDENTIALS_VARIABLE,
        auth.READS_VARIABLE,
        auth.WRITES_VARIABLE,
        auth.PATIENCE_VARIABLE,
        auth.TOKEN_VARIABLE,
        service.URL_VARIABLE,
        tokens.FILE,
        *WISHES,
        *(short for wish in WISHES.values() for short in named(wish)),
    ],
)
def test_every_name_is_explained(name: str) -> None:
    assert f"`{name}`" in PAGE


def test_the_figures_are_the_code_s() -> None:
    assert f"read {PER_MINUTE} times and write {PER_MINUTE} times a minute" in PAGE
    assert (LONGEST, PATIENCE) == (64.0, 300.0)
    assert "at most 64 seconds" in PAGE
    assert "up to five minutes" in PAGE
    assert Counter(reads=2, writes=1, sent=14_000, received=210_000).sentence() in PAGE
