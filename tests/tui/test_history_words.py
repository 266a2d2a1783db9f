"""What happened to a family, in sentences: every kind has one, whatever it holds, and nothing in it is raw."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.agreement.outcomes import OutcomeGroup
from store.agreement.purposes import Purpose
from store.clock import to_ms
from store.keeping.acts import CATALOGUE, Act, DetailsCorrected, OutcomeSet, SafeguardingReported
from store.keeping.acts.terms.attempts import ConcernAuthority, Wave
from store.keeping.acts.terms.consents import ConsentDecision
from store.keeping.acts.terms.families import DetailField, DetailSource
from tests.fieldwork import doings
from tests.keeping.test_acts import examples
from tests.tui.families import CARER, FAMILY, made_family, made_person, made_phone
from tui.field.history_words import sentence

ABOUT_FAMILIES = sorted({kind for (kind, _), act in CATALOGUE.items() if "family" in act.model_fields})
LATEST = {kind: act for (kind, _), act in sorted(CATALOGUE.items())}
TYPED = st.sampled_from(("Mr Reed", "two\nlines"))


@pytest.mark.parametrize("kind", ABOUT_FAMILIES)
@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(data=st.data())
def test_a_sentence_holds_no_id_no_word_of_the_store_and_no_second_line(kind: str, data: st.DataObject) -> None:
    act: Act = data.draw(examples(LATEST[kind], TYPED))

    said = sentence(act, made_family())

    assert said
    assert "_" not in said
    assert "None" not in said
    assert re.search(r"[0-9a-f]{32}|\d{13}", said) is None
    assert "\n" not in said


def test_a_withdrawal_tells_why() -> None:
    withdrawn = doings.consent(
        FAMILY, CARER, Purpose.LINKAGE, ConsentDecision.WITHDRAWN, wording=None, reason="read about it"
    )

    assert sentence(withdrawn, made_family()) == "Ewa Kowalska, linkage: WITHDRAWN, “read about it”"


def test_an_outcome_of_the_office_tells_what_it_counts_as_and_why_and_so_does_taking_it_back() -> None:
    ended = OutcomeSet(
        family=FAMILY, wave=Wave.ONE, person=CARER, code="532", group=OutcomeGroup.OTHER, reason="In hospital."
    )
    back = ended.model_copy(update={"person": None, "code": None, "group": None, "reason": "Better."})

    assert sentence(ended, made_family()) == (
        "The office gave Ewa Kowalska the final outcome 532 (other, eligible): “In hospital.”"
    )
    assert sentence(back, made_family()) == "The office took back the final outcome of the family: “Better.”"


def test_a_concern_tells_when_it_was_passed_on_and_nothing_else_of_it() -> None:
    concern = SafeguardingReported(
        report="0c" * 16,
        family=FAMILY,
        person=CARER,
        concern="A bruise.",
        authority=ConcernAuthority.VITAL_INTERESTS,
        citation=None,
        reported_to="Duty desk",
        reported_at_ms=to_ms(datetime(2015, 11, 2, 18, 30, tzinfo=UTC)),
        disclosure=None,
    )

    said = sentence(concern, made_family())

    assert said == "A concern for somebody's safety was passed on, Mon 2 Nov 2015 18:30"


def test_a_correction_tells_both_values_but_never_a_confidential_one() -> None:
    secret = made_phone(entry="5e" * 16, number="07700 900999", is_confidential=True)
    file = made_family(people=(made_person(phones=(made_phone(), secret)),))

    def corrected(entry: str, new: str) -> str:
        act = DetailsCorrected(
            correction="0c" * 16,
            undoes=None,
            family=FAMILY,
            person=CARER,
            field=DetailField.PHONE,
            entry=entry,
            old="07700 900111",
            new=new,
            source=DetailSource.NEIGHBOUR,
            known_on="2015-11-02",
            is_odd=False,
        )
        return sentence(act, file)

    assert corrected(made_phone().entry, "07700 900123") == (
        "Corrected: Ewa Kowalska, telephone number, from 07700 900111 to 07700 900123, as neighbour said"
    )
    assert "900" not in corrected(secret.entry, "07700 900999")
