"""ENVI files, where a config names them so; any files are read in this way."""

from unmixing.scenes.formats.files import ROLES, read

__all__ = ["ROLES", "read"]
