"""The schema of a config: what its keys are, and what they are when left out."""

import copy
import importlib.resources
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from unmixing.splits import strategies
from unmixing.study.split_keys import with_splits

Schema = Mapping[str, Any]


def schema() -> Schema:
    """Read the schema: config/schema.yaml, and what split strategies add to a condition."""
    return _with_splits(tuple(strategies.files().values()))


@cache
def _with_splits(files: tuple[Path, ...]) -> Schema:
    text = importlib.resources.files("unmixing.study").joinpath("schema.yaml").read_text()
    whole = yaml.safe_load(text)
    condition = whole["properties"]["conditions"]["additionalProperties"]
    condition["properties"] = with_splits(condition["properties"])
    return whole


def referred(part: Schema) -> Schema:
    """Return a part of the schema, or the definition that it refers to."""
    return schema()["$defs"][part["$ref"].rsplit("/", 1)[1]] if "$ref" in part else part


def part_of(mapping: Schema, name: str) -> Schema:
    """Return the schema of a key of a mapping."""
    other = mapping.get("additionalProperties", {})
    return mapping.get("properties", {}).get(name, other if isinstance(other, dict) else {})


def with_defaults(value: Any, part: Schema) -> Any:
    """Return a value with the defaults of its schema filled in, at every depth."""
    if not isinstance(value, Mapping):
        return copy.deepcopy(value)
    known = {name: referred(of_key) for name, of_key in part.get("properties", {}).items()}
    defaults = {name: key["default"] for name, key in known.items() if "default" in key}
    filled = {**defaults, **value}
    return {
        name: with_defaults(filled[name], referred(part_of(part, name)))
        for name in ordered(filled, part)
    }


def ordered(mapping: Mapping[str, Any], part: Schema) -> list[str]:
    """Return the keys of a mapping: in their own order where the schema says that it counts."""
    return list(mapping) if part.get("x-order-counts") else sorted(mapping)
