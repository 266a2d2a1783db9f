"""Enrolment, killed between any two steps: nothing is half told, and it is done the next time."""

import os
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from store.errors import (
    TicketUsedError,
)
from store.exchange import enrolment
from store.keeping import acts
from store.keeping.notebook import Notebook
from store.keeping.sealing import SealingKey
from store.keeping.secret import Secret
from store.keeping.store import Store
from tests.exchange.enrolling import (
    box_in,
    issued,
    kept,
    set_up,
    the_answer,
    told,
)
from tests.keeping.child import DONE, KILLED, in_child
from tests.made import SECOND_PASSPHRASE, made_base, opened


@pytest.fixture
def box(tmp_path: Path) -> Path:
    return box_in(tmp_path)


def killing(monkeypatch: pytest.MonkeyPatch, name: str, after: int) -> None:
    """Let the process die where it would call a method of a store, or of its notebook, once more than `after` times."""
    kind: type = Notebook if hasattr(Notebook, name) else Store
    true, calls = getattr(kind, name), iter(range(1000))

    def dies(*args: Any, **named: Any) -> Any:
        if next(calls) == after:
            os.kill(os.getpid(), signal.SIGKILL)
        return true(*args, **named)

    monkeypatch.setattr(kind, name, dies)


def in_base(folder: Path, step: Callable[[Store], object], *dies: Any) -> str:
    """Do something at base in a child process, which dies where `dies` says."""

    def acting() -> None:
        with opened(folder) as base, pytest.MonkeyPatch.context() as patch:
            killing(patch, *dies)
            step(base)

    return in_child(acting)


@pytest.mark.parametrize("dies", [("keep_secret", 0), ("keep_secret", 1), ("record", 0)])
def test_a_base_killed_while_it_issues_a_ticket_has_issued_none(tmp_path: Path, box: Path, dies: Any) -> None:
    folder = made_base(tmp_path)

    assert in_base(folder, lambda base: issued(base, box), *dies) == KILLED

    with opened(folder) as base:
        assert told(base, acts.TicketIssued) == []
        set_up(tmp_path / "laptop", issued(base, box))
        enrolment.accept(base, the_answer(base, box), None)


@pytest.mark.parametrize("dies", [("keep_secret", 0), ("keep_secret", 1), ("record", 0)])
def test_a_base_killed_before_it_tells_of_a_laptop_takes_it_next_time(tmp_path: Path, box: Path, dies: Any) -> None:
    folder = made_base(tmp_path)
    with opened(folder) as base:
        set_up(tmp_path / "laptop", issued(base, box))

    ended = in_base(folder, lambda base: enrolment.accept(base, the_answer(base, box), None), *dies)

    assert ended == KILLED
    with opened(folder) as base:
        assert told(base, acts.EnrolmentAccepted, acts.DeviceRegistered) == []
        device = enrolment.accept(base, the_answer(base, box), None)
        public = told(base, acts.RecoveryKeyMade)[-1].public_key
        assert SealingKey(Secret(kept(base, "recovery", device, 2))).public.hex() == public
    with opened(tmp_path / "laptop", SECOND_PASSPHRASE) as laptop, opened(folder) as base:
        assert kept(base, "stop", device, 0) == kept(laptop, "stop", device, 0)


def test_a_base_killed_after_it_told_of_a_laptop_has_it(tmp_path: Path, box: Path) -> None:
    folder = made_base(tmp_path)
    with opened(folder) as base:
        set_up(tmp_path / "laptop", issued(base, box))

    ended = in_base(folder, lambda base: enrolment.accept(base, the_answer(base, box), None), "drop_secret", 0)

    assert ended == KILLED
    with opened(folder) as base:
        assert len(told(base, acts.EnrolmentAccepted)) == 1
        assert isinstance(the_answer(base, box).fault, TicketUsedError)


@pytest.mark.parametrize("dies", [("keep_secret", 0), ("record", 0), ("close", 0)])
def test_a_laptop_killed_while_it_is_set_up_is_set_up_anew(store: Store, tmp_path: Path, box: Path, dies: Any) -> None:
    path = issued(store, box)

    def acting() -> None:
        with pytest.MonkeyPatch.context() as patch:
            killing(patch, *dies)
            set_up(tmp_path / "laptop", path)

    assert in_child(acting) == KILLED
    assert not (tmp_path / "laptop").exists()

    shown = set_up(tmp_path / "laptop", path)
    enrolment.accept(store, the_answer(store, box), " ".join(shown))


def test_a_laptop_killed_after_it_left_its_answer_answers_anew(store: Store, tmp_path: Path, box: Path) -> None:
    path = issued(store, box)

    def acting() -> None:
        def dies(self: Path, _: Path) -> None:
            assert self.name.startswith(".laptop.")
            os.kill(os.getpid(), signal.SIGKILL)

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(Path, "rename", dies)
            set_up(tmp_path / "laptop", path)

    assert in_child(acting) == KILLED
    first = (box / "answer-laptop-7.doorstep").read_bytes()
    assert not (tmp_path / "laptop").exists()

    shown = set_up(tmp_path / "laptop", path)
    assert (box / "answer-laptop-7.doorstep").read_bytes() != first
    enrolment.accept(store, the_answer(store, box), " ".join(shown))


def test_a_step_that_is_not_killed_is_done(tmp_path: Path, box: Path) -> None:
    assert in_base(made_base(tmp_path), lambda base: issued(base, box), "keep_secret", 99) == DONE
