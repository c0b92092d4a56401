"""What the top of a module defines, read from its syntax tree without running it."""

import ast


def bound(statement: ast.stmt) -> set[str]:
    """Return the names that a statement at the top of a module defines."""
    match statement:
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            return {statement.name}
        case ast.Import() | ast.ImportFrom():
            return {alias.asname or alias.name.split(".")[0] for alias in statement.names}
        case ast.Assign():
            return {target.id for target in statement.targets if isinstance(target, ast.Name)}
        case ast.AnnAssign(target=ast.Name(id=name)):
            return {name}
    return set()


def mappings(tree: ast.Module) -> dict[str, ast.Dict]:
    """Return the mappings that are written out at the top of a module, by name."""
    return {
        name: statement.value
        for statement in tree.body
        for name in bound(statement)
        if isinstance(statement, ast.Assign | ast.AnnAssign)
        if isinstance(statement.value, ast.Dict)
    }


def keys_of(mapping: ast.Dict) -> list[str]:
    """Return the keys of a mapping that are written out as text."""
    return [
        key.value
        for key in mapping.keys
        if isinstance(key, ast.Constant) and isinstance(key.value, str)
    ]


def alone(tree: ast.Module, key: str) -> ast.Module:
    """Return a module with one entry of the mapping that has it, and what this entry uses.

    A module without such an entry is returned whole.
    """
    found = {name: mapping for name, mapping in mappings(tree).items() if key in keys_of(mapping)}
    if not found:
        return tree
    name, mapping = next(iter(found.items()))
    keys = [getattr(written, "value", None) for written in mapping.keys]
    entry = mapping.values[keys.index(key)]
    others = [statement for statement in tree.body if name not in bound(statement)]
    used: set[str] = set()
    new = _names_in(entry)
    while new:
        used |= new
        using = [_names_in(statement) for statement in others if bound(statement) & new]
        new = set().union(*using) - used
    kept = [statement for statement in others if not bound(statement) or bound(statement) & used]
    return ast.Module([*kept, ast.Expr(entry)], type_ignores=[])


def _names_in(part: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(part) if isinstance(node, ast.Name)}
