"""Says loudly that a tool a test needs is missing: a failure under CI, a skip elsewhere."""

import os
import shutil
from typing import NoReturn

import pytest


def missing(tool: str, advice: str) -> NoReturn:
    """Skip the running test because `tool` is not here; fail it when CI=true, where every tool must be."""
    message = f"{tool} is missing, so this test proves nothing here. {advice}"
    if os.environ.get("CI", "").lower() == "true":
        pytest.fail(message, pytrace=False)
    pytest.skip(message)


def find(program: str, advice: str) -> str:
    """The path of an installed program; see `missing` for when there is none."""
    path = shutil.which(program)
    if path is None:
        missing(program, advice)
    return path
