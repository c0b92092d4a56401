"""Files that are read with another one, so that a change of theirs is a change of it."""

from pathlib import Path
from xml.etree import ElementTree

from unmixing.scenes.files import envi, rasters
from unmixing.scenes.files.contents import read_start

SHAPEFILE, OF_SHAPES = ".shp", (".dbf", ".shx", ".prj", ".cpg")
# GDAL's, after the whole name of a raster; and a mask.
OF_RASTERS = (".aux.xml", ".msk")


def find_companions(path: Path) -> list[Path]:
    """Return the files that are read with a file and are there.

    They are the other of a pair of ENVI and the classes of a library's spectra, the parts of a
    shapefile, what GDAL keeps next to a raster, and the tiles in a list of these.
    """
    if not path.is_file():
        return []
    companions = [path.with_name(path.name + ending) for ending in OF_RASTERS]
    if path.suffix.lower() == SHAPEFILE:
        companions += [
            path.with_suffix(spelt) for name in OF_SHAPES for spelt in (name, name.upper())
        ]
    if (other := envi.other_file(path)) is not None:
        companions += [other, *(other.with_name(other.name + ending) for ending in OF_RASTERS)]
        companions += [envi.table_of_classes(path)]
    return [file for file in dict.fromkeys((*companions, *_tiles_of(path))) if file.is_file()]


def _tiles_of(path: Path) -> list[Path]:
    """Return the files that a list of tiles names."""
    if read_start(path, len(rasters.TILES)) != rasters.TILES:
        return []
    try:
        sources = list(ElementTree.parse(path).iter("SourceFilename"))
    except ElementTree.ParseError:
        return []
    # An absolute path stays what it is.
    return [path.parent / (source.text or "") for source in sources]
