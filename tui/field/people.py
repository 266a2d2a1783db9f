"""The form of a family's people: somebody new, somebody who left or is back, and who is interviewed.

Owns what is shown before it is kept, and turning answers into acts. Refuses to own the questions (people_fields), and
who may be what (store).
"""

from collections.abc import Sequence
from random import SystemRandom
from typing import TYPE_CHECKING, ClassVar

from store.errors import NoSelectionError
from store.fieldwork.people import bring_back, remove_person
from store.fieldwork.selection import draw, select_respondents
from store.ids import PersonId
from store.keeping.acts.terms.attempts import SelectionMethod
from store.keeping.acts.terms.families import DetailSource, PersonEnd, PersonRole, ViewPart
from tui import wording
from tui.field.family_page import name_in, person_name
from tui.field.people_fields import METHODS, What, added, candidates, people_fields, what_of
from tui.field.readied import NumbersRoom
from tui.forms.fields import YES, Answers, Field, one
from tui.forms.room import Known
from tui.moments import Lies, typed_day
from tui.widgets.page import PageLine, Tint
from tui.widgets.paragraph import paragraph

if TYPE_CHECKING:
    from store.keeping.acts import Act, PersonAdded


class PeopleRoom(NumbersRoom):
    """Adds somebody, tells that somebody left or is back, and selects who is interviewed."""

    FORM: ClassVar[str] = "people"
    HEADING: ClassVar[str] = "People"
    SHOWS: ClassVar[tuple[ViewPart, ...]] = (ViewPart.PEOPLE,)

    def fields(self, known: Known) -> Sequence[Field]:
        """Return what is asked."""
        return tuple(people_fields(known))

    def ending(self, answers: Answers, known: Known) -> Sequence[PageLine]:
        """Return what it comes to; nobody is drawn before Enter, so that nobody can draw again."""
        name = name_in(known.file, one(answers, "person"), "")
        match what_of(answers):
            case What.NEW:
                (act,) = added(answers, known)
                told = [f"Added: {_new_words(act)}"]
                if one(answers, "somebody_else") == YES:
                    told.append("They are kept apart from whoever has the same name.")
            case What.LEFT:
                self.acts(answers, known)
                told = [f"{name}: {_end_words(answers)}", "What is known of them stays in the record."]
            case What.BACK:
                self.acts(answers, known)
                told = [f"{name} belongs to the household again."]
            case What.CHOOSE:
                told = list(_choice_words(answers, known))
        head, *rest = told
        width = self.size.width
        return [*paragraph(head, width, Tint.HEAD), *(line for each in rest for line in paragraph(each, width))]

    def acts(self, answers: Answers, known: Known) -> "list[Act]":
        """Return the acts."""
        file, circumstances = known.file, known.circumstances
        person = PersonId(one(answers, "person") or "")
        source = DetailSource(one(answers, "source") or DetailSource.INTERVIEWER)
        match what_of(answers):
            case What.NEW:
                return [*added(answers, known)]
            case What.LEFT:
                typed = one(answers, "left_on")
                left_on = None if typed is None else typed_day(typed, circumstances.today, Lies.BEHIND)
                end = PersonEnd(one(answers, "end") or PersonEnd.MOVED_OUT)
                return remove_person(person, end, left_on, source, file, circumstances)
            case What.BACK:
                return bring_back(person, source, file, circumstances)
            case What.CHOOSE:
                method = _method(answers)
                among = candidates(known, _role(answers, known))
                chosen = PersonId(one(answers, "chosen") or "") or draw(
                    among, method, circumstances.today, SystemRandom()
                )
                if not chosen:
                    raise NoSelectionError
                return select_respondents(method, [each.person for each in among], [chosen], file, circumstances)

    def said(self, answers: Answers, known: Known) -> str:
        """Return what was kept."""
        del known
        match what_of(answers):
            case What.NEW:
                return "Added to the family."
            case What.LEFT:
                return "Kept: they do not belong to the household now."
            case What.BACK:
                return "Kept: they belong to the household again."
            case What.CHOOSE:
                return "Kept: the family's page says who is interviewed."


def _new_words(act: "PersonAdded") -> str:
    someone = act.member
    name = " ".join(each for each in (someone.first_names, someone.surname) if each)
    born = f", born {wording.short_day(someone.born_on)}" if someone.born_on else ""
    age = born or (f", {someone.age_years}" if someone.age_years else "")
    ways = "".join(f", {each.number}{' (confidential)' if each.is_confidential else ''}" for each in someone.phones)
    return f"{name}, {wording.words(someone.role)}{age}{ways}"


def _end_words(answers: Answers) -> str:
    since = one(answers, "left_on")
    return (
        f"{wording.words(PersonEnd(one(answers, 'end') or PersonEnd.MOVED_OUT))}{f', since {since}' if since else ''}"
    )


def _choice_words(answers: Answers, known: Known) -> Sequence[str]:
    among = candidates(known, _role(answers, known))
    method = _method(answers)
    names = ", ".join(person_name(each) for each in among)
    if method is SelectionMethod.KISH_GRID:
        return f"{name_in(known.file, one(answers, 'chosen'), 'Nobody')} is interviewed, by the grid", f"Of: {names}"
    if draw(among, method, known.circumstances.today, SystemRandom()) is None:
        raise NoSelectionError  # a date of birth is not known
    how = next(each.text for each in METHODS if each.value == method)
    return f"One of {len(among)} is drawn: {how}", f"Of: {names}", "Enter draws, and the draw is kept as it falls."


def _method(answers: Answers) -> SelectionMethod:
    return SelectionMethod(one(answers, "method") or SelectionMethod.RANDOM)


def _role(answers: Answers, known: Known) -> PersonRole:
    """Return of which role one is chosen; where only one has several it is not asked."""
    asked = one(answers, "of_role")
    if asked is not None:
        return PersonRole(asked)
    is_young = len(candidates(known, PersonRole.YOUNG_PERSON)) > 1
    return PersonRole.YOUNG_PERSON if is_young else PersonRole.MAIN_CARER
