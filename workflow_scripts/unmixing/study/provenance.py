"""Which code a result is made by: Snakemake sees the date of a rule's script, and no import."""

import ast
import hashlib
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).resolve().parents[1]
# Folders and modules that say how a job runs or what it refuses, and never what comes out of it.
NEUTRAL = frozenset({"study", "machine", "checks", "errors", "storage", "registry", "__init__"})


def modules_of(*files: Path, neutral: Collection[str] = NEUTRAL) -> list[Path]:
    """List the modules of this package that files import, directly or through others.

    Parameters
    ----------
    files : scripts, or modules that are loaded by their names and so imported by none; those of
        this package are listed too
    neutral : names of folders and modules that are neither listed nor followed

    Returns
    -------
    list of Path
        Sorted.
    """
    found: set[Path] = set()
    open_files = [Path(file).resolve() for file in files]
    while open_files:
        file = open_files.pop()
        if file.is_relative_to(PACKAGE):
            if file in found or not _names(file).isdisjoint(neutral):
                continue
            found.add(file)
        open_files += _imported(file)
    return sorted(found)


@cache
def digest_of(*files: Path) -> str:
    """Return a digest of files and of `modules_of` them: another one makes results stale."""
    digest = hashlib.sha256()
    for path in (*files, *modules_of(*files)):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _names(file: Path) -> set[str]:
    return set(file.relative_to(PACKAGE).with_suffix("").parts)


@cache
def _imported(file: Path) -> list[Path]:
    """List the files of this package that a file imports itself, also inside functions."""
    if file.suffix != ".py":
        return []
    names = {name for node in ast.walk(ast.parse(file.read_text())) for name in _named(node, file)}
    return [path for name in sorted(names) for path in _files(name)]


def _named(node: ast.AST, file: Path) -> Iterator[str]:
    """Yield the dotted names that an import statement may load."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        base = node.module or ""
        if node.level:
            above = [PACKAGE.name, *file.relative_to(PACKAGE).parts][: -node.level]
            base = ".".join([*above, *filter(None, [node.module])])
        yield base
        yield from (f"{base}.{alias.name}" for alias in node.names)


def _files(name: str) -> list[Path]:
    """Return the files that importing a dotted name runs, if it is of this package."""
    first, *parts = name.split(".")
    if first != PACKAGE.name:
        return []
    folders = [PACKAGE.joinpath(*parts[:count]) / "__init__.py" for count in range(len(parts) + 1)]
    module = PACKAGE.joinpath(*parts).with_suffix(".py") if parts else PACKAGE / "__init__.py"
    return [path for path in (*folders, module) if path.is_file()]
