"""ENVI files, where a config names them so; any files are read in this way."""

from unmixing.scenes.formats.files import OPTIONS, ROLES, TILED, read

__all__ = ["OPTIONS", "ROLES", "TILED", "read"]
