"""The tables of linkage are what a writer of CSV writes, whichever way their lines were had."""

import csv
import io

from hypothesis import example, given
from hypothesis import strategies as st

from store.exchange.linkage.tables import LINKED, STOPPED, Linked, linkage_table, stop_table
from store.ids import PersonId

cell = st.text("aÅ ,\"\r\n'", max_size=4) | st.text(max_size=3)
people = st.lists(st.builds(Linked, st.just(PersonId("ab" * 16)), cell, cell, cell, cell), max_size=4)


def written(headings: tuple[str, ...], rows: list[tuple[str, ...]]) -> bytes:
    into = io.StringIO()
    csv.writer(into).writerows([headings, *rows])
    return into.getvalue().encode("utf-8", "surrogatepass")


@given(people)
@example([Linked(PersonId("ab" * 16), 'Ann "Nan"', "Hart", "1980-02-03", "CM1 9AL")])
@example([Linked(PersonId("ab" * 16), "Ann, Lee", "", "", "")])
@example([Linked(PersonId("ab" * 16), "Ann\r", "Hart", "", "")])
def test_people_are_written_as_a_writer_would(people: list[Linked]) -> None:
    assert linkage_table(people) == written(LINKED, [tuple(each) for each in people])
    assert "Hart" not in repr(people)


def test_thousands_are_written_in_order() -> None:
    many = [Linked(PersonId(f"{n:032x}"), "Ann", "O'Dea" if n % 7 else "a,b", "", "") for n in range(2_500)]

    assert linkage_table(many) == written(LINKED, [tuple(each) for each in many])
    assert stop_table([(each.person, "x") for each in many[::-1]]) == written(
        STOPPED, [(each.person, "x") for each in many]
    )
