"""Print what a study would cost, from measured rates; runs nothing and writes nothing."""

from pathlib import Path

from study_arguments import study_of_arguments
from unmixing.costs import read_costs
from unmixing.devices import trains_on_card
from unmixing.planning import describe

COSTS = Path(__file__).parents[1] / "benchmarks" / "cost_model.csv"


def main() -> None:
    """Print the plan of the study that the command line names."""
    study = study_of_arguments(__doc__)
    on_card = trains_on_card(study["device"], study["backend"])
    print(describe(study, read_costs(COSTS), on_card))


if __name__ == "__main__":
    main()
