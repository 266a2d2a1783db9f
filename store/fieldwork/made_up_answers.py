"""Made-up answers to the questions of consent, as acts.

Owns filling every field of a record with something that could have been. Refuses to own real ceremonies (consents).
"""

from random import Random

from store.agreement import Agreement
from store.agreement.leaflets import leaflet_in
from store.agreement.london import london_day
from store.agreement.purposes import Purpose
from store.agreement.wordings import Wording, WordingForm
from store.clock import Instant, to_ms
from store.fieldwork.consents.law_told import law_told
from store.fieldwork.consents.records import offset_min
from store.fieldwork.made_up import made_up_id
from store.ids import StaffId
from store.keeping import acts
from store.keeping.acts import ConsentRecorded, FamilyDelivered
from store.keeping.acts.family_parts import Person
from store.keeping.acts.terms.consents import (
    ConsentDecision,
    ConsentMode,
    ExpressedBy,
    Interpreting,
    KeyedBy,
    NotAskedReason,
)


def answer(
    dice: Random,
    family: FamilyDelivered,
    person: Person,
    purpose: Purpose,
    decision: ConsentDecision,
    at: Instant,
    interviewer: StaffId,
    agreement: Agreement,
) -> ConsentRecorded:
    """Return one adult's answer; to what has several targets, about the first of them."""
    is_not_asked = decision is ConsentDecision.NOT_ASKED
    wording = next(
        each
        for each in agreement.wordings
        if each.purpose is purpose and each.language == "en" and each.form is WordingForm.FULL
    )
    return ConsentRecorded(
        record=made_up_id(dice),
        follows=None,
        family=family.family,
        person=person.person,
        wave=family.wave,
        ceremony=None,
        purpose=purpose,
        target=wording.target,
        decision=decision,
        not_asked_reason=NotAskedReason.INTERVIEW_PARTIAL if is_not_asked else None,
        reason=None,
        delete_answers=None,
        wording=None if is_not_asked else _shown(wording, agreement, dice),
        mode=ConsentMode.READ_ALOUD,
        keyed_by=KeyedBy.INTERVIEWER,
        interviewer=interviewer,
        credential=None,
        expressed_by=ExpressedBy.PERSON,
        guardian=None,
        permission=None,
        age_years=person.age_years,
        capacity_concern=False,
        capacity_note=None,
        interpreting=Interpreting.NONE,
        interpreter_name=None,
        witness_name=None,
        others_present=(),
        privacy_offered=True,
        at_ms=to_ms(at),
        utc_offset_min=offset_min(at),
        law=law_told(agreement, purpose, london_day(at)),
        receipt_code=None,
        sheet=None,
    )


def _shown(wording: Wording, agreement: Agreement, dice: Random) -> acts.WordingShown:
    leaflet = leaflet_in(agreement.leaflets, wording.language)
    return acts.WordingShown(
        wording=wording.id,
        wording_version=wording.version,
        language=wording.language,
        digest=wording.sha256,
        shown_digest=wording.sha256,
        leaflet=leaflet.id if leaflet else None,
        leaflet_version=leaflet.version if leaflet else None,
        shown_s=dice.randint(25, 120),
        read_to_end=True,
    )
