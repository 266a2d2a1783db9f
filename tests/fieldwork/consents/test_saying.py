"""What an answer has to say before it is kept, each refusal a sentence of its own."""

from dataclasses import replace
from typing import Any

import pytest

from store.agreement.purposes import Purpose
from store.errors import (
    AnswerNotPossibleError,
    CapacityDoubtedError,
    GuardianIsChildError,
    GuardianMisplacedError,
    GuardianMissingError,
    InterpreterRefusedError,
    InterpreterUnnamedError,
    ReasonMisplacedError,
    ReasonMissingError,
    SpanTurnedError,
    SpeakerError,
    StoreError,
    WordingMissingError,
    WordingUnreadError,
)
from store.fieldwork.consents.questions import Asked
from store.fieldwork.consents.saying import Around, Interpreter
from store.keeping.acts import ConsentRecorded
from store.keeping.acts.terms.attempts import Presence
from store.keeping.acts.terms.consents import (
    ConsentDecision,
    ConsentMode,
    ExpressedBy,
    Interpreting,
    KeyedBy,
    NotAskedReason,
)
from tests.fieldwork.consents.made_askings import (
    ASSENT,
    CHILD,
    CHILD_ID,
    GIVEN,
    MOTHER,
    NOT_ASKED,
    NOW,
    PERMISSION,
    REFUSED,
    TAKE_PART,
    answered,
    opened,
    said,
)

LACKING: list[tuple[Asked, dict[str, Any], type[StoreError]]] = [
    (TAKE_PART, {"decision": ConsentDecision.WITHDRAWN}, AnswerNotPossibleError),
    (TAKE_PART, {"decision": ConsentDecision.ENTERED_IN_ERROR}, AnswerNotPossibleError),
    (TAKE_PART, {"decision": NOT_ASKED}, ReasonMissingError),
    (TAKE_PART, {"why_not": NotAskedReason.LANGUAGE}, ReasonMisplacedError),
    (TAKE_PART, {"shown": None}, WordingMissingError),
    (TAKE_PART, {"is_read_to_end": False}, WordingUnreadError),
    (TAKE_PART, {"shown_s": -1}, SpanTurnedError),
    (TAKE_PART, {"guardian": MOTHER}, GuardianMisplacedError),
    (TAKE_PART, {"by": ExpressedBy.GUARDIAN}, SpeakerError),
    (TAKE_PART, {"around": Around(interpreter=Interpreter.CHILD, interpreter_name="Zoë")}, InterpreterRefusedError),
    (TAKE_PART, {"around": Around(interpreter=Interpreter.PARTNER, interpreter_name="Leon")}, InterpreterRefusedError),
    (TAKE_PART, {"around": Around(interpreter=Interpreter.STAFF)}, InterpreterUnnamedError),
    (TAKE_PART, {"around": Around(interpreter_name="Ewa")}, InterpreterUnnamedError),
    (TAKE_PART, {"around": Around(is_capacity_doubted=True)}, CapacityDoubtedError),
    (PERMISSION, {"guardian": None}, GuardianMissingError),
    (PERMISSION, {"guardian": replace(MOTHER, name=" ")}, GuardianMissingError),
    (PERMISSION, {"guardian": replace(MOTHER, person=CHILD_ID)}, GuardianIsChildError),
    (PERMISSION, {"guardian": replace(MOTHER, age_years=15)}, GuardianIsChildError),
    (PERMISSION, {"by": ExpressedBy.PERSON}, SpeakerError),
]


@pytest.mark.parametrize(("asked", "changed", "kind"), LACKING, ids=range(len(LACKING)))
def test_an_answer_that_lacks_something_is_refused_and_nothing_moves_on(
    asked: Asked, changed: dict[str, Any], kind: type[StoreError]
) -> None:
    ceremony = opened(CHILD) if asked is PERMISSION else opened()

    with pytest.raises(kind) as refused:
        answered(ceremony, asked, **{"decision": GIVEN, **changed})

    assert refused.value.message
    assert refused.value.hint
    assert ceremony.next == asked


def test_each_of_these_refusals_has_a_sentence_of_its_own() -> None:
    kinds = {kind for _, _, kind in LACKING}

    assert len({kind.message for kind in kinds}) == len(kinds)


def test_a_no_may_come_before_the_end_of_the_text_and_while_capacity_is_in_doubt() -> None:
    doubtful = Around(is_capacity_doubted=True, capacity_note="Seemed confused about who we are.")

    _, kept = answered(opened(), TAKE_PART, REFUSED, is_read_to_end=False, around=doubtful)

    assert isinstance(kept[0], ConsentRecorded)
    assert kept[0].capacity_concern


def test_a_record_says_everything_that_the_agreement_asks_of_it() -> None:
    around = Around(
        mode=ConsentMode.READ_BY_RESPONDENT,
        keyed_by=KeyedBy.RESPONDENT,
        interpreter=Interpreter.PROFESSIONAL,
        interpreter_name="Interpreter One",
        witness_name="Neighbour One",
        others_present=(Presence.PARENT, Presence.INTERPRETER),
        is_privacy_offered=True,
    )
    ceremony, (permission,) = answered(opened(CHILD), PERMISSION)

    _, (record,) = answered(ceremony, ASSENT, around=around)

    assert isinstance(record, ConsentRecorded)
    assert isinstance(permission, ConsentRecorded)
    assert (record.family, record.person, record.wave) == (CHILD.family, CHILD.person, "one")
    assert (record.purpose, record.target, record.decision) == (Purpose.YOUNG_PERSONS_ASSENT, None, GIVEN)
    assert record.wording is not None
    shown = said(ASSENT).shown
    assert shown is not None
    assert (record.wording.wording, record.wording.wording_version) == ("young-persons-assent", 1)
    assert (record.wording.digest, record.wording.shown_digest) == (shown.wording.sha256, shown.sha256)
    assert (record.wording.language, record.wording.shown_s, record.wording.read_to_end) == ("en", 42, True)
    assert (record.wording.leaflet, record.wording.leaflet_version) == ("your-answers-and-your-rights", 1)
    assert (record.mode, record.keyed_by, record.expressed_by) == ("read_by_respondent", "respondent", "person")
    assert (record.interpreting, record.interpreter_name) == (Interpreting.PROFESSIONAL, "Interpreter One")
    assert (record.witness_name, record.others_present) == ("Neighbour One", (Presence.PARENT, Presence.INTERPRETER))
    assert (record.permission, record.age_years, record.privacy_offered) == (permission.record, 14, True)
    assert record.law.controller == "Department for Communities and Local Government (DCLG)"
    assert (record.law.processor, record.law.legal_basis) == ("Ipsos MORI", "functions-1998")
    assert "consent" not in record.law.citation.casefold()
    assert "receipt code" in record.law.how_to_stop
    assert record.utc_offset_min == 0


def test_in_summer_a_record_says_that_london_is_an_hour_ahead() -> None:
    summer = NOW.replace(year=2016, month=6)
    from store.fieldwork.consents.asking import answer

    _, (record,) = answer(opened(CHILD), PERMISSION, said(PERMISSION), summer)

    assert isinstance(record, ConsentRecorded)
    assert record.utc_offset_min == 60
