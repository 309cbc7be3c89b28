"""Checks what is sent to AWS against the shapes that botocore has of it, to the last character.

botocore itself looks at required members and types only. Here patterns have to match the whole
text, lengths, ranges and enumerations hold, and a union has exactly one member.
"""

import re
from functools import cache

import botocore.session
from botocore import xform_name

# Character classes of Unicode, which Python's expressions do not have, by what is near enough.
CLASSES = re.compile(r"\\p\{[A-Z]\}")


@cache
def model(service):
    return botocore.session.get_session().get_service_model(service)


@cache
def operation_names(service):
    """The names of operations by those that the AWS CLI has for them."""
    return {xform_name(name, "-"): name for name in model(service).operation_names}


def input_shape(service, operation):
    return model(service).operation_model(operation).input_shape


def problems(service, operation, parameters):
    """What is wrong with these parameters, each a sentence with its place; [] where nothing is."""
    return list(_problems(input_shape(service, operation), parameters, operation))


def _problems(shape, value, place):
    expected = {"structure": dict, "map": dict, "list": list, "string": str, "boolean": bool}
    kind = expected.get(shape.type_name, (int, float))
    if not isinstance(value, kind) or (isinstance(value, bool) and kind is not bool):
        yield f"{place}: expected {shape.type_name}, got {value!r}"
        return
    yield from _bounds(shape, value, place)
    if shape.type_name == "structure":
        yield from _members(shape, value, place)
    elif shape.type_name == "list":
        for number, one in enumerate(value):
            yield from _problems(shape.member, one, f"{place}[{number}]")
    elif shape.type_name == "map":
        for key, one in value.items():
            yield from _problems(shape.key, key, f"{place} key {key}")
            yield from _problems(shape.value, one, f"{place}.{key}")


def _members(shape, value, place):
    for name in shape.required_members:
        if name not in value:
            yield f"{place}: {name} is missing"
    if shape.is_tagged_union and len(value) != 1:
        yield f"{place}: exactly one of {', '.join(shape.members)}, got {sorted(value)}"
    for name, one in value.items():
        if name not in shape.members:
            yield f"{place}: there is no {name}; there are {', '.join(shape.members)}"
        else:
            yield from _problems(shape.members[name], one, f"{place}.{name}")


def _bounds(shape, value, place):
    metadata = shape.metadata
    size = value if isinstance(value, (int, float)) else len(value)
    if size < metadata.get("min", size) or size > metadata.get("max", size):
        yield f"{place}: {size} is not within {metadata.get('min')} and {metadata.get('max')}"
    if "enum" in metadata and value not in metadata["enum"]:
        yield f"{place}: {value!r} is not one of {metadata['enum']}"
    pattern = metadata.get("pattern")
    if pattern and isinstance(value, str):
        if not re.fullmatch(CLASSES.sub(r"\\S\\s", pattern), value, re.ASCII):
            yield f"{place}: {value!r} does not match {pattern}"
