"""The command `unmixing`, also `python -m unmixing`: answers for any table of learning curves."""

import argparse
import math
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from unmixing.errors import UserError

DESCRIPTION = """
How many training samples does each method need, and which method is best? From a table of errors
by method, size and seed of any learning problem: tables, figures and a page. The names of its
columns are guessed where no option names them.
"""


def parse(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="unmixing", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="answer")
    answer = commands.add_parser("answer", help="answer a table of errors", description=DESCRIPTION)
    answer.add_argument("table", type=Path, help="a CSV file, a row a run")
    answer.add_argument("--method", help="column of the methods")
    answer.add_argument("--size", help="column of the training-set sizes")
    answer.add_argument("--seed", help="column of the repetitions")
    answer.add_argument("--error", nargs="+", default=[], help="columns of errors, the main first")
    answer.add_argument("--dataset", help="column of the data sets, if there are several")
    answer.add_argument("--condition", help="column of the conditions, if there are several")
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


def answer(options: argparse.Namespace) -> None:
    """Answer a table, and print the first answers."""
    # Figures go into files. Matplotlib and SciPy take a second to load, which a mistyped option
    # need not wait for.
    os.environ.setdefault("MPLBACKEND", "Agg")
    from unmixing.any_study.study import Request, answer_table

    if not all(0 < target < math.inf for target in options.targets):
        raise UserError("A target error is a number above zero.")
    if not 0 < options.margin < 1:
        raise UserError("The margin is a share between 0 and 1, as 0.1 for 10 %.")
    named = {role: getattr(options, role) for role in ("method", "size", "seed")}
    named |= {role: getattr(options, role) for role in ("dataset", "condition")}
    request = Request(
        named, options.error, options.targets, options.margin, options.unit, options.is_error
    )
    folder = folder_of_answers(options.output or Path(f"{options.table.stem}-answers"))
    answered = answer_table(options.table, request, folder)
    columns = answered.columns
    print(
        f"{len(answered.runs):,} runs. Methods: {columns.method}; sizes: {columns.size}; "
        f"repetitions: {columns.seed}; errors: {', '.join(columns.errors)}."
    )
    for place, sentences in answered.needed.items():
        print("", f"{place}:", *(f"- {sentence}" for sentence in sentences), sep="\n")
    print(f"\nAll answers: {folder / 'report.html'}")


def folder_of_answers(path: Path) -> Path:
    """Return a folder that can be written to, before anything is computed."""
    there = next(one for one in (path, *path.absolute().parents) if one.exists())
    if not there.is_dir() or not os.access(there, os.W_OK):
        raise UserError(f"{path} is no folder that can be written to: name one by --output.")
    return path


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command; a user's mistake ends in a sentence."""
    try:
        answer(parse(arguments))
    except UserError as error:
        sys.exit(f"Error: {error}")


if __name__ == "__main__":
    main()
