"""Violations of the config schema, in words."""

from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema
from jsonschema.exceptions import ValidationError

from learning_curves.errors import did_you_mean, join_items
from unmixing.study.problems import Problem, spell_key
from unmixing.study.schema import Schema, resolve_reference, schema
from unmixing.study.wording import BOUNDS, describe_wanted, spell_value, suggest

# How patterns of scenes, conditions, models and studies begin.
NAME = "^[A-Za-z0-9_-]+$"
LIKE = 0.8
ABOUT_VALUES = frozenset({"type", "enum", "anyOf", "minItems", "maxItems", *BOUNDS})


def find_schema_problems(config: Mapping[str, Any]) -> list[Problem]:
    """List everything in a config that its schema does not allow.

    Parameters
    ----------
    config : Mapping[str, Any]
        As `canonical` spells it.
    """
    errors = jsonschema.Draft202012Validator(schema()).iter_errors(config)
    return list(dict.fromkeys(problem for error in errors for problem in _problems(error)))


def _problems(error: ValidationError) -> Iterator[Problem]:
    meant = _meant_branch(error)
    if meant:
        for of_branch in meant:
            yield from _problems(of_branch)
    elif error.validator == "additionalProperties":
        yield from _unknown_keys(error)
    elif error.validator == "required":
        yield from _missing_keys(error)
    else:
        key = tuple(error.absolute_path)
        yield Problem(key, _value(error))


def _meant_branch(error: ValidationError) -> list[ValidationError]:
    """Return the errors of the only alternative of the right type, if they help more.

    The words of the schema for all alternatives help more than errors about the value itself.
    """
    of_type = [branch for branch in _branches(error) if not _is_of_other_type(branch)]
    if len(of_type) != 1:
        return []
    is_deeper = all(other.path for other in of_type[0])
    return of_type[0] if is_deeper or "x-wanted" not in error.schema else []


def _branches(error: ValidationError) -> list[list[ValidationError]]:
    branches: dict[Any, list[ValidationError]] = {}
    for other in error.context or ():
        branches.setdefault(other.schema_path[0], []).append(other)
    return list(branches.values())


def _is_of_other_type(errors: list[ValidationError]) -> bool:
    return any(
        not error.path
        and (
            error.validator == "type"
            or (error.validator == "anyOf" and all(map(_is_of_other_type, _branches(error))))
        )
        for error in errors
    )


def _unknown_keys(error: ValidationError) -> Iterator[Problem]:
    known = error.schema.get("properties", {})
    where = tuple(error.absolute_path)
    for key in sorted(set(error.instance) - set(known)):
        yield Problem(
            (*where, key),
            f" '{key}'{_what_key_was_meant(key, known)}",
            before="Unknown key in ",
            name=spell_key(where),
        )


def _what_key_was_meant(key: str, known: Mapping[str, Any]) -> str:
    elsewhere = [spell_key(path) for path in _paths_of(key, schema())]
    if elsewhere and not did_you_mean(key, known, LIKE):
        return f": it is a key of {join_items(elsewhere)}."
    near = did_you_mean(key, known)
    if near or known is schema()["properties"]:
        return f".{near or ' config/README.md lists the keys.'}"
    return f": the known ones are {', '.join(sorted(known))}."


def _paths_of(key: str, part: Schema, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Yield the places of a key in the schema, with NAME for names that users choose."""
    part = resolve_reference(part)
    properties = part.get("properties", {})
    if key in properties and path:
        yield path
    for name, of_name in properties.items():
        yield from _paths_of(key, of_name, (*path, name))
    if isinstance(part.get("additionalProperties"), Mapping):
        yield from _paths_of(key, part["additionalProperties"], (*path, "NAME"))


def _missing_keys(error: ValidationError) -> Iterator[Problem]:
    known = error.schema.get("properties", {})
    misspelt = "".join(did_you_mean(key, known) for key in set(error.instance) - set(known))
    where = tuple(error.absolute_path)
    for key in error.validator_value:
        # A misspelt key is refused as unknown.
        if key not in error.instance and f"'{key}'" not in misspelt:
            meaning = _first_sentence(resolve_reference(known.get(key, {})).get("description", ""))
            yield Problem(where, f" lacks the key {key}{meaning}.")


def _first_sentence(description: str) -> str:
    words = description.split(". ")[0].rstrip(".")
    return f" ({words[0].lower()}{words[1:]})" if words else ""


def _value(error: ValidationError) -> str:
    """Say what a value must be, and what it is."""
    value, part = error.instance, error.schema
    if value in ([], {}) and error.validator != "type":
        return " is empty: give it one or more."
    if error.validator == "pattern" and error.validator_value.startswith(NAME):
        return f": {spell_value(value)} is not a name: it may only hold letters, digits, _ and -."
    if error.validator == "pattern" and "description" in part:
        return f" is {spell_value(value)} and must be: {part['description']}"
    if error.validator in ABOUT_VALUES:
        return f" must be {describe_wanted(part)}, not {spell_value(value)}{suggest(value, part)}"
    return f": {error.message}."
