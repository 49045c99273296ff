"""Both large templates with their samples, built at Google and read back: the same as what was built."""

from datetime import UTC, datetime

import pytest

from sheetkit.app.building import assemble, sample_rows
from sheetkit.backends.google.backend import create
from sheetkit.backends.memory import MemoryBackend
from sheetkit.emulator.server import Server
from sheetkit.records.parse import parse
from sheetkit.template.load import find, load_text
from tests.backends.google.reach import client

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.mark.parametrize(("name", "batches"), [("refund-log", 1), ("disputes", 3)])
def test_a_template_with_its_sample(name: str, batches: int) -> None:
    source = find(name)
    template = load_text(source.text, source.origin)
    workbook, _ = assemble(template, source.text, sample_rows(template, source), as_of=NOW.date(), workbook_id="w")
    memory = MemoryBackend()
    memory.write(workbook)
    with Server(clock=NOW) as server:
        http = client(server)
        backend = create(http, name, workbook)
        assert http.counter.writes == batches
        there, here = parse(template, backend.read()), parse(template, memory.read())
        assert http.counter.reads == 1
    assert there.ledger.problems == here.ledger.problems == ()
    assert there.ledger.lists == here.ledger.lists
    assert there.places == here.places
    for table, rows in here.ledger.tables.items():
        for column, values in rows.columns.items():
            found = there.ledger.tables[table].columns[column]
            assert all(map(_alike, found, values)), f"{table}[{column}]"
    assert [n for n, value in here.ledger.names.items() if not _alike(there.ledger.names[n], value)] == []


def _alike(one: object, other: object) -> bool:
    """Equal, or numbers that differ in their last digits only."""
    if isinstance(one, float) and isinstance(other, float):
        return one == pytest.approx(other)
    return one == other
