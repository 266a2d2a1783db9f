"""`recover`: a frozen laptop goes on, a forgotten passphrase is got over, a base that was put back goes on."""

import shutil
from pathlib import Path

import pytest

from store import errors
from tests.exchange.enrolled import CHOSEN, INTERVIEWER
from tests.made import PASSPHRASE, SECOND_PASSPHRASE, opened
from tests.tui.pair import Pair
from tests.tui.running import Ended, Run, refused

TWO = (PASSPHRASE, SECOND_PASSPHRASE)


@pytest.fixture
def frozen(run: Run, pair: Pair) -> Pair:
    """A laptop that a copy was put back on after base held more of it; its sync found out."""
    pair.deliver(2)
    pair.sync_all(run)
    copy = shutil.copytree(pair.laptop_folder, pair.laptop_folder.with_name("copy"))
    run("allocate", *pair.base, "--to", pair.name, "--count", "2")
    pair.sync_all(run)
    assert run("sync", *pair.base).code == 0
    shutil.rmtree(pair.laptop_folder)
    copy.rename(pair.laptop_folder)

    ended = run("sync", *pair.laptop, lines=pair.passphrase)

    assert ended.code == 1
    assert ended.out.splitlines()[-1] == "Broke off     Nothing had been done yet."
    assert ended.err.splitlines() == [errors.StoreBehindError.message, errors.StoreBehindError.hint]
    return pair


def laptop(run: Run, pair: Pair, *words: str) -> Ended:
    return run(*words, *pair.laptop, lines=pair.passphrase)


def only_told(ended: Ended) -> list[str]:
    """Return what was said on standard error beyond that the store is frozen and what to do about it."""
    frozen, way_on, *said = ended.err.splitlines()
    assert frozen.startswith("This store is frozen (an older copy of it was put back")
    assert way_on == "Ask base for a way on: `doorstep recover request`."
    return said


def test_a_frozen_laptop_is_read_and_refuses_everything_else(run: Run, frozen: Pair) -> None:
    assert only_told(laptop(run, frozen, "status")) == []
    assert only_told(laptop(run, frozen, "device", "list")) == []

    synced = laptop(run, frozen, "sync")

    assert synced.code == 1
    assert only_told(synced)[0].startswith("This store is frozen and takes no new acts")


def test_a_frozen_laptop_goes_on_as_base_answers(run: Run, frozen: Pair) -> None:
    carried = str(frozen.carried)

    assert only_told(laptop(run, frozen, "recover", "request", "--to", carried)) == []
    (request,) = frozen.carried.glob("branch-request-*")
    answer = ("recover", "answer", *frozen.base, "--request", str(request), "--to", carried)
    assert "--reason is needed here" in run(*answer).err
    refused(run(*answer, "--reason", "\x1b"), errors.LineFormError)
    answered = run(*answer, "--reason", "Its disk was changed.")
    (given,) = frozen.carried.glob("branch-answer-*")
    applied = laptop(run, frozen, "recover", "apply", "--answer", str(given))

    assert "raised an incident" in answered.lines[0]
    assert applied.code == 0
    assert applied.out.startswith("This store goes on, in branch 1 of its journal")
    again = laptop(run, frozen, "recover", "apply", "--answer", str(given))
    refused(again, errors.NotFrozenError)
    frozen.sync_all(run, times=3)
    assert (
        laptop(run, frozen, "sync").lines[-1] == "Still unsent  nothing: base holds everything that was recorded here"
    )
    assert laptop(run, frozen, "verify", "--signatures").code == 0


def test_an_answer_to_another_request_changes_nothing(run: Run, frozen: Pair) -> None:
    carried = str(frozen.carried)
    laptop(run, frozen, "recover", "request", "--to", carried)
    (request,) = frozen.carried.glob("branch-request-*")
    reason = ("--reason", "Its disk was changed.")
    run("recover", "answer", *frozen.base, "--request", str(request), "--to", carried, *reason)

    for wrong in (request.name, "nowhere"):
        ended = laptop(run, frozen, "recover", "apply", "--answer", f"{carried}/{wrong}")
        assert ended.code == 1
        assert "Traceback" not in ended.err
    assert only_told(laptop(run, frozen, "status")) == []


def ask_forgotten(run: Run, pair: Pair, chosen: str = CHOSEN) -> list[str]:
    return run("recover", "request", "--forgotten", "--to", str(pair.carried), *pair.laptop, lines=(chosen,)).lines


def answer_forgotten(run: Run, pair: Pair, *words: str, lines: tuple[str, ...] = TWO) -> Ended:
    (asked,) = pair.carried.glob("recovery-request-*.doorstep")
    return run("recover", "answer", *pair.base, "--request", str(asked), "--to", str(pair.carried), *words, lines=lines)


def apply_forgotten(run: Run, pair: Pair, chosen: str = CHOSEN) -> Ended:
    (answer,) = pair.carried.glob("recovery-answer-*.doorstep")
    return run("recover", "apply", *pair.laptop, "--answer", str(answer), lines=(chosen,))


def test_a_forgotten_passphrase_is_got_over_by_two_people_at_base(run: Run, pair: Pair) -> None:
    (words,) = [line.strip() for line in ask_forgotten(run, pair) if line.startswith("    ")]
    assert answer_forgotten(run, pair, "--words", words).code == 0

    applied = apply_forgotten(run, pair)

    assert applied.lines == [
        "Your new passphrase counts from now on.",
        "The store is under a new key (epoch 2): what base saw opens nothing more.",
    ]
    assert run("status", *pair.laptop, "--json", lines=(CHOSEN,)).json["epoch"] == 2
    refused(run("status", *pair.laptop, lines=pair.passphrase), errors.WrongPassphraseError)
    refused(apply_forgotten(run, pair), errors.RecoveryNotAskedError)


def test_a_laptop_that_was_recovered_still_tells_base_everything(run: Run, pair: Pair) -> None:
    ask_forgotten(run, pair)
    answer_forgotten(run, pair)
    apply_forgotten(run, pair)
    mailbox = ("--mailbox", str(pair.mailbox), "--json")

    run("sync", *pair.laptop, *mailbox, lines=(CHOSEN,))
    taken = run("sync", *pair.base, *mailbox).json

    assert taken["refused"] == []
    assert taken["new_acts"] > 0


def test_the_laptop_of_somebody_who_left_is_got_open_to_send_what_is_unsent(run: Run, pair: Pair) -> None:
    ask_forgotten(run, pair)
    left = run("staff", "leave", "--name", f"{INTERVIEWER} of laptop", *pair.base)
    assert left.code == 0

    answered = answer_forgotten(run, pair)
    applied = apply_forgotten(run, pair)

    assert "it shows no family to whoever unlocks it." in answered.out
    assert "Base says that you left on" in applied.err
    assert "hand this laptop in" in applied.err


def test_one_person_alone_recovers_nobody(run: Run, pair: Pair) -> None:
    ask_forgotten(run, pair)

    refused(answer_forgotten(run, pair, lines=(PASSPHRASE, PASSPHRASE)), errors.SecondPersonError)
    refused(answer_forgotten(run, pair, lines=(PASSPHRASE,)), errors.PassphraseEmptyError)
    refused(answer_forgotten(run, pair, lines=(PASSPHRASE, CHOSEN)), errors.WrongPassphraseError)
    wrong = ("--words", "acorn badge cabbage dancer eagle fabric")
    refused(answer_forgotten(run, pair, *wrong), errors.RecoveryWordsDifferError)

    assert list(pair.carried.glob("recovery-answer-*")) == []


def test_the_new_passphrase_is_the_one_chosen_with_the_request(run: Run, pair: Pair) -> None:
    ask_forgotten(run, pair)
    answer_forgotten(run, pair)

    refused(apply_forgotten(run, pair, SECOND_PASSPHRASE), errors.RecoveryPassphraseError)
    assert apply_forgotten(run, pair).code == 0


def test_a_recovery_that_was_not_finished_is_finished_by_the_next_who_come_in(
    run: Run, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask_forgotten(run, pair)
    answer_forgotten(run, pair)

    def refuse(*_: object) -> None:
        raise errors.StoreFullError

    with monkeypatch.context() as patch:
        patch.setattr("store.exchange.recovery.finish", refuse)
        applied = apply_forgotten(run, pair)

    assert applied.err.splitlines() == [errors.StoreFullError.message, errors.StoreFullError.hint]
    assert run("status", *pair.laptop, "--json", lines=(CHOSEN,)).json["epoch"] == 2


@pytest.mark.parametrize("deed", ["answer", "apply"])
def test_what_is_no_request_and_no_answer_is_refused_before_anybody_types(run: Run, pair: Pair, deed: str) -> None:
    nothing = pair.carried / "nothing"
    nothing.write_bytes(b"{}")
    named = ("--request", str(nothing), "--to", str(pair.carried)) if deed == "answer" else ("--answer", str(nothing))

    ended = run("recover", deed, *pair.base, *named, lines=())

    assert ended.code == 1
    assert ended.err.startswith("This file is not one that Doorstep wrote for this: ")


def test_nobody_types_a_second_passphrase_for_a_base_that_is_not_frozen(run: Run, pair: Pair) -> None:
    refused(run("recover", "succeed", *pair.base), errors.NotFrozenError)


def put_back(run: Run, pair: Pair) -> None:
    """Put base's file back as it was before it told a laptop more."""
    pair.sync_all(run)
    with opened(pair.base_folder) as store:
        database = Path(store.database_path)
    copy = database.read_bytes()
    pair.sync_all(run)
    database.write_bytes(copy)
    for beside in pair.base_folder.glob(f"{database.name}-*"):
        beside.unlink()


def test_whoever_left_a_base_that_was_put_back_is_closed_by_the_two_who_go_on(run: Run, pair: Pair) -> None:
    third = ("staff", "add", *pair.base, "--name", "Iris Fenn", "--role", "auditor")
    assert run(*third, lines=(PASSPHRASE, CHOSEN)).code == 0
    put_back(run, pair)

    unsaid = run("recover", "succeed", *pair.base, lines=TWO)
    ended = run("recover", "succeed", *pair.base, "--left", "Iris Fenn", lines=TWO)

    assert unsaid.err.splitlines()[-1] == errors.StillHereUnsaidError.hint
    assert ended.code == 0, ended.err
    assert "Iris Fenn can no longer sign in." in ended.out
    assert run("status", *pair.base, lines=(CHOSEN,)).code == 1


def test_a_base_that_was_put_back_goes_on_by_two_people(run: Run, pair: Pair) -> None:
    put_back(run, pair)

    refused_alone = run("recover", "succeed", *pair.base, lines=(PASSPHRASE, PASSPHRASE))
    ended = run("recover", "succeed", *pair.base, lines=TWO)

    assert refused_alone.code == 1
    assert "Two supervisors let it go on: `doorstep recover succeed`." in refused_alone.err
    assert refused_alone.err.splitlines()[-2:] == [errors.SecondPersonError.message, errors.SecondPersonError.hint]
    assert ended.code == 0
    assert ended.out.startswith("This base goes on under a new journal, after 1 former journal; two people said so.")
    pair.sync_all(run, times=2)
    assert run("verify", *pair.base, "--signatures").code == 0
