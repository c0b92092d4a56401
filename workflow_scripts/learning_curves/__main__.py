"""The command `learning-curves`, which is also `python -m learning_curves`."""

import argparse
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TypeAlias

from learning_curves.costs import read_costs
from learning_curves.errors import UserError

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"
Given: TypeAlias = Sequence[str] | None
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


def add_answer(commands: Commands) -> None:
    """Add the command `answer`."""
    answer = commands.add_parser(
        "answer",
        aliases=["report"],
        help="answer a table of errors, or several on one page",
        description=DESCRIPTION,
    )
    answer.add_argument(
        "tables", nargs="+", type=Path, metavar="table", help="a CSV file, one row per run"
    )
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
    answer.set_defaults(run=answer_table)


def answer_table(options: argparse.Namespace) -> None:
    """Answer tables, and print the first answers."""
    # Figures go into files.
    os.environ.setdefault("MPLBACKEND", "Agg")
    from learning_curves.interface import read_runs, report
    from learning_curves.report.naming import INTERVALS

    costs = read_costs(options.costs)
    names = name_studies(options.tables)
    folder = check_folder(options.output or Path(f"{'-'.join(names)}-answers"))
    studies = [
        read_runs(
            table,
            **{role: getattr(options, role) for role in ROLES},
            errors=options.error,
            sizes=options.unit,
            group=options.group,
            are_errors=options.is_error,
            metric=options.metric,
            name=name,
        )
        for name, table in zip(names, options.tables, strict=True)
    ]
    needed = report(studies, folder, options.targets, options.margin, options.assurance, costs)
    for runs in studies:
        columns, named = runs.columns, f"{runs.name}: " if len(studies) > 1 else ""
        print(
            f"{named}{len(runs.table):,} runs. Methods: {columns.method}; sizes: {columns.size}; "
            f"repetitions: {columns.repetition}; errors: {', '.join(columns.errors)}."
        )
        for note in runs.notes:
            print(f"Note: {note}")
    for place, sentences in needed.items():
        print("", f"{place}:", *(f"- {sentence}" for sentence in sentences), sep="\n")
    print(f"\n{INTERVALS}\nAll answers: {folder / 'report.html'}")


def name_studies(tables: Sequence[Path]) -> list[str]:
    """Name studies by their files, or by the folders in which these differ."""
    parts = [[*table.resolve().parts[:-1], table.stem] for table in tables]
    for depth in range(1, min(map(len, parts)) + 1):
        names = [part[-depth] for part in parts]
        if len(set(names)) == len(names):
            return names
    raise UserError("A table is given twice, or several lie in folders of one name.")


def check_folder(path: Path) -> Path:
    """Return the folder, after checking that it can be written to."""
    there = next(one for one in (path, *path.absolute().parents) if one.exists())
    if not there.is_dir() or not os.access(there, os.W_OK):
        raise UserError(f"{path} is not a folder that can be written to: name one with --output.")
    return path


def run(program: str, add: Iterable[Callable[[Commands], None]], given: Given = None) -> None:
    """Run one of the commands of a program; a user's mistake ends it with one sentence.

    Parameters
    ----------
    add : Iterable[callable]
        Each adds a command, with the function `run` of its options as a default.
    given : Sequence[str] or None
        Arguments; None means those of the command line.
    """
    parser = argparse.ArgumentParser(prog=program)
    commands = parser.add_subparsers(required=True, metavar="command")
    for one in add:
        one(commands)
    options = parser.parse_args(given)
    try:
        options.run(options)
    except UserError as error:
        sys.exit(f"Error: {error}")


def main(given: Given = None) -> None:
    """Run the command `learning-curves`."""
    run("learning-curves", [add_answer], given)


if __name__ == "__main__":
    main()
