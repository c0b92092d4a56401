"""The arguments of commands about a study: the same --configfile and --config as Snakemake's."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from snakemake.cli import parse_config
from snakemake.exceptions import WorkflowError
from snakemake.settings.types import ConfigSettings

from unmixing.errors import UserError
from unmixing.study.config_files import check_file, places_of
from unmixing.study.reading import SHIPPED, read_study
from unmixing.study.study import Study

QUICK_STUDY = SHIPPED / "config" / "config.yaml"


def study_of_arguments(description: str | None, given: Sequence[str] | None = None) -> Study:
    """Read the config that the command line names as Snakemake would; end with a sentence.

    Parameters
    ----------
    given : arguments; None takes those of the command line
    """
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--configfile", nargs="+", type=Path, default=[QUICK_STUDY])
    parser.add_argument("--config", nargs="*", default=[], metavar="KEY=VALUE")
    arguments = parser.parse_args(given)
    try:
        for file in arguments.configfile:
            check_file(file)
        typed = parse_config(arguments.config)
        settings = ConfigSettings(config=typed, configfiles=arguments.configfile)
        config = settings.overwrite_config
        return read_study(config, places_of(arguments.configfile, typed, config))
    except UserError as error:
        raise SystemExit(f"The config cannot be run. {error}") from None
    except (OSError, ValueError, WorkflowError) as error:
        raise SystemExit(f"The config cannot be read: {error}") from None
