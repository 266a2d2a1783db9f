"""Columns are understood by what was said, by their headings and by what stands in them, or the delivery waits."""

from datetime import date

import pytest

from store.agreement.purposes import DatasetKind
from store.errors import (
    ColumnImplausibleError,
    ColumnsUnknownError,
    CombinedError,
    HeadingsDoubledError,
    HeadingsUnsureError,
    KindDiffersError,
    MappingFormError,
    TableUnreadableError,
)
from store.exchange.containers import open_container
from store.exchange.intake.columns import Columns, columns_of, hold, lines_below, read_told, rows_below
from store.exchange.intake.dates import Order, day_of, order_of
from store.exchange.intake.fields import Field
from store.exchange.intake.masking import masked
from store.exchange.intake.tables import Table, table_in
from tests.exchange import wrapped

CONTACTS, REFUSALS = DatasetKind.CONTACTS, DatasetKind.REFUSALS
HEADINGS = "Unique ID,Forename,Last name,Address line 1,Post Code,Tel. no.,Date letter sent"
FAMILY = "ECC-1,Ann,Hart,1 Apple Lane,CM1 9AL,01632 960123,21/09/2015"


def table(*lines: str) -> Table:
    return table_in("\r\n".join(lines).encode())


def understood(found: Table, *told: str, kind: DatasetKind = CONTACTS) -> Columns:
    columns = columns_of(found, kind, {}, read_told(told))
    hold(columns, kind)
    return columns


def fields(columns: Columns) -> list[Field | None]:
    return [column.holds for column in columns.every]


AS_HEADED = [
    Field.FAMILY_ID,
    Field.FIRST_NAME,
    Field.SURNAME,
    Field.ADDRESS_1,
    Field.POSTCODE,
    Field.PHONE,
    Field.LETTER_SENT,
]


def test_headings_are_known_however_they_are_spelt_and_whatever_stands_above() -> None:
    titled = table("Essex County Council", "Delivered 5 October 2015,,,", HEADINGS, FAMILY)

    columns = understood(titled)

    assert fields(columns) == AS_HEADED
    assert [row[0] for row in rows_below(titled, columns)] == ["ECC-1"]


def test_without_headings_what_is_plain_is_guessed_and_the_rest_is_asked() -> None:
    bare = table(FAMILY, FAMILY.replace("ECC-1", "ECC-2").replace("Hart", "Lee"))

    with pytest.raises(ColumnsUnknownError) as refusal:
        understood(bare)
    assert refusal.value.columns == (2, 3, 4, 6)
    columns = understood(bare, "2=first_name", "3=surname", "4=Address 1", "6=phone")

    assert fields(columns) == AS_HEADED
    assert len(list(rows_below(bare, columns))) == 2


def test_what_was_understood_once_is_remembered_by_heading() -> None:
    odd = table(HEADINGS.replace("Tel. no.", "Ring them on"), FAMILY)
    known = understood(odd, "Ring them on=phone").known()

    again = columns_of(odd, CONTACTS, known, {})

    hold(again, CONTACTS)
    assert fields(again) == AS_HEADED


def test_contact_and_eligibility_in_one_are_refused_whole_whatever_is_said() -> None:
    """Clause 7.2c."""
    combined = table(HEADINGS + ",Worklessness", FAMILY + ",Y")

    for told in ((), ("Worklessness=leave_out",), ("8=notes",)):
        with pytest.raises(CombinedError, match=r"7\.2c") as refusal:
            understood(combined, *told)
        assert refusal.value.columns == (8,)


def test_a_criterion_under_a_heading_nobody_knows_is_taken_for_one() -> None:
    with pytest.raises(CombinedError):
        understood(table(HEADINGS + ",Flag 3", FAMILY + ",Y", FAMILY + ",N"))


def test_the_practice_deliveries_are_what_they_are_called() -> None:
    def found(name: str) -> Table:
        return table_in(open_container(wrapped.delivered(name), wrapped.told_with_them()).content)

    understood(found("essex-contacts.aes256.zip"))
    understood(found("essex-refusals.aes256.zip"), kind=REFUSALS)
    with pytest.raises(CombinedError):
        understood(found("refuse-combined.aes256.zip"))
    with pytest.raises(KindDiffersError) as refusal:
        understood(found("essex-eligibility.aes256.7z"))
    assert refusal.value.found == "eligibility"
    with pytest.raises(KindDiffersError):
        understood(found("essex-contacts.aes256.zip"), kind=REFUSALS)
    with pytest.raises(KindDiffersError):
        understood(found("essex-refusals.aes256.zip"))


def test_a_mapping_that_sends_safety_notes_to_telephones_is_refused() -> None:
    noted = table(HEADINGS + ",Remarks", *[FAMILY + ",Do not leave voicemail"] * 3)

    with pytest.raises(ColumnImplausibleError) as refusal:
        understood(noted, "Remarks=mobile")

    assert (refusal.value.column, refusal.value.field) == (8, "mobile")


@pytest.mark.parametrize("unread", ["address_2", "first_name", "full_name", "surname", "title"])
def test_a_mapping_that_shows_notes_before_anybody_read_them_is_refused(unread: str) -> None:
    """Clause 7.2c: free text may carry eligibility."""
    noted = table(f"{HEADINGS},Remarks", f"{FAMILY},Dog")

    with pytest.raises(ColumnImplausibleError) as refusal:
        understood(noted, f"Remarks={unread}")

    assert (refusal.value.column, refusal.value.field) == (8, unread)


@pytest.mark.parametrize("told", ["", "postcode", "=postcode", "9=postcode", "Nowhere=postcode", "1=shoe size"])
def test_what_is_said_of_no_column_is_refused(told: str) -> None:
    with pytest.raises(MappingFormError):
        understood(table(HEADINGS, FAMILY), told)


ONE_KNOWN = ("Nr,Surname,Who,Where,In", "ECC-1,Hart,Ann,1 Apple Lane,CM1 9AL", "ECC-2,Hart,Bob,2 Apple Lane,CM1 9AL")


def test_a_first_line_of_which_one_word_is_known_becomes_neither_headings_nor_a_family_by_itself() -> None:
    with pytest.raises(HeadingsUnsureError):
        understood(table(*ONE_KNOWN))

    headed = ("nr=family_id", "who=first_name", "where=address_1", "in=postcode")
    assert understood(table(*ONE_KNOWN), *headed).above == 1
    numbered = ("1=family_id", "2=surname", "3=first_name", "4=address_1", "5=postcode")
    assert understood(table(*ONE_KNOWN), *numbered).above == 0
    remembered = understood(table(*ONE_KNOWN), *headed).known()
    assert columns_of(table(*ONE_KNOWN), CONTACTS, remembered, {}).above == 1
    assert columns_of(table("family_id,What", "ECC-1,x"), CONTACTS, {}, {}).above == 1


@pytest.mark.parametrize(("is_headed", "above"), [(True, 1), (False, 0)])
def test_what_its_first_line_is_is_what_somebody_says(*, is_headed: bool, above: int) -> None:
    for found in (table(*ONE_KNOWN), table(HEADINGS, FAMILY)):
        assert columns_of(found, CONTACTS, {}, {}, is_headed=is_headed).above == above


def test_a_council_that_never_sends_headings_is_asked_once() -> None:
    numbered = ("1=family_id", "2=surname", "3=first_name", "4=address_1", "5=postcode")
    remembered = understood(table(*ONE_KNOWN), *numbered).known()

    assert columns_of(table(*ONE_KNOWN), CONTACTS, remembered, {}).above == 0


def test_a_heading_that_stands_twice_cannot_say_which_column_is_meant() -> None:
    with pytest.raises(MappingFormError):
        understood(table(f"{HEADINGS},Where,Where", f"{FAMILY},x,y"), "where=leave_out")


def test_eligibility_under_one_heading_twice_is_refused_and_none_of_it_lost() -> None:
    doubled = table("family_id,crime,health,Crime", "ECC-1,Y,N,N", "ECC-2,N,N,Y")

    with pytest.raises(HeadingsDoubledError, match="2 and 4"):
        understood(doubled, kind=DatasetKind.ELIGIBILITY)


@pytest.mark.parametrize("heading", ["Unique ref", "Post code", "Letter date"])
def test_two_columns_that_say_what_only_one_can_are_asked_about(heading: str) -> None:
    beside = {"Unique ref": "ECC-7", "Post code": "CM1 9AB", "Letter date": "20/09/2015"}[heading]
    doubled = table(f"{HEADINGS},{heading}", f"{FAMILY},{beside}")

    with pytest.raises(ColumnsUnknownError) as refusal:
        understood(doubled)
    assert refusal.value.columns[-1] == 8
    assert len(refusal.value.columns) == 2
    understood(doubled, "8=leave_out")


def test_days_are_taken_for_those_of_letters_under_an_empty_heading_alone() -> None:
    """Clause 7.2a: a birthday in their place would let every row through."""
    headed = table(HEADINGS.replace("Date letter sent", "Born"), FAMILY)
    bare = table(HEADINGS.replace("Date letter sent", ""), FAMILY)

    assert fields(columns_of(headed, CONTACTS, {}, {}))[-1] is None
    assert fields(columns_of(bare, CONTACTS, {}, {}))[-1] is Field.LETTER_SENT
    assert fields(columns_of(bare, CONTACTS, {}, {}, has_letters_day=True))[-1] is None


def test_a_workbook_that_counts_days_from_1904_is_refused() -> None:
    part = b'<workbook xmlns="x"><workbookPr date1904="1"/></workbook>'
    book = wrapped.workbook(("family_id", "postcode"), ("ECC-1", "CM1 9AL"), more=(("xl/workbook.xml", part),))

    with pytest.raises(TableUnreadableError, match="1904"):
        table_in(book)


def test_an_empty_table_and_one_without_an_address_are_refused() -> None:
    with pytest.raises(TableUnreadableError):
        understood(table(""))
    with pytest.raises(ColumnsUnknownError) as refusal:
        understood(table("family_id,surname", "ECC-1,Hart"))
    assert refusal.value.missing == ("address 1", "postcode")


@pytest.mark.parametrize(
    "written",
    [
        "21/09/2015",
        "21.9.15",
        "21-09-2015 00:00",
        "2015-09-21",
        "2015-09-21T09:30:00",
        "20150921",
        "21 September 2015",
        "21st Sept. 2015",
        "Mon 21 Sep 2015",
        "21-Sep-15",
        "September 21, 2015",
        "42268",
    ],
)
def test_a_day_is_known_in_every_form_councils_use(written: str) -> None:
    assert day_of(written) == date(2015, 9, 21)


@pytest.mark.parametrize("written", ["", "soon", "31/02/2015", "21/13/2015", "0", "99/99/9999", "21 Foo 2015", "2015"])
def test_what_is_no_day_is_none(written: str) -> None:
    assert day_of(written) is None


def test_whether_day_or_month_comes_first_is_seen_from_the_whole_column() -> None:
    assert order_of(["03/04/2015", "21/04/2015"]) is Order.DAY_FIRST
    assert order_of(["03/04/2015", "04/21/2015"]) is Order.MONTH_FIRST
    assert order_of(["03/04/2015"]) is Order.DAY_FIRST
    assert day_of("03/04/2015", Order.MONTH_FIRST) == date(2015, 3, 4)


def test_where_two_wrote_a_column_each_their_own_way_a_day_that_may_be_another_is_none() -> None:
    unsure = order_of(["21/04/2015", "04/21/2015"])

    assert unsure is Order.UNSURE
    assert day_of("21/04/2015", unsure) == day_of("04/21/2015", unsure) == date(2015, 4, 21)
    assert day_of("04/04/2015", unsure) == date(2015, 4, 4)
    assert day_of("03/04/2015", unsure) is None
    understood(table(HEADINGS, *[FAMILY.replace("21/09", each) for each in ("21/09", "09/21", *["03/04"] * 9)]))


@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_headings_that_come_again_further_down_are_no_family(mark: str) -> None:
    joined = table(HEADINGS, FAMILY, mark + HEADINGS, FAMILY.replace("ECC-1", "ECC-2"))
    columns = understood(joined)

    assert [row[0] for row in rows_below(joined, columns)] == ["ECC-1", "ECC-2"]
    assert [line[:5] for line in lines_below(joined, columns) or ()] == ["ECC-1", "ECC-2"]


def test_a_mask_shows_the_form_and_nobody() -> None:
    assert masked(" CM1 9AL ") == "XX9 9XX"
    assert masked("Ångström, 21/09/2015") == "Xxxxxxxx, 99/99/9999"
    assert masked("x" * 100) == "x" * 24 + "…"
    assert masked("a\x1b]52;c\x07") == "x ]99;x "
