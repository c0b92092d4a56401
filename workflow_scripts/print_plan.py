"""Print what a study would cost, from measured rates, without running or writing anything."""

from study_arguments import read_study_arguments
from unmixing.machine.gpus import trains_on_gpu
from unmixing.study.costs import read_costs
from unmixing.study.plan import describe


def main() -> None:
    """Print the plan of the study that the command line names."""
    study = read_study_arguments(__doc__)
    on_gpu = trains_on_gpu(study.device, study.backend)
    print(describe(study, read_costs(), on_gpu))


if __name__ == "__main__":
    main()
