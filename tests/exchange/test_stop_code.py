"""Stop codes: eight symbols read out by phone lock the family they are for, and no other."""

from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import (
    FamilyNotOnLaptopError,
    NotASupervisorError,
    StopCodeFormError,
    StopCodeUnknownError,
    StopKeyMissingError,
    StoreError,
)
from store.exchange import stop_code
from store.exchange.stop_code import SYMBOLS, code_for, enter, family_of_code, issue
from store.ids import DeviceId, FamilyId, new_id
from store.keeping import staffing
from store.keeping.acts import Act, FamilyAllocated, FamilyLockSet, LockCodeEntered, LockCodeIssued, parse
from store.keeping.acts.terms.attempts import Wave
from store.keeping.acts.terms.families import FamilyLock, FamilyLockCause
from store.keeping.acts.terms.store import StaffRole
from store.keeping.exchange_words import GONE
from store.keeping.freshness import Frozen
from store.keeping.header import unpack
from store.keeping.inspection import inspect
from store.keeping.secret import Secret
from store.keeping.store import Store
from tests.exchange.enrolled import FORGOTTEN, Pair, add_laptop, enrolled
from tests.made import PASSPHRASE, families, inside, opened, passphrase

KEY = Secret(bytes(range(32)))
OTHER_KEY = Secret(bytes(range(1, 33)))
FAMILIES = [FamilyId(f"{number:032x}") for number in range(1, 61)]
CAUSES = st.sampled_from(FamilyLockCause)
ANY_FAMILY = st.binary(min_size=16, max_size=16).map(lambda raw: FamilyId(raw.hex()))


# -- the code itself


def test_the_frozen_codes_are_these() -> None:
    # FORMAT.md, "Stop code": worked out from RFC 2104 and RFC 5869 alone
    assert code_for(KEY, FAMILIES[0], FamilyLockCause.CONTACT_WISH) == "D870-D6A5"
    assert code_for(KEY, FAMILIES[1], FamilyLockCause.SAFETY) == "YCP9-R9M1"
    assert [
        stop_code._digest(KEY, FAMILIES[0], FamilyLockCause.CONTACT_WISH),
        stop_code._digest(KEY, FAMILIES[1], FamilyLockCause.SAFETY),
    ] == [
        "fc2811784edf036fb31e589f393f7e99a5c4aeceebd5d97a03b3f113001ac6e7",
        "da8243f0c81dd1aa13cef02dbf58f7af54a00b237150c73f42ff73038da60b65",
    ]


@given(ANY_FAMILY, CAUSES)
def test_a_code_names_its_family_and_its_cause(family: FamilyId, cause: FamilyLockCause) -> None:
    code = code_for(KEY, family, cause)

    assert family_of_code(KEY, code, [*FAMILIES, family]) == (family, cause)


@given(ANY_FAMILY, CAUSES, st.randoms(use_true_random=False))
def test_a_code_is_read_however_it_was_heard(family: FamilyId, cause: FamilyLockCause, random: object) -> None:
    code = code_for(KEY, family, cause)
    heard_as = {"0": "0Oo", "1": "1IiLl"}

    heard = "".join(
        random.choice(heard_as.get(each, each + each.lower())) + random.choice(["", " ", "-", " - "])  # type: ignore[attr-defined]
        for each in code
    )

    assert family_of_code(KEY, heard, [family]) == (family, cause)


def test_a_code_is_two_groups_of_four_symbols_without_i_l_o_and_u() -> None:
    assert len(SYMBOLS) == len(set(SYMBOLS)) == 32
    assert not set(SYMBOLS) & set("ILOU")
    for family, cause in product(FAMILIES, FamilyLockCause):
        first, second = code_for(KEY, family, cause).split("-")
        assert (len(first), len(second)) == (4, 4)
        assert set(first + second) <= set(SYMBOLS)


@pytest.mark.parametrize(
    "typed",
    ["", "-", "ABCD-EFG", "ABCD-EFGHJ", "ABCD-EFGU", "ABCD-EFG!", "ABCD-EFGé", "\uff21BCD-EFGH", "ABCD\x00EFGH"],
)
def test_what_is_no_code_is_told_apart_from_a_wrong_one(typed: str) -> None:
    with pytest.raises(StopCodeFormError):
        family_of_code(KEY, typed, FAMILIES)


def test_every_slip_in_one_symbol_fits_no_family() -> None:
    code = code_for(KEY, FAMILIES[7], FamilyLockCause.REQUEST).replace("-", "")

    for place, symbol in product(range(8), SYMBOLS):
        if code[place] != symbol:
            with pytest.raises(StopCodeUnknownError):
                family_of_code(KEY, code[:place] + symbol + code[place + 1 :], FAMILIES)


def test_another_laptops_code_and_a_code_for_a_family_elsewhere_fit_nothing() -> None:
    cause = FamilyLockCause.CONTACT_WISH

    for code in (code_for(OTHER_KEY, FAMILIES[0], cause), code_for(KEY, FamilyId("f" * 32), cause)):
        with pytest.raises(StopCodeUnknownError):
            family_of_code(KEY, code, FAMILIES)
    with pytest.raises(StopCodeUnknownError):
        family_of_code(KEY, code_for(KEY, FAMILIES[0], cause), [])


def test_a_code_that_fits_two_families_locks_neither(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stop_code, "_mac", lambda *_: bytes(5))

    with pytest.raises(StopCodeUnknownError):
        family_of_code(KEY, "0000-0000", FAMILIES[:2])
    assert family_of_code(KEY, "0000-0000", FAMILIES[:1])[0] == FAMILIES[0]


def test_sixty_families_have_as_many_codes_as_causes_each() -> None:
    codes = {code_for(KEY, family, cause) for family, cause in product(FAMILIES, FamilyLockCause)}

    assert len(codes) == 60 * len(FamilyLockCause)


def test_the_digest_in_the_journal_needs_the_key_and_is_not_the_code() -> None:
    family, cause = FAMILIES[0], FamilyLockCause.CONTACT_WISH
    digests = {stop_code._digest(key, family, cause) for key in (KEY, OTHER_KEY)}

    assert len(digests) == 2
    assert all(not digest.startswith(stop_code._read(code_for(KEY, family, cause)).hex()) for digest in digests)


# -- base and laptop


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    return enrolled(tmp_path)


def allocated(pair: Pair, count: int) -> list[FamilyId]:
    """Give families to the laptop, as base's journal and the laptop's tell it."""
    told = [
        FamilyAllocated(
            family=family.family,
            device=pair.device,
            interviewer=pair.staff,
            order="0de4" * 8,
            wave=Wave.ONE,
            council_reference=family.council_reference,
            letter_sent_on=None,
            details=family.details,
            safety_note=None,
            notes=(),
            attempts=(),
            appointments=(),
            consents=(),
            interviews=(),
            selections=(),
            observations=(),
            handed_over_from=None,
            lease_until_ms=None,
        )
        for family in families(count)
    ]
    for folder, text in ((pair.base, PASSPHRASE), (pair.laptop, FORGOTTEN)):
        with opened(folder, text) as store:
            store.record(*told)
    return [family.family for family in told]


def told(store: Store, *kinds: type[Act]) -> list[Act]:
    """Return every act of some kinds in a store's journal, oldest first."""
    found: list[Act] = []
    for entry in store.journal.entries(0, store.journal.size):
        header = unpack(entry.header)
        if header.kind in {kind.kind for kind in kinds} and entry.body is not None:
            found.append(parse(header.kind, header.kind_version, entry.body))
    return found


@pytest.mark.parametrize("cause", FamilyLockCause)
def test_a_code_issued_at_base_locks_that_family_on_a_laptop_that_is_offline(
    pair: Pair, cause: FamilyLockCause
) -> None:
    ids = allocated(pair, 12)

    with opened(pair.base) as base:
        code = issue(base, pair.device, ids[5], cause)
        (issued,) = told(base, LockCodeIssued)
        inspect(base, signatures=True)
    with opened(pair.laptop, FORGOTTEN) as laptop:
        size = laptop.journal.size
        assert enter(laptop, code.lower().replace("-", " ")) == ids[5]
        locked, entered = told(laptop, FamilyLockSet, LockCodeEntered)
        assert laptop.journal.size == size + 2
        inspect(laptop, signatures=True)

    assert isinstance(issued, LockCodeIssued)
    assert (issued.family, issued.device, issued.cause) == (ids[5], pair.device, cause)
    assert isinstance(locked, FamilyLockSet)
    assert (locked.family, locked.lock, locked.cause) == (ids[5], FamilyLock.LOCKED, FamilyLockCause.LOCK_CODE)
    assert isinstance(entered, LockCodeEntered)
    assert (entered.family, entered.cause, entered.code_digest) == (ids[5], cause, issued.code_digest)


def test_a_frozen_laptop_notes_the_lock_first_and_keeps_it_for_the_journal(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = allocated(pair, 3)
    with opened(pair.base) as base:
        code = issue(base, pair.device, ids[1], FamilyLockCause.CONTACT_WISH)

    with opened(pair.laptop, FORGOTTEN) as laptop:
        size = laptop.journal.size
        monkeypatch.setattr(laptop, "frozen", Frozen.ROLLED_BACK)
        assert enter(laptop, code) == ids[1]
        noted = [laptop.unseal(each) for each in laptop.queue.waiting()]
        assert laptop.journal.size == size

    assert [type(act) for act in noted] == [FamilyLockSet, LockCodeEntered]
    with opened(pair.laptop, FORGOTTEN) as laptop:
        assert told(laptop, FamilyLockSet, LockCodeEntered) == noted


def test_a_wrong_code_locks_nothing_and_tells_of_nothing(pair: Pair) -> None:
    allocated(pair, 3)

    with opened(pair.laptop, FORGOTTEN) as laptop:
        size = laptop.journal.size
        for typed, refusal in (("0000-0000", StopCodeUnknownError), ("0000", StopCodeFormError)):
            with pytest.raises(refusal):
                enter(laptop, typed)
        assert (laptop.journal.size, laptop.queue.waiting()) == (size, [])


def test_a_code_for_another_laptop_is_refused_by_base_and_of_no_use_on_this_one(pair: Pair, tmp_path: Path) -> None:
    ids = allocated(pair, 2)
    other = add_laptop(pair.base, tmp_path, "other")

    with opened(pair.base) as base:
        size = base.journal.size
        for device, family, refusal in (
            (other.device, ids[0], FamilyNotOnLaptopError),
            (pair.device, FamilyId(new_id()), FamilyNotOnLaptopError),
            (DeviceId(new_id()), ids[0], StopKeyMissingError),
        ):
            with pytest.raises(refusal):
                issue(base, device, family, FamilyLockCause.REQUEST)
        assert base.journal.size == size
        key = base.notebook.secret_kept(stop_code.PURPOSE, other.device, 0)
        assert key is not None
    with opened(pair.laptop, FORGOTTEN) as laptop, pytest.raises(StopCodeUnknownError):
        enter(laptop, code_for(key, ids[0], FamilyLockCause.REQUEST))


def test_a_family_that_is_known_to_be_gone_from_the_laptop_gets_no_code(pair: Pair) -> None:
    (family,) = allocated(pair, 1)
    with inside(pair.base) as connection:
        connection.execute("UPDATE allocation SET state = ?", (GONE,))

    with opened(pair.base) as base, pytest.raises(FamilyNotOnLaptopError):
        issue(base, pair.device, family, FamilyLockCause.CONTACT_WISH)


def test_only_a_supervisor_issues_one(pair: Pair) -> None:
    (family,) = allocated(pair, 1)
    text = "Copper orchard 44 gallery"
    with opened(pair.base) as base:
        staffing.add(base, "An Auditor", StaffRole.AUDITOR, passphrase(text))

    with opened(pair.base, text) as base, pytest.raises(NotASupervisorError):
        issue(base, pair.device, family, FamilyLockCause.CONTACT_WISH)
    with opened(pair.laptop, FORGOTTEN) as laptop, pytest.raises(NotASupervisorError):
        issue(laptop, pair.device, family, FamilyLockCause.CONTACT_WISH)


def test_a_store_that_was_never_enrolled_has_no_codes(store: Store) -> None:
    with pytest.raises(StopKeyMissingError):
        enter(store, "0000-0000")


def test_the_code_itself_is_in_no_file_and_no_act(pair: Pair) -> None:
    (family,) = allocated(pair, 1)

    with opened(pair.base) as base:
        code = issue(base, pair.device, family, FamilyLockCause.CONTACT_WISH)
        raw = code.replace("-", "")
        for entry in base.journal.entries(0, base.journal.size):
            assert code.encode() not in (entry.body or b"")
            assert raw.encode() not in (entry.body or b"")
            assert stop_code._read(code).hex().encode() not in (entry.body or b"")


def test_every_refusal_says_what_to_do() -> None:
    for kind in (FamilyNotOnLaptopError, StopCodeFormError, StopCodeUnknownError, StopKeyMissingError):
        assert kind.hint != StoreError.hint
