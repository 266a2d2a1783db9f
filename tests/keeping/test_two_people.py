"""Two people: nobody makes the second one themselves and decides with them, in whatever order they go about it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.custody import credentials
from store.errors import JoinedLatelyError
from store.ids import StaffId
from store.keeping import approvals, staffing
from store.keeping.acts import CredentialRecorded
from store.keeping.acts.terms.store import ApprovalMatter, StaffRole
from store.keeping.kinds import acts_of
from store.keeping.store import Store
from store.keeping.two_people import WAIT, Joined, Vouched, counts_from
from tests.made import PASSPHRASE, SECOND_PASSPHRASE, MachineTime, families, made_base, opened, passphrase

DIGEST = bytes(32)
THIRD_PASSPHRASE = "Harbour 91 thistle almanac"
FOUNDER = StaffId("f" * 32)
WAIT_MS = int(WAIT.total_seconds() * 1000)


def added(store: Store, name: str, text: str) -> StaffId:
    return staffing.add(store, name, StaffRole.SUPERVISOR, passphrase(text))


def decide(store: Store, text: str) -> None:
    approvals.approve(store, passphrase(text), ApprovalMatter.DESTRUCTION, DIGEST)


def test_who_set_base_up_together_decide_together_at_once(store: Store) -> None:
    added(store, "Supervisor Two", SECOND_PASSPHRASE)
    store.record(*families(1))

    decide(store, SECOND_PASSPHRASE)


def test_a_clock_that_is_set_back_parts_nobody_who_set_base_up(tmp_path: Path, machine_time: MachineTime) -> None:
    with opened(made_base(tmp_path), is_clock_right=True) as store:
        added(store, "Supervisor Two", SECOND_PASSPHRASE)
        store.record(*families(1))
        machine_time.move(days=-2)

        decide(store, SECOND_PASSPHRASE)


def test_a_supervisor_and_one_they_just_added_do_not_decide_whoever_of_them_proposes(tmp_path: Path) -> None:
    base = made_base(tmp_path)
    with opened(base) as store:
        store.record(*families(1))
        added(store, "Supervisor Two", SECOND_PASSPHRASE)

        with pytest.raises(JoinedLatelyError) as refusal:
            decide(store, SECOND_PASSPHRASE)

        assert "families" in refusal.value.message
    with opened(base, SECOND_PASSPHRASE) as store, pytest.raises(JoinedLatelyError):
        decide(store, PASSPHRASE)


def test_two_whom_one_person_added_do_not_decide_together_nor_vouch_for_each_other(tmp_path: Path) -> None:
    base = made_base(tmp_path)
    with opened(base) as store:
        store.record(*families(1))
        added(store, "Supervisor Two", SECOND_PASSPHRASE)
        added(store, "Supervisor Three", THIRD_PASSPHRASE)
        credentials.record_credential(store, "Supervisor Two")
    with opened(base, SECOND_PASSPHRASE) as store:
        credentials.record_credential(store, "Supervisor Three")

        with pytest.raises(JoinedLatelyError):
            decide(store, THIRD_PASSPHRASE)


def test_another_supervisor_vouches_by_recording_their_training(tmp_path: Path) -> None:
    base = made_base(tmp_path)
    with opened(base) as store:
        added(store, "Supervisor Two", SECOND_PASSPHRASE)
        store.record(*families(1))
        added(store, "Supervisor Three", THIRD_PASSPHRASE)
    with opened(base, SECOND_PASSPHRASE) as store:
        credentials.record_credential(store, "Supervisor Three")
    with opened(base) as store:
        decide(store, THIRD_PASSPHRASE)


def test_training_that_is_told_again_vouches_for_nobody(tmp_path: Path) -> None:
    """Base tells a laptop again what it could not read at first, whoever is signed in by then."""
    base = made_base(tmp_path)
    with opened(base) as store:
        added(store, "Supervisor Two", SECOND_PASSPHRASE)
        store.record(*families(1))
        added(store, "Supervisor Three", THIRD_PASSPHRASE)
        credential = credentials.record_credential(store, "Supervisor Three")
        *_, trained = [each.act for each in acts_of(store, CredentialRecorded)]
    with opened(base, SECOND_PASSPHRASE) as store:
        store.record(trained)
    with opened(base) as store:
        assert [each.credential for each in credentials.credentials(store)].count(credential) == 1
        with pytest.raises(JoinedLatelyError):
            decide(store, THIRD_PASSPHRASE)


def test_a_week_after_they_were_added_somebody_counts(tmp_path: Path, machine_time: MachineTime) -> None:
    with opened(made_base(tmp_path)) as store:
        store.record(*families(1))
        added(store, "Supervisor Two", SECOND_PASSPHRASE)
        machine_time.move(hours=WAIT.days * 24 - 1)
        with pytest.raises(JoinedLatelyError):
            decide(store, SECOND_PASSPHRASE)

        machine_time.move(hours=1)

        decide(store, SECOND_PASSPHRASE)


def test_a_clock_that_is_set_back_takes_it_from_nobody_who_counts() -> None:
    second, third, late_ms = StaffId("2" * 32), StaffId("3" * 32), 10**12

    found = counts_from(
        [
            Joined(FOUNDER, FOUNDER, late_ms, is_at_set_up=True),
            Joined(second, FOUNDER, late_ms, is_at_set_up=True),
            Joined(third, FOUNDER, late_ms, is_at_set_up=False),
            Vouched(third, second, late_ms),
        ]
    )

    assert found == {FOUNDER: 0, second: 0, third: 0}


people = st.integers(0, 5)


@given(st.lists(st.tuples(st.booleans(), people, people, st.integers(0, 1000)), max_size=40))
def test_whatever_one_person_adds_and_vouches_for_nobody_of_theirs_counts_before_the_wait(
    deeds: list[tuple[bool, int, int, int]],
) -> None:
    """The founder, and whoever descends from them alone, come to one person who counts, however they go about it."""
    at_ms, there = 0, [FOUNDER]
    told: list[Joined | Vouched] = [Joined(FOUNDER, FOUNDER, 0, is_at_set_up=True)]
    joined_at: dict[StaffId, int] = {}
    for is_adding, by, whom, later in deeds:
        at_ms += later
        doer = there[by % len(there)]
        if is_adding:
            there.append(StaffId(f"{len(there):032x}"))
            joined_at[there[-1]] = at_ms
            told.append(Joined(there[-1], doer, at_ms, is_at_set_up=False))
        else:
            told.append(Vouched(there[whom % len(there)], doer, at_ms))

    found = counts_from(told)

    earliest = min(joined_at.values(), default=0)
    assert found[FOUNDER] == 0
    assert all(found[each] > at_ms or found[each] >= earliest + WAIT_MS for each in joined_at)
