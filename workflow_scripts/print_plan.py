"""Print what a study would cost, from measured rates; runs nothing and writes nothing."""

from pathlib import Path

from study_arguments import study_of_arguments
from unmixing.costs import read_costs
from unmixing.errors import UserError
from unmixing.planning import describe

COSTS = Path(__file__).parents[1] / "benchmarks" / "cost_model.csv"


def main() -> None:
    """Print the plan of the study that the command line names."""
    study = study_of_arguments(__doc__)
    try:
        print(describe(study, read_costs(COSTS)))
    except UserError as error:
        raise SystemExit(f"There is no plan. {error}") from None


if __name__ == "__main__":
    main()
