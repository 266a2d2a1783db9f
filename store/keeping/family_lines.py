"""A family's line in the list, made of the rows about it and written whenever one of them changed.

Owns which rows it rests on, and nothing else: the same rows give the same line. Refuses to own the rule for where a
family stands (fieldwork.standing) and how text is searched (folding).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from store.agreement.purposes import Purpose
from store.fieldwork.calls import AT_THE_DOOR
from store.fieldwork.standing import Worked, standing_of
from store.ids import FamilyId
from store.keeping.acts.terms.attempts import AttemptMode, AttemptResult, NoInterviewReason
from store.keeping.acts.terms.consents import ConsentDecision
from store.keeping.acts.terms.families import FamilyLock, FamilyLockCause, PersonRole, WishDecision, WishReach
from store.keeping.by_name import tables_fieldwork as tables
from store.keeping.detail_rows import known_ways
from store.keeping.folding import digits, fold, fold_each
from store.keeping.merging.wishes import Wished, standing_wishes

if TYPE_CHECKING:
    from store.keeping.acts.family_told import FamilyTold, PersonTold
    from store.keeping.projection import Projection

FOR_EVER: Final = "9999-12-31"

_RESPONDENTS: Final = (PersonRole.MAIN_CARER.value, PersonRole.YOUNG_PERSON.value)
_TAKING_PART: Final = (Purpose.TAKE_PART.value, Purpose.YOUNG_PERSONS_ASSENT.value)
_SAYING_NO: Final = (ConsentDecision.REFUSED.value, ConsentDecision.WITHDRAWN.value)
_MODES: Final = {each.value: each for each in AttemptMode}
_RESULTS: Final = {each.value: each for each in AttemptResult}
_REASONS: Final = {each.value: each for each in NoInterviewReason}
"""Faster than asking the terms: a line is written at every act, from all attempts at its family."""
_PLACE_OF_PURPOSE: Final = {purpose.value: place for place, purpose in enumerate(Purpose)}


@dataclass(slots=True)  # not frozen: it takes three times as long to make, and there are thousands
class _Respondent:
    """What came of one respondent in one attempt, as the rules of outcomes look at it."""

    person: str
    code: str


@dataclass(slots=True)  # as above
class _Said:
    """An attempt, as the rules of outcomes look at it."""

    at_ms: int
    mode: AttemptMode
    result: AttemptResult
    reason: NoInterviewReason | None
    met: tuple[str, ...]
    respondents: tuple[_Respondent, ...] = field(repr=False)
    household_code: str
    is_from_before: bool
    """Base gave the family to be worked after that: what was refused then was taken back. Not so of what it told on."""


def write_line(tables_: "Projection", family: FamilyId, parts: int) -> None:
    """Write a family's line, or take it out of the list where nothing is known of it any more.

    Args:
        tables_: Where its rows are.
        family: Whose.
        parts: What may have changed: the parts that `follows_fieldwork` names.
    """
    rows = tables_.select(_KNOWN, (family,))
    known = _Known(*rows[0]) if rows else None
    if known is None or _is_gone(known):
        tables_.remove(tables.ContactLine, family=family)
        return
    doing = _doing(tables_, family, known)
    if parts & 1 or not tables_.change(tables.ContactLine, {"family": family}, **doing):
        tables_.put(tables.ContactLine, family=family, **_who(tables_, family, known), **doing)


class _Known(NamedTuple):
    """What is known of a family, in one row; lists stand apart by blanks, what belongs together by colons."""

    reference: str
    postcode: str | None
    lines: str
    wave: str
    recall: str | None
    lock: str | None
    cause: str | None
    next_at_ms: int | None
    selected: str | None
    note_until: str | None
    people: str | None
    consents: str | None
    office: str | None
    has_wishes: int


_KNOWN: Final = f"""
SELECT council_reference, postcode, lines, wave, recall, lock, cause,
  (SELECT min(at_ms) FROM appointment AS a WHERE a.family = f.family AND "end" IS NULL),
  (SELECT selected FROM selection AS s WHERE s.family = f.family AND s.wave = f.wave),
  (SELECT coalesce(expires_on, '{FOR_EVER}') FROM safetynote AS n WHERE n.family = f.family AND NOT is_read),
  (SELECT group_concat(person || ':' || role, ' ') FROM person AS p WHERE p.family = f.family AND left_how IS NULL),
  (SELECT group_concat(person || ':' || purpose || ':' || state, ' ') FROM consent AS c WHERE c.family = f.family),
  (SELECT group_concat(person || ':' || code, ' ') FROM setoutcome AS o WHERE o.family = f.family AND o.wave = f.wave),
  EXISTS (SELECT 1 FROM wish AS w WHERE w.family = f.family)
FROM family AS f LEFT JOIN lockset USING (family) WHERE f.family = ?
"""  # noqa: S608  # a date
"""One query: this is asked at every act, and each query costs as much as what it finds."""


def _is_gone(known: _Known) -> bool:
    """Say whether base had the family locked and erased, and what is left only waits to be received."""
    return not known.reference and (known.lock, known.cause) == (FamilyLock.LOCKED, FamilyLockCause.BASE_DECISION)


# -- who and where they are ------------------------------------------------------------------------------------------


class Called(NamedTuple):
    """How a member of a family is called."""

    role: str
    first: str | None
    last: str | None
    known_as: str | None


def _who(tables_: "Projection", family: FamilyId, known: _Known) -> dict[str, object]:
    people = tables_.select(
        "SELECT role, first_names, surname, known_as FROM person WHERE family = ? AND left_how IS NULL"
        " ORDER BY role <> 'main_carer', place",
        (family,),
    )
    numbers = [each.value for each in known_ways(tables_, family) if each.kind]
    told = (known.reference, known.postcode or "", known.lines)
    return _found_by(*told, [Called(*each) for each in people], numbers)


def _found_by(
    reference: str, postcode: str, lines: str, people: Sequence[Called], numbers: Sequence[str]
) -> dict[str, object]:
    """Return who a family is, and what it is found by; the main carer comes first, and each in their place."""
    names = [_name(first, last, called) for _, first, last, called in people]
    called = [called for *_, called in people if called]
    return {
        "name": next(filter(None, names), ""),
        "street": _street(lines),
        "postcode": postcode,
        "reference": reference,
        "folded": _joined(fold(" ".join((*names, *called, lines, reference, postcode))), fold(postcode), numbers),
    }


def _street(lines: str) -> str:
    return lines.partition("\n")[0]


def _joined(folded: str, postcode: str, numbers: Sequence[str]) -> str:
    """Return all that a family is found by in one text: what is said of it, folded, and its postcode without a blank.

    Numbers stand there as they are dialled here and from abroad, whichever way they were written.
    """
    found = [folded, postcode.replace(" ", "")] if postcode else [folded]
    for number in numbers:
        bare = digits(number)
        found.append(bare)
        if bare[:1] == "0":
            found.append(f"44{bare[1:]}")
        elif bare[:2] == "44":
            found.append(f"0{bare[2:]}")
    return " ".join(found)


NOTHING_DONE: Final[tuple[tuple[str, str | int], ...]] = (
    ("standing", standing_of(Worked()).value),  # whoever belongs to it: nobody is closed
    ("attempts_count", 0),
    ("visits_count", 0),
    ("last", ""),
    ("consents", ""),
    ("note_until", ""),
)
"""What the other columns of a line hold where nobody was at the family's door yet; no appointment is null."""

LINE: Final = ("name", "street", "postcode", "reference", "folded")
"""The columns that `lines_of_new` gives."""


def lines_of_new(families: Sequence["FamilyTold"]) -> Iterator[tuple[str, ...]]:
    """Yield who each of many families is: what `write_line` writes, without a look at any row.

    Args:
        families: Of each nothing else is told.

    Shape:
        As `LINE`; `NOTHING_DONE` is the rest.
    """
    names: list[str] = []
    texts: list[str] = []
    for _, _, _, _, reference, _, _, _, lines, postcode, _, people, _ in families:
        if len(people) == 1:  # nearly always
            (carer,) = people
            called = carer.known_as
            name = _name(carer.first_names, carer.surname, called)
            own = f"{name} {called}" if called else name
        else:
            in_order = sorted(people, key=_is_beside)
            said = [_name(each.first_names, each.surname, each.known_as) for each in in_order]
            name = next(filter(None, said), "")
            own = " ".join((*said, *(each.known_as for each in in_order if each.known_as)))
        names.append(name)
        texts += (f"{own} {' '.join(lines)} {reference} {postcode or ''}", postcode or "")
    folded = iter(fold_each(texts))
    for told, name, own, bare in zip(families, names, folded, folded, strict=True):
        _, _, _, _, reference, _, _, _, lines, postcode, _, people, _ = told
        phones = people[0].phones if len(people) == 1 else [phone for each in people for phone in each.phones]
        found = _joined(own, bare, [phone[1] for phone in phones])
        yield (name, _street(lines[0]) if lines else "", postcode or "", reference, found)


def _name(first: str | None, last: str | None, called: str | None) -> str:
    own = first or called
    return f"{own} {last}" if own and last else own or last or ""


def _is_beside(each: "PersonTold") -> bool:
    return each.role != PersonRole.MAIN_CARER.value


# -- where the work stands -------------------------------------------------------------------------------------------


def _doing(tables_: "Projection", family: FamilyId, known: _Known) -> dict[str, object]:
    said = _attempts(tables_, family, known.wave)
    consents = _apart(known.consents)
    office = dict(_apart(known.office))
    people = _apart(known.people)
    is_unwilling, is_paused, unwilling, lifted = _held(tables_, family) if known.has_wishes else _NOTHING_WISHED
    refusing = {person for person, purpose, state in consents if purpose in _TAKING_PART and state in _SAYING_NO}
    worked = Worked(
        is_locked=known.lock == FamilyLock.LOCKED or known.recall is not None or is_unwilling,
        is_paused=is_paused,
        attempts=said,
        office=office,
        selected=(known.selected or "").split(),
        respondents=[person for person, role in people if role in _RESPONDENTS],
        young=[person for person, role in people if role == PersonRole.YOUNG_PERSON],
        closed=unwilling | refusing,
        lifted_at_ms=max((*lifted, *(each.at_ms for each in said if each.is_from_before)), default=None),
    )
    return {
        "standing": standing_of(worked),
        "next_at_ms": known.next_at_ms,
        "attempts_count": len(said),
        "visits_count": sum(each.mode in AT_THE_DOOR for each in said),
        "last": _last(said, office.get("")),
        "consents": _strip(consents),
        "note_until": known.note_until or "",
    }


def _apart(told: str | None) -> list[list[str]]:
    return [each.split(":") for each in told.split(" ")] if told else []


def _attempts(tables_: "Projection", family: FamilyId, wave: str) -> list[_Said]:
    rows = tables_.select(
        "SELECT at_ms, mode, result, reason, met, respondents, household_code, is_from_before AND NOT is_told_on"
        " FROM attempt"
        " WHERE family = ? AND wave = ? AND NOT is_taken_back ORDER BY at_ms, number, attempt",
        (family, wave),
    )
    return [
        _Said(
            at_ms,
            _MODES[mode],
            _RESULTS[result],
            None if reason is None else _REASONS[reason],
            tuple(met.split()),
            tuple(_Respondent(*each.split(":")[:2]) for each in respondents.split()),
            code,
            bool(is_from_before),
        )
        for at_ms, mode, result, reason, met, respondents, code, is_from_before in rows
    ]


class _Held(NamedTuple):
    """What wishes do: lock the family, pause it, close somebody; and when base took back one that ended contact."""

    is_unwilling: bool
    is_paused: bool
    unwilling: set[str]
    lifted_at_ms: tuple[int, ...]


_NOTHING_WISHED: Final = _Held(False, False, set(), ())


def _held(tables_: "Projection", family: FamilyId) -> _Held:
    rows = tables_.select(
        "SELECT wish, follows, decision, counts, reach, person, at_ms FROM wish WHERE family = ?", (family,)
    )
    standing = standing_wishes(
        Wished(wish, follows, WishDecision(decision), bool(counts)) for wish, follows, decision, counts, *_ in rows
    )
    held = [(decision, reach, person) for wish, _, decision, _, reach, person, _ in rows if wish in standing]
    of_family = {decision for decision, reach, _ in held if reach == WishReach.FAMILY}
    unwilling = {
        person
        for decision, reach, person in held
        if reach == WishReach.PERSON and decision == WishDecision.NO_CONTACT and person is not None
    }
    ended = {wish for wish, _, decision, *_ in rows if decision == WishDecision.NO_CONTACT}
    lifted = [
        at_ms
        for _, follows, decision, counts, *_, at_ms in rows
        if counts and follows in ended and decision in _LIFTING
    ]
    return _Held(WishDecision.NO_CONTACT in of_family, WishDecision.PAUSED in of_family, unwilling, tuple(lifted))


_LIFTING: Final = (WishDecision.LIFTED.value, WishDecision.ENTERED_IN_ERROR.value)


def _last(said: list[_Said], office: str | None) -> str:
    """Return what came of the last attempt, or what the office gave: which an interview is not overwritten by."""
    if office is not None and not any(each.result in _INTERVIEWS for each in said):
        return office
    return _told_in_short(said[-1]) if said else ""


_INTERVIEWS: Final = (AttemptResult.COMPLETE_INTERVIEW, AttemptResult.PARTIAL_INTERVIEW)


def _told_in_short(said: _Said) -> str:
    return said.result.value if said.reason is None else said.reason.value


def _strip(consents: list[list[str]]) -> str:
    told: dict[str, set[str]] = {}
    for _, purpose, state in consents:
        told.setdefault(purpose, set()).add(state)
    ordered = sorted(told, key=_PLACE_OF_PURPOSE.__getitem__)
    return " ".join(f"{purpose}:{'+'.join(sorted(told[purpose]))}" for purpose in ordered)
