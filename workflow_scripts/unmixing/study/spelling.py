"""Canonical values of a config, so that equal studies compare equal."""

import math
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from unmixing.study.config_files import Key
from unmixing.study.problems import Problem, spell_key
from unmixing.study.schema import Schema, find_part, order_keys, resolve_reference


def canonical(value: Any, schema: Schema | None = None) -> Any:
    """Give every value one type and spelling, and sort mappings whose order does not count.

    Text that is a YAML value becomes that value, unless the schema takes text, because `--config`
    passes nested values as text. A whole float becomes an integer: 100.0 is 100.
    """
    schema = resolve_reference(schema or {})
    if isinstance(value, Mapping):
        parts = {str(key): item for key, item in value.items()}
        return {
            name: canonical(parts[name], find_part(schema, name))
            for name in order_keys(parts, schema)
        }
    if isinstance(value, list | tuple):
        return [canonical(item, schema.get("items")) for item in value]
    if value == "null" and "null" in schema.get("type", ()):
        return None
    if isinstance(value, str) and "string" not in schema.get("type", ()):
        parsed = _parsed(value)
        return value if isinstance(parsed, str) else canonical(parsed, schema)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def find_unspellable(value: Any, key: Key = ()) -> Iterator[Problem]:
    """Find what has no canonical spelling: names that are not text, numbers that are not finite."""
    if isinstance(value, Mapping):
        for name, item in value.items():
            if not isinstance(name, str):
                yield Problem((*key, str(name)), _not_text(name), name=spell_key(key))
            yield from find_unspellable(item, (*key, str(name)))
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value):
            yield from find_unspellable(item, (*key, number))
    elif isinstance(value, float) and not math.isfinite(value):
        words = f": {value} is not a number that a study can use; give a finite one."
        yield Problem(key, words)


def _not_text(name: Any) -> str:
    if name is None:
        return ": a name is empty or null; give it one."
    if isinstance(name, bool):
        return (
            f": YAML reads a name as {str(name).lower()} (yes and on are true to it, no and off "
            "false): put it in quotes."
        )
    kind = "a number" if isinstance(name, int | float) else "something other than text"
    return f": YAML reads the name {name} as {kind}: put it in quotes."


def _parsed(text: str) -> Any:
    """Read text as YAML, and also as a number where YAML 1.1 needs a dot (1e-3)."""
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if math.isfinite(number):
        return number
    if text.startswith(("[", "{")) or text in ("null", "true", "false"):
        try:
            return yaml.safe_load(text)
        except yaml.YAMLError:
            return text
    return text
