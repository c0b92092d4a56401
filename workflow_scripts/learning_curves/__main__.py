"""The command `learning-curves`, which is also `python -m learning_curves`."""

import argparse
import math
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from learning_curves.costs import read_costs
from learning_curves.errors import UserError

DESCRIPTION = """
How many training samples does each method need, and which method is best? It reads a table of
errors by method, size and repetition, of any learning problem, and writes tables, figures and a
page. Column names are guessed unless an option gives them.
"""
ROLES = {
    "method": "column of the methods",
    "size": "column of the training-set sizes",
    "repetition": "column of the repetitions",
    "data_set": "column of the data sets, if there are several",
    "condition": "column of the conditions, if there are several",
    "n_groups": "column of the number of groups of samples, such as plots, that a run labels",
    "n_test_groups": "column of the number of groups that a run is tested on",
    "n_all_groups": "column of the number of groups that there are",
}


def parse(arguments: Sequence[str] | None, program: str) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog=program, description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="answer")
    answer = commands.add_parser("answer", help="answer a table of errors", description=DESCRIPTION)
    answer.add_argument("table", type=Path, help="a CSV file, one row per run")
    for role, words in ROLES.items():
        answer.add_argument(f"--{role.replace('_', '-')}", help=words)
    answer.add_argument(
        "--error", nargs="+", default=[], help="columns of errors, the main one first"
    )
    answer.add_argument("--metric", help="metric to take, if rows are of several metrics")
    answer.add_argument(
        "--targets", nargs="+", type=float, default=[], help="target errors to answer for"
    )
    answer.add_argument(
        "--margin",
        type=float,
        default=0.1,
        help="errors that differ by less than this share count as equal",
    )
    answer.add_argument(
        "--unit", default="training samples", help="what sizes count, in the plural"
    )
    answer.add_argument("--group", default="group", help="what a group of samples is called")
    answer.add_argument(
        "--assurance",
        type=float,
        default=0.9,
        help="share of runs, or of campaigns, that is to reach a target error",
    )
    answer.add_argument(
        "--costs",
        nargs="+",
        default=[],
        metavar="group=45",
        help="costs of a campaign: of a group, of a sample, of travel to the next group; unit=...",
    )
    answer.add_argument(
        "--is-error", action="store_true", help="treat the numbers as errors even if they rise"
    )
    answer.add_argument("--output", type=Path, help="folder to write to; default: TABLE-answers")
    return parser.parse_args(arguments)


def answer_table(options: argparse.Namespace) -> None:
    """Answer a table, and print the first answers."""
    # Figures go into files. Matplotlib and SciPy are slow to load, so options are checked first.
    os.environ.setdefault("MPLBACKEND", "Agg")
    from learning_curves.interface import read_runs, report

    if not all(0 < target < math.inf for target in options.targets):
        raise UserError("A target error is a number above zero.")
    if not 0 < options.margin < 1:
        raise UserError("The margin is a share between 0 and 1, such as 0.1 for 10 %.")
    if not 0 < options.assurance < 1:
        raise UserError("The assurance is a share between 0 and 1, such as 0.9 for nine of ten.")
    costs = read_costs(options.costs)
    folder = check_folder(options.output or Path(f"{options.table.stem}-answers"))
    runs = read_runs(
        options.table,
        **{role: getattr(options, role) for role in ROLES},
        errors=options.error,
        sizes=options.unit,
        group=options.group,
        are_errors=options.is_error,
        metric=options.metric,
    )
    needed = report(runs, folder, options.targets, options.margin, options.assurance, costs)
    columns = runs.columns
    print(
        f"{len(runs.table):,} runs. Methods: {columns.method}; sizes: {columns.size}; "
        f"repetitions: {columns.repetition}; errors: {', '.join(columns.errors)}."
    )
    for note in runs.notes:
        print(f"Note: {note}")
    for place, sentences in needed.items():
        print("", f"{place}:", *(f"- {sentence}" for sentence in sentences), sep="\n")
    print(f"\nAll answers: {folder / 'report.html'}")


def check_folder(path: Path) -> Path:
    """Return the folder, after checking that it can be written to."""
    there = next(one for one in (path, *path.absolute().parents) if one.exists())
    if not there.is_dir() or not os.access(there, os.W_OK):
        raise UserError(f"{path} is not a folder that can be written to: name one with --output.")
    return path


def main(arguments: Sequence[str] | None = None, program: str = "learning-curves") -> None:
    """Run the command; a user's mistake ends it with one sentence."""
    try:
        answer_table(parse(arguments, program))
    except UserError as error:
        sys.exit(f"Error: {error}")


if __name__ == "__main__":
    main()
