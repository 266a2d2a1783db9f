"""Everything that is held about one person, for them: what was kept, consents with proofs, movements, devices.

Owns what belongs to it, and that it never tells of anybody else what stands apart from them. Whatever a family shares
(an address, a note) and every free text is numbered, and left out where whoever reviewed it says so. Refuses to own the
review itself (requests) and how the pack leaves (letting_out).

Source: agreement 10, A4; clauses, "10, A4": it must not hand one partner the other's address.
"""

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from store.clock import to_ms
from store.custody.holdings import lying_of, seen_by
from store.custody.naming import device_names, staff_names
from store.custody.requests.known import Request
from store.errors import ConsentUnprovableError, PackNumberError, PackPersonError, ReviewFirstError
from store.exchange.evidence import proof_of
from store.exchange.ticket import hold_supervisor_of_base
from store.fieldwork.family import read_family
from store.fieldwork.views import tell_shown
from store.ids import FamilyId, PersonId
from store.keeping import acts
from store.keeping.acts.terms.families import ViewPart
from store.keeping.acts.terms.incidents import RequestStep
from store.keeping.agreed import agreement_of
from store.keeping.header import unpack
from store.keeping.kinds import acts_of
from store.keeping.store import Store

VERSION: Final = "person-pack/1"

_OF_THE_TRAIL: Final = frozenset({"family", "person", "row_digest"})
"""Fields that name the family or the person by an id of ours: they say nothing to anybody."""

_SHOWN: Final = (
    ViewPart.ADDRESS,
    ViewPart.CONSENTS,
    ViewPart.HISTORY,
    ViewPart.NOTES,
    ViewPart.PEOPLE,
    ViewPart.PHONES,
)
"""Of a family, whoever reviews a pack."""


@dataclass(frozen=True, slots=True)
class Excerpt:
    """One thing that is held.

    Attributes:
        number: What the review calls it, from 1.
        kind: The act's.
        at_ms: When it was kept.
        is_shared: Whether it is about the family rather than this person alone.
        said: What it says, without whatever is about others.
    """

    number: int
    kind: str
    at_ms: int
    is_shared: bool
    said: dict[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack before it is reviewed.

    Attributes:
        others_count: Acts about other members alone, of which nothing is told.
    """

    family: FamilyId
    person: PersonId
    name: str = field(repr=False)
    excerpts: Sequence[Excerpt] = field(repr=False)
    others_count: int


def people_of(store: Store, family: FamilyId) -> list[tuple[PersonId, str]]:
    """Return everybody of a family that was ever known here, with what they are called."""
    with store.reader() as connection:
        file = read_family(connection, family, None)
    if file is None:
        return []
    return [
        (each.person, " ".join(filter(None, (each.first_names, each.surname))) or "unnamed") for each in file.people
    ]


def person_called(store: Store, family: FamilyId, named: str) -> tuple[PersonId, str]:
    """Return the one member that a number of the list, a name or the beginning of an id names.

    Raises:
        PackPersonError: None, or more than one.
    """
    people = people_of(store, family)
    if named.isdecimal() and 1 <= int(named) <= len(people):
        return people[int(named) - 1]
    sought = named.casefold()
    found = [
        each for each in people if each[1].casefold() == sought or (len(sought) >= 6 and each[0].startswith(sought))
    ]
    if len(found) != 1:
        raise PackPersonError
    return found[0]


def gather(store: Store, family: FamilyId, person: PersonId, name: str) -> Pack:
    """Return everything that is held about one person, oldest first, to be reviewed; it counts as shown from now on.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base gathers it.
        StoreError: As `tell_shown`.
    """
    hold_supervisor_of_base(store)
    held: list[tuple[str, int, bool, dict[str, Any]]] = []
    others = 0
    names: dict[str, str] = {**device_names(store), **staff_names(store)}
    rows = store.rows(
        "SELECT header, body FROM familyentry JOIN entry ON entry.id = familyentry.entry"
        " WHERE family = ? AND body IS NOT NULL ORDER BY entry",
        (family,),
    )
    for header, body in rows:
        read = unpack(header)
        if read.kind == acts.FamilyShown.kind:
            continue  # told among those who have seen it; a look at the draft would number all the rest anew
        act = acts.parse(read.kind, read.kind_version, body)
        whose = getattr(act, "person", None)
        if whose not in (None, person):
            others += 1
            continue
        said = _own(act.model_dump(mode="json"), person, names)
        held.append((read.kind, read.at_ms, whose is None, said))
    held.sort(key=lambda each: each[1])  # what comes in between draft and pack comes last, and shifts no number
    excerpts = [Excerpt(number, *each) for number, each in enumerate(held, start=1)]
    tell_shown(store, family, _SHOWN)
    return Pack(family, person, name, excerpts, others)


def write_pack(store: Store, pack: Pack, request: Request, left_out: Collection[int]) -> bytes:
    """Return the file, once it was reviewed; what was left out is counted.

    Args:
        store: Base's.
        pack: As it was reviewed.
        request: What it answers; somebody recorded that they read it for what it tells of others.
        left_out: Numbers of excerpts.

    Raises:
        ReviewFirstError: Nobody did.
        PackNumberError: A number is none.
    """
    if not request.has(RequestStep.THIRD_PARTY_REVIEWED):
        raise ReviewFirstError
    if set(left_out) - {each.number for each in pack.excerpts}:
        raise PackNumberError
    hidden = {each.said.get("record") for each in pack.excerpts if each.number in left_out}
    proofs, unproved = _proofs(store, pack.person, hidden)
    devices, staff = device_names(store), staff_names(store)
    agreement = agreement_of(store)
    told = {
        "doorstep": VERSION,
        "name": pack.name,
        "agreement": agreement.title,
        "controller_answers": "The department answers; the agency supplies what it holds (10, A4).",
        "made_at_ms": to_ms(store.now()),
        "practice": store.sidecar.is_practice,
        "held": [
            {
                "number": each.number,
                "what": each.kind,
                "at_ms": each.at_ms,
                "is_shared": each.is_shared,
                "said": each.said,
            }
            for each in pack.excerpts
            if each.number not in left_out
        ],
        "left_out_count": len(set(left_out)),
        "about_others_count": pack.others_count,
        "consents": proofs,
        "unproved_count": unproved,
        "movements": list(_movements(store, pack.family)),
        "devices": [
            {"device": devices.get(each.device, each.device), "since_ms": each.since_ms}
            for each in lying_of(store, pack.family)
        ],
        "seen_by": [
            {"who": staff.get(each.staff, each.staff), "at_ms": each.at_ms, "parts": each.parts.split()}
            for each in seen_by(store, pack.family)
        ],
    }
    return (json.dumps(told, indent=1, ensure_ascii=False) + "\n").encode("utf-8")


def supplied(store: Store, request: Request, left_out_count: int) -> None:
    """Record that the pack of a request was made, and how much was left out of it."""
    store.record(
        acts.RequestUpdated(
            request=request.request,
            step=RequestStep.PACK_MADE,
            family=None,
            person=None,
            at_ms=to_ms(store.now()),
            instruction=None,
            reviewer=store.keys.person.staff,
            redactions_count=left_out_count,
            note=None,
        )
    )


def _own(value: Any, person: PersonId, names: Mapping[str, str]) -> Any:
    """Return what somebody may be told of a value: nothing that stands under another member, and no id of ours.

    Args:
        value: Of a body.
        person: Whose pack it is.
        names: What devices and staff are called, by id.
    """
    if isinstance(value, dict):
        return {name: _own(each, person, names) for name, each in value.items() if name not in _OF_THE_TRAIL}
    if isinstance(value, list):
        return [_own(each, person, names) for each in value if not _is_of_another(each, person)]
    return names.get(value, value) if isinstance(value, str) else value


def _is_of_another(value: Any, person: PersonId) -> bool:
    return isinstance(value, dict) and value.get("person", person) not in (None, person)


def _proofs(store: Store, person: PersonId, hidden: Collection[str | None]) -> tuple[list[Any], int]:
    """Return the proof of each consent but of those that were left out, and how many cannot be proved.

    A proof repeats every word of its record. What stands in the side of a fork that lost is told all the same, without
    a proof: no head vouches for it.
    """
    proofs, unproved = list[Any](), 0
    for held in acts_of(store, acts.ConsentRecorded):
        if isinstance(held.act, acts.ConsentRecorded) and held.act.person == person and held.act.record not in hidden:
            try:
                proofs.append(json.loads(proof_of(store, held)))
            except ConsentUnprovableError:
                unproved += 1
    return proofs, unproved


def _movements(store: Store, family: FamilyId) -> Iterator[dict[str, Any]]:
    deliveries = {each for (each,) in store.rows("SELECT delivery FROM supplied WHERE family = ?", (family,))}
    exported: set[str] = set()
    moved: list[acts.MovementRecorded] = []
    for held in acts_of(store, acts.MovementRecorded, acts.ExportMade):
        if isinstance(held.act, acts.MovementRecorded):
            moved.append(held.act)
        elif isinstance(held.act, acts.ExportMade) and family in held.act.families:
            exported.add(held.act.movement)
    for each in moved:
        if each.dataset in deliveries or each.movement in exported:
            yield {
                "what": each.shipment.value,
                "at_ms": each.at_ms,
                "by": each.channel.value,
                "country": each.country,
                "clause": each.for_clause,
                "from": each.from_end.kind.value,
                "to": each.to_end.kind.value,
            }
