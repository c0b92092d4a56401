"""Python code as text that ignores layout and comments, and is the same in all Python versions."""

import ast
from collections.abc import Iterator, Mapping
from typing import Any

# The field of a syntax tree that holds a name bound other than by assignment.
BOUND = {
    ast.arg: "arg",
    ast.FunctionDef: "name",
    ast.AsyncFunctionDef: "name",
    ast.ClassDef: "name",
}


def spell_meaning(tree: ast.Module) -> str:
    """Spell a module's syntax tree as text, without what changes no result.

    These are docstrings, local names of imports, and what is logged. A tree has no comments and no
    layout. Empty fields are left out, because Python versions differ in which ones there are.
    """
    return _spell(tree, _local_names(tree))


def _local_names(tree: ast.Module) -> dict[str, str]:
    """Map the local names of imports to their original names.

    Names that are also bound in another way, or never read, are left out.
    """
    nodes = list(_walk(tree))
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


def _walk(node: ast.AST) -> Iterator[ast.AST]:
    """Yield a node and all within it, in half the time of `ast.walk`."""
    found: list[ast.AST] = [node]
    # It grows while it is read.
    for one in found:
        yield one
        for name in one._fields:
            value = getattr(one, name, None)
            if isinstance(value, ast.AST):
                found.append(value)
            elif isinstance(value, list):
                found += [item for item in value if isinstance(item, ast.AST)]


def _spell(value: Any, local_names: Mapping[str, str]) -> str:
    if isinstance(value, list):
        kept = [item for item in value if not (_is_mere_text(item) or _is_logged(item))]
        return f"[{','.join([_spell(item, local_names) for item in kept])}]"
    if not isinstance(value, ast.AST):
        # Python versions differ in which letters `repr` escapes.
        return ascii(value)
    if isinstance(value, ast.Name):
        return local_names.get(value.id, value.id)
    if isinstance(value, ast.alias):
        renamed = value.asname and value.asname not in local_names
        return f"{value.name} as {value.asname}" if renamed else value.name
    fields = {name: getattr(value, name, None) for name in value._fields}
    if isinstance(value, ast.JoinedStr):
        # Some Python versions end a format string with an empty text.
        fields["values"] = [part for part in value.values if getattr(part, "value", None) != ""]
    spelt = [
        f"{name}={_spell(field, local_names)}"
        for name, field in fields.items()
        if field is not None and field != [] and not isinstance(field, ast.expr_context)
    ]
    return f"{type(value).__name__}({','.join(spelt)})"


def _is_mere_text(node: Any) -> bool:
    """Return whether a statement is only a text, as a docstring is."""
    is_constant = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return is_constant and isinstance(node.value.value, str)


def _is_logged(node: Any) -> bool:
    """Return whether a statement only writes to the log, or is there for those that do."""
    match node:
        case ast.Expr(ast.Call(ast.Attribute(ast.Name("logging")))):
            return True
        case ast.Import([ast.alias("logging")]):
            return True
    return False
