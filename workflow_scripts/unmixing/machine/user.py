"""The user who runs a study, who in a container or cluster may have a number but no name."""

import getpass
import os


def name_user() -> None:
    """Use the user's number as a name if there is none: Snakemake asks for the name."""
    try:
        getpass.getuser()
    except (KeyError, OSError):
        os.environ["LOGNAME"] = str(os.getuid())
