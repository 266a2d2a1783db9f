"""What somebody took back holds on a laptop that goes on from an older copy, and where base does too."""

from collections.abc import Callable
from pathlib import Path

import pytest

from store import errors
from store.agreement.outcomes import OutcomeGroup
from store.agreement.purposes import Purpose
from store.custody.credentials import credential_named, credentials, end_credential, record_credential
from store.exchange.withdrawn_by_code import ByCode, keep_withdrawal
from store.fieldwork.circumstances import circumstances_of
from store.fieldwork.consents.asking import interview_in_error
from store.fieldwork.consents.deeds import taker_of
from store.fieldwork.consents.effects import Withdrawn
from store.fieldwork.consents.known import read_stands, read_stands_without
from store.fieldwork.consents.state import State
from store.fieldwork.consents.withdrawing import Whose, Withdrawing, enter_in_error, withdraw
from store.fieldwork.family import FamilyFile
from store.fieldwork.lines import Standing
from store.fieldwork.looking import file_of
from store.fieldwork.office_outcomes import set_outcome
from store.fieldwork.refusals import RefusalEntered, record_refusal
from store.ids import PersonId
from store.keeping import acts
from store.keeping.acts.terms.attempts import Wave
from store.keeping.acts.terms.consents import ConsentDecision, ConsentMode, ExpressedBy
from store.keeping.acts.terms.families import PersonRole, WishBy, WishChannel, WishReach
from store.keeping.acts.terms.store import CredentialEvidence
from store.keeping.agreed import agreement_of
from store.keeping.store import Store
from tests.exchange.exchanging import DELIVERED, FAMILIES, Exchange, hold
from tests.exchange.test_succession import copy_of, put_back, succeed
from tests.fieldwork.consents.made_askings import NIS
from tests.fieldwork.doings import consent
from tests.tui.test_extract_command import take

FAMILY = FAMILIES[0]
CARER, YOUNG = (
    next(PersonId(each.person) for each in DELIVERED[0].details.people if each.role is role)
    for role in (PersonRole.MAIN_CARER, PersonRole.YOUNG_PERSON)
)


def file(store: Store) -> FamilyFile:
    found = file_of(store, FAMILY)
    assert found is not None
    return found


def refuse(store: Store, entered: RefusalEntered) -> None:
    store.record(*record_refusal(entered, file(store), circumstances_of(store, agreement_of(store))))


def withdraws(store: Store, code: str) -> None:
    keep_withdrawal(store, ByCode(code, Withdrawn.LINKAGE))


def withdraws_by_hand(store: Store, _: str) -> None:
    whose = Whose(FAMILY, CARER, tuple(read_stands(store.rows, FAMILY, CARER)), is_of_child=False)
    asked = Withdrawing(Withdrawn.LINKAGE, ExpressedBy.PERSON, ConsentMode.PHONE)
    store.record(*withdraw(asked, whose, taker_of(store), store.now()))


def marks_in_error(store: Store, _: str) -> None:
    whose = Whose(FAMILY, CARER, tuple(read_stands(store.rows, FAMILY, CARER)), is_of_child=False)
    (linkage,) = [each for each in whose.stands if each.question.purpose is Purpose.LINKAGE]
    left = read_stands_without(store, FAMILY, linkage)
    store.record(*enter_in_error(linkage, "Keyed for the wrong person.", whose, left, taker_of(store), store.now()))


def marks_interview_in_error(store: Store, _: str) -> None:
    (interview,) = file(store).interviews
    store.record(interview_in_error(interview, FAMILY))


def pauses(store: Store, _: str) -> None:
    refuse(store, RefusalEntered(WishBy.PROXY, WishReach.FAMILY, channel=WishChannel.TELEPHONE))


def closes_one(store: Store, _: str) -> None:
    refuse(store, RefusalEntered(WishBy.RESPONDENT, WishReach.PERSON, person=YOUNG, by_person=YOUNG))


def refuses(store: Store, _: str) -> None:
    refuse(store, RefusalEntered(WishBy.RESPONDENT, WishReach.FAMILY, by_person=CARER))


def ends_one(store: Store, _: str) -> None:
    now = circumstances_of(store, agreement_of(store))
    store.record(*set_outcome(532, YOUNG, "Ill.", file(store), now))


def has_withdrawn(store: Store) -> bool:
    stands = read_stands(store.rows, FAMILY, CARER)
    return any(each.question.purpose is Purpose.LINKAGE and each.state is State.WITHDRAWN for each in stands)


def has_never_linked(store: Store) -> bool:
    stands = read_stands(store.rows, FAMILY, CARER)
    return all(each.state is State.NEVER_ASKED for each in stands if each.question.purpose is Purpose.LINKAGE)


def has_no_interview(store: Store) -> bool:
    return not file(store).interviews


def is_paused(store: Store) -> bool:
    return file(store).standing is Standing.PAUSED


def has_closed_one(store: Store) -> bool:
    return YOUNG in [lock.person for lock in file(store).locks]


def has_ended_one(store: Store) -> bool:
    return [each.person for each in file(store).outcomes] == [YOUNG]


def is_locked(store: Store) -> bool:
    found = file_of(store, FAMILY)  # base's order erases it once base's backup holds everything
    return found is None or found.standing is Standing.LOCKED


SAID = [
    (withdraws, has_withdrawn),
    (marks_in_error, has_never_linked),
    (marks_interview_in_error, has_no_interview),
    (pauses, is_paused),
    (closes_one, has_closed_one),
    (refuses, is_locked),
]
SAID_AT_BASE = [*SAID, (ends_one, has_ended_one)]


@pytest.fixture
def taken(tmp_path: Path) -> tuple[Exchange, str]:
    """Base and a laptop that took down one carer's three yeses, both having heard everything; the receipt code."""
    exchange = Exchange(tmp_path)
    exchange.give([FAMILY])
    exchange.sync()
    with exchange.laptop.open() as store:
        code = take(store, DELIVERED[0])
    exchange.sync()
    return exchange, code


def put_laptop_back(exchange: Exchange, image: Path) -> None:
    """Put a laptop's image back, let it find out, and let a supervisor answer it."""
    exchange.laptop.put_back(image)
    for _ in range(3):
        try:
            exchange.sync_laptop()
        except errors.StoreBehindError:
            break
        exchange.sync_base()
    exchange.lift()
    exchange.sync(3)


@pytest.mark.parametrize("is_base_lost", [False, True])
@pytest.mark.parametrize(
    ("said", "holds", "is_said_at_base"),
    [*((*each, True) for each in SAID_AT_BASE), *((*each, False) for each in SAID)],
)
def test_what_was_said_after_a_laptops_image_holds_on_it_again(
    taken: tuple[Exchange, str],
    said: Callable[[Store, str], None],
    holds: Callable[[Store], bool],
    is_said_at_base: bool,
    is_base_lost: bool,
) -> None:
    exchange, code = taken
    image = exchange.laptop.image()
    exchange.laptop.correct(FAMILIES[0], "so that the image is older than what base heard")
    with exchange.at_base() if is_said_at_base else exchange.laptop.open() as store:
        said(store, code)
    exchange.sync()
    if is_base_lost:
        copy = copy_of(exchange)
        put_back(exchange, copy)
        for path in exchange.base.glob("anchor-*"):
            path.unlink()
        succeed(exchange)

    put_laptop_back(exchange, image)

    with exchange.laptop.open() as store:
        assert holds(store)
        hold(store)
    with exchange.at_base() as base:
        hold(base)
    assert exchange.sync_base().sent_count == 0  # it is told once


@pytest.mark.parametrize(("said", "holds"), SAID_AT_BASE)
def test_what_was_said_at_a_base_that_was_lost_before_anybody_heard_of_it_reaches_its_laptops(
    taken: tuple[Exchange, str], said: Callable[[Store, str], None], holds: Callable[[Store], bool]
) -> None:
    exchange, code = taken
    with exchange.at_base() as base:
        said(base, code)
    for path in exchange.base.glob("anchor-*"):
        path.unlink()
    succeed(exchange)

    exchange.sync(3)

    with exchange.laptop.open() as store:
        assert holds(store)
        hold(store)
    with exchange.at_base() as base:
        hold(base)
    assert exchange.sync_base().sent_count == 0  # it is told once


def test_an_outcome_that_a_laptop_wrote_itself_is_never_told_as_the_offices(taken: tuple[Exchange, str]) -> None:
    exchange, _ = taken
    image = exchange.laptop.image()
    with exchange.laptop.open() as store:
        store.record(
            acts.OutcomeSet(
                family=FAMILY,
                wave=Wave.ONE,
                person=None,
                code="790",
                group=OutcomeGroup.NOT_ELIGIBLE,
                reason="Its own.",
            )
        )
        assert file(store).outcomes == ()
    exchange.sync()

    put_laptop_back(exchange, image)

    with exchange.at_base() as base:
        assert file(base).outcomes == ()
    with exchange.laptop.open() as store:
        assert file(store).outcomes == ()


@pytest.mark.parametrize(
    ("said", "holds"),
    [(withdraws_by_hand, has_withdrawn), (pauses, is_paused), (ends_one, has_ended_one)],
)
def test_what_was_said_of_a_family_the_image_never_got_comes_behind_the_family(
    tmp_path: Path, said: Callable[[Store, str], None], holds: Callable[[Store], bool]
) -> None:
    exchange = Exchange(tmp_path)
    with exchange.at_base() as base:
        base.record(consent(FAMILY, CARER, Purpose.LINKAGE, ConsentDecision.GIVEN, target=NIS))
    exchange.sync()
    image = exchange.laptop.image()
    exchange.give([FAMILY])
    exchange.sync()
    with exchange.at_base() as base:
        said(base, "")
    exchange.sync()
    for path in exchange.base.glob("anchor-*"):
        path.unlink()
    succeed(exchange)

    put_laptop_back(exchange, image)

    with exchange.laptop.open() as store:
        assert holds(store)
        hold(store)
    assert exchange.sync_base().sent_count == 0


def test_training_that_a_lost_base_ended_is_ended_on_a_laptop_that_was_put_back_too(tmp_path: Path) -> None:
    """Agreement 9.1e, A3: an older copy lets nobody in on what was taken back."""
    exchange = Exchange(tmp_path)
    with exchange.at_base() as base:
        ((name,),) = base.rows("SELECT staff.name FROM staff JOIN peer USING (staff) WHERE role = 'field'")
        mistaken = record_credential(base, name, evidence=CredentialEvidence.CERTIFICATE)
    exchange.sync()
    image = exchange.laptop.image()
    with exchange.at_base() as base:
        end_credential(base, credential_named(base, mistaken), "They were not there.")
    exchange.sync()
    for path in exchange.base.glob("anchor-*"):
        path.unlink()
    succeed(exchange)

    put_laptop_back(exchange, image)

    with exchange.laptop.open() as store:
        assert [each.is_ended for each in credentials(store) if each.credential == mistaken] == [True]
    assert exchange.sync_base().sent_count == 0
