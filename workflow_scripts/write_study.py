"""Write a config for a first study of your own scene."""

import argparse
import logging
import re
from pathlib import Path

import yaml

from learning_curves.errors import UserError
from learning_curves.writing import atomic_write
from unmixing.scenes.guessing import roles_and_options
from unmixing.study.own_designs import GROUPS, doubt_groups, plan_groups
from unmixing.study.own_scene import make_entry, make_study, read_own

CONFIGS = Path("config")
OTHER_GROUPS = (
    "labels come in groups: the study tests on other groups than it labels, and on random pixels "
    "too, to say how much too well they answer"
)


def main() -> None:
    """Write the config of the study that the command line names."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("study", help="name of the study and of its config")
    parser.add_argument("words", nargs="+", metavar="FILE", help="as for `make scene`")
    arguments = parser.parse_args()
    logging.disable(logging.WARNING)
    try:
        path, notes = write(arguments.study, arguments.words)
    except UserError as error:
        raise SystemExit(str(error)) from None
    print(f"Wrote {path}.")
    for note in notes:
        print(f"- {note}")
    print(f"Run it:\n  .venv/bin/snakemake --cores all --configfile {path}")


def write(study: str, words: list[str]) -> tuple[Path, list[str]]:
    """Write the config for a study of the scene in some files.

    Returns
    -------
    path : Path
        Of the config.
    notes : list of str
        What the study makes of labels in groups.

    Raises
    ------
    UserError
        If the name is invalid, the config exists, or the scene cannot be read.
    """
    if not re.fullmatch(r"[A-Za-z0-9_-]+", study):
        raise UserError(f"'{study}' is not a name for a study: use letters, digits, _ and -.")
    path = CONFIGS / f"{study}.yaml"
    if path.exists():
        raise UserError(f"{path} already exists: choose another name, or delete it.")
    files, options = roles_and_options(words)
    scene = read_own(study, files, options)
    config = make_study(study, make_entry(files, options, scene), scene)
    with atomic_write(path) as temporary:
        text = yaml.safe_dump(config, sort_keys=False, allow_unicode=True, default_flow_style=None)
        temporary.write_text(f"# {study}: every key is explained in config/README.md.\n{text}")
    of_groups = OTHER_GROUPS if GROUPS in config["conditions"] else ""
    return path, list(filter(None, [of_groups, doubt_groups(scene, plan_groups(scene))]))


if __name__ == "__main__":
    main()
