"""What follows for where each question to each person stands, and how far their interviews got.

Owns how each act changes the rows. Refuses to own which answer stands and whether a yes counts (merging).
"""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from store.agreement.purposes import Purpose
from store.ids import FamilyId, JournalId, PersonId
from store.keeping import acts
from store.keeping.acts.terms.attempts import Wave
from store.keeping.acts.terms.consents import ConsentDecision, InterviewState, NotAskedReason
from store.keeping.by_name import tables_fieldwork as tables
from store.keeping.causality import NOT_YET, Place
from store.keeping.merging.consents import Answer, Question
from store.keeping.merging.stands import Stand, Told, stands

if TYPE_CHECKING:
    from store.keeping.projection import Projection

NOT_SHOWN: Final = "not-shown"
"""Stands for the wording, in what base tells a laptop of an answer that nothing was shown for."""

_IN_ERROR: Final = InterviewState.ENTERED_IN_ERROR.value
_COLUMNS: Final = ("purpose", "target", "state", "record", "wave", "not_asked", "age_years", "is_live")


def recorded(tables_: "Projection", key: int, act: acts.ConsentRecorded, _is_bases: bool) -> None:
    """One person answered; where that takes an answer back, or other devices asked too, all of theirs are looked at."""
    if act.decision is ConsentDecision.ENTERED_IN_ERROR or tables_.is_told_beside(
        act.family, key, acts.ConsentRecorded
    ):
        _put_all(tables_, act.family, act.person)
        return
    _put_answer(tables_, act)
    tables_.once(_put_whether_live, act.family, act.person)


def put_given(tables_: "Projection", given: acts.FamilyAllocated) -> None:
    """Put the answers that base told with a family."""
    for consent in given.consents:
        _put_given(tables_, given, consent)
    for person in dict.fromkeys(consent.person for consent in given.consents):
        _put_whether_live(tables_, given.family, person)


def told_in(
    placed: Iterable[tuple[acts.Act, Place]], person: PersonId, *, is_base: bool
) -> Iterator[tuple[Told, "acts.ConsentRecorded | tuple[acts.FamilyAllocated, acts.StandingConsent]"]]:
    """Yield what acts tell of one person's answers, each with the act, or the part of it, that tells it.

    Args:
        placed: Every `ConsentRecorded` and `FamilyAllocated` of the family, in the order of the file.
        person: Whose.
        is_base: Of the store they lie in: base gave what others recorded, which it holds.
    """
    for act, place in placed:
        match act:
            case acts.ConsentRecorded() if act.person == person:
                yield Told.from_act(act, place), act
            case acts.FamilyAllocated() if not is_base:
                for consent in act.consents:
                    if consent.person == person:
                        yield _given_at(act, consent, place), (act, consent)
            case _:
                pass


def interviews_given(tables_: "Projection", given: acts.FamilyAllocated) -> None:
    """Put how far interviews got, as base told it with a family."""
    for past in given.interviews:
        tables_.put(tables.Interview, family=given.family, **dict(past))


def interview_marked(tables_: "Projection", _: int, act: acts.InterviewMarked, _is_bases: bool) -> None:
    """An interview was marked, or its mark taken back: that holds, whatever another laptop marks it as meanwhile."""
    known = tables_.select(
        "SELECT 1 FROM interview WHERE family = ? AND interview = ? AND state = ?",
        (act.family, act.interview, _IN_ERROR),
    )
    if known:
        return
    tables_.put(
        tables.Interview,
        family=act.family,
        interview=act.interview,
        person=act.person,
        wave=act.wave,
        state=act.state,
        began_at_ms=act.began_at_ms,
        ended_at_ms=act.ended_at_ms,
    )


def ceremony_opened(tables_: "Projection", _: int, act: acts.CeremonyOpened, _is_bases: bool) -> None:
    """The screen was turned to somebody."""
    tables_.put(tables.Ceremony, family=act.family, ceremony=act.ceremony, person=act.person, wave=act.wave, end=None)


def ceremony_closed(tables_: "Projection", _: int, act: acts.CeremonyClosed, _is_bases: bool) -> None:
    """It was turned back."""
    tables_.change(tables.Ceremony, {"family": act.family, "ceremony": act.ceremony}, end=act.end.value)


# -- inside ----------------------------------------------------------------------------------------------------------


def _put_answer(tables_: "Projection", act: acts.ConsentRecorded) -> None:
    tables_.put(
        tables.Consent,
        family=act.family,
        person=act.person,
        purpose=act.purpose,
        target=act.target or "",
        state=act.decision,
        is_live=False,
        record=act.record,
        wave=act.wave,
        not_asked=act.not_asked_reason,
        age_years=act.age_years,
        wording=None if act.wording is None else act.wording.wording,
        wording_version=None if act.wording is None else act.wording.wording_version,
        at_ms=act.at_ms,
        is_doubted=act.capacity_concern,
        is_from_before=False,
    )


def _put_given(tables_: "Projection", given: acts.FamilyAllocated, consent: acts.StandingConsent) -> None:
    is_shown = consent.wording != NOT_SHOWN
    tables_.put(
        tables.Consent,
        family=given.family,
        person=consent.person,
        purpose=consent.purpose,
        target=consent.target or "",
        state=consent.decision,
        is_live=False,
        record=consent.record,
        wave=given.wave,
        not_asked=None,
        age_years=None,
        wording=consent.wording if is_shown else None,
        wording_version=consent.wording_version if is_shown else None,
        at_ms=consent.at_ms,
        is_doubted=consent.capacity_concern,
        is_from_before=True,
    )


def _put_whether_live(tables_: "Projection", family: FamilyId, person: PersonId) -> None:
    """Say of each of a person's answers whether it is a yes that counts: one may rest on another."""
    rows = tables_.select(
        f"SELECT {', '.join(_COLUMNS)} FROM consent WHERE family = ? AND person = ?",  # noqa: S608  # names above
        (family, person),
    )
    was_live = {(purpose, target): bool(is_live) for purpose, target, *_, is_live in rows}
    for stand in stands((_told_of(row, person, n) for n, row in enumerate(rows) if row[3] is not None), {}):
        purpose, target = stand.question.purpose.value, stand.question.target or ""
        if stand.is_live is not was_live[purpose, target]:
            where = {"family": family, "person": person, "purpose": purpose, "target": target}
            tables_.change(tables.Consent, where, is_live=stand.is_live)


def _told_of(row: Any, person: PersonId, n: int) -> Told:
    """Return a row as the one record its question rests on; where it stands does not matter then."""
    purpose, target, state, record, wave, not_asked, age_years, _ = row
    answer = Answer(
        Place(JournalId(""), 0, n, NOT_YET, 0),
        Question(person, Purpose(purpose), target or None),
        record,
        None,
        ConsentDecision(state),
    )
    return Told(answer, Wave(wave), age_years, None if not_asked is None else NotAskedReason(not_asked))


def _put_all(tables_: "Projection", family: FamilyId, person: PersonId) -> None:
    """Put where each question to one person stands after everything that was recorded, on whichever device."""
    told: list[Told] = []
    recorded_: dict[tuple[Question, str | None], acts.ConsentRecorded] = {}
    given_: dict[tuple[Question, str | None], tuple[acts.FamilyAllocated, acts.StandingConsent]] = {}
    placed = tables_.placed(family, acts.ConsentRecorded, acts.FamilyAllocated)
    for each, source in told_in(((act, place) for _, act, place in placed), person, is_base=tables_.is_base):
        told.append(each)
        if not isinstance(source, acts.ConsentRecorded):
            given_[each.answer.question, each.answer.record] = source
        elif source.decision is not ConsentDecision.ENTERED_IN_ERROR:
            recorded_[each.answer.question, each.answer.record] = source
    for stand in stands(told, tables_.ancestry()):
        question = stand.question
        if stand.record is None:
            _put_never_asked(tables_, family, stand)
        elif (question, stand.record) in recorded_:
            _put_answer(tables_, recorded_[question, stand.record])
        else:
            _put_given(tables_, *given_[question, stand.record])
        where = {"family": family, "person": person, "purpose": question.purpose.value}
        tables_.change(tables.Consent, {**where, "target": question.target or ""}, is_live=stand.is_live)


def _given_at(given: acts.FamilyAllocated, consent: acts.StandingConsent, place: Place) -> Told:
    question = Question(consent.person, consent.purpose, consent.target)
    return Told(Answer(place, question, consent.record, None, consent.decision), given.wave, None, None)


def _put_never_asked(tables_: "Projection", family: FamilyId, stand: Stand) -> None:
    tables_.put(
        tables.Consent,
        family=family,
        person=stand.question.person,
        purpose=stand.question.purpose,
        target=stand.question.target or "",
        state=stand.state,
        is_live=False,
        record=None,
        wave=None,
        not_asked=None,
        age_years=None,
        wording=None,
        wording_version=None,
        at_ms=None,
        is_doubted=False,
        is_from_before=False,
    )
