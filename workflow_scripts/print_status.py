"""Print how far a study has come, also while it runs; reads files and writes none."""

from pathlib import Path

from study_arguments import study_of_arguments
from unmixing.status import describe


def main() -> None:
    """Print the status of the study that the command line names."""
    study = study_of_arguments(__doc__)
    print(describe(study, Path("results") / study["study"]))


if __name__ == "__main__":
    main()
