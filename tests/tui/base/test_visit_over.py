"""9.1c, A3: somebody alone at a door leaves: base sees who is overdue, and ends the visit."""

from datetime import timedelta
from pathlib import Path

import pytest

from store.clock import to_ms
from store.fieldwork.lone_visits import overdue
from store.ids import FamilyId, new_id
from store.keeping import staffing
from store.keeping.acts import LoneVisitEnded, LoneVisitStarted
from store.keeping.acts.terms.attempts import VisitEnd
from store.keeping.kinds import acts_of
from store.keeping.training import move_training_clock
from tests.exchange.enrolled import INTERVIEWER
from tests.exchange.exchanging import FAMILIES, Exchange
from tests.exchange.forging import replay_changes_nothing
from tests.tui.base_sitting import BaseSitting
from tests.tui.sitting import Sitting
from tests.tui.test_lone_visit import after

NAME = f"{INTERVIEWER} of laptop"


@pytest.fixture
def exchange(tmp_path: Path) -> Exchange:
    """A laptop with two families; whoever carries it is at the door of one, and has told base by a sync."""
    exchange = Exchange(tmp_path)
    exchange.give(FAMILIES[:2])
    exchange.sync()
    go_in(exchange, FAMILIES[0], timedelta(hours=1))
    exchange.sync()
    return exchange


def go_in(exchange: Exchange, family: FamilyId, ahead: timedelta) -> None:
    with exchange.laptop.open() as store:
        visit = LoneVisitStarted(
            visit=new_id(),
            family=family,
            interviewer=store.keys.person.staff,
            expected_back_at_ms=to_ms(store.now() + ahead),
        )
        store.record(visit)


@pytest.fixture
def sitting(exchange: Exchange, tmp_path: Path) -> BaseSitting:
    """Base two hours later, where they left meanwhile."""
    with exchange.at_base() as base:
        assert overdue(base) == []
        staffing.leave(base, NAME)
        move_training_clock(base, base.now() + timedelta(hours=2))
    (tmp_path / "sat at").mkdir()
    return BaseSitting(tmp_path / "sat at", exchange.base)


def test_base_sees_who_is_overdue_and_ends_the_visit_with_who_and_why(sitting: BaseSitting) -> None:
    board, inbox, family, means, after = [
        " ".join(said.split())
        for said in sitting.played((), ("m",), ("enter",), ("w", *"at home, rang them", "enter"), ("ctrl+s",))
    ]

    assert "Inbox (m): 1 visit OVERDUE." in board
    assert f"{NAME}: OVERDUE, back by" in inbox
    assert "OVERDUE. Once you know how they are, press w." in family
    assert "where it is not known how they are, leave it" in means
    assert "The visit is over. How they are is kept." in after
    with sitting.open() as store:
        (held,) = acts_of(store, LoneVisitEnded)
        assert isinstance(held.act, LoneVisitEnded)
        assert (held.act.end, held.act.note) == (VisitEnd.CONFIRMED_BY_BASE, "at home, rang them")
        assert held.staff == store.keys.person.staff
        assert overdue(store) == []
        replay_changes_nothing(store)
    done, history = sitting.played(("f", "5", "enter", "w"), ("h",))
    assert "Nobody is in there alone, as far as base was told." in done
    assert "Base found out how they are" in history
    assert "at home, rang them" in history


def test_the_laptop_of_who_left_tells_them_to_ring_for_no_family_is_there_to_press_w_in(exchange: Exchange) -> None:
    go_in(exchange, FAMILIES[1], timedelta(minutes=-1))
    with exchange.at_base() as base:
        staffing.leave(base, NAME)
    exchange.sync()

    (seen,) = after(Sitting(exchange.folder / "sitting", exchange.laptop.folder), "5", is_in=True)

    said = " ".join(seen.split())
    assert "ring your supervisor, who says so at base" in said
    assert "press w" not in said
