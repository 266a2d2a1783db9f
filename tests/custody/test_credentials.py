"""Nobody signs in without live training in every topic; what protects somebody needs none (9.1e, 13.2, A3)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from store.agreement.loading import load_agreement
from store.agreement.safeguards import Topic
from store.custody import credentials
from store.custody.clocks import running
from store.custody.credentials import Credential, record_credential, trained_until
from store.custody.incidents.raising import IncidentEntered
from store.custody.naming import staff_named
from store.errors import (
    CredentialDatesError,
    CredentialNotLiveError,
    CredentialTooLongError,
    CredentialUnknownError,
    NotASupervisorError,
    StaffNameError,
)
from store.exchange.told_locked import note_incident
from store.ids import StaffId
from store.keeping import acts, staffing
from store.keeping.acts.terms.incidents import IncidentKind
from store.keeping.acts.terms.store import CredentialEvidence, SignInFault, SignInScope, StaffRole
from store.keeping.header import unpack
from store.keeping.opening import ClosedStore
from store.keeping.store import Store
from store.keeping.training import move_training_clock
from tests.exchange.exchanging import Exchange
from tests.made import SECOND_PASSPHRASE, SUPERVISOR, made_base, opened, passphrase, store

__all__ = ["store"]

DAY = timedelta(days=1)
ON = date(2015, 11, 2)
LAST = date(2016, 11, 1)
"""Of the declaration at set-up: it holds for 365 days."""


def held(topics: set[Topic], from_on: date, expires_on: date, *, is_ended: bool = False) -> Credential:
    return Credential(
        "c", StaffId("s"), frozenset(topics), CredentialEvidence.BRIEFING, from_on, expires_on, False, is_ended
    )


ALL = set(Topic)
REST = ALL - {Topic.LAW}


@pytest.mark.parametrize(
    ("known", "until"),
    [
        ([replace(held(ALL, ON + DAY, LAST), has_begun=True)], LAST),  # it was told in time, by a clock set back since
        ([], None),
        ([held(ALL, ON, ON)], ON),
        ([held(ALL, ON + DAY, LAST)], None),
        ([held(ALL, ON - DAY, ON - DAY)], None),
        ([held(ALL, ON, LAST, is_ended=True)], None),
        ([held(REST, ON, LAST)], None),
        ([held(REST, ON, LAST), held({Topic.LAW}, ON, ON + DAY)], ON + DAY),
        ([held(ALL, ON, ON + DAY), held(ALL, ON + 2 * DAY, LAST)], LAST),  # one begins where the other ends
        ([held(ALL, ON, ON + DAY), held(ALL, ON + 3 * DAY, LAST)], ON + DAY),  # a day's gap
    ],
)
def test_every_topic_has_to_be_covered_without_a_gap(known: list[Credential], until: date | None) -> None:
    assert trained_until(known, ON) == until


def moved_to(store: Store, day: date) -> None:
    move_training_clock(store, datetime(day.year, day.month, day.day, 9, tzinfo=UTC))


def told(store: Store, kind: type[acts.Act]) -> list[acts.Act]:
    entries = [(unpack(each.header), each.body) for each in store.journal.entries(0, store.journal.size)]
    return [acts.parse(each.kind, each.kind_version, body) for each, body in entries if each.kind == kind.kind and body]


def test_whose_training_ran_out_is_kept_out_and_that_is_told(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    with opened(folder) as store:
        moved_to(store, LAST)
    with opened(folder) as store:
        moved_to(store, LAST + DAY)

    for _ in range(2):
        with pytest.raises(CredentialNotLiveError) as refused:
            opened(folder)

    assert refused.value.until == LAST
    with opened(folder, is_for_safety=True) as store:
        failed = told(store, acts.SignInFailed)
        signed_in = told(store, acts.SignedIn)
    assert [getattr(each, "fault", None) for each in failed] == [SignInFault.CREDENTIAL_NOT_LIVE] * 2
    scopes = [each.scope for each in signed_in if isinstance(each, acts.SignedIn)]
    assert scopes == [SignInScope.FULL, SignInScope.FULL, SignInScope.SAFETY_ONLY]


def test_a_loss_is_told_at_the_prompt_and_its_clocks_start_although_nobody_may_sign_in(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    with opened(folder) as store:
        moved_to(store, LAST + DAY)
    closed = ClosedStore(folder)
    note_incident(closed, IncidentEntered(IncidentKind.DEVICE_LOST, "a drive"), load_agreement())
    closed.release()

    with pytest.raises(CredentialNotLiveError):
        opened(folder)
    with opened(folder, is_for_safety=True) as store:
        assert len(running(store)) == 2


def test_the_only_supervisor_declares_anew_and_records_nothing_else_before(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    with opened(folder) as store:
        staffing.add(store, "Interviewer One", StaffRole.INTERVIEWER, passphrase(SECOND_PASSPHRASE))
        moved_to(store, LAST + DAY)

    with opened(folder, is_for_safety=True) as store:
        for name, evidence in (("Interviewer One", "declaration"), (SUPERVISOR, "briefing")):
            with pytest.raises(CredentialNotLiveError):
                record_credential(store, name, evidence=CredentialEvidence(evidence))
        record_credential(store, SUPERVISOR, evidence=CredentialEvidence.DECLARATION)

    with opened(folder) as store:
        record_credential(store, "Interviewer One")
    opened(folder, SECOND_PASSPHRASE).close()


def test_one_that_is_ended_counts_no_more(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    with opened(folder) as store:
        staffing.add(store, "Interviewer One", StaffRole.INTERVIEWER, passphrase(SECOND_PASSPHRASE))
        (theirs,) = credentials.credentials(store, staff_named(store, "Interviewer One"))
        credentials.end_credential(store, credentials.credential_named(store, theirs.credential[:8]), "left the course")
        with pytest.raises(CredentialUnknownError):
            credentials.credential_named(store, theirs.credential)

    with pytest.raises(CredentialNotLiveError) as refused:
        opened(folder, SECOND_PASSPHRASE)
    assert refused.value.until is None


def test_only_a_supervisor_records_or_ends_one(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    with opened(folder) as store:
        staffing.add(store, "Auditor One", StaffRole.AUDITOR, passphrase(SECOND_PASSPHRASE))

    with opened(folder, SECOND_PASSPHRASE) as store:
        with pytest.raises(NotASupervisorError):
            record_credential(store, "Auditor One")
        with pytest.raises(NotASupervisorError):
            credentials.end_credential(store, credentials.credentials(store)[0], "because")


@pytest.mark.parametrize(
    ("from_on", "expires_on", "refusal"),
    [
        (ON, ON - DAY, CredentialDatesError),
        (ON - 9 * DAY, ON - DAY, CredentialDatesError),
        (ON, date(2016, 11, 3), CredentialTooLongError),
    ],
)
def test_a_time_nobody_is_trained_for_is_refused(
    store: Store, from_on: date, expires_on: date, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        record_credential(store, SUPERVISOR, from_on=from_on, expires_on=expires_on)
    with pytest.raises(StaffNameError):
        record_credential(store, "Nobody Here")


def test_the_end_is_announced_thirty_days_ahead(store: Store) -> None:
    moved_to(store, LAST - 31 * DAY)
    assert credentials.announced(store) is None

    moved_to(store, LAST - 30 * DAY)
    assert credentials.announced(store) == LAST

    record_credential(store, SUPERVISOR, from_on=LAST + DAY)
    assert credentials.announced(store) is None


def test_what_base_records_reaches_the_laptop_of_whoever_it_is_about(tmp_path: Path) -> None:
    exchange = Exchange(tmp_path)
    with opened(exchange.base) as base:
        ((staff,),) = base.rows("SELECT staff FROM peer WHERE role = 'field'")
        ((name,),) = base.rows("SELECT name FROM staff WHERE staff = ?", (staff,))
        record_credential(base, name)
        credential = record_credential(base, name, evidence=CredentialEvidence.CERTIFICATE)
        record_credential(base, SUPERVISOR)
        credentials.end_credential(base, credentials.credential_named(base, credential), "a mistake")

    exchange.sync()

    with exchange.laptop.open() as laptop:
        known = credentials.credentials(laptop)
    assert [(each.evidence, each.is_ended) for each in known if each.staff == staff].count(
        (CredentialEvidence.CERTIFICATE, True)
    ) == 1
    assert {each.staff for each in known} == {staff}
    assert len(known) == 3
