"""Nearest labelled pixels: a method as a command, in Python with h5py and NumPy.

models:
  nearest: {command: "{python} nearest.py {input} {output}"}
"""

import sys
import time

import h5py
import numpy as np

with h5py.File(sys.argv[1]) as given:
    spectra = given["training/spectra"][()]  # (n, bands)
    abundances = given["training/abundances"][()]  # (n, endmembers)
    test = given["test/spectra"][()]  # (n_test, bands)
    identity = given["identity"][()]

started = time.perf_counter()
distances = np.linalg.norm(test[:, None] - spectra, axis=2)
nearest = distances.argsort(axis=1)[:, :3]
predicted = abundances[nearest].mean(axis=1)

with h5py.File(sys.argv[2], "w") as returned:
    returned["abundances"] = predicted  # (n_test, endmembers)
    returned["identity"] = identity
    returned["training_time"] = 0.0
    returned["inference_time"] = time.perf_counter() - started
