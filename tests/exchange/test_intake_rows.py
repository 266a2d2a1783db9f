"""A row that is kept as it stands, and one that is cleaned first, come to the same family."""

from hypothesis import example, given
from hypothesis import strategies as st

from store.agreement.purposes import DatasetKind
from store.exchange.intake.columns import columns_of
from store.exchange.intake.fields import Field
from store.exchange.intake.reading_rows import Delivery, Reader, reference_in
from store.exchange.intake.tables import Row, table_in
from store.fieldwork.typed import LINE_CHARS, clean_line
from store.ids import FamilyId
from store.keeping.acts.family_told import FamilyTold, details_of

HEADINGS = "family_id,title,first_name,surname,name,address_1,address_2,postcode,phone,mobile,email,language,notes"
FAMILY = FamilyId("ab" * 16)

cell = st.text("A9 .", max_size=6) | st.sampled_from(
    [
        "",
        "  ",
        "ECC-1",
        "Ann",
        "07700 900123",
        "+44 (0)1632 960001 x2",
        "01632",
        "call first",
        "a@b",
        "English",
        "CM19AL",
    ]
)
rows = st.lists(cell | st.text(max_size=4), min_size=13, max_size=13)


def reader() -> Reader:
    table = table_in(f"{HEADINGS}\n".encode())
    return Reader(columns_of(table, DatasetKind.CONTACTS, {}, {}, has_letters_day=True), "Essex", ())


def without_ids(told: FamilyTold) -> tuple[object, ...]:
    (person,) = told.people
    return (
        told[:11],
        person[1:10],
        [phone[1:] for phone in person.phones],
        [mail[1:] for mail in person.emails],
        [note[1:] for note in told.held_notes],
    )


@given(rows)
@example(["ECC-1", "Ms", "Ann", "Hart", "", "1 Apple Lane", "", "CM1 9AL", "07700 900123", "", "", "", ""])
@example(["ECC-1", "", "Ann  Lee", "Hart", "", "1 Apple Lane", "", "CM1 9AL", "", "", "", "", ""])
@example(["ECC-1", "", " Ann", "Hart", "", "1 Apple Lane", "", "CM1 9AL", "", "", "", "", ""])
@example(["ECC-1", "", "Ann ", "Hart", "", "1 Apple Lane", "", "CM1 9AL", "", "", "", "", ""])
@example([" ECC-1", "", "Ann", "Hart", "", "1 Apple Lane", "", "CM1 9AL", "", "", "", "", ""])
@example(["ECC-1", "", "Ann", "Hart", "", "1 Apple Lane", "", "CM1 9AL", "", "", "", "", "Dog "])
@example(["ECC-1", "", "Ann", "Hart", "", "1 Apple\tLane", "", "CM1 9AL", "", "", "", "", ""])
def test_whether_it_is_looked_at_cell_by_cell_makes_no_difference(row: Row) -> None:
    once, again = reader(), reader()
    read = once.row(row)
    told = once.told(row, read, FAMILY, Delivery("cd" * 16, None), 0)
    cleaned = again.row(row)
    cleaned.is_plain = False

    other = again.told(row, cleaned, FAMILY, Delivery("cd" * 16, None), 0)

    assert without_ids(told) == without_ids(other)
    assert (read.reference, once.odd_count) == (reference_in(row[0].strip()), again.odd_count)
    assert read.has_address == any(each.strip() for each in row[5:7])
    if read.is_plain:
        assert all(clean_line(each) == (each or None) for each in row)
    details_of(told)  # every value fits


def test_a_cell_is_short_as_it_would_be_kept() -> None:
    columns = len(HEADINGS.split(","))
    for text, is_short in (
        ("a" * LINE_CHARS, True),
        ("a" * (LINE_CHARS + 1), False),
        ("\N{ANGSTROM SIGN}" * 300, True),
    ):
        assert reader().row([text, *[""] * (columns - 1)]).is_short is is_short
    assert reader().row(["a" * 100] * columns).is_short


def test_of_two_columns_that_hold_the_same_the_first_that_says_anything_counts() -> None:
    table = table_in(b"family_id,address,postcode,surname,last_name\n")
    columns = columns_of(table, DatasetKind.CONTACTS, {}, {}, has_letters_day=True)
    assert len(columns.places()[Field.SURNAME]) == 2
    of = Reader(columns, "Essex", ())
    for row, surname in ((["1", "2", "3", "", "Hart"], "Hart"), (["1", "2", "3", "Lee", "Hart"], "Lee")):
        told = of.told(row, of.row(row), FAMILY, Delivery("cd" * 16, None), 0)
        assert told.people[0].surname == surname


def test_what_stands_beyond_the_last_column_is_taken_for_nothing() -> None:
    table = table_in(b"family_id,address,name\n")
    of = Reader(columns_of(table, DatasetKind.CONTACTS, {}, {}, has_letters_day=True), "Essex", ())

    details, notes = of.details(["1", "2 Apple Lane", "Ann Hart", "stray"])

    (carer,) = details.people
    assert (carer.title, carer.first_names, carer.surname) == (None, "Ann", "Hart")
    assert (details.address.postcode, notes) == (None, ())


def test_what_nobody_sees_in_a_reference_is_taken_out_and_a_control_is_not() -> None:
    assert reference_in("\ufeffECC-1\u200b ") == reference_in(" ECC-1") == "ECC-1"
    assert reference_in("ECC-1\x1b") == ""
