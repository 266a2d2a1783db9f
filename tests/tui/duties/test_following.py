"""Incidents and requests are followed and closed at base by keys alone, from the clocks and from the trail."""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from textual.events import Paste
from textual.pilot import Pilot

from store.clock import LONDON
from store.custody.clocks import running
from store.custody.incidents.known import actions_of, incidents, notices_of
from store.custody.incidents.raising import IncidentEntered, raise_incident
from store.custody.requests.asking import RequestEntered, add_request
from store.custody.requests.known import requests
from store.exchange.asked import take_request
from store.ids import DeviceId, FamilyId, new_id
from store.keeping.acts import DeviceRegistered, FamilyShown, RequestReceived
from store.keeping.acts.terms.incidents import IncidentEnd, IncidentKind, RequestEnd, RequestKind, Risk
from store.keeping.acts.terms.store import ErasureReason
from store.keeping.header import unpack
from store.keeping.store import Store
from tests.custody.test_register import a_drive
from tests.exchange.exchanging import DELIVERED
from tests.tui.base_sitting import GIVEN, BaseSitting, press, screen_text
from tests.tui.sitting import Sitting
from tui import sheltered
from tui.app import DoorstepApp
from tui.base.app import BaseApp
from tui.forms.fields import KEYS


@dataclass(frozen=True)
class Text:
    """What is put into a line at once."""

    text: str


@pytest.fixture
def sitting(tmp_path: Path) -> BaseSitting:
    return BaseSitting(tmp_path)


def raised(sitting: BaseSitting, kind: IncidentKind = IncidentKind.OTHER) -> None:
    with sitting.open() as store:
        raise_incident(store, IncidentEntered(kind, "left on the bus", devices=(DeviceId(store.sidecar.store),)))


def pressed(sitting: BaseSitting, *keys: str | Text) -> list[str]:
    """Return what was seen after each key, and after each line of text that was typed."""
    seen: list[str] = []

    async def play(app: BaseApp, pilot: Pilot[int]) -> None:
        for key in keys:
            if isinstance(key, Text):
                await app.keys_in_turn.take(Paste(key.text))
            else:
                await press(app, pilot, key)
            seen.append(screen_text(app))

    sitting.play(play)
    return seen


def kinds(store: Store, count: int) -> list[str]:
    size = store.journal.size
    return [unpack(store.journal.entry(n).header).kind for n in range(size - count, size)]


def test_an_incident_is_told_assessed_put_right_and_closed_from_the_clocks(sitting: BaseSitting) -> None:
    raised(sitting)

    seen = pressed(
        sitting, "c", "i", "enter",
        "t", "1", Text("Desk officer"), "enter", "1", "enter", "enter",
        "t", "2", Text("Helpline"), "enter", "1", "enter", "enter",
        "a", "3", "enter", Text("no strap"), "enter", "enter",
        "p", Text("bags with straps"), "enter", "1", "enter", "enter", "enter",
        "x", "1", "enter", "enter", Text("Desk officer"), "enter", "ctrl+s",
        "f3", "f3",
    )  # fmt: skip

    assert "No clock runs" in seen[-1]
    with sitting.open() as store:
        (incident,) = incidents(store)
        assert (incident.end, incident.risk, incident.root_cause) == (IncidentEnd.RECOVERED, Risk.HIGH, "no strap")
        assert [each.done_on for each in actions_of(store, incident.incident)] == [
            store.now().astimezone(LONDON).date()
        ]
        assert {each.told for each in notices_of(store, incident.incident)} == {"Desk officer", "Helpline"}
        assert running(store) == []


def test_an_assessment_that_says_nothing_new_is_not_kept_and_says_so(sitting: BaseSitting) -> None:
    raised(sitting)
    with sitting.open() as store:
        before = incidents(store)

    *_, refused = pressed(sitting, "c", "i", "enter", "a", *["enter"] * 4)

    assert "That is what is known already." in refused
    with sitting.open() as store:
        assert incidents(store) == before
        assert "incident_updated" not in kinds(store, 20)


def test_what_somebody_said_makes_no_line_of_its_own_on_the_page(sitting: BaseSitting) -> None:
    """A laptop's word is kept as it came (10)."""
    with sitting.open() as store:
        took = add_request(store, RequestEntered(RequestKind.SUBJECT_ACCESS, "What is held?", requester="Ann"))[0]
        assert isinstance(took, RequestReceived)
        forged = {"request": new_id(), "requester": "Ann\x85Family: nobody", "text": "All\nCame by: nobody"}
        store.record(took.model_copy(update=forged))

    *_, shown = pressed(sitting, "t", "q", "home", "enter")
    *_, other = pressed(sitting, "t", "q", "end", "enter")

    lines = [line.strip() for line in (*shown.splitlines(), *other.splitlines())]
    assert any("Family: nobody" in line for line in lines)
    assert not [line for line in lines if line in ("Family: nobody", "Came by: nobody")]


def test_a_notice_is_drafted_and_read_on_the_page(sitting: BaseSitting) -> None:
    raised(sitting)

    seen = pressed(sitting, "t", "i", "enter", "d", "1", "enter")

    assert "Department for Communities" in seen[-1]
    assert "What happened: left on the bus" in seen[-1]
    with sitting.open() as store:
        assert "notice_drafted" in kinds(store, 4)


def test_what_an_incident_concerns_is_corrected_and_both_stand_in_the_record(sitting: BaseSitting) -> None:
    raised(sitting)

    by_name = pressed(
        sitting, "t", "i", "enter", "f", "enter", "2", Text(DELIVERED[0].council_reference), "enter",
        Text("one page"), "enter", "enter",
    )  # fmt: skip
    by_count = pressed(
        sitting, "t", "i", "enter", "f", "enter", "3", Text("twelve"), "enter", "ctrl+u", Text("12"), "enter",
        Text("counted"), "enter", "enter", "end",
    )  # fmt: skip

    assert "Families concerned: 1" in by_name[-1]
    assert any("That is no number of families" in each for each in by_count)
    assert "counted (families concerned: 12, and 1 as told before)" in by_count[-1]
    assert "one page (families concerned: 1, and 0 as told before)" in by_count[-1]


def test_a_stolen_laptop_that_nobody_had_named_is_told_with_what_lay_on_it(sitting: BaseSitting) -> None:
    raised(sitting)

    seen = pressed(sitting, "t", "i", "enter", "f")
    place = next(n for n, line in enumerate(seen[-1].splitlines()) if "laptop (3 families)" in line)
    first = next(n for n, line in enumerate(seen[-1].splitlines()) if "[" in line)
    pressed(
        sitting, "t", "i", "enter", "f", "1", str(place - first + 1), "enter", "1", Text("it was that one"),
        "enter", "enter",
    )  # fmt: skip

    with sitting.open() as store:
        (incident,) = incidents(store)
        assert incident.families == tuple(sorted(GIVEN))
        assert incident.families_count == 3


def test_a_device_stays_concerned_where_more_are_known_than_can_be_offered(sitting: BaseSitting) -> None:
    with sitting.open() as store:
        store.record(*(
            DeviceRegistered(device=DeviceId(new_id()), particulars=a_drive(name=f"A {n}", serial=None))
            for n in range(len(KEYS))
        ))  # fmt: skip
        ((laptop,),) = store.rows("SELECT device FROM device WHERE name = 'laptop'")
        told = (DeviceId(laptop), DeviceId(new_id()))  # the second was never on this register
        raise_incident(store, IncidentEntered(IncidentKind.DEVICE_LOST, "left on the bus", devices=told))

    pressed(sitting, "t", "i", "enter", "f", "enter", "1", Text("counted again"), "enter", "enter")

    with sitting.open() as store:
        (incident,) = incidents(store)
    assert (set(incident.devices), incident.families_count) == (set(told), 3)


def test_from_the_clocks_the_one_that_is_due_first_is_pointed_at(sitting: BaseSitting) -> None:
    raised(sitting)
    with sitting.open() as store:
        earlier = store.now() - timedelta(hours=1)
        raise_incident(store, IncidentEntered(IncidentKind.OVERSEEN, "on a train", identified_at=earlier))

    seen = pressed(sitting, "c", "i", "enter")

    assert "What happened: on a train" in seen[-1]


def test_from_the_trail_the_one_that_an_entry_is_about_is_pointed_at(sitting: BaseSitting) -> None:
    with sitting.open() as store:
        for what in ("on a train", "left on the bus"):
            raise_incident(store, IncidentEntered(IncidentKind.OVERSEEN, what))

    seen = pressed(sitting, "t", "i", "enter", "f3", "f3", *["j"] * 6, "i", "enter")

    assert "What happened: left on the bus" in seen[2]
    assert "What happened: on a train" in seen[-1]


def test_a_request_that_went_with_its_family_is_closed_by_keys_too(sitting: BaseSitting) -> None:
    with sitting.open() as store:
        take_request(store, RequestEntered(RequestKind.SUBJECT_ACCESS, "what is held", FamilyId(GIVEN[0])))
        store.erase_for_ever([FamilyId(GIVEN[0])], ErasureReason.DESTRUCTION_ORDER, "10")
        assert len(running(store)) == 1

    seen = pressed(sitting, "t", "q", "enter", "x", "2", "ctrl+s", "f3")

    assert "its family is erased" in seen[1]
    assert "Its family was erased, and with it who asked" in seen[2]
    assert "Nobody has asked for anything here." in seen[-1]
    with sitting.open() as store:
        assert running(store) == []


def test_a_request_is_passed_on_and_closed_from_the_clocks(sitting: BaseSitting) -> None:
    with sitting.open() as store:
        take_request(store, RequestEntered(RequestKind.SUBJECT_ACCESS, "what is held", FamilyId(GIVEN[0])))

    seen = pressed(
        sitting, "c", "q", "enter", "s", "1", Text("by letter"), "enter", "enter",
        "x", "2", "enter", "ctrl+s", "f3", "f3",
    )  # fmt: skip

    assert "They said: what is held" in seen[2]
    assert DELIVERED[0].council_reference in seen[2]
    assert "No clock runs" in seen[-1]
    with sitting.open() as store:
        (request,) = requests(store)
        assert request.end is RequestEnd.PASSED_ON
        assert kinds(store, 6).count(FamilyShown.kind) == 1


def test_a_deletion_is_closed_as_done_only_once_the_department_instructed_it(
    sitting: BaseSitting, tmp_path: Path
) -> None:
    document = tmp_path / "letter"
    document.write_bytes(b"delete it")
    with sitting.open() as store:
        take_request(store, RequestEntered(RequestKind.DELETION, "delete all", FamilyId(GIVEN[0]), is_now=True))

    refused = pressed(sitting, "t", "q", "enter", "x", "3", "enter", "ctrl+s")
    pressed(
        sitting, "t", "q", "enter", "i", Text("Head of unit"), "enter", Text("delete the family"), "enter",
        Text(str(document)), "enter", "enter",
        "x", "3", "enter", "ctrl+s",
    )  # fmt: skip

    assert "without the department's written instruction" in " ".join(refused[-1].split())
    with sitting.open() as store:
        (request,) = requests(store)
        assert request.end is RequestEnd.ERASED


def test_a_document_that_is_not_there_is_asked_for_again(sitting: BaseSitting) -> None:
    with sitting.open() as store:
        take_request(store, RequestEntered(RequestKind.DELETION, "delete all", FamilyId(GIVEN[0])))

    seen = pressed(
        sitting, "t", "q", "enter", "i", Text("Head of unit"), "enter", Text("delete it"), "enter",
        Text("~nobody-here/letter"), "enter", "enter",
    )  # fmt: skip

    assert "There is no such file or folder." in seen[-1]


def test_what_they_were_asked_and_answered_is_kept(sitting: BaseSitting) -> None:
    with sitting.open() as store:
        take_request(store, RequestEntered(RequestKind.COMPLAINT, "too many visits"))

    seen = pressed(
        sitting, "t", "q", "enter", "s", "4", Text("EC-9"), "enter", "enter", "ctrl+s", "f3", "w", "1", "enter"
    )

    assert any("That reference does not name one family here" in each for each in seen)
    assert "It is kept that they answered." in seen[-1]


def test_at_the_door_an_incident_is_read_and_only_a_supervisor_follows_it(tmp_path: Path) -> None:
    sitting = Sitting(tmp_path)
    with sitting.open() as store:
        raise_incident(store, IncidentEntered(IncidentKind.OVERSEEN, "on a train"))
    seen: list[str] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        for key in ("c", "i", "enter", "a", "1", "enter", "enter", "enter"):
            await press(app, pilot, key)
            seen.append(screen_text(app))

    sitting.play(play)

    assert "What happened: on a train" in seen[2]
    assert "supervisor" in seen[-1]


def test_a_loss_told_at_base_is_about_the_device_that_is_pointed_at_or_about_none_that_was_not_said(
    sitting: BaseSitting,
) -> None:
    rest = (Text("in the river"), "enter", "enter", "enter", "enter", "enter", "f3")

    unsaid = pressed(sitting, "f2", "2", "enter", "enter")
    pressed(sitting, "l", "f2", "2", "enter", *rest)

    assert "Which device is it about?" in unsaid[-1]
    with sitting.open() as store:
        (told,) = incidents(store)
        ((laptop,),) = store.rows("SELECT device FROM device WHERE name = 'laptop'")
    assert (told.devices, told.families_count) == ((laptop,), 3)


def test_a_loss_told_while_the_clerk_is_busy_is_not_said_to_be_of_base_itself(
    sitting: BaseSitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheltered, "KNOWN_WITHIN_S", 0)

    pressed(sitting, "f2", "2", Text("in the river"), "enter", "enter", "enter", "enter", "f3")

    with sitting.open() as store:
        (told,) = incidents(store)
    assert (told.devices, told.families_count) == ((), 0)
