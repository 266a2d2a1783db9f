"""Withdrawals in words: what can be taken back, and what each leads to. Pure.

Owns the sentences. Refuses to own the table of effects (store).
"""

from typing import Final

from store.agreement import Agreement
from store.agreement.purposes import Purpose
from store.fieldwork.consents.effects import EFFECTS, Effect, Withdrawn
from store.fieldwork.consents.withdrawing import Whose, Withdrawing, ends_wave_two

_TITLES: Final = {
    Withdrawn.LINKAGE: "linkage",
    Withdrawn.RECONTACT: "contact for wave 2",
    Withdrawn.PARENTS_PERMISSION: "a parent's permission for this young person",
    Withdrawn.ANY_CONTACT: "any further contact",
    Withdrawn.WHOLE_SURVEY: "the whole survey",
}
_TO_DELETE: Final = "The answers are to be deleted: base has that as a request, and the department answers it."
_EFFECTS: Final = {
    Effect.ANSWERS_KEPT: "The answers are kept.",
    Effect.CHILDS_USE_STOPS: "The young person's answers are not used from now on.",
    Effect.DESTROYED_AT_THE_UPDATE: "There is no contact for wave 2; the details are destroyed with the next update.",
    Effect.OUT_OF_THE_NEXT_EXTRACT: "It is left out of the next extract for linkage.",
    Effect.STOP_LIST_IF_ONE_WAS_SENT: "Where an extract was sent already, whoever holds it is told to stop.",
}


def title_of(what: str, agreement: Agreement) -> str:
    """Return what is taken back, in a few words.

    Args:
        what: As `Withdrawn`, for linkage with its target behind a slash.
        agreement: Names the targets.
    """
    name, _, target = what.partition("/")
    (term,) = (each for each in agreement.purposes if each.id is Purpose.LINKAGE)
    with_what = next((each.name for each in term.targets if each.id == target), target)
    return f"{_TITLES[Withdrawn(name)]}{f' with the {with_what}' if with_what else ''}"


LOCKED: Final = "The family is LOCKED at once, here and on every device: no visit, no call."


def effect_sentences(asked: Withdrawing, whose: Whose) -> list[str]:
    """Return what a withdrawal leads to, a sentence each.

    Args:
        asked: As it was said.
        whose: By whom: a young person's no to contact closes them alone, but for the last yes to wave 2.
    """
    effects = EFFECTS[asked.what]
    if not ends_wave_two(asked, whose):
        return [_sentence(each, asked, is_of_child=whose.is_of_child) for each in effects]
    locked = (*(each for each in effects if each is not Effect.FAMILY_LOCKED), Effect.FAMILY_LOCKED)
    return [_sentence(each, asked, is_of_child=False) for each in locked]


def _sentence(effect: Effect, asked: Withdrawing, *, is_of_child: bool) -> str:
    match effect:
        case Effect.FAMILY_LOCKED if is_of_child:
            return "This young person is not contacted any more; the family stays as it is."
        case Effect.FAMILY_LOCKED:
            return LOCKED
        case Effect.ASKED_ABOUT_LINKAGE:
            return "Linkage is taken back as well." if asked.is_linkage_too else "Linkage stays as it was."
        case Effect.ASKED_ABOUT_ANSWERS:
            return _TO_DELETE if asked.is_to_delete else "The answers are kept."
        case _:
            return _EFFECTS[effect]
