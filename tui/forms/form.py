"""The state of a form: which fields apply, what was answered, where one is. Pure.

Owns going on and back, what is missing, and what a draft of it holds. Refuses to own how it looks and what is kept.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from store.errors import AnswerMissingError
from tui.forms.fields import Answer, Answers, Field, Kind, Option

_HIDDEN: Final = "••••••••"
"""What stands for a secret, however long it is."""


class Form:
    """Fields, and what was answered so far. Behind the last field lies the end, where it can be kept.

    Args:
        fields: In the order they are asked.
    """

    def __init__(self, fields: Sequence[Field]) -> None:
        self._fields = fields
        self._answers: dict[str, Answer] = {each.id: each.first for each in fields if each.first}
        self._looked: tuple[list[Field], Answers] | None = None
        self._at: str | None = self.steps()[0].id

    # -- what is asked ---------------------------------------------------------------------------------------------

    def visible(self) -> list[Field]:
        """Return the fields that apply, in their order."""
        return self._look()[0]

    def steps(self) -> list[Field]:
        """Return the fields that are asked one after the other."""
        return [each for each in self.visible() if not each.is_at_end]

    def answers(self) -> Answers:
        """Return the answers to fields that apply."""
        return self._look()[1]

    def options(self, field: Field) -> Sequence[Option]:
        """Return what a field offers, given the other answers."""
        return field.options(self.answers())

    def _look(self) -> tuple[list[Field], Answers]:
        """Return both, worked out once for each answer: everything that is shown of a form asks for them."""
        if self._looked is None:
            found: list[Field] = []
            known: dict[str, Answer] = {}
            for field in self._fields:
                if field.applies(known):
                    found.append(field)
                    if (answer := self._of(field, known)) is not None:
                        known[field.id] = answer
            self._looked = found, known
        return self._looked

    def _of(self, field: Field, known: Answers) -> Answer | None:
        """Return the answer to a field if it is still one that is offered."""
        answer = self._answers.get(field.id)
        if answer is None or field.kind is Kind.LINE:
            return answer
        offered = {option.value for option in field.options(known)}
        if isinstance(answer, tuple):
            return tuple(each for each in answer if each in offered)
        return answer if answer in offered else None

    # -- where one is ----------------------------------------------------------------------------------------------

    @property
    def field(self) -> Field | None:
        """The field that is asked now; None at the end."""
        return next((each for each in self.steps() if each.id == self._at), None)

    @property
    def is_at_end(self) -> bool:
        """Whether everything was passed."""
        return self.field is None

    def go_on(self) -> None:
        """Go to the next field, or to the end.

        Raises:
            AnswerMissingError: This one has to be answered.
            StoreError: What was typed cannot be what it is for.
        """
        field = self.field
        if field is None:
            return
        self.hold(field)
        later = self._after(field)
        self._at = later[0].id if later else None

    def go_back(self) -> None:
        """Go to the field before; from the first one nowhere."""
        fields = self.steps()
        place = next((n for n, each in enumerate(fields) if each.id == self._at), len(fields))
        self._at = fields[max(0, place - 1)].id

    def go_to_end(self) -> None:
        """Go to the end, or to the first field that is missing or cannot be, and raise what is wrong with it."""
        for field in self.steps():
            self._at = field.id
            self.hold(field)
        self._at = None

    def hold(self, field: Field) -> None:
        """Raise what is wrong with the answer to a field, if anything is."""
        answer = self.answers().get(field.id)
        if not answer and not field.may_be_empty:
            raise AnswerMissingError(field.label, is_typed=field.kind is Kind.LINE)
        if isinstance(answer, str) and answer and field.kind is Kind.LINE:
            field.check(answer)

    def _after(self, field: Field) -> list[Field]:
        fields = self.steps()
        return fields[fields.index(field) + 1 :]

    # -- answering -------------------------------------------------------------------------------------------------

    def answer(self, answer: Answer) -> None:
        """Take an answer to the field that is asked now."""
        if (field := self.field) is not None:
            self._answers[field.id] = answer
            self._looked = None

    def answer_at_end(self, place: int) -> bool:
        """Take the option at a place, counted from 0, of what is asked at the end; return whether there is one."""
        for field in self.visible():
            options = self.options(field) if field.is_at_end else ()
            if place < len(options):
                self._answers[field.id] = options[place].value
                self._looked = None
                return True
        return False

    def answered(self, field: Field) -> Answer:
        """Return what stands in a field; empty where nothing does."""
        return self.answers().get(field.id, "")

    def said(self, field: Field) -> str:
        """Return the answer to a field in words."""
        answer = self.answered(field)
        if not answer:
            return field.nothing if self._is_passed(field) else ""
        if field.is_secret:
            return _HIDDEN
        if field.kind is Kind.LINE:
            return field.reads(answer) if isinstance(answer, str) else ""
        texts = {option.value: option.text for option in self.options(field)}
        chosen = (answer,) if isinstance(answer, str) else answer
        return ", ".join(texts.get(each, "") for each in chosen if each)

    def _is_passed(self, field: Field) -> bool:
        steps, now = self.steps(), self.field
        return field in steps and (now is None or steps.index(field) < steps.index(now))

    # -- drafts ----------------------------------------------------------------------------------------------------

    def draft(self) -> dict[str, Any]:
        """Return what was answered, as JSON can hold it; empty where that is nothing but what stood there first."""
        first = {each.id: each.first for each in self._fields if each.first}
        secrets = {each.id for each in self._fields if each.is_secret}
        answers = {name: each for name, each in self._answers.items() if name not in secrets}
        said = {name: each for name, each in answers.items() if each or name in first}
        if said == first:
            return {}
        return {name: list(each) if isinstance(each, tuple) else each for name, each in said.items()}

    def restore(self, draft: Mapping[str, Any]) -> None:
        """Take what a draft holds; the form then asks the first field that is not answered."""
        known = {each.id for each in self._fields}
        for name, each in draft.items():
            if name in known:
                self._answers[name] = tuple(each) if isinstance(each, list) else str(each)
        self._looked = None
        missing = (each for each in self.steps() if not self.answered(each) and not each.may_be_empty)
        self._at = next((each.id for each in missing), None)
