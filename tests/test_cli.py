"""The commands as people and scripts meet them: what they say, where, and with which exit code."""

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

from sheetkit.cli import main, screen
from sheetkit.cli.commands import sheetkit as root
from sheetkit.cli.failure import explained

DAY = "2026-11-22"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The sample workbook, built once."""
    book = tmp_path_factory.mktemp("made") / "cases.xlsx"
    assert main(["new", "refund-log", str(book), "--sample", "--as-of", DAY]) == 0
    return book.read_bytes()


@pytest.fixture
def book(made: bytes, tmp_path: Path) -> Path:
    """A fresh copy of the sample workbook."""
    path = tmp_path / "cases.xlsx"
    path.write_bytes(made)
    return path


def leaves(group: click.Group = root, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], click.Command]]:
    """Every command with the words that call it."""
    found: list[tuple[tuple[str, ...], click.Command]] = [(path, group)]
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found += leaves(command, (*path, name))
        else:
            found.append(((*path, name), command))
    return found


@pytest.mark.parametrize("words", [words for words, _ in leaves()], ids=lambda words: " ".join(words) or "sheetkit")
def test_help_explains_each_command_with_an_example(words: tuple[str, ...], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*words, "--help"]) == 0
    text = capsys.readouterr().out
    assert "Example:\n    sheetkit " in text
    assert "Usage: " in text


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chek", "x.xlsx"], "There is no command 'chek'. Did you mean check?"),
        (["template", "shema"], "There is no command 'shema'. Did you mean schema?"),
        (["zzz"], "There are: templates, new, import, check, update, review, summary, "),
        (["check", "x.xlsx", "--jsn"], "Did you mean '--json'"),
        (["check"], "Missing argument 'BOOK'"),
        (["check", "x.xlsx", "--as-of", "soon"], "'soon' is no date. Write it as 2026-11-22"),
        (["new", "refund-lgo", "x.xlsx"], "Did you mean refund-log?"),
        (["new", "refund-log"], "Say where the workbook goes: a PATH, or --google TITLE."),
        (["new", "refund-log", "x.xlsx", "--google", "X"], "PATH and --google TITLE are two places for one workbook."),
        (["sync", "a.xlsx", "b.xlsx", "--google", "X"], "OTHER and --google TITLE are two workbooks to sync with."),
        (["check", "nowhere.xlsx"], "nowhere.xlsx: There is no such file."),
        (["review", "x.xlsx", "--quarter", "2026Q5"], "2026Q5"),
        (["template", "show", "nothing"], "There is no such template."),
    ],
)
def test_a_slip_is_answered_with_advice_and_exit_code_2(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(arguments) == 2
    told = capsys.readouterr()
    assert said in told.err
    assert "Traceback" not in told.err
    assert told.out == ""


def test_a_failure_with_json_is_json_too(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["check", str(tmp_path / "no.xlsx"), "--json"]) == 2
    told = capsys.readouterr()
    body = json.loads(told.out)
    assert body["command"] == "check"
    assert body["error"]["kind"] == "FileMissing"
    assert body["error"]["path"].endswith("no.xlsx")
    assert body["error"]["hint"]
    assert "There is no such file" in told.err


def test_what_is_no_workbook_is_refused_in_one_sentence(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "notes.xlsx"
    path.write_text("hello")
    assert main(["check", str(path)]) == 2
    told = capsys.readouterr().err
    assert told.startswith(f"{path}: ")
    assert path.read_text() == "hello"


def test_an_unforeseen_mistake_is_owned_up_to_and_traced_only_when_asked_for(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A path with a character that no shell can pass on is such a mistake."""
    arguments = ["new", "refund-log", str(tmp_path / "x\0.xlsx")]
    assert main(arguments) == 2
    told = capsys.readouterr().err
    assert told.startswith("This is a mistake in sheetkit: ValueError")
    assert "SHEETKIT_DEBUG=1" in told
    assert "Traceback" not in told
    monkeypatch.setenv("SHEETKIT_DEBUG", "1")
    assert main(arguments) == 2
    assert "Traceback" in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_new_says_what_it_made_and_never_writes_over_a_file(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "cases.xlsx"
    assert main(["new", "refund-log", str(path), "--as-of", DAY, "--json"]) == 0
    body = json.loads(capsys.readouterr().out)
    assert (body["sheetkit"], body["command"], body["template"]) == (1, "new", "refund-log")
    before = path.read_bytes()
    assert main(["new", "refund-log", str(path)]) == 2
    assert "already there" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_check_is_clean_on_the_sample(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = book.read_bytes()
    assert main(["check", str(book), "--as-of", DAY]) == 0
    text = capsys.readouterr().out
    assert "160 rows in Cases" in text
    assert "No problems." in text
    assert book.read_bytes() == before


def test_problems_give_exit_code_1_in_text_and_json(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from sheetkit import patch_xlsx

    patch_xlsx(book, {("Cases", "F2"): "Damgaed"})
    assert main(["check", str(book), "--as-of", DAY]) == 1
    assert "Did you mean Damaged?" in capsys.readouterr().out
    assert main(["check", str(book), "--as-of", DAY, "--json"]) == 1
    body = json.loads(capsys.readouterr().out)
    assert body["clean"] is False
    assert [problem["code"] for problem in body["problems"]] == ["not-in-list"]


def test_update_tells_what_it_did_and_the_second_time_that_nothing_was_to_do(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    from sheetkit import patch_xlsx

    patch_xlsx(book, {("Cases", "F2"): "Damgaed"})
    before = book.read_bytes()
    assert main(["update", str(book), "--as-of", DAY, "--dry-run"]) == 1
    assert "Nothing was written" in capsys.readouterr().out
    assert book.read_bytes() == before
    assert main(["update", str(book), "--as-of", DAY]) == 1
    assert "The version before is" in capsys.readouterr().out
    after = book.read_bytes()
    assert after != before
    assert main(["update", str(book), "--as-of", DAY, "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["changed"] is False
    assert book.read_bytes() == after


def test_import_shows_the_mapping_it_proposes_and_the_second_time_only_what_came(
    book: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export = book.with_name("export.csv")
    export.write_text("Refund ID,Order No,Refund Amount,Date\n9,A-1,3.50,2026-11-01\n", encoding="utf-8")
    arguments = ["import", str(book), str(export), "--tab", "Platform Export", "--as-of", DAY]
    assert main([*arguments, "--dry-run"]) == 0
    text = capsys.readouterr().out
    assert f"keep that in {book.with_name('cases.Platform-Export.mapping.yaml')}:" in text
    assert "  Platform Ref: Refund ID\n" in text
    assert not book.with_name("cases.Platform-Export.mapping.yaml").exists()
    assert "1 row in export.csv: 1 would be added to Platform Export." in text
    assert main(arguments) == 0
    text = capsys.readouterr().out
    assert "Platform Ref       Refund ID" in text
    assert "1 was added to Platform Export." in text
    assert "cases.Platform-Export.mapping.yaml was made to keep that." in text
    assert main([*arguments, "--json"]) == 0
    body = json.loads(capsys.readouterr().out)
    assert (body["added"], body["already_there"], body["proposed"]) == (0, 1, False)


def test_an_import_that_does_not_fit_lists_why_and_ends_with_2(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    export = book.with_name("export.csv")
    export.write_text("Order No\nA-1\n", encoding="utf-8")
    assert main(["import", str(book), str(export), "--tab", "Cases"]) == 2
    told = capsys.readouterr().err
    assert "Amount is required, and nothing in the mapping fills it." in told
    assert "cases.Cases.mapping.yaml" in told


def test_progress_is_told_on_a_terminal_once_it_takes_time(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screen, "PATIENCE", 0.02)
    with screen.working("Reading"):
        time.sleep(0.1)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    with screen.working("Reading"):
        time.sleep(0.1)
    told = capsys.readouterr().err
    assert told.startswith("\rReading … 0 s ")
    assert told.endswith("\r")


OS_ERRORS = [
    (PermissionError(13, "Permission denied", "x.xlsx"), "x.xlsx: You have no permission for this."),
    (OSError(28, "No space left on device", "x.xlsx"), "x.xlsx: The disk is full."),
    (IsADirectoryError(21, "Is a directory", "x"), "x: This is a folder, not a file."),
    (OSError(5, "Input/output error"), "Input/output error."),
    (MemoryError(), "There is not enough memory for this."),
]


@pytest.mark.parametrize(("error", "said"), OS_ERRORS)
def test_what_the_system_refuses_is_said_in_words(error: BaseException, said: str) -> None:
    assert explained(error).lines()[0] == said


def test_review_shows_the_quarter_and_writes_the_page(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = book.with_name("review.html")
    assert main(["review", str(book), "--quarter", "2026Q3", "--html", str(page), "--as-of", DAY]) == 0
    text = capsys.readouterr().out
    assert "Refund Log: 2026Q3" in text
    assert f"The page is {page}." in text
    assert page.read_text("utf-8").startswith("<!doctype html>")
    assert main(["review", str(book), "--json", "--as-of", DAY]) == 0
    assert json.loads(capsys.readouterr().out)["review"]["quarter"] == "2026Q4"


def test_templates_are_listed_shown_and_checked(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["templates"]) == 0
    assert "refund-log  Refund Log" in capsys.readouterr().out
    assert main(["templates", "--json"]) == 0
    assert "refund-log" in [each["name"] for each in json.loads(capsys.readouterr().out)["templates"]]
    assert main(["template", "show", "refund-log"]) == 0
    text = capsys.readouterr().out
    own = tmp_path / "own.yaml"
    own.write_text(text, encoding="utf-8")
    assert main(["template", "check", str(own)]) == 0
    assert "is right" in capsys.readouterr().out
    own.write_text(text.replace("audience:", "audiense:"), encoding="utf-8")
    assert main(["template", "check", str(own), "--json"]) == 1
    (problem,) = json.loads(capsys.readouterr().out)["problems"]
    assert problem["hint"] == "Did you mean audience?"
    assert main(["template", "schema"]) == 0
    assert json.loads(capsys.readouterr().out)["$schema"]


def test_colours_stay_away_from_pipes_and_when_no_color_is_set(
    book: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert main(["check", str(book), "--as-of", DAY]) == 0
    assert "\x1b[" not in capsys.readouterr().out
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert main(["check", str(book), "--as-of", DAY]) == 0
    assert "\x1b[32mNo problems\x1b[0m" in capsys.readouterr().out
    monkeypatch.setenv("NO_COLOR", "1")
    assert main(["check", str(book), "--as-of", DAY]) == 0
    assert "\x1b[" not in capsys.readouterr().out


def test_a_terminal_without_unicode_gets_question_marks_not_an_end(book: Path) -> None:
    done = run("review", str(book), "--quarter", "2026Q3", "--as-of", DAY, PYTHONIOENCODING="ascii")
    assert done.returncode == 0, done.stderr
    assert "Refund Log" in done.stdout
    done = run("review", str(book), "--json", "--as-of", DAY, PYTHONIOENCODING="ascii")
    assert json.loads(done.stdout)["review"]["title"] == "Refund Log"


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """The program in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "sheetkit", *arguments],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
        env=os.environ | environment,
    )


def test_a_pipe_that_closes_early_ends_the_program_quietly() -> None:
    """With more output than a pipe holds."""
    command = f"{sys.executable} -m sheetkit template show refund-log | head -1"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout == "name: refund-log\n"
    assert done.stderr == ""


def test_an_interrupt_ends_with_a_word_not_a_traceback(tmp_path: Path) -> None:
    program = (
        "import sys, sheetkit.cli, sheetkit.template.load as load\n"
        "def stop(): raise KeyboardInterrupt\n"
        "load.bundled = stop\n"
        "sys.exit(sheetkit.cli.main(['templates']))\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 2
    assert done.stderr.strip().startswith("Stopped.")
    assert "Traceback" not in done.stderr


def seconds(code: str) -> float:
    """The processor's time for some Python, so that other programs on the machine do not count."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


@pytest.mark.parametrize("code", ["import sheetkit", "import sheetkit.cli as c; c.main(['--help'])"])
def test_starting_costs_little_over_an_empty_python(code: str) -> None:
    runs = [(seconds("pass"), seconds(code)) for _ in range(7)]
    assert min(ours for _, ours in runs) - min(empty for empty, _ in runs) < 0.15


def test_nothing_heavy_is_loaded_for_help() -> None:
    code = (
        "import sys, sheetkit.cli as c; c.main(['--help'])\n"
        "heavy = {'numpy', 'pandas', 'pydantic', 'lxml', 'openpyxl', 'jinja2', 'yaml', 'vl_convert'}\n"
        "found = heavy & set(sys.modules)\n"
        "sys.exit(str(found) if found else 0)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
