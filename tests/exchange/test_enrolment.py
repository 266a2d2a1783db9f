"""Enrolment: a laptop that base takes as its own, and every answer that it does not."""

import hashlib
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from store import door
from store.custody.volumes import Encrypted, Finding, Verdict
from store.errors import (
    AnswerForgedError,
    AnswerMismatchError,
    CheckpointForgedError,
    CheckpointFormError,
    CheckpointNotSignedError,
    FolderNamedError,
    NotForUsError,
    PracticeMixedError,
    SealingKeyError,
    SignedFileForgedError,
    SignedFileFormError,
    StaffProofError,
    StoreError,
    TicketEndedError,
    TicketUnknownError,
    TicketUsedError,
    WeakKeyError,
    WordsDifferError,
    WordsFormError,
    WordsMissingError,
)
from store.exchange import enrolment
from store.exchange.answer import read_answer
from store.exchange.signed_file import write_signed
from store.exchange.ticket import read_ticket
from store.exchange.words import COST, LIST, digest_of, six_words
from store.keeping import acts, vault
from store.keeping.acts.terms.devices import TicketEnd, WordsCheck
from store.keeping.acts.terms.store import StaffRole
from store.keeping.key_derivation import FLOOR
from store.keeping.sealing import SealingKey
from store.keeping.secret import Secret
from store.keeping.store import Store
from tests.exchange.enrolling import (
    INTERVIEWER,
    LAPTOP,
    WEAK,
    WRONG_WORDS,
    Forger,
    box_in,
    issued,
    kept,
    set_up,
    signed_anew,
    state_of,
    the_answer,
    told,
)
from tests.made import SECOND_PASSPHRASE, made_base, opened


@pytest.fixture
def box(tmp_path: Path) -> Path:
    return box_in(tmp_path)


# -- a laptop that is taken


def test_a_laptop_and_base_come_to_know_each_other(store: Store, tmp_path: Path, box: Path) -> None:
    ticket = read_ticket(issued(store, box).read_bytes())
    shown = set_up(tmp_path / "laptop", box / "ticket-laptop-7.doorstep")
    answer = (box / "answer-laptop-7.doorstep").read_bytes()
    before = store.journal.size

    device = enrolment.accept(store, the_answer(store, box), None)

    accepted, added, registered, renewed = (
        told(store, acts.EnrolmentAccepted)[0],
        told(store, acts.StaffAdded)[-1],
        told(store, acts.DeviceRegistered)[0],
        told(store, acts.RecoveryKeyMade)[-1],
    )
    assert store.journal.size == before + 4
    assert (device, accepted.device, registered.device) == (ticket.device,) * 3
    assert (accepted.ticket, accepted.answer_digest) == (ticket.ticket, hashlib.sha256(answer).hexdigest())
    assert (accepted.words_check, accepted.words_digest) == (WordsCheck.PRACTICE_STORE, digest_of(shown))
    assert (added.name, added.roles, added.staff) == (INTERVIEWER, (StaffRole.INTERVIEWER,), ticket.staff)
    assert (registered.particulars.name, registered.particulars.holder) == (LAPTOP, ticket.staff)
    assert (renewed.device, renewed.epoch) == (device, 2)
    assert list(box.iterdir()) == []
    with opened(tmp_path / "laptop", SECOND_PASSPHRASE) as laptop:
        said = laptop.sidecar
        assert (str(said.store), said.role, said.name, said.ahead_ms) == (
            device,
            "field",
            LAPTOP,
            store.sidecar.ahead_ms,
        )
        assert laptop.fact("agreement_digest") == store.fact("agreement_digest")
        assert door.agreement_of(laptop).digest == store.fact("agreement_digest")
        assert laptop.roles() == (StaffRole.INTERVIEWER,)
        assert (accepted.journal, accepted.epoch) == (said.journal, said.epoch)
        assert (accepted.verify_key, accepted.sealing_key) == (said.device.signing, said.device.sealing)
        assert (accepted.staff_verify_key, accepted.staff_sealing_key) == (added.verify_key, added.sealing_key)
        assert (added.verify_key, added.sealing_key) == (said.people[0].signing, said.people[0].sealing)
        (answered,) = told(laptop, acts.EnrolmentAnswered)
        assert (answered.words_digest, answered.answer_digest) == (accepted.words_digest, accepted.answer_digest)
        assert (answered.base_device, answered.base_journal) == (store.sidecar.store, store.sidecar.journal)
        assert answered.base_verify_key == store.sidecar.device.signing
        assert answered.base_sealing_key == store.sidecar.device.sealing


def test_base_can_open_a_laptop_whose_passphrase_is_forgotten(store: Store, tmp_path: Path, box: Path) -> None:
    set_up(tmp_path / "laptop", issued(store, box))
    device = enrolment.accept(store, the_answer(store, box), None)
    first, second = (SealingKey(Secret(kept(store, "recovery", device, epoch))) for epoch in (1, 2))

    with opened(tmp_path / "laptop", SECOND_PASSPHRASE) as laptop:
        (slot,) = laptop.sidecar.recovery
        sealed = vault.recovery_sealed(laptop.sidecar, slot, None)
        data_key = vault.open_recovery_sealed(laptop.sidecar.store, 1, sealed, first)
        (made,) = told(laptop, acts.RecoveryKeyMade)
        opening = told(laptop, acts.StoreOpenedFirst)[0]

        assert data_key.reveal() == laptop.keys.data.reveal()

    at_base = told(store, acts.RecoveryKeyMade)
    assert [each.public_key for each in at_base] == [first.public.hex(), second.public.hex()]
    assert (made, opening.recovery_key_fingerprint) == (at_base[0], made.fingerprint)
    assert made.fingerprint == hashlib.sha256(first.public).hexdigest()


def test_both_keep_the_same_key_for_codes_by_phone(store: Store, tmp_path: Path, box: Path) -> None:
    set_up(tmp_path / "laptop", issued(store, box))

    device = enrolment.accept(store, the_answer(store, box), None)

    with opened(tmp_path / "laptop", SECOND_PASSPHRASE) as laptop:
        assert kept(store, "stop", device, 0) == kept(laptop, "stop", device, 0)


def test_no_secret_stands_in_a_journal_or_in_an_answer(store: Store, tmp_path: Path, box: Path) -> None:
    ticket = read_ticket(issued(store, box).read_bytes())
    set_up(tmp_path / "laptop", box / "ticket-laptop-7.doorstep")
    answer = (box / "answer-laptop-7.doorstep").read_bytes()
    device = enrolment.accept(store, the_answer(store, box), None)
    secrets = [ticket.secret, *(kept(store, *name).hex() for name in [("stop", device, 0), ("recovery", device, 1)])]

    with opened(tmp_path / "laptop", SECOND_PASSPHRASE) as laptop:
        written = [
            entry.body or b"" for each in (store, laptop) for entry in each.journal.entries(0, each.journal.size)
        ]

    for secret in secrets:
        assert secret.encode() not in b"".join([answer, *written])
        assert secret not in repr(ticket)
    assert store.notebook.secret_kept("ticket", device, 0) is None


def test_an_interviewer_who_gets_another_laptop_keeps_their_id_and_renews_their_keys(
    store: Store, tmp_path: Path, box: Path
) -> None:
    set_up(tmp_path / "first", issued(store, box, "Laptop 1"))
    enrolment.accept(store, the_answer(store, box), None)

    set_up(tmp_path / "second", issued(store, box, "Laptop 2"))
    enrolment.accept(store, the_answer(store, box), None)

    (added,) = [each for each in told(store, acts.StaffAdded) if each.name == INTERVIEWER]
    (renewed,) = told(store, acts.StaffKeysRenewed)
    assert renewed.staff == added.staff
    assert renewed.verify_key == told(store, acts.EnrolmentAccepted)[1].staff_verify_key != added.verify_key


def test_two_tickets_for_one_interviewer_who_is_new_are_for_one_person(store: Store, tmp_path: Path, box: Path) -> None:
    for name in ("Laptop 1", "Laptop 2"):
        set_up(tmp_path / name, issued(store, box, name))

    for waiting in enrolment.waiting_answers(store, box):
        enrolment.accept(store, waiting, None)

    assert len({each.staff for each in told(store, acts.EnrolmentAccepted)}) == 1
    assert (len(told(store, acts.StaffAdded)), len(told(store, acts.StaffKeysRenewed))) == (2, 1)


def test_an_answer_is_found_with_its_ticket_whatever_the_file_is_called(
    store: Store, tmp_path: Path, box: Path
) -> None:
    issued(store, box).rename(box / "for Laptop 7.txt")

    set_up(tmp_path / "laptop", box / "for Laptop 7.txt")

    assert the_answer(store, box).fault is None


# -- what base does not take


def by_another(forger: Forger) -> bytes:
    forger.proved_by = forger.device
    return forger.answer()


def without_the_secret(forger: Forger) -> bytes:
    forger.secret = b"what somebody else would guess.."
    return forger.answer()


def of_base(forger: Forger) -> bytes:
    journal = forger.ticket.base_journal
    return forger.answer(journal=journal, checkpoint=forger.note(journal))


def another_note(forger: Forger) -> bytes:
    note = forger.note().split("\n")
    note[1] = "5"
    return forger.answer(checkpoint="\n".join(note))


def resigned(forger: Forger) -> bytes:
    return write_signed("answer/1", forger.says(), forger.person.signing_key())


def weak_device(forger: Forger) -> bytes:
    says = forger.says(verify_key=WEAK[0].hex())
    raw = write_signed("answer/1", says, forger.device.signing_key())
    assert raw[-2:] == b'"}'
    signature = WEAK[0].hex() + "00" * 32  # under a weak key this one fits many a message
    return raw[: -2 - 128] + signature.encode() + b'"}'


FORGERIES: dict[str, tuple[Callable[[Forger], bytes], type[StoreError], TicketEnd | None]] = {
    "signed by another key": (resigned, SignedFileForgedError, None),
    "a weak device key": (weak_device, WeakKeyError, None),
    "from a real laptop": (lambda f: f.answer(is_practice=False), PracticeMixedError, None),
    "to no ticket of ours": (lambda f: f.answer(ticket="ab" * 16), TicketUnknownError, None),
    "without the secret": (without_the_secret, AnswerForgedError, None),
    "another epoch": (lambda f: f.answer(epoch=2), SignedFileFormError, None),
    "to a changed ticket": (lambda f: f.answer(ticket_digest="ab" * 32), AnswerMismatchError, TicketEnd.FORGED),
    "another laptop": (lambda f: f.answer(device="ab" * 16), AnswerMismatchError, TicketEnd.FORGED),
    "another interviewer": (lambda f: f.answer(staff="ab" * 16), AnswerMismatchError, TicketEnd.FORGED),
    "base's journal": (of_base, AnswerMismatchError, TicketEnd.FORGED),
    "a weak interviewer's key": (
        lambda f: f.answer(staff_verify_key=WEAK[0].hex()),
        WeakKeyError,
        TicketEnd.WEAK_KEY,
    ),
    "no sealing key": (lambda f: f.answer(sealing_key="ff" * 1216), SealingKeyError, TicketEnd.WEAK_KEY),
    "a weak sealing key": (
        lambda f: f.answer(staff_sealing_key=f.person.sealing_key().public[:1184].hex() + "00" * 32),
        SealingKeyError,
        TicketEnd.WEAK_KEY,
    ),
    "a malformed checkpoint": (lambda f: f.answer(checkpoint="x"), CheckpointFormError, TicketEnd.FORGED),
    "a checkpoint by another": (
        lambda f: f.answer(checkpoint=f.note(by=f.person)),
        CheckpointNotSignedError,
        TicketEnd.FORGED,
    ),
    "a changed checkpoint": (another_note, CheckpointForgedError, TicketEnd.FORGED),
    "a checkpoint of another journal": (
        lambda f: f.answer(checkpoint=f.note("ab" * 16)),
        AnswerMismatchError,
        TicketEnd.FORGED,
    ),
    "a journal without an entry": (
        lambda f: f.answer(checkpoint=f.note(size=0)),
        AnswerMismatchError,
        TicketEnd.FORGED,
    ),
    "another's proof": (by_another, StaffProofError, TicketEnd.FORGED),
    "a stop key for another": (
        lambda f: f.answer(stop_key=f.sealed(f.stop_key, to=f.device.sealing_key().public)),
        NotForUsError,
        None,
    ),
    "a stop key of another ticket": (
        lambda f: f.answer(stop_key=f.sealed(f.stop_key, info="doorstep/stop-key/1/x/y")),
        NotForUsError,
        None,
    ),
    "a stop key too short": (
        lambda f: f.answer(stop_key=f.sealed(b"short")),
        AnswerMismatchError,
        TicketEnd.FORGED,
    ),
    "a stop key out of hex": (lambda f: f.answer(stop_key="zz"), AnswerMismatchError, TicketEnd.FORGED),
}


@pytest.mark.parametrize(("forge", "refusal", "end"), FORGERIES.values(), ids=FORGERIES)
def test_an_answer_that_does_not_hold_is_refused_and_ends_the_ticket_where_its_holder_made_it(
    store: Store, box: Path, forge: Callable[[Forger], bytes], refusal: type[StoreError], end: TicketEnd | None
) -> None:
    forger = Forger(issued(store, box))
    forger.leave(forge(forger))
    before = store.journal.size

    waiting = the_answer(store, box)
    assert type(waiting.fault) is refusal
    assert store.journal.size == before
    with pytest.raises(refusal):
        enrolment.accept(store, waiting, None)

    ended = [each.cause for each in told(store, acts.TicketEnded)]
    assert ended == ([] if end is None else [end])
    assert store.journal.size == before + len(ended)
    assert state_of(store, forger.ticket.ticket) == ("open" if end is None else "ended")
    assert (store.notebook.secret_kept("ticket", forger.ticket.device, 0) is None) == (end is not None)
    assert store.notebook.secret_kept("stop", forger.ticket.device, 0) is None


def test_an_answer_written_from_the_format_alone_is_taken(store: Store, box: Path) -> None:
    forger = Forger(issued(store, box))
    forger.leave()

    device = enrolment.accept(store, the_answer(store, box), None)

    assert kept(store, "stop", device, 0) == forger.stop_key


def test_no_low_order_key_is_taken_for_an_interviewers(store: Store, box: Path) -> None:
    assert len(WEAK) == 14
    for key in WEAK:
        forger = Forger(issued(store, box))
        forger.leave(staff_verify_key=key.hex())

        assert type(the_answer(store, box).fault) is WeakKeyError


def test_a_laptop_cannot_claim_another_laptops_journal(store: Store, tmp_path: Path, box: Path) -> None:
    set_up(tmp_path / "first", issued(store, box, "Laptop 1"))
    enrolment.accept(store, the_answer(store, box), None)
    journal = told(store, acts.EnrolmentAccepted)[0].journal
    forger = Forger(issued(store, box, "Laptop 2"))

    forger.leave(journal=journal, checkpoint=forger.note(journal))

    with pytest.raises(AnswerMismatchError):
        enrolment.accept(store, the_answer(store, box), None)


def test_an_answer_changed_anywhere_is_refused(store: Store, box: Path) -> None:
    forger = Forger(issued(store, box))
    raw = forger.answer()
    drawn = random.Random(5)

    for place in range(0, len(raw), 2):
        flipped = bytearray(raw)
        flipped[place] ^= 1 << drawn.randrange(8)
        with pytest.raises((SignedFileFormError, SignedFileForgedError, WeakKeyError)):
            read_answer(bytes(flipped))
        with pytest.raises(SignedFileFormError):
            read_answer(raw[:place])


def test_files_that_are_no_answers_are_told_and_hurt_nobody(store: Store, tmp_path: Path, box: Path) -> None:
    set_up(tmp_path / "laptop", issued(store, box))
    (box / "answer-empty.doorstep").write_bytes(b"")
    (box / "answer-folder.doorstep").mkdir()
    (box / "answer-of-a-ticket.doorstep").write_bytes((box / "ticket-laptop-7.doorstep").read_bytes())
    (box / "letter.txt").write_text("mine")

    found = {each.path.name: each for each in enrolment.waiting_answers(store, box)}

    faults = {name: type(each.fault) for name, each in found.items()}
    assert faults == {
        "answer-empty.doorstep": SignedFileFormError,
        "answer-folder.doorstep": FolderNamedError,
        "answer-laptop-7.doorstep": type(None),
        "answer-of-a-ticket.doorstep": SignedFileFormError,
    }
    with pytest.raises(FolderNamedError):
        enrolment.accept(store, found["answer-folder.doorstep"], None)


# -- twice, swapped, stolen


def test_an_answer_accepted_twice_says_so_and_changes_nothing(store: Store, tmp_path: Path, box: Path) -> None:
    path = issued(store, box)
    set_up(tmp_path / "laptop", path)
    raws = [each.read_bytes() for each in (path, box / "answer-laptop-7.doorstep")]
    waiting = the_answer(store, box)
    device = enrolment.accept(store, waiting, None)
    before, stop_key = store.journal.size, kept(store, "stop", device, 0)

    with pytest.raises(TicketUsedError):
        enrolment.accept(store, waiting, None)
    (box / "answer-again.doorstep").write_bytes(raws[1])
    assert isinstance(the_answer(store, box).fault, TicketUsedError)
    path.write_bytes(raws[0])
    forger = Forger(path)
    forger.leave()
    with pytest.raises(TicketUsedError):
        enrolment.accept(store, enrolment.waiting_answers(store, box)[1], None)

    assert store.journal.size == before
    assert kept(store, "stop", device, 0) == stop_key


def test_swapped_answers_are_taken_for_what_they_are(store: Store, tmp_path: Path, box: Path) -> None:
    shown = {name: set_up(tmp_path / name, issued(store, box, name)) for name in ("Laptop 1", "Laptop 2")}
    one, two = box / "answer-laptop-1.doorstep", box / "answer-laptop-2.doorstep"
    one.rename(box / "spare")
    two.rename(one)
    (box / "spare").rename(two)
    found = enrolment.waiting_answers(store, box)
    assert [each.name for each in found] == ["Laptop 2", "Laptop 1"]

    device = enrolment.accept(store, found[0], " ".join(shown["Laptop 2"]))
    with pytest.raises(WordsDifferError):
        enrolment.accept(store, found[1], " ".join(shown["Laptop 2"]))

    (registered,) = told(store, acts.DeviceRegistered)
    assert (registered.device, registered.particulars.name) == (device, "Laptop 2")
    assert (box / "ticket-laptop-1.doorstep").exists()  # beside the taken answer lay another laptop's ticket


def test_a_thief_who_answers_a_stolen_ticket_is_found_by_the_words(store: Store, tmp_path: Path, box: Path) -> None:
    path = issued(store, box)
    shown = set_up(tmp_path / "laptop", path)
    true_answer = (box / "answer-laptop-7.doorstep").read_bytes()
    thief = Forger(path)
    thief.leave()

    with pytest.raises(WordsDifferError):
        enrolment.accept(store, the_answer(store, box), " ".join(shown))

    assert [each.cause for each in told(store, acts.TicketEnded)] == [TicketEnd.WORDS_DIFFER]
    assert told(store, acts.EnrolmentAccepted) == []
    thief.leave(true_answer)
    with pytest.raises(TicketEndedError):  # one guess, for whoever guesses
        enrolment.accept(store, the_answer(store, box), " ".join(shown))


def test_somebody_between_laptop_and_base_is_found_by_the_words(store: Store, tmp_path: Path, box: Path) -> None:
    between = Forger(issued(store, box))
    path = between.path
    own = between.device
    signed_anew(
        path,
        own.signing_key(),
        base_verify_key=own.signing_key().public_key().public_bytes_raw().hex(),
        base_sealing_key=own.sealing_key().public.hex(),
    )
    shown = set_up(tmp_path / "laptop", path)  # the laptop cannot tell: it has never met base
    assert type(the_answer(store, box).fault) is AnswerMismatchError
    between.leave()

    assert the_answer(store, box).fault is None
    with pytest.raises(WordsDifferError):
        enrolment.accept(store, the_answer(store, box), " ".join(shown))


def test_a_slip_in_typing_the_words_ends_nothing(store: Store, tmp_path: Path, box: Path) -> None:
    shown = set_up(tmp_path / "laptop", issued(store, box))
    waiting = the_answer(store, box)

    for typed in ("", " ".join(shown[:5]), " ".join([*shown[:5], "orangutang"])):
        with pytest.raises(WordsFormError):
            enrolment.accept(store, waiting, typed)

    enrolment.accept(store, waiting, ", ".join(shown).upper())
    (accepted,) = told(store, acts.EnrolmentAccepted)
    assert accepted.words_check is WordsCheck.READ_ALOUD


@pytest.mark.parametrize("place", range(6))
def test_all_six_words_count(store: Store, tmp_path: Path, box: Path, place: int) -> None:
    shown = list(set_up(tmp_path / "laptop", issued(store, box)))
    shown[place] = LIST[(LIST.index(shown[place]) + 1) % 256]

    with pytest.raises(WordsDifferError):
        enrolment.accept(store, the_answer(store, box), " ".join(shown))


# -- real stores


def test_a_real_laptop_is_taken_with_the_words_it_shows_and_not_without(
    tmp_path: Path, box: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown_encrypted = Verdict((Finding("the store's folder", Encrypted.YES, "dm-0 crypt"),))
    for room in ("door", "coming_in"):
        monkeypatch.setattr(f"store.{room}.examine", lambda _folder: shown_encrypted)
    with opened(made_base(tmp_path, as_if=None, cost=FLOOR)) as base:
        path = issued(base, box)
        shown = set_up(tmp_path / "laptop", path, cost=FLOOR)
        waiting = the_answer(base, box)
        ticket_digest, answer_digest = (
            hashlib.sha256(each).digest() for each in (path.read_bytes(), waiting.raw or b"")
        )
        assert shown == six_words(ticket_digest, answer_digest, COST)

        with pytest.raises(WordsMissingError):
            enrolment.accept(base, waiting, None)
        with pytest.raises(WordsFormError):
            enrolment.accept(base, waiting, "what they said")
        enrolment.accept(base, waiting, " ".join(shown))

        (accepted,) = told(base, acts.EnrolmentAccepted)
        assert accepted.words_check is WordsCheck.READ_ALOUD
        forger = Forger(issued(base, box, "Laptop 8"))
        forger.leave()
        assert type(the_answer(base, box).fault) is PracticeMixedError
        forger.leave(is_practice=False)
        with pytest.raises(WordsDifferError):
            enrolment.accept(base, the_answer(base, box), WRONG_WORDS)
    with opened(tmp_path / "laptop", SECOND_PASSPHRASE) as laptop:
        assert laptop.sidecar.ahead_ms is None
        (checked, _) = told(laptop, acts.VolumeChecked)
        assert checked.device == laptop.sidecar.store
