"""Errors as messages to the person who runs the study."""

import difflib
import logging
import textwrap
from collections.abc import Iterable, Sequence
from pathlib import Path

LONGEST_REASON = 300


class UserError(Exception):
    """A mistake in the data or the config: the message is a sentence that says how to mend it."""


def told(what: str, error: Exception) -> str:
    """Log the traceback of an error that stops nothing else, and say it in a sentence."""
    logging.error("%s cannot be made", what, exc_info=error)
    reason = str(error) if isinstance(error, UserError) else f"{type(error).__name__}: {error}"
    reason = textwrap.shorten(reason, LONGEST_REASON)
    return f"{what} cannot be made ({reason}): the log of its job says where."


def unknown_name(kind: str, name: str, known: Iterable[str]) -> UserError:
    """Build the error for a name that is none of the known ones, with the nearest as a hint."""
    known = sorted(known)
    near = did_you_mean(name, known)
    return UserError(f"Unknown {kind} '{name}': the known ones are {', '.join(known)}.{near}")


def did_you_mean(name: str, known: Iterable[str], like: float = 0.6) -> str:
    """Return a question with the known name that is nearest, empty if none is `like` it."""
    near = difflib.get_close_matches(name, list(known), n=1, cutoff=like)
    return f" Did you mean '{near[0]}'?" if near else ""


def listed(items: Sequence[object], word: str = "and") -> str:
    """Return items as a reader lists them: a, b and c."""
    *first, last = map(str, items)
    return f"{', '.join(first)} {word} {last}" if first else last


def shown(path: str | Path) -> str:
    """Return a path as a reader knows it: from the working directory where it is below that."""
    absolute, here = Path(path).absolute(), Path.cwd()
    return str(absolute.relative_to(here) if absolute.is_relative_to(here) else absolute)


def together(sentences: Iterable[str]) -> UserError:
    """Build one error of several sentences, a line each; of one, the sentence alone."""
    lines = list(dict.fromkeys(sentences))
    if len(lines) == 1:
        return UserError(lines[0])
    return UserError("\n- ".join([f"{len(lines)} things are wrong:", *lines]))
