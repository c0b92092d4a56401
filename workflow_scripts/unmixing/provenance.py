"""Which code a result is made by: Snakemake sees the script of a rule, and none of its imports."""

import hashlib
import re
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parent
IMPORT = re.compile(r"^ *from unmixing(?:\.([\w.]+))? import ([\w, ]*)", re.MULTILINE)
# What says how a job runs or refuses, but never what comes out of it.
NEUTRAL = {
    "__init__.py",
    "architectures/__init__.py",
    "configuration.py",
    "errors.py",
    "estimators/__init__.py",
    "formats/__init__.py",
    "gpu_lease.py",
    "layout.py",
    "methods.py",
    "published_table.py",
    "registry.py",
    "scene_checks.py",
    "storage.py",
}


def modules_of(*files: Path) -> list[Path]:
    """List the modules of this package that files import, directly or through others.

    Parameters
    ----------
    files : scripts, or modules that are loaded by their names and so imported by none; those of
        this package are listed too

    Returns
    -------
    list of Path
        Sorted, without those that say only how a job runs.
    """
    found, open_files = set(), list(files)
    while open_files:
        file = open_files.pop()
        if file.is_relative_to(PACKAGE):
            if file in found or str(file.relative_to(PACKAGE)) in NEUTRAL:
                continue
            found.add(file)
        open_files += _imported(file)
    return sorted(found)


@cache
def digest_of(*files: Path) -> str:
    """Return a digest of the code of `modules_of`: another one makes results stale."""
    digest = hashlib.sha256()
    for module in modules_of(*files):
        digest.update(module.read_bytes())
    return digest.hexdigest()[:16]


@cache
def _imported(file: Path) -> list[Path]:
    """List the files of this package that a file imports itself."""
    modules = []
    for module, names in IMPORT.findall(file.read_text()):
        base = PACKAGE.joinpath(*module.split(".")) if module else PACKAGE
        inside = [base / name.strip() for name in names.split(",")]
        modules += [path.with_suffix(".py") for path in (base, *inside)] + [base / "__init__.py"]
    return [path for path in modules if path.is_file()]
