"""A config file that cannot be read ends Snakemake with a sentence.

Snakemake reads config files before any Snakefile, and answers a missing one with a traceback. Of
this project it has loaded nothing by then but its plug-ins.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from snakemake.common import configfile
from snakemake.settings import types

from learning_curves.errors import UserError
from unmixing.study.config_files import check_file


def refuse_broken_files() -> None:
    """Let Snakemake check a config file, also one that the Snakefile names, before it reads it."""
    for module in (types, configfile):
        module.load_configfile = _checked(module.load_configfile)


def _checked(load: Callable[[Path], dict[str, Any]]) -> Callable[[Path], dict[str, Any]]:
    def load_checked(path: Path) -> dict[str, Any]:
        try:
            check_file(path)
        except UserError as error:
            raise SystemExit(f"The config cannot be run. {error}") from None
        return load(path)

    return load_checked
