"""Reads the template as CloudFormation would, and says which requests its resources become."""

import json
from pathlib import Path

import yaml

FILE = Path(__file__).resolve().parents[2] / "deploy/aws/template.yaml"

ACCOUNT = "123456789012"
STACK_ID = "5b3ee1a0-1c2d-11f1-9c6e-0a1b2c3d4e5f"
NO_VALUE = object()


class Loader(yaml.SafeLoader):
    """YAML with CloudFormation's short forms."""


def _short_form(loader, suffix, node):
    if isinstance(node, yaml.ScalarNode):
        value = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        value = loader.construct_mapping(node, deep=True)
    if suffix in ("Ref", "Condition"):
        return {suffix: value}
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {f"Fn::{suffix}": value}


Loader.add_multi_constructor("!", _short_form)
# A date in quotes stays a text, as CloudFormation reads it.
Loader.yaml_implicit_resolvers = {
    first: [one for one in resolvers if one[0] != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def load(path=FILE):
    return yaml.load(Path(path).read_text(), Loader)


class Stack:
    """A template with parameters, and what its resources answered so far.

    `known` maps a logical id to what `Ref` gives, and "Id.Attribute" to what `Fn::GetAtt` gives."""

    def __init__(self, template, parameters=None, name="toolrack", region="us-east-1", known=None):
        self.template = template
        self.name = name
        self.region = region
        self.known = known if known is not None else {}
        self.parameters = {}
        given = dict(parameters or {})
        for key, declared in template["Parameters"].items():
            value = given.pop(key, declared.get("Default"))
            if value is None:
                raise ValueError(f"the parameter {key} has no value")
            if declared["Type"] == "CommaDelimitedList":
                value = str(value).split(",")
            self.parameters[key] = value if isinstance(value, list) else str(value)
        if given:
            raise ValueError(f"there is no parameter {', '.join(given)}")

    def resources(self):
        """The logical ids of what is to be there, each after all that it needs."""
        wanted = {
            key: one
            for key, one in self.template["Resources"].items()
            if "Condition" not in one or self.condition(one["Condition"])
        }
        ordered = []
        while len(ordered) < len(wanted):
            ready = [
                key for key in wanted
                if key not in ordered and self._needs(wanted[key]) & set(wanted) <= set(ordered)
            ]
            if not ready:
                raise ValueError(f"a circle among {sorted(set(wanted) - set(ordered))}")
            ordered += ready
        return ordered

    def _needs(self, resource):
        explicit = resource.get("DependsOn", [])
        found = {explicit} if isinstance(explicit, str) else set(explicit)
        text = json.dumps(self.selected(resource.get("Properties", {})))
        for key in self.template["Resources"]:
            if any(mark in text for mark in
                   (f'{{"Ref": "{key}"}}', f'["{key}", "', f"${{{key}}}", f"${{{key}.")):
                found.add(key)
        return found

    def selected(self, value):
        """The value without the branches of conditions that do not hold."""
        if isinstance(value, dict):
            if "Fn::If" in value:
                name, yes, no = value["Fn::If"]
                return self.selected(yes if self.condition(name) else no)
            return {key: self.selected(one) for key, one in value.items()}
        if isinstance(value, list):
            return [self.selected(one) for one in value]
        return value

    def properties(self, key):
        return self.value(self.template["Resources"][key].get("Properties", {}))

    def outputs(self):
        return {
            key: self.value(one["Value"])
            for key, one in self.template["Outputs"].items()
            if "Condition" not in one or self.condition(one["Condition"])
        }

    def condition(self, name):
        return self._holds(self.template["Conditions"][name])

    def _holds(self, condition):
        [(function, operands)] = condition.items()
        if function == "Fn::Equals":
            left, right = (self.value(one) for one in operands)
            return left == right
        if function == "Fn::Not":
            return not self._holds(operands[0])
        raise ValueError(f"{function} in a condition")

    def value(self, value):
        """With every intrinsic function resolved."""
        if isinstance(value, list):
            return [one for one in map(self.value, value) if one is not NO_VALUE]
        if not isinstance(value, dict):
            return value
        if len(value) == 1:
            [(function, operands)] = value.items()
            if function == "Ref" or function.startswith("Fn::"):
                return self._function(function, operands)
        resolved = {key: self.value(one) for key, one in value.items()}
        return {key: one for key, one in resolved.items() if one is not NO_VALUE}

    def _function(self, function, operands):
        if function == "Ref":
            return self.reference(operands)
        if function == "Fn::GetAtt":
            return self.reference(".".join(operands))
        if function == "Fn::If":
            return self.value(operands[1 if self.condition(operands[0]) else 2])
        if function == "Fn::Sub":
            return self._substituted(operands)
        left, right = (self.value(one) for one in operands)
        if function == "Fn::Join":
            return left.join(right)
        if function == "Fn::Split":
            return right.split(left)
        if function == "Fn::Select":
            return right[int(left)]
        raise ValueError(f"{function} is not known")

    def _substituted(self, operands):
        text, own = operands if isinstance(operands, list) else (operands, {})
        own = self.value(own)
        parts = text.split("${")
        result = parts[0]
        for part in parts[1:]:
            name, brace, rest = part.partition("}")
            if not brace:
                raise ValueError(f"an open brace in {text}")
            result += str(own[name] if name in own else self.reference(name)) + rest
        return result

    def reference(self, name):
        pseudo = {
            "AWS::NoValue": NO_VALUE,
            "AWS::Region": self.region,
            "AWS::AccountId": ACCOUNT,
            "AWS::Partition": "aws",
            "AWS::StackName": self.name,
            "AWS::StackId": stack_arn(self.name, self.region),
        }
        for names in (pseudo, self.parameters, self.known):
            if name in names:
                return names[name]
        raise ValueError(f"nothing gives {name}")


def stack_arn(name, region):
    return f"arn:aws:cloudformation:{region}:{ACCOUNT}:stack/{name}/{STACK_ID}"
