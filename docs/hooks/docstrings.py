"""What stands behind a colon in this project's docstrings is a description, and no type."""

import re

from griffe import Docstring, Extension, GriffeLoader, Module, Object

SECTIONS = ("Parameters", "Attributes")
ITEM = re.compile(r"^(\w+(?:, \w+)*) : (.+)$")
TITLE = re.compile(r"^(\w+)\n-+$", re.M)


class Descriptions(Extension):
    """Types come from the annotations; the words behind the colon say what is in them."""

    def on_package(self, *, pkg: Module, loader: GriffeLoader, **kwargs: object) -> None:
        """Rewrite every docstring of the package before it is parsed."""
        for docstring in _docstrings(pkg):
            docstring.value = described(docstring.value)


def described(text: str) -> str:
    """Move what stands behind the colon of an item into the lines below its name."""
    parts = TITLE.split(text)
    rewritten = [parts[0]]
    for title, body in zip(parts[1::2], parts[2::2], strict=True):
        lines = body.split("\n")
        if title in SECTIONS:
            lines = [ITEM.sub(r"\1\n    \2", line) for line in lines]
        rewritten += [title, "\n" + "-" * len(title), "\n".join(lines)]
    return "".join(rewritten)


def _docstrings(item: Object) -> list[Docstring]:
    own = [item.docstring] if item.docstring else []
    members = (member for member in item.members.values() if not member.is_alias)
    return own + [docstring for member in members for docstring in _docstrings(member)]
