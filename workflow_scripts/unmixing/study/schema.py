"""The schema of a config: its keys and their defaults."""

import copy
import importlib.resources
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from unmixing.scenes.reading_options import describe_options
from unmixing.splits import strategies
from unmixing.study.split_keys import add_splits

Schema = Mapping[str, Any]


def schema() -> Schema:
    """Read the schema: config/schema.yaml with the keys of split strategies and of readers."""
    return _with_splits(tuple(strategies.files().values()))


@cache
def _with_splits(files: tuple[Path, ...]) -> Schema:
    text = importlib.resources.files("unmixing.study").joinpath("schema.yaml").read_text()
    whole = yaml.safe_load(text)
    condition = whole["properties"]["conditions"]["additionalProperties"]
    condition["properties"] = add_splits(condition["properties"])
    scene = whole["properties"]["scenes"]["additionalProperties"]
    scene["properties"]["options"]["properties"] = describe_options()
    return whole


def resolve_reference(part: Schema) -> Schema:
    """Return a part of the schema, with a reference replaced by its definition."""
    return schema()["$defs"][part["$ref"].rsplit("/", 1)[1]] if "$ref" in part else part


def find_part(mapping: Schema, name: str) -> Schema:
    """Return the schema of a key of a mapping."""
    other = mapping.get("additionalProperties", {})
    return mapping.get("properties", {}).get(name, other if isinstance(other, dict) else {})


def fill_in_defaults(value: Any, part: Schema) -> Any:
    """Fill in the defaults of a value's schema, at every depth."""
    if not isinstance(value, Mapping):
        return copy.deepcopy(value)
    known = {name: resolve_reference(of_key) for name, of_key in part.get("properties", {}).items()}
    defaults = {name: key["default"] for name, key in known.items() if "default" in key}
    filled = {**defaults, **value}
    return {
        name: fill_in_defaults(filled[name], resolve_reference(find_part(part, name)))
        for name in order_keys(filled, part)
    }


def order_keys(mapping: Mapping[str, Any], part: Schema) -> list[str]:
    """Sort the keys of a mapping, unless the schema says that their order counts."""
    return list(mapping) if part.get("x-order-counts") else sorted(mapping)
