"""What a study says of a scene: its files or its simulation, and what it should be."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class SceneFile:
    """A file of a scene."""

    # Inside the data folder.
    path: str
    # Digests that the file must have.
    sha256: str | None = None
    git_blob: str | None = None
    # Where a missing file is downloaded from, tried in order.
    urls: tuple[str, ...] = ()
    # Files that are read with it, where they may have to be downloaded too.
    companions: tuple["SceneFile", ...] = ()


@dataclass(frozen=True)
class Simulation:
    """How a scene is simulated: the parameters of `simulate_scene` of these names."""

    endmembers: dict[str, str]
    seed: int
    covariance: str
    correlation_length: float
    sharpness: float
    mixing: str
    spectra_per_endmember: int
    brightness_spread: float
    snr: float | None
    haze: float = 0.0


@dataclass(frozen=True)
class SceneEntry:
    """A scene of a study, read from files in a format, or simulated."""

    # Name of the reader, or None for a simulation.
    format: str | None = None
    # By role.
    files: dict[str, SceneFile] = field(default_factory=dict)
    # Of the reader.
    options: dict[str, Any] = field(default_factory=dict)
    simulation: Simulation | None = None
    # (height, width, bands) that the scene must have, or None; a simulation has one.
    shape: tuple[int, int, int] | None = None
    # That the scene must have, or None.
    n_endmembers: int | None = None
    # (minimum, maximum) that scales spectra in every run, or None for the range of the run's
    # training pixels.
    normalisation_range: tuple[float, float] | None = None

    @property
    def all_files(self) -> list[SceneFile]:
        """The files of all roles, each followed by its companions."""
        return [one for file in self.files.values() for one in (file, *file.companions)]
