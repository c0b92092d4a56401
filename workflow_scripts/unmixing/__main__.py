"""The command `unmixing`, also `python -m unmixing`: that of `learning-curves`, and its own."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from learning_curves.__main__ import Commands, add_answer, run

CHECK = """
Train a model of a config on a small simulated scene, twice with one seed and once with other
pixels, and say what is wrong with it (docs/commands.md).
"""


def add_check_method(commands: Commands) -> None:
    """Add the command `check-method`."""
    check = commands.add_parser("check-method", help="try a method of a config", description=CHECK)
    check.add_argument("config", type=Path, help="a config file")
    check.add_argument("model", help="the name of its entry in models")
    check.set_defaults(run=check_method)


def check_method(options: argparse.Namespace) -> None:
    """Try a method, and print what there is to know about it."""
    # What reads a study is slow to load, so options are checked first.
    from unmixing.study.method_check import check_method_of_config

    for sentence in check_method_of_config(options.config, options.model):
        print(sentence)


def main(given: Sequence[str] | None = None) -> None:
    """Run the command."""
    run("unmixing", [add_answer, add_check_method], given)


if __name__ == "__main__":
    main()
