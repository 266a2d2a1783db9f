"""3.1-3.2, 14.2, 18: an extension and a notice are recorded at base; every laptop hears with its next bundle."""

import shutil
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from store.agreement import Agreement
from store.agreement.lifetime import TermEnd, TermState
from store.agreement.london import london_day
from store.agreement.purposes import Purpose
from store.errors import (
    AllocationOverError,
    ExtensionAfterEndError,
    ExtensionBeforeNoticeError,
    ExtensionShortensError,
    ExtensionUndatedError,
    FieldworkOverError,
    NotBaseError,
    NoticeTooShortError,
    SecondPersonError,
    TermStillRunsError,
)
from store.exchange import orders, succession
from store.exchange.ending import Agreed, endings, extend, give_notice, tell_run_out
from store.exchange.ends import Of, Step, ends
from store.fieldwork.attempts import no_contact_now
from store.fieldwork.circumstances import circumstances_of
from store.fieldwork.consents.deeds import respondent_of, taker_of, turn_to
from store.fieldwork.consents.law_told import law_told
from store.fieldwork.family import FamilyFile
from store.fieldwork.lines import Standing
from store.fieldwork.looking import file_of, lines_of
from store.fieldwork.refusals import RefusalEntered, record_refusal
from store.ids import new_id
from store.keeping import acts
from store.keeping.acts.terms.attempts import Wave
from store.keeping.acts.terms.families import RecallCause, WishBy, WishReach
from store.keeping.agreed import agreement_of
from store.keeping.exchange_words import GONE, WITHHELD
from store.keeping.store import Store
from store.keeping.term import term_stands
from tests.exchange.exchanging import FAMILIES, Exchange, told
from tests.exchange.test_lifting import learn as learn_at_laptop
from tests.exchange.test_succession import learn as learn_at_base
from tests.made import SECOND_PASSPHRASE, MachineTime, passphrase

FAMILY, OTHER = FAMILIES[:2]
DOCUMENT = "ab" * 32
IMMEDIATE, MONTH = TermEnd.IMMEDIATE_NOTICE, TermEnd.ONE_MONTH_NOTICE


@pytest.fixture
def exchange(tmp_path: Path) -> Exchange:
    exchange = Exchange(tmp_path)
    exchange.give([FAMILY])
    exchange.sync()
    return exchange


def file(store: Store) -> FamilyFile:
    found = file_of(store, FAMILY)
    assert found is not None
    return found


def work(store: Store) -> None:
    no_contact_now(file(store), circumstances_of(store, agreement_of(store)))


def today(store: Store) -> date:
    return london_day(store.now())


def notice(exchange: Exchange, cause: TermEnd) -> date:
    with exchange.at_base() as base:
        return give_notice(base, cause, today(base), None, DOCUMENT)


def test_after_a_notice_with_immediate_effect_a_laptop_takes_refusals_and_hands_in_and_nothing_else(
    exchange: Exchange,
) -> None:
    notice(exchange, IMMEDIATE)
    with exchange.laptop.open() as store:
        work(store)  # it goes by what it heard last

    exchange.sync()

    with exchange.laptop.open() as store:
        now = circumstances_of(store, agreement_of(store))
        assert term_stands(store).state is TermState.ENDED
        with pytest.raises(FieldworkOverError):
            work(store)
        with pytest.raises(FieldworkOverError):
            turn_to(store, respondent_of(file(store), file(store).people[0].person, today(store), 34), Wave.ONE)
        assert {line.standing for line in lines_of(store)} == {Standing.LOCKED}
        store.record(*record_refusal(RefusalEntered(WishBy.RESPONDENT, WishReach.FAMILY), file(store), now))
    exchange.sync()
    with exchange.at_base() as base:
        refused = file_of(base, FAMILY)
        assert refused is not None
        assert refused.standing is Standing.LOCKED
        assert [each.cause for each in endings(base)] == [IMMEDIATE]
    exchange.hold_all()


def test_a_month_s_notice_is_known_at_once_and_counts_once_it_is_over(
    exchange: Exchange, machine_time: MachineTime
) -> None:
    last_on = notice(exchange, MONTH)
    exchange.give([OTHER])
    exchange.sync()

    def stands() -> tuple[TermState, date]:
        with exchange.laptop.open() as store:
            work(store)
            return term_stands(store).state, term_stands(store).ends_on

    assert stands() == (TermState.RUNNING, last_on)
    machine_time.move(days=20)
    exchange.sync()
    assert stands() == (TermState.RUNNING, last_on)
    machine_time.move(days=20)
    with pytest.raises(FieldworkOverError) as refused:
        stands()
    assert "hand the laptop in" in refused.value.hint
    with pytest.raises(AllocationOverError):
        exchange.give([FAMILIES[2]])


def test_what_was_done_before_the_end_is_told_all_the_same(exchange: Exchange) -> None:
    with exchange.laptop.open() as store:
        before = circumstances_of(store, agreement_of(store))
    notice(exchange, IMMEDIATE)
    exchange.sync()

    with exchange.laptop.open() as store:
        store.record(*no_contact_now(file(store), before))


def test_an_extension_is_heard_of_and_lets_work_go_on(exchange: Exchange, machine_time: MachineTime) -> None:
    last_on = notice(exchange, MONTH)
    exchange.sync()
    with exchange.at_base() as base:
        assert extend(base, last_on + timedelta(days=31), DOCUMENT) == last_on
    exchange.sync()
    machine_time.move(days=40)
    exchange.sync()

    with exchange.laptop.open() as store:
        work(store)
        assert term_stands(store).ends_on == last_on + timedelta(days=31)
        assert [each.cause for each in endings(store)] == [MONTH, None]
        told_under = law_told(agreement_of(store), Purpose.TAKE_PART, today(store), taker_of(store).told)
        assert f"; {last_on + timedelta(days=31)} at the latest." in told_under.retention


@pytest.fixture
def ends_in_spring(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the printed end be February to April 2016: nobody's training runs to 2018."""

    def agreed(store: Store) -> Agreement:
        agreement = agreement_of(store)
        term = replace(agreement.term, end_earliest_on=date(2016, 2, 1), end_latest_on=date(2016, 4, 30))
        return replace(agreement, term=term)

    monkeypatch.setattr("store.keeping.term.agreement_of", agreed)


@pytest.mark.usefixtures("ends_in_spring")
def test_without_any_act_a_laptop_works_nobody_once_the_printed_end_has_come(
    exchange: Exchange, machine_time: MachineTime
) -> None:
    with exchange.laptop.open() as store:
        machine_time.move(days=(date(2016, 2, 1) - today(store)).days)
    exchange.sync()

    with exchange.laptop.open() as store:
        assert term_stands(store).state is TermState.END_NOT_FIXED
        with pytest.raises(FieldworkOverError):
            work(store)
    with exchange.at_base() as base:
        extend(base, date(2016, 3, 31), DOCUMENT)  # the document that fixes the exact end
    exchange.sync()
    with exchange.laptop.open() as store:
        work(store)


@pytest.mark.usefixtures("ends_in_spring")
def test_that_it_ran_out_holds_on_a_laptop_whose_clock_is_behind(exchange: Exchange, machine_time: MachineTime) -> None:
    with exchange.at_base() as base:
        ahead = (date(2016, 5, 1) - today(base)).days
        machine_time.move(days=ahead)
        assert tell_run_out(base) == date(2016, 1, 31)
        with pytest.raises(ExtensionUndatedError):
            extend(base, date(2016, 6, 30), DOCUMENT)
    exchange.sync_base()
    machine_time.move(days=-ahead)
    exchange.sync_laptop()

    with exchange.laptop.open() as store, pytest.raises(FieldworkOverError):
        work(store)


@pytest.mark.parametrize("is_copied", [False, True], ids=["enrolled later", "copied back"])
def test_a_laptop_that_is_enrolled_later_or_copied_back_hears_of_it(exchange: Exchange, *, is_copied: bool) -> None:
    copy = exchange.laptop.image()
    notice(exchange, MONTH)
    exchange.sync()
    with exchange.at_base() as base:
        last_on = term_stands(base).ends_on
    laptop = exchange.laptop
    if is_copied:
        laptop.correct(FAMILY, "lost on the laptop")
        exchange.sync()
        laptop.put_back(copy)
        learn_at_laptop(exchange)
        exchange.lift()
    else:
        laptop = exchange.another("Laptop B")

    exchange.sync()

    with laptop.open() as store:
        assert term_stands(store).ends_on == last_on


def go_on_from_a_copy(exchange: Exchange) -> None:
    """Put a copy of base back from before the last sync, and let two people go on from it."""
    shutil.copytree(exchange.base, exchange.folder / "copy")
    exchange.sync()
    shutil.rmtree(exchange.base)
    shutil.copytree(exchange.folder / "copy", exchange.base)
    learn_at_base(exchange)
    with exchange.at_base() as base:
        succession.succeed(base, passphrase(SECOND_PASSPHRASE))


def test_base_that_went_on_from_a_copy_tells_it_again_and_once(exchange: Exchange) -> None:
    with exchange.at_base() as base:
        extend(base, date(2019, 3, 31), DOCUMENT)
    notice(exchange, IMMEDIATE)
    with exchange.at_base() as base:
        before = term_stands(base)
    go_on_from_a_copy(exchange)

    exchange.sync(3)
    later = exchange.another("Laptop B")
    exchange.sync(3)

    with exchange.at_base() as base:
        assert term_stands(base) == before
        assert [each.cause for each in endings(base)] == [None, IMMEDIATE]
        assert len(told(base, acts.TermEnded)) == 1
    for laptop in (exchange.laptop, later):
        with laptop.open() as store:
            assert term_stands(store).state is TermState.ENDED
    exchange.hold_all()


def test_what_was_recorded_since_then_is_not_told_again(exchange: Exchange) -> None:
    with exchange.at_base() as base:
        extend(base, date(2019, 3, 31), DOCUMENT)
    go_on_from_a_copy(exchange)
    with exchange.at_base() as base:
        extend(base, date(2019, 4, 30), DOCUMENT)

    exchange.sync(3)

    with exchange.at_base() as base:
        assert len(told(base, acts.AgreementExtended)) == 1
    with exchange.laptop.open() as store:
        assert term_stands(store).ends_on == date(2019, 4, 30)


def test_families_that_were_given_and_not_sent_wait_at_base_after_the_end_until_an_extension(
    exchange: Exchange, machine_time: MachineTime
) -> None:
    order = exchange.give([OTHER])
    last_on = notice(exchange, MONTH)
    machine_time.move(days=40)
    exchange.sync()
    assert exchange.state_of(order) == WITHHELD
    assert OTHER not in exchange.laptop.held()
    exchange.sync()
    with exchange.at_base() as base:
        assert len(told(base, acts.OrderWithheld)) == 1
        with pytest.raises(ExtensionUndatedError):
            extend(base, last_on + timedelta(days=60), DOCUMENT)
    machine_time.move(days=-20)
    with exchange.at_base() as base:
        extend(base, last_on + timedelta(days=60), DOCUMENT)

    exchange.sync()

    assert OTHER in exchange.laptop.held()
    assert exchange.state_of(order) == "done"


def extend_late(base: Store, last_on: date, agreed_on: date) -> date:
    return extend(
        base, last_on + timedelta(days=60), DOCUMENT, Agreed(agreed_on, lambda: passphrase(SECOND_PASSPHRASE))
    )


def test_what_was_agreed_in_time_is_recorded_after_the_end_by_two_and_what_stood_still_goes_on(
    exchange: Exchange, machine_time: MachineTime
) -> None:
    order = exchange.give([OTHER])
    last_on = notice(exchange, MONTH)
    machine_time.move(days=40)
    exchange.sync()
    with exchange.laptop.open() as store, pytest.raises(FieldworkOverError):
        work(store)
    assert OTHER not in exchange.laptop.held()

    with exchange.at_base() as base:
        size = base.journal.size
        with pytest.raises(ExtensionAfterEndError):
            extend_late(base, last_on, last_on + timedelta(days=1))
        with pytest.raises(SecondPersonError):
            extend(base, last_on + timedelta(days=60), DOCUMENT, Agreed(last_on, passphrase))
        assert base.journal.size == size
        assert extend_late(base, last_on, last_on) == last_on
    exchange.sync()

    with exchange.laptop.open() as store:
        work(store)
        assert [each.agreed_on for each in endings(store)] == [None, last_on]
    assert OTHER in exchange.laptop.held()
    assert exchange.state_of(order) == "done"
    with exchange.at_base() as base:
        (approval,), (extended,) = told(base, acts.ApprovalRecorded), told(base, acts.AgreementExtended)
        assert isinstance(approval, acts.ApprovalRecorded)
        assert isinstance(extended, acts.AgreementExtended)
        assert extended.approvals == (approval.approval,)
    exchange.hold_all()


def test_a_notice_that_came_after_an_extension_counts(exchange: Exchange, machine_time: MachineTime) -> None:
    last_on = notice(exchange, MONTH)
    with exchange.at_base() as base:
        given_on = today(base)
    machine_time.move(days=40)

    with exchange.at_base() as base:
        with pytest.raises(ExtensionBeforeNoticeError):
            extend_late(base, last_on, given_on - timedelta(days=1))
        extend_late(base, last_on, given_on)


@pytest.mark.parametrize("ending", [IMMEDIATE, MONTH])
def test_what_was_given_and_not_sent_before_the_end_is_called_back_and_destroyed(
    exchange: Exchange, machine_time: MachineTime, ending: TermEnd
) -> None:
    """7.2f: what waits for ever holds up nothing that ends it, and no laptop."""
    order = exchange.give(FAMILIES[1:3])
    notice(exchange, ending)
    machine_time.move(days=40)
    exchange.sync()
    assert exchange.state_of(order) == WITHHELD

    recall = exchange.order(lambda base, laptop: orders.recall(base, laptop, [OTHER], RecallCause.REALLOCATED))
    destroy = exchange.order(lambda base, laptop: orders.destroy(base, laptop, [FAMILIES[2]], new_id()))
    exchange.sync()

    assert [exchange.state_of(each) for each in (recall, destroy)] == ["done", "done"]
    assert {exchange.holdings()[family] for family in FAMILIES[1:3]} == {GONE}
    with exchange.at_base() as base:
        (laptop,) = (each for each in ends(base) if each.of is Of.LAPTOP)
    assert Step.ORDERS_DONE in laptop.done


def test_on_a_laptop_nobody_extends_or_ends_anything(exchange: Exchange) -> None:
    with exchange.laptop.open() as store:
        with pytest.raises(NotBaseError):
            extend(store, date(2019, 3, 31), DOCUMENT)
        with pytest.raises(NotBaseError):
            give_notice(store, IMMEDIATE, today(store), None, DOCUMENT)
        with pytest.raises(NotBaseError):
            tell_run_out(store)
        assert endings(store) == []


def test_what_is_refused_is_not_recorded(exchange: Exchange) -> None:
    with exchange.at_base() as base:
        size = base.journal.size
        with pytest.raises(ExtensionShortensError):
            extend(base, date(2018, 8, 31), DOCUMENT)
        with pytest.raises(NoticeTooShortError):
            give_notice(base, MONTH, today(base), today(base), DOCUMENT)
        with pytest.raises(TermStillRunsError):
            tell_run_out(base)
        assert base.journal.size == size


def test_replayed_tables_say_the_same(exchange: Exchange) -> None:
    notice(exchange, IMMEDIATE)
    exchange.sync()

    for open_ in (exchange.at_base, exchange.laptop.open):
        with open_() as store:
            before = term_stands(store)
            store.replay()
            assert term_stands(store) == before
