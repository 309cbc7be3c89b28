"""From the command lines of the AWS CLI that were written down to requests, checked like those of
the template."""

import json
import re

import shapes
from botocore import xform_name

# Of the CLI itself: options with a value, and without.
OWN_OPTIONS = {"--output", "--query", "--region", "--max-items", "--cli-input-json"}
OWN_FLAGS = {"--generate-cli-skeleton"}

# Commands that are no operation of the API, with the options that they have.
CUSTOM = {
    ("cloudformation", "deploy"): {
        "--stack-name", "--template-file", "--capabilities", "--no-fail-on-empty-changeset",
        "--parameter-overrides", "--tags",
    },
    ("ecr", "get-login-password"): set(),
    ("configure", "get"): set(),
}

# moto's ids have another form than AWS's; they stand for these.
WELL_FORMED = {
    "agentRuntimeId": "toolrack-AbCdEf1234",
    "gatewayIdentifier": "toolrack-abcdef1234",
    "targetId": "ABCDEF1234",
    "targetIdList": ["ABCDEF1234"],
}


def problems(call):
    """What is wrong with one call of `aws`; [] where nothing is."""
    service, command, *words = call["arguments"]
    if (service, command) in CUSTOM:
        unknown = {word for word in words if word.startswith("--")} - CUSTOM[service, command]
        return [f"{service} {command} has no {option}" for option in sorted(unknown)]
    operation = shapes.operation_names(service).get(command)
    if operation is None:
        return [f"{service} has no {command}"]
    if "--generate-cli-skeleton" in words:
        return []
    shape = shapes.input_shape(service, operation)
    try:
        parameters = read(shape, words, call["files"])
    except ValueError as error:
        return [f"{service} {command}: {error}"]
    for name, value in WELL_FORMED.items():
        if name in parameters and isinstance(value, str):
            parameters[name] = value
        elif len(parameters.get(name, [])) == 1:
            parameters[name] = value
    return shapes.problems(service, operation, parameters)


def read(shape, words, files):
    """The parameters that these options give."""
    options = {"--" + xform_name(name, "-"): name for name in shape.members}
    parameters, name = {}, None
    for word in words:
        if word in OWN_FLAGS | OWN_OPTIONS:
            name = word
        elif word.startswith("--"):
            if word not in options:
                raise ValueError(f"there is no option {word}")
            name = options[word]
            parameters[name] = []
        elif name == "--cli-input-json":
            parameters.update(json.loads(files[word]))
        elif name in parameters:
            parameters[name].append(word)
        elif name not in OWN_OPTIONS:
            raise ValueError(f"{word} belongs to no option")
    given = set(options.values()) & set(parameters)
    return {
        key: as_given(shape.members[key], value) if key in given and _texts(value) else value
        for key, value in parameters.items()
    }


def _texts(value):
    return isinstance(value, list) and all(isinstance(one, str) for one in value)


def as_given(shape, words):
    """The words after an option as its value: name=value pairs are a structure."""
    if shape.type_name == "list":
        return [as_given(shape.member, [word]) for word in words]
    [word] = words
    if shape.type_name == "structure":
        return dict(pair.split("=", 1) for pair in word.split(","))
    return int(word) if shape.type_name in ("integer", "long") else word


def written(text):
    """The commands of `aws` that stand in a script, as service and command."""
    joined = text.replace("\\\n", " ")
    found = set(re.findall(r"\baws ([a-z]+(?:-[a-z]+)*) ([a-z]+(?:-[a-z]+)+|get|deploy)\b", joined))
    found |= {("bedrock-agentcore-control", name)
              for name in re.findall(r"\bcontrol ([a-z]+(?:-[a-z]+)+)\b", joined)}
    return found
