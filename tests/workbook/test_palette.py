"""The palette keeps its promises: readable, apart without hue, complete."""

from itertools import combinations, pairwise
from typing import get_args

import pytest

from sheetkit.workbook.model import FlagColour, Role
from sheetkit.workbook.palette import CHART, COMPUTED, FLAGS, PAPER, ROLES, TABS, Look, contrast, lightness

LOOKS: list[tuple[str, Look]] = [*ROLES.items(), *FLAGS.items()]


@pytest.mark.parametrize(
    ("text", "fill", "ratio"),
    [("000000", "FFFFFF", 21.0), ("FFFFFF", "", 1.0), ("777777", "FFFFFF", 4.48), ("0000FF", "FFFFFF", 8.59)],
)
def test_contrast_is_that_of_wcag(text: str, fill: str, ratio: float) -> None:
    """The known ratios of WCAG's own examples."""
    assert contrast(text, fill) == pytest.approx(ratio, abs=0.005)


@pytest.mark.parametrize(("name", "look"), LOOKS)
def test_text_is_readable(name: str, look: Look) -> None:  # noqa: ARG001 - the name is the test's label
    assert contrast(look.text, look.fill) >= 4.5
    assert contrast(look.text, look.fill or COMPUTED) >= 4.5


def test_every_role_and_flag_has_a_look() -> None:
    assert set(ROLES) == set(get_args(Role))
    assert set(FLAGS) == set(get_args(FlagColour))
    assert set(TABS) == {"work", "figures", "setup"}


@pytest.mark.parametrize(("one", "other"), list(combinations(FLAGS, 2)))
def test_flags_differ_without_their_hue(one: FlagColour, other: FlagColour) -> None:
    """In grey print, and to an eye that sees no colour, weight, slant or border still tell two flags apart."""
    assert _shape(FLAGS[one]) != _shape(FLAGS[other])


def _shape(look: Look) -> tuple[bool, bool, bool, str]:
    return look.bold, look.italic, look.underline, look.line


def test_what_people_type_stands_apart_from_what_is_computed() -> None:
    """Inputs are white paper, computed cells are tinted; their headers differ strongly in lightness."""
    assert ROLES["input"].fill in ("", PAPER)
    assert all(ROLES[role].fill not in ("", PAPER) for role in ("key", "formula", "stamp"))
    assert contrast(ROLES["header"].fill, ROLES["header_computed"].fill) >= 3
    assert ROLES["key"].bold
    assert not ROLES["input"].bold


@pytest.mark.parametrize("fill", [look.fill for look in FLAGS.values() if look.fill])
def test_flags_are_tints_not_shouts(fill: str) -> None:
    assert lightness(fill) > 0.6


def test_neighbouring_series_differ_in_lightness() -> None:
    for one, other in pairwise(CHART):
        assert contrast(one, other) >= 1.1
