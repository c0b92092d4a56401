"""Errors as messages to the person who runs the study."""

import difflib
import logging
import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path

LONGEST_REASON = 300


class UserError(Exception):
    """A mistake in the data or the config: the message says how to fix it."""


def report_failure(what: str, error: Exception) -> str:
    """Log the traceback of an error that stops nothing else, and return a sentence about it."""
    logging.error("%s cannot be made", what, exc_info=error)
    reason = str(error) if isinstance(error, UserError) else f"{type(error).__name__}: {error}"
    reason = textwrap.shorten(reason, LONGEST_REASON)
    return f"{what} cannot be made ({reason}): the log of its job says where."


def unknown_name(kind: str, name: str, known: Iterable[str]) -> UserError:
    """Build the error for an unknown name, with the nearest known one as a hint."""
    known = sorted(known)
    near = did_you_mean(name, known)
    return UserError(f"Unknown {kind} '{name}': the known ones are {', '.join(known)}.{near}")


def did_you_mean(name: str, known: Iterable[str], like: float = 0.6) -> str:
    """Return a question with the nearest known name, or nothing if none is `like` it."""
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=like)
    return f" Did you mean '{near[0]}'?" if near else ""


def join_items(items: Sequence[object], word: str = "and") -> str:
    """Join items as in a sentence: a, b and c."""
    *first, last = map(str, items)
    return f"{', '.join(first)} {word} {last}" if first else last


def shorten_path(path: str | Path) -> str:
    """Return a path, relative to the working directory if it lies inside it."""
    absolute, here = Path(path).absolute(), Path.cwd()
    return str(absolute.relative_to(here) if absolute.is_relative_to(here) else absolute)


def merge_errors(sentences: Iterable[str]) -> UserError:
    """Build one error from sentences: one per line, or a single sentence alone."""
    lines = list(dict.fromkeys(sentences))
    if len(lines) == 1:
        return UserError(lines[0])
    return UserError("\n- ".join([f"{len(lines)} things are wrong:", *lines]))
