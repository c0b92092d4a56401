"""What a study says of a scene: its files or its simulation, and what it should be."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class SceneFile:
    """A file of a scene.

    Attributes
    ----------
    path : str
        Inside the data folder.
    sha256, git_blob : str or None
        Digests that the file must have, or None.
    urls : tuple[str, ...]
        Where a missing file is downloaded from, tried in order.
    companions : tuple[SceneFile, ...]
        Files that are read with it, where they may have to be downloaded too.
    """

    path: str
    sha256: str | None = None
    git_blob: str | None = None
    urls: tuple[str, ...] = ()
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
    """A scene of a study, read from files in a format, or simulated.

    Attributes
    ----------
    format : str or None
        Name of the reader, or None for a simulation.
    files : dict[str, SceneFile]
        By role.
    options : dict[str, Any]
        Of the reader.
    simulation : Simulation or None
        None where the scene is read.
    shape : tuple[int, int, int] or None
        (height, width, bands) that the scene must have, or None; a simulation has one.
    n_endmembers : int or None
        That the scene must have, or None.
    normalisation_range : tuple[float, float] or None
        (minimum, maximum) that scales spectra in every run, or None for the range of the run's
        training pixels.
    """

    format: str | None = None
    files: dict[str, SceneFile] = field(default_factory=dict)
    options: dict[str, Any] = field(default_factory=dict)
    simulation: Simulation | None = None
    shape: tuple[int, int, int] | None = None
    n_endmembers: int | None = None
    normalisation_range: tuple[float, float] | None = None

    @property
    def all_files(self) -> list[SceneFile]:
        """The files of all roles, each followed by its companions."""
        return [one for file in self.files.values() for one in (file, *file.companions)]
