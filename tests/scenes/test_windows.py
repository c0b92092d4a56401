"""Windows cover an image once, and none is larger than memory allows."""

import numpy as np
import pytest

from unmixing.scenes import windows
from unmixing.scenes.windows import Window, divide_into_windows


@pytest.mark.parametrize("block", [(1, 50), (16, 16), (1, 1000)])
def test_every_pixel_is_in_one_window(block, monkeypatch):
    monkeypatch.setattr(windows, "AT_ONCE", 4000)
    seen = np.zeros((70, 50), int)
    for top, bottom, left, right in divide_into_windows(70, 50, 20, block):
        seen[top:bottom, left:right] += 1
        assert (bottom - top) * (right - left) * 20 <= 4000
    assert (seen == 1).all()


def test_windows_lie_as_the_file_is_stored():
    tiled = list(divide_into_windows(600, 600, 2, (256, 256)))
    assert len(tiled) == 9 and tiled[1] == Window(0, 256, 256, 512)
    assert all(window.shape[1] == 600 for window in divide_into_windows(600, 600, 2, (1, 600)))


def test_a_border_ends_where_the_image_does():
    window = Window(0, 10, 5, 15)
    wide = window.widen(2, 11, 100)
    assert wide == Window(0, 11, 3, 17)
    assert window.within(wide) == Window(0, 10, 2, 12)
