"""How tests ask somebody: made-up respondents, the packaged texts, and answers as a screen would hand them over."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from store.agreement.purposes import Purpose
from store.agreement.wordings import YOUNG_PERSON, WordingForm, newest, show
from store.fieldwork.consents.asking import answer, mark_interview
from store.fieldwork.consents.ceremony import AfterAnswer, Ceremony, open_ceremony
from store.fieldwork.consents.known import Known
from store.fieldwork.consents.questions import Asked, Respondent
from store.fieldwork.consents.records import Taker
from store.fieldwork.consents.saying import Around, GuardianSaid, Said
from store.fieldwork.consents.state import Told, stands
from store.ids import FamilyId, JournalId, PersonId, StaffId
from store.keeping.acts import Act, ConsentRecorded, InterviewMarked
from store.keeping.acts.terms.attempts import Wave
from store.keeping.acts.terms.consents import ConsentDecision, ExpressedBy, InterviewState, Relationship
from store.keeping.causality import at_base
from tests.agreement.edited import packaged

FAMILY, CARER_ID, CHILD_ID = FamilyId("f" * 32), PersonId("c" * 32), PersonId("d" * 32)
CARER = Respondent(FAMILY, CARER_ID, "Amara", None, is_young_person=False)
CHILD = Respondent(FAMILY, CHILD_ID, "Zoë", 14, is_young_person=True)
YOUTH = replace(CHILD, age_years=16)
AGREEMENT = packaged()
TAKER = Taker(StaffId("5a" * 16), None, AGREEMENT)
NOW = datetime(2015, 11, 2, 14, 5, tzinfo=UTC)
NOTHING_KNOWN = Known((), None, None, ())

NIS = "national-impact-study"
TAKE_PART = Asked(Purpose.TAKE_PART, None)
PERMISSION = Asked(Purpose.PARENTAL_PERMISSION, None)
ASSENT = Asked(Purpose.YOUNG_PERSONS_ASSENT, None)
LINKAGE = Asked(Purpose.LINKAGE, NIS)
RECONTACT = Asked(Purpose.RECONTACT, None)

GIVEN, REFUSED, NOT_ASKED = ConsentDecision.GIVEN, ConsentDecision.REFUSED, ConsentDecision.NOT_ASKED
MOTHER = GuardianSaid(CARER_ID, "Amara Abara", Relationship.PARENT, 41)


def said(asked: Asked, decision: ConsentDecision = GIVEN, **changed: Any) -> Said:
    """Return an answer with nothing wrong about it; `changed` are fields of `Said`."""
    wording = newest(AGREEMENT.wordings, asked.purpose, asked.target, "en", WordingForm.FULL)
    assert wording is not None
    is_parents = asked.purpose is Purpose.PARENTAL_PERMISSION
    plain = Said(
        decision,
        ExpressedBy.GUARDIAN if is_parents else ExpressedBy.PERSON,
        show(wording, {YOUNG_PERSON: "Zoë"}),
        42,
        is_read_to_end=True,
        around=Around(),
        guardian=MOTHER if is_parents else None,
    )
    return replace(plain, **changed)


def opened(respondent: Respondent = CARER, known: Known = NOTHING_KNOWN, wave: Wave = Wave.ONE) -> Ceremony:
    ceremony, _ = open_ceremony(respondent, wave, known, AGREEMENT.wordings, TAKER, NOW)
    return ceremony


def answered(ceremony: Ceremony, asked: Asked, decision: ConsentDecision = GIVEN, **changed: Any) -> AfterAnswer:
    at = ceremony.last_at + timedelta(minutes=1)
    return answer(ceremony, asked, said(asked, decision, **changed), at)


def marked(ceremony: Ceremony, state: InterviewState = InterviewState.COMPLETE) -> AfterAnswer:
    return mark_interview(ceremony, state, NOW, ceremony.last_at + timedelta(minutes=45), Around())


def known_after(kept: list[Act], left_open: Known = NOTHING_KNOWN) -> Known:
    """Return what is known of the one person that some kept acts are about."""
    records = [act for act in kept if isinstance(act, ConsentRecorded)]
    told = [Told.from_act(act, at_base(JOURNAL, 0, n)) for n, act in enumerate(records)]
    marks = [act for act in kept if isinstance(act, InterviewMarked)]
    last = marks[-1] if marks else None
    return Known(
        tuple(stands(told, {})), last.state if last else None, last.interview if last else None, left_open.left_open
    )


JOURNAL = JournalId("0" * 32)
