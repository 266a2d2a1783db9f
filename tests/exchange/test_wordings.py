"""A new wording comes by order, is held against the clauses on both sides, and never changes an open asking (4.2)."""

from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from store.agreement.purposes import Purpose
from store.agreement.wordings import Wording, WordingForm, newest
from store.errors import NotASupervisorError, NotBaseError, WordingRefusedError
from store.exchange.peers import peer, peers
from store.exchange.wordings import issue_wordings
from store.fieldwork.consents.ceremony import open_ceremony
from store.fieldwork.consents.texts import in_use
from store.ids import new_id
from store.keeping import acts
from store.keeping.acts.terms.attempts import Wave
from store.keeping.acts.terms.exchange import OrderEnd, OrderKind
from store.keeping.agreed import agreement_of
from tests.exchange.exchanging import Exchange, told
from tests.fieldwork.consents.made_askings import AGREEMENT, CARER, NOTHING_KNOWN, NOW, TAKE_PART, TAKER

FROM_ON = date(2015, 11, 2)
FULL = WordingForm.FULL


def reworded(old: str = "It is up to you.", new: str = "You decide.", purpose: Purpose = Purpose.TAKE_PART) -> Wording:
    target = "national-impact-study" if purpose is Purpose.LINKAGE else None
    before = newest(AGREEMENT.wordings, purpose, target, "en", FULL)
    assert before is not None
    assert old in before.text
    text = before.text.replace(old, new)
    return replace(before, version=before.version + 1, text=text, sha256=sha256(text.encode()).hexdigest())


@pytest.fixture
def exchange(tmp_path: Path) -> Exchange:
    exchange = Exchange(tmp_path)
    exchange.sync()
    return exchange


def issued(exchange: Exchange, wording: Wording, from_on: date = FROM_ON) -> str:
    with exchange.at_base() as base:
        (order,) = issue_wordings(base, agreement_of(base), peers(base), [wording], from_on)
    return order


def read_on_laptop(exchange: Exchange, on: date = FROM_ON) -> Wording | None:
    with exchange.laptop.open() as store:
        return newest(in_use(store, agreement_of(store), on), Purpose.TAKE_PART, None, "en", FULL)


def test_a_wording_that_base_issues_is_the_one_a_laptop_reads_from_its_day_on(exchange: Exchange) -> None:
    order = issued(exchange, reworded(), date(2015, 11, 10))

    exchange.sync()

    assert exchange.state_of(order) == OrderEnd.DONE
    before, after = read_on_laptop(exchange), read_on_laptop(exchange, date(2015, 11, 10))
    assert before is not None
    assert after is not None
    assert (before.version, after.version) == (1, 2)
    assert "You decide." in after.text
    exchange.hold_all()


def test_an_asking_that_is_open_keeps_its_text_when_a_new_one_comes(exchange: Exchange) -> None:
    with exchange.laptop.open() as store:
        texts = in_use(store, agreement_of(store), FROM_ON)
    ceremony, _ = open_ceremony(CARER, Wave.ONE, NOTHING_KNOWN, texts, TAKER, NOW)

    issued(exchange, reworded())
    exchange.sync()

    assert ceremony.text(TAKE_PART, "en", FULL).wording.version == 1
    newer = read_on_laptop(exchange)
    assert newer is not None
    assert newer.version == 2


def test_a_laptop_that_is_enrolled_later_reads_what_was_issued_before(exchange: Exchange) -> None:
    issued(exchange, reworded())
    later = exchange.another("later")

    exchange.sync()

    with later.open() as store:
        read = newest(in_use(store, agreement_of(store), FROM_ON), Purpose.TAKE_PART, None, "en", FULL)
    assert read is not None
    assert read.version == 2
    exchange.hold_all()


UNFIT = {
    "a party missing": (reworded("Ipsos MORI", "Somebody"), "three parties|council, the department and the agency"),
    "what is linked missing": (reworded("National Impact Study", "study", Purpose.LINKAGE), "what it asks about"),
    "a placeholder left": (reworded("It is up to you.", "Ring TBC."), "placeholder"),
    "one byte edited": (replace(reworded(), text=reworded().text + " "), "SHA-256"),
    "an old version": (replace(reworded(), version=1), "in use already"),
}


@pytest.mark.parametrize("case", UNFIT)
def test_a_wording_that_is_not_fit_to_be_read_is_not_issued(exchange: Exchange, case: str) -> None:
    wording, why = UNFIT[case]

    with exchange.at_base() as base, pytest.raises(WordingRefusedError, match=why):
        issue_wordings(base, agreement_of(base), peers(base), [wording], FROM_ON)


def test_each_way_in_which_a_wording_is_unfit_has_its_own_sentence() -> None:
    assert len({why for _, why in UNFIT.values()}) == len(UNFIT)


def test_a_laptop_holds_what_base_sent_against_the_clauses_itself(exchange: Exchange) -> None:
    bad, order = reworded("Ipsos MORI", "Somebody"), new_id()
    with exchange.at_base() as base:
        laptop = peer(base, exchange.laptop.device)
        base.record_placed(
            lambda first: [
                acts.WordingIssued(
                    wording=bad.id,
                    wording_version=bad.version,
                    language=bad.language,
                    form=bad.form,
                    purpose=bad.purpose,
                    translation=bad.translation,
                    text=bad.text,
                    digest=bad.sha256,
                    from_on=FROM_ON.isoformat(),
                ),
                acts.OrderIssued(
                    order=order,
                    order_kind=OrderKind.WORDING,
                    device=laptop.device,
                    families=(),
                    entries=(first,),
                    follows_from=None,
                    due_at_ms=None,
                    needs_release=None,
                ),
            ]
        )

    exchange.sync()

    assert exchange.state_of(order) == OrderEnd.COULD_NOT
    with exchange.laptop.open() as store:
        (ended,) = [act for act in told(store, acts.OrderExecuted) if isinstance(act, acts.OrderExecuted)]
        assert ended.reason is not None
        assert "cannot be used" in ended.reason
    kept = read_on_laptop(exchange)
    assert kept is not None
    assert kept.version == 1


def test_a_laptop_issues_no_wording_and_an_interviewer_none_at_base(exchange: Exchange) -> None:
    with exchange.laptop.open() as store, pytest.raises((NotBaseError, NotASupervisorError)):
        issue_wordings(store, agreement_of(store), [], [reworded()], FROM_ON)
