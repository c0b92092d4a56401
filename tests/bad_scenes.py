"""Scenes with typical mistakes that cannot be read."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import h5py
import numpy as np
import tifffile
from scipy.io import savemat

Writer = Callable[[Path], None]
HEIGHT, WIDTH, BANDS = 24, 18, 70


class BadScene(NamedTuple):
    """A scene that is refused: the mistake, its entry in a config, and a writer of its files."""

    what: str
    entry: str
    write: Writer


def make_scene() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Make a cube (H, W, bands), its maps (H, W, 3) and endmembers (bands, 3)."""
    generator = np.random.default_rng(0)
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    parts = [np.exp(rows / 8), np.exp(columns / 5), 1 + 4 * np.exp(-((rows - columns) ** 2) / 20)]
    maps = np.stack(parts, axis=-1)
    maps /= maps.sum(axis=-1, keepdims=True)
    endmembers = np.abs(np.cumsum(generator.normal(0, 0.1, (BANDS, 3)), axis=0)) + 0.1
    cube = maps @ endmembers.T + generator.normal(0, 0.005, (HEIGHT, WIDTH, BANDS))
    return cube.astype(np.float32), maps.astype(np.float32), endmembers


CUBE, MAPS, ENDMEMBERS = make_scene()
TABLE = "row,column,soil,grass\n3,4,0.25,0.75\n5,6,0.5,0.5\n"
PAIR = "files: {cube: {path: cube.npy}, abundances: {path: maps.npy}}"
ENVI = (
    f"ENVI\nsamples = {WIDTH}\nlines = {HEIGHT}\nbands = {BANDS}\ndata type = 4\n"
    "interleave = bip\nbyte order = 0\n"
)


def files(**roles: str) -> str:
    """Return the entry of a scene of files, by role."""
    named = ", ".join(f"{role}: {{path: {path}}}" for role, path in roles.items())
    return f"files: {{{named}}}"


def writing(**contents: Any) -> Writer:
    """Return a function that writes a correct pair of `.npy` files, and other files or changes.

    A name means a file, with `_` for the dot. An array is saved as `.npy`, text and bytes are
    written as they are, and a function writes the file itself.
    """

    def write(folder: Path) -> None:
        for name, content in ({"cube_npy": CUBE, "maps_npy": MAPS} | contents).items():
            path = folder / ".".join(name.rsplit("_", 1))
            if callable(content):
                content(path)
            elif isinstance(content, np.ndarray):
                np.save(path, content)
            else:
                path.write_bytes(content.encode() if isinstance(content, str) else content)

    return write


def half_of(write: Writer) -> Writer:
    """Return a function that writes only the first half of a file."""

    def cut(path: Path) -> None:
        write(path)
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])

    return cut


def matlab(**arrays: np.ndarray) -> Writer:
    """Return a function that writes a `.mat` file."""
    return lambda path: savemat(path, arrays)


def hdf5(path: Path) -> None:
    """Write a cube in HDF5."""
    with h5py.File(path, "w") as file:
        file["cube"] = CUBE


def workbook(path: Path) -> None:
    """Write a file that begins like an Excel file."""
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("xl/workbook.xml", "<workbook/>")


def pair(what: str, *options: str, **contents: Any) -> BadScene:
    """Return a pair of `.npy` with wrong arrays, or with options."""
    return BadScene(what, "\n".join([PAIR, *options]), writing(**contents))


def with_table(what: str, table: str | bytes) -> BadScene:
    """Return a correct cube with a wrong table of labelled pixels."""
    return BadScene(what, files(cube="cube.npy", abundances="plots.csv"), writing(plots_csv=table))


def with_cube(what: str, name: str, *options: str, **contents: Any) -> BadScene:
    """Return correct maps with another cube."""
    entry = files(cube=name, abundances="maps.npy")
    return BadScene(what, "\n".join([entry, *options]), writing(**contents))


def with_third(what: str, role: str, array: np.ndarray) -> BadScene:
    """Return a correct pair with a wrong third file."""
    entry = files(cube="cube.npy", abundances="maps.npy", **{role: "third.npy"})
    return BadScene(what, entry, writing(third_npy=array))


def filled(values: np.ndarray, fill: float) -> np.ndarray:
    """Return an array filled with one number."""
    return np.full_like(values, fill)


BROKEN = [
    with_cube("a cube that is not there", "field.npy"),
    with_cube("a folder in place of a cube", "field.d", field_d=lambda path: path.mkdir()),
    with_cube("an empty file", "field.mat", field_mat=""),
    with_cube("a PDF called `.mat`", "field.mat", field_mat="%PDF-1.7\n%\xe2\xe3\n"),
    with_cube("a photograph called `.dat`", "field.dat", field_dat=b"\xff\xd8\xff\xe0\x00JFIF"),
    with_cube("a workbook of Excel", "field.xlsx", field_xlsx=workbook),
    with_cube("a `.mat` file cut short", "field.mat", field_mat=half_of(matlab(Y=CUBE))),
    with_cube("an `.npy` file cut short", "half.npy", half_npy=half_of(lambda p: np.save(p, CUBE))),
    with_cube("an HDF5 file cut short", "field.h5", field_h5=half_of(hdf5)),
    with_cube(
        "a TIFF file cut short",
        "field.tif",
        field_tif=half_of(lambda path: tifffile.imwrite(path, CUBE)),
    ),
    with_cube("an ENVI header without its numbers", "field.hdr", field_hdr=ENVI),
    with_cube("ENVI's numbers cut short", "field.hdr", field_hdr=ENVI, field_img=b"\x00" * 1000),
    with_cube(
        "an ENVI header without the lines",
        "field.hdr",
        field_hdr=ENVI.replace(f"lines = {HEIGHT}\n", ""),
        field_img=CUBE.tobytes(),
    ),
]
ARRAYS = [
    with_cube(
        "a `.mat` file without a cube", "field.mat", field_mat=matlab(radiance=CUBE, date=MAPS)
    ),
    with_cube(
        "a key that a file lacks",
        "field.mat",
        "options: {keys: {cube: reflectanse}}",
        field_mat=matlab(reflectance=CUBE),
    ),
    pair("complex numbers", cube_npy=CUBE + 1j),
    pair("an array of objects", cube_npy=CUBE.astype(object)),
    pair("an array of text", cube_npy=CUBE.astype(str)),
    pair("a cube of four axes", cube_npy=CUBE[None]),
    pair("a cube of NaN only", cube_npy=filled(CUBE, np.nan)),
    pair("a cube of -9999 only", cube_npy=filled(CUBE, -9999)),
    pair("a cube of one value", cube_npy=filled(CUBE, 0.5)),
    pair("a cube of two bands, and a network", cube_npy=CUBE[..., :2]),
    pair(
        "a flattened image of no known size",
        cube_npy=CUBE.reshape(-1, BANDS),
        maps_npy=MAPS.reshape(-1, 3),
    ),
    pair(
        "flattened noise",
        f"options: {{size: [{HEIGHT}, {WIDTH}]}}",
        cube_npy=np.random.default_rng(0).random((HEIGHT * WIDTH, BANDS)),
        maps_npy=MAPS.reshape(-1, 3),
    ),
]
LABELS = [
    pair("labels of a smaller image", maps_npy=MAPS[:-1]),
    pair("labels upside down", maps_npy=MAPS[::-1].copy()),
    pair("height and width of the labels swapped", maps_npy=MAPS.swapaxes(0, 1).copy()),
    pair("negative labels", maps_npy=MAPS + np.array([-0.5, 0.25, 0.25], np.float32)),
    pair("labels that sum to 7", maps_npy=7 * MAPS),
    pair("labels in per mille", maps_npy=1000 * MAPS),
    pair("a single endmember", maps_npy=filled(MAPS[..., :1], 1)),
    pair("labels that are all NaN", maps_npy=filled(MAPS, np.nan)),
    pair("labels that are all zero", maps_npy=filled(MAPS, 0)),
    pair("a map of classes", maps_npy=1 + MAPS.argmax(axis=-1)),
    with_table("a row of a table outside the image", TABLE + "24,3,0.5,0.5\n"),
    with_table("a pixel twice in a table", TABLE + "3,4,0.5,0.5\n"),
    with_table("a table without places", TABLE.replace("row,column", "plot,site")),
    with_table("a table that names no abundances", TABLE.replace("0.5", "50")),
    with_table("half a row and column", TABLE + "7.5,3,0.5,0.5\n"),
    with_table("a table without a row", "row,column,soil,grass\n"),
    with_table("a table with more values than columns", TABLE + "7,3,0.5,0.5,0.1\n"),
    with_table(
        "a table of R with names of rows", TABLE.replace("\n3", "\n1,3").replace("\n5", "\n2,5")
    ),
    with_table("a table with fewer values than columns", TABLE + "7,3,0.5\n"),
    with_table(
        "a table with points and commas", "row;column;soil;grass\n3;4;0,25;0,75\n5;6;0.5;0.5\n"
    ),
    with_table("a table in percent", "row,column,soil,grass\n3,4,25,75\n5,6,50,50\n"),
    with_table("a table with coordinates", TABLE.replace("row,column", "lat,lon")),
    with_table("a table in Latin-1", TABLE.replace("soil", "Geröll").encode("latin-1")),
]
REST = [
    with_third("more wavelengths than bands", "wavelengths", np.linspace(0.4, 2.5, BANDS + 1)),
    with_third("wavelengths below zero", "wavelengths", np.linspace(-1, 2.5, BANDS)),
    with_third("wavelengths of radio", "wavelengths", np.linspace(4e6, 9e6, BANDS)),
    with_third("endmembers of other bands", "endmembers", ENDMEMBERS[:-2]),
    with_third(
        "endmembers in another order than the maps", "endmembers", ENDMEMBERS[:, ::-1].copy()
    ),
    with_third("a mask of another size", "valid", np.ones((HEIGHT, WIDTH + 1))),
    pair("`names` for fewer endmembers", "options: {names: [soil, grass]}"),
    pair("`names: [yes, no, soil]`", "options: {names: [yes, no, soil]}"),
    pair("`order: rows`", "options: {order: rows}"),
    pair("`scale: -1`", "options: {scale: -1}"),
    pair("`degrade: 1`", "options: {degrade: 1}"),
    pair("`degrade: 40`", "options: {degrade: 40}"),
    pair("`bad_bands` beyond the last", f"options: {{bad_bands: [[1, {BANDS + 1}]]}}"),
    pair("a misspelt option", "options: {scael: 10000}"),
    pair("another shape than declared", f"shape: [{HEIGHT}, {WIDTH}, {BANDS + 1}]"),
    BadScene("no labels", files(cube="cube.npy"), writing()),
    BadScene("an unknown role", files(cube="cube.npy", labels="maps.npy"), writing()),
]
BAD_SCENES = [*BROKEN, *ARRAYS, *LABELS, *REST]
