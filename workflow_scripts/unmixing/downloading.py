"""Fetch a file from the first address that has it whole."""

import logging
from pathlib import Path

import pooch

from unmixing.errors import UserError
from unmixing.storage import written_whole


def download(urls: list[str], sha256: str, path: str | Path) -> None:
    """Download a file and check it before it appears under its name.

    Parameters
    ----------
    urls : tried in order
    sha256 : that the file must have

    Raises
    ------
    UserError
        If no address gives that file: what went wrong at each, and what to do by hand.
    """
    failures = []
    for url in urls:
        logging.info("Downloading %s", url)
        try:
            with written_whole(path) as temporary:
                pooch.retrieve(
                    url,
                    known_hash=f"sha256:{sha256}",
                    fname=temporary.name,
                    path=temporary.parent,
                    progressbar=True,
                )
            return
        except Exception as error:
            failures.append(f"  {url}\n    {error}")
    raise UserError(
        f"{path} could not be downloaded. Tried:\n" + "\n".join(failures) + "\n"
        f"Fetch it by hand, check that its SHA-256 is {sha256}, and put it at {path}."
    )
