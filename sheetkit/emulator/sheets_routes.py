"""The methods of the Sheets API: who may, on which copy, and which function of `emulator.sheets` does it."""

from collections.abc import Callable
from typing import Any, Final

from sheetkit.emulator.access import sheet_file
from sheetkit.emulator.call import Call
from sheetkit.emulator.days import up_to_date
from sheetkit.emulator.document import Document, Json
from sheetkit.emulator.errors import ApiError
from sheetkit.emulator.routes import Route
from sheetkit.emulator.sheets import by_filter, endpoints
from sheetkit.emulator.sheets.spreadsheet import Sight
from sheetkit.emulator.store import new_id, new_spreadsheet
from sheetkit.emulator.world import World


def _read(world: World, call: Call, file_id: str, read: Callable[[Document], Json]) -> Json:
    return read(up_to_date(world.store, sheet_file(world.store, file_id, call.user), call.now))


def _write(world: World, call: Call, file_id: str, edit: Callable[[Document], Json]) -> Json:
    file = sheet_file(world.store, file_id, call.user, write=True)
    return world.store.write(file, edit, user=call.user, at=call.now)


def _create(world: World, call: Call) -> Json:
    if call.user.is_service_account:
        raise ApiError(403, "The caller does not have permission")
    file_id = new_id()
    document = endpoints.create(call.json(), file_id, call.url_of(file_id), call.now)
    world.store.add(new_spreadsheet(document, call.user, call.now, made_by=call.client))
    return endpoints.get(document, {}, call.url_of(file_id))


def _get(world: World, call: Call, file_id: str) -> Json:
    file = sheet_file(world.store, file_id, call.user)
    document = up_to_date(world.store, file, call.now)
    return endpoints.get(document, call.query, call.url_of(file_id), file.owner, call.now)


def _get_by_data_filter(world: World, call: Call, file_id: str) -> Json:
    file = sheet_file(world.store, file_id, call.user)
    document = up_to_date(world.store, file, call.now)
    sight = Sight(call.url_of(file_id), file.owner, call.now)
    return by_filter.get_by_data_filter(document, call.json(), call.query, sight)


def _values_get_by_filter(world: World, call: Call, file_id: str) -> Json:
    body = call.json()
    return _read(world, call, file_id, lambda document: by_filter.values_batch_get(document, body))


def _values_update_by_filter(world: World, call: Call, file_id: str) -> Json:
    body = call.json()
    return _write(world, call, file_id, lambda document: by_filter.values_batch_update(document, body, call.now))


def _values_clear_by_filter(world: World, call: Call, file_id: str) -> Json:
    body = call.json()
    return _write(world, call, file_id, lambda document: by_filter.values_batch_clear(document, body, call.now))


def _metadata_get(world: World, call: Call, file_id: str, metadata_id: str) -> Json:
    return _read(world, call, file_id, lambda document: by_filter.metadata_get(document, metadata_id))


def _metadata_search(world: World, call: Call, file_id: str) -> Json:
    body = call.json()
    return _read(world, call, file_id, lambda document: by_filter.metadata_search(document, body))


def _batch_update(world: World, call: Call, file_id: str) -> Json:
    body, url, fields = call.json(), call.url_of(file_id), call.first("fields")
    return _write(world, call, file_id, lambda document: endpoints.batch_update(document, body, call.now, url, fields))


def _values_get(world: World, call: Call, file_id: str, range_: str) -> Json:
    return _read(world, call, file_id, lambda document: endpoints.values_get(document, range_, call.query))


def _values_batch_get(world: World, call: Call, file_id: str) -> Json:
    return _read(world, call, file_id, lambda document: endpoints.values_batch_get(document, call.query))


def _values_update(world: World, call: Call, file_id: str, range_: str) -> Json:
    body = call.json()
    return _write(
        world, call, file_id, lambda document: endpoints.values_update(document, range_, body, call.query, call.now)
    )


def _values_append(world: World, call: Call, file_id: str, range_: str) -> Json:
    body = call.json()
    return _write(
        world, call, file_id, lambda document: endpoints.values_append(document, range_, body, call.query, call.now)
    )


def _values_clear(world: World, call: Call, file_id: str, range_: str) -> Json:
    body = call.json()
    return _write(world, call, file_id, lambda document: endpoints.values_clear(document, range_, body, call.now))


def _values_batch_update(world: World, call: Call, file_id: str) -> Json:
    body = call.json()
    return _write(world, call, file_id, lambda document: endpoints.values_batch_update(document, body, call.now))


def _values_batch_clear(world: World, call: Call, file_id: str) -> Json:
    body = call.json()
    return _write(world, call, file_id, lambda document: endpoints.values_batch_clear(document, body, call.now))


def _copy_to(world: World, call: Call, file_id: str, sheet_id: str) -> Json:
    source = up_to_date(world.store, sheet_file(world.store, file_id, call.user), call.now)
    if not sheet_id.lstrip("-").isdigit():
        raise ApiError(400, f"Invalid value at 'sheet_id' (TYPE_INT32), \"{sheet_id}\"")
    target_id = str(call.json().get("destinationSpreadsheetId", ""))
    return _write(world, call, target_id, lambda target: endpoints.copy_to(source, int(sheet_id), target, call.now))


_ONE: Final = "/v4/spreadsheets/{spreadsheetId}"
_READS: Final[tuple[tuple[str, str, str, Any, str], ...]] = (
    ("spreadsheets.values.batchGet", "GET", _ONE + "/values:batchGet", _values_batch_get, "BatchGetValuesResponse"),
    ("spreadsheets.values.get", "GET", _ONE + "/values/{range}", _values_get, "ValueRange"),
    ("spreadsheets.getByDataFilter", "POST", _ONE + ":getByDataFilter", _get_by_data_filter, "Spreadsheet"),
    ("spreadsheets.values.batchGetByDataFilter", "POST", _ONE + "/values:batchGetByDataFilter", _values_get_by_filter,
     "BatchGetValuesByDataFilterResponse"),
    ("spreadsheets.developerMetadata.search", "POST", _ONE + "/developerMetadata:search", _metadata_search,
     "SearchDeveloperMetadataResponse"),
    ("spreadsheets.developerMetadata.get", "GET", _ONE + "/developerMetadata/{metadataId}", _metadata_get,
     "DeveloperMetadata"),
    ("spreadsheets.get", "GET", _ONE, _get, "Spreadsheet"),
)  # fmt: skip
_WRITES: Final[tuple[tuple[str, str, str, Any, str], ...]] = (
    ("spreadsheets.create", "POST", "/v4/spreadsheets", _create, "Spreadsheet"),
    ("spreadsheets.batchUpdate", "POST", _ONE + ":batchUpdate", _batch_update, "BatchUpdateSpreadsheetResponse"),
    ("spreadsheets.values.batchUpdate", "POST", _ONE + "/values:batchUpdate", _values_batch_update,
     "BatchUpdateValuesResponse"),
    ("spreadsheets.values.batchClear", "POST", _ONE + "/values:batchClear", _values_batch_clear,
     "BatchClearValuesResponse"),
    ("spreadsheets.values.batchUpdateByDataFilter", "POST", _ONE + "/values:batchUpdateByDataFilter",
     _values_update_by_filter, "BatchUpdateValuesByDataFilterResponse"),
    ("spreadsheets.values.batchClearByDataFilter", "POST", _ONE + "/values:batchClearByDataFilter",
     _values_clear_by_filter, "BatchClearValuesByDataFilterResponse"),
    ("spreadsheets.values.append", "POST", _ONE + "/values/{range}:append", _values_append, "AppendValuesResponse"),
    ("spreadsheets.values.clear", "POST", _ONE + "/values/{range}:clear", _values_clear, "ClearValuesResponse"),
    ("spreadsheets.values.update", "PUT", _ONE + "/values/{range}", _values_update, "UpdateValuesResponse"),
    ("spreadsheets.sheets.copyTo", "POST", _ONE + "/sheets/{sheetId}:copyTo", _copy_to, "SheetProperties"),
)  # fmt: skip
ROUTES: Final = (
    *(
        Route(f"sheets.{name}", method, path, do, writes=True, answers_with=kind)
        for name, method, path, do, kind in _WRITES
    ),
    *(Route(f"sheets.{name}", method, path, do, answers_with=kind) for name, method, path, do, kind in _READS),
)
"""The methods of Sheets v4."""
