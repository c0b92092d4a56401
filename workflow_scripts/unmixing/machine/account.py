"""The account that runs a study: a container's or a cluster's may have a number and no name."""

import getpass
import os


def name_account() -> None:
    """Give the account its number for a name where it has none: Snakemake asks for the name."""
    try:
        getpass.getuser()
    except (KeyError, OSError):
        os.environ["LOGNAME"] = str(os.getuid())
