"""Answers as the acts they are kept as.

Owns filling every field of a consent's record. Refuses to own whether an answer may be given (saying, ceremony).
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from store.agreement import Agreement
from store.agreement.leaflets import leaflet_in
from store.agreement.lifetime import EndTold
from store.agreement.london import london_day
from store.clock import LONDON, Instant, to_ms
from store.fieldwork.consents.law_told import law_told
from store.fieldwork.consents.questions import Asked, Respondent
from store.fieldwork.consents.receipt_code import code_of
from store.fieldwork.consents.saying import Said, interpreting
from store.ids import StaffId, new_id
from store.keeping.acts.terms.attempts import Wave
from store.keeping.acts.terms.consents import Interpreting

if TYPE_CHECKING:
    from store.keeping.acts import ConsentRecorded, Guardian, WordingShown


@dataclass(frozen=True, slots=True)
class Taker:
    """Who asks, and under what.

    Attributes:
        interviewer: Who is signed in.
        credential: The training they ask under; None where none is live.
        agreement: The store's.
        told: What base told last about its end; None where nothing.
    """

    interviewer: StaffId
    credential: str | None
    agreement: Agreement
    told: EndTold | None = None


@dataclass(frozen=True, slots=True)
class Sitting:
    """What all records of one asking share.

    Attributes:
        ceremony: Its id, from which the receipt code follows.
    """

    ceremony: str
    respondent: Respondent
    wave: Wave
    taker: Taker


def consent_record(
    sitting: Sitting, asked: Asked, said: Said, at: Instant, *, follows: str | None, permission: str | None
) -> "ConsentRecorded":
    """Return the record of one answer.

    Args:
        sitting: Whose asking.
        asked: Which question.
        said: An answer that `hold_said` let through.
        at: When, by the store's clock.
        follows: The record of the same question that stood until now.
        permission: For a child's own answer, the parent's permission it rests on.

    Raises:
        NoRuleThenError: As `law_told`.
    """
    from store.keeping.acts import ConsentRecorded

    around, respondent = said.around, sitting.respondent
    who = interpreting(around)
    return ConsentRecorded(
        record=new_id(),
        follows=follows,
        family=respondent.family,
        person=respondent.person,
        wave=sitting.wave,
        ceremony=sitting.ceremony,
        purpose=asked.purpose,
        target=asked.target,
        decision=said.decision,
        not_asked_reason=said.why_not,
        reason=said.reason,
        delete_answers=None,
        wording=_wording(said, sitting.taker.agreement),
        mode=around.mode,
        keyed_by=around.keyed_by,
        interviewer=sitting.taker.interviewer,
        credential=sitting.taker.credential,
        expressed_by=said.by,
        guardian=_guardian(said),
        permission=permission,
        age_years=respondent.age_years,
        capacity_concern=around.is_capacity_doubted,
        capacity_note=around.capacity_note,
        interpreting=who,
        interpreter_name=around.interpreter_name if who is not Interpreting.NONE else None,
        witness_name=around.witness_name,
        others_present=around.others_present,
        privacy_offered=around.is_privacy_offered,
        at_ms=to_ms(at),
        utc_offset_min=offset_min(at),
        law=law_told(sitting.taker.agreement, asked.purpose, london_day(at), sitting.taker.told),
        receipt_code=code_of(sitting.ceremony),
        sheet=around.sheet,
    )


def offset_min(at: Instant) -> int:
    """Return by how many minutes London was ahead of UTC."""
    offset = at.astimezone(LONDON).utcoffset()
    assert offset is not None
    return int(offset.total_seconds()) // 60


def _wording(said: Said, agreement: Agreement) -> "WordingShown | None":
    from store.keeping.acts import WordingShown

    if said.shown is None:
        return None
    wording = said.shown.wording
    leaflet = leaflet_in(agreement.leaflets, wording.language)
    return WordingShown(
        wording=wording.id,
        wording_version=wording.version,
        language=wording.language,
        digest=wording.sha256,
        shown_digest=said.shown.sha256,
        leaflet=leaflet.id if leaflet else None,
        leaflet_version=leaflet.version if leaflet else None,
        shown_s=said.shown_s,
        read_to_end=said.is_read_to_end,
    )


def _guardian(said: Said) -> "Guardian | None":
    from store.keeping.acts import Guardian

    if said.guardian is None:
        return None
    return Guardian(
        person=said.guardian.person, name=said.guardian.name.strip(), relationship=said.guardian.relationship
    )
