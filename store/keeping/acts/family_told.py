"""A delivered family as plain values: what `FamilyDelivered` says, without the act around it.

Owns these values and their one spelling, which is to the byte what `catalogue.dump` gives for the act. Refuses to check
them: an act checks whatever it is given, and for a hundred thousand of them that takes longer than keeping them. Who
makes one has made each value fit (exchange, intake, reading_rows), and reads one of each batch back as the act it is.
"""

from json.encoder import encode_basestring
from typing import Final, NamedTuple

from store.errors import ActTooLargeError
from store.ids import FamilyId
from store.keeping.acts.catalogue import MAX_BODY_BYTES
from store.keeping.acts.families import FamilyDelivered
from store.keeping.acts.family_parts import Address, Email, FamilyDetails, Person, Phone
from store.keeping.acts.terms.families import PersonRole, PhoneKind

_CONFIDENTIAL: Final = {True: "true", False: "false"}


class PhoneTold(NamedTuple):
    """One number; as `family_parts.Phone`."""

    entry: str
    number: str
    kind: str
    is_confidential: bool

    def __repr__(self) -> str:
        """Show nothing of it."""
        return "<PhoneTold>"


class EmailTold(NamedTuple):
    """One address for mail; as `family_parts.Email`."""

    entry: str
    address: str
    is_confidential: bool

    def __repr__(self) -> str:
        """Show nothing of it."""
        return "<EmailTold>"


class PersonTold(NamedTuple):
    """One member of a family; as `family_parts.Person`."""

    person: str
    role: str
    title: str | None
    first_names: str | None
    surname: str | None
    known_as: str | None
    born_on: str | None
    age_years: int | None
    age_on: str | None
    language: str | None
    phones: tuple[PhoneTold, ...]
    emails: tuple[EmailTold, ...]

    def __repr__(self) -> str:
        """Show nothing of them."""
        return "<PersonTold>"


class NoteTold(NamedTuple):
    """A note that waits; as `family_parts.Note`."""

    note: str
    text: str
    source: str
    expires_on: str | None

    def __repr__(self) -> str:
        """Show nothing of it."""
        return "<NoteTold>"


class FamilyTold(NamedTuple):
    """A family that a council supplied; as `families.FamilyDelivered`."""

    family: FamilyId
    delivery: str
    row: int
    row_digest: str
    council_reference: str
    wave: str
    letter_sent_on: str | None
    language: str | None
    lines: tuple[str, ...]
    postcode: str | None
    directions: str | None
    people: tuple[PersonTold, ...]
    held_notes: tuple[NoteTold, ...]

    def __repr__(self) -> str:
        """Show whose it is alone."""
        return f"<FamilyTold {self.family}>"

    @property
    def kind(self) -> str:
        """As the act's."""
        return FamilyDelivered.kind

    @property
    def version(self) -> int:
        """As the act's."""
        return FamilyDelivered.version

    def body(self) -> bytes:
        """Return the body: canonical JSON, its names in their order.

        Raises:
            ActTooLargeError: It takes more than `MAX_BODY_BYTES`: what nobody could read again is not kept.

        Source:
            RFC 8785; `canonical.dumps` writes texts with the same function.
        """
        lines = ",".join(map(encode_basestring, self.lines))
        address = f'{{"directions":{_text(self.directions)},"lines":[{lines}],"postcode":{_text(self.postcode)}}}'
        people = ",".join(map(_person, self.people))
        body = (
            f'{{"council_reference":{encode_basestring(self.council_reference)},"delivery":"{self.delivery}",'
            f'"details":{{"address":{address},"language":{_text(self.language)},"people":[{people}]}},'
            f'"family":"{self.family}","held_notes":[{",".join(map(_note, self.held_notes))}],'
            f'"letter_sent_on":{_text(self.letter_sent_on)},"row":{self.row},"row_digest":"{self.row_digest}",'
            f'"wave":"{self.wave}"}}'
        ).encode()
        if len(body) > MAX_BODY_BYTES:
            raise ActTooLargeError(self.kind, len(body), MAX_BODY_BYTES)
        return body


def told_of(act: FamilyDelivered) -> FamilyTold:
    """Return the plain values of an act."""
    details = act.details
    return FamilyTold(
        act.family,
        act.delivery,
        act.row,
        act.row_digest,
        act.council_reference,
        act.wave.value,
        act.letter_sent_on,
        details.language,
        details.address.lines,
        details.address.postcode,
        details.address.directions,
        tuple(
            PersonTold(
                each.person,
                each.role.value,
                each.title,
                each.first_names,
                each.surname,
                each.known_as,
                each.born_on,
                each.age_years,
                each.age_on,
                each.language,
                tuple(PhoneTold(one.entry, one.number, one.kind.value, one.is_confidential) for one in each.phones),
                tuple(EmailTold(one.entry, one.address, one.is_confidential) for one in each.emails),
            )
            for each in details.people
        ),
        tuple(NoteTold(each.note, each.text, each.source, each.expires_on) for each in act.held_notes),
    )


def details_of(told: FamilyTold) -> FamilyDetails:
    """Return what is known of a family, each value checked."""
    return FamilyDetails(
        address=Address(lines=told.lines, postcode=told.postcode, directions=told.directions),
        language=told.language,
        people=tuple(
            Person(
                **{
                    **each._asdict(),
                    "role": PersonRole(each.role),
                    "phones": tuple(Phone(**{**one._asdict(), "kind": PhoneKind(one.kind)}) for one in each.phones),
                    "emails": tuple(Email(**one._asdict()) for one in each.emails),
                }
            )
            for each in told.people
        ),
    )


def _text(text: str | None) -> str:
    return "null" if text is None else encode_basestring(text)


def _person(each: PersonTold) -> str:
    return (
        f'{{"age_on":{_text(each.age_on)},"age_years":{"null" if each.age_years is None else each.age_years},'
        f'"born_on":{_text(each.born_on)},"emails":[{",".join(map(_email, each.emails))}],'
        f'"first_names":{_text(each.first_names)},"known_as":{_text(each.known_as)},"language":{_text(each.language)},'
        f'"person":"{each.person}","phones":[{",".join(map(_phone, each.phones))}],"role":"{each.role}",'
        f'"surname":{_text(each.surname)},"title":{_text(each.title)}}}'
    )


def _phone(each: PhoneTold) -> str:
    return (
        f'{{"entry":"{each.entry}","is_confidential":{_CONFIDENTIAL[each.is_confidential]},"kind":"{each.kind}",'
        f'"number":{encode_basestring(each.number)}}}'
    )


def _email(each: EmailTold) -> str:
    return (
        f'{{"address":{encode_basestring(each.address)},"entry":"{each.entry}",'
        f'"is_confidential":{_CONFIDENTIAL[each.is_confidential]}}}'
    )


def _note(each: NoteTold) -> str:
    return (
        f'{{"expires_on":{_text(each.expires_on)},"note":"{each.note}","source":{encode_basestring(each.source)},'
        f'"text":{encode_basestring(each.text)}}}'
    )
