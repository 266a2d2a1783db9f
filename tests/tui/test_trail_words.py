"""What the trail says of each act: every kind has a sentence, and none tells a family, an id or a word of the store."""

import re
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from store.agreement.lifetime import TermEnd
from store.clock import to_ms
from store.ids import DeviceId, FamilyId, StaffId
from store.keeping import acts
from store.keeping.acts import CATALOGUE, Act, DeviceHandedIn
from store.keeping.acts.terms.attempts import ConcernAuthority
from store.keeping.acts.terms.consents import BackCheckResult
from store.keeping.acts.terms.exchange import MovementEnd
from store.keeping.acts.terms.families import FamilyLock, FamilyLockCause
from store.keeping.acts.terms.incidents import RequestStep
from tests.keeping.test_acts import examples
from tui import wording
from tui.common.trail.narrowing import GROUPS
from tui.common.trail.trail_words import SENTENCES, Names, sentence


def extended(agreed_on: str | None) -> acts.AgreementExtended:
    return acts.AgreementExtended(
        agreement="essex-2015",
        old_ends_on="2018-08-31",
        new_ends_on="2019-03-31",
        agreed_on=agreed_on,
        document_digest="ab" * 32,
        approvals=(),
    )


def ended(cause: TermEnd, notice_on: str | None, ends_on: str) -> acts.TermEnded:
    return acts.TermEnded(
        agreement="essex-2015", cause=cause, notice_on=notice_on, ends_on=ends_on, document_digest=None
    )


LATEST = {kind: act for (kind, _), act in sorted(CATALOGUE.items())}
TYPED = st.sampled_from(("Stick 1", "two\nlines"))


@pytest.mark.parametrize("kind", sorted(SENTENCES))
@settings(max_examples=3, suppress_health_check=[HealthCheck.too_slow], deadline=None, derandomize=True)
@given(data=st.data())
def test_a_sentence_is_one_line_that_names_no_family(kind: str, data: st.DataObject) -> None:
    act: Act = data.draw(examples(LATEST[kind], TYPED))

    said = sentence(act)

    assert said
    assert not said.endswith(".")
    assert "_" not in said
    assert "None" not in said
    assert re.search(r"[0-9a-f]{32}|\d{13}", said) is None
    assert "\n" not in said
    if "family" in type(act).model_fields:
        assert not any(each in said for each in ("Stick", "lines"))


def test_a_laptop_that_is_handed_in_says_what_is_on_it_and_what_paper_is_not_with_it() -> None:
    handed_in = DeviceHandedIn(device=DeviceId("d0" * 16), unsent_count=1, families_left_count=60, sheets_left_count=2)

    said = sentence(handed_in, Names({"d0" * 16: "Laptop A"}))

    assert said == "Laptop A is handed in: 60 families and 1 unsent act on it, 2 sheets of paper not with it"


@pytest.mark.parametrize(
    ("end", "by", "said"),
    [
        (MovementEnd.ARRIVED, "Pat Lee", "What was to move arrived, as Pat Lee says"),
        (MovementEnd.DONE, None, "What was to move was moved"),
        (MovementEnd.FAILED, None, "What was to move was not moved"),
        (MovementEnd.LOST, None, "What was to move got lost"),
    ],
)
def test_a_movement_says_which_way_it_ended_and_who_confirmed_it(end: MovementEnd, by: str | None, said: str) -> None:
    ended = acts.MovementEnded(movement="ab" * 16, end=end, at_ms=0, acknowledged_by=by, reason=None)

    assert sentence(ended) == said


@pytest.mark.parametrize(
    ("lock", "said"),
    [(FamilyLock.LOCKED, "A family was locked"), (FamilyLock.OPEN, "A family was opened again")],
)
def test_a_lock_says_whether_it_was_set_or_taken_away(lock: FamilyLock, said: str) -> None:
    act = acts.FamilyLockSet(
        family=FamilyId("ab" * 16), lock=lock, cause=FamilyLockCause.BASE_DECISION, follows_from=None, reason=None
    )

    assert sentence(act) == said


def test_a_kind_without_a_sentence_of_its_own_says_what_it_is() -> None:
    for kind in sorted(set(LATEST) - set(SENTENCES)):
        said = wording.sentence(LATEST[kind])
        assert said.endswith(".")
        assert "_" not in said
        assert "`" not in said


def test_each_kind_that_a_group_looks_for_is_one() -> None:
    looked_for = [kind for _, kinds in GROUPS.values() for kind in kinds]

    assert set(looked_for) <= set(LATEST)


def test_incidents_requests_clocks_and_paper_have_sentences_and_groups_of_their_own() -> None:
    looked_for = {kind for _, kinds in GROUPS.values() for kind in kinds}
    words = ("incident", "request_", "clock_", "paper_", "notice_", "corrective")
    duties = {kind for kind in LATEST if kind.startswith(words)} - {"clock_moved_back"}

    assert duties <= set(SENTENCES)
    assert duties <= looked_for


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (
            extended(None),
            "The agreement was extended in writing, from Fri 31 Aug 2018 to the end of Sun 31 Mar 2019",
        ),
        (
            extended("2018-08-30"),
            "The agreement was extended in writing on Thu 30 Aug 2018,"
            " from Fri 31 Aug 2018 to the end of Sun 31 Mar 2019",
        ),
        (
            acts.CouncilsJoined(delivery="a" * 32, council="Kent", other_council="Essex", reason="One since April"),
            "Families of Essex come under Kent: One since April",
        ),
        (
            acts.CouncilsParted(council="Kent", other_council="Essex", reason="The wrong one was chosen"),
            "Families of Essex come under Kent no longer: The wrong one was chosen",
        ),
        (
            ended(TermEnd.ONE_MONTH_NOTICE, "2015-11-02", "2015-12-02"),
            "Notice given on Mon 2 Nov 2015 ends the agreement with the end of Wed 2 Dec 2015",
        ),
        (
            ended(TermEnd.IMMEDIATE_NOTICE, "2015-11-02", "2015-11-02"),
            "Notice with immediate effect given on Mon 2 Nov 2015 ended the agreement",
        ),
        (ended(TermEnd.RAN_OUT, None, "2018-08-31"), "The agreement ran out with the end of Fri 31 Aug 2018"),
    ],
)
def test_what_binds_everybody_is_told_with_its_days(act: Act, said: str) -> None:
    assert sentence(act) == said


AT_MS = to_ms(datetime(2015, 11, 2, 18, 30, tzinfo=UTC))
NAMES = Names(staff={"5" * 32: "Sue Green"})


def pack_made(reviewer: StaffId | None, left_out: int | None) -> acts.RequestUpdated:
    return acts.RequestUpdated(
        request="a" * 32,
        step=RequestStep.PACK_MADE,
        family=None,
        person=None,
        at_ms=AT_MS,
        instruction=None,
        reviewer=reviewer,
        redactions_count=left_out,
        note=None,
    )


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (pack_made(None, None), "A request came a step further: pack made"),
        (
            pack_made(StaffId("5" * 32), 0),
            "A request came a step further: pack made, read through by Sue Green, nothing left out",
        ),
        (
            pack_made(StaffId("5" * 32), 2),
            "A request came a step further: pack made, read through by Sue Green, 2 entries left out",
        ),
        (
            acts.BackCheckRecorded(
                back_check="a" * 32,
                family=FamilyId("b" * 32),
                person=None,
                record="c" * 32,
                checked_by=StaffId("5" * 32),
                result=BackCheckResult.FAILED,
                at_ms=AT_MS,
                finding="Rosa was never asked.",
            ),
            "Somebody's work was checked by Sue Green: failed",
        ),
        (
            acts.SafeguardingReported(
                report="a" * 32,
                family=FamilyId("b" * 32),
                person=None,
                concern="Rosa had a bruise.",
                authority=ConcernAuthority.LEGAL_DUTY,
                citation="Children Act 2004, section 11",
                reported_to="Duty desk",
                reported_at_ms=AT_MS,
                disclosure=None,
            ),
            "A concern for somebody's safety was passed on, Mon 2 Nov 2015 18:30: legal duty",
        ),
    ],
)
def test_who_looked_at_it_and_when_it_was_passed_on_is_told(act: Act, said: str) -> None:
    assert sentence(act, NAMES) == said
