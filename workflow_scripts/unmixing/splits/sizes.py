"""Sizes as counts or fractions of pixels."""

Size = int | float


def as_count(size: Size, n_pixels: int) -> int:
    """Return how many of `n_pixels` a size means: an integer is a count, a float a fraction."""
    return size if isinstance(size, int) else int(n_pixels * size)
