"""Corrections: the old value stays, an odd one is kept knowingly, an undoing is a correction as well."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from store import errors
from store.clock import to_ms
from store.fieldwork.corrections import CorrectionEntered, correct_detail, undo_correction
from store.fieldwork.family import Event, FamilyFile
from store.ids import PersonId
from store.keeping import acts
from store.keeping.acts.family_parts import Address
from store.keeping.acts.terms.families import DetailField, DetailSource
from tests.fieldwork.filed import ANNA, AT_DOOR, FAMILY, MOTHER, NOBODY, NOW, PHONE, SON, family_file, lock

SAID = DetailSource.RESPONDENT
FILE = family_file()


def entered(
    detail: DetailField,
    new: str | None,
    person: PersonId | None = None,
    entry: str | None = None,
    *,
    is_kept_knowingly: bool = False,
) -> CorrectionEntered:
    return CorrectionEntered(detail, new, SAID, person, entry, is_kept_knowingly=is_kept_knowingly)


def corrected(asked: CorrectionEntered, file: FamilyFile = FILE) -> acts.DetailsCorrected:
    (act,) = correct_detail(asked, file, AT_DOOR)
    assert isinstance(act, acts.DetailsCorrected)
    return act


@pytest.mark.parametrize(
    ("asked", "old", "new"),
    [
        (entered(DetailField.SURNAME, " Pargeter-Iqbal ", MOTHER), "Pargeter", "Pargeter-Iqbal"),
        (entered(DetailField.KNOWN_AS, "Dil", MOTHER), None, "Dil"),
        (entered(DetailField.FIRST_NAMES, None, SON), "Owen", None),
        (entered(DetailField.TITLE, "Dr", MOTHER), None, "Dr"),
        (entered(DetailField.ADDRESS, "4  Lapwing Reach\n\nChelmsford\x1b"), "3 Lapwing Reach\nChelmsford", None),
        (entered(DetailField.POSTCODE, "cm19an"), "CM1 9AL", "CM1 9AN"),
        (entered(DetailField.DIRECTIONS, "left of the\nbus stop"), None, "left of the\nbus stop"),
        (entered(DetailField.LANGUAGE, "pl"), None, "pl"),
        (entered(DetailField.LANGUAGE, "so", SON), None, "so"),
        (entered(DetailField.PHONE, "07700900124", MOTHER, PHONE.entry), "07700 900123", "07700 900124"),
        (entered(DetailField.PHONE, "", MOTHER, PHONE.entry), "07700 900123", None),
        (entered(DetailField.CONFIDENTIALITY, "confidential", MOTHER, PHONE.entry), "open", "confidential"),
        (entered(DetailField.BORN_ON, "2000-03-03", SON), "1999-03-03", "2000-03-03"),
        (entered(DetailField.AGE, "015", SON), None, "15"),
        (entered(DetailField.ROLE, "adult", SON), "young_person", "adult"),
        (entered(DetailField.EMAIL, "dilys@example.org", MOTHER), None, "dilys@example.org"),
    ],
)
def test_a_correction_keeps_the_old_value_with_its_day_and_source(
    asked: CorrectionEntered, old: str | None, new: str | None
) -> None:
    act = corrected(asked)

    assert (act.family, act.person, act.field, act.undoes) == (FAMILY, asked.person, asked.detail, None)
    assert act.old == old
    assert act.new == ("4 Lapwing Reach\nChelmsford" if asked.detail is DetailField.ADDRESS else new)
    assert (act.source, act.known_on, act.is_odd) == (SAID, "2015-11-10", False)


def test_a_number_that_is_new_gets_an_entry_of_its_own_and_one_that_is_known_keeps_its() -> None:
    added = corrected(entered(DetailField.PHONE, "07700 900125", SON))
    changed = corrected(entered(DetailField.PHONE, "07700 900125", MOTHER, PHONE.entry))

    assert added.entry not in (None, PHONE.entry)
    assert changed.entry == PHONE.entry


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        (entered(DetailField.PHONE, "ask at no. 12", SON), "ask at no. 12"),
        (entered(DetailField.POSTCODE, "near the mill"), "near the mill"),
        (entered(DetailField.EMAIL, "dilys at home", MOTHER), "dilys at home"),
        (entered(DetailField.AGE, "40", SON), "40"),
        (entered(DetailField.BORN_ON, "1970-01-01", SON), "1970-01-01"),
    ],
)
def test_what_is_odd_is_kept_only_knowingly(asked: CorrectionEntered, kept: str) -> None:
    with pytest.raises(errors.OddValueError):
        corrected(asked)

    act = corrected(replace(asked, is_kept_knowingly=True))

    assert (act.new, act.is_odd) == (kept, True)


@pytest.mark.parametrize(
    ("asked", "refused"),
    [
        (entered(DetailField.SURNAME, "Pargeter", MOTHER), errors.NothingChangedError),
        (entered(DetailField.POSTCODE, "cm1 9al"), errors.NothingChangedError),
        (entered(DetailField.PHONE, None, SON), errors.NothingChangedError),
        (entered(DetailField.SURNAME, "x", NOBODY), errors.PersonUnknownError),
        (entered(DetailField.SURNAME, "x"), errors.PersonUnknownError),
        (entered(DetailField.PHONE, "07700 900125", SON, PHONE.entry), errors.ValueFormError),
        (entered(DetailField.EMAIL, "dilys@example.org", MOTHER, PHONE.entry), errors.ValueFormError),
        (entered(DetailField.CONFIDENTIALITY, "confidential", MOTHER), errors.ValueFormError),
        (entered(DetailField.CONFIDENTIALITY, "perhaps", MOTHER, PHONE.entry), errors.ValueFormError),
        (entered(DetailField.CONFIDENTIALITY, None, MOTHER, PHONE.entry), errors.EmptyFieldError),
        (entered(DetailField.ROLE, "", SON), errors.EmptyFieldError),
        (entered(DetailField.ROLE, "uncle", SON), errors.ValueFormError),
        (entered(DetailField.LANGUAGE, "Polish"), errors.ValueFormError),
        (entered(DetailField.BORN_ON, "3 March", SON), errors.AgeNotPossibleError),
        (entered(DetailField.BORN_ON, "2015-11-11", SON), errors.AgeNotPossibleError),
        (entered(DetailField.BORN_ON, "1850-01-01", SON), errors.AgeNotPossibleError),
        (entered(DetailField.AGE, "131", SON), errors.AgeNotPossibleError),
        (entered(DetailField.AGE, "-1", SON), errors.AgeNotPossibleError),
        (entered(DetailField.AGE, "\u0661\u0662", SON), errors.AgeNotPossibleError),
        (entered(DetailField.AGE, "9" * 200, SON), errors.AgeNotPossibleError),
        (entered(DetailField.ADDRESS, "\n".join("abcdefghijk")), errors.TypedTooLongError),
        (replace(entered(DetailField.TITLE, "Dr", SON), known_on=date(2015, 11, 11)), errors.StillAheadError),
    ],
)
def test_a_correction_that_cannot_be_says_why(asked: CorrectionEntered, refused: type[errors.StoreError]) -> None:
    with pytest.raises(refused):
        corrected(asked)


def test_a_locked_family_is_not_corrected() -> None:
    with pytest.raises(errors.FamilyLockedError):
        corrected(entered(DetailField.TITLE, "Dr", MOTHER), family_file(locks=(lock(),)))


def test_no_refusal_about_a_detail_repeats_what_was_typed() -> None:
    with pytest.raises(errors.AgeNotPossibleError) as refusal:
        corrected(entered(DetailField.BORN_ON, "Hurstmonceux", SON))

    assert refusal.value.__cause__ is None
    assert "Hurstmonceux" not in repr(refusal.value) + str(refusal.value)


# -- taking back -----------------------------------------------------------------------------------------------------


def told(*changes: acts.Act) -> FamilyFile:
    """Return a file whose history tells these, oldest first."""
    events = [
        Event(
            n, to_ms(NOW - timedelta(days=1)) + n, ANNA, act.kind, 1, is_own=True, is_unsent=True, body=acts.dump(act)
        )
        for n, act in enumerate(changes, start=1)
    ]
    return family_file(history=(*reversed(events), *FILE.history))


FIRST = corrected(entered(DetailField.SURNAME, "Iqbal", MOTHER))
SECOND = FIRST.model_copy(update={"correction": "e2" * 16, "old": "Iqbal", "new": "Jessop"})
OTHER = corrected(entered(DetailField.TITLE, "Dr", MOTHER))


def test_undoing_is_a_correction_that_names_the_one_it_takes_back() -> None:
    (undone,) = undo_correction(FIRST.correction, told(FIRST, OTHER), AT_DOOR)

    assert isinstance(undone, acts.DetailsCorrected)
    assert (undone.undoes, undone.old, undone.new) == (FIRST.correction, "Iqbal", "Pargeter")
    assert undone.correction != FIRST.correction
    assert (undone.person, undone.field) == (MOTHER, "surname")


def test_an_undoing_can_be_undone() -> None:
    (undone,) = undo_correction(FIRST.correction, told(FIRST), AT_DOOR)
    assert isinstance(undone, acts.DetailsCorrected)

    (again,) = undo_correction(undone.correction, told(FIRST, undone), AT_DOOR)

    assert isinstance(again, acts.DetailsCorrected)
    assert (again.undoes, again.new) == (undone.correction, "Iqbal")


def test_what_something_came_after_is_not_undone() -> None:
    with pytest.raises(errors.CorrectionUnknownError):
        undo_correction(FIRST.correction, told(FIRST, SECOND), AT_DOOR)
    with pytest.raises(errors.CorrectionUnknownError):
        undo_correction("e9" * 16, told(FIRST), AT_DOOR)
    assert undo_correction(SECOND.correction, told(FIRST, SECOND), AT_DOOR)


def test_an_address_is_not_put_back_once_the_family_moved() -> None:
    address = corrected(entered(DetailField.ADDRESS, "4 Lapwing Reach"))
    nowhere = Address(lines=(), postcode=None, directions=None)
    moved = acts.FamilyMoved(family=FAMILY, old=nowhere, new=None, moved_on=None, source=SAID)

    assert undo_correction(address.correction, told(moved, address), AT_DOOR)
    assert undo_correction(FIRST.correction, told(FIRST, moved), AT_DOOR)
    with pytest.raises(errors.CorrectionUnknownError):
        undo_correction(address.correction, told(address, moved), AT_DOOR)


def test_putting_an_odd_value_back_says_that_it_is_odd() -> None:
    odd = corrected(entered(DetailField.POSTCODE, "the mill", is_kept_knowingly=True))
    right = odd.model_copy(update={"correction": "e3" * 16, "old": "the mill", "new": "CM1 9AN", "is_odd": False})

    (undone,) = undo_correction("e3" * 16, told(odd, right), AT_DOOR)

    assert isinstance(undone, acts.DetailsCorrected)
    assert (undone.new, undone.is_odd) == ("the mill", True)
