"""What the tables promise about themselves: who may write them, what goes with a family, what no repr shows."""

from collections.abc import Iterator

import pytest
from pydantic.fields import FieldInfo
from sqlmodel import SQLModel

from store.keeping import tables, tables_clocks, tables_custody, tables_deliveries, tables_fieldwork
from store.keeping.schema import LOCAL

KINDS = (tables.Kept, tables.Projected, tables.Local)

HARMLESS = {
    "addressed": {"device", "n"},
    "appointment": {
        "appointment", "at_ms", "duration_min", "end", "family", "interviewer", "is_firm", "is_from_before",
        "is_told_on", "mode", "person", "utc_offset_min",
    },
    "attempt": {
        "at_ms", "attempt", "family", "household_code", "household_group", "interviewer", "is_corrected",
        "is_from_before", "is_late", "is_taken_back", "is_told_on", "met", "mode", "next_appointment", "number",
        "others_present", "reason", "respondents", "result", "sheet", "utc_offset_min", "wave",
    },
    "clockpause": {"answered_on", "asked_on", "clock"},
    "correctiveaction": {"action", "done_on", "due_on", "incident", "owner", "told_by"},
    "dutyclock": {
        "about", "about_id", "amount", "asked_on", "clock", "clock_kind", "due_at_ms", "due_on", "end", "for_clause",
        "is_in_time", "law", "may_pause", "rolls", "rule", "started_at_ms", "stopped_at_ms", "told_by", "unit",
    },
    "incident": {
        "aware_at_ms", "devices", "end", "families", "families_count", "happened_at_ms", "identified_at_ms", "incident",
        "incident_kind", "raised_by", "risk", "told_by",
    },
    "incidentnews": {"count_before", "count_since", "entry", "incident"},
    "notice": {"about", "at_ms", "channel", "clock", "matter", "notice", "recipient", "sha256", "told_by"},
    "request": {
        "channel", "entry", "family", "locks_family", "person", "received_at_ms", "received_by", "request",
        "request_kind", "sheet", "told_by",
    },
    "requestnews": {"at_ms", "end", "entry", "family", "instruction", "request", "step", "told_by"},
    "sheet": {
        "families_count", "holder", "issued_at_ms", "level", "sheet", "shredded_at_ms", "shredded_by", "state",
    },
    "sheetfamily": {"family", "sheet"},
    "ceremony": {"ceremony", "end", "family", "person", "wave"},
    "consent": {
        "at_ms", "family", "is_from_before", "is_live", "not_asked", "person", "purpose", "record", "state", "target",
        "wave", "wording", "wording_version",
    },
    "contactline": {
        "attempts_count", "consents", "family", "last", "next_at_ms", "note_until", "standing", "visits_count",
    },
    "allocation": {"device", "family", "interviewer", "order_id", "state"},
    "conflict": {"conflict", "detail_entry", "family", "field", "is_settled", "person"},
    "credential": {"credential", "evidence", "expires_on", "from_on", "has_begun", "is_ended", "staff", "topics"},
    "datasetmove": {"at_ms", "dataset", "device", "entry", "families_count", "move", "of", "shipment"},
    "device": {"device", "kind", "state", "told_by"},
    "deviceentry": {"at_ms", "device", "entry"},
    "volumelook": {"at_ms", "device", "encrypted", "evidence"},
    "sealedbundle": {"branch", "entry", "from_ms", "from_size", "journal", "mailbox", "size", "to_ms"},
    "delivery": {
        "at_ms", "dataset_kind", "delivery", "held_count", "mailed_count", "movement", "opted_out_count", "sha256",
        "state", "supplied_count", "why",
    },
    "heldback": {"delivery", "family", "reasons"},
    "localoriginal": {"delivery"},
    "supplied": {"delivery", "family"},
    "entry": {"header", "id", "leaf", "signature"},
    "exchangednote": {"branch", "digest", "journal", "note", "size"},
    "fact": {"name"},
    "family": {"family", "is_moved", "letter_sent_on", "recall", "wave"},
    "familyentry": {"entry", "family"},
    "familyview": {"at_ms", "device", "entry", "family", "parts", "staff"},
    "familynote": {"expires_on", "family", "note", "state"},
    "fieldorder": {"base_at", "device", "entries", "families", "order_id", "order_kind", "state"},
    "localdraft": {"family", "form"},
    "issuedwording": {"digest", "entry", "form", "from_on", "language", "purpose", "translation", "version", "wording"},
    "holding": {"dataset", "device", "entry", "family", "from_ms", "to_entry", "to_ms"},
    "interview": {"began_at_ms", "ended_at_ms", "family", "interview", "person", "state", "wave"},
    "localnote": {"name"},
    "localsecret": {"device", "epoch", "purpose"},
    "lockset": {"cause", "entry", "family", "follows_from", "lock"},
    "lonevisit": {"back_at_ms", "end", "expected_back_at_ms", "family", "interviewer", "visit"},
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
    "person": {"family", "is_added", "left_how", "left_on", "person", "place", "role"},
    "receipt": {"backed_up_size", "branch", "journal", "size"},
    "recoverykey": {"device", "epoch", "fingerprint", "holder"},
    "safetynote": {"expires_on", "family", "is_read", "note"},
    "selection": {"family", "selected", "wave"},
    "sentbundle": {"digest", "from_size", "number", "root", "size", "to_device"},
    "setoutcome": {"code", "family", "group", "person", "wave"},
    "staff": {"left_on", "roles", "staff"},
    "stem": {"branch", "id", "journal"},
    "takenbundle": {"digest", "from_device", "number"},
    "ticket": {"device", "expires_at_ms", "staff", "state", "ticket", "ticket_digest"},
    "tombstone": {"entry"},
    "withheld": {"device", "journal", "n", "needs_release"},
    "wish": {
        "at_ms", "by", "by_person", "counts", "decision", "family", "follows", "person", "reach", "wish",
    },
}  # fmt: skip
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
        assert issubclass(model, tables.Local) == str(model.__tablename__).startswith(LOCAL)


def test_every_row_about_a_family_is_keyed_by_it() -> None:
    """So that no row of one family takes the place of another's, and forgetting one brings back none of another."""
    about = list(declared(tables.AboutFamily))

    of_fieldwork = {model.__name__ for model in about if model.__module__ == tables_fieldwork.__name__}
    of_custody = {model.__name__ for model in about if model.__module__ == tables_custody.__name__}
    elsewhere = {"Allocation", "Conflict", "FamilyEntry", "Request", "RequestNews", "SheetFamily", "Supplied"}
    assert {model.__name__ for model in about} - of_fieldwork - of_custody == elsewhere
    assert of_custody == {"FamilyView", "Holding"}
    assert {tables_clocks.Request, tables_deliveries.Supplied} <= set(about)
    assert {model.__name__ for model in declared(SQLModel) if model.__module__ == tables_fieldwork.__name__} == (
        of_fieldwork
    )
    for model in about:
        assert "family" in SQLModel.metadata.tables[str(model.__tablename__)].primary_key.columns


@pytest.mark.parametrize("name", sorted(HARMLESS))
def test_no_repr_of_a_row_shows_what_may_be_a_name_a_note_or_a_key(name: str) -> None:
    fields: dict[str, FieldInfo] = MODELS[name].model_fields

    shown = {column for column, told in fields.items() if told.repr}

    assert shown <= HARMLESS[name]
    row = MODELS[name](**dict.fromkeys(fields, "Hurstmonceux"))
    assert repr(row).count("Hurstmonceux") == len(shown)
