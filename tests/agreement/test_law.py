"""2.2d, 19, A1: the law "as amended" is chosen by the date of the event."""

from datetime import date

import pytest

from store.agreement.law import law_on
from store.errors import NoRuleThenError
from tests.agreement.edited import packaged

LAW = packaged().law


@pytest.mark.parametrize(
    ("day", "law_id"),
    [
        ("2015-09-01", "dpa-1998"),
        ("2018-05-24", "dpa-1998"),
        ("2018-05-25", "gdpr-2018"),
        ("2020-12-31", "gdpr-2018"),
        ("2021-01-01", "uk-gdpr-2021"),
        ("2026-02-04", "uk-gdpr-2021"),
        ("2026-02-05", "uk-gdpr-2026-02"),
        ("2026-06-18", "uk-gdpr-2026-02"),
        ("2026-06-19", "uk-gdpr-2026-06"),
        ("2099-01-01", "uk-gdpr-2026-06"),
    ],
)
def test_the_law_of_a_day_is_the_one_in_force_then(day: str, law_id: str) -> None:
    assert law_on(LAW, date.fromisoformat(day)).id == law_id


def test_a_day_before_the_table_has_no_law() -> None:
    with pytest.raises(NoRuleThenError) as refused:
        law_on(LAW, date(2000, 2, 29))

    assert refused.value.on == "2000-02-29"
