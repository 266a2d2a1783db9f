"""Tickets: what base writes, and what a laptop does not set itself up from."""

import random
from base64 import b64decode, b64encode
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from store import door
from store.clock import to_ms
from store.custody.volumes import Encrypted, Finding, Verdict
from store.errors import (
    AgreementUnreadableError,
    InterviewerLeftError,
    KdfCostError,
    LineFormError,
    NotASupervisorError,
    NotBaseError,
    SealingKeyError,
    SignedFileForgedError,
    SignedFileFormError,
    SignedFileMissingError,
    StaffNameTakenError,
    StoreError,
    TicketEndedError,
    TicketExpiredError,
    TrainingYearError,
    VolumeUnknownError,
    WeakerThanClauseError,
    WeakKeyError,
)
from store.exchange import enrolment
from store.exchange.answer import read_answer
from store.exchange.ticket import VALID, read_ticket, tickets_out
from store.keeping import acts, staffing
from store.keeping.acts.terms.devices import TicketEnd
from store.keeping.acts.terms.store import StaffRole
from store.keeping.store import Store
from tests.exchange.enrolling import (
    INTERVIEWER,
    WEAK,
    box_in,
    issued,
    set_up,
    signed_anew,
    state_of,
    the_answer,
    told,
)
from tests.made import BEGINS, SECOND_PASSPHRASE, MachineTime, opened, passphrase


@pytest.fixture
def box(tmp_path: Path) -> Path:
    return box_in(tmp_path)


# -- tickets


def test_a_second_ticket_for_a_laptop_takes_the_place_of_the_first(store: Store, tmp_path: Path, box: Path) -> None:
    first = read_ticket(issued(store, box).read_bytes())
    set_up(tmp_path / "laptop", box / "ticket-laptop-7.doorstep")

    second = read_ticket(issued(store, box, "laptop-7").read_bytes())

    assert [(each.ticket, each.cause) for each in told(store, acts.TicketEnded)] == [(first.ticket, TicketEnd.REPLACED)]
    assert (state_of(store, first.ticket), state_of(store, second.ticket)) == ("ended", "open")
    assert store.notebook.secret_kept("ticket", first.device, 0) is None
    assert isinstance(the_answer(store, box).fault, TicketEndedError)
    with pytest.raises(TicketEndedError):
        enrolment.accept(store, the_answer(store, box), None)


def test_laptops_of_different_names_have_different_tickets(store: Store, box: Path) -> None:
    names = ["Laptop 1", "Laptop 2", "Ноутбук 2", "Компьютер 2", "Laptop (2)", "2", "../2", "日本"]

    paths = {issued(store, box, name) for name in names}

    assert len(paths) == len(names) == len(list(box.iterdir()))
    assert told(store, acts.TicketEnded) == []
    assert all(path.parent == box and path.name.isascii() for path in paths)


def test_a_ticket_is_for_its_owners_eyes_and_leaves_nothing_else(store: Store, box: Path) -> None:
    path = issued(store, box)

    assert path.stat().st_mode & 0o077 == 0
    assert list(box.iterdir()) == [path]


def test_a_ticket_that_cannot_be_written_was_not_issued(store: Store, box: Path) -> None:
    (box / "ticket-laptop-7.doorstep.new").mkdir()
    before = store.journal.size

    with pytest.raises(StoreError):
        issued(store, box)

    assert store.journal.size == before
    with pytest.raises(SignedFileMissingError):
        issued(store, box / "not there")
    assert not (box / "not there").exists()


def test_only_a_supervisor_at_base_enrols(store: Store, tmp_path: Path, box: Path) -> None:
    staffing.add(store, "Interviewer Two", StaffRole.INTERVIEWER, passphrase(SECOND_PASSPHRASE))
    set_up(tmp_path / "laptop", issued(store, box))
    waiting = the_answer(store, box)
    store.close()
    asks: list[Callable[[Store], object]] = [
        lambda store: issued(store, box),
        lambda store: enrolment.waiting_answers(store, box),
        lambda store: enrolment.accept(store, waiting, None),
    ]

    for ask in asks:
        with opened(tmp_path / "base", SECOND_PASSPHRASE) as base, pytest.raises(NotASupervisorError):
            ask(base)
        with opened(tmp_path / "laptop", SECOND_PASSPHRASE) as laptop, pytest.raises(NotBaseError):
            ask(laptop)


def test_a_supervisors_name_is_no_interviewers(store: Store, tmp_path: Path, box: Path) -> None:
    with pytest.raises(StaffNameTakenError):
        issued(store, box, staff_name="Supervisor One")

    set_up(tmp_path / "laptop", issued(store, box, staff_name="Robin Teasel"))
    staffing.add(store, "Robin Teasel", StaffRole.SUPERVISOR, passphrase(SECOND_PASSPHRASE))
    assert isinstance(the_answer(store, box).fault, StaffNameTakenError)


def test_a_laptop_for_somebody_who_left_meanwhile_is_refused(store: Store, tmp_path: Path, box: Path) -> None:
    set_up(tmp_path / "first", issued(store, box, "Laptop 1"))
    enrolment.accept(store, the_answer(store, box), None)
    set_up(tmp_path / "second", issued(store, box, "Laptop 2"))

    staffing.leave(store, INTERVIEWER)

    assert isinstance(the_answer(store, box).fault, InterviewerLeftError)
    with pytest.raises(InterviewerLeftError):
        enrolment.accept(store, the_answer(store, box), None)


# -- what a laptop does not set itself up from


def left_in(tmp_path: Path) -> list[str]:
    return sorted(path.name for path in tmp_path.iterdir() if path.name not in ("base", "box"))


BAD_TICKETS: dict[str, tuple[dict[str, Any], type[StoreError]]] = {
    "a weak key": ({"base_verify_key": WEAK[0].hex()}, WeakKeyError),
    "no sealing key": ({"base_sealing_key": "ff" * 1216}, SealingKeyError),
    "a weak sealing key": ({"base_sealing_key": "00" * 1216}, SealingKeyError),
    "no recovery key": ({"recovery_key": "ff" * 1216}, SealingKeyError),
    "an escape in a name": ({"name": "laptop\x1b]52;c;AAAA\x07"}, LineFormError),
    "an empty name": ({"staff_name": " "}, LineFormError),
    "an agreement of nothing": ({"agreement": ""}, AgreementUnreadableError),
    "an agreement out of Base64": ({"agreement": "*"}, SignedFileFormError),
    "an agreement out of ASCII": ({"agreement": "é"}, SignedFileFormError),
    "another clock than base's": ({"ahead_ms": 0}, TicketExpiredError),
    "a training clock out of its years": (
        {"ahead_ms": 200_000_000_000_000, "expires_at_ms": 253_402_300_799_999},
        TrainingYearError,
    ),
    "a training clock out of the calendar": ({"ahead_ms": 2**53 - 1}, SignedFileFormError),
    "a field too many": ({"more": 1}, SignedFileFormError),
    "an id that is none": ({"device": "../../../../etc"}, SignedFileFormError),
    "a truth for a number": ({"base_size": True}, SignedFileFormError),
    "a date out of the calendar": ({"expires_at_ms": 2**53 - 1}, SignedFileFormError),
}


@pytest.mark.parametrize(("changed", "refusal"), BAD_TICKETS.values(), ids=BAD_TICKETS)
def test_a_ticket_that_is_not_as_base_writes_them_makes_no_laptop(
    store: Store, tmp_path: Path, box: Path, changed: dict[str, Any], refusal: type[StoreError]
) -> None:
    path = issued(store, box)
    signed_anew(path, store.keys.device.signing, **changed)

    with pytest.raises(refusal):
        set_up(tmp_path / "laptop", path)

    assert left_in(tmp_path) == []
    assert list(box.iterdir()) == [path]


def test_an_agreement_weaker_than_its_clauses_makes_no_laptop(store: Store, tmp_path: Path, box: Path) -> None:
    path = issued(store, box)
    text = b64decode(read_ticket(path.read_bytes()).agreement)
    weaker = text.replace(b"refusal_full_days = 14", b"refusal_full_days = 13")
    signed_anew(path, store.keys.device.signing, agreement=b64encode(weaker).decode())

    with pytest.raises(WeakerThanClauseError):
        set_up(tmp_path / "laptop", path)

    assert left_in(tmp_path) == []


def test_a_ticket_changed_anywhere_is_refused(store: Store, box: Path) -> None:
    raw = issued(store, box).read_bytes()
    drawn = random.Random(3)
    agreement = range(raw.index(b'"agreement"') + 40, raw.index(b'"ahead_ms"') - 40)
    places = [place for place in range(len(raw)) if place not in agreement or place % 97 == 0]

    for place in places:
        flipped = bytearray(raw)
        flipped[place] ^= 1 << drawn.randrange(8)
        with pytest.raises((SignedFileFormError, SignedFileForgedError, WeakKeyError)):
            read_ticket(bytes(flipped))
    for length in places:
        with pytest.raises(SignedFileFormError):
            read_ticket(raw[:length])


def test_a_ticket_runs_out_by_its_own_clock(store: Store, tmp_path: Path, box: Path, machine_time: MachineTime) -> None:
    path = issued(store, box)
    until = read_ticket(path.read_bytes()).expires_at_ms
    left_s = until / 1000 - (BEGINS.timestamp() + 7 * 86_400)
    assert 0 <= left_s < 3600  # seven days on the training clock, which stands in 2015
    set_up(tmp_path / "early", path)

    machine_time.move(days=7, seconds=1)

    with pytest.raises(TicketExpiredError):
        set_up(tmp_path / "late", path)
    assert isinstance(the_answer(store, box).fault, TicketExpiredError)
    with pytest.raises(TicketExpiredError):
        enrolment.accept(store, the_answer(store, box), None)
    former = read_answer((box / "answer-laptop-7.doorstep").read_bytes()).ticket
    issued(store, box)
    assert [(each.ticket, each.cause) for each in told(store, acts.TicketEnded)] == [(former, TicketEnd.EXPIRED)]


def test_a_ticket_is_out_until_its_last_instant_and_another_takes_its_place(
    store: Store, box: Path, machine_time: MachineTime
) -> None:
    issued(store, box)
    (first,) = tickets_out(store)
    assert (first.name, first.staff_name) == ("Laptop 7", INTERVIEWER)
    assert to_ms(first.until) == to_ms(store.now() + VALID)

    machine_time.move(days=7, milliseconds=-1)
    assert tickets_out(store) == [first]
    issued(store, box, "Laptop 8")
    issued(store, box)
    (second, _) = tickets_out(store)
    assert (second.name, second.ticket == first.ticket) == ("Laptop 7", False)

    machine_time.move(days=7, milliseconds=-1)
    assert len(tickets_out(store)) == 2
    machine_time.move(seconds=0.001)
    assert tickets_out(store) == []


def test_a_laptop_whose_answer_cannot_be_left_is_not_made(store: Store, tmp_path: Path, box: Path) -> None:
    path = issued(store, box)
    (box / "answer-laptop-7.doorstep.new").mkdir()

    with pytest.raises(StoreError):
        set_up(tmp_path / "laptop", path)

    assert left_in(tmp_path) == []


def test_a_real_ticket_makes_no_laptop_on_a_disk_that_is_not_shown_encrypted(
    store: Store, tmp_path: Path, box: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = issued(store, box)
    far = 4_000_000_000_000
    signed_anew(path, store.keys.device.signing, ahead_ms=None, expires_at_ms=far)
    monkeypatch.setattr("store.door.examine", lambda _: Verdict((Finding("folder", Encrypted.UNKNOWN, "made up"),)))

    with pytest.raises(VolumeUnknownError):
        door.found_field(
            tmp_path / "laptop", door.NewField(path, has_keyring=False), lambda: pytest.fail("asked for a passphrase")
        )

    assert left_in(tmp_path) == []


def test_a_real_laptop_pays_the_real_price(store: Store, tmp_path: Path, box: Path) -> None:
    path = issued(store, box)
    signed_anew(path, store.keys.device.signing, ahead_ms=None, expires_at_ms=4_000_000_000_000)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("store.door.examine", lambda _: Verdict((Finding("folder", Encrypted.YES, "made up"),)))
        with pytest.raises(KdfCostError):
            set_up(tmp_path / "laptop", path)
    assert left_in(tmp_path) == []
