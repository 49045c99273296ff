"""The commands on pairs as people and scripts meet them."""

import json
import threading
import time
from pathlib import Path

import pytest

import sheetkit
from sheetkit.backends.excel import store
from sheetkit.cli import main
from sheetkit.emulator.server import Server
from tests.sync.desk import Desk, edit
from tests.sync.pair import Pair

DAY = "2026-11-22"


@pytest.fixture
def books(made: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "home"))
    desk = Desk(tmp_path)
    desk.local.write_bytes(made)
    assert main(["sync", str(desk.local), str(desk.remote), "--as-of", DAY]) == 0
    return desk


def test_exit_codes_are_0_in_step_1_waiting_2_stopped(books: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    edit(books.local, "Books", "N-1", {"Price": 10.0})
    assert main(["sync", str(books.local), "--as-of", DAY]) == 0
    edit(books.local, "Books", "N-1", {"Price": 11.0})
    edit(books.remote, "Books", "N-1", {"Price": 12.0})
    assert main(["sync", str(books.local), "--as-of", DAY]) == 1
    assert "Books N-1 Price  10.00   11.00  12.00" in capsys.readouterr().out
    assert main(["status", str(books.local), "--as-of", DAY]) == 1
    assert main(["sync", str(books.local), str(books.local), "--as-of", DAY]) == 2
    assert main(["sync", str(books.local), "--prefer", "local", "--as-of", DAY]) == 0
    assert main(["status", str(books.local), "--as-of", DAY]) == 0


def test_json_of_every_command(books: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    edit(books.local, "Books", "N-1", {"Price": 10.0})
    capsys.readouterr()
    for words in (["sync", "--dry-run", "--as-of", DAY], ["sync", "--as-of", DAY], ["status", "--as-of", DAY]):
        assert main([words[0], str(books.local), *words[1:], "--json"]) == 0
        body = json.loads(capsys.readouterr().out)
        assert body["command"] == words[0]
    log = books.local.with_name("log.csv")
    for words, *more in ((["audit", "show"],), (["audit", "verify"],), (["audit", "export"], str(log))):
        assert main([*words, str(books.local), *more, "--json"]) == 0
        body = json.loads(capsys.readouterr().out)
        assert body["command"] == " ".join(words)
    assert (body["target"], body["entries"]) == (str(log), len(log.read_text("utf-8-sig").splitlines()) - 1)


def test_the_log_is_shown_verified_and_exported(books: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    edit(books.local, "Books", "N-1", {"Price": 10.0})
    assert main(["sync", str(books.local), "--as-of", DAY]) == 0
    assert main(["audit", "show", str(books.local)]) == 0
    assert "Books N-1 Price" in capsys.readouterr().out
    assert main(["audit", "verify", str(books.local)]) == 0
    assert main(["audit", "verify", str(books.local), "--expect", "0123456789"]) == 1
    assert main(["audit", "verify", str(books.local), "--expect", "xyz"]) == 2
    assert main(["audit", "export", str(books.local), str(books.local.with_name("log.csv"))]) == 0
    assert main(["audit", "export", str(books.local), str(books.local.with_name("log.csv"))]) == 2


def test_watching_tells_one_line_a_run(
    books: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        if len(slept) == 1:
            books.remote.unlink()
            books.remote.mkdir()
        if len(slept) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(time, "sleep", sleep)
    capsys.readouterr()
    assert main(["sync", str(books.local), "--every", "5m"]) == 0
    first, second, *_ = capsys.readouterr().out.splitlines()
    assert "in step" in first
    assert str(books.remote) in second
    assert slept == [300, 300]
    assert main(["sync", str(books.local), "--every", "5"]) == 2


QUOTA = 10
"""Reads and writes a minute that a watch must do with: a sixth of what Google gives."""


def test_watching_a_spreadsheet_stays_within_the_quota_and_tells_one_line_a_run(
    made: bytes, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Server(quota=True) as server:
        pair = Pair(server, tmp_path, made)
        place = pair.look(1).parsed.places["Books"]
        monkeypatch.setenv("SHEETKIT_GOOGLE_URL", server.url)
        monkeypatch.setenv("SHEETKIT_STATE", str(pair.state))
        server.quota.limits.sheets_user = QUOTA
        runs: list[float] = []

        def sleep(seconds: float) -> None:
            """Half a minute goes by; now and then Bob types."""
            runs.append(seconds)
            server.clock.advance(seconds)
            if len(runs) == 9:
                raise KeyboardInterrupt
            if len(runs) % 3 == 0:
                pair.bob.type(place.sheet, {(place.first_row, place.columns["Price"]): 20.0 + len(runs)})

        monkeypatch.setattr(time, "sleep", sleep)
        server.clock.advance(60)
        server.world.log.clear()
        capsys.readouterr()
        main(["sync", str(pair.book), pair.side(1).label, "--every", "30s"])
        told = capsys.readouterr()
    lines = told.out.splitlines()
    assert len(lines) == len(runs) == 9
    assert all(" in step" in line for line in lines)
    assert sum(" change" in line for line in lines) == 2
    assert "Google" not in told.out + told.err
    assert {entry.status for entry in server.log} == {200}


def test_a_workbook_that_another_run_has_is_busy_and_exits_with_2(
    books: Desk, capsys: pytest.CaptureFixture[str]
) -> None:
    held, done = threading.Event(), threading.Event()

    def another_run() -> None:
        with store.locked(books.remote):
            held.set()
            done.wait()

    before = books.local.read_bytes(), books.remote.read_bytes()
    edit(books.local, "Books", "N-1", {"Price": 10.0})
    thread = threading.Thread(target=another_run)
    thread.start()
    held.wait()
    capsys.readouterr()
    code = main(["sync", str(books.local), "--as-of", DAY])
    told = capsys.readouterr().err
    done.set()
    thread.join()
    assert code == 2
    assert f"{books.remote}: Another run of sheetkit is working on this workbook." in told
    assert "Wait until it is done, then run the command again. Nothing was changed." in told
    assert books.remote.read_bytes() == before[1]
    assert main(["sync", str(books.local), "--as-of", DAY]) == 0


def test_status_tells_where_the_audit_logs_end(books: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    edit(books.local, "Readers", "", {"Reader Name": "Eve"})
    assert main(["update", str(books.local), "--as-of", DAY]) == 0
    assert main(["sync", str(books.local), "--as-of", DAY]) == 0
    capsys.readouterr()
    assert main(["status", str(books.local), "--as-of", DAY, "--json"]) == 0
    logs = json.loads(capsys.readouterr().out)["logs"]
    assert [(log["other"], log["entries"] > 0, len(log["head"])) for log in logs] == [
        ("", True, 64),
        (str(books.remote), True, 64),
    ]
    assert main(["status", str(books.local), "--as-of", DAY]) == 0
    assert f"events, head {logs[0]['head']}" in capsys.readouterr().out
    assert main(["audit", "verify", str(books.local)]) == 0


def test_columns_of_ones_own_are_told(books: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    sheetkit.patch_xlsx(books.local, {("Readers", "G1"): "Mine", ("Readers", "G2"): "red"})
    sheetkit.patch_xlsx(books.remote, {("Readers", "G3"): "a note"})
    capsys.readouterr()
    assert main(["sync", str(books.local), "--as-of", DAY]) == 0
    assert f"The column Mine of Readers has no free room in {books.remote}" in capsys.readouterr().out
    sheetkit.patch_xlsx(books.remote, {("Readers", "G3"): None})
    assert main(["sync", str(books.local), "--as-of", DAY]) == 0
    assert f"The column Mine of Readers is in {books.remote} now too." in capsys.readouterr().out


def test_what_was_made_from_what_is_told(books: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    new = books.local.with_name("new.xlsx")
    capsys.readouterr()
    assert main(["sync", str(new), str(books.local), "--as-of", DAY]) == 0
    assert f"{new} was made from {books.local}." in capsys.readouterr().out
    other = books.local.with_name("other.xlsx")
    assert main(["sync", str(books.local), str(other), "--as-of", DAY, "--json"]) == 0
    body = json.loads(capsys.readouterr().out)
    assert (body["created"], body["made"]) == (True, str(other))
