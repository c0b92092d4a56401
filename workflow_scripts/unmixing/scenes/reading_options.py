"""What a user may say of a scene's files, where they leave it open."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from learning_curves.errors import UserError
from unmixing.scenes.arrangement import ORDERS, Order
from unmixing.scenes.masks import MARKS, Marks

RANGES = {"type": "array", "items": {"type": "array"}}


def _option(description: str, values: Mapping[str, Any], usual: Any = None) -> Any:
    """Make a field of an option with its description and, in JSON Schema, what it takes."""
    told = {"description": description, "values": values}
    if usual is None:
        return field(default=None, metadata=told)
    return field(default_factory=usual, metadata=told)


@dataclass(frozen=True)
class ReadingOptions:
    """Options of the reader of files of any kind, which their fields describe; None is found out.

    The schema of a config is made from them, by `describe_options`.
    """

    keys: Mapping[str, str] = _option(
        "Names of arrays in files, by role, where they are not told by themselves.",
        {"type": "object"},
        dict,
    )
    names: list[str] | None = _option(
        "Names of the endmembers; in a table, of their columns.", {"type": "array"}
    )
    size: list[int] | None = _option("Height and width of a flattened image.", {"type": "array"})
    order: Order | None = _option(
        "How a flattened image counts its pixels: row by row or column by column.",
        {"type": "string"},
    )
    scale: float | None = _option(
        "What the numbers of the cube are divided by.", {"type": "number"}
    )
    no_data: float | None = _option("The number that stands for no value.", {"type": "number"})
    bad_bands: list[list[int]] = _option(
        "Ranges of bands to leave out, [first, last], counted from 1.", RANGES, list
    )
    degrade: int | None = _option(
        "Side of the square blocks of pixels that are averaged to one; a class map needs it.",
        {"type": "integer"},
    )
    counted_from: int | None = _option(
        "Number of the first row and column in a table of labelled pixels, 0 or 1.",
        {"type": "integer"},
    )
    wavelengths: list[float] | None = _option(
        "Of the sensor: first and last in micrometres, and how many, evenly spaced; or one a band.",
        {"type": "array"},
    )
    removed_channels: list[list[int]] = _option(
        "Ranges of the sensor's channels that the cube lacks, [first, last], counted from 1.",
        RANGES,
        list,
    )
    bands_axis: int | None = _option(
        "Axis of the cube along which its bands lie, from 0.", {"type": "integer"}
    )
    mask_marks: Marks | None = _option(
        "What pixels are where a mask is not 0: used or left_out.", {"type": "string"}
    )
    crs: str | None = _option(
        "System of the coordinates of labels, such as EPSG:4326.", {"type": "string"}
    )
    groups: str | None = _option(
        "Column of a table that tells which labelled pixels belong together, such as a plot.",
        {"type": "string"},
    )

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


def describe_options() -> dict[str, dict[str, Any]]:
    """Return the schema of every option; null leaves to be found out what can be."""
    return {
        option.name: {
            "description": option.metadata["description"],
            **option.metadata["values"],
            "type": [
                option.metadata["values"]["type"],
                *(["null"] if option.default is None else []),
            ],
        }
        for option in fields(ReadingOptions)
    }
