"""Inputs of a job are hashed once. Snakemake hashes them once an output, and blocks of runs have hundreds."""

import os

from snakemake.io import _IOFile


def remembered(checksum):
    """A checksum that is computed again only where a file has changed since."""
    known = {}

    async def of_file(file, threshold=None, force=False, algorithm=None):
        try:
            status = os.stat(file)
        except OSError:
            return await checksum(file, threshold, force, algorithm)
        version = (
            status.st_ino,
            status.st_size,
            status.st_mtime_ns,
            status.st_ctime_ns,
        )
        asked = (str(file), version, threshold, force, algorithm)
        if asked not in known:
            known[asked] = await checksum(file, threshold, force, algorithm)
        return known[asked]

    of_file.remembers = True
    return of_file


if not hasattr(_IOFile.checksum, "remembers"):
    _IOFile.checksum = remembered(_IOFile.checksum)
