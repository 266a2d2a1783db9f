"""Back-checks at base: drawing them, reading how they stand, recording what came of one.

Owns the deeds. Refuses to own the rules (fieldwork). Only base draws: it holds everybody's work.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from random import SystemRandom

from store.agreement.london import london_day
from store.agreement.purposes import Purpose
from store.clock import Instant, from_ms
from store.errors import BackCheckUnknownError
from store.exchange.ticket import hold_supervisor_of_base
from store.fieldwork.consents.back_checks import Candidate, Check, draw, result_of, suspended_people
from store.fieldwork.consents.finding import records_by_id
from store.fieldwork.family import FamilyFile
from store.fieldwork.looking import file_of
from store.fieldwork.views import tell_shown
from store.ids import FamilyId, PersonId, new_id
from store.keeping import acts
from store.keeping.acts.terms.consents import BackCheckMatter, BackCheckResult, ConsentDecision, InterviewState
from store.keeping.acts.terms.families import ViewPart
from store.keeping.acts.values import IDS_COUNT
from store.keeping.agreed import agreement_of
from store.keeping.kinds import acts_of
from store.keeping.store import Store


def draw_checks(store: Store) -> int:
    """Draw what the agreement's share asks for, over everything done so far, and keep it.

    Returns:
        How many were drawn.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base draws.
    """
    hold_supervisor_of_base(store)
    setting = agreement_of(store).back_checks
    candidates = list(_candidates(store))
    before = {check.candidate.record for check in checks(store)}
    due_on = (london_day(store.now()) + timedelta(days=setting.due_days)).isoformat()
    told: list[acts.Act] = []
    for matter, share in (
        (BackCheckMatter.INTERVIEW, setting.interviews_per_mille),
        (BackCheckMatter.CONSENT, setting.consents_per_mille),
    ):
        of_matter = [each for each in candidates if each.matter is matter]
        drawn = draw(of_matter, before, share, SystemRandom())[:IDS_COUNT]
        if drawn:
            told.append(_told(drawn, len(of_matter), share, due_on))
    if told:
        store.record(*told)
    return sum(len(each.checks) for each in told if isinstance(each, acts.BackChecksDrawn))


def checks(store: Store) -> list[Check]:
    """Return every back-check, oldest draw first; those of families that were erased are left out."""
    drawn: list[tuple[acts.BackCheck, str | None]] = []
    results: dict[str, acts.BackCheckRecorded] = {}
    for held in acts_of(store, acts.BackChecksDrawn, acts.BackCheckRecorded):
        if held.journal != store.sidecar.journal:
            continue  # a laptop draws nothing and checks nothing
        match held.act:
            case acts.BackChecksDrawn():
                drawn += [(each, held.act.due_on) for each in held.act.checks]
            case acts.BackCheckRecorded():
                results[held.act.back_check] = held.act
            case _:
                pass
    # Where nothing was drawn, nobody's interviews and consents are read for it.
    candidates = {(each.matter, each.record): each for each in _candidates(store, is_every=True)} if drawn else {}
    found: list[Check] = []
    for each, due_on in drawn:
        candidate = candidates.get((each.matter, each.record))
        if candidate is not None:
            told = results.get(each.back_check)
            result, finding = (None, None) if told is None else (told.result, told.finding)
            found.append(Check(each.back_check, candidate, due_on, result, finding))
    return found


@dataclass(frozen=True, slots=True)
class Checked:
    """What stands here of what is to be checked, for whoever asks again.

    Attributes:
        record: The consent, or the interview as it was marked last.
        file: The family's.
    """

    check: Check
    record: "acts.ConsentRecorded | acts.InterviewMarked" = field(repr=False)
    file: FamilyFile = field(repr=False)

    @property
    def at(self) -> Instant:
        """When it was given, or ended, by the clock of the laptop."""
        of = self.record
        return from_ms(of.ended_at_ms if isinstance(of, acts.InterviewMarked) else of.at_ms)


def look(store: Store, back_check: str) -> Checked:
    """Return what stands here of what one is to check; it counts as shown from now on.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base checks.
        BackCheckUnknownError: There is none, or its family was erased meanwhile.
        StoreError: As `tell_shown`.
    """
    hold_supervisor_of_base(store)
    check = next((each for each in checks(store) if each.back_check == back_check), None)
    file = None if check is None else file_of(store, check.candidate.family)
    if check is None or file is None:
        raise BackCheckUnknownError
    tell_shown(store, check.candidate.family, (ViewPart.PEOPLE, ViewPart.CONSENTS))
    return Checked(check, _record_of(store, check.candidate), file)


def purposes_of(store: Store, of: Sequence[Check]) -> dict[str, Purpose]:
    """Return to what a consent is that somebody checks, by its record."""
    known = records_by_id(store) if of else {}
    records = {each.candidate.record for each in of}
    return {record: act.purpose for record, act in known.items() if record in records}


def _record_of(store: Store, of: Candidate) -> "acts.ConsentRecorded | acts.InterviewMarked":
    if of.matter is BackCheckMatter.CONSENT:
        return records_by_id(store)[of.record]
    marked = [
        act
        for held in acts_of(store, acts.InterviewMarked)
        if isinstance(act := held.act, acts.InterviewMarked)
        and act.interview == of.record
        and act.state is not InterviewState.ENTERED_IN_ERROR
    ]
    return marked[-1]


def suspended_in(store: Store, families: Collection[FamilyId]) -> frozenset[PersonId]:
    """Return the people of some families of whom a check failed that is not settled: their yes may be none."""
    return suspended_people([each for each in checks(store) if each.candidate.family in families])


def record_result(store: Store, named: str, result: BackCheckResult, finding: str | None) -> None:
    """Keep what a check found, by whoever is signed in.

    Args:
        store: Base's.
        named: The check's id, or how it begins.
        result: What was found.
        finding: In words; needed for a failure and for its settling.

    Raises:
        NotBaseError, NotASupervisorError: Only a supervisor at base records one.
        BackCheckUnknownError: None, or more than one, is called so.
        CheckedByThemselvesError, BackCheckDoneError, ReasonMissingError: As `result_of`.
    """
    hold_supervisor_of_base(store)
    found = [each for each in checks(store) if named and each.back_check.startswith(named.lower())]
    if len(found) != 1:
        raise BackCheckUnknownError
    store.record(result_of(found[0], result, store.keys.person.staff, finding, store.now()))


def _candidates(store: Store, *, is_every: bool = False) -> Iterator[Candidate]:
    """Yield interviews as they were marked last, and yeses to linkage and re-contact.

    Args:
        store: Base's.
        is_every: Whether those that were taken back or entered in error are among them, for what was drawn before.
    """
    marks: dict[str, Candidate] = {}
    in_error = set[str]()
    for held in acts_of(store, acts.InterviewMarked):
        act = held.act
        assert isinstance(act, acts.InterviewMarked)
        if act.state is InterviewState.ENTERED_IN_ERROR:  # whoever says so, wherever, is not who interviewed
            in_error.add(act.interview)
        else:
            made = Candidate(BackCheckMatter.INTERVIEW, act.family, act.person, act.interview, held.staff)
            marks[act.interview] = made
    yield from (each for each in marks.values() if is_every or each.record not in in_error)
    standing = None if is_every else {record for (record,) in store.rows("SELECT record FROM consent WHERE is_live")}
    for act in records_by_id(store).values():
        is_yes = act.decision is ConsentDecision.GIVEN
        if is_yes and (standing is None or act.record in standing):
            yield Candidate(BackCheckMatter.CONSENT, FamilyId(act.family), act.person, act.record, act.interviewer)


def _told(drawn: list[Candidate], count: int, share: int, due_on: str) -> acts.BackChecksDrawn:
    return acts.BackChecksDrawn(
        draw=new_id(),
        drawn_from_count=count,
        share_per_mille=share,
        checks=tuple(
            acts.BackCheck(back_check=new_id(), matter=each.matter, family=each.family, record=each.record)
            for each in drawn
        ),
        due_on=due_on,
    )
