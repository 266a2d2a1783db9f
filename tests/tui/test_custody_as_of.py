"""What devices held at an instant that is past, where a family is and who has seen it: by keys alone (A9)."""

from datetime import timedelta
from pathlib import Path

import pytest

from store.clock import LONDON, Instant
from store.custody import paper
from store.fieldwork.views import tell_shown
from store.ids import FamilyId
from store.keeping.acts.terms.families import ViewPart
from tests.exchange.exchanging import DELIVERED
from tests.made import SUPERVISOR
from tests.tui.base_sitting import GIVEN, BaseSitting
from tests.tui.duties.test_following import Text, pressed


@pytest.fixture
def sitting(tmp_path: Path) -> BaseSitting:
    return BaseSitting(tmp_path)


def typed(at: Instant) -> Text:
    return Text(at.astimezone(LONDON).isoformat(timespec="milliseconds"))


def test_devices_are_seen_as_they_stood_before_anything_was_given_and_now_again(sitting: BaseSitting) -> None:
    with sitting.open() as store:
        before = store.first_act().at_ms
        ((given,),) = store.rows("SELECT min(from_ms) FROM holding JOIN device USING (device) WHERE kind = 'laptop'")
    assert before < given
    at = Instant.fromtimestamp((given - 1) / 1000, tz=LONDON)

    seen = pressed(sitting, "t", "e", "d", typed(at), "enter", "enter", "f4", "d", Text("1999-01-01"), "enter", "enter")

    now, then, again, refused = seen[1], seen[5], seen[6], seen[-1]
    assert "How they stand now." in now
    assert any("laptop" in line and "3 families" in line for line in now.splitlines())
    assert "F4 shows now." in then
    assert not any("laptop" in line and "3 families" in line for line in then.splitlines())
    assert "How they stand now." in again
    assert "the last line of the trail is the first thing that is known" in " ".join(refused.split())


def test_a_mailbox_is_listed_once_however_many_stores_told_of_it(sitting: BaseSitting) -> None:
    listed = sitting.seen_after("e")
    (line,) = [n for n, each in enumerate(listed.splitlines()) if " mailbox " in each]
    (first,) = [n for n, each in enumerate(listed.splitlines()) if "> " in each]

    whole = sitting.seen_after("e", *["down"] * (line - first), "enter", size=(120, 40))

    assert whole.count("became the place where bundles are left") == 2


def test_a_device_tells_what_it_held_then(sitting: BaseSitting) -> None:
    with sitting.open() as store:
        ((given,),) = store.rows("SELECT min(from_ms) FROM holding JOIN device USING (device) WHERE kind = 'laptop'")
    at = Instant.fromtimestamp(given / 1000, tz=LONDON) + timedelta(milliseconds=1)
    keys = ["e", *["down"] * _row(sitting, "laptop"), "enter"]

    seen = pressed(sitting, *keys, "d", typed(at), "enter", "enter", "f4")

    assert "held          3 families" in seen[-2]
    assert "as of" in seen[-2]
    assert "holds         3 families" in seen[-1]


def test_a_family_tells_where_it_is_on_paper_too_and_who_has_seen_it(sitting: BaseSitting) -> None:
    family = FamilyId(GIVEN[0])
    with sitting.open() as store:
        paper.issue(store, ["P-1"], SUPERVISOR, [family], "no signal")
        tell_shown(store, family, (ViewPart.PEOPLE,))

    shown = pressed(sitting, "t", "f", Text(DELIVERED[0].council_reference), "enter", "enter", "enter")[-1]

    said = " ".join(shown.split())
    assert "lies on laptop, since" in said
    assert "lies on base, since" in said
    assert f"on paper sheet P-1, handed to {SUPERVISOR}" in said
    assert f"seen by {SUPERVISOR} on base" in said
    assert DELIVERED[0].council_reference not in shown


def _row(sitting: BaseSitting, name: str) -> int:
    lines = pressed(sitting, "e")[-1].splitlines()
    return next(n for n, line in enumerate(lines[3:]) if name in line)
