"""The rows of an update that are kept: each family of wave 2 with what its council changed, and what it left alone.

Owns making their acts. Refuses to own which families those are (choosing) and comparing (updated).

Source: agreement 7.2c (notes wait until they are read), 7.2d; a family's status never reaches a laptop.
"""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Final

from store.agreement import Agreement
from store.exchange.intake.columns import rows_below
from store.exchange.intake.identity import as_compared
from store.exchange.intake.reading_rows import PARTED, Reader, digest_of, reference_in, row_of
from store.exchange.intake.tables import Row
from store.exchange.wave_two.originals import Original
from store.exchange.wave_two.returned import status_of
from store.exchange.wave_two.updated import new_notes, updated
from store.ids import FamilyId, PersonId
from store.keeping import acts
from store.keeping.acts.terms.attempts import Wave
from store.keeping.acts.terms.families import DetailSource, PersonRole, PhoneKind
from store.keeping.store import Store
from store.keeping.ways import ways_in

_NOTHING: Final = hashlib.sha256().hexdigest()


class Before:
    """What a council delivered of some families, kept in memory as it came.

    Args:
        originals: Its deliveries, oldest first: the first word on a family stands.
        wanted: The families' ids as `as_compared` compares them; of others nothing is kept.
        council: Whose.
        agreement: For its languages.
    """

    def __init__(self, originals: Sequence[Original], wanted: set[str], council: str, agreement: Agreement) -> None:
        self._readers = [Reader(each.columns, council, agreement.languages) for each in originals]
        self._rows: dict[str, tuple[int, bytes]] = {}
        for number, original in enumerate(originals):
            place = original.id_place
            for row in rows_below(original.table, original.columns):
                key = as_compared(reference_in(row[place])) if place < len(row) else ""
                if key in wanted and key not in self._rows:
                    self._rows[key] = (number, PARTED.join(row).encode("utf-8", "surrogatepass"))

    def of(self, reference: str) -> tuple[acts.FamilyDetails, tuple[acts.Note, ...]]:
        """Return the details and notes of a family as they were delivered."""
        number, text = self._rows[as_compared(reference)]
        return self._readers[number].details(row_of(text))


def kept_row(
    store: Store, delivery: str, family: FamilyId, place: int, row: Row, reader: Reader, before: Before, status: str
) -> Iterator[acts.Act]:
    """Yield what tells of one family of wave 2.

    Args:
        store: Base's.
        delivery: The update.
        family: Which.
        place: Of its row, from 0.
        row: As it came back.
        reader: Of the update's columns.
        before: What was delivered.
        status: Where it stands with the programme, as the row says; empty for nothing.
    """
    read = reader.row(row)
    delivered, was_noted = before.of(read.reference)
    told, noted = reader.details(row)
    now = updated(_known(store, family), delivered, told)
    yield acts.FamilyDelivered(
        family=family,
        delivery=delivery,
        row=place,
        row_digest=digest_of(read.text),
        council_reference=read.reference,
        wave=Wave.TWO,
        letter_sent_on=_letter(store, family),
        details=now.details,
        held_notes=new_notes(was_noted, noted),
    )
    if now.moved_from is not None:
        is_councils = now.details.address == told.address
        yield acts.FamilyMoved(
            family=family,
            old=now.moved_from,
            new=now.details.address,
            moved_on=None,
            source=DetailSource.COUNCIL if is_councils else DetailSource.INTERVIEWER,
        )
    said = status_of(status)
    if said is not None:
        yield acts.ProgrammeStatusRecorded(family=family, delivery=delivery, status=said, as_of_on=None)


def kept_without_row(store: Store, delivery: str, family: FamilyId, place: int) -> acts.FamilyDelivered:
    """Return what tells of a family of wave 2 that its council did not return: it stays as it is known."""
    ((reference,),) = store.rows("SELECT council_reference FROM family WHERE family = ?", (family,))
    known = _known(store, family)
    return acts.FamilyDelivered(
        family=family,
        delivery=delivery,
        row=place,
        row_digest=_NOTHING,
        council_reference=reference,
        wave=Wave.TWO,
        letter_sent_on=_letter(store, family),
        details=known,
        held_notes=(),
    )


def _letter(store: Store, family: FamilyId) -> str | None:
    ((on,),) = store.rows("SELECT letter_sent_on FROM family WHERE family = ?", (family,))
    return None if on is None else str(on)


def _known(store: Store, family: FamilyId) -> acts.FamilyDetails:
    """Return a family's address and main carer as they are known; no row of anybody else is touched by it."""
    ((lines, postcode, directions, language),) = store.rows(
        "SELECT lines, postcode, directions, language FROM family WHERE family = ?", (family,)
    )
    carers = store.rows(
        "SELECT person, title, first_names, surname, known_as, born_on, age_years, age_on, language FROM person"
        " WHERE family = ? AND role = ? AND left_how IS NULL ORDER BY place LIMIT 1",
        (family, PersonRole.MAIN_CARER),
    )
    return acts.FamilyDetails(
        address=acts.Address(lines=tuple(lines.split("\n")) if lines else (), postcode=postcode, directions=directions),
        people=tuple(_carer(store, family, *row) for row in carers),
        language=language,
    )


def _carer(store: Store, family: FamilyId, person: PersonId, *said: str | int | None) -> acts.Person:
    names = ("title", "first_names", "surname", "known_as", "born_on", "age_years", "age_on", "language")
    ((known,),) = store.rows("SELECT ways FROM family WHERE family = ?", (family,))
    ways = [each for each in ways_in(known) if each.person == person]
    return acts.Person.model_validate(
        {
            "person": person,
            "role": PersonRole.MAIN_CARER,
            **dict(zip(names, said, strict=True)),
            "phones": tuple(
                acts.Phone(
                    entry=each.entry, number=each.value, kind=PhoneKind(each.kind), is_confidential=each.is_confidential
                )
                for each in ways
                if each.kind
            ),
            "emails": tuple(
                acts.Email(entry=each.entry, address=each.value, is_confidential=each.is_confidential)
                for each in ways
                if not each.kind
            ),
        }
    )
