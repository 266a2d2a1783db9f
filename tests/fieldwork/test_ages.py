"""How old somebody is, as far as it is known."""

from dataclasses import dataclass
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.fieldwork.ages import Age, age_of, contradicts, exact_years, is_odd, may_be_child, years_between
from store.keeping.acts.terms.families import PersonRole

TODAY = date(2015, 11, 2)


@dataclass(frozen=True)
class Somebody:
    born_on: str | None = None
    age_years: int | None = None
    age_on: str | None = None


@pytest.mark.parametrize(
    ("somebody", "age"),
    [
        (Somebody(), None),
        (Somebody(age_years=14), None),
        (Somebody(born_on="1999-11-02"), Age(16, 16)),
        (Somebody(born_on="1999-11-03"), Age(15, 15)),
        (Somebody(age_years=15, age_on="2015-11-02"), Age(15, 15)),
        (Somebody(age_years=15, age_on="2015-10-01"), Age(15, 16)),
        (Somebody(age_years=15, age_on="2014-12-01"), Age(15, 16)),
        (Somebody(age_years=14, age_on="2014-10-01"), Age(15, 16)),
        (Somebody(born_on="1999-11-02", age_years=9, age_on="2015-11-01"), Age(16, 16)),
    ],
)
def test_an_age_is_known_as_closely_as_it_was_told(somebody: Somebody, age: Age | None) -> None:
    assert age_of(somebody, TODAY) == age


@pytest.mark.parametrize(
    ("years", "does"),
    [(14, True), (15, False), (16, False), (17, True)],
)
def test_an_age_contradicts_where_no_birthday_could_explain_it(years: int, does: bool) -> None:
    assert contradicts(Somebody(age_years=15, age_on="2015-10-01"), years, TODAY) is does
    assert not contradicts(Somebody(), years, TODAY)


@pytest.mark.parametrize(
    ("somebody", "years"),
    [
        (Somebody(), None),
        (Somebody(born_on="1999-11-03"), 15),
        (Somebody(age_years=15, age_on="2015-11-02"), 15),
        (Somebody(age_years=15, age_on="2015-10-01"), None),
    ],
)
def test_an_age_counts_only_where_no_birthday_leaves_it_open(somebody: Somebody, years: int | None) -> None:
    assert exact_years(somebody, TODAY) == years


@pytest.mark.parametrize(
    ("on", "years"),
    [(date(2014, 2, 28), 13), (date(2014, 3, 1), 14), (date(2016, 2, 28), 15), (date(2016, 2, 29), 16)],
)
def test_who_was_born_on_29_february_waits_for_1_march(on: date, years: int) -> None:
    assert years_between(date(2000, 2, 29), on) == years


@pytest.mark.parametrize(
    ("somebody", "may_be"),
    [
        (Somebody(), True),
        (Somebody(born_on="1999-11-02"), False),
        (Somebody(born_on="1999-11-03"), True),
        (Somebody(age_years=15, age_on="2015-01-01"), True),
        (Somebody(age_years=16, age_on="2015-01-01"), False),
    ],
)
def test_whoever_may_be_under_16_counts_as_a_child(somebody: Somebody, may_be: bool) -> None:
    assert may_be_child(somebody, TODAY) is may_be


@pytest.mark.parametrize(
    ("role", "age", "odd"),
    [
        (PersonRole.YOUNG_PERSON, Age(10, 10), True),
        (PersonRole.YOUNG_PERSON, Age(10, 11), False),
        (PersonRole.YOUNG_PERSON, Age(21, 22), False),
        (PersonRole.YOUNG_PERSON, Age(22, 22), True),
        (PersonRole.MAIN_CARER, Age(15, 15), True),
        (PersonRole.MAIN_CARER, Age(16, 16), False),
        (PersonRole.ADULT, Age(15, 15), True),
        (PersonRole.CHILD, Age(16, 16), True),
        (PersonRole.CHILD, Age(4, 4), False),
    ],
)
def test_an_age_that_does_not_go_with_the_role_is_odd(role: PersonRole, age: Age, odd: bool) -> None:
    assert is_odd(role, age) is odd


@given(st.dates(date(1900, 1, 1), date(2015, 1, 1)), st.integers(0, 20_000), st.integers(0, 20_000))
def test_an_age_told_once_always_holds_the_true_one(born_on: date, told_after: int, then_after: int) -> None:
    told_on = born_on + timedelta(days=told_after)
    on = told_on + timedelta(days=then_after)
    somebody = Somebody(age_years=years_between(born_on, told_on), age_on=told_on.isoformat())

    age = age_of(somebody, on)

    assert age is not None
    assert age.lowest <= years_between(born_on, on) <= age.highest
