"""The workbook in memory keeps the contract of every backend."""

from sheetkit.backends.memory import MemoryBackend
from sheetkit.workbook.backend import Backend
from sheetkit.workbook.grid import Grid
from sheetkit.workbook.model import Workbook
from tests.backends.contract import Contract
from tests.backends.people import GridPerson, Person


class TestMemory(Contract):
    def build(self, workbook: Workbook) -> Backend:
        backend = MemoryBackend()
        backend.write(workbook)
        return backend

    def again(self, backend: Backend) -> Backend:
        return backend

    def person(self, backend: Backend) -> Person:
        assert isinstance(backend, MemoryBackend)

        def save(grid: Grid) -> None:
            backend.grid = grid

        return GridPerson(lambda: backend.grid, save)
