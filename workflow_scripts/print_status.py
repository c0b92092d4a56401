"""Print how far a study has come, also while it runs; reads files and writes none."""

import argparse
from pathlib import Path

from snakemake.cli import parse_config
from snakemake.settings.types import ConfigSettings

from unmixing.configuration import read_study
from unmixing.errors import UserError
from unmixing.status import describe

QUICK_STUDY = Path(__file__).parents[1] / "config" / "config.yaml"


def main() -> None:
    """Read the config as Snakemake would and print the status of its study."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--configfile", nargs="+", type=Path, default=[QUICK_STUDY])
    parser.add_argument("--config", nargs="*", default=[], metavar="KEY=VALUE")
    arguments = parser.parse_args()
    settings = ConfigSettings(
        config=parse_config(arguments.config), configfiles=arguments.configfile
    )
    try:
        study = read_study(settings.overwrite_config)
    except UserError as error:
        raise SystemExit(f"The config cannot be run. {error}") from None
    print(describe(study, Path("results") / study["study"]))


if __name__ == "__main__":
    main()
