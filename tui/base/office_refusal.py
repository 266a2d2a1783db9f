"""The form of a refusal that reaches the office: somebody rings, writes, or it is not clear yet who said what.

Owns what is said otherwise than at a door. Refuses to own the questions (field.refusal), and what a refusal does
(store). Every laptop that has the family hears of it with its next bundle; a code reaches one that is away (stop_code).

Source: agreement 7.2a.
"""

from collections.abc import Mapping
from typing import ClassVar

from store.fieldwork.refusals import ComesTo
from store.keeping.acts.terms.families import WishBy, WishChannel
from tui.field.refusal import RefusalRoom
from tui.forms.fields import Option


class OfficeRefusalRoom(RefusalRoom):
    """Records at base that somebody no longer wants contact."""

    BY: ClassVar[tuple[Option, ...]] = (
        Option(WishBy.RESPONDENT, "somebody of the family"),
        Option(WishBy.PROXY, "somebody for them: it waits until you decide"),
        Option(WishBy.UNSURE, "not clear who: it waits until you decide"),
        Option(WishBy.OFFICE, "the office decides that: no contact"),
    )
    CHANNELS: ClassVar[tuple[WishChannel, ...]] = (
        WishChannel.TELEPHONE,
        WishChannel.LETTER,
        WishChannel.EMAIL,
        WishChannel.PAPER_FORM,
        WishChannel.DOOR,
    )

    CAME_TO: ClassVar[Mapping[ComesTo, str]] = {
        ComesTo.LOCKED: "the family is LOCKED. F5 tells its laptop; x has a code for one that is away.",
        ComesTo.WAITS: "the family is paused until you decide. F5 tells its laptop.",
        ComesTo.CLOSED: "that person is not contacted any more. F5 tells their laptop.",
    }
