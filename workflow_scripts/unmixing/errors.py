"""Errors as messages to the person who runs the study."""

import difflib
import logging
import textwrap
from collections.abc import Iterable

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
    near = difflib.get_close_matches(name, known, n=1)
    hint = f" Did you mean '{near[0]}'?" if near else ""
    return UserError(f"Unknown {kind} '{name}': the known ones are {', '.join(known)}.{hint}")
