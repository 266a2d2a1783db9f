"""Staff: who may sign in, told in the journal before it becomes so."""

from pathlib import Path

import pytest

from store.errors import (
    LastPersonError,
    LineFormError,
    NotASupervisorError,
    PassphraseTakenError,
    PassphraseWeakError,
    StaffNameError,
    StaffNameTakenError,
    StoreError,
    StoreFrozenError,
    WrongPassphraseError,
)
from store.keeping import acts, people, staffing
from store.keeping.acts.terms.store import CredentialEvidence, StaffRole
from store.keeping.header import unpack
from store.keeping.store import Store
from tests.made import ANCHOR, FOUNDED, PASSPHRASE, SECOND_PASSPHRASE, SUPERVISOR, made_base, opened, passphrase

SECOND = "Supervisor Two"
RECORD = Store.record
THIRD_PASSPHRASE = "Velvet anchor 77 marmalade"


def recording_and_dying(store: Store, *told: acts.Act) -> None:
    """Record, and be killed before anything else happens."""
    RECORD(store, *told)
    raise KeyboardInterrupt


def last_acts(store: Store, count: int) -> list[acts.Act]:
    entries = [store.journal.entry(n) for n in range(store.journal.size - count, store.journal.size)]
    headers = [(unpack(entry.header), entry.body or b"") for entry in entries]
    return [acts.parse(header.kind, header.kind_version, body) for header, body in headers]


@pytest.fixture
def two(tmp_path: Path) -> Path:
    """A closed base with two supervisors."""
    folder = made_base(tmp_path)
    with opened(folder) as store:
        staffing.add(store, SECOND, StaffRole.SUPERVISOR, passphrase(SECOND_PASSPHRASE))
    return folder


def test_somebody_who_was_added_signs_in_under_their_own_keys(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    with opened(folder) as store:
        staff = staffing.add(store, SECOND, StaffRole.INTERVIEWER, passphrase(SECOND_PASSPHRASE))
        told, trained = last_acts(store, 2)
        slot = store.sidecar.people[-1]

        assert isinstance(told, acts.StaffAdded)
        assert isinstance(trained, acts.CredentialRecorded)
        assert (trained.staff, trained.evidence) == (staff, CredentialEvidence.BRIEFING)
        assert (told.staff, told.name, told.roles) == (staff, SECOND, (StaffRole.INTERVIEWER,))
        assert (told.verify_key, told.sealing_key) == (slot.signing, slot.sealing)

    with opened(folder, SECOND_PASSPHRASE) as store:
        assert store.keys.person.staff == staff
        assert store.roles() == (StaffRole.INTERVIEWER,)
        assert store.last_act().staff == staff
    opened(folder).close()


@pytest.mark.parametrize(
    ("name", "text", "refusal"),
    [
        ("", SECOND_PASSPHRASE, LineFormError),
        ("Two\nThree", SECOND_PASSPHRASE, LineFormError),
        ("Two\u202eeerhT", SECOND_PASSPHRASE, LineFormError),
        (SUPERVISOR, SECOND_PASSPHRASE, StaffNameTakenError),
        (SECOND, PASSPHRASE, PassphraseTakenError),
        (SECOND, "Supervisor Two 2", PassphraseWeakError),
    ],
)
def test_somebody_who_cannot_be_added_changes_nothing(
    tmp_path: Path, name: str, text: str, refusal: type[StoreError]
) -> None:
    folder = made_base(tmp_path)
    with opened(folder) as store:
        before = store.sidecar, store.journal.size

        with pytest.raises(refusal):
            staffing.add(store, name, StaffRole.SUPERVISOR, passphrase(text))

        assert (store.sidecar, store.journal.size) == before


@pytest.mark.parametrize("role", [StaffRole.INTERVIEWER, StaffRole.AUDITOR])
def test_only_a_supervisor_adds_and_takes_away(tmp_path: Path, role: StaffRole) -> None:
    folder = made_base(tmp_path)
    with opened(folder) as store:
        staffing.add(store, "Somebody", role, passphrase(SECOND_PASSPHRASE))

    with opened(folder, SECOND_PASSPHRASE) as store:
        size = store.journal.size
        with pytest.raises(NotASupervisorError):
            staffing.add(store, "Another", StaffRole.SUPERVISOR, passphrase(THIRD_PASSPHRASE))
        with pytest.raises(NotASupervisorError):
            staffing.leave(store, SUPERVISOR)
        assert store.journal.size == size


def test_whoever_left_opens_nothing_any_more_and_stays_on_the_register(two: Path) -> None:
    with opened(two) as store:
        staffing.leave(store, SECOND)

        assert unpack(store.journal.entry(store.journal.size - 1).header).kind == "staff_left"
        (_, left) = people.staff(store)
        assert (left.name, left.left_on) == (SECOND, "2015-11-02")
        assert len(store.sidecar.people) == 1
    with pytest.raises(WrongPassphraseError):
        opened(two, SECOND_PASSPHRASE)


def test_a_name_that_left_may_be_taken_anew(two: Path) -> None:
    with opened(two) as store:
        staffing.leave(store, SECOND)
        again = staffing.add(store, SECOND, StaffRole.SUPERVISOR, passphrase(THIRD_PASSPHRASE))

        staffing.leave(store, SECOND)

        assert again not in {slot.staff for slot in store.sidecar.people}


@pytest.mark.parametrize("name", ["Nobody", "supervisor two", "Supervisor T%"])
def test_a_name_that_says_nobody_takes_nobody_away(two: Path, name: str) -> None:
    with opened(two) as store, pytest.raises(StaffNameError):
        staffing.leave(store, name)


def test_the_last_person_cannot_be_taken_away(tmp_path: Path) -> None:
    with opened(made_base(tmp_path)) as store:
        with pytest.raises(LastPersonError):
            staffing.leave(store, SUPERVISOR)

        assert store.journal.size == FOUNDED + 1


def test_the_last_supervisor_cannot_be_taken_away_though_others_stay(tmp_path: Path) -> None:
    """Nobody could add a supervisor any more, nor vouch for a volume."""
    with opened(made_base(tmp_path)) as store:
        staffing.add(store, "Interviewer One", StaffRole.INTERVIEWER, passphrase(SECOND_PASSPHRASE))

        with pytest.raises(LastPersonError):
            staffing.leave(store, SUPERVISOR)

        staffing.add(store, SECOND, StaffRole.SUPERVISOR, passphrase(THIRD_PASSPHRASE))
        staffing.leave(store, SUPERVISOR)


def test_another_passphrase_opens_for_one_person_and_nobody_elses_slot_is_touched(two: Path) -> None:
    with opened(two, SECOND_PASSPHRASE) as store:
        before = store.sidecar.people
        staffing.change_passphrase(store, passphrase(THIRD_PASSPHRASE))

        changed = [slot for slot in store.sidecar.people if slot not in before]
        assert [slot.staff for slot in changed] == [store.keys.person.staff]
        assert changed[0].signing == store.keys.person.signing.public_key().public_bytes_raw().hex()
        assert isinstance(last_acts(store, 1)[0], acts.PassphraseChanged)
    with pytest.raises(WrongPassphraseError):
        opened(two, SECOND_PASSPHRASE)
    opened(two, THIRD_PASSPHRASE).close()
    opened(two).close()


@pytest.mark.parametrize(
    ("text", "refusal"),
    [(PASSPHRASE, PassphraseTakenError), ("Supervisor Two 2015", PassphraseWeakError), ("base", PassphraseWeakError)],
)
def test_a_passphrase_that_cannot_be_used_changes_nothing(two: Path, text: str, refusal: type[StoreError]) -> None:
    with opened(two, SECOND_PASSPHRASE) as store, pytest.raises(refusal):
        staffing.change_passphrase(store, passphrase(text))

    opened(two, SECOND_PASSPHRASE).close()


def test_a_frozen_store_takes_nobody_on(two: Path) -> None:
    (two / ANCHOR).unlink()

    with opened(two) as store:
        before = store.sidecar
        with pytest.raises(StoreFrozenError):
            staffing.add(store, "Another", StaffRole.SUPERVISOR, passphrase(THIRD_PASSPHRASE))
        with pytest.raises(StoreFrozenError):
            staffing.leave(store, SECOND)
        with pytest.raises(StoreFrozenError):
            staffing.change_passphrase(store, passphrase(THIRD_PASSPHRASE))
        assert store.sidecar == before


def test_a_crash_between_act_and_slot_leaves_nobody_able_to_sign_in_untold(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = made_base(tmp_path)

    with opened(folder) as store, monkeypatch.context() as dying:
        dying.setattr(Store, "record", recording_and_dying)
        with pytest.raises(KeyboardInterrupt):
            staffing.add(store, SECOND, StaffRole.SUPERVISOR, passphrase(SECOND_PASSPHRASE))

    with pytest.raises(WrongPassphraseError):
        opened(folder, SECOND_PASSPHRASE)
    with opened(folder) as store:
        assert [person.name for person in people.staff(store)] == [SUPERVISOR, SECOND]


def test_a_crash_between_act_and_slot_does_not_leave_a_door_open_for_whoever_left(
    two: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(two) as store, monkeypatch.context() as dying:
        dying.setattr(Store, "record", recording_and_dying)
        with pytest.raises(KeyboardInterrupt):
            staffing.leave(store, SECOND)

    with pytest.raises(WrongPassphraseError):
        opened(two, SECOND_PASSPHRASE)
    with opened(two) as store:
        assert len(store.sidecar.people) == 1


def test_the_register_is_in_order_of_names_with_the_last_day_of_training(two: Path) -> None:
    with opened(two) as store:
        staffing.add(store, "Auditor One", StaffRole.AUDITOR, passphrase(THIRD_PASSPHRASE))

        register = people.staff(store)

    assert [(person.name, person.roles, person.trained_until, person.left_on) for person in register] == [
        ("Auditor One", ("auditor",), "2016-11-01", None),
        (SUPERVISOR, ("supervisor",), "2016-11-01", None),
        (SECOND, ("supervisor",), "2016-11-01", None),
    ]
    assert SUPERVISOR not in repr(register)
