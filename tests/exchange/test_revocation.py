"""Revocation: what base holds of a laptop stays believed, and nothing beyond it."""

from pathlib import Path

import pytest

from store import errors
from store.exchange.mailboxes import name_mailbox
from store.exchange.peers import base_of, peer, peer_named
from store.exchange.revocation import revoke
from store.exchange.sync import Outcome, sync
from store.keeping import staffing
from store.keeping.acts.terms.devices import RevocationCause
from store.keeping.acts.terms.store import StaffRole
from tests.exchange.enrolled import FORGOTTEN, Pair, enrolled
from tests.made import PASSPHRASE, opened, passphrase

AUDITOR = "Meadow 44 compass trumpet"


def synced(folder: Path, mailbox: Path, text: str = PASSPHRASE) -> Outcome:
    mailbox.mkdir(exist_ok=True)
    with opened(folder, text) as store:
        box, known = name_mailbox(store, str(mailbox))
        with box:
            return sync(store, box, known)


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    return enrolled(tmp_path)


def test_what_base_holds_stays_believed_and_nothing_more_is_taken_in(pair: Pair, tmp_path: Path) -> None:
    synced(pair.laptop, tmp_path / "box", FORGOTTEN)
    held = synced(pair.base, tmp_path / "box").new_count
    synced(pair.laptop, tmp_path / "box", FORGOTTEN)

    with opened(pair.base) as store:
        assert revoke(store, peer(store, pair.device), RevocationCause.STOLEN) == held
    after = synced(pair.base, tmp_path / "box")

    assert held > 0
    assert [type(each.why) for each in after.refused] == [errors.SenderRevokedError]
    assert (after.new_count, after.sent_count) == (0, 0)
    with opened(pair.base) as store:
        assert peer(store, pair.device).revoked_from == held


def test_a_laptop_is_revoked_once(pair: Pair) -> None:
    with opened(pair.base) as store:
        revoke(store, peer_named(store, "laptop"), RevocationCause.RETIRED)

        with pytest.raises(errors.DeviceRevokedError):
            revoke(store, peer_named(store, "laptop"), RevocationCause.RETIRED)


def test_only_a_supervisor_at_base_revokes(pair: Pair) -> None:
    with opened(pair.base) as store:
        staffing.add(store, "Auditor One", StaffRole.AUDITOR, passphrase(AUDITOR))
    with opened(pair.laptop, FORGOTTEN) as store, pytest.raises(errors.NotBaseError):
        revoke(store, base_of(store), RevocationCause.LOST)

    with opened(pair.base, AUDITOR) as store:
        laptop = peer_named(store, "laptop")
        with pytest.raises(errors.NotASupervisorError):
            revoke(store, laptop, RevocationCause.LOST)
