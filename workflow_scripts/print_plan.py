"""Print what a study would cost, from measured rates; runs nothing and writes nothing."""

from study_arguments import study_of_arguments
from unmixing.machine.cards import trains_on_card
from unmixing.study.costs import read_costs
from unmixing.study.plan import describe


def main() -> None:
    """Print the plan of the study that the command line names."""
    study = study_of_arguments(__doc__)
    on_card = trains_on_card(study.device, study.backend)
    print(describe(study, read_costs(), on_card))


if __name__ == "__main__":
    main()
