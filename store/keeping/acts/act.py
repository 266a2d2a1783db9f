"""What every act is: a frozen value of a known kind and version, whose body has one spelling.

Owns strictness, the order of a body's fields and who is named in it. Refuses to own any kind of act (the noun files)
and the bytes of an entry around the body (journal).
"""

from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar, Self

from pydantic import BaseModel, ConfigDict, GetCoreSchemaHandler
from pydantic_core import CoreSchema

from store.ids import FamilyId
from store.keeping.acts.terms.store import Subject


class Part(BaseModel):
    """A value inside an act.

    Fields are declared in the order in which they are understood and kept in the order of their names, so that the
    serialiser's own output is canonical and nothing has to be sorted at the moment an act is appended.

    Source:
        RFC 8785 section 3.2.3, for ASCII names.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, hide_input_in_errors=True, defer_build=True, allow_inf_nan=False
    )

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler, /) -> CoreSchema:
        """Put the fields of the schema, and so of every instance and body, in the order of their names."""
        schema = handler(source)
        inner: Any = handler.resolve_ref_schema(schema)
        while inner["type"] != "model-fields":
            inner = inner["schema"]
        inner["fields"] = dict(sorted(inner["fields"].items()))
        return schema

    @classmethod
    def model_construct(cls, _fields_set: set[str] | None = None, **values: Any) -> Self:  # type: ignore[override]
        """Make one from its fields, validated like any other: an unchecked act could not be read back.

        The type checker's plugin gives every model a door of this name without its fields, hence the ignore.
        """
        return cls(**values)

    def model_copy(self, *, update: Mapping[str, Any] | None = None, deep: bool = False) -> Self:
        """Return this with some fields changed, validated again; `deep` changes nothing, for parts never change."""
        del deep
        return type(self)(**{**dict(self), **(update or {})})


class Act(Part):
    """Whatever happens, as one appended fact.

    Attributes:
        kind: What the header says happened: ASCII, lower_snake, 1 to 64 characters. It outlives the body, so it tells
            neither a decision nor whom it is about.
        version: Which shape of the body this is, from 1.
        clause: The clauses of the agreement it serves, as printed, by comma.
        subject: What it is about.
        leaves_out_unsaid: Whether its body leaves out what nobody said, null, false and lists of nothing, rather than
            spell it out. To change that is to change the body, so it takes a new version.
    """

    kind: ClassVar[str]
    version: ClassVar[int] = 1
    clause: ClassVar[str]
    subject: ClassVar[Subject]
    leaves_out_unsaid: ClassVar[bool] = False


def family_of(act: Act) -> FamilyId | None:
    """Return the family whose personal data the body holds, or None if it holds nobody's."""
    if not _is_about_family(type(act)):  # asking pydantic for a field it lacks costs ten times as much
        return None
    family: FamilyId = act.family  # type: ignore[attr-defined]  # the line before says so
    return family


@cache
def _is_about_family(kind: type[Act]) -> bool:
    return "family" in kind.model_fields
