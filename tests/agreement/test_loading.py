"""From a file's bytes to an agreement, or one clear refusal."""

from collections.abc import Callable
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.agreement import load_agreement
from store.agreement.loading import LARGEST_FILE_BYTES, agreement_from
from store.errors import AgreementUnreadableError, StoreError
from tests.agreement.edited import PACKAGED, edited, without


def test_the_packaged_agreement_is_essexs_and_knows_its_own_digest() -> None:
    agreement = load_agreement()

    assert agreement.id == "essex-2015"
    assert agreement.dated == "September 2015"
    assert agreement.digest == sha256(PACKAGED).hexdigest()


def test_an_agreement_that_was_loaded_before_is_at_hand() -> None:
    early = load_agreement()

    assert agreement_from(PACKAGED) is early


def test_an_agreement_of_another_council_loads_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "kent.toml"
    council = ("Essex County Council", "Kent County Council")
    text = PACKAGED.decode().replace(*council)
    hashes = {w.sha256: sha256(w.text.replace(*council).encode()).hexdigest() for w in load_agreement().wordings}
    for old, new in hashes.items():
        text = text.replace(old, new)
    path.write_bytes(text.encode())

    agreement = load_agreement(path)

    assert agreement.parties[0].name == "Kent County Council"
    assert agreement.digest == sha256(path.read_bytes()).hexdigest()


def test_a_comment_changes_the_digest_and_nothing_else() -> None:
    plain, commented = agreement_from(PACKAGED), agreement_from(PACKAGED + b"# seen\n")

    assert plain.digest != commented.digest
    assert plain.term == commented.term


@pytest.mark.parametrize(
    "make",
    [
        lambda path: path.unlink(missing_ok=True),
        lambda path: path.mkdir(),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"\xff\xfe"),
        lambda path: path.write_bytes(b"title = "),
        lambda path: path.write_bytes(b"x = " + b"[" * 5000 + b"]" * 5000),
        lambda path: path.write_bytes(b"day = 2015-13-45"),
        lambda path: path.write_bytes(b"n = " + b"9" * 5000),
        lambda path: path.write_bytes(PACKAGED + b"#" * LARGEST_FILE_BYTES),
        lambda path: path.write_bytes(PACKAGED + b"\n[term]\n"),
    ],
    ids=["missing", "folder", "empty", "not text", "cut off", "deep", "no date", "huge number", "huge", "table twice"],
)
def test_what_is_no_agreement_is_refused_with_a_message_and_a_hint(
    make: Callable[[Path], None], tmp_path: Path
) -> None:
    path = tmp_path / "agreement.toml"
    make(path)

    with pytest.raises(AgreementUnreadableError) as refused:
        load_agreement(path)

    assert refused.value.message
    assert refused.value.hint
    assert str(tmp_path) not in str(refused.value)


MALFORMED = {
    "an unknown key": ("windows.colour", edited("\n[windows]\n", "supply_months", 'colour = "red"\nsupply_months')),
    "an unknown key at the top": ("colour", b'colour = "red"\n' + PACKAGED),
    "a key that is no word": ("(a quoted key)", b'"\\u001b[2J" = 1\n' + PACKAGED),
    "a missing key": ("windows.supply_months", edited("\n[windows]\n", "supply_months = 6\n", "")),
    "a missing table": ("cells", without("[cells]", "[calls]")),
    "a written digest": ("digest", f'digest = "{"ab" * 32}"\n'.encode() + PACKAGED),
    "a number as text": ("windows.refusal_full_days", edited("\n[windows]\n", "= 14", '= "14"')),
    "a boolean as a number": ("windows.refusal_full_days", edited("\n[windows]\n", "= 14", "= true")),
    "a number with a fraction": ("windows.refusal_full_days", edited("\n[windows]\n", "= 14", "= 14.0")),
    "a negative number": ("windows.refusal_full_days", edited("\n[windows]\n", "= 14", "= -14")),
    "an enormous number": ("windows.refusal_full_days", edited("\n[windows]\n", "= 14", "= 100000000000")),
    "an instant as a date": ("windows.records_from", edited("\n[windows]\n", "2014-09-01", "2014-09-01T00:00:00Z")),
    "a date as text": ("windows.records_from", edited("\n[windows]\n", "2014-09-01", '"2014-09-01"')),
    "a date at the end of the calendar": ("law[gdpr-2018].to_on", edited('"gdpr-2018"', "2020-12-31", "9999-12-31")),
    "a text that is empty": ("title", edited("id =", PACKAGED.decode().split('title = "')[1].split('"')[0], " ")),
    "a text with an escape": ("dated", edited("title", '"September 2015"', '"September \\u001b[2J"')),
    "a list as one": (
        "purposes[re-contact].names",
        edited('id = "re-contact"', '["Ipsos MORI", "wave 2"]', '"wave 2"'),
    ),
    "a table as text": ("cells", without("[cells]", "[calls]").replace(b"id =", b'cells = "5"\nid =', 1)),
    "a word outside its list": ("clocks[loss-24-hours].unit", edited('"loss-24-hours"', '"hours"', '"fortnights"')),
    "a list outside its list": ("containers.minimum", edited("\n[containers]\n", '"AES-256"', '["AES-256"]')),
    "an end left blank": ("law[uk-gdpr-2026-06].to_on", edited('"uk-gdpr-2026-06"', '"open"', '"unset"')),
    "an item without an id": ("faults[0].id", edited("[[faults]]\n", 'id = "a2-cites-3-11"\n', "")),
    "an item that is no table": ("outcomes.final[0]", edited("final = [\n", "  {", '  "110",\n  {')),
}


@pytest.mark.parametrize("case", MALFORMED)
def test_a_file_of_another_shape_is_refused_naming_the_place(case: str) -> None:
    where, raw = MALFORMED[case]

    with pytest.raises(AgreementUnreadableError) as refused:
        agreement_from(raw)

    assert refused.value.where == where
    assert refused.value.message.isprintable()


CONTRADICTORY = {
    "the same party twice": ("parties", edited('id = "department"', 'id = "agency"', 'id = "department"')),
    "a purpose left out": ("purposes", without('[[purposes]]\nid = "take-part"', '[[purposes]]\nid = "parental')),
    "a dataset left out": ("datasets", without('[[datasets]]\nid = "updates"', '[[datasets]]\nid = "fieldwork"')),
    "a contact twice": ("contacts", edited("[[contacts]]", "department-representative", "council-representative")),
    "a wording twice": (
        "wordings",
        PACKAGED
        + b'[[wordings]]\nid = "linkage"\npurpose = "linkage"\ntarget = "none"\nversion = 1\nlanguage = "en"\n'
        + b'form = "full"\ntranslation = "original"\nsha256 = "x"\ntext = "x"\n',
    ),
    "a wording without easy reading": ("wordings", edited('id = "linkage-easy"', '"easy_read"', '"full"')),
    "a language twice": ("languages", edited("languages = [", 'tag = "sq"', 'tag = "en"')),
    "a leaflet twice in a language": (
        "leaflets",
        edited(
            "# Polish is",
            "\n\n[[wordings]]",
            '\n\n[[leaflets]]\nid = "x"\nversion = 1\nlanguage = "en"\n\n[[wordings]]',
        ),
    ),
    "more back-checks than interviews": (
        "back_checks",
        edited("\n[back_checks]\n", "interviews_per_mille = 100", "interviews_per_mille = 1001"),
    ),
    "a legal basis twice": ("legal_bases", edited("[[legal_bases]]", "public-task-2018", "functions-1998")),
    "a batch twice": ("batches", edited("[[batches]]", "batch-2", "batch-1")),
    "a clock twice": ("clocks", edited("[[clocks]]", "regulator-notice-2018", "loss-24-hours")),
    "a law twice": ("law", edited("[[law]]", '"gdpr-2018"', '"dpa-1998"')),
    "a fault twice": ("faults", edited("[[faults]]", "second-14-3", "a2-cites-3-11")),
    "a final outcome twice": ("outcomes.final", edited("final = [", "code = 210", "code = 110")),
    "an attempt result twice": ("outcomes.attempt_results", edited("attempt_results = [", "code = 2,", "code = 1,")),
    "a reason twice": ("outcomes.no_interview_reasons", edited("interview_reasons = [", "code = 2,", "code = 1,")),
    "a country that is none": ("places", edited("\n[places]\n", '"GB"', '"United Kingdom"')),
    "laws that overlap": ("law", edited('id = "gdpr-2018"', "2018-05-25", "2018-05-24")),
    "a law behind one still in force": ("law", edited('id = "dpa-1998"', "to_on = 2018-05-24", 'to_on = "open"')),
    "a law that ends before it begins": ("law", edited('id = "dpa-1998"', "to_on = 2018-05-24", "to_on = 2000-02-01")),
    "batches that overlap": ("batches", edited('id = "batch-2"', "2015-11-01", "2015-10-31")),
    "clocks that overlap": (
        "clocks of kind subject-access",
        edited('id = "subject-access-2018"', "2018-05-25", "2018-05-24"),
    ),
    "bases that overlap": (
        "legal_bases of contacts",
        edited('id = "public-task-2018"', "2018-05-25", "2018-05-24"),
    ),
    "two controllers at once": (
        "roles of the controller before-arrival",
        edited("[[roles]]", 'stage = "after-arrival"', 'stage = "before-arrival"'),
    ),
    "a clock due at once": ("clocks[subject-access-1998].amount", edited('"subject-access-1998"', "= 40", "= 0")),
    "hours that pause": ("clocks[loss-24-hours].may_pause", edited('"loss-24-hours"', "pause = false", "pause = true")),
    "a document that is no hash": (
        "windows.schedule_document_sha256",
        edited("\n[windows]\n", 'document_sha256 = "unset"', 'document_sha256 = "the letter"'),
    ),
    "a grant without a hash": (
        "places.grants[CH]",
        edited(
            "\n[places]\n",
            "grants = []",
            'grants = [{ country = "CH", granted_on = 2016-01-05, document_sha256 = "AB" }]',
        ),
    ),
    "a term that ends before it begins": ("term", edited("\n[term]\n", "= 2015-09-01", "= 2018-09-01")),
    "more evenings than calls": ("calls", edited("\n[calls]\n", "evenings = 1", "evenings = 4")),
}


@pytest.mark.parametrize("case", CONTRADICTORY)
def test_a_file_that_contradicts_itself_is_refused_naming_the_place(case: str) -> None:
    where, raw = CONTRADICTORY[case]

    with pytest.raises(AgreementUnreadableError) as refused:
        agreement_from(raw)

    assert refused.value.where == where


@given(cut=st.integers(0, len(PACKAGED) - 2))
def test_a_file_that_was_cut_short_is_never_taken_for_a_whole_one(cut: int) -> None:
    with pytest.raises(StoreError):
        agreement_from(PACKAGED[:cut])


@given(place=st.integers(0, len(PACKAGED) - 1), byte=st.integers(0, 255))
def test_any_changed_byte_ends_in_an_agreement_or_in_one_of_our_refusals(place: int, byte: int) -> None:
    changed = PACKAGED[:place] + bytes([byte]) + PACKAGED[place + 1 :]

    with suppress(StoreError):
        assert agreement_from(changed).digest == sha256(changed).hexdigest()
