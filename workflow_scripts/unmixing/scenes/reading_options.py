"""What a user may say of a scene's files, where they leave it open."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from learning_curves.errors import UserError
from unmixing.scenes.arrangement import ORDERS, Order
from unmixing.scenes.masks import MARKS, Marks


@dataclass(frozen=True)
class ReadingOptions:
    """Options of the reader of files of any kind; None is found out.

    Attributes
    ----------
    keys : Mapping[str, str]
        Names of arrays in files, by role, where they are not told by themselves.
    names : list[str] or None
        Of the endmembers; in a table, of their columns.
    size : list[int] or None
        Height and width of a flattened image.
    order : Order or None
        "row" or "column": how a flattened image counts its pixels.
    scale : float or None
        What the numbers of the cube are divided by.
    no_data : float or None
        The number that stands for no value.
    bad_bands : list[list[int]]
        [first, last] of ranges of bands (from 1) to leave out.
    degrade : int or None
        Side of the square blocks of pixels that are averaged to one; needed by class maps.
    counted_from : int or None
        The number of the first row and column in a table of labelled pixels, 0 or 1.
    wavelengths : tuple[float, float, int] or None
        [first, last, channels] of the sensor, evenly spaced, in micrometres.
    removed_channels : list[list[int]]
        [first, last] of ranges of the sensor's channels (from 1) that the cube lacks.
    bands_axis : int or None
        The axis of the cube, from 0, along which its bands lie.
    mask_marks : Marks or None
        "used" or "left_out": what pixels are where the mask is not 0.
    crs : str or None
        The system of the coordinates of labels, such as "EPSG:4326".
    groups : str or None
        The column of a table that tells which labelled pixels belong together, such as a plot.
    """

    keys: Mapping[str, str] = field(default_factory=dict)
    names: list[str] | None = None
    size: list[int] | None = None
    order: Order | None = None
    scale: float | None = None
    no_data: float | None = None
    bad_bands: list[list[int]] = field(default_factory=list)
    degrade: int | None = None
    counted_from: int | None = None
    wavelengths: tuple[float, float, int] | None = None
    removed_channels: list[list[int]] = field(default_factory=list)
    bands_axis: int | None = None
    mask_marks: Marks | None = None
    crs: str | None = None
    groups: str | None = None

    def __post_init__(self) -> None:
        """Refuse values that mean nothing, and make words of names."""
        for is_right, words in (
            (self.order in (None, *ORDERS), f"order: {self.order} is neither row nor column"),
            (_is_above(0, self.scale), f"scale: {self.scale} is not a positive number"),
            (_is_above(1, self.degrade), f"degrade: {self.degrade} is not 2 or more"),
            (
                self.counted_from in (None, 0, 1),
                f"counted_from: {self.counted_from} is neither 0 nor 1",
            ),
            (
                self.mask_marks in (None, *MARKS),
                f"mask_marks: {self.mask_marks} is neither {' nor '.join(MARKS)}",
            ),
            (
                not any(isinstance(name, bool) for name in self.names or []),
                "names: YAML reads a name as true or false (yes, no, on and off are such words): "
                "put names in quotes",
            ),
        ):
            if not is_right:
                raise UserError(f"options.{words}.")
        if self.names is not None:
            object.__setattr__(self, "names", list(map(str, self.names)))


def _is_above(limit: int, value: object) -> bool:
    return value is None or (isinstance(value, int | float) and value > limit)
