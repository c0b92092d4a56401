"""The arguments of commands about a study: the same --configfile and --config as Snakemake's."""

import argparse
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from snakemake.cli import parse_config
from snakemake.exceptions import WorkflowError
from snakemake.settings.types import ConfigSettings

from learning_curves.errors import UserError
from unmixing.study.config_files import Places, check_file, places_of
from unmixing.study.reading import SHIPPED, read_study
from unmixing.study.study import Study

QUICK_STUDY = SHIPPED / "config" / "config.yaml"


def study_parser(description: str | None) -> argparse.ArgumentParser:
    """Return a parser of the arguments that name a study."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--configfile", nargs="+", type=Path, default=[QUICK_STUDY])
    parser.add_argument("--config", nargs="*", default=[], metavar="KEY=VALUE")
    return parser


def study_of_arguments(description: str | None, given: Sequence[str] | None = None) -> Study:
    """Read the config that the command line names as Snakemake would; end with a sentence.

    Parameters
    ----------
    given : Sequence[str] or None
        Arguments; None takes those of the command line.
    """
    arguments = study_parser(description).parse_args(given)
    with told_of_config():
        return read_study(*config_of(arguments))


def config_of(arguments: argparse.Namespace) -> tuple[dict[str, Any], Places]:
    """Return the config that the command line names, and where its keys are given."""
    for file in arguments.configfile:
        check_file(file)
    typed = parse_config(arguments.config)
    settings = ConfigSettings(config=typed, configfiles=arguments.configfile)
    config = settings.overwrite_config
    return config, places_of(arguments.configfile, typed, config)


@contextmanager
def told_of_config() -> Iterator[None]:
    """End with a sentence where a config cannot be read or run."""
    try:
        yield
    except UserError as error:
        raise SystemExit(f"The config cannot be run. {error}") from None
    except (OSError, ValueError, WorkflowError) as error:
        raise SystemExit(f"The config cannot be read: {error}") from None
