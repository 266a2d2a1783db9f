"""The spelling of an act whose body leaves out what nobody said: what is null, false, or a list of nothing.

Owns that spelling, of the act and of every part in it. Refuses to own which acts are spelt so (`Act.leaves_out_unsaid`)
and what is canonical (catalogue).
"""

from collections.abc import Callable
from functools import cache, partial
from typing import Any, NamedTuple

from pydantic_core import SchemaSerializer, SchemaValidator

from store.keeping.acts.act import Act


class Spelling(NamedTuple):
    """One way between an act and its body.

    Attributes:
        read: Raises pydantic's ValidationError, which knows the body, where it does not fit.
        write: Gives the only body that may be read so.
    """

    read: Callable[[bytes], Any]
    write: Callable[[Any], bytes]


@cache
def spelling_without_unsaid(act_type: type[Act]) -> Spelling:
    """Return the spelling in which a field that is not there says nothing, and one that says nothing is not there.

    Nobody who makes an act may leave a field out for that: its own class, and those of its parts, ask for every one.
    """
    act_type.model_rebuild()  # unless it was built already
    schema = _with_defaults(act_type.__pydantic_core_schema__)
    # What was built for the class of a part asks for every field, and would be taken in place of what stands here.
    reader, writer = SchemaValidator(schema, _use_prebuilt=False), SchemaSerializer(schema, _use_prebuilt=False)
    return Spelling(reader.validate_json, partial(writer.to_json, exclude_defaults=True))


def _with_defaults(node: Any) -> Any:
    """Return a schema, or something in one, in which each field that may say nothing does so by default."""
    if isinstance(node, list):
        return [_with_defaults(each) for each in node]
    if not isinstance(node, dict):
        return node
    told = {name: _with_defaults(each) for name, each in node.items()}
    if node.get("type") == "model-field":
        match node["schema"]:
            case {"type": "nullable"}:
                told["schema"] = {"type": "default", "schema": told["schema"], "default": None}
            case {"type": "bool"}:
                told["schema"] = {"type": "default", "schema": told["schema"], "default": False}
            case {"type": "tuple", "variadic_item_index": 0, **bounds} if not bounds.get("min_length"):
                told["schema"] = {"type": "default", "schema": told["schema"], "default": ()}
    return told
