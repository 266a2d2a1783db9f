"""Laptops give up what was recalled for a real backup, and only while there is one that holds it (design 5)."""

from dataclasses import dataclass
from pathlib import Path
from shutil import rmtree

import pytest

from store.custody import register
from store.custody.incidents.raising import IncidentEntered, raise_incident
from store.exchange import orders
from store.exchange.allocation import free_families
from store.exchange.backup import checking, ending, making, restoring
from store.exchange.backup.known import backups, last_made_at
from store.exchange.destroying import deciding, doing
from store.exchange.destroying.writing_off import Gone, write_off
from store.exchange.intake.locking import lock_everywhere
from store.exchange.peers import peer
from store.keeping import acts
from store.keeping.acts.terms import devices as words
from store.keeping.acts.terms.destruction import WriteOffMatter
from store.keeping.acts.terms.families import FamilyLockCause, RecallCause
from store.keeping.acts.terms.incidents import IncidentKind
from store.keeping.store import Store
from tests.exchange.exchanging import FAMILIES, Exchange, hold
from tests.made import SECOND_PASSPHRASE, opened, passphrase
from tui.base.destroying import LOST, asking, chosen, known

OWN = "Walnut 41 lighthouse cardigan"


def registered(base: Store) -> None:
    """Put the drive on the register that backups go onto."""
    evidence = acts.EncryptionEvidence(
        encrypted=words.Encrypted.YES, scheme=words.EncryptionScheme.LUKS, evidence="seen", seen_on="2015-11-02"
    )
    register.register(
        base,
        acts.DeviceParticulars(
            kind=words.DeviceKind.BACKUP,
            name="Safe drive",
            maker=None,
            model=None,
            serial=None,
            owner_tag=None,
            holder=None,
            kept_at=None,
            country="GB",
            why_necessary="Base must not be lost.",
            encryption=evidence,
        ),
    )


@dataclass
class Safe:
    """An exchange, and the drive that its base is backed up onto."""

    exchange: Exchange
    drive: Path

    def back_up(self) -> Path:
        with self.exchange.at_base() as base:
            return making.make(base, "Safe drive", self.drive, passphrase(OWN))

    def recall(self, family: int) -> None:
        with self.exchange.at_base() as base:
            laptop = peer(base, self.exchange.laptop.device)
            orders.recall(base, laptop, [FAMILIES[family]], RecallCause.REALLOCATED)

    def put_back(self, path: Path) -> None:
        """Lose base, and put it back where it was from a backup."""
        rmtree(self.exchange.base)
        wanted = restoring.Wanted(keyring=None)
        own, first, second = (lambda: passphrase(OWN)), passphrase, (lambda: passphrase(SECOND_PASSPHRASE))
        restoring.restore(path, self.exchange.base, wanted, own, first, second)

    def backed_up(self) -> int:
        with self.exchange.at_base() as base:
            return int(base.fact("backed_up") or 0)


@pytest.fixture
def safe(tmp_path: Path) -> Safe:
    exchange = Exchange(tmp_path)
    exchange.give(FAMILIES[:3])
    exchange.sync()
    with exchange.at_base() as base:
        registered(base)
    drive = tmp_path / "drive"
    drive.mkdir()
    return Safe(exchange, drive)


def test_what_was_recalled_goes_once_a_backup_holds_it(safe: Safe) -> None:
    safe.exchange.laptop.correct(FAMILIES[0], "said at the door")
    safe.recall(0)
    safe.exchange.sync(3)
    assert FAMILIES[0] in safe.exchange.laptop.held()

    safe.back_up()
    safe.exchange.sync()

    assert FAMILIES[0] not in safe.exchange.laptop.held()
    safe.exchange.hold_all()


def test_a_backup_that_is_gone_or_damaged_releases_nothing_more(safe: Safe) -> None:
    first = safe.back_up()
    reach = safe.backed_up()
    second = safe.back_up()
    assert safe.backed_up() > reach

    second.write_bytes(second.read_bytes()[:-1])
    with safe.exchange.at_base() as base, pytest.raises(Exception, match="cut short"):
        checking.check(base, second, passphrase(OWN))
    assert safe.backed_up() == reach

    with safe.exchange.at_base() as base:
        ending.destroy(base, first.stem.removeprefix("doorstep-backup-"), first)
    assert safe.backed_up() == 0


def test_a_drive_that_is_wiped_or_written_off_holds_nothing_that_counts(safe: Safe) -> None:
    safe.back_up()
    with safe.exchange.at_base() as base:
        assert last_made_at(base) is not None
        drive = register.device_named(base, "Safe drive")
        register.change_state(base, drive, words.DeviceState.WIPED, "overwritten")
        assert last_made_at(base) is None
        assert [each.is_open for each in backups(base)] == [False]
        wiped = register.device_named(base, "Safe drive")
        register.change_state(base, wiped, words.DeviceState.IN_USE)
    assert safe.backed_up() == 0
    safe.back_up()
    with safe.exchange.at_base() as base:
        raised, *_ = raise_incident(base, IncidentEntered(IncidentKind.DEVICE_LOST, "The safe was emptied."))
        assert isinstance(raised, acts.IncidentRaised)
        gone = Gone(WriteOffMatter.DEVICE, "Safe drive")
        write_off(base, gone, raised.incident, "The safe was emptied.", lambda: passphrase(SECOND_PASSPHRASE))
        assert last_made_at(base) is None
        hold(base)
    assert safe.backed_up() == 0


def test_an_older_backup_that_is_verified_again_takes_nothing_back(safe: Safe) -> None:
    first = safe.back_up()
    safe.back_up()
    reach = safe.backed_up()

    with safe.exchange.at_base() as base:
        checking.check(base, first, passphrase(OWN))

    assert safe.backed_up() == reach


@pytest.mark.parametrize("is_erased_there", [False, True])
def test_a_family_that_a_laptop_locked_for_a_base_that_was_lost_is_given_to_nobody(
    safe: Safe, is_erased_there: bool
) -> None:
    """Clause 7.2a: also where the laptop gave up all it had, for a backup that is not the one put back."""
    path = safe.back_up()
    with safe.exchange.at_base() as base:
        lock_everywhere(base, FAMILIES[:1], FamilyLockCause.CONTACT_WISH, {})
    safe.exchange.sync(3)
    if is_erased_there:
        safe.back_up()
        safe.exchange.sync(3)

    safe.put_back(path)
    safe.exchange.sync(4)

    with safe.exchange.at_base() as base:
        assert {each.family for each in free_families(base)} == {*FAMILIES[3:]}
        hold(base)


def test_what_a_laptop_destroyed_for_a_base_that_was_lost_is_offered_to_be_destroyed_again(safe: Safe) -> None:
    path = safe.back_up()
    with safe.exchange.at_base() as base:
        assert LOST not in offered(base)
        deciding.decide(base, deciding.of_families(FAMILIES[:1]), passphrase)
        doing.go_on(base)
    safe.exchange.sync(3)
    safe.put_back(path)
    safe.exchange.sync(4)

    with safe.exchange.at_base() as base:
        assert LOST in offered(base)
        meant = chosen(base, {"what": LOST}).meant
        assert list(meant.families) == FAMILIES[:1]
        deciding.decide(base, meant, passphrase)
        doing.go_on(base)
        assert LOST not in offered(base)


def offered(base: Store) -> list[str]:
    """Return what the screen offers to destroy."""
    return [each.value for each in asking(known(base)).steps()[0].options({})]


def test_a_base_that_was_put_back_takes_nothing_for_backed_up_that_came_after(safe: Safe) -> None:
    path = safe.back_up()
    safe.exchange.sync()
    safe.exchange.laptop.correct(FAMILIES[0], "said after the backup")
    safe.exchange.sync()
    safe.put_back(path)
    safe.exchange.sync(3)  # the laptop sends it again
    with safe.exchange.at_base() as base:
        checking.check(base, path, passphrase(OWN))

    safe.recall(0)
    safe.exchange.sync(3)

    assert FAMILIES[0] in safe.exchange.laptop.held()
    with opened(safe.exchange.base) as base:
        hold(base)
    safe.back_up()
    safe.exchange.sync(2)
    assert FAMILIES[0] not in safe.exchange.laptop.held()
    safe.exchange.hold_all()
