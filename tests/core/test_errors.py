"""What a raised error says."""

import pickle

import pytest

from sheetkit.core import errors
from sheetkit.core.errors import FileBusy, FormulaInvalid, SheetkitError, TemplateInvalid
from sheetkit.core.problem import Problem

CLASSES = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, SheetkitError)]


@pytest.mark.parametrize("kind", CLASSES)
def test_every_error_has_a_sentence_to_say(kind: type[SheetkitError]) -> None:
    message = kind().message
    assert message.endswith(".")
    assert "\n" not in message


def test_its_text_has_the_file_the_message_the_advice_and_the_problems() -> None:
    problem = Problem(code="template", message="No key.", hint="Add one.", tab="t.yaml", cell="line 3")
    error = TemplateInvalid(path="t.yaml", hint="Mend it.", problems=[problem])
    assert str(error).splitlines() == [
        "t.yaml: The template has mistakes; each is listed with its file, line and a hint.",
        "Mend it.",
        "  t.yaml!line 3: No key. Add one.",
    ]


def test_the_class_s_own_advice_is_the_default() -> None:
    assert str(FileBusy()).endswith("Nothing was changed.")
    assert str(FileBusy(hint="Wait.")).endswith("Wait.")


def test_errors_travel_between_processes() -> None:
    error = pickle.loads(pickle.dumps(FormulaInvalid("Odd.", position=4, hint="Mend it.")))  # noqa: S301 - our own bytes
    assert (str(error), error.position) == ("Odd.\nMend it.", 4)


def test_without_advice_only_the_message_is_said() -> None:
    assert str(SheetkitError("It broke.")) == "It broke."
