"""What Python code does, however it is laid out and explained, as text that versions share."""

import ast
from collections.abc import Mapping
from typing import Any

# How a tree spells names that are bound other than by assignment.
BOUND = {
    ast.arg: "arg",
    ast.FunctionDef: "name",
    ast.AsyncFunctionDef: "name",
    ast.ClassDef: "name",
}


def meaning_of(tree: ast.Module) -> str:
    """Return a module's syntax tree as text, without docstrings and local names of imports.

    Comments and layout are not in a tree. Fields that are empty are left out, for versions of
    Python differ in which ones there are.
    """
    return _told(tree, _local_names(tree))


def _local_names(tree: ast.Module) -> dict[str, str]:
    """Return what imports are called in a module -> what they are called where they come from.

    A name that is bound in another way too, or never read, may mean something else elsewhere.
    """
    nodes = list(ast.walk(tree))
    names = [node for node in nodes if isinstance(node, ast.Name)]
    read = {node.id for node in names if isinstance(node.ctx, ast.Load)}
    bound = {node.id for node in names if not isinstance(node.ctx, ast.Load)}
    bound |= {getattr(node, BOUND[type(node)]) for node in nodes if type(node) in BOUND}
    return {
        alias.asname: ".".join(filter(None, [getattr(node, "module", None), alias.name]))
        for node in nodes
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
        if alias.asname in read - bound
    }


def _told(value: Any, local_names: Mapping[str, str]) -> str:
    if isinstance(value, list):
        kept = [item for item in value if not _is_mere_text(item)]
        return f"[{','.join([_told(item, local_names) for item in kept])}]"
    if not isinstance(value, ast.AST):
        # Versions differ in which letters `repr` spells out.
        return ascii(value)
    if isinstance(value, ast.Name):
        return local_names.get(value.id, value.id)
    if isinstance(value, ast.alias):
        renamed = value.asname and value.asname not in local_names
        return f"{value.name} as {value.asname}" if renamed else value.name
    fields = {name: getattr(value, name, None) for name in value._fields}
    if isinstance(value, ast.JoinedStr):
        # Some versions end a format with an empty text.
        fields["values"] = [part for part in value.values if getattr(part, "value", None) != ""]
    told = [
        f"{name}={_told(field, local_names)}"
        for name, field in fields.items()
        if field is not None and field != [] and not isinstance(field, ast.expr_context)
    ]
    return f"{type(value).__name__}({','.join(told)})"


def _is_mere_text(node: Any) -> bool:
    """Whether a statement is a text alone, as a docstring is."""
    is_constant = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return is_constant and isinstance(node.value.value, str)
