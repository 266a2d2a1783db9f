"""Approvals: two different people, the second by their own passphrase and under their own key."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import (
    ApprovalForgedError,
    ApprovalMismatchError,
    NotAnApproverError,
    PassphraseTooSoonError,
    SecondPersonError,
    StoreError,
    WrongPassphraseError,
)
from store.ids import StaffId, new_id
from store.keeping import approvals, staffing
from store.keeping.acts import ApprovalRecorded, StaffKeysRenewed
from store.keeping.acts.terms.store import ApprovalDecision, ApprovalMatter, StaffRole
from store.keeping.inspection import inspect
from store.keeping.opening import SIGN_IN_FAILED
from store.keeping.signing_keys import read_signing_key
from store.keeping.store import Store
from store.keeping.vault import Seeds
from tests.made import PASSPHRASE, SECOND_PASSPHRASE, made_base, opened, passphrase

DIGEST = bytes(range(32))
THIRD_PASSPHRASE = "Harbour 91 thistle almanac"


def with_second(store: Store, role: StaffRole = StaffRole.SUPERVISOR) -> StaffId:
    return staffing.add(store, "Somebody Else", role, passphrase(SECOND_PASSPHRASE))


def approved(store: Store, matter: ApprovalMatter = ApprovalMatter.RECOVERY) -> ApprovalRecorded:
    return approvals.approve(store, passphrase(SECOND_PASSPHRASE), matter, DIGEST)


def test_a_second_person_approves_under_their_own_key_and_nothing_is_appended_yet(store: Store) -> None:
    second = with_second(store)
    size = store.journal.size

    approval = approved(store)

    assert store.journal.size == size
    assert approval.approver == second
    assert approval.proposed_by == store.keys.person.staff
    assert (approval.matter, approval.digest) == (ApprovalMatter.RECOVERY, DIGEST.hex())
    slot = next(slot for slot in store.sidecar.people if slot.staff == second)
    approvals.check(approval, read_signing_key(bytes.fromhex(slot.signing)))


def test_an_approval_can_be_kept_and_still_allows_what_it_did(store: Store) -> None:
    with_second(store)

    approval = approved(store)
    store.record(approval)

    approvals.hold(store, approval, ApprovalMatter.RECOVERY, DIGEST)
    inspect(store, signatures=True)


def test_whoever_is_signed_in_cannot_be_the_second_person(store: Store) -> None:
    with_second(store)

    with pytest.raises(SecondPersonError):
        approvals.approve(store, passphrase(PASSPHRASE), ApprovalMatter.RECOVERY, DIGEST)


@pytest.mark.parametrize("matter", ApprovalMatter)
@pytest.mark.parametrize("role", StaffRole)
def test_only_the_roles_of_a_matter_approve_it(store: Store, role: StaffRole, matter: ApprovalMatter) -> None:
    with_second(store, role)
    is_holder_of_keys = role is StaffRole.RECOVERY_HOLDER and matter is ApprovalMatter.RECOVERY
    of_all_else = StaffRole.ELIGIBILITY_KEEPER if matter is ApprovalMatter.ELIGIBILITY else StaffRole.SUPERVISOR

    if role is of_all_else or is_holder_of_keys:
        assert approved(store, matter).matter is matter
    else:
        with pytest.raises(NotAnApproverError):
            approved(store, matter)


def test_who_left_approves_nothing_more_and_what_they_approved_before_allows_nothing_more(store: Store) -> None:
    with_second(store)
    approval = approved(store)

    staffing.leave(store, "Somebody Else")

    with pytest.raises(NotAnApproverError):
        approvals.hold(store, approval, ApprovalMatter.RECOVERY, DIGEST)
    with pytest.raises(WrongPassphraseError):
        approved(store)


def test_somebody_whose_slot_was_never_told_of_approves_nothing(tmp_path: Path) -> None:
    folder = made_base(tmp_path)
    with opened(folder) as store:
        before = {path.name: path.read_bytes() for path in folder.glob("epoch-*")}
        with_second(store)
        others = store.sidecar
    for path in folder.glob("epoch-*"):
        path.unlink()
    for name, content in before.items():
        (folder / name).write_bytes(content)

    with opened(folder) as store:
        assert store.sidecar.people == others.people
        with pytest.raises(NotAnApproverError):
            approved(store)


def test_a_wrong_passphrase_is_noted_and_makes_the_next_wait(store: Store) -> None:
    with_second(store)

    for _ in range(3):
        with pytest.raises(WrongPassphraseError):
            approvals.approve(store, passphrase(THIRD_PASSPHRASE), ApprovalMatter.RECOVERY, DIGEST)

    assert [each.what for each in store.queue.waiting()] == [SIGN_IN_FAILED] * 3
    with pytest.raises(PassphraseTooSoonError):
        approved(store)


CHANGES: dict[str, dict[str, object]] = {
    "another matter": {"matter": ApprovalMatter.DESTRUCTION},
    "another digest": {"digest": "ff" * 32},
    "another proposer": {"proposed_by": StaffId("1" * 32)},
    "declined": {"decision": ApprovalDecision.DECLINED},
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_an_approval_of_something_else_allows_nothing(store: Store, change: dict[str, object]) -> None:
    with_second(store)
    approval = approved(store).model_copy(update=change)

    with pytest.raises(ApprovalMismatchError):
        approvals.hold(store, approval, ApprovalMatter.RECOVERY, DIGEST)


@pytest.mark.parametrize(
    "change",
    [*CHANGES.values(), {"approval": "2" * 32}, {"signature": "0" * 128}],
    ids=[*CHANGES.keys(), "another id", "no signature"],
)
def test_every_field_of_an_approval_is_signed(store: Store, change: dict[str, object]) -> None:
    second = with_second(store)
    slot = next(slot for slot in store.sidecar.people if slot.staff == second)
    changed = approved(store).model_copy(update=change)

    with pytest.raises(ApprovalForgedError):
        approvals.check(changed, read_signing_key(bytes.fromhex(slot.signing)))


def test_the_proposer_cannot_sign_for_a_second_person(store: Store) -> None:
    second = with_second(store)
    approval = approved(store)
    mine = store.keys.person.signing.sign(approvals._signed(approval)).hex()
    third = staffing.add(store, "A Third", StaffRole.SUPERVISOR, passphrase(THIRD_PASSPHRASE))

    for change in ({"signature": mine}, {"approver": third}):
        with pytest.raises(ApprovalForgedError):
            approvals.hold(store, approval.model_copy(update=change), ApprovalMatter.RECOVERY, DIGEST)
    assert approval.approver == second


def test_a_key_the_register_does_not_have_approves_nothing(store: Store) -> None:
    second, fresh = with_second(store), Seeds.fresh()
    store.record(
        StaffKeysRenewed(
            staff=second,
            verify_key=fresh.signing_key().public_key().public_bytes_raw().hex(),
            sealing_key=fresh.sealing_key().public.hex(),
            reason="made up",
        )
    )

    with pytest.raises(ApprovalForgedError):
        approved(store)


@given(st.binary(min_size=32, max_size=32), st.sampled_from(ApprovalMatter))
def test_what_is_signed_passes_for_no_header_checkpoint_or_cosignature(digest: bytes, matter: ApprovalMatter) -> None:
    approval = ApprovalRecorded(
        approval=new_id(),
        matter=matter,
        digest=digest.hex(),
        proposed_by=StaffId("1" * 32),
        approver=StaffId("2" * 32),
        decision=ApprovalDecision.APPROVED,
        signature="0" * 128,
    )

    signed = approvals._signed(approval)

    assert not signed.startswith((b"\x01", b"doorstep/", b"cosignature/v1", b"doorstep-file "))


def test_every_refusal_says_what_to_do() -> None:
    for kind in (ApprovalForgedError, ApprovalMismatchError, NotAnApproverError, SecondPersonError):
        assert issubclass(kind, StoreError)
        assert kind.hint != StoreError.hint
