"""The command `unmixing`, another name of `learning-curves`; also `python -m unmixing`."""

from collections.abc import Sequence

from learning_curves import __main__ as learning_curves


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command."""
    learning_curves.main(arguments, program="unmixing")


if __name__ == "__main__":
    main()
