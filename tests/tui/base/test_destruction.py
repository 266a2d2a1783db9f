"""Destroying from base's screens: a plan, two people, how far it is, by keys (7.2e, 7.2f, 13, A11)."""

import shutil
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.errors import StoreFullError
from store.exchange.destroying import deciding, doing
from store.exchange.destroying.known import destructions
from store.exchange.recipient_keys import make_pair
from store.exchange.recipients import register
from store.ids import new_id
from store.keeping import acts, database
from store.keeping.acts.terms.devices import Encrypted
from store.keeping.acts.terms.exchange import ExportPurpose, RecipientKind, Shipment
from store.keeping.attested import check_attested
from tests.exchange.destroying.test_doing import nobody, second
from tests.exchange.exchanging import DELIVERED, FAMILIES, Exchange, everything_in
from tests.faults.practice import incident
from tests.made import SECOND_PASSPHRASE, passphrase
from tests.tui.base.test_staff import typed
from tests.tui.base_sitting import BaseSitting, press, screen_text
from tests.tui.test_extract_command import take
from tui.base.app import BaseApp


@pytest.fixture
def sitting(tmp_path: Path) -> BaseSitting:
    return BaseSitting(tmp_path)


def test_a_family_is_planned_destroyed_and_listed_with_nothing_done_before(sitting: BaseSitting) -> None:
    reference = DELIVERED[4].council_reference
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "d")
        seen.append(screen_text(app))
        await press(app, pilot, "a", "1")
        await typed(app, pilot, "ESSEX-NOBODY")
        await press(app, pilot, "1", "enter")
        seen.append(screen_text(app))
        await press(app, pilot, "f3", "a", "1")
        await typed(app, pilot, reference)
        await press(app, pilot, "1", "enter")
        seen.append(screen_text(app))
        await press(app, pilot, "enter")
        seen.append(screen_text(app))
        await press(app, pilot, "x", "1")
        seen.append(screen_text(app))
        await press(app, pilot, "ctrl+s")
        seen.append(screen_text(app))
        await press(app, pilot, "down", "down", "enter")
        seen.append(screen_text(app))

    sitting.play(play)

    listed, unknown, planned, told, sure, done, whole = seen
    assert "Declaration 2        all copies" in listed
    assert "things are open" in listed
    assert "What is destroyed" in unknown
    assert "[x] Something of it is held here." in planned
    assert "base                      1  here" in planned
    assert "Something of it is held" in told
    assert "Nobody brings back what is destroyed" in sure
    assert "is done. Certify it (c)." in done
    assert "one family" in done
    assert "[x] base: done" in whole
    with sitting.open() as store:
        (each,) = destructions(store)
        assert (each.is_done, each.asked.for_clause) == (True, "7.2f")
        assert reference not in everything_in(store)


def test_everything_takes_two_people_waits_for_the_laptop_and_says_so(sitting: BaseSitting) -> None:
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "d", "a", "5", "enter")
        seen.append(screen_text(app))
        await press(app, pilot, "x", "1")
        await typed(app, pilot, "Nobody's words 12 here")
        await press(app, pilot, "ctrl+s")
        seen.append(screen_text(app))
        await press(app, pilot, "shift+tab", "ctrl+u")
        await typed(app, pilot, SECOND_PASSPHRASE)
        await press(app, pilot, "ctrl+s")
        seen.append(screen_text(app))
        await press(app, pilot, "o")
        seen.append(screen_text(app))
        await press(app, pilot, "down", "down", "enter")
        seen.append(screen_text(app))

    sitting.play(play)

    planned, wrong, decided, again, whole = seen
    assert "laptop                    3  by order" in planned
    assert "[x] Whoever agreed to linkage was sent, and that is confirmed" in planned
    assert "Decide" in wrong
    assert SECOND_PASSPHRASE not in "".join(seen)
    assert "waits for laptop, base" in decided
    assert "waits for laptop: sync (F5), then go on (o)." in again
    assert "Approved by Supervisor Two." in whole
    assert "[ ] laptop: waits" in whole
    with sitting.open() as store:
        (each,) = destructions(store)
        assert not each.is_done


def test_a_certificate_is_written_shown_and_holds_where_no_store_is(sitting: BaseSitting, tmp_path: Path) -> None:
    with sitting.open() as store:
        deciding.decide(store, deciding.of_families(FAMILIES[4:5]), nobody)
        doing.go_on(store)
    path = tmp_path / "certificate.json"
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "d", "c")
        seen.append(screen_text(app))
        await press(app, pilot, "down", "down", "c", "1")
        await typed(app, pilot, str(tmp_path / "no folder" / "certificate.json"))
        await press(app, pilot, "ctrl+s")
        seen.append(screen_text(app))
        await press(app, pilot, "shift+tab", "ctrl+u")
        await typed(app, pilot, str(path))
        await press(app, pilot, "ctrl+s")
        seen.append(screen_text(app))
        await press(app, pilot, "f3")
        seen.append(screen_text(app))

    sitting.play(play)

    on_declaration, nowhere, shown, listed = seen
    assert "Point at a destruction that is done" in on_declaration
    assert "Certificate of destruction" not in nowhere
    assert "Certificate of destruction" in shown
    assert "made-up families" in shown
    assert "done, certified" in listed
    assert check_attested(path.read_bytes()).said["families_count"] == 1
    assert path.with_name("certificate.json.pdf").read_bytes().startswith(b"%PDF")


def test_a_declaration_is_a_checklist_and_is_signed_once_each_line_of_it_is_closed(
    sitting: BaseSitting, tmp_path: Path
) -> None:
    with sitting.open() as store:
        deciding.decide(store, deciding.everything(store), second)
        store.record(incident(store.keys.person.staff))
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "d", "down", "enter", "s")
        seen.append(screen_text(app))
        await press(app, pilot, "w", "1", "1", "1")
        await typed(app, pilot, "Stolen; never found.")
        await typed(app, pilot, SECOND_PASSPHRASE)
        await press(app, pilot, "ctrl+s")
        while "> [ ] a destruction of 6 families is not done" not in screen_text(app):
            await press(app, pilot, "down")
        await press(app, pilot, "enter")
        seen.append(screen_text(app))
        await press(app, pilot, "home", "enter", "1")
        await typed(app, pilot, str(tmp_path / "certificate.json"))
        await press(app, pilot, "ctrl+s", "f3")
        seen.append(screen_text(app))
        await press(app, pilot, "s", "1", "ctrl+u")
        await typed(app, pilot, str(tmp_path / "declaration.json"))
        await press(app, pilot, "1")
        await typed(app, pilot, SECOND_PASSPHRASE)
        await press(app, pilot, "ctrl+s")
        seen.append(screen_text(app))
        await press(app, pilot, "f3", "f3")
        seen.append(screen_text(app))

    sitting.play(play)

    refused, written_off, closed, signed, listed = seen
    assert "[ ] laptop holds 3 families" in refused
    assert "This declaration cannot be signed" in refused
    assert "laptop holds" not in written_off
    assert "[ ] a destruction of 6 families is done and not certified" in written_off
    assert "[ ]" not in closed
    assert "[x] base holds no family" in closed
    assert "Every copy of the data of both waves was destroyed" in signed
    assert "all copies                    signed 2 Nov 2015" in listed
    said = check_attested((tmp_path / "declaration.json").read_bytes()).said
    assert [each["reason"] for each in said["written_off"]] == ["Stolen; never found."]


def test_proofs_are_handed_over_and_a_copy_outside_is_told_to_be_gone(sitting: BaseSitting, tmp_path: Path) -> None:
    exchange = Exchange(tmp_path / "other")
    exchange.give(FAMILIES[:1])
    exchange.sync()
    with exchange.laptop.open() as laptop:
        take(laptop, DELIVERED[0])
    exchange.sync()
    shutil.rmtree(sitting.folder)
    shutil.copytree(exchange.base, sitting.folder)
    key = make_pair(tmp_path, passphrase("Meadow 44 barometer pencil sail"))
    letter, path = tmp_path / "letter", tmp_path / "proofs.sealed"
    letter.write_text("Keep the proofs; ours is gone.", "utf-8")
    with sitting.open() as store:
        keep = frozenset({ExportPurpose.EVIDENCE})
        register(store, "DCLG", "DCLG", RecipientKind.DEPARTMENT, "GB", keep, key)
        printers = register(store, "Printers", "Printers Ltd", RecipientKind.SUB_CONTRACTOR, "GB", keep, None)
        store.record(sent_to(printers.recipient))
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "d", "h", "1")
        await typed(app, pilot, str(path))
        await press(app, pilot, "1")
        await typed(app, pilot, str(letter))
        await typed(app, pilot, "J Smith")
        await press(app, pilot, "enter")
        seen.append(screen_text(app))
        await press(app, pilot, "ctrl+s")
        seen.append(screen_text(app))
        await press(app, pilot, "enter")
        while "> [ ] Printers has not said in writing" not in screen_text(app):
            await press(app, pilot, "down")
        await press(app, pilot, "enter")
        await typed(app, pilot, str(letter))
        await typed(app, pilot, "P Jones")
        await press(app, pilot, "enter")
        seen.append(screen_text(app))

    sitting.play(play)

    asked, over, gone = seen
    assert "They leave sealed, and never in clear." in asked
    assert "3 proofs written, sealed for DCLG." in over
    assert path.read_bytes().startswith(b"DSSEALED")
    assert "[x] every sub-contractor said in writing that its copy is gone" in gone


def sent_to(recipient: str) -> acts.ExportMade:
    """Return what tells that a file went to somebody."""
    return acts.ExportMade(
        export=new_id(),
        movement=new_id(),
        shipment=Shipment.CONTACTS,
        purpose=ExportPurpose.EVIDENCE,
        recipient=recipient,
        permission=None,
        is_clear=False,
        target_device=None,
        target_encrypted=Encrypted.UNKNOWN,
        sha256="7" * 64,
        size_bytes=1,
        rows_count=6,
        families=(),
    )


def test_one_that_is_broken_off_after_it_was_decided_says_why_and_goes_on_from_the_list(
    sitting: BaseSitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    export, is_full = database.export, [True]

    def full(*given: object) -> None:
        if is_full[0]:
            raise StoreFullError
        export(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(database, "export", full)
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "d", "a", "1")
        await typed(app, pilot, DELIVERED[4].council_reference)
        await press(app, pilot, "1", "enter", "x", "1", "ctrl+s")
        seen.append(screen_text(app))
        await press(app, pilot, "f3")
        seen.append(screen_text(app))
        is_full[0] = False
        await press(app, pilot, "d", "o")
        seen.append(screen_text(app))
        await press(app, pilot, "f3")
        seen.append(screen_text(app))

    sitting.play(play)

    broken_off, board, done, after = seen
    assert "1 destruction is not done: d, then o goes on." in board
    assert "not done" not in after
    assert "waits for base" in broken_off
    assert StoreFullError().message.split(",")[0] in broken_off
    assert "is done. Certify it (c)." in done
