"""The command `learning-curves`, also `python -m learning_curves`."""

import argparse
import math
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from learning_curves.errors import UserError

DESCRIPTION = """
How many training samples does each method need, and which method is best? From a table of errors
by method, size and repetition of any learning problem: tables, figures and a page. The names of its
columns are guessed where no option names them.
"""
ROLES = {
    "method": "column of the methods",
    "size": "column of the training-set sizes",
    "repetition": "column of the repetitions",
    "data_set": "column of the data sets, if there are several",
    "condition": "column of the conditions, if there are several",
}


def parse(arguments: Sequence[str] | None, program: str) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog=program, description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="answer")
    answer = commands.add_parser("answer", help="answer a table of errors", description=DESCRIPTION)
    answer.add_argument("table", type=Path, help="a CSV file, a row a run")
    for role, words in ROLES.items():
        answer.add_argument(f"--{role.replace('_', '-')}", help=words)
    answer.add_argument("--error", nargs="+", default=[], help="columns of errors, the main first")
    answer.add_argument(
        "--targets", nargs="+", type=float, default=[], help="target errors to answer for"
    )
    answer.add_argument(
        "--margin", type=float, default=0.1, help="share within which errors count as equal"
    )
    answer.add_argument(
        "--unit", default="training samples", help="what sizes count, in the plural"
    )
    answer.add_argument(
        "--is-error", action="store_true", help="take numbers as errors although they rise"
    )
    answer.add_argument("--output", type=Path, help="folder to write to; default: TABLE-answers")
    return parser.parse_args(arguments)


def answer_table(options: argparse.Namespace) -> None:
    """Answer a table, and print the first answers."""
    # Figures go into files. Matplotlib and SciPy take a second to load, which a mistyped option
    # need not wait for.
    os.environ.setdefault("MPLBACKEND", "Agg")
    from learning_curves.interface import read_runs, report

    if not all(0 < target < math.inf for target in options.targets):
        raise UserError("A target error is a number above zero.")
    if not 0 < options.margin < 1:
        raise UserError("The margin is a share between 0 and 1, as 0.1 for 10 %.")
    folder = folder_of_answers(options.output or Path(f"{options.table.stem}-answers"))
    runs = read_runs(
        options.table,
        **{role: getattr(options, role) for role in ROLES},
        errors=options.error,
        sizes=options.unit,
        are_errors=options.is_error,
    )
    needed = report(runs, folder, options.targets, options.margin)
    columns = runs.columns
    print(
        f"{len(runs.table):,} runs. Methods: {columns.method}; sizes: {columns.size}; "
        f"repetitions: {columns.repetition}; errors: {', '.join(columns.errors)}."
    )
    for place, sentences in needed.items():
        print("", f"{place}:", *(f"- {sentence}" for sentence in sentences), sep="\n")
    print(f"\nAll answers: {folder / 'report.html'}")


def folder_of_answers(path: Path) -> Path:
    """Return a folder that can be written to, before anything is computed."""
    there = next(one for one in (path, *path.absolute().parents) if one.exists())
    if not there.is_dir() or not os.access(there, os.W_OK):
        raise UserError(f"{path} is not a folder that can be written to: name one by --output.")
    return path


def main(arguments: Sequence[str] | None = None, program: str = "learning-curves") -> None:
    """Run the command; a user's mistake ends in a sentence."""
    try:
        answer_table(parse(arguments, program))
    except UserError as error:
        sys.exit(f"Error: {error}")


if __name__ == "__main__":
    main()
