"""A form's state: which fields apply, what is missing, and what a draft brings back."""

import pytest

from store.errors import AnswerMissingError, DayFormError
from tui.forms.fields import Answers, Field, Kind, Option, many, one
from tui.forms.form import Form

RESULTS = (Option("none", "no contact"), Option("met", "somebody met"))
PEOPLE = (Option("a", "Ewa"), Option("b", "Jarek"))


def hold_number(text: str) -> None:
    if not text.isdecimal():
        raise DayFormError


def offered(_: Answers) -> tuple[Option, ...]:
    return PEOPLE


def made() -> Form:
    return Form(
        [
            Field("result", "Result", "What came of it?", Kind.ONE, options=lambda _: RESULTS),
            Field("met", "Met", "Who?", Kind.MANY, options=offered, applies=lambda so: one(so, "result") == "met"),
            Field("minutes", "Minutes", "How long?", Kind.LINE, check=hold_number, first="60"),
            Field("note", "Note", "Anything else?", Kind.LINE, may_be_empty=True),
        ]
    )


def test_a_field_that_does_not_apply_is_passed_over_and_its_answer_is_not_told() -> None:
    form = made()
    form.answer("met")
    form.go_on()
    form.answer(("a",))

    form.go_back()
    form.answer("none")
    form.go_on()

    assert form.field is not None
    assert form.field.id == "minutes"
    assert many(form.answers(), "met") == ()


def test_an_answer_comes_back_with_the_field_it_belongs_to() -> None:
    form = made()
    form.answer("met")
    form.go_on()
    form.answer(("b", "gone"))

    met = next(field for field in form.visible() if field.id == "met")

    assert form.answered(met) == ("b",)
    assert form.said(met) == "Jarek"


def test_what_was_passed_by_says_so_where_that_is_an_answer() -> None:
    others = Field("others", "Others", "Who else?", Kind.MANY, options=offered, may_be_empty=True, nothing="nobody")
    form = Form([others, Field("note", "Note", "Anything else?", Kind.LINE, may_be_empty=True)])
    assert form.said(others) == ""

    form.go_on()
    assert form.said(others) == "nobody"

    form.go_back()
    form.answer(("a",))
    form.go_on()
    assert form.said(others) == "Ewa"
    assert form.draft() == {"others": ["a"]}


def test_what_has_to_be_answered_cannot_be_passed_by() -> None:
    form = made()

    with pytest.raises(AnswerMissingError) as refused:
        form.go_on()

    assert refused.value.field == "Result"
    assert refused.value.hint == "Press the key of one of the answers."
    assert form.field is not None
    assert form.field.id == "result"


def test_a_line_that_was_left_empty_asks_for_nothing_but_typing() -> None:
    form = made()
    form.answer("none")
    form.go_on()
    form.answer("")

    with pytest.raises(AnswerMissingError) as refused:
        form.go_on()

    assert refused.value.hint == "Type it, then press Enter."


def test_a_line_that_cannot_be_is_refused_where_it_is_typed() -> None:
    form = made()
    form.answer("none")
    form.go_on()
    form.answer("an hour")

    with pytest.raises(DayFormError):
        form.go_on()


def test_the_end_is_reached_only_past_everything_that_is_missing() -> None:
    form = made()

    with pytest.raises(AnswerMissingError):
        form.go_to_end()
    form.answer("none")
    form.go_to_end()

    assert form.is_at_end
    assert form.answers() == {"result": "none", "minutes": "60"}


def test_a_draft_brings_back_what_was_typed_and_asks_what_is_missing() -> None:
    form = made()
    form.answer("met")
    form.go_on()

    again = made()
    again.restore(form.draft())

    assert one(again.answers(), "result") == "met"
    assert again.field is not None
    assert again.field.id == "met"


def test_a_form_nobody_answered_leaves_no_draft() -> None:
    assert made().draft() == {}


def test_a_draft_of_another_release_brings_back_what_is_still_asked() -> None:
    form = made()

    form.restore({"result": "none", "former": "x"})

    assert "former" not in form.draft()
    assert form.is_at_end
