"""A delivered family as plain values: what `FamilyDelivered` says, without the act around it.

Owns these values and their one spelling, which is to the byte what `catalogue.dump` gives for the act. Refuses to check
them: an act checks whatever it is given, and for a hundred thousand of them that takes longer than keeping them. Who
makes one has made each value fit (exchange, intake, reading_rows), and reads one of each batch back as the act it is.
"""

from json.encoder import encode_basestring
from typing import NamedTuple

from store.errors import ActTooLargeError
from store.ids import FamilyId
from store.keeping.acts.catalogue import MAX_BODY_BYTES
from store.keeping.acts.families import FamilyDelivered
from store.keeping.acts.family_parts import Address, Email, FamilyDetails, Person, Phone
from store.keeping.acts.terms.families import PersonRole, PhoneKind


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

    def body(self) -> bytes:
        """Return the body: canonical JSON, its names in their order, without what nobody said.

        Raises:
            ActTooLargeError: It takes more than `MAX_BODY_BYTES`: what nobody could read again is not kept.

        Source:
            RFC 8785; `canonical.dumps` writes texts with the same function.
        """
        family, delivery, row, digest, reference, wave, letter_on, language, lines, postcode, directions, people, _ = (
            self
        )
        where = f'"lines":[{",".join(map(encode_basestring, lines))}]' if lines else ""
        area = "" if postcode is None else f'{"," if lines else ""}"postcode":{encode_basestring(postcode)}'
        if directions is not None:
            where = f'"directions":{encode_basestring(directions)}{"," if where or area else ""}{where}'
        speaks = "" if language is None else f',"language":{encode_basestring(language)}'
        said = f',"people":[{",".join(map(_person, people))}]' if people else ""
        notes = f',"held_notes":[{",".join(map(_note, self.held_notes))}]' if self.held_notes else ""
        letter = "" if letter_on is None else f',"letter_sent_on":{encode_basestring(letter_on)}'
        body = (
            f'{{"council_reference":{encode_basestring(reference)},"delivery":"{delivery}",'
            f'"details":{{"address":{{{where}{area}}}{speaks}{said}}},"family":"{family}"{notes}{letter},"row":{row},'
            f'"row_digest":"{digest}","wave":"{wave}"}}'
        ).encode()
        if len(body) > MAX_BODY_BYTES:
            raise ActTooLargeError(FamilyDelivered.kind, len(body), MAX_BODY_BYTES)
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


def _person(each: PersonTold) -> str:
    person, role, title, first, last, known_as, born_on, age_years, age_on, language, phones, emails = each
    before = "" if first is None else f'"first_names":{encode_basestring(first)},'
    if known_as is not None:
        before += f'"known_as":{encode_basestring(known_as)},'
    if language is not None:
        before += f'"language":{encode_basestring(language)},'
    if emails:
        before = f'"emails":[{",".join(map(_email, emails))}],{before}'
    if born_on is not None:
        before = f'"born_on":{encode_basestring(born_on)},{before}'
    if age_years is not None:
        before = f'"age_years":{age_years},{before}'
    if age_on is not None:
        before = f'"age_on":{encode_basestring(age_on)},{before}'
    numbers = f',"phones":[{",".join(map(_phone, phones))}]' if phones else ""
    surname = "" if last is None else f',"surname":{encode_basestring(last)}'
    called = "" if title is None else f',"title":{encode_basestring(title)}'
    return f'{{{before}"person":"{person}"{numbers},"role":"{role}"{surname}{called}}}'


def _phone(each: PhoneTold) -> str:
    entry, number, kind, is_hidden = each
    if is_hidden:
        return f'{{"entry":"{entry}","is_confidential":true,"kind":"{kind}","number":{encode_basestring(number)}}}'
    return f'{{"entry":"{entry}","kind":"{kind}","number":{encode_basestring(number)}}}'


def _email(each: EmailTold) -> str:
    entry, address, is_hidden = each
    hidden = ',"is_confidential":true' if is_hidden else ""
    return f'{{"address":{encode_basestring(address)},"entry":"{entry}"{hidden}}}'


def _note(each: NoteTold) -> str:
    note, text, source, expires_on = each
    expires = "" if expires_on is None else f'"expires_on":{encode_basestring(expires_on)},'
    return f'{{{expires}"note":"{note}","source":{encode_basestring(source)},"text":{encode_basestring(text)}}}'
