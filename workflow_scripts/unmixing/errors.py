"""The one exception that is a message to the person who runs the study."""

import difflib
from collections.abc import Iterable


class UserError(Exception):
    """A mistake in the data or the config: the message is a sentence that says how to mend it."""


def unknown_name(kind: str, name: str, known: Iterable[str]) -> UserError:
    """Build the error for a name that is none of the known ones, with the nearest as a hint."""
    known = sorted(known)
    near = difflib.get_close_matches(name, known, n=1)
    hint = f" Did you mean '{near[0]}'?" if near else ""
    return UserError(f"Unknown {kind} '{name}': the known ones are {', '.join(known)}.{hint}")
