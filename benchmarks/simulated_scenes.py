"""Simulated scenes of benchmarks."""

from typing import Any

from unmixing.scenes.scene import Scene
from unmixing.scenes.simulation import simulate_scene


def simulate(shape: tuple[int, int, int], **changes: Any) -> Scene:
    """Simulate a scene of three surfaces, with some settings of `simulate_scene` changed."""
    settings: dict[str, Any] = {
        "endmembers": {"soil": "soil", "roof": "comp_shingle", "grass": "canopy"},
        "seed": 0,
        "maps": None,
        "covariance": "matern",
        "correlation_length": 10,
        "sharpness": 2,
        "mixing": "linear",
        "spectra_per_endmember": 3,
        "brightness_spread": 0.05,
        "snr": 30,
    }
    return simulate_scene(shape, **settings | changes)
