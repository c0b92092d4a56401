"""The arguments of commands about a study: --configfile and --config, as Snakemake has them."""

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from snakemake.cli import parse_config
from snakemake.exceptions import WorkflowError
from snakemake.settings.types import ConfigSettings

from learning_curves.errors import UserError
from unmixing.study.config_files import Places, check_file, find_places
from unmixing.study.reading import SHIPPED, read_study
from unmixing.study.study import Study

QUICK_STUDY = SHIPPED / "config" / "config.yaml"


def make_parser(description: str | None) -> argparse.ArgumentParser:
    """Make a parser of the arguments that name a study."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--configfile", nargs="+", type=Path, default=[QUICK_STUDY])
    parser.add_argument("--config", nargs="*", default=[], metavar="KEY=VALUE")
    return parser


def read_study_arguments(description: str | None, given: Sequence[str] | None = None) -> Study:
    """Read the study that the command line names, or exit with a sentence.

    Parameters
    ----------
    given : Sequence[str] or None
        Arguments; None means those of the command line.
    """
    arguments = make_parser(description).parse_args(given)
    with exit_on_config_errors():
        return read_study(*read_config(arguments))


def read_config(arguments: argparse.Namespace) -> tuple[dict[str, Any], Places]:
    """Read the config that the command line names, and where its keys are given."""
    for file in arguments.configfile:
        check_file(file)
    typed = parse_config(arguments.config)
    settings = ConfigSettings(config=typed, configfiles=arguments.configfile)
    config = settings.overwrite_config
    return config, find_places(arguments.configfile, typed, config)


@contextmanager
def exit_on_config_errors() -> Iterator[None]:
    """Exit with a sentence if a config cannot be read or run."""
    try:
        yield
    except UserError as error:
        raise SystemExit(f"The config cannot be run. {error}") from None
    except (OSError, ValueError, WorkflowError) as error:
        raise SystemExit(f"The config cannot be read: {error}") from None
