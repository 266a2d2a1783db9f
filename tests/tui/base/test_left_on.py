"""Each open line of a declaration or a plan leads to where it is settled, or says what settles it (7.2f, A9)."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.custody import paper
from store.custody.naming import staff_now
from store.custody.register import register
from store.errors import LinkageFirstError, ResupplyFirstError
from store.exchange.backup.making import make
from store.exchange.destroying import deciding
from store.exchange.holders import lock_on_holders
from store.exchange.peers import peer_named
from store.exchange.revocation import revoke
from store.ids import new_id
from store.keeping import acts
from store.keeping.acts.terms import devices as words
from store.keeping.acts.terms.devices import DeviceKind, HoldingMove, RevocationCause
from store.keeping.acts.terms.exchange import Shipment
from store.keeping.acts.terms.families import FamilyLockCause
from store.keeping.store import Store
from tests.exchange.backup.test_release import OWN, registered
from tests.exchange.destroying.test_doing import nobody
from tests.exchange.exchanging import FAMILIES
from tests.made import passphrase
from tests.tui.base_sitting import BaseSitting, press, screen_text
from tui.base.app import BaseApp

NAME = "Lent thing"


@pytest.fixture
def sitting(tmp_path: Path) -> BaseSitting:
    return BaseSitting(tmp_path)


def lies_on(store: Store, kind: DeviceKind) -> None:
    """Let an export lie on a device of the register that is of that kind, and is no laptop of base's."""
    evidence = acts.EncryptionEvidence(
        encrypted=words.Encrypted.YES, scheme=words.EncryptionScheme.LUKS, evidence="seen", seen_on="2015-11-02"
    )
    nothing = dict.fromkeys(("maker", "model", "serial", "owner_tag", "holder", "kept_at"))
    particulars = acts.DeviceParticulars(
        kind=kind, name=NAME, country="GB", why_necessary="It was lent.", encryption=evidence, **nothing
    )
    device = register(store, particulars)
    store.record(
        acts.HoldingRecorded(
            holding=new_id(),
            move=HoldingMove.EXPORT,
            device=device,
            dataset=new_id(),
            shipment=Shipment.CONSENT_PROOF,
            families=tuple(FAMILIES[:1]),
            families_count=1,
            order=None,
            movement=None,
            at_ms=store.last_act().at_ms,
        )
    )


def opened_from(sitting: BaseSitting, line: str, *keys: str) -> str:
    """Press keys, point at the line that begins so, press Enter, and return what is seen then."""
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, *keys, "home")
        while f"> {line}" not in screen_text(app):
            await press(app, pilot, "down")
        await press(app, pilot, "enter")
        seen.append(" ".join(screen_text(app).split()))

    sitting.play(play)
    return seen[0]


DECLARATION = ("d", "down", "enter")
PLAN = ("d", "a", "5", "enter")


def test_what_a_laptop_holds_leads_to_its_plan_and_once_that_is_decided_says_what_it_waits_for(
    sitting: BaseSitting,
) -> None:
    holds = "[ ] laptop holds 3 families"

    planned = opened_from(sitting, holds, *DECLARATION)

    assert "Plan of a destruction" in planned
    assert "laptop 3 by order" in planned
    keys = ("d", "a", "3", "1", "1", "enter", "x", "1", "ctrl+s", "home", "down", "enter")
    assert "It has its order: what it signed comes in with a sync (F5)." in opened_from(sitting, holds, *keys)


def test_what_a_revoked_laptop_holds_says_that_it_is_written_off(sitting: BaseSitting) -> None:
    with sitting.open() as store:
        revoke(store, peer_named(store, "laptop"), RevocationCause.LOST)

    said = opened_from(sitting, "[ ] laptop holds 3 families", *DECLARATION)

    assert "tell of the incident (F2), then w writes it off" in said


@pytest.mark.parametrize("kind", [DeviceKind.REMOVABLE_DRIVE, DeviceKind.LAPTOP, DeviceKind.PAPER, DeviceKind.MAILBOX])
def test_what_any_other_device_holds_leads_to_its_page_which_says_what_settles_it(
    sitting: BaseSitting, kind: DeviceKind
) -> None:
    with sitting.open() as store:
        lies_on(store, kind)

    from_declaration = opened_from(sitting, f"[ ] {NAME} holds 1 family", *DECLARATION)
    from_plan = opened_from(sitting, NAME, *PLAN)

    for seen in (from_declaration, from_plan):
        assert f"name {NAME}" in seen
        assert "consent proof" in seen
        assert ": w." in seen


def test_backups_and_sheets_lead_from_a_plan_to_their_lists_and_a_laptop_to_its_whole_line(
    sitting: BaseSitting, tmp_path: Path
) -> None:
    (tmp_path / "drive").mkdir()
    with sitting.open() as store:
        registered(store)
        make(store, "Safe drive", tmp_path / "drive", passphrase(OWN))
        paper.issue(store, ["S-1"], staff_now(store)[0], FAMILIES[:1], "A road without a signal.")

    assert " Backups " in f" {opened_from(sitting, 'Safe drive', *PLAN)}"
    assert "S-1" in opened_from(sitting, "paper", *PLAN)
    assert "goes over to a new key, and signs that it did." in opened_from(sitting, "laptop", *PLAN)


def test_a_gate_that_is_shut_leads_on_and_what_shuts_it_is_said_there(sitting: BaseSitting) -> None:
    said = opened_from(sitting, "[ ] What the council delivered has not", "d", "a", "4", "enter")

    assert "Wave two" in said
    assert ResupplyFirstError.message in said


def test_a_plan_for_not_agreeing_shows_the_gates_that_deciding_it_has(
    sitting: BaseSitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Clause 7.2e, 4.2: nobody is asked for a passphrase for what is then refused."""

    def refused(*_: object) -> None:
        raise LinkageFirstError(2)

    monkeypatch.setattr(deciding, "hold_linked_first", refused)
    seen = sitting.seen_after("d", "a", "2", "enter")

    assert "> [ ] Somebody agreed to linkage" in seen
    assert "[x] Nobody of them says yes" in seen
    with sitting.open() as store:
        meant = deciding.of_families(deciding.not_recontactable(store))
        with pytest.raises(LinkageFirstError):
            deciding.decide(store, meant, nobody, for_clause="7.2e")


@pytest.mark.parametrize("before", [("d",), ("d", "enter")], ids=["list", "declaration"])
def test_what_a_destruction_waits_for_is_done_by_the_keys_that_are_said(
    sitting: BaseSitting, before: tuple[str, ...]
) -> None:
    assert "Mailbox: a folder" in sitting.seen_after(*before, "f5")
    assert "Nothing that was decided is left to do." in sitting.seen_after(*before, "o")


def test_an_order_leads_to_the_sync_that_brings_its_receipt_and_says_what_else_settles_it(sitting: BaseSitting) -> None:
    with sitting.open() as store:
        lock_on_holders(store, FAMILIES[0], FamilyLockCause.CONTACT_WISH)

    said = opened_from(sitting, "[ ] laptop has not carried out an order", *DECLARATION)

    assert "Mailbox: a folder" in said
    assert "One that does not come back is written off: w in Destruction." in said
