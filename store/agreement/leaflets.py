"""The leaflet that stays with a respondent: what was said in brief, and room for their receipt code.

Owns which one is left. Refuses to own its print; a record names it by id and version.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Leaflet:
    """One leaflet in one language.

    Attributes:
        version: Counted from 1 within an id.
        language: BCP 47 tag, for example `en`.
    """

    id: str
    version: int
    language: str


def leaflet_in(leaflets: Iterable[Leaflet], language: str) -> Leaflet | None:
    """Return the leaflet that is left with somebody who was read a language: theirs, or else the English one, if any.

    Source:
        Clauses "Consent": a record names the leaflet.
    """
    by_language = {each.language: each for each in leaflets}
    return by_language.get(language, by_language.get("en"))
