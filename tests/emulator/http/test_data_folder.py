"""A folder of data survives a restart, a kill at any moment, and a disk that is full."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import requests
from hypothesis import given, settings
from hypothesis import strategies as st

from sheetkit.core.values import ERRORS
from sheetkit.emulator.codec import apply_changes, changes_to_json, document_from_json, document_to_json
from sheetkit.emulator.document import Cell, Document, Sheet
from sheetkit.emulator.persist import DataFolderBroken, DataFolderBusy, Folder
from sheetkit.emulator.server import Server
from sheetkit.emulator.store import File, Store, new_spreadsheet
from sheetkit.emulator.users import User
from tests.emulator.conftest import Person

DAY = datetime(2026, 7, 1, tzinfo=UTC)
ALICE = User("alice@example.com")

formats = st.sampled_from([None, {"numberFormat": {"type": "DATE"}}, {"textFormat": {"bold": True}}])
values = (
    st.none() | st.text(max_size=4) | st.floats(allow_nan=False) | st.booleans() | st.sampled_from([*ERRORS.values()])
)
cells = st.builds(
    Cell,
    value=values,
    formula=st.sampled_from(["", "=A1"]),
    format=formats,
    note=st.text(max_size=2),
    validation=st.sampled_from([None, {"strict": True}]),
    runs=st.sampled_from([(), ({"startIndex": 0},)]),
).filter(lambda cell: not cell.empty)
places = st.tuples(st.integers(0, 5), st.integers(0, 3))
sheets = st.builds(
    lambda number, title, held, widths: Sheet(
        {"sheetId": number, "title": title}, cells=held, columns=widths, merges=({"endRowIndex": number},)
    ),
    st.integers(0, 3),
    st.text(max_size=3),
    st.dictionaries(places, cells, max_size=5),
    st.dictionaries(st.integers(0, 9), st.fixed_dictionaries({"pixelSize": st.integers(1, 99)}), max_size=2),
)
documents = st.builds(
    lambda title, held, counter: Document("1x", {"title": title}, held, ({"name": title},), (), counter),
    st.text(max_size=3),
    st.lists(sheets, max_size=3, unique_by=lambda sheet: sheet.id),
    st.integers(0, 9),
)


def through_json(content: Any) -> Any:
    return json.loads(json.dumps(content, default=dict))


@settings(max_examples=60, deadline=None)
@given(documents, documents)
def test_a_spreadsheet_and_its_changes_come_back_from_json(before: Document, after: Document) -> None:
    back = document_from_json(through_json(document_to_json(before)))
    assert back == before
    apply_changes(back, through_json(changes_to_json(before, after)))
    assert back == after


def put(row: int, text: str) -> Callable[[Document], None]:
    """A write of one cell in the first column."""
    return lambda document: document.sheets[0].put(row, 0, Cell(text))


def state(person: Person) -> Any:
    """All that a person can see of all files."""
    files = person.get("/drive/v3/files", fields="*")["files"]
    kept = [{name: each[name] for name in each if name != "webViewLink"} for each in files]
    sheets = [person.get(f"/v4/spreadsheets/{each['id']}", includeGridData=True) for each in files]
    return kept, [{name: sheet[name] for name in sheet if name != "spreadsheetUrl"} for sheet in sheets]


def test_everything_is_there_after_a_restart(tmp_path: Path) -> None:
    with Server(data=tmp_path, clock=DAY) as server:
        alice = Person(server, "alice")
        sheet, gone = alice.new("Kept"), alice.new("Gone")
        alice.put(sheet, "A1", ["text", 2.5, True], ["=A1", "", "ü"])
        alice.put(sheet, "A3", ["=SUM(A1:B1)", "=1/0"], option="USER_ENTERED")
        alice.share(sheet, "reader", email="bob@example.com")
        alice.post(f"/drive/v3/files/{sheet}/comments", {"content": "c"}, fields="id")
        alice.call("PATCH", f"/drive/v3/files/{sheet}", {"appProperties": {"a": "b"}, "name": "Kept still"})
        alice.call("DELETE", f"/drive/v3/files/{gone}")
        alice.call("DELETE", f"/v4/spreadsheets/{gone}")
        before = state(alice)
    with Server(data=tmp_path, clock=DAY) as server:
        assert state(Person(server, "alice")) == before
        assert server.store.get(gone) is None


def test_small_writes_go_into_a_journal_that_does_not_grow_for_ever(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    store = Store(folder)
    rows = {(row, column): Cell(f"{row} and {column}") for row in range(500) for column in range(10)}
    file = new_spreadsheet(Document("1abc", {"title": "T"}, [Sheet({"sheetId": 0, "title": "S"}, rows)]), ALICE, DAY)
    store.add(file)
    snapshot, journal = tmp_path / "1abc.json.gz", tmp_path / "1abc.journal"
    first = snapshot.stat()
    store.write(file, put(0, "new"), user=ALICE, at=DAY)
    assert snapshot.stat().st_mtime_ns == first.st_mtime_ns, "one cell does not write 5,000 anew"
    assert journal.stat().st_size < 2000
    longest = 0
    for turn in range(200):
        store.write(file, put(turn, "x" * 2500), user=ALICE, at=DAY)
        longest = max(longest, journal.stat().st_size if journal.exists() else 0)
    assert longest < 300_000
    folder.close()
    loaded = next(iter(Folder(tmp_path).load()))
    assert loaded.document == file.document


def test_a_line_cut_off_by_a_crash_is_dropped_and_an_old_journal_is_skipped(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    store = Store(folder)
    file = new_spreadsheet(Document("1abc", {"title": "T"}, [Sheet({"sheetId": 0, "title": "S"})]), ALICE, DAY)
    store.add(file)
    for text in ("one", "two"):
        store.write(file, put(0, text), user=ALICE, at=DAY)
    journal = tmp_path / "1abc.journal"
    lines = journal.read_bytes()
    folder.close()

    journal.write_bytes(lines[:-5])
    folder = Folder(tmp_path)
    cut = next(iter(folder.load()))
    assert (cut.version, cut.document and cut.document.sheets[0].cell(0, 0).value) == (2, "one")
    folder._snapshot(cut)
    folder.close()

    journal.write_bytes(lines.splitlines(keepends=True)[0])
    assert next(iter(Folder(tmp_path).load())).version == 2, "what the snapshot has is not done again"


def test_a_disk_that_is_full_leaves_the_old_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(Folder(tmp_path))
    file = new_spreadsheet(Document("1abc", {"title": "T"}, [Sheet({"sheetId": 0, "title": "S"})]), ALICE, DAY)
    store.add(file)
    store.write(file, put(0, "kept"), user=ALICE, at=DAY)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    before = (tmp_path / "1abc.journal").read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="space"):
            store.write(file, put(0, "lost"), user=ALICE, at=DAY)
    assert (tmp_path / "1abc.journal").read_bytes() == before
    assert file.document
    assert (file.version, file.document.sheets[0].cell(0, 0).value) == (2, "kept")
    store.write(file, lambda copy: copy.sheets[0].put(0, 1, Cell("later")), user=ALICE, at=DAY)


def test_two_servers_do_not_share_a_folder(tmp_path: Path) -> None:
    with Server(data=tmp_path), pytest.raises(DataFolderBusy):
        Server(data=tmp_path)
    with Server(data=tmp_path):
        pass


def test_a_file_that_is_none_of_ours_is_named(tmp_path: Path) -> None:
    (tmp_path / "1x.json.gz").write_bytes(b"nonsense")
    with pytest.raises(DataFolderBroken, match=r"1x\.json\.gz"):
        Server(data=tmp_path)


RUN = """
import sys
from sheetkit.emulator.server import Server
with Server(data=sys.argv[1]) as server:
    print(server.url, flush=True)
    sys.stdin.read()
"""


def started(folder: Path) -> tuple[subprocess.Popen[str], str]:
    process = subprocess.Popen(
        [sys.executable, "-c", RUN, str(folder)], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True
    )
    assert process.stdout
    return process, process.stdout.readline().strip()


def test_every_write_that_was_answered_survives_kill_9(tmp_path: Path) -> None:
    headers, answered, sheet = {"Authorization": "Bearer alice"}, 0, ""
    for turn in range(3):
        process, url = started(tmp_path)
        if not sheet:
            sheet = requests.post(f"{url}/v4/spreadsheets", json={}, headers=headers, timeout=9).json()["spreadsheetId"]
        path = f"{url}/v4/spreadsheets/{sheet}/values"
        kept = requests.get(f"{path}/A1:A999", headers=headers, timeout=9).json().get("values", [])
        assert kept[:answered] == [[str(number)] for number in range(answered)]
        assert len(kept) - answered in {0, 1}, "at most the write that was not answered yet"
        answered = len(kept)
        until = time.monotonic() + 0.3 + turn / 7
        while time.monotonic() < until:
            body = {"values": [[answered]]}
            query = {"valueInputOption": "RAW"}
            requests.put(
                f"{path}/A{answered + 1}", json=body, params=query, headers=headers, timeout=9
            ).raise_for_status()
            answered += 1
        process.send_signal(signal.SIGKILL)
        process.wait()
    assert answered > 10


def test_a_file_in_memory_needs_no_folder() -> None:
    store = Store()
    file = File("1x", "folder", DAY, DAY, ALICE.email, name="A")
    store.add(file)
    store.remove("1x")
    store.remove("1x")
    assert store.files() == []
