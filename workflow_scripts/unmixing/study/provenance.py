"""Which code a result is made by: Snakemake sees the date of a rule's script, and no import."""

import ast
import hashlib
from collections.abc import Collection, Iterator
from functools import cache
from pathlib import Path

from unmixing.study.meaning import meaning_of

SCRIPTS = Path(__file__).resolve().parents[2]
PACKAGES = {name: SCRIPTS / name for name in ("unmixing", "learning_curves")}
# Folders and modules that say how a job runs, what it refuses or which results there are to be, and
# never what comes out of it.
NEUTRAL = frozenset(
    (
        *("study", "machine", "checks", "errors", "storage", "writing", "registry", "outputs"),
        "__init__",
    )
)
# Of these, what decides which results there are.
DECIDING = frozenset({"spelling", "measured_runs", "measured_values"})
# What trains seeds as one program, which nothing else imports: neutral where a study does not.
TOGETHER = "seeds_together"


def modules_of(*files: Path, neutral: Collection[str] = NEUTRAL) -> list[Path]:
    """List the modules of both packages that files import, directly or through others.

    Parameters
    ----------
    files : scripts, or modules that are loaded by their names and so imported by none; those of
        the packages are listed too
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
        if is_packaged(file):
            if file in found or _is_neutral(file, neutral):
                continue
            found.add(file)
        open_files += _imported(file)
    return sorted(found)


@cache
def digest_of(*files: Path, neutral: frozenset[str] = NEUTRAL) -> str:
    """Return a digest of files and of `modules_of` them: another one makes results stale.

    Of Python code it is of what that does: words and layout make nothing stale.
    """
    digest = hashlib.sha256()
    for path in (*files, *modules_of(*files, neutral=neutral)):
        digest.update(_content(path))
    return digest.hexdigest()[:16]


def file_of(module: str) -> Path:
    """Return the file of a module of the packages."""
    return SCRIPTS.joinpath(*module.split(".")).with_suffix(".py")


def is_packaged(file: Path) -> bool:
    """Whether a file belongs to one of the packages."""
    return any(file.is_relative_to(folder) for folder in PACKAGES.values())


def trained_by(seeds_together: bool) -> frozenset[str]:
    """Return what is neutral for a trained network."""
    return NEUTRAL if seeds_together else NEUTRAL | {TOGETHER}


@cache
def _content(path: Path) -> bytes:
    if path.suffix != ".py":
        return path.read_bytes()
    return meaning_of(_tree(path)).encode()


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def _is_neutral(file: Path, neutral: Collection[str]) -> bool:
    names = set(file.relative_to(SCRIPTS).with_suffix("").parts[1:])
    return not names.isdisjoint(neutral) and names.isdisjoint(DECIDING)


@cache
def _imported(file: Path) -> list[Path]:
    """List the files of the packages that a file imports itself, also inside functions."""
    if file.suffix != ".py":
        return []
    names = {name for node in ast.walk(_tree(file)) for name in _named(node, file)}
    return [path for name in sorted(names) for path in _files(name)]


def _named(node: ast.AST, file: Path) -> Iterator[str]:
    """Yield the dotted names that an import statement may load."""
    if isinstance(node, ast.Import):
        yield from (alias.name for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        base = node.module or ""
        if node.level:
            above = file.relative_to(SCRIPTS).parts[: -node.level]
            base = ".".join([*above, *filter(None, [node.module])])
        yield base
        yield from (f"{base}.{alias.name}" for alias in node.names)


def _files(name: str) -> list[Path]:
    """Return the files that importing a dotted name runs, if it is of one of the packages."""
    first, *parts = name.split(".")
    if first not in PACKAGES:
        return []
    package = PACKAGES[first]
    folders = [package.joinpath(*parts[:count]) / "__init__.py" for count in range(len(parts) + 1)]
    module = package.joinpath(*parts).with_suffix(".py") if parts else package / "__init__.py"
    return [path for path in (*folders, module) if path.is_file()]
