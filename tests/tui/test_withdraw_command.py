"""`doorstep withdraw`: by code at base; the family is locked there and on whoever has it (clauses "Consent", 10)."""

import shutil
from pathlib import Path

import pytest

from store import errors
from store.exchange.peers import peers
from store.fieldwork.consents.effects import Withdrawn
from store.fieldwork.consents.receipt_code import code_of
from store.keeping import acts
from store.keeping.acts.terms.exchange import OrderKind
from tests.exchange.exchanging import DELIVERED, FAMILIES, Exchange, told
from tests.made import opened
from tests.tui.running import Run, refused
from tests.tui.test_extract_command import take
from tui import outside_arguments as spelt


@pytest.fixture(scope="module")
def origin(tmp_path_factory: pytest.TempPathFactory) -> tuple[Exchange, str]:
    """A base that holds what a laptop took down, and the receipt code."""
    exchange = Exchange(tmp_path_factory.mktemp("origin"))
    exchange.give(FAMILIES[:1])
    exchange.sync()
    with exchange.laptop.open() as store:
        code = take(store, DELIVERED[0])
    exchange.sync()
    return exchange, code


@pytest.fixture
def words(origin: tuple[Exchange, str], tmp_path: Path) -> tuple[str, ...]:
    shutil.copytree(origin[0].base, tmp_path / "base")
    return ("--store", str(tmp_path / "base"), "--passphrase-stdin", "--receipt")


def test_what_is_spelt_out_is_what_can_be_withdrawn() -> None:
    assert set(spelt.WITHDRAWN) == set(Withdrawn)


def test_the_whole_survey_locks_the_family_on_its_laptop_and_asks_for_deletion(
    origin: tuple[Exchange, str], words: tuple[str, ...], run: Run, tmp_path: Path
) -> None:
    whole = ("withdraw", *words, origin[1].lower(), "--what", "whole-survey")

    refused(run(*whole), errors.WithdrawalUnclearError)
    said = run(*whole, "--linkage", "no", "--delete", "yes")

    assert "reaches every laptop that has the family" in said.out
    with opened(tmp_path / "base") as store:
        orders = [act for act in told(store, acts.OrderIssued) if isinstance(act, acts.OrderIssued)]
        assert [(each.order_kind, each.device) for each in orders if each.order_kind is OrderKind.LOCK] == [
            (OrderKind.LOCK, peers(store)[0].device)
        ]
    assert [each["kind"] for each in run("request", "list", *words[:-1], "--json").json] == ["deletion"]


def test_a_code_that_base_does_not_know_becomes_a_request(words: tuple[str, ...], run: Run) -> None:
    said = run("withdraw", *words, code_of("7" * 32), "--what", "linkage")

    assert "finds nobody here" in said.out
    assert [each["kind"] for each in run("request", "list", *words[:-1], "--json").json] == ["objection"]


def test_what_was_never_agreed_to_and_a_mistyped_code_are_refused(
    origin: tuple[Exchange, str], words: tuple[str, ...], run: Run
) -> None:
    parents = ("--what", "parental-permission", "--parent", "Somebody")

    refused(run("withdraw", *words, origin[1], *parents), errors.NotGivenError)
    refused(run("withdraw", *words, "ABCDE-FGHJK", "--what", "linkage"), errors.ReceiptCodeFormError)
