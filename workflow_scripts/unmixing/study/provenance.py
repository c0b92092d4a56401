"""The code that a result depends on: Snakemake only sees the date of a script, not its imports."""

import ast
import hashlib
from collections.abc import Collection, Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from unmixing.definitions import isolate_entry
from unmixing.study.meaning import spell_meaning

SCRIPTS = Path(__file__).resolve().parents[2]
PACKAGES = {name: SCRIPTS / name for name in ("unmixing", "learning_curves")}
# Folders and modules that decide how a job runs, what it refuses or which results are wanted, and
# never the results themselves.
NEUTRAL = frozenset(
    (
        *("study", "machine", "checks", "errors", "storage", "writing", "registry", "outputs"),
        "__init__",
    )
)
# Modules of these folders that do affect results.
DECIDING = frozenset({"spelling", "measured_runs", "measured_values"})
# Trains seeds as one program, and nothing else imports it: neutral where a study does not use it.
TOGETHER = "seeds_together"


class FileEntry(NamedTuple):
    """A file that is loaded by name, not imported, for one thing that it defines."""

    file: Path
    name: str


@cache
def digest_code(
    *files: Path, entries: tuple[FileEntry, ...] = (), neutral: frozenset[str] = NEUTRAL
) -> str:
    """Digest files and the modules they import: results are stale when the digest changes.

    Of Python code only the meaning counts, not comments, docstrings and layout. Of a file that is
    loaded for one of several definitions, only what that one uses counts.
    """
    digest = hashlib.sha256()
    for path in files:
        digest.update(_content(path, None))
    found = find_modules(files, entries, neutral)
    for path in sorted(found, key=_place):
        digest.update(_content(path, found[path]))
    return digest.hexdigest()[:16]


def find_modules(
    files: Iterable[Path],
    entries: Iterable[FileEntry] = (),
    neutral: Collection[str] = NEUTRAL,
) -> dict[Path, str | None]:
    """Find the modules that files import, directly or indirectly.

    Parameters
    ----------
    files : Iterable[Path]
        Scripts or modules; modules of the packages are found too.
    entries : Iterable[FileEntry]
        Files of the packages or of a user's folder; they are found too.
    neutral : Collection[str]
        Names of folders and modules of the packages that are neither found nor followed.

    Returns
    -------
    dict
        File -> the definition that it is loaded for, or None for all.
    """
    found: dict[Path, str | None] = {}
    resolved = [file.resolve() for file in files]
    scripts = {file for file in resolved if not is_packaged(file)}
    followed: set[tuple[Path, str | None]] = set()
    open_files: list[tuple[Path, str | None]] = [(file, None) for file in resolved]
    open_files += [(entry.file.resolve(), entry.name) for entry in entries]
    while open_files:
        file, name = open_files.pop()
        if (file, name) in followed or not _names_in_package(file).isdisjoint(neutral):
            continue
        followed.add((file, name))
        if file not in scripts:
            found[file] = name if found.get(file, name) == name else None
        open_files += [(imported, None) for imported in _imported(file, name)]
    return found


def find_file(module: str) -> Path:
    """Return the file of a dotted module name of the packages."""
    return SCRIPTS.joinpath(*module.split(".")).with_suffix(".py")


def is_packaged(file: Path) -> bool:
    """Return whether a file belongs to one of the packages."""
    return any(file.is_relative_to(folder) for folder in PACKAGES.values())


def choose_neutral(seeds_together: bool) -> frozenset[str]:
    """Return the names that are neutral for a trained network."""
    return NEUTRAL if seeds_together else NEUTRAL | {TOGETHER}


@cache
def _content(path: Path, name: str | None) -> bytes:
    tree = _tree(path, name)
    return path.read_bytes() if tree is None else spell_meaning(tree).encode()


@cache
def _tree(path: Path, name: str | None) -> ast.Module | None:
    """Return a syntax tree; None if it is not Python of this version, as programs of users."""
    if path.suffix != ".py":
        return None
    try:
        tree = ast.parse(path.read_text(encoding="utf-8"))
    except (SyntaxError, ValueError):
        return None
    return tree if name is None else isolate_entry(tree, name)


@cache
def _place(file: Path) -> tuple[bool, tuple[str, ...]]:
    """Return a sort key that is the same on every machine."""
    outside = not is_packaged(file)
    return outside, (file.name,) if outside else file.relative_to(SCRIPTS).parts


@cache
def _names_in_package(file: Path) -> frozenset[str]:
    """Return the names of a module and its folders by which it may be neutral."""
    if not is_packaged(file):
        return frozenset()
    names = frozenset(file.relative_to(SCRIPTS).with_suffix("").parts[1:])
    return names if names.isdisjoint(DECIDING) else frozenset()


@cache
def _imported(file: Path, name: str | None) -> list[Path]:
    """List the files that a file imports directly, also inside functions.

    Only files of the packages count and, in a user's folder, files next to it.
    """
    tree = _tree(file, name)
    if tree is None:
        return []
    nodes = list(_walk_statements(tree))
    outside = not is_packaged(file)
    own = [path for node in nodes for path in _next_to(file, node)] if outside else []
    names = {name for node in nodes for name in _named(node, file)}
    imported = [*own, *(path for name in sorted(names) for path in _files(name))]
    return list(dict.fromkeys(path.resolve() for path in imported))


def _walk_statements(tree: ast.Module) -> Iterator[ast.AST]:
    """Yield all statements and the branches that hold them, but no expressions, which are many."""
    left: list[ast.AST] = [tree]
    while left:
        node = left.pop()
        yield node
        for branch in ("body", "orelse", "finalbody", "handlers", "cases"):
            within = getattr(node, branch, None)
            # The body of a lambda or of a conditional expression is none.
            left += within if isinstance(within, list) else []


def _next_to(file: Path, node: ast.AST) -> list[Path]:
    """Return the files in a file's own folder that a relative import loads."""
    if not isinstance(node, ast.ImportFrom) or node.level != 1:
        return []
    names = [node.module.split(".")[0]] if node.module else [alias.name for alias in node.names]
    paths = [file.with_name(f"{name}.py") for name in names]
    return [path for path in paths if path.is_file()]


def _named(node: ast.AST, file: Path) -> Iterator[str]:
    """Yield the dotted names of modules that an import statement may load."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        base = node.module or ""
        if node.level and not is_packaged(file):
            return
        if node.level:
            above = file.relative_to(SCRIPTS).parts[: -node.level]
            base = ".".join([*above, *filter(None, [node.module])])
        yield base
        yield from (f"{base}.{alias.name}" for alias in node.names)


@cache
def _files(name: str) -> list[Path]:
    """Return the files that run when a dotted name of the packages is imported."""
    first, *parts = name.split(".")
    if first not in PACKAGES:
        return []
    package = PACKAGES[first]
    folders = [package.joinpath(*parts[:count]) / "__init__.py" for count in range(len(parts) + 1)]
    module = package.joinpath(*parts).with_suffix(".py") if parts else package / "__init__.py"
    return [path for path in (*folders, module) if path.is_file()]
