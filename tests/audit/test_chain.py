"""The audit log: what is written verifies, and whatever is done to it afterwards shows."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sheetkit.audit.chain import START, Event, Head, append, end_of
from sheetkit.audit.verify import entries, verify
from sheetkit.core.values import NA

AT = "2026-11-22T14:05:00Z"
EVENTS = [Event("ann", "change", "Cases", f"K{n}", "Amount", float(n), NA if n == 2 else None) for n in range(5)]


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "log.jsonl"
    append(path, EVENTS[:3], at=AT)
    append(path, EVENTS[3:], at=AT)
    return path


def test_what_is_written_verifies(log: Path) -> None:
    done = verify(log)
    assert done.clean
    assert done.entries == 5
    assert end_of(log) == (Head(5, done.head), b"")
    assert verify(log, done.head).clean
    assert [entry["key"] for entry in entries(log)] == ["K0", "K1", "K2", "K3", "K4"]


def test_an_empty_log_is_whole(tmp_path: Path) -> None:
    assert verify(tmp_path / "none").clean
    assert verify(tmp_path / "none").head == START
    assert append(tmp_path / "none", [], at=AT) == Head()
    assert not (tmp_path / "none").exists()


def edited(lines: list[bytes]) -> list[bytes]:
    return [*lines[:2], lines[2].replace(b'"before":2.0', b'"before":9.0'), *lines[3:]]


def resealed(lines: list[bytes]) -> list[bytes]:
    """Somebody who knows how entries are hashed edits one and gives it a fitting hash."""
    from sheetkit.audit.chain import seal

    entry = {**json.loads(lines[2]), "before": 9.0}
    entry["hash"] = seal(entry)
    return [*lines[:2], json.dumps(entry, separators=(",", ":")).encode() + b"\n", *lines[3:]]


@pytest.mark.parametrize(
    ("alter", "line", "says"),
    [
        (edited, 3, "Entry 3 was edited"),
        (resealed, 4, "Entry 4 does not continue the one before"),
        (lambda lines: [*lines[:1], *lines[2:]], 2, "Entry 3 follows entry 1: 1 before it is gone."),
        (lambda lines: lines[2:], 1, "Entry 3 follows entry 0: 2 before it are gone."),
        (lambda lines: [lines[0], lines[2], lines[1], *lines[3:]], 2, "Entry 3 follows entry 1"),
        (lambda lines: [*lines[:3], lines[2], *lines[3:]], 4, "Entry 3 follows entry 3: it stands out of order."),
        (lambda lines: [*lines[:2], b"hello\n", *lines[2:]], 3, "Line 3 is no entry."),
        (lambda lines: lines[:3], 4, "the end of the log was cut off"),
        (lambda lines: lines[:0], 1, "the end of the log was cut off"),
    ],
)
def test_whatever_is_done_to_it_shows(
    log: Path, alter: Callable[[list[bytes]], list[bytes]], line: int, says: str
) -> None:
    head = verify(log).head
    log.write_bytes(b"".join(alter(log.read_bytes().splitlines(keepends=True))))
    faults = verify(log, head[:12]).faults
    assert any(fault.line == line and says in fault.what for fault in faults), faults


def test_a_cut_off_end_is_invisible_without_a_head(log: Path) -> None:
    """Which is why heads are kept in the workbooks too."""
    log.write_bytes(b"".join(log.read_bytes().splitlines(keepends=True)[:3]))
    assert verify(log).clean


@pytest.mark.parametrize("kept", [1, 20, 200])
def test_i12_a_torn_tail_is_set_aside_and_told(log: Path, kept: int) -> None:
    whole = log.read_bytes()
    last = whole.splitlines(keepends=True)[-1]
    log.write_bytes(whole + last[:kept])
    append(log, [Event("bob", "change")], at=AT)
    assert verify(log).clean
    assert [entry["action"] for entry in entries(log)][-2:] == ["torn", "change"]
    assert log.with_name("log.jsonl.torn-1").read_bytes() == last[:kept]


@given(
    st.lists(
        st.lists(st.tuples(st.text(), st.none() | st.text() | st.floats(allow_nan=False)), max_size=3), max_size=4
    ),
    st.data(),
)
def test_i12_any_single_changed_byte_shows(batches: list[list[tuple[str, object]]], data: st.DataObject) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log"
        for batch in batches:
            append(path, [Event("a", "b", key=key, after=value) for key, value in batch], at=AT)  # type: ignore[arg-type]
        assert verify(path).clean
        if not path.exists():
            return
        head, whole = verify(path).head, bytearray(path.read_bytes())
        at = data.draw(st.integers(0, len(whole) - 2))
        whole[at] ^= 1 << data.draw(st.integers(0, 7))
        path.write_bytes(bytes(whole))
        assert not verify(path, head).clean


def test_a_long_last_line_is_found(tmp_path: Path) -> None:
    path = tmp_path / "log"
    append(path, [Event("a", "b", after="x" * 300_000)], at=AT)
    assert end_of(path)[0].sequence == 1
    append(path, [Event("a", "c")], at=AT)
    assert verify(path).clean
