"""The registers at base, by keys: who may be sent what, on whose word, and what is refused (9.1d, 9.1f, A5, A6, A7)."""

import hashlib
import re
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store import errors
from store.custody.trail import reference_of
from store.exchange.in_writing import Kind, answers, in_writing
from store.exchange.instructions import instructions
from store.exchange.recipient_keys import make_pair
from store.exchange.recipients import hold_may_receive, recipient_named, register
from store.keeping.acts.terms.exchange import ExportPurpose, RecipientKind, Shipment
from tests.made import passphrase
from tests.tui.base_sitting import FREE, BaseSitting, press, screen_text, settled
from tui.base.app import BaseApp


@pytest.fixture
def sitting(tmp_path: Path) -> BaseSitting:
    (tmp_path / "letter").write_text("They may have it.", "utf-8")
    return BaseSitting(tmp_path)


async def typed(app: BaseApp, pilot: Pilot[int], text: str) -> None:
    await pilot.press(*text, "enter")
    await settled(app, pilot)


def test_a_sub_contractor_is_refused_until_a_document_covers_that_kind_of_file(
    sitting: BaseSitting, tmp_path: Path
) -> None:
    make_pair(tmp_path, passphrase("Meadow 44 barometer pencil sail"))
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "r", "a")
        await typed(app, pilot, "Field One")
        await typed(app, pilot, "Field One Ltd")
        await press(app, pilot, "9", "5", "enter", "ctrl+u")  # a sub-contractor, for fieldwork
        await typed(app, pilot, "us")
        await typed(app, pilot, str(tmp_path / "recipient.public"))
        seen.append(screen_text(app))
        await press(app, pilot, "ctrl+s", "enter")
        seen.append(screen_text(app))
        await press(app, pilot, "f3")
        for matter in ("3", "1"):
            await press(app, pilot, "l", matter, "4", "enter")
            await typed(app, pilot, "Head of Data One")
            await typed(app, pilot, str(tmp_path / "letter"))
            await press(app, pilot, "enter", "enter", "enter")
        await press(app, pilot, "enter")
        seen.append(screen_text(app))
        await press(app, pilot, "f3", "i", "end", "x", "enter", "ctrl+s")
        seen.append(screen_text(app))
        await press(app, pilot, "f3", "enter")
        seen.append(screen_text(app))

    sitting.play(play)

    added, refused, granted, over, again = seen
    assert "The agreement does not send them files for: fieldwork." in added
    assert re.search(r"outside the United Kingdom and the EEA \(A6\)\.\n +contacts", refused)
    assert re.search(r"May go to them today\n contacts", granted)
    assert re.search(r"over: Head", over)
    assert re.search(r"May go to them today\n nothing", again)
    with sitting.open() as store:
        whom = recipient_named(store, "Field One")
        with pytest.raises(errors.PlaceNotAllowedError):
            hold_may_receive(store, whom, Shipment.CONTACTS, ExportPurpose.FIELDWORK)


def test_a_disclosure_rests_on_a_law_or_a_document_and_an_instruction_is_kept(
    sitting: BaseSitting, tmp_path: Path
) -> None:
    with sitting.open() as store:
        register(store, "Police", "Police", RecipientKind.DATA_SUBJECT, "GB", frozenset({ExportPurpose.EVIDENCE}), None)
        reference = reference_of(store, FREE[0])
    assert reference is not None
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "r", "d", "2")
        await typed(app, pilot, "An Act of 1998, section 29")
        await press(app, pilot, "3", "enter")
        seen.append(screen_text(app))
        await press(app, pilot, "ctrl+s", "i", "a", "6")
        await typed(app, pilot, "Keep it sealed until it was sent back")
        await typed(app, pilot, "Head of Data One")
        await typed(app, pilot, str(tmp_path / "letter"))
        await press(app, pilot, "enter", "home", "enter")
        seen.append(screen_text(app))
        await press(app, pilot, "f3", "x")
        seen.append(screen_text(app))
        await press(app, pilot, "a", "3")
        for said in (reference, "Erase it", "Head of Data One", str(tmp_path / "letter")):
            await typed(app, pilot, said)
        await press(app, pilot, "enter", "home", "enter")
        seen.append(screen_text(app))

    sitting.play(play)

    disclosing, instruction, nothing, erase = seen
    assert f"About: {reference}" in erase
    assert "These files may go to them: consent proof." in disclosing
    assert "Says: Keep it sealed until it was sent back" in instruction
    assert hashlib.sha256(b"They may have it.").hexdigest()[:32] in instruction
    assert "Point at a grant that still lasts." in nothing
    with sitting.open() as store:
        assert [each.kind for each in in_writing(store)] == [Kind.INSTRUCTION, Kind.INSTRUCTION, Kind.DISCLOSURE]
        assert instructions(store)[-1].families == (FREE[0],)
        (proof,) = [each for each in answers(store, recipient_named(store, "Police")) if "proof" in each.shipment]
        assert isinstance(proof.refusal, errors.RecipientKeyMissingError)
