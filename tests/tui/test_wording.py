"""How values read, and how typed days are understood."""

from datetime import UTC, datetime, time, timedelta, timezone
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store.errors import DayFormError
from store.keeping import acts
from store.keeping.acts.terms.attempts import DwellingType
from store.keeping.acts.terms.incidents import IncidentKind
from tui import wording
from tui.printed import paper

LAST_MOMENT = datetime(2015, 11, 2, 23, 59, 59, 999_999, tzinfo=UTC)


@pytest.mark.parametrize(
    ("instant", "read"),
    [
        (datetime(2015, 11, 2, 9, tzinfo=UTC), "2 Nov 2015 09:00:00"),
        (datetime(2016, 7, 31, 23, 30, tzinfo=UTC), "1 Aug 2016 00:30:00"),
        (datetime(2015, 11, 12, 9, 5, 7, 999_999, tzinfo=timezone(timedelta(hours=-5))), "12 Nov 2015 14:05:07"),
    ],
)
def test_an_instant_reads_as_london_keeps_it(instant: datetime, read: str) -> None:
    assert wording.moment(instant) == read


@pytest.mark.parametrize(
    ("count", "read"), [(0, "0 entries"), (1, "1 entry"), (2, "2 entries"), (12_345, "12,345 entries")]
)
def test_a_count_reads_with_its_noun(count: int, read: str) -> None:
    assert wording.counted(count, "entry", "entries") == read


def test_a_noun_without_a_plural_of_its_own_takes_an_s() -> None:
    assert [wording.counted(count, "row") for count in (1, 2)] == ["1 row", "2 rows"]


@pytest.mark.parametrize("act", acts.CATALOGUE.values(), ids=lambda act: act.kind)
def test_every_act_reads_as_one_sentence(act: type[acts.Act]) -> None:
    said = wording.sentence(act)

    assert said[0].isupper()
    assert said.endswith(".")
    assert "\n" not in said


@pytest.mark.parametrize(
    ("text", "of_the_day", "meant"),
    [
        ("2015-11-02", wording.WORK_BEGINS, datetime(2015, 11, 2, 9, tzinfo=UTC)),
        ("2016-07-01", wording.WORK_BEGINS, datetime(2016, 7, 1, 8, tzinfo=UTC)),
        ("20151102", wording.WORK_BEGINS, datetime(2015, 11, 2, 9, tzinfo=UTC)),
        ("2015-11-02", wording.DAY_ENDS, LAST_MOMENT),
        ("2015-11-02T10:30", wording.WORK_BEGINS, datetime(2015, 11, 2, 10, 30, tzinfo=UTC)),
        ("2015-11-02T10:30", wording.DAY_ENDS, datetime(2015, 11, 2, 10, 30, tzinfo=UTC)),
        ("2015-11-02T00:00", wording.WORK_BEGINS, datetime(2015, 11, 2, tzinfo=UTC)),
        ("2016-07-01T10:30", wording.DAY_ENDS, datetime(2016, 7, 1, 9, 30, tzinfo=UTC)),
        ("2015-11-02T10:30Z", wording.DAY_ENDS, datetime(2015, 11, 2, 10, 30, tzinfo=UTC)),
        ("2015-11-02T10:30+05:00", wording.DAY_ENDS, datetime(2015, 11, 2, 5, 30, tzinfo=UTC)),
    ],
)
def test_a_typed_day_or_instant_is_understood(text: str, of_the_day: time, meant: datetime) -> None:
    assert wording.day_or_instant(text, of_the_day) == meant


@pytest.mark.parametrize(
    "text", ["", "tomorrow", "2015-13-01", "2015-02-29", "02/11/2015", "9", "0001-01-01T00:00+14:00", "\udcff"]
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(DayFormError):
        wording.day_or_instant(text, wording.WORK_BEGINS)


@given(st.text())
def test_no_text_makes_reading_a_day_fall_over(text: str) -> None:
    try:
        read = wording.day_or_instant(text, wording.DAY_ENDS)
    except DayFormError:
        return
    assert read.tzinfo is UTC


@given(st.text())
def test_nothing_that_a_terminal_obeys_is_left_in_plain_text(text: str) -> None:
    plain = wording.plain(text)

    assert len(plain) == len(text)
    assert not any(ord(each) < 32 or 127 <= ord(each) < 160 for each in plain)
    plain.encode("utf-8")


@pytest.mark.parametrize("evil", ["\x1b]52;c;aGk=\x07", "\x9b2J", "\x1b[2J", "\u202e", "\r", "\n", "\x00"])
def test_escapes_and_turned_text_are_shown_as_what_they_are(evil: str) -> None:
    assert wording.plain(f"Ann{evil}") == "Ann" + "".join(each if each.isprintable() else "\ufffd" for each in evil)


def test_ordinary_text_stays_as_it_is() -> None:
    assert wording.plain("Zoë O'Dowd, Sørensen 東京 [/]") == "Zoë O'Dowd, Sørensen 東京 [/]"


# -- paper


def test_a_line_that_goes_into_a_file_is_never_broken() -> None:
    assert paper.hung("  label  ", "word " * 60, None) == "  label  " + "word " * 60


def test_a_line_on_a_terminal_goes_on_under_its_own_beginning() -> None:
    lines = paper.hung("Store     ", "word " * 30, 40).split("\n")

    assert all(len(line) <= 40 for line in lines)
    assert lines[0].startswith("Store     word")
    assert {line[:10] for line in lines[1:]} == {" " * 10}
    assert " ".join(" ".join(lines).split()) == ("Store " + "word " * 30).strip()


def test_a_terminal_too_narrow_for_that_gets_the_line_whole() -> None:
    assert paper.hung("Store     ", "word " * 9, 25) == "Store     " + "word " * 9


def test_a_code_is_spelled_out_for_the_telephone() -> None:
    assert wording.spelled("7K2Q-0MX4") == ["7  K  2  Q   -   0  M  X  4", "", "7 Kilo 2 Quebec", "0 Mike X-ray 4"]


@pytest.mark.parametrize(
    ("name", "called"),
    [
        (f"{'a' * 32}.{'b' * 32}.0000000007.bundle", "bundle 7"),
        (f"{'a' * 32}.{'b' * 32}.1234567890.bundle", "bundle 1234567890"),
        ("nothing of ours", "a bundle"),
    ],
)
def test_a_bundle_is_called_by_its_number(name: str, called: str) -> None:
    assert wording.bundle(name) == called


def test_how_far_work_is_names_the_whole_only_where_it_is_known() -> None:
    assert wording.how_far("Families kept", 2_000, 3_000) == "Families kept: 2,000 of 3,000"
    assert wording.how_far("Rows read", 2_000, 0) == "Rows read: 2,000"


@pytest.mark.parametrize(
    ("of", "written"),
    [
        (IncidentKind.OVERSEEN, "seen by others"),
        (DwellingType.SEMI_DETACHED, "semi-detached"),
        (DwellingType.FLAT, "flat"),
    ],
)
def test_a_word_of_a_closed_set_reads_as_people_write_it(of: StrEnum, written: str) -> None:
    assert wording.words(of) == written
