"""The page with every key of a config, from the schema."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from unmixing.study.schema import resolve_reference

HEAD = """\
# Every key of a config

This page is made from `config/schema.yaml`, which every config is checked against.
[Configuring a study](../config.md) explains how keys work together.
"""
TYPES = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping",
    "null": "null",
}
Part = Mapping[str, Any]


def page(schema: Part) -> str:
    """Make the page."""
    return "\n".join([HEAD, *_keys(schema, "", 2)])


def _keys(mapping: Part, place: str, level: int) -> Iterator[str]:
    """Yield the keys of a mapping, each followed by the keys inside it."""
    for name, given in mapping.get("properties", {}).items():
        part = {**resolve_reference(given), **given}
        yield f"{'#' * level} `{place}{name}`\n"
        yield f"{_linked(part['description'])}\n"
        yield f"{_values(part)} {_default(part, name in mapping.get('required', []))}\n"
        inner, inner_place = _inside(part, f"{place}{name}.")
        yield from _keys(inner, inner_place, min(level + 1, 4))


def _inside(part: Part, place: str) -> tuple[Part, str]:
    """Return the mapping inside a key: its own, or that of each of its entries."""
    entry = part.get("additionalProperties")
    if "properties" not in part and isinstance(entry, Mapping) and "properties" in entry:
        return entry, f"{place}NAME."
    return part, place


def _default(part: Part, required: bool) -> str:
    if required:
        return "Required."
    if "default" in part:
        return f"Default: `{json.dumps(part['default'])}`."
    return "Optional."


def _values(part: Part) -> str:
    """Describe in a sentence what a key may be."""
    said = part.get("x-wanted") or _said(part)
    return f"{said[0].upper()}{said[1:]}."


def _said(part: Part) -> str:
    part = resolve_reference(part)
    if "enum" in part:
        return " or ".join(f"`{json.dumps(value).strip(chr(34))}`" for value in part["enum"])
    if "anyOf" in part:
        return ", or ".join(_said(way) for way in part["anyOf"])
    if "x-wanted" in part:
        return part["x-wanted"]
    types = part.get("type", "object")
    types = [types] if isinstance(types, str) else types
    return " or ".join(f"{TYPES[kind]}{_limits(part, kind)}" for kind in types)


def _limits(part: Part, kind: str) -> str:
    """Describe the bounds of a number, or what a list or a mapping holds."""
    if kind in ("integer", "number"):
        bounds = {
            "of at least": part.get("minimum"),
            "above": part.get("exclusiveMinimum"),
            "of at most": part.get("maximum"),
            "below": part.get("exclusiveMaximum"),
        }
        words = [f"{word} {bound}" for word, bound in bounds.items() if bound is not None]
        return f" {' and '.join(words)}" if words else ""
    if kind == "array" and "items" in part:
        count = f" of {part['maxItems']}" if "maxItems" in part else ""
        return f"{count} (each {_said(part['items'])})"
    if kind == "object" and "$ref" in (entry := part.get("additionalProperties") or {}):
        return f" whose entries are {_said(entry)}"
    return ""


def _linked(description: str) -> str:
    """Turn the names of pages into links."""
    return re.sub(r"docs/(\w+\.md)", r"[\1](../\1)", description)
