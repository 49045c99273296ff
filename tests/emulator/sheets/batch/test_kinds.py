"""The kinds that the server does, held against Google's discovery document."""

from sheetkit.emulator.sheets.batch import shapes
from sheetkit.emulator.sheets.batch.apply import UNBUILT
from sheetkit.emulator.sheets.batch.registry import KINDS
from tests.emulator.discovery import properties, schemas


def test_every_kind_is_done_or_said_not_to_be() -> None:
    assert set(KINDS) | UNBUILT == set(properties("Request"))
    assert not set(KINDS) & UNBUILT


def test_the_table_of_shapes_names_what_the_discovery_document_names() -> None:
    for name in (name for name in schemas() if shapes.known(name)):
        theirs = set(properties(name)) - (UNBUILT if name == "Request" else set())
        assert set(shapes.fields_of(name)) == theirs, name


def test_every_field_has_the_type_of_the_discovery_document() -> None:
    for name in (name for name in schemas() if shapes.known(name)):
        for key, field in shapes.fields_of(name).items():
            theirs = properties(name)[key]
            assert field.repeated == (theirs.get("type") == "array"), (name, key)
            theirs = theirs.get("items", theirs)
            assert theirs.get("$ref", field.type) == field.type or field.mapped, (name, key)
            if "enum" in theirs:
                assert shapes.values_of(field.type) == tuple(theirs["enum"]), (name, key)
