"""Time and memory of the orders in which pixels are labelled, for as many spectra as in Urban.

python benchmarks/sampling_orders.py
"""

import time

import numpy as np

from unmixing.machine.memory import peak_memory_mb
from unmixing.splits.sampling import ORDERS, choose_sampling_order

PIXELS, BANDS, ENDMEMBERS = 94_249, 162, 5


def main() -> None:
    """Print seconds of each order, and the peak memory of the process."""
    generator = np.random.default_rng(0)
    endmembers = generator.uniform(size=(ENDMEMBERS, BANDS))
    shares = generator.dirichlet(np.full(ENDMEMBERS, 0.5), PIXELS)
    spectra = shares @ endmembers + generator.normal(0, 0.01, (PIXELS, BANDS))
    spectra = spectra.astype(np.float32)
    for sampling in ORDERS:
        started = time.perf_counter()
        choose_sampling_order(spectra, sampling, 0)
        print(f"{sampling}: {time.perf_counter() - started:.1f} s, {peak_memory_mb():.0f} MiB")


if __name__ == "__main__":
    main()
