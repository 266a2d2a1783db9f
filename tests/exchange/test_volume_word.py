"""A supervisor's word on a laptop's volume, brought there in a file: it counts there alone, and runs out (A9)."""

from collections.abc import Callable
from pathlib import Path

import pytest

from store import door
from store.custody.volumes import Encrypted, Finding, Verdict
from store.custody.volumes.telling import end_attestation, standing_attestation
from store.errors import (
    LaptopNotVouchedError,
    NotASupervisorError,
    SignedFileForgedError,
    SignedFileFormError,
    SignedFileMissingError,
    UnknownDeviceError,
    VolumeNotEncryptedError,
    VolumeUnknownError,
    VolumeWordEndedError,
    VolumeWordForOtherError,
)
from store.exchange import enrolment
from store.exchange.enrolment import waiting_answers
from store.exchange.peers import peer_named
from store.exchange.ticket import issue_ticket
from store.exchange.volume_word import give_word, take_back_word
from store.keeping import acts, staffing
from store.keeping.acts.terms.store import StaffRole
from store.keeping.header import unpack
from store.keeping.key_derivation import FLOOR
from store.keeping.store import Store
from tests.exchange.exchanging import synced
from tests.made import SECOND_PASSPHRASE, MachineTime, made_base, opened, passphrase

pytestmark = pytest.mark.usefixtures("derived_once")

Look = Callable[[Encrypted], None]
SEEN = "I saw the lock screen of its disk"
INTERVIEWERS = "Harbour 91 thistle almanac"


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Look:
    """How the disk looks from now on."""

    def look(encrypted: Encrypted) -> None:
        verdict = Verdict((Finding("the store's folder", encrypted, "sda1 is made up"),))
        for room in ("door", "coming_in"):
            monkeypatch.setattr(f"store.{room}.examine", lambda _folder: verdict)

    look(Encrypted.YES)
    return look


class Pair:
    """A real base and, once it is set up, a real laptop of it."""

    def __init__(self, folder: Path) -> None:
        self.between = folder / "between"
        self.between.mkdir()
        self.base = made_base(folder, as_if=None, cost=FLOOR)
        self.laptop = folder / "laptop"
        with opened(self.base) as base:
            self.ticket = issue_ticket(base, "Laptop 7", "Interviewer One", self.between)

    def give(self, name: str = "Laptop 7") -> Path:
        with opened(self.base) as base:
            return give_word(base, name, SEEN, self.between)

    def set_up(self, word: Path | None = None) -> None:
        asked = door.NewField(self.ticket, has_keyring=False, cost=FLOOR, word=word)
        shown = door.found_field(self.laptop, asked, passphrase(INTERVIEWERS))
        with opened(self.base) as base:
            (waiting,) = waiting_answers(base, self.between)
            enrolment.accept(base, waiting, " ".join(shown))

    def open(self, word: Path | None = None) -> Store:
        return opened(self.laptop, INTERVIEWERS, word=word)


@pytest.fixture
def pair(tmp_path: Path, disk: Look) -> Pair:
    disk(Encrypted.YES)
    return Pair(tmp_path)


def attested(store: Store) -> list[acts.VolumeAttested]:
    read = (store.journal.entry(n) for n in range(store.journal.size))
    kept = [(unpack(each.header), each.body) for each in read]
    found = [
        acts.parse(header.kind, header.kind_version, body)
        for header, body in kept
        if header.kind == acts.VolumeAttested.kind and body is not None
    ]
    return [each for each in found if isinstance(each, acts.VolumeAttested)]


def test_a_word_that_was_brought_opens_the_laptop_stands_in_both_journals_and_runs_out(
    pair: Pair, disk: Look, machine_time: MachineTime
) -> None:
    pair.set_up()
    disk(Encrypted.UNKNOWN)
    with pytest.raises(VolumeUnknownError):
        pair.open()
    disk(Encrypted.YES)
    word = pair.give()
    with opened(pair.base) as base:
        (told,) = attested(base)
        assert standing_attestation(base) is None  # it is about the laptop, and vouches for nothing here
    disk(Encrypted.UNKNOWN)

    with pair.open(word) as laptop:
        assert attested(laptop) == [told]
    machine_time.move(days=29)
    with pair.open() as laptop:  # it was kept: the stick can stay at home
        assert attested(laptop) == [told]

    machine_time.move(days=1)
    with pytest.raises(VolumeUnknownError) as refused:
        pair.open(word)
    assert refused.value.lapsed


def test_a_laptop_is_set_up_on_a_word_for_its_ticket(pair: Pair, disk: Look) -> None:
    word = pair.give()
    disk(Encrypted.UNKNOWN)
    asked = door.NewField(pair.ticket, has_keyring=False, cost=FLOOR)
    with pytest.raises(VolumeUnknownError):
        door.found_field(pair.laptop, asked, passphrase(INTERVIEWERS))

    door.found_field(pair.laptop, door.NewField(pair.ticket, has_keyring=False, cost=FLOOR, word=word),
                     passphrase(INTERVIEWERS))  # fmt: skip

    with pair.open() as laptop:
        assert [each.evidence for each in attested(laptop)] == [SEEN]


def test_one_that_was_taken_back_does_not_count_a_second_time(pair: Pair, disk: Look) -> None:
    pair.set_up()
    word = pair.give()
    disk(Encrypted.UNKNOWN)
    with pair.open(word) as laptop:
        store_roles = laptop.roles
        laptop.roles = lambda: (StaffRole.SUPERVISOR,)  # type: ignore[method-assign]  # somebody from base sits there
        end_attestation(laptop, "another disk was put in")
        laptop.roles = store_roles  # type: ignore[method-assign]

    with pytest.raises(VolumeUnknownError):
        pair.open()
    with pytest.raises(VolumeWordEndedError):
        pair.open(word)


@pytest.mark.parametrize("is_brought", [True, False])
def test_a_word_that_base_takes_back_counts_on_the_laptop_no_more_once_that_heard_of_it(
    pair: Pair, disk: Look, tmp_path: Path, *, is_brought: bool
) -> None:
    mail = tmp_path / "mail"
    mail.mkdir()
    pair.set_up()
    word = pair.give()
    disk(Encrypted.UNKNOWN)
    if is_brought:
        with pair.open(word) as laptop:
            assert standing_attestation(laptop) is not None
    disk(Encrypted.YES)
    with opened(pair.base) as base:
        device = peer_named(base, "Laptop 7").device
        take_back_word(base, device, "another disk was put in")
        with pytest.raises(LaptopNotVouchedError):
            take_back_word(base, device, "again")
        synced(base, mail)
    disk(Encrypted.UNKNOWN if is_brought else Encrypted.YES)

    with pair.open() as laptop:  # nobody there knows yet
        assert synced(laptop, mail).refused == []

    disk(Encrypted.UNKNOWN)
    with pytest.raises(VolumeUnknownError):
        pair.open()
    with pytest.raises(VolumeWordEndedError):
        pair.open(word)
    disk(Encrypted.YES)
    another = pair.give()
    disk(Encrypted.UNKNOWN)
    with pair.open(another) as laptop:
        assert standing_attestation(laptop) is not None


def test_a_word_for_another_laptop_or_of_somebody_else_or_for_a_bare_disk_counts_not(
    pair: Pair, disk: Look, tmp_path: Path
) -> None:
    pair.set_up()
    with opened(pair.base) as base:
        issue_ticket(base, "Laptop 8", "Interviewer Two", pair.between)
    other, own = pair.give("Laptop 8"), pair.give()
    raw = own.read_bytes()
    (tmp_path / "later").write_bytes(raw.replace(b'"expires_at_ms":1', b'"expires_at_ms":9'))
    (tmp_path / "short").write_bytes(raw[:-2])
    disk(Encrypted.UNKNOWN)

    for word, refusal in (
        (other, VolumeWordForOtherError),
        (tmp_path / "later", SignedFileForgedError),
        (tmp_path / "short", SignedFileFormError),
        (tmp_path / "none", SignedFileMissingError),
    ):
        with pytest.raises(refusal):
            pair.open(word)
    disk(Encrypted.NO)
    with pytest.raises(VolumeNotEncryptedError):
        pair.open(own)
    disk(Encrypted.YES)
    with pair.open(own) as laptop:  # it is not needed, and not kept
        assert attested(laptop) == []


def test_only_a_supervisor_at_base_vouches_and_only_for_a_laptop_of_its_own(pair: Pair) -> None:
    with opened(pair.base) as base:
        with pytest.raises(UnknownDeviceError):
            give_word(base, "Laptop 9", SEEN, pair.between)
        staffing.add(base, "Keeper One", StaffRole.INTERVIEWER, passphrase(SECOND_PASSPHRASE))

    with opened(pair.base, SECOND_PASSPHRASE) as base, pytest.raises(NotASupervisorError):
        give_word(base, "Laptop 7", SEEN, pair.between)
