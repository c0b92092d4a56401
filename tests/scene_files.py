"""A scene written in the formats of various programs."""

from pathlib import Path

import h5py
import numpy as np
import tifffile
from scipy.io import savemat

from unmixing.scenes.importing import import_scene
from unmixing.scenes.scene import Scene

from shared import scene_entry

INTERLEAVES = {"bsq": (2, 0, 1), "bil": (0, 2, 1), "bip": (0, 1, 2)}
CODES = {"int16": 2, "float32": 4, "uint16": 12}


def imported(files: dict[str, Path], **options) -> Scene:
    """Import a scene from files of any kind."""
    return import_scene("own", scene_entry("files", files, options=options), files)


def saved(folder: Path, **arrays) -> dict[str, Path]:
    """Write arrays as `.npy`, and return their paths."""
    for role, array in arrays.items():
        np.save(folder / f"{role}.npy", array)
    return {role: folder / f"{role}.npy" for role in arrays}


def flat(image: np.ndarray, order: str) -> np.ndarray:
    """Flatten an image to (n, pixels), row by row ("C") or column by column ("F")."""
    return image.reshape(-1, image.shape[-1], order=order).T


def write_envi(
    path: Path, image: np.ndarray, interleave: str = "bip", byte_order: int = 0, **header: str
) -> Path:
    """Write a pair of ENVI files and return the header's path."""
    kind = image.dtype.newbyteorder("<>"[byte_order])
    image.transpose(INTERLEAVES[interleave]).astype(kind).tofile(path.with_suffix(".img"))
    height, width, bands = image.shape
    fields = {
        "samples": width,
        "lines": height,
        "bands": bands,
        "data type": CODES[image.dtype.name],
        "interleave": interleave,
        "byte order": byte_order,
    } | {key.replace("_", " "): value for key, value in header.items()}
    text = "\n".join(f"{key} = {value}" for key, value in fields.items())
    path.with_suffix(".hdr").write_text(f"ENVI\n{text}\n")
    return path.with_suffix(".hdr")


def braces(values) -> str:
    """Write a list as ENVI's headers do."""
    return "{" + ", ".join(map(str, values)) + "}"


def write_mat73(path: Path, arrays: dict[str, np.ndarray], words: dict[str, list[str]]) -> Path:
    """Write a MATLAB file of version 7.3: HDF5 with reversed axes behind a header of its own."""
    with h5py.File(path, "w", userblock_size=512) as file:
        for name, array in arrays.items():
            file[name] = np.atleast_2d(array).T
            file[name].attrs["MATLAB_class"] = np.bytes_("double")
        for name, of_name in words.items():
            references = []
            for i, word in enumerate(of_name):
                letters = np.array([[ord(letter)] for letter in word], np.uint16)
                letters = file.create_dataset(f"#refs#/{name}{i}", data=letters)
                letters.attrs["MATLAB_class"] = np.bytes_("char")
                references.append(letters.ref)
            cell = np.array(references, dtype=h5py.ref_dtype).reshape(1, -1)
            file.create_dataset(name, data=cell, dtype=h5py.ref_dtype)
            file[name].attrs["MATLAB_class"] = np.bytes_("cell")
    with open(path, "r+b") as file:
        file.write(b"MATLAB 7.3 MAT-file".ljust(124) + b"\x00\x02IM")
    return path


def matlab(scene: Scene, folder: Path) -> dict[str, Path]:
    """Write Zhu's pair."""
    size = {"nRow": scene.shape[0], "nCol": scene.shape[1]}
    savemat(folder / "cube.mat", {"Y": flat(scene.cube * 5000, "F"), "maxValue": 5000.0} | size)
    truth = {"A": flat(scene.abundances, "F"), "M": scene.endmembers, "cood": _cell(scene)} | size
    savemat(folder / "truth.mat", truth)
    return {"cube": folder / "cube.mat", "abundances": folder / "truth.mat"}


def matlab73(scene: Scene, folder: Path) -> dict[str, Path]:
    """Write all of a scene into one file of version 7.3."""
    arrays = {
        "Y": flat(scene.cube, "F"),
        "A": flat(scene.abundances, "F"),
        "M": scene.endmembers,
        "nRow": np.array(float(scene.shape[0])),
        "nCol": np.array(float(scene.shape[1])),
    }
    words = {"cood": [f"{i + 1}-{name}" for i, name in enumerate(scene.names)]}
    return {"scene": write_mat73(folder / "scene.mat", arrays, words)}


def hysupp(scene: Scene, folder: Path) -> dict[str, Path]:
    """Write HySUPP's layout, flattened row by row."""
    height, width, bands = scene.shape
    content = {"Y": flat(scene.cube, "C"), "A": flat(scene.abundances, "C"), "E": scene.endmembers}
    content |= {"H": height, "W": width, "p": scene.n_endmembers, "L": bands, "cood": _cell(scene)}
    savemat(folder / "scene.mat", content)
    return {"scene": folder / "scene.mat"}


def palsson(scene: Scene, folder: Path) -> dict[str, Path]:
    """Write Palsson's layout: pixels by bands, and maps that are images."""
    height, width, _ = scene.shape
    content = {"Y": flat(scene.cube, "F").T, "GT": scene.endmembers.T, "S_GT": scene.abundances}
    savemat(folder / "scene.mat", content | {"lines": height, "cols": width, "cood": _cell(scene)})
    return {"scene": folder / "scene.mat"}


def images(scene: Scene, folder: Path) -> dict[str, Path]:
    """Write `Y`, `M` and `label` as images."""
    content = {"Y": scene.cube, "M": scene.endmembers, "label": scene.abundances}
    savemat(folder / "scene.mat", content | {"cood": _cell(scene)})
    return {"scene": folder / "scene.mat"}


def numpy_bands_first(scene: Scene, folder: Path) -> dict[str, Path]:
    """Write arrays with bands and endmembers first."""
    np.save(folder / "cube.npy", np.moveaxis(scene.cube, -1, 0))
    np.save(folder / "maps.npy", np.moveaxis(scene.abundances, -1, 0))
    np.save(folder / "endmembers.npy", scene.endmembers.T)
    return _roles(folder, "cube.npy", "maps.npy", "endmembers.npy")


def numpy_flat(scene: Scene, folder: Path) -> dict[str, Path]:
    """Write flattened arrays in an archive."""
    np.savez(
        folder / "scene.npz",
        Y=flat(scene.cube, "C"),
        A=flat(scene.abundances, "C").T,
        E=scene.endmembers,
        H=scene.shape[0],
        W=scene.shape[1],
        names=np.array(scene.names),
    )
    return {"scene": folder / "scene.npz"}


def envi(scene: Scene, folder: Path) -> dict[str, Path]:
    """Write big-endian floats, and endmembers as a table."""
    lengths = braces(1000 * scene.wavelengths)
    cube = write_envi(
        folder / "cube", scene.cube, "bil", 1, wavelength=lengths, wavelength_units="Nanometers"
    )
    maps = write_envi(folder / "maps", scene.abundances, "bsq", band_names=braces(scene.names))
    table = ",".join(scene.names) + "\n"
    table += "\n".join(",".join(map(repr, map(float, row))) for row in scene.endmembers)
    (folder / "endmembers.csv").write_text(table)
    return {"cube": cube, "abundances": maps, "endmembers": folder / "endmembers.csv"}


def geotiff(scene: Scene, folder: Path) -> dict[str, Path]:
    """Write a page a band, and maps of interleaved samples with their names."""
    tifffile.imwrite(
        folder / "cube.tif", np.moveaxis(scene.cube, -1, 0).copy(), photometric="minisblack"
    )
    items = "".join(
        f'<Item name="DESCRIPTION" sample="{i}" role="description">{name}</Item>'
        for i, name in enumerate(scene.names)
    )
    tifffile.imwrite(
        folder / "maps.tif",
        scene.abundances,
        planarconfig="contig",
        photometric="minisblack",
        extratags=[(42112, "s", 0, f"<GDALMetadata>{items}</GDALMetadata>", True)],
    )
    np.save(folder / "endmembers.npy", scene.endmembers)
    return _roles(folder, "cube.tif", "maps.tif", "endmembers.npy")


def netcdf(scene: Scene, folder: Path) -> dict[str, Path]:
    """Write datasets in groups, the cube as scaled integers with a number for missing ones."""
    with h5py.File(folder / "scene.nc", "w") as file:
        packed = np.round(np.moveaxis(scene.cube, -1, 0) * 10000).astype(np.int16)
        file["sensor/reflectance"] = packed
        file["sensor/reflectance"].attrs.update(scale_factor=1e-4, _FillValue=np.int16(-9999))
        file["sensor/wavelength"] = 1000 * scene.wavelengths
        file["sensor/wavelength"].attrs["units"] = "nm"
        file["truth/abundances"] = scene.abundances
        file["truth/endmembers"] = scene.endmembers
        file.attrs["names"] = list(scene.names)
    return {"scene": folder / "scene.nc"}


WRITERS = (
    matlab,
    matlab73,
    hysupp,
    palsson,
    images,
    numpy_bands_first,
    numpy_flat,
    envi,
    geotiff,
    netcdf,
)


def _cell(scene: Scene) -> np.ndarray:
    return np.array(scene.names, dtype=object)


def _roles(folder: Path, *names: str) -> dict[str, Path]:
    roles = ("cube", "abundances", "endmembers")
    return {role: folder / name for role, name in zip(roles, names, strict=True)}
