"""Fetch a file from the first address that has it whole."""

import logging
from pathlib import Path

import pooch

from learning_curves.errors import UserError
from learning_curves.writing import atomic_write
from unmixing.storage import check_file


def download(
    urls: list[str], path: str | Path, sha256: str | None = None, git_blob: str | None = None
) -> None:
    """Download a file and check it before it appears under its name.

    One that another study has put there meanwhile stays.

    Parameters
    ----------
    urls : list[str]
        Tried in order; a file that was archived after its scene was made may have none.
    sha256, git_blob : str or None
        Digests that the file must have, where given.

    Raises
    ------
    UserError
        If no address gives that file: what went wrong at each, and what to do by hand.
    """
    if Path(path).exists():
        check_file(path, sha256, git_blob)
        logging.info("%s is there already", path)
        return
    if not urls:
        raise UserError(
            f"{path} is gone, and the config has no address for it: its scene must be made again, "
            "for its entry in the config, or the code that reads it, is another than when it was "
            "made. Put the file back, or name its folder as data_dir or in UNMIXING_DATA."
        )
    failures = []
    for url in urls:
        logging.info("Downloading %s", url)
        try:
            with atomic_write(path) as temporary:
                pooch.retrieve(
                    url,
                    known_hash=None,
                    fname=temporary.name,
                    path=temporary.parent,
                    progressbar=True,
                )
                check_file(temporary, sha256, git_blob)
            return
        except Exception as error:
            failures.append(f"  {url}\n    {error}")
    expected = f"SHA-256 is {sha256}" if sha256 else f"git id is {git_blob}"
    raise UserError(
        f"{path} could not be downloaded. Tried:\n" + "\n".join(failures) + "\n"
        f"Fetch it by hand, check that its {expected}, and put it at {path}."
    )
