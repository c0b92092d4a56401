"""Answer how many labelled pixels a target error needs, within a factor.

It runs a few sizes and seeds, looks at the intervals, and adds the runs that narrow them. It stops
when the answer is narrow enough, the budget is spent, or further runs would not help.
"""

import math
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from learning_curves.answers.answered_curves import AnsweredCurve, answered
from learning_curves.answers.curve_tables import target_tables
from learning_curves.answers.measured_curves import measured_curves
from learning_curves.answers.next_runs import (
    ANSWERED,
    BATCH,
    BEYOND,
    DROPPED,
    FAILED,
    MOST_REPETITIONS,
    TOO_DEAR,
    TOO_WIDE,
    Design,
    Step,
    affordable,
    first_design,
    next_steps,
    sum_costs,
)
from learning_curves.answers.resampling import DRAWS
from learning_curves.answers.sample_size_sentences import short_sentence
from learning_curves.columns import read_table
from learning_curves.errors import UserError
from learning_curves.report.naming import INTERVALS
from learning_curves.report.needed import sizes_needed
from learning_curves.runs import coverage, planned_runs
from study_arguments import exit_on_config_errors, make_parser, read_config
from unmixing.machine.gpus import trains_on_gpu
from unmixing.storage import hold_lock
from unmixing.study import paths
from unmixing.study.costs import read_costs
from unmixing.study.plan import run_price
from unmixing.study.reading import SHIPPED, complete, read_study
from unmixing.study.sequential import (
    clear_for_answer,
    config_path,
    list_grids,
    narrow_config,
    only_scene,
    write_config,
)
from unmixing.study.study import Study
from unmixing.vocabulary import METRIC, UNMIXING

VERDICTS = {
    ANSWERED: "narrow enough",
    DROPPED: "dropped, because another method needs fewer",
    FAILED: "given up, because there is nothing to go on from",
    BEYOND: "the largest size of the study does not reach it",
    TOO_WIDE: f"{MOST_REPETITIONS} seeds would not make it narrow enough",
    TOO_DEAR: "the budget ends here",
}
TOO_FEW_GROUPS = (
    f"more seeds of these {UNMIXING.groups} would not make it narrow enough: that takes more "
    f"{UNMIXING.groups}"
)


def main() -> None:
    """Answer the study that the command line names."""
    parser = make_parser(__doc__)
    parser.add_argument("--target", type=float, required=True, help="error (overallRMSE) to reach")
    parser.add_argument("--within", type=float, default=1.3, help="upper over lower end wanted")
    parser.add_argument("--hours", type=float, help="budget, in core hours as `make plan` counts")
    arguments = parser.parse_args()
    refuse_nonsense(arguments.target, arguments.within, arguments.hours)
    with exit_on_config_errors():
        config, places = read_config(arguments)
        study = read_study(config, places)
        only_scene(study)
        list_grids(study, only_scene(study))
    folder = paths.results_folder(study.name)
    try:
        # Another answer would overwrite this config, and a running study these runs.
        with hold_lock(folder / paths.ANSWERING):
            hold_lock(folder / paths.LOCK).close()
            clear_for_answer(study.name)
            answer(
                complete(config, places), study, arguments.target, arguments.within, arguments.hours
            )
    except UserError as error:
        raise SystemExit(str(error)) from None
    except KeyboardInterrupt:
        raise SystemExit("\nStopped; the same command continues.") from None


def refuse_nonsense(target: float, factor: float, hours: float | None) -> None:
    """Stop if the target, the factor or the budget makes no sense."""
    if not (0 < target < math.inf and 1 < factor < math.inf):
        raise SystemExit("A target error is above 0, and a factor above 1: TARGET=0.05 WITHIN=1.3.")
    if hours is not None and not hours >= 0:
        raise SystemExit("A budget is in core hours, 0 or more: BUDGET=2, or none for no limit.")


def answer(
    config: Mapping[str, object], study: Study, target: float, factor: float, hours: float | None
) -> None:
    """Add runs that narrow the answer until none do, and print the answer after each round."""
    path, of_grids = config_path(study.name), list_grids(study, only_scene(study))
    costs, on_gpu = read_costs(), trains_on_gpu(study.device, study.backend)

    def price(model: str, size: int) -> float:
        return run_price(study, costs, on_gpu, only_scene(study), model, size, BATCH)

    # A command that was killed starts over here, and finds its runs in the results.
    designs, spent = {model: first_design(grid) for model, grid in of_grids.items()}, 0.0
    while True:
        before, spent = spent, sum_costs(designs, price) / 3600
        print(f"Making runs, for {spent - before:.2f} core hours or less.", flush=True)
        write_config(narrow_config(config, study, designs, target), path)
        curves = measure(path, study)
        steps = next_steps(curves, designs, of_grids, target, factor, price)
        steps = affordable(steps, designs, price, None if hours is None else 3600 * hours)
        print(f"\nFor an error of {target:g}, within a factor of {factor:g}:")
        for model, step in steps.items():
            print(f"- {model}: {describe_step(curves.get(model), designs[model], step, target)}")
        print(f"{spent:.2f} core hours so far, as `make plan` counts them.", flush=True)
        further = {model: step.design for model, step in steps.items() if step.design}
        if not further:
            break
        designs |= further
    print("", *say_answer(study, target), INTERVALS, sep="\n")
    print(
        f"\n{path} is the study of these runs. Its figures and its page:\n"
        f"  .venv/bin/snakemake --cores all all report --configfile {path}"
    )


def say_answer(study: Study, target: float) -> list[str]:
    """Say the answer as the page of the study does."""
    runs = read_table(paths.results_folder(study.name) / paths.RUNS_TABLE, UNMIXING)
    answers, by_error = target_tables(runs, METRIC, [target], UNMIXING)
    counted = coverage(runs, planned_runs(runs))
    said = sizes_needed(answers, by_error, counted, UNMIXING)
    return next(iter(said.values()), ["No run completed, so there is no answer."])


def measure(path: Path, study: Study) -> dict[str, AnsweredCurve]:
    """Make the missing runs of a config, and answer all curves."""
    table = paths.results_folder(study.name) / paths.RUNS_TABLE
    line = ["--logger", "line"] if sys.stderr.isatty() else ["--quiet", "all"]
    command = [sys.executable, "-m", "snakemake", "-s", str(SHIPPED / "Snakefile"), str(table)]
    run = subprocess.run([*command, "--cores", "all", *line, "--configfile", str(path)])
    if run.returncode:
        raise UserError("Some runs failed: see above, and run the same command again.")
    measured = measured_curves(read_table(table, UNMIXING), METRIC)
    return {model: answered(curve, DRAWS) for (_, _, model), curve in measured.items()}


def describe_step(curve: AnsweredCurve | None, design: Design, step: Step, target: float) -> str:
    """Say in one line what is known of a method, and what comes next for it."""
    known = "no run completed"
    if curve:
        known = short_sentence(curve.answer(target), curve.curve, UNMIXING)
    sizes, seeds = len(design.sizes), design.repetitions
    measured = f"by {seeds} seeds of {sizes} sizes up to {design.sizes[-1]:,}"
    if step.design is None:
        of_groups = curve is not None and curve.curve.groups is not None
        verdict = VERDICTS[step.verdict]
        if step.verdict == TOO_WIDE and of_groups:
            verdict = TOO_FEW_GROUPS
        return f"{known}, {measured}: {verdict}"
    more = [f"{size:,} pixels" for size in step.design.sizes if size not in design.sizes]
    if step.design.repetitions > seeds:
        more.append(f"{step.design.repetitions} seeds")
    return f"{known}, {measured}; next: {' and '.join(more)}"


if __name__ == "__main__":
    main()
