"""Print how far a study has come, even while it runs, without writing anything."""

from study_arguments import read_study_arguments
from unmixing.study.paths import results_folder
from unmixing.study.status import describe


def main() -> None:
    """Print the status of the study that the command line names."""
    study = read_study_arguments(__doc__)
    print(describe(study, results_folder(study.name)))


if __name__ == "__main__":
    main()
