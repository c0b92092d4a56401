"""Words for what a part of the schema takes, and for what to write instead of a value."""

import json
import math
from datetime import date
from typing import Any

import jsonschema

from learning_curves.errors import did_you_mean, join_items
from unmixing.study.schema import Schema, resolve_reference, schema
from unmixing.study.spelling import canonical

LONGEST = 60
BOUNDS = {
    "minimum": "of {} or more",
    "exclusiveMinimum": "above {}",
    "maximum": "at most {}",
    "exclusiveMaximum": "below {}",
}
TYPES = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "keys with values",
    "null": "null",
}


def spell_value(value: Any) -> str:
    """Spell a value as a config does, cut short if it is long."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."


def describe_wanted(part: Schema) -> str:
    """Describe what a part of the schema takes."""
    part = resolve_reference(part)
    if "x-wanted" in part:
        return part["x-wanted"]
    if "enum" in part:
        return f"one of {join_items([_plain(value) for value in part['enum']], 'or')}"
    if "anyOf" in part:
        return join_items([describe_wanted(other) for other in part["anyOf"]], "or")
    return join_items([_of_type(name, part) for name in _types(part)], "or")


def _of_type(name: str, part: Schema) -> str:
    words = TYPES[name]
    if name == "array" and "minItems" in part and part["minItems"] == part.get("maxItems"):
        words += f" of {part['minItems']}"
    if name in ("integer", "number"):
        said = [text.format(part[key]) for key, text in BOUNDS.items() if key in part]
        words = f"{words} {join_items(said)}" if said else words
    return words


def _types(part: Schema) -> list[str]:
    types = part.get("type", [])
    return [types] if isinstance(types, str) else list(types)


def _takes(part: Schema) -> set[str]:
    """Return every type that a part of the schema takes."""
    part = resolve_reference(part)
    return set(_types(part)).union(*(_takes(other) for other in part.get("anyOf", [])))


def _plain(value: Any) -> str:
    return "null" if value is None else str(value)


def suggest(value: Any, part: Schema) -> str:
    """Suggest what to write instead, if that is clear, and end the sentence."""
    takes = _takes(part)
    if isinstance(value, str) and value in part.get("x-instead", {}):
        return f": {part['x-instead'][value]}."
    if isinstance(value, str) and "enum" in part:
        return f".{did_you_mean(value.lower(), map(_plain, part['enum']))}"
    if value == 1 and "x-one" in part and not isinstance(value, bool):
        return f": {part['x-one']}."
    if "string" in takes and isinstance(value, int | float | date):
        if isinstance(value, bool):
            return ": put it in quotes, because yes, no, on and off are true and false to YAML."
        # On the command line, Snakemake takes quotes off before it reads a number.
        return ": put it in quotes in a config file, or begin it with a letter."
    if value == "None" and "null" in takes:
        return ": write null."
    if value is None:
        return ": write {} for the defaults." if "properties" in part else "."
    return _instead(value, part)


def _instead(value: Any, part: Schema) -> str:
    """Suggest how to write what a value seems to mean, and end the sentence."""
    number = _number(value)
    if isinstance(value, list) and len(value) == 1:
        number = value[0]
    if number != value and _fits(number, part):
        return f": write {number}."
    items = value.replace(",", " ").split() if isinstance(value, str) else [value]
    numbers = [_number(item) for item in items]
    if _fits(numbers, part):
        return f": give a list, [{', '.join(map(str, numbers))}]."
    names = value if isinstance(value, list) else items
    if (
        names
        and all(isinstance(name, str) for name in names)
        and _fits(dict.fromkeys(names, {}), part)
    ):
        return f": write {{{', '.join(f'{name}: {{}}' for name in names)}}}."
    return "."


def _number(item: Any) -> Any:
    """Return the number that text such as 10% or 1,000 means, else the item itself."""
    text = item.strip() if isinstance(item, str) else ""
    try:
        is_share = text.endswith("%")
        number = float(text.removesuffix("%").replace(",", ""))
    except ValueError:
        return item
    if not math.isfinite(number):
        return item
    return canonical(round(number / 100, 12) if is_share else number)


def _fits(value: Any, part: Schema) -> bool:
    return jsonschema.Draft202012Validator({"$defs": schema()["$defs"], **part}).is_valid(value)
