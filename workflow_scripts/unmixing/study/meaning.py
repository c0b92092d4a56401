"""What Python code does, however it is laid out and explained, as text that versions share."""

import ast
from collections.abc import Mapping
from typing import Any

DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def meaning_of(tree: ast.Module) -> str:
    """Return a module's syntax tree as text, without docstrings and local names of imports.

    Comments and layout are not in a tree. Fields that are empty are left out, for versions of
    Python differ in which ones there are.
    """
    return _told(tree, _local_names(tree))


def _local_names(tree: ast.Module) -> dict[str, str]:
    """Return what imports are called in a module -> what they are called where they come from."""
    return {
        alias.asname: ".".join(filter(None, [getattr(node, "module", None), alias.name]))
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
        if alias.asname
    }


def _told(value: Any, local_names: Mapping[str, str]) -> str:
    if isinstance(value, list):
        return f"[{','.join([_told(item, local_names) for item in value])}]"
    if not isinstance(value, ast.AST):
        return repr(value)
    if isinstance(value, ast.Name):
        return local_names.get(value.id, value.id)
    if isinstance(value, ast.alias):
        return value.name
    fields = {name: getattr(value, name, None) for name in value._fields}
    if isinstance(value, DOCUMENTED) and ast.get_docstring(value, clean=False) is not None:
        fields["body"] = value.body[1:]
    told = [
        f"{name}={_told(field, local_names)}"
        for name, field in fields.items()
        if field is not None and field != [] and not isinstance(field, ast.expr_context)
    ]
    return f"{type(value).__name__}({','.join(told)})"
