"""Wave two at base, by keys: sent back, its gates looked at, updates read by two people and taken in (7.2d, 7.2e)."""

import hashlib
import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store import errors
from store.agreement.purposes import DatasetKind, Purpose
from store.exchange.intake.arriving import Asked
from store.exchange.intake.deed import intake
from store.exchange.letting_out import SealedFor
from store.exchange.recipients import recipient_named, record_grant, register
from store.exchange.sealed_exports import open_sealed
from store.exchange.wave_two.choosing import Chosen
from store.exchange.wave_two.extracting import extract_sample
from store.exchange.wave_two.gates import Gates
from store.exchange.wave_two.journals import LaptopStands
from store.exchange.wave_two.proposing import as_read, propose
from store.exchange.wave_two.resupply import resupply
from store.ids import DeviceId, new_id
from store.keeping import acts
from store.keeping.acts.terms.exchange import Channel, ExportPurpose, GrantMatter, RecipientKind, Shipment
from store.keeping.kinds import acts_of
from store.keeping.store import Store
from tests.exchange import wrapped
from tests.exchange.enrolled import enrolled
from tests.exchange.linkage.test_linkage import withdraw
from tests.exchange.test_intake import family, told
from tests.exchange.wave_two.delivered import COUNCIL, KEY, council, deliver, families_of
from tests.exchange.wave_two.test_updating import agree, returned, zipped
from tests.made import SECOND_PASSPHRASE, opened, passphrase
from tests.tui.base_sitting import BaseSitting, press, screen_text, settled
from tui.base import delivering, going_out
from tui.base.app import BaseApp
from tui.base.wave_two_page import checklist


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base that took in six families of a council, of which two agree to be contacted again."""
    base = enrolled(tmp_path_factory.mktemp("wave-two")).base
    with opened(base) as store:
        deliver(store, [family(n) for n in range(1, 7)])
        agree(store, 2)
        council(store, "Essex team")
    return base


@pytest.fixture
def sitting(origin: Path, tmp_path: Path) -> BaseSitting:
    sitting = BaseSitting(tmp_path, origin)
    with sitting.open() as store:
        for note in (delivering.FOLDER, going_out.FOLDER):
            store.notebook.write_note(note, f"{tmp_path}/")
        table = returned(store, change=lambda row: row.update(address_1="Other House"))
        (tmp_path / "back.zip").write_bytes(zipped(table))
        short = returned(store, leave_out=("ECC-1",))
        (tmp_path / "short.zip").write_bytes(zipped(short))
    return sitting


async def typed(app: BaseApp, pilot: Pilot[int], text: str) -> None:
    await pilot.press(*text, "enter")
    await settled(app, pilot)


async def sent_back(app: BaseApp, pilot: Pilot[int]) -> None:
    await press(app, pilot, "w", "b", "1", "1")
    await typed(app, pilot, "out.sealed")
    await press(app, pilot, "1")


async def looked_into(app: BaseApp, pilot: Pilot[int], file: str) -> None:
    await press(app, pilot, "u")
    await typed(app, pilot, file)
    await press(app, pilot, "1")
    await typed(app, pilot, wrapped.SPOKEN)
    await press(app, pilot, "enter")


def test_every_family_goes_back_and_two_people_read_what_is_destroyed_before_it_is(
    sitting: BaseSitting, tmp_path: Path
) -> None:
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "w")
        seen.append(screen_text(app))
        await press(app, pilot, "enter")
        seen.append(screen_text(app))
        await press(app, pilot, "f3", "f3")
        await sent_back(app, pilot)
        seen.append(screen_text(app))
        await press(app, pilot, "enter")
        seen.append(screen_text(app))
        await press(app, pilot, "f3", "enter")
        seen.append(screen_text(app))
        await press(app, pilot, "f3")
        await looked_into(app, pilot, "back.zip")
        await press(app, pilot, "ctrl+s", "1")
        seen.append(screen_text(app))
        await press(app, pilot, "enter")
        assert "Who stays" in screen_text(app)  # what is destroyed is not read by a key that was held down
        await press(app, pilot, "ctrl+s")
        await typed(app, pilot, "not the second one 1")
        await press(app, pilot, "ctrl+s")
        seen.append(screen_text(app))
        await press(app, pilot, "shift+tab", "ctrl+u")
        await typed(app, pilot, SECOND_PASSPHRASE)
        await press(app, pilot, "ctrl+s")
        seen.append(screen_text(app))
        await press(app, pilot, "f3")
        seen.append(screen_text(app))
        await press(app, pilot, "s")
        seen.append(screen_text(app))
        await press(app, pilot, "f3", "enter")
        seen.append(screen_text(app))

    sitting.play(play)

    listed, before, asked, sent, after, read, refused, done, then, sample, gates_then = seen
    assert re.search(r"> Essex +6 +no", listed)
    assert before.count("[x]") == 3
    assert "for updating (7.2e): F3, then b." in before
    assert "6 families of Essex, each once, as delivered" in asked
    assert re.search(r"whose key reads( [0-9a-f]{4}){4}", asked)
    assert "resupply, 6 rows, clause 7.2e" in asked
    assert "No instruction of the department is recorded" in sent
    assert hashlib.sha256((tmp_path / "out.sealed").read_bytes()).hexdigest()[:32] in sent
    assert after.count("[x]") == 5
    assert "2 families with a live yes" in read
    assert "whatever is held of 4 other families" in read
    assert "1 delivery of this council kept as they came" in read
    assert "opens nothing here" in refused
    assert "6 rows = 2 of wave 2 + 4 that were never kept" in done
    assert re.search(r"> Essex +2 +yes +2 +2 +0 +gone", then)
    assert sample.count("moved") == 2
    assert gates_then.count("[x]") == 4
    with sitting.open() as store:
        assert len(families_of(store)) == 2
        assert len(list(acts_of(store, acts.SignInFailed))) == 1
        hold_list_goes_where_a_document_lets_it(store, tmp_path)


def hold_list_goes_where_a_document_lets_it(store: Store, folder: Path) -> None:
    """Clauses 4.4, 7.1, 9.1d: no name and no street stands in it."""
    purposes, path = frozenset({ExportPurpose.FIELDWORK}), folder / "list"
    whom = register(store, "Field One", "Field One", RecipientKind.SUB_CONTRACTOR, "GB", purposes, KEY.public)
    with pytest.raises(errors.NotGrantedError):
        extract_sample(store, COUNCIL, path, SealedFor(whom, Channel.TRANSFER_SITE))
    assert not path.exists()
    matter, files = GrantMatter.SUB_CONTRACTOR, frozenset({Shipment.CONTACTS})
    record_grant(store, "Field One", matter, files, "Head One", "ab" * 32, date(2015, 11, 1), None)

    extract_sample(store, COUNCIL, path, SealedFor(recipient_named(store, "Field One"), Channel.TRANSFER_SITE))

    lines = open_sealed(path.read_bytes(), KEY).content.decode().splitlines()
    assert lines[0] == "reference,postcode,moved,asked_again"
    assert [line.split(",")[1:] for line in lines[1:]] == [["CM1 9AL", "yes", "0"]] * 2
    exports = [each.act for each in acts_of(store, acts.ExportMade) if isinstance(each.act, acts.ExportMade)]
    assert set(exports[-1].families) == set(families_of(store))


def test_ids_that_did_not_come_back_are_settled_first_and_nothing_is_kept_where_somebody_goes_back(
    sitting: BaseSitting,
) -> None:
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await sent_back(app, pilot)
        await press(app, pilot, "enter", "f3")
        await looked_into(app, pilot, "short.zip")
        await press(app, pilot, "ctrl+s")
        seen.append(screen_text(app))
        await press(app, pilot, "2")
        seen.append(screen_text(app))
        await press(app, pilot, "ctrl+s", "1")
        seen.append(screen_text(app))
        await press(app, pilot, "f3")
        seen.append(screen_text(app))

    sitting.play(play)

    missing, settling, read, back = seen
    assert "What becomes of them?" in missing
    assert "is destroyed, once two people approve" in settling
    assert "other families" in read
    assert re.search(r"> Essex +6 +yes", back)
    with sitting.open() as store:
        assert len(families_of(store)) == 6


def test_what_was_read_is_not_approved_for_other_families(sitting: BaseSitting, tmp_path: Path) -> None:
    """Design 7: two people approve the list."""
    with sitting.open() as store:
        to = SealedFor(recipient_named(store, "Essex team"), Channel.TRANSFER_SITE)
        resupply(store, COUNCIL, tmp_path / "back", to)
        asked = Asked((tmp_path / "back.zip").read_bytes(), DatasetKind.UPDATES, COUNCIL, wrapped.told)
        size = store.journal.size
        proposed = propose(store, asked, lambda *_: None)
        assert proposed is not None
        assert store.journal.size == size  # to read it keeps nothing
        for purpose in (Purpose.RECONTACT, Purpose.LINKAGE):
            withdraw(store, told(store, acts.ConsentRecorded)[0].person, purpose)
        second = as_read(proposed, lambda: passphrase(SECOND_PASSPHRASE))

        with pytest.raises(errors.ProposalChangedError):
            intake(store, replace(asked, second=second), lambda *_: None)

        assert len(families_of(store)) == 6


def test_each_laptop_says_what_its_gate_waits_for() -> None:
    """Clause 7.2e."""
    device = DeviceId(new_id())
    is_in = LaptopStands(device, "One", 3, is_heard_since=True, unsent_count=0, is_believed=True, is_written_off=False)
    laptops = {
        "told everything since": is_in,
        "was not heard of since": replace(is_in, is_heard_since=False),
        "2 acts it has not sent": replace(is_in, unsent_count=2),
        "no longer believed": replace(is_in, is_believed=False),
        "has none of them": replace(is_in, held_count=0),
        "written off, with an incident": replace(is_in, is_heard_since=False, is_written_off=True),
    }
    sent = acts.ResupplySent(
        resupply=new_id(),
        movement=new_id(),
        recipient=new_id(),
        instruction=None,
        deliveries=(new_id(),),
        rows_count=3,
        list_digest="ab" * 32,
        plaintext_digest="ab" * 32,
        sha256="ab" * 32,
    )
    stands = Gates("Essex", Chosen((), ()), sent, False, list(laptops.values()), 3, 1, 2, None, None)

    lines = [each.text for each in checklist(stands, 120)]

    said = [line for line in lines if "One: " in line]
    assert [text in line for text, line in zip(laptops, said, strict=True)] == [True] * len(laptops)
    assert ["[x]" in line for line in said] == [each.is_in for each in laptops.values()]
    assert "[ ] Every laptop's journal of wave 1 is in, or written off." in [line.strip() for line in lines]
    assert any("back-check that failed is settled: 3 people not yet. Back-checks (b)." in line for line in lines)
    assert any("1 person not yet" in line for line in lines)
    assert any("2 people not yet" in line for line in lines)


def test_what_the_first_line_of_updates_is_is_asked_where_it_is_not_plain_and_it_goes_on(
    sitting: BaseSitting, tmp_path: Path
) -> None:
    """Clause 7.2d: the screen asks what the command is told."""
    rows = (f"ECC-{n},{n} Apple Lane,CM1 9AL,On programme" for n in range(1, 7))
    plain = "\r\n".join(("Nr,Where,In,Programme status", *rows))
    (tmp_path / "plain.zip").write_bytes(wrapped.zipped(plain.encode()))
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await sent_back(app, pilot)
        await press(app, pilot, "enter", "f3")
        await looked_into(app, pilot, "plain.zip")
        seen.append(screen_text(app))
        await press(app, pilot, "f3")
        seen.append(screen_text(app))
        await looked_into(app, pilot, "plain.zip")
        await press(app, pilot, "2", "enter")
        seen.append(screen_text(app))
        await press(app, pilot, "h")
        seen.append(screen_text(app))
        await press(app, pilot, "down", "enter", "1", "enter", "ctrl+s")
        seen.append(screen_text(app))

    sitting.play(play)

    asked, back, a_family, headings, read = seen
    assert "What is the first line of its table?" in asked
    assert re.search(r"> Essex +6 +yes", back)
    assert ["Where" in each for each in (a_family, headings)] == [False, True]
    assert "Is the second supervisor here" in read
