"""Networks of HySUPP (github.com/BehnoodRasti/HySUPP, a checkout that you fetch) as commands.

models:
  pgmsu:
    command: "{python} hysupp.py PGMSU ~/HySUPP {input} {output}"
    sees: spectra
  cnnaeu:
    command: "{python} hysupp.py CNNAEU ~/HySUPP {input} {output} epochs=100"
    sees: spectra
  admmnet:
    command: >-
      {python} hysupp.py ADMMNet ~/HySUPP {input} {output}
      lr=1e-4 epochs=100 batchsize=64 nblocks=2 lambd=0.001 mu=0.01 tied=False
    sees: spectra

The workflow's Python then needs PyTorch. They see the spectra of the whole image and no label.
Labels only name the endmembers that blind ones find, by the smallest error on the training pixels.
"""

import importlib
import sys
import time
import warnings
from ast import literal_eval
from pathlib import Path
from types import ModuleType

import h5py
import numpy as np
import torch
from scipy.optimize import linear_sum_assignment

SUPERVISED = ("UnDIP",)
# Sees no neighbours, so pixels without a spectrum can be left out.
BY_PIXEL = ("ADMMNet",)


def load(checkout, kind, name):
    """Load one method, without the libraries that others of its folder need."""
    folder = Path(checkout).expanduser()
    sys.path.insert(0, str(folder))
    package = ModuleType(f"src.model.{kind}")
    package.__path__ = [str(folder / "src" / "model" / kind)]
    sys.modules[package.__name__] = package
    # ADMMNet takes an extractor from a program that needs Hydra; the extractor does not.
    sys.modules["src.extract"] = importlib.import_module("src.model.extractors")
    return getattr(importlib.import_module(f"{package.__name__}.{name}"), name)


def fill_image(given):
    """Return the spectra of the whole image, (bands, height * width), invalid pixels as zero.

    A network that sees no neighbours is given valid pixels alone.
    """
    pixels, spectra = given["image/pixels"][()], given["image/spectra"][()]
    if name in BY_PIXEL:
        return spectra.T
    image = np.zeros((given["height"][()] * given["width"][()], spectra.shape[1]), np.float32)
    image[pixels] = spectra
    return image.T


def find_columns(given, pixels):
    """Return the columns of the image that some pixels are."""
    return np.searchsorted(given["image/pixels"][()], pixels) if name in BY_PIXEL else pixels


def name_endmembers(abundances, labels):
    """Order rows of abundances like the labels, both (endmembers, n) on the training pixels."""
    errors = ((labels[:, None] - abundances[None]) ** 2).sum(axis=2)
    return linear_sum_assignment(errors)[1]


name, checkout, input_path, output_path, *options = sys.argv[1:]
# HySUPP says that it would use MATLAB for other methods.
warnings.simplefilter("ignore")

with h5py.File(input_path) as given:
    image = fill_image(given)
    place = {
        "H": int(given["height"][()]),
        "W": int(given["width"][()]),
        "seed": int(given["seed"][()]),
    }
    p = len(given["names"])
    endmembers = given["endmembers"][()] if "endmembers" in given else None
    training, test = (
        find_columns(given, given[f"{part}/pixels"][()]) for part in ("training", "test")
    )
    labels = given["training/abundances"][()].T
    identity = given["identity"][()]
    torch.set_num_threads(int(given["threads"][()]))
# Some of them draw by NumPy too.
np.random.seed(place["seed"])  # noqa: NPY002
largest = image.max()
settings = {key: literal_eval(value) for key, value in (option.split("=") for option in options)}
device = torch.device("cuda:0" if torch.cuda.is_available() else "cpu")
started = time.perf_counter()
if name in SUPERVISED:
    model = load(checkout, "supervised", name)(**settings)
    abundances = model.compute_abundances(image / largest, endmembers / largest, **place)
else:
    model = load(checkout, "blind", name)(**settings)
    # PGMSU asks for a GPU wherever it is.
    model.device = device
    _, abundances = model.compute_endmembers_and_abundances(image / largest, p, **place)
    abundances = abundances[name_endmembers(abundances[:, training], labels)]
seconds = time.perf_counter() - started

with h5py.File(output_path, "w") as returned:
    returned["abundances"] = abundances[:, test].T
    returned["identity"] = identity
    returned["parameters"] = sum(values.numel() for values in model.parameters())
    returned["training_time"], returned["inference_time"] = seconds, 0.0
