"""Outputs at base, by keys: a report that two people read and let out, and one person's pack (12.1, 16.1, 10, A4)."""

import hashlib
import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from textual.pilot import Pilot

from store import errors
from store.custody.requests.asking import RequestEntered, add_request
from store.custody.requests.known import requests
from store.exchange.backup import making
from store.exchange.outputs import make_fieldwork_report
from store.exchange.released import released
from store.fieldwork.consents.proof import check_consent_proof
from store.fieldwork.consents.receipt_code import code_of
from store.fieldwork.made_up_work import work
from store.ids import NOBODY, FamilyId, new_id
from store.keeping.acts import FamilyShown
from store.keeping.acts.terms.incidents import RequestKind, RequestStep
from store.keeping.agreed import agreement_of
from store.keeping.kinds import acts_of
from tests.exchange.backup.test_faults import restore
from tests.exchange.backup.test_release import OWN, registered
from tests.exchange.exchanging import DELIVERED, Exchange
from tests.made import BEGINS, PASSPHRASE, SECOND_PASSPHRASE, passphrase
from tests.tui.base_sitting import BaseSitting, press, screen_text, settled
from tests.tui.running import Run
from tests.tui.test_extract_command import origin as agreed
from tests.tui.test_person_pack_command import origin as taken
from tests.tui.test_report_command import MANY, taken_in
from tui.base import going_out, packing
from tui.base.app import BaseApp

__all__ = ["agreed", "taken"]

WRONG_CODE = code_of("0" * 32)


async def typed(app: BaseApp, pilot: Pilot[int], text: str) -> None:
    await pilot.press(*text, "enter")
    await settled(app, pilot)


def test_two_people_read_what_was_hidden_and_let_the_report_out(tmp_path: Path) -> None:
    sitting = BaseSitting(tmp_path)
    with sitting.open() as store:
        store.record(taken_in(), *MANY)
        store.record(*work(MANY, BEGINS + timedelta(days=9), NOBODY, agreement_of(store), share=1.0))
        store.notebook.write_note(going_out.FOLDER, f"{tmp_path}/")
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "p")
        seen.append(screen_text(app))
        await press(app, pilot, "a", "1")
        seen.append(screen_text(app))
        await press(app, pilot, "ctrl+s", "1")
        await typed(app, pilot, "report.txt")
        await typed(app, pilot, SECOND_PASSPHRASE)
        seen.append(screen_text(app))
        await press(app, pilot, "ctrl+s")
        seen.append(screen_text(app))
        await press(app, pilot, "enter")
        seen.append(screen_text(app))

    sitting.play(play)

    nothing, read, means, listed, opened_ = seen
    assert "No report was let out." in nothing
    assert "a makes the fieldwork report" in nothing
    assert "c proves what somebody consented to" in nothing
    assert re.search(r"Wave one: households, by .*: \d+ as few cases", read)
    assert "Ctrl+S keeps it, Enter does not" in read
    assert "Anybody who has it can read it" in means
    assert re.search(r"> \d+ Nov 2015 +\w+ +in clear", listed)
    assert "who read it too" in opened_
    text = (tmp_path / "report.txt").read_text("utf-8")
    with sitting.open() as store:
        (kept,) = released(store)
        assert hashlib.sha256(text.encode()).hexdigest() == kept.sha256
        assert kept.made_by != kept.approved_by
        with pytest.raises(errors.TooLittleChangedError):
            make_fieldwork_report(store)


def test_a_base_that_was_put_back_says_that_it_may_not_know_of_every_report(tmp_path: Path, run: Run) -> None:
    """Clause 12.1a: what was let out after the copy is not there to hold the next report against."""
    exchange, drive, folder = Exchange(tmp_path), tmp_path / "drive", tmp_path / "new"
    drive.mkdir()
    with exchange.at_base() as base:
        registered(base)
        base.record(taken_in(), *MANY)
        base.record(*work(MANY, BEGINS + timedelta(days=9), NOBODY, agreement_of(base), share=1.0))
        path = making.make(base, "Safe drive", drive, passphrase(OWN))
    words = ("report", "fieldwork", "--passphrase-stdin", "--to", str(tmp_path / "report.txt"), "--clear")
    told = "This base was put back from a copy of"

    before = BaseSitting(tmp_path / "before", exchange.base).seen_after("p", "a", "1")
    restore(path, folder)
    after = BaseSitting(tmp_path / "after", folder).seen_after("p", "a", "1")
    printed = run(*words, "--store", str(folder), lines=(PASSPHRASE, SECOND_PASSPHRASE))

    assert told not in before
    assert told in after
    assert (printed.code, told in printed.out) == (0, True)


def test_whose_pack_it_is_needs_no_reference_where_the_request_says_so(tmp_path: Path) -> None:
    """Two councils may call two families the same."""
    with BaseSitting(tmp_path).open() as store:
        same = DELIVERED[0].council_reference
        twin = DELIVERED[1].model_copy(update={"family": FamilyId(new_id()), "council_reference": same})
        store.record(twin)
        add_request(store, RequestEntered(RequestKind.SUBJECT_ACCESS, "what is held", twin.family))
        asking = packing.Asking(packing.offered(store))
        form = packing.whose_form(asking.known)
        form.answer(requests(store)[0].request)
        form.go_on()

        asking.look(store, form.answers())

        assert form.is_at_end
        assert asking.family == twin.family


def test_a_request_is_called_by_who_gave_a_name_or_by_the_person_it_is_about(tmp_path: Path) -> None:
    with BaseSitting(tmp_path).open() as store:
        store.record(DELIVERED[0])
        carer = DELIVERED[0].details.people[0]
        for person, requester in ((carer.person, None), (carer.person, "Their solicitor"), (None, None)):
            asked = RequestEntered(RequestKind.SUBJECT_ACCESS, "what is held", DELIVERED[0].family, person, requester)
            add_request(store, asked)

        form = packing.whose_form(packing.offered(store))

        assert form.field is not None
        called = {option.text.split(", ")[-1] for option in form.options(form.field)}
        assert called == {f"{carer.first_names} {carer.surname}", "Their solicitor", "not said by whom"}


def test_a_pack_is_read_item_by_item_and_what_tells_of_others_stays_out(taken: Exchange, tmp_path: Path) -> None:
    sitting = BaseSitting(tmp_path, taken.base)
    family = FamilyId(DELIVERED[0].family)
    with sitting.open() as store:
        store.notebook.write_note(going_out.FOLDER, f"{tmp_path}/")
        add_request(store, RequestEntered(RequestKind.SUBJECT_ACCESS, "what is held", family))
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "p", "p", "1", "enter", "1", "enter")
        seen.append(screen_text(app))
        await press(app, pilot, "enter")
        seen.append(screen_text(app))
        await press(app, pilot, "f3", "down", "x", "ctrl+s", "1", "1")
        await typed(app, pilot, "pack.json")
        seen.append(screen_text(app))
        await press(app, pilot, "ctrl+s")
        seen.append(screen_text(app))

    sitting.play(play)

    listed, item, means, kept = seen
    assert "shared  A council supplied one family" in listed
    assert DELIVERED[0].details.address.lines[0] in item
    assert "others may stand in it" in item
    assert "9 items about" in means
    assert "1 left out, and 1 about others alone" in means
    assert "the request says so" in kept
    told = json.loads((tmp_path / "pack.json").read_text("utf-8"))
    assert 2 not in [each["number"] for each in told["held"]]
    assert (tmp_path / "pack.json.pdf").read_bytes().startswith(b"%PDF")
    with sitting.open() as store:
        (request,) = requests(store)
        steps = [each.step for each in request.news]
        (looked,) = [each.act for each in acts_of(store, FamilyShown) if isinstance(each.act, FamilyShown)]
        assert looked.family == family
    assert steps == [RequestStep.THIRD_PARTY_REVIEWED, RequestStep.PACK_MADE]


def test_a_proof_of_consent_is_found_by_its_receipt_code_and_leaves_with_a_page(
    agreed: tuple[Exchange, str], tmp_path: Path
) -> None:
    exchange, code = agreed
    sitting = BaseSitting(tmp_path, exchange.base)
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        await press(app, pilot, "p", "c")
        await typed(app, pilot, WRONG_CODE)
        await press(app, pilot, "ctrl+s")
        seen.append(screen_text(app))
        await press(app, pilot, "shift+tab", "ctrl+u")
        await typed(app, pilot, code)
        await press(app, pilot, "ctrl+s", "1")
        await typed(app, pilot, str(tmp_path / "proof.doorstep"))
        seen.append(screen_text(app))
        await press(app, pilot, "ctrl+s")
        seen.append(screen_text(app))

    sitting.play(play)

    unknown, means, kept = seen
    assert errors.ReceiptCodeUnknownError.message in " ".join(unknown.split())
    assert f"of {code}, each with its proof" in " ".join(means.split())
    assert "clause 4.2" in means
    assert "The proof is written" in kept
    proven_code, proven = check_consent_proof((tmp_path / "proof.doorstep").read_bytes())
    assert proven_code == code
    assert len(proven) == int(re.search(r"(\d+) records", means)[1])  # type: ignore[index]  # found, or it fails
    assert (tmp_path / "proof.doorstep.pdf").read_bytes().startswith(b"%PDF")
