"""Print how far a study has come, also while it runs; reads files and writes none."""

from study_arguments import study_of_arguments
from unmixing.study.paths import results_of
from unmixing.study.status import describe


def main() -> None:
    """Print the status of the study that the command line names."""
    study = study_of_arguments(__doc__)
    print(describe(study, results_of(study.name)))


if __name__ == "__main__":
    main()
