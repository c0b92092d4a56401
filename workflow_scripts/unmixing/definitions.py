"""What the top of a module defines, read from its syntax tree without running it."""

import ast


def list_bound_names(statement: ast.stmt) -> set[str]:
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


def find_mappings(tree: ast.Module) -> dict[str, ast.Dict]:
    """Return the dict literals at the top of a module, by name."""
    return {
        name: statement.value
        for statement in tree.body
        for name in list_bound_names(statement)
        if isinstance(statement, ast.Assign | ast.AnnAssign)
        if isinstance(statement.value, ast.Dict)
    }


def list_keys(mapping: ast.Dict) -> list[str]:
    """Return the keys of a mapping that are string literals."""
    return [
        key.value
        for key in mapping.keys
        if isinstance(key, ast.Constant) and isinstance(key.value, str)
    ]


def isolate_entry(tree: ast.Module, key: str) -> ast.Module:
    """Return a module with nothing but one entry of a mapping, and what this entry uses.

    A module without such an entry is returned whole.
    """
    found = {
        name: mapping for name, mapping in find_mappings(tree).items() if key in list_keys(mapping)
    }
    if not found:
        return tree
    name, mapping = next(iter(found.items()))
    keys = [getattr(written, "value", None) for written in mapping.keys]
    entry = mapping.values[keys.index(key)]
    others = [statement for statement in tree.body if name not in list_bound_names(statement)]
    used: set[str] = set()
    new = _names_in(entry)
    while new:
        used |= new
        using = [_names_in(statement) for statement in others if list_bound_names(statement) & new]
        new = set().union(*using) - used
    kept = [
        statement
        for statement in others
        if not list_bound_names(statement) or list_bound_names(statement) & used
    ]
    return ast.Module([*kept, ast.Expr(entry)], type_ignores=[])


def _names_in(part: ast.AST) -> set[str]:
    return {node.id for node in ast.walk(part) if isinstance(node, ast.Name)}
