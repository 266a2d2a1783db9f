"""A safeguarding report: what allows it is named before it is kept, and it says that it tells nobody."""

from pathlib import Path

import pytest
from textual.pilot import Pilot

from store.keeping.acts import SafeguardingReported
from store.keeping.acts.terms.attempts import ConcernAuthority
from tests.tui.sitting import DELIVERED, Sitting, screen_text, settled
from tui.app import DoorstepApp

CONCERN = (*"bruise", "enter", "1", *"duty", "space", *"desk", "enter")


@pytest.fixture
def sitting(tmp_path: Path) -> Sitting:
    return Sitting(tmp_path)


def after(sitting: Sitting, *keys: str) -> str:
    """Press keys, and return what stands on the screen then."""
    seen: list[str] = []

    async def play(app: DoorstepApp, pilot: Pilot[int]) -> None:
        for key in keys:
            await pilot.press(key)
            await settled(app, pilot)
        seen.append(screen_text(app))

    sitting.play(play)
    return seen[0]


@pytest.mark.parametrize(
    ("answers", "authority", "citation"),
    [
        (("1",), ConcernAuthority.VITAL_INTERESTS, None),
        (("2", *"section47", "enter"), ConcernAuthority.LEGAL_DUTY, "section47"),
        (("3", *"2015-10-01", "enter"), ConcernAuthority.DIRECTION, "2015-10-01"),
    ],
)
def test_it_is_kept_with_what_allows_it(
    sitting: Sitting, answers: tuple[str, ...], authority: ConcernAuthority, citation: str | None
) -> None:
    sitting.press("enter", "g", *CONCERN, *answers, "enter", "enter")

    (told,) = sitting.told(SafeguardingReported)
    assert isinstance(told, SafeguardingReported)
    assert (told.authority, told.citation, told.reported_to) == (authority, citation, "duty desk")
    assert told.person == DELIVERED[0].details.people[0].person


def test_a_law_that_is_not_named_does_not_do(sitting: Sitting) -> None:
    said = after(sitting, "enter", "g", *CONCERN, "2", "enter")

    assert "“Which one” has to be answered." in said
    assert sitting.told(SafeguardingReported) == []


def test_it_says_that_it_tells_nobody_before_it_is_kept(sitting: Sitting) -> None:
    said = after(sitting, "enter", "g", *CONCERN, "1", "enter")

    assert "Passed on because somebody's life or health is in danger." in said
    assert "Keeping it tells nobody" in said
    assert sitting.told(SafeguardingReported) == []
