"""Windows that an image is read and predicted by, so that memory does not grow with the image."""

from collections.abc import Iterator
from typing import NamedTuple

from unmixing.scenes.cube import AT_ONCE


class Window(NamedTuple):
    """A part of an image: rows from `top` to before `bottom`, columns from `left` to `right`."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def shape(self) -> tuple[int, int]:
        """Height and width."""
        return self.bottom - self.top, self.right - self.left

    def widen(self, radius: int, height: int, width: int) -> "Window":
        """Return the window with a border, as far as the image goes."""
        return Window(
            max(0, self.top - radius),
            min(height, self.bottom + radius),
            max(0, self.left - radius),
            min(width, self.right + radius),
        )

    def within(self, wider: "Window") -> "Window":
        """Return the window as rows and columns of a wider one."""
        return Window(
            self.top - wider.top,
            self.bottom - wider.top,
            self.left - wider.left,
            self.right - wider.left,
        )


def divide_into_windows(
    height: int, width: int, bands: int, block: tuple[int, int]
) -> Iterator[Window]:
    """Divide an image into windows that lie as it is stored.

    Parameters
    ----------
    height, width, bands : int
        Of the image.
    block : tuple of int
        Height and width of the blocks that the file stores; rows of the whole width where it has
        none.

    Yields
    ------
    Window
        From left to right and from top to bottom; each has at most `AT_ONCE` numbers, unless one
        row of a block has more.
    """
    columns = min(width, block[1])
    rows = max(1, AT_ONCE // (columns * bands))
    if columns < width:
        rows = min(rows, block[0])
    for top in range(0, height, rows):
        for left in range(0, width, columns):
            yield Window(top, min(height, top + rows), left, min(width, left + columns))
