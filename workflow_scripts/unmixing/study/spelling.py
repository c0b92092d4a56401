"""One type and one spelling for every value, so that equal studies are equal."""

import math
from collections.abc import Mapping
from typing import Any

import yaml

from unmixing.errors import UserError
from unmixing.study.schema import Schema, ordered, part_of, referred


def canonical(value: Any, schema: Schema | None = None) -> Any:
    """Give every value one type and spelling, and every mapping one order unless its own counts.

    Text that is a YAML value becomes that value, because `--config` hands nested values over as
    text, unless the schema says that text is meant; a float that is a whole number becomes an
    integer, so that 100.0 is 100.
    """
    schema = referred(schema or {})
    if isinstance(value, Mapping):
        parts = {str(key): item for key, item in value.items()}
        return {
            name: canonical(parts[name], part_of(schema, name)) for name in ordered(parts, schema)
        }
    if isinstance(value, list | tuple):
        return [canonical(item, schema.get("items")) for item in value]
    if value == "null" and "null" in schema.get("type", ()):
        return None
    if isinstance(value, str) and "string" not in schema.get("type", ()):
        parsed = _parsed(value)
        return value if isinstance(parsed, str) else canonical(parsed, schema)
    if isinstance(value, float) and not math.isfinite(value):
        raise UserError(f"{value} is not a number that a study can use; give a finite one.")
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _parsed(text: str) -> Any:
    """Read text as YAML, and as a number where YAML 1.1 wants a dot (1e-3)."""
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
