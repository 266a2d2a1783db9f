"""What the tables promise about themselves: who may write them, what goes with a family, what no repr shows."""

from collections.abc import Iterator

import pytest
from pydantic.fields import FieldInfo
from sqlmodel import SQLModel

from store.keeping import tables

KINDS = (tables.Kept, tables.Projected, tables.Local)

HARMLESS = {
    "addressed": {"device", "n"},
    "allocation": {"device", "family", "interviewer", "order_id", "state"},
    "conflict": {"conflict", "detail_entry", "family", "field", "is_settled", "person"},
    "credential": {"credential", "evidence", "expires_on", "from_on", "staff", "topics"},
    "device": {"device", "kind", "state"},
    "entry": {"header", "id", "leaf", "signature"},
    "exchangednote": {"branch", "digest", "journal", "note", "size"},
    "fact": {"name"},
    "family": {"family"},
    "familyentry": {"entry", "family"},
    "fieldorder": {"base_at", "device", "entries", "families", "order_id", "order_kind", "state"},
    "localdraft": {"family", "form"},
    "issuedwording": {"digest", "entry", "form", "from_on", "language", "purpose", "translation", "version", "wording"},
    "localnote": {"name"},
    "localsecret": {"device", "epoch", "purpose"},
    "node": {"hash", "index", "level", "stem"},
    "parentage": {"branch", "journal", "parent_branch", "parent_size"},
    "passage": {"at", "branch", "count", "first", "journal"},
    "peer": {
        "branch",
        "device",
        "epoch",
        "heard_number",
        "heard_size",
        "journal",
        "number_in",
        "number_out",
        "release",
        "revoked_from",
        "role",
        "staff",
        "their_root",
        "their_size",
        "unsent_count",
    },
    "paperwish": {"by", "is_settled", "noted", "noted_at_ms", "reach", "sheet"},
    "person": {"family", "person", "role"},
    "receipt": {"backed_up_size", "branch", "journal", "size"},
    "recoverykey": {"device", "epoch", "fingerprint", "holder"},
    "sentbundle": {"digest", "from_size", "number", "root", "size", "to_device"},
    "staff": {"left_on", "roles", "staff"},
    "stem": {"branch", "id", "journal"},
    "takenbundle": {"digest", "from_device", "number"},
    "ticket": {"device", "expires_at_ms", "staff", "state", "ticket", "ticket_digest"},
    "tombstone": {"entry"},
}
"""Columns that hold ids, codes, days, counts, hashes and what was signed of them only; every other one is hidden."""


def declared(kind: type[SQLModel]) -> Iterator[type[SQLModel]]:
    for model in kind.__subclasses__():
        if hasattr(model, "__table__"):
            yield model
        yield from declared(model)


MODELS = {model.__tablename__: model for kind in KINDS for model in declared(kind)}


def test_every_table_of_the_file_is_of_exactly_one_kind() -> None:
    made = set(SQLModel.metadata.tables)

    assert made == set(MODELS) == set(HARMLESS)
    for model in MODELS.values():
        assert sum(issubclass(model, kind) for kind in KINDS) == 1


def test_every_row_about_a_family_is_keyed_by_it() -> None:
    """So that no row of one family takes the place of another's, and forgetting one brings back none of another."""
    about = list(declared(tables.AboutFamily))

    assert {model.__name__ for model in about} == {"Allocation", "Conflict", "Family", "FamilyEntry", "Person"}
    for model in about:
        assert "family" in SQLModel.metadata.tables[str(model.__tablename__)].primary_key.columns


@pytest.mark.parametrize("name", sorted(HARMLESS))
def test_no_repr_of_a_row_shows_what_may_be_a_name_a_note_or_a_key(name: str) -> None:
    fields: dict[str, FieldInfo] = MODELS[name].model_fields

    shown = {column for column, told in fields.items() if told.repr}

    assert shown <= HARMLESS[name]
    row = MODELS[name](**dict.fromkeys(fields, "Hurstmonceux"))
    assert repr(row).count("Hurstmonceux") == len(shown)
