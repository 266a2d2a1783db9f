"""Recovery: a forgotten passphrase is got over by two people at base, with files and six words, and by nobody else."""

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from store.clock import to_ms
from store.errors import (
    ApprovalMismatchError,
    ClockMovedBackError,
    DeviceRevokedError,
    EntryDoesNotHoldError,
    KeyringEntryGoneError,
    NotAnApproverError,
    NotASupervisorError,
    NotBaseError,
    PassphraseTooSoonError,
    PassphraseWeakError,
    PracticeMixedError,
    RecoveryAnswerMismatchError,
    RecoveryAtBaseError,
    RecoveryKeyMissingError,
    RecoveryNotAskedError,
    RecoveryPassphraseError,
    RecoveryPendingDamagedError,
    RecoveryRequestMismatchError,
    RecoverySeedGoneError,
    RecoveryWhoError,
    RecoveryWordsDifferError,
    RecoveryWordsMissingError,
    SecondPersonError,
    SidecarForgedError,
    SignedFileForgedError,
    SignedFileFormError,
    SignedFileMissingError,
    StoreError,
    UnknownDeviceError,
    WeakKeyError,
    WordsFormError,
    WrongPassphraseError,
)
from store.errors import recovery as errors
from store.exchange import recovery, recovery_answer, recovery_files
from store.exchange.signed_file import claimed, read_signed, write_signed
from store.exchange.ticket import RECOVERY
from store.exchange.words import Words
from store.ids import NOBODY, DeviceId, StaffId, StoreId, new_id
from store.keeping import acts, approvals, sidecar, staffing, vault
from store.keeping.acts.terms.devices import RevocationCause
from store.keeping.acts.terms.store import StaffRole
from store.keeping.freshness import Frozen
from store.keeping.header import unpack
from store.keeping.inspection import inspect
from store.keeping.key_derivation import derive
from store.keeping.opening import SIGN_IN_FAILED, ClosedStore
from store.keeping.sealing import SealingKey, seal
from store.keeping.secret import Secret
from store.keeping.store import Store
from store.keeping.vault import Seeds
from tests.exchange.enrolled import CHOSEN, FORGOTTEN, SECOND_SUPERVISOR, Pair, add_laptop, enrolled
from tests.faults.appending import touches_disk
from tests.keeping.child import KILLED, in_child
from tests.made import PASSPHRASE, SECOND_PASSPHRASE, MachineTime, families, opened, passphrase
from tests.secret_service import SecretService

OTHER_PASSPHRASE = "Copper orchard 44 gallery"


@dataclass(frozen=True)
class Asked:
    """A request that lies in the folder between the two."""

    pair: Pair
    between: Path
    raw: bytes
    words: Words


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    return enrolled(tmp_path)


@pytest.fixture
def asked(pair: Pair, tmp_path: Path) -> Asked:
    return ask(pair, tmp_path / "between")


def ask(pair: Pair, between: Path, text: str = CHOSEN) -> Asked:
    between.mkdir(exist_ok=True)
    path, words = recovery.request(pair.laptop, None, passphrase(text), between)
    return Asked(pair, between, path.read_bytes(), words)


def approved(base: Store, raw: bytes, text: str = SECOND_PASSPHRASE) -> acts.ApprovalRecorded:
    return approvals.approve(base, passphrase(text), recovery_answer.MATTER, recovery_files.digest_of(raw))


def answered(asked: Asked) -> bytes:
    """Let two supervisors answer, the words read aloud."""
    with opened(asked.pair.base) as base:
        path = recovery_answer.answer(base, asked.raw, " ".join(asked.words), approved(base, asked.raw), asked.between)
    return path.read_bytes()


def applied(asked: Asked, raw: bytes, text: str = CHOSEN) -> None:
    recovery.apply(asked.pair.laptop, raw, passphrase(text))


def tampered(raw: bytes, key: Seeds | None = None, **changed: Any) -> bytes:
    """Return a file that says something else, signed again by somebody."""
    form = json.loads(raw)["doorstep"]
    return write_signed(form, {**claimed(raw, form), **changed}, (key or Seeds.fresh()).signing_key())


def kinds(store: Store) -> list[str]:
    return [unpack(entry.header).kind for entry in store.journal.entries(0, store.journal.size)]


def files_in(folder: Path, but: tuple[str, ...] = ("lock", "queue-1")) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name not in but}


def hold_whole(pair: Pair, text: str = CHOSEN) -> None:
    """Sign in with the new passphrase, finish, and hold everything the laptop keeps."""
    with opened(pair.laptop, text) as laptop:
        recovery.finish(laptop)
        inspect(laptop, signatures=True)
        assert laptop.keys.person.staff == pair.staff
        assert laptop.sidecar.epoch == 2
    assert not (pair.laptop / recovery_files.NAME).exists()


# -- what it is for


def test_a_forgotten_passphrase_is_replaced_and_everything_is_still_there(pair: Pair, tmp_path: Path) -> None:
    (family,) = families(1)
    with opened(pair.laptop, FORGOTTEN) as laptop:
        laptop.record(family)
    asked = ask(pair, tmp_path / "between")

    applied(asked, answered(asked))

    with pytest.raises(WrongPassphraseError):
        opened(pair.laptop, FORGOTTEN)
    with opened(pair.laptop, CHOSEN) as laptop:
        assert laptop.keys.person.staff == pair.staff
        assert laptop.journal.entries_about(family.family)
        inspect(laptop, signatures=True)
        assert recovery.finish(laptop)
        assert laptop.sidecar.epoch == 2
        inspect(laptop, signatures=True)
    hold_whole(pair)


def test_the_laptop_tells_the_request_the_recovery_the_new_keys_and_the_new_epoch(asked: Asked) -> None:
    raw = answered(asked)
    applied(asked, raw)

    with opened(asked.pair.laptop, CHOSEN) as laptop:
        recovery.finish(laptop)
        told = kinds(laptop)
        first = told.index("recovery_applied")
        act = acts.parse("recovery_applied", 2, laptop.journal.entry(first).body or b"")
        by = [unpack(laptop.journal.entry(n).header).staff for n in range(first, first + 3)]

    assert told[first : first + 3] == ["recovery_applied", "staff_keys_renewed", "recovery_key_made"]
    assert by == [NOBODY] * 3
    assert told[first + 3 :].count("recovery_requested") == 1
    assert "epoch_changed" in told[first + 3 :]
    assert isinstance(act, acts.RecoveryApplied)
    assert (act.device, act.staff, act.old_epoch, act.new_epoch) == (asked.pair.device, asked.pair.staff, 1, 2)
    assert act.answer_digest == recovery_files.digest_of(raw).hex()
    assert act.left_on is None


def test_base_tells_the_approval_and_the_answer_at_one_stroke(asked: Asked) -> None:
    raw = answered(asked)

    with opened(asked.pair.base) as base:
        told = kinds(base)
        first = told.index("approval_recorded")
        approval, answer = (
            acts.parse(unpack(each.header).kind, 1, each.body or b"")
            for each in (base.journal.entry(first), base.journal.entry(told.index("recovery_answered")))
        )
        inspect(base, signatures=True)

    assert told[first:][:2] == ["approval_recorded", "recovery_answered"]
    assert isinstance(approval, acts.ApprovalRecorded)
    assert isinstance(answer, acts.RecoveryAnswered)
    assert approval.digest == answer.request_digest == recovery_files.digest_of(asked.raw).hex()
    assert answer.answer_digest == recovery_files.digest_of(raw).hex()
    assert answer.approvals == (approval.approval,)
    assert approval.approver != approval.proposed_by


def test_with_a_keyring_the_device_secret_stays_on_the_laptop(tmp_path: Path, secret_service: SecretService) -> None:
    pair = enrolled(tmp_path, has_keyring=True)
    asked = ask(pair, tmp_path / "between")

    raw = answered(asked)
    with ClosedStore(pair.laptop).unlock(passphrase(FORGOTTEN)) as laptop:
        device_secret, data_key = (bytes(each.reveal()) for each in (laptop.device_secret, laptop.keys.data) if each)
    for content in (asked.raw, raw, (pair.laptop / recovery_files.NAME).read_bytes()):
        for secret in (device_secret, data_key):
            assert secret.hex().encode() not in content
    applied(asked, raw)

    hold_whole(pair)
    assert any(name.endswith("/device-secret/2") for name in secret_service.entries())


def test_neither_request_nor_answer_is_of_use_where_the_keyring_is_not(
    tmp_path: Path, secret_service: SecretService
) -> None:
    pair = enrolled(tmp_path, has_keyring=True)
    asked = ask(pair, tmp_path / "between")
    raw = answered(asked)

    secret_service.empty()

    with pytest.raises(KeyringEntryGoneError):
        applied(asked, raw)


def test_it_can_happen_again_in_the_next_epoch(asked: Asked, tmp_path: Path) -> None:
    applied(asked, answered(asked))
    hold_whole(asked.pair)

    again = ask(asked.pair, tmp_path / "again", OTHER_PASSPHRASE)
    applied(again, answered(again), OTHER_PASSPHRASE)

    with opened(asked.pair.laptop, OTHER_PASSPHRASE) as laptop:
        assert recovery.finish(laptop)
        assert laptop.sidecar.epoch == 3
        assert laptop.sidecar.recovery
        inspect(laptop, signatures=True)


def test_finishing_without_a_recovery_does_nothing(pair: Pair) -> None:
    with opened(pair.laptop, FORGOTTEN) as laptop:
        size = laptop.journal.size
        assert not recovery.finish(laptop)
        assert (laptop.journal.size, laptop.sidecar.epoch) == (size, 1)


def test_who_remembers_after_all_signs_in_and_no_key_is_renewed(asked: Asked) -> None:
    with opened(asked.pair.laptop, FORGOTTEN) as laptop:
        assert not recovery.finish(laptop)
        assert "recovery_requested" in kinds(laptop)
        inspect(laptop, signatures=True)


def test_a_clock_that_fell_back_needs_a_word_and_is_told_by_the_device(
    machine_time: MachineTime, pair: Pair, tmp_path: Path
) -> None:
    machine_time.move(days=2)
    with opened(pair.laptop, FORGOTTEN):
        pass
    asked = ask(pair, tmp_path / "between")
    raw = answered(asked)
    machine_time.move(hours=-5)

    with pytest.raises(ClockMovedBackError):
        applied(asked, raw)
    recovery.apply(pair.laptop, raw, passphrase(CHOSEN), is_clock_right=True)

    hold_whole(pair)


# -- who asks


def test_a_base_is_not_recovered_this_way(pair: Pair, tmp_path: Path) -> None:
    with pytest.raises(RecoveryAtBaseError):
        recovery.request(pair.base, None, passphrase(CHOSEN), tmp_path)


def test_a_store_without_a_recovery_key_says_so(pair: Pair, tmp_path: Path) -> None:
    with opened(pair.laptop, FORGOTTEN) as laptop:
        laptop.rewrite_sidecar(replace(laptop.sidecar, recovery=()))

    with pytest.raises(RecoveryKeyMissingError):
        ask(pair, tmp_path / "between")


def test_somebody_who_is_not_on_the_laptop_cannot_be_let_in(pair: Pair, tmp_path: Path) -> None:
    with pytest.raises(RecoveryWhoError):
        recovery.request(pair.laptop, StaffId(new_id()), passphrase(CHOSEN), tmp_path)
    recovery.request(pair.laptop, pair.staff, passphrase(CHOSEN), tmp_path)


def test_the_new_passphrase_is_held_to_the_rule_for_new_ones(pair: Pair, tmp_path: Path) -> None:
    for weak in ("password", "laptop laptop lap"):
        with pytest.raises(PassphraseWeakError):
            ask(pair, tmp_path / "between", weak)
    assert not (pair.laptop / recovery_files.NAME).exists()


def test_where_the_request_cannot_be_left_the_one_before_still_counts(asked: Asked, tmp_path: Path) -> None:
    before = files_in(asked.pair.laptop)

    with pytest.raises(SignedFileMissingError):
        recovery.request(asked.pair.laptop, None, passphrase(CHOSEN), tmp_path / "no such stick")

    assert files_in(asked.pair.laptop) == before
    applied(asked, answered(asked))


# -- what base holds it against


def refused(asked: Asked, kind: type[StoreError], raw: bytes | None = None, words: str | None = None) -> None:
    """Make sure that base does not answer, and that nothing came of it."""
    raw = asked.raw if raw is None else raw
    with opened(asked.pair.base) as base:
        approval = approved(base, raw)
        size, lying = base.journal.size, sorted(asked.between.iterdir())
        with pytest.raises(kind):
            recovery_answer.answer(base, raw, words, approval, asked.between)
        assert base.journal.size == size
        assert sorted(asked.between.iterdir()) == lying


def test_no_flip_in_a_request_is_overlooked(asked: Asked) -> None:
    with opened(asked.pair.base) as base:
        approval = approved(base, asked.raw)
        size, lying = base.journal.size, sorted(asked.between.iterdir())
        for place in range(len(asked.raw)):
            changed = bytearray(asked.raw)
            changed[place] ^= 1 << place % 8
            with pytest.raises((SignedFileFormError, SignedFileForgedError, WeakKeyError)):
                recovery_answer.answer(base, bytes(changed), None, approval, asked.between)
        for length in range(0, len(asked.raw), 7):
            with pytest.raises(SignedFileFormError):
                recovery_answer.answer(base, asked.raw[:length], None, approval, asked.between)
        assert (base.journal.size, sorted(asked.between.iterdir())) == (size, lying)


def test_a_request_that_somebody_made_anew_has_other_words(asked: Asked) -> None:
    thief = Seeds.fresh()
    anew = tampered(
        asked.raw,
        thief,
        sealing_key=thief.sealing_key().public.hex(),
        signing_key=thief.signing_key().public_key().public_bytes_raw().hex(),
    )

    refused(asked, RecoveryWordsDifferError, anew, " ".join(asked.words))


def test_words_are_needed_by_a_real_store_and_compared_wherever_they_are_given(asked: Asked) -> None:
    real = recovery_files.read_request(asked.raw).model_copy(update={"is_practice": True})
    refused(asked, WordsFormError, words="acorn acrobat")
    refused(asked, RecoveryWordsDifferError, words=" ".join(reversed(asked.words)))

    with pytest.raises(RecoveryWordsMissingError):
        recovery_answer._hold_words(real.model_copy(update={"is_practice": False}), asked.raw, None)
    recovery_answer._hold_words(real, asked.raw, None)


def test_the_words_of_a_real_request_cost_what_a_tickets_do(asked: Asked) -> None:
    assert recovery_files.words_of(asked.raw, is_practice=False) != asked.words
    assert recovery_files.words_of(asked.raw, is_practice=True) == asked.words


CLAIMS: dict[str, tuple[dict[str, object], type[StoreError]]] = {
    "a laptop nobody knows": ({"device": "1" * 32}, UnknownDeviceError),
    "another key of the device": ({"device_key": "2" * 64}, RecoveryRequestMismatchError),
    "another person": ({"staff": "3" * 32}, RecoveryRequestMismatchError),
    "an epoch base has no key of": ({"epoch": 3}, RecoverySeedGoneError),
    "another epoch base has a key of": ({"epoch": 2}, RecoveryRequestMismatchError),
    "something else sealed": ({"data_key": "ab" * 1168}, RecoveryRequestMismatchError),
    "a key nothing can be sealed to": ({"sealing_key": "ff" * 1216}, RecoveryRequestMismatchError),
    "a real store": ({"is_practice": False}, PracticeMixedError),
    "a field too many": ({"more": 1}, SignedFileFormError),
    "a field of another kind": ({"epoch": True}, SignedFileFormError),
}


@pytest.mark.parametrize(("claim", "kind"), CLAIMS.values(), ids=CLAIMS.keys())
def test_a_request_that_does_not_fit_is_not_answered(
    asked: Asked, claim: dict[str, Any], kind: type[StoreError]
) -> None:
    thief = Seeds.fresh()
    signing = thief.signing_key().public_key().public_bytes_raw().hex()

    refused(asked, kind, tampered(asked.raw, thief, **{"signing_key": signing, **claim}))


def test_a_laptop_is_not_opened_for_somebody_else_who_works_here(asked: Asked) -> None:
    thief = Seeds.fresh()
    signing = thief.signing_key().public_key().public_bytes_raw().hex()
    with opened(asked.pair.base) as base:
        other = base.keys.person.staff

    refused(asked, RecoveryRequestMismatchError, tampered(asked.raw, thief, signing_key=signing, staff=other))


def test_a_request_under_a_weak_key_is_no_request(asked: Asked) -> None:
    refused(asked, WeakKeyError, tampered(asked.raw, signing_key="00" * 32))


def test_a_revoked_laptop_gets_no_answer(asked: Asked) -> None:
    with opened(asked.pair.base) as base:
        base.record(
            acts.DeviceRevoked(
                device=asked.pair.device,
                journal=sidecar.read(asked.pair.laptop).sidecar.journal,
                from_index=0,
                cause=RevocationCause.STOLEN,
                incident=None,
            )
        )

    refused(asked, DeviceRevokedError)


def test_the_laptop_of_an_interviewer_who_left_opens_and_tells_who_left_in_the_same_act(asked: Asked) -> None:
    with opened(asked.pair.base) as base:
        ((name,),) = base.rows("SELECT name FROM staff WHERE staff = ?", (asked.pair.staff,))
        staffing.leave(base, name)

    applied(asked, answered(asked))

    with opened(asked.pair.laptop, CHOSEN) as laptop:
        entries = [laptop.journal.entry(n) for n in range(laptop.journal.size)]
        (told,) = [
            acts.parse("recovery_applied", 2, entry.body or b"")
            for entry in entries
            if unpack(entry.header).kind == "recovery_applied"
        ]
    assert isinstance(told, acts.RecoveryApplied)
    assert told.left_on == "2015-11-02"
    hold_whole(asked.pair)


def test_base_without_the_seed_cannot_answer(asked: Asked) -> None:
    with opened(asked.pair.base) as base:
        base.notebook.drop_secret(RECOVERY, asked.pair.device, 1)

    refused(asked, RecoverySeedGoneError)


def test_only_a_supervisor_at_base_answers(asked: Asked) -> None:
    with opened(asked.pair.base) as base:
        staffing.add(base, "A Holder", StaffRole.RECOVERY_HOLDER, passphrase(OTHER_PASSPHRASE))
    with opened(asked.pair.base, OTHER_PASSPHRASE) as base:
        approval = approved(base, asked.raw)
        with pytest.raises(NotASupervisorError):
            recovery_answer.answer(base, asked.raw, None, approval, asked.between)
    with opened(asked.pair.laptop, FORGOTTEN) as laptop, pytest.raises(NotBaseError):
        recovery_answer.answer(laptop, asked.raw, None, approval, asked.between)


def test_a_holder_of_recovery_keys_may_be_the_second_person(asked: Asked) -> None:
    with opened(asked.pair.base) as base:
        staffing.add(base, "A Holder", StaffRole.RECOVERY_HOLDER, passphrase(OTHER_PASSPHRASE))
        approval = approved(base, asked.raw, OTHER_PASSPHRASE)
        path = recovery_answer.answer(base, asked.raw, None, approval, asked.between)

    applied(asked, path.read_bytes())
    hold_whole(asked.pair)


def test_one_person_alone_recovers_nothing(asked: Asked, tmp_path: Path) -> None:
    other = ask(asked.pair, tmp_path / "other")
    with opened(asked.pair.base) as base:
        size = base.journal.size
        with pytest.raises(SecondPersonError):
            approved(base, asked.raw, PASSPHRASE)
        second = approved(base, asked.raw)
        mine = base.keys.person.signing.sign(approvals._signed(second)).hex()
        for approval, raw, kind in (
            (second, other.raw, ApprovalMismatchError),
            (second.model_copy(update={"signature": mine}), asked.raw, StoreError),
            (second.model_copy(update={"proposed_by": StaffId("1" * 32)}), asked.raw, ApprovalMismatchError),
        ):
            with pytest.raises(kind):
                recovery_answer.answer(base, raw, None, approval, asked.between)
        assert base.journal.size == size
    with opened(asked.pair.base, SECOND_PASSPHRASE) as base, pytest.raises(ApprovalMismatchError):
        recovery_answer.answer(base, asked.raw, None, second, asked.between)  # approver and proposer in one person


def test_an_approver_who_left_or_may_not_approve_recovers_nothing(asked: Asked) -> None:
    with opened(asked.pair.base) as base:
        staffing.add(base, "An Auditor", StaffRole.AUDITOR, passphrase(OTHER_PASSPHRASE))
        with pytest.raises(NotAnApproverError):
            approved(base, asked.raw, OTHER_PASSPHRASE)
        approval = approved(base, asked.raw)
        staffing.leave(base, SECOND_SUPERVISOR)
        with pytest.raises(NotAnApproverError):
            recovery_answer.answer(base, asked.raw, None, approval, asked.between)


# -- what the laptop holds it against


def test_an_answer_for_another_laptop_is_of_no_use(asked: Asked, tmp_path: Path) -> None:
    other = add_laptop(asked.pair.base, tmp_path, "other")
    theirs = ask(other, tmp_path / "theirs")
    raw = answered(theirs)
    before = files_in(asked.pair.laptop)

    with pytest.raises(RecoveryAnswerMismatchError):
        applied(asked, raw)

    assert files_in(asked.pair.laptop) == before


def test_an_answer_serves_once(asked: Asked) -> None:
    raw = answered(asked)
    applied(asked, raw)

    with pytest.raises(RecoveryNotAskedError):
        applied(asked, raw)
    hold_whole(asked.pair)
    with pytest.raises(RecoveryNotAskedError):
        applied(asked, raw)


def test_an_answer_kept_for_later_opens_nothing_once_the_store_has_another_key(asked: Asked) -> None:
    raw, pending = answered(asked), (asked.pair.laptop / recovery_files.NAME).read_bytes()
    applied(asked, raw)
    hold_whole(asked.pair)

    (asked.pair.laptop / recovery_files.NAME).write_bytes(pending)

    with pytest.raises(RecoveryPassphraseError):  # what was kept is of the former epoch
        applied(asked, raw)
    with opened(asked.pair.laptop, CHOSEN) as laptop:
        inspect(laptop, signatures=True)


def test_a_newer_request_makes_the_former_answer_useless(asked: Asked, tmp_path: Path) -> None:
    former = answered(asked)
    newer = ask(asked.pair, tmp_path / "newer")

    with pytest.raises(RecoveryAnswerMismatchError):
        applied(asked, former)

    applied(newer, answered(newer))
    hold_whole(asked.pair)


def test_no_flip_in_an_answer_is_overlooked(asked: Asked) -> None:
    raw = answered(asked)
    before = files_in(asked.pair.laptop)

    for place in range(0, len(raw), 11):
        changed = bytearray(raw)
        changed[place] ^= 1 << place % 8
        with pytest.raises((SignedFileFormError, SignedFileForgedError, RecoveryAnswerMismatchError)):
            applied(asked, bytes(changed))
    for length in range(0, len(raw), 97):
        with pytest.raises(SignedFileFormError):
            applied(asked, raw[:length])

    assert files_in(asked.pair.laptop) == before
    applied(asked, raw)


def test_an_answer_that_base_did_not_sign_is_refused_although_it_opens(asked: Asked) -> None:
    raw = answered(asked)
    before = files_in(asked.pair.laptop)

    for changed in (tampered(raw), tampered(raw, recovery_key=Seeds.fresh().sealing_key().public.hex())):
        with pytest.raises(SignedFileForgedError):
            applied(asked, changed)

    assert files_in(asked.pair.laptop) == before


@pytest.mark.parametrize(
    "changed",
    [{"device": "1" * 32}, {"epoch": 2}, {"staff": "3" * 32}, {"request": "4" * 64}, {"data_key": "ab" * 1168}],
)
def test_an_answer_that_does_not_fit_is_refused(asked: Asked, changed: dict[str, Any]) -> None:
    with pytest.raises(RecoveryAnswerMismatchError):
        applied(asked, tampered(answered(asked), **changed))


def test_another_data_key_is_not_taken_however_well_it_is_sealed(asked: Asked) -> None:
    told = recovery_files.read_request(asked.raw)
    info = recovery_files.answer_info(told.device, 1, recovery_files.digest_of(asked.raw).hex())
    sealed = seal(bytes(32 * [7]), bytes.fromhex(told.sealing_key), info)

    with pytest.raises(SidecarForgedError):
        applied(asked, tampered(answered(asked), data_key=sealed.hex()))


def test_a_data_key_counts_only_if_it_brings_out_the_devices_own_key(asked: Asked) -> None:
    # Whoever writes into the folder can wrap keys of their own under a data key of their own, beside our public key.
    said, theirs = sidecar.read(asked.pair.laptop).sidecar, Secret(bytes(32 * [7]))
    laid = vault.device_slot(said.store, Seeds.fresh(), theirs)

    for wrapped in (laid.wrapped, said.device.wrapped, "00"):
        with pytest.raises(SidecarForgedError):
            vault.device_keys(replace(said, device=replace(said.device, wrapped=wrapped)), theirs)


def test_without_the_new_passphrase_disk_and_answer_are_of_no_use(asked: Asked) -> None:
    raw = answered(asked)
    before = files_in(asked.pair.laptop)

    for text in (OTHER_PASSPHRASE, FORGOTTEN, PASSPHRASE):
        with pytest.raises(RecoveryPassphraseError):
            applied(asked, raw, text)

    assert files_in(asked.pair.laptop) == before
    closed = ClosedStore(asked.pair.laptop)
    noted = [each.what for each in closed.queue.waiting()]
    closed.release()
    assert noted.count(SIGN_IN_FAILED) == 3
    with pytest.raises(PassphraseTooSoonError):
        applied(asked, raw)


def test_what_the_laptop_keeps_is_bound_to_its_store_its_epoch_and_its_request(asked: Asked) -> None:
    pending = recovery_files.read_pending(asked.pair.laptop)
    said = sidecar.read(asked.pair.laptop).sidecar
    key = derived(said, CHOSEN)
    recovery_files.key_of(pending, key, asked.pair.device, 1)

    for changed, device, epoch in (
        (pending, DeviceId("1" * 32), 1),
        (pending, asked.pair.device, 2),
        (pending.model_copy(update={"staff": "2" * 32}), asked.pair.device, 1),
        (pending.model_copy(update={"request": "3" * 64}), asked.pair.device, 1),
    ):
        with pytest.raises(RecoveryPassphraseError):
            recovery_files.key_of(changed, key, device, epoch)


def derived(said: sidecar.Sidecar, text: str) -> Secret:
    return Secret(derive(passphrase(text), bytes.fromhex(said.salt), said.kdf))


def test_no_flip_in_what_the_laptop_keeps_is_overlooked(asked: Asked) -> None:
    raw, path = answered(asked), asked.pair.laptop / recovery_files.NAME
    kept = path.read_bytes()
    said = sidecar.read(asked.pair.laptop).sidecar
    key = derived(said, CHOSEN)

    for place in range(len(kept)):
        changed = bytearray(kept)
        changed[place] ^= 1 << place % 8
        path.write_bytes(changed)
        with pytest.raises((RecoveryPendingDamagedError, RecoveryPassphraseError)):
            recovery_files.key_of(recovery_files.read_pending(asked.pair.laptop), key, asked.pair.device, 1)
    path.write_bytes(b"x" * 100_000)
    with pytest.raises(RecoveryPendingDamagedError):
        applied(asked, raw)
    path.unlink()
    with pytest.raises(RecoveryNotAskedError):
        applied(asked, raw)


def test_somebody_who_left_by_the_laptops_own_journal_is_not_let_in(asked: Asked) -> None:
    raw = answered(asked)
    with opened(asked.pair.laptop, FORGOTTEN) as laptop:
        laptop.record(acts.StaffLeft(staff=asked.pair.staff, left_on="2015-11-02"))

    with pytest.raises(RecoveryWhoError):
        applied(asked, raw)


# -- frozen


def rolled_back(pair: Pair) -> None:
    """Put the encrypted file back to what it was before the last sign-in."""
    older = {path.name: path.read_bytes() for path in pair.laptop.glob("epoch-1*")}
    with opened(pair.laptop, FORGOTTEN) as laptop:
        laptop.record(*families(3))
    for path in pair.laptop.glob("epoch-1*"):
        path.unlink()
    for name, content in older.items():
        (pair.laptop / name).write_bytes(content)


def old_sidecar(pair: Pair) -> None:
    """Put the sidecar back to what it was before it was last written."""
    older = {name: (pair.laptop / name).read_bytes() for name in (sidecar.NAME, sidecar.SPARE)}
    with opened(pair.laptop, FORGOTTEN) as laptop:
        laptop.rewrite_sidecar(laptop.sidecar)
    for name, content in older.items():
        (pair.laptop / name).write_bytes(content)


@pytest.mark.parametrize("harm", [rolled_back, old_sidecar])
def test_a_frozen_store_is_recovered_and_stays_frozen(pair: Pair, tmp_path: Path, harm: Callable[[Pair], None]) -> None:
    harm(pair)
    asked = ask(pair, tmp_path / "between")
    anchors = (pair.laptop / "anchor-1").read_bytes()

    applied(asked, answered(asked))

    assert (pair.laptop / "anchor-1").read_bytes() == anchors
    for _ in range(2):
        with opened(pair.laptop, CHOSEN) as laptop:
            assert laptop.frozen is Frozen.ROLLED_BACK
            assert not recovery.finish(laptop)
            noted = [each.what for each in laptop.queue.waiting()]
            assert laptop.keys.person.staff == pair.staff
    told = [what for what in noted if not what.startswith("signed_in")]
    assert told == ["recovery_requested/1", "recovery_applied/2", "staff_keys_renewed/1", "recovery_key_made/1"]
    with pytest.raises(WrongPassphraseError):
        opened(pair.laptop, FORGOTTEN)


# -- killed


CHANGING = {"open", "write", "truncate", "ftruncate", "fsync", "rename", "replace", "unlink", "execute", "executemany"}
"""Calls after which the disk may be another one; being killed between two others is being killed before the later."""


def killed_before(step: int, deed: Callable[[], object]) -> str:
    """Do something in a child that is killed without warning just before one of its calls that change the disk."""
    seen = 0

    def count(_frame: object, event: str, called: Any) -> None:
        nonlocal seen
        if event == "c_call" and called.__name__ in CHANGING and touches_disk(called):
            seen += 1
            if seen == step:
                os.kill(os.getpid(), signal.SIGKILL)

    def stepping() -> None:
        sys.setprofile(count)
        deed()
        sys.setprofile(None)

    return in_child(stepping)


def put(folder: Path, kept: dict[str, bytes]) -> None:
    """Make a folder hold these files and nothing else."""
    shutil.rmtree(folder)
    folder.mkdir()
    for name, content in kept.items():
        (folder / name).write_bytes(content)


def opens(folder: Path, text: str) -> bool:
    """Say whether somebody on the laptop has that passphrase; unlike coming in, asking leaves no trace."""
    said = sidecar.read(folder).sidecar
    try:
        vault.passphrase_owner(said, derived(said, text))
    except WrongPassphraseError:
        return False
    return True


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither fork nor SIGKILL")
@pytest.mark.parametrize("is_frozen", [False, True], ids=["as usual", "frozen"])
def test_applying_killed_at_any_step_leaves_the_old_passphrase_or_the_new(
    pair: Pair, tmp_path: Path, is_frozen: bool
) -> None:
    if is_frozen:
        rolled_back(pair)
    asked = ask(pair, tmp_path / "between")
    raw = answered(asked)
    kept = files_in(pair.laptop, but=())
    is_new: list[bool] = []

    while killed_before(len(is_new) + 1, lambda: applied(asked, raw)) == KILLED:
        is_new.append(opens(pair.laptop, CHOSEN))
        assert opens(pair.laptop, FORGOTTEN) is not is_new[-1]
        if not is_new[-1]:
            applied(asked, raw)
        with opened(pair.laptop, CHOSEN) as laptop:
            assert laptop.frozen is (Frozen.ROLLED_BACK if is_frozen else None)
            if is_new[-1] and not is_frozen:
                assert recovery.finish(laptop)
            if not is_frozen:
                inspect(laptop, signatures=True)
        put(pair.laptop, kept)

    assert {True, False} == set(is_new)
    assert len(is_new) > 20


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither fork nor SIGKILL")
def test_asking_killed_at_any_step_leaves_a_store_that_can_ask_again(pair: Pair, tmp_path: Path) -> None:
    kept, between, tried = files_in(pair.laptop, but=()), tmp_path / "between", 0

    while killed_before(tried + 1, lambda: ask(pair, between)) == KILLED:
        tried += 1
        asked = ask(pair, between)
        pending = recovery_files.read_pending(pair.laptop)
        assert pending.request == recovery_files.digest_of(asked.raw).hex()
        recovery_files.key_of(pending, derived(sidecar.read(pair.laptop).sidecar, CHOSEN), pair.device, 1)
        put(pair.laptop, kept)

    assert tried > 10


# -- the device as nobody


def by_device(laptop: Store, *told: acts.Act) -> None:
    """Append acts that the device says by itself, past everything that guards it."""
    nobody = vault.device_as_nobody(laptop.keys.device)
    laptop.journal.append(told, laptop._projected(), nobody, to_ms(laptop.now()))


def renewed(staff: StaffId) -> acts.StaffKeysRenewed:
    fresh = Seeds.fresh()
    return acts.StaffKeysRenewed(
        staff=staff,
        verify_key=fresh.signing_key().public_key().public_bytes_raw().hex(),
        sealing_key=fresh.sealing_key().public.hex(),
        reason="made up",
    )


def told_applied(pair: Pair, staff: StaffId) -> acts.RecoveryApplied:
    return acts.RecoveryApplied(
        device=pair.device, staff=staff, old_epoch=1, new_epoch=2, answer_digest="0" * 64, left_on=None
    )


def test_the_device_gives_a_key_only_straight_after_telling_of_that_persons_recovery(pair: Pair) -> None:
    somebody, setting = StaffId("5" * 32), acts.SettingChanged(name="idle-minutes", old=None, new="5")
    cases: list[list[acts.Act]] = [
        [renewed(pair.staff)],
        [told_applied(pair, somebody), renewed(pair.staff)],
        [told_applied(pair, pair.staff), told_applied(pair, somebody), renewed(pair.staff)],
        [told_applied(pair, pair.staff), renewed(pair.staff), renewed(pair.staff)],
        [setting],
    ]
    kept = files_in(pair.laptop, but=())

    for told in cases:
        with opened(pair.laptop, FORGOTTEN) as laptop:
            by_device(laptop, *told)
            with pytest.raises(EntryDoesNotHoldError) as refused:
                inspect(laptop, signatures=True)
            assert refused.value.n == laptop.journal.size - 1
        put(pair.laptop, kept)


def test_a_person_who_tells_of_a_recovery_gives_the_device_no_word_for_keys(pair: Pair) -> None:
    with opened(pair.laptop, FORGOTTEN) as laptop:
        laptop.record(told_applied(pair, pair.staff))
        by_device(laptop, renewed(pair.staff))
        with pytest.raises(EntryDoesNotHoldError):
            inspect(laptop)


def test_nobody_but_the_device_signs_as_nobody(pair: Pair) -> None:
    with opened(pair.laptop, FORGOTTEN) as laptop:
        thief = vault.PersonKeys.of(NOBODY, Seeds.fresh())
        told = [told_applied(pair, pair.staff), renewed(pair.staff)]
        laptop.journal.append(told, laptop._projected(), thief, to_ms(laptop.now()))
        with pytest.raises(EntryDoesNotHoldError) as refused:
            inspect(laptop, signatures=True)
        assert refused.value.n == laptop.journal.size - 2


def test_every_refusal_says_what_to_do() -> None:
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, StoreError)]

    assert len(kinds) > 15
    for kind in kinds:
        if kind not in (StoreError, errors.RecoveryError):
            assert kind.hint != StoreError.hint


# -- frozen examples: FORMAT.md, "Recovery"


def frozen(name: str) -> bytes:
    return (Path(__file__).parent / "frozen" / f"recovery-{name}.json").read_bytes()


def seed(number: int) -> bytes:
    """Return the 32 bytes that begin with 32 times a number, and count up."""
    return bytes(range(32 * number, 32 * number + 32))


def test_the_frozen_request_opens_to_base_and_has_the_words_it_had() -> None:
    request = recovery_files.read_request(frozen("request"))

    opened_key = vault.open_recovery_sealed(
        StoreId(request.device), request.epoch, bytes.fromhex(request.data_key), SealingKey(Secret(seed(0)))
    )

    assert bytes(opened_key.reveal()) == seed(3)
    assert request.sealing_key == SealingKey(Secret(seed(1))).public.hex()
    words = recovery_files.words_of(frozen("request"), is_practice=True)
    assert " ".join(words) == "goblet lobster ocean jamboree prism rafter"
    words = recovery_files.words_of(frozen("request"), is_practice=False)
    assert " ".join(words) == "raincoat ostrich armchair curtain rafter jelly"


def test_the_frozen_answer_opens_with_what_the_laptop_kept_and_nothing_else() -> None:
    pending = json.loads(frozen("pending"))
    answer = read_signed(
        frozen("answer"), recovery_files.ANSWER, Ed25519PrivateKey.from_private_bytes(seed(4)).public_key()
    )
    context = f"doorstep/recovery/1/{answer['device']}/1/{pending['staff']}/{pending['request']}".encode()

    wrapping = HKDF(SHA256(), 32, salt=None, info=context).derive(seed(6))
    wrapped = bytes.fromhex(pending["wrapped"])
    kept = AESGCM(wrapping).decrypt(wrapped[:12], wrapped[12:], context)
    info = f"doorstep/recovery-answer/1/{answer['device']}/1/{pending['request']}".encode()

    assert kept == seed(1)
    assert SealingKey(Secret(kept)).open(bytes.fromhex(answer["data_key"]), info) == seed(3)
    assert answer["request"] == pending["request"] == recovery_files.digest_of(frozen("request")).hex()
