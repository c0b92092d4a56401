"""What further data save is a line over the samples that a method has of its own."""

import numpy as np
import pandas as pd

from learning_curves.figures.exchange_rates import exchange_rates_figure

from drawn import read_legend, read_texts
from made_runs import WORDS


def rates(equal, method="with_library", data_set="field"):
    equal = np.array(equal, float)
    return pd.DataFrame(
        {
            "data_set": data_set,
            "condition": "standard",
            "metric": WORDS.error,
            "method": method,
            "size": [30, 100, 300][: len(equal)],
            "equal_size": equal,
            "equal_size_low": equal / 2,
            "equal_size_high": equal * 2,
        }
    )


def test_a_panel_per_data_set_has_a_line_per_method_and_the_diagonal():
    table = pd.concat([rates([60, 150, np.inf]), rates([40, 110, 300], data_set="coast")])
    figure = exchange_rates_figure(table, WORDS)
    assert read_legend(figure) == ["with library"]
    assert [axes.get_title() for axes in figure.axes] == ["field", "coast"]
    line, beyond, diagonal = (
        [line for line in figure.axes[0].get_lines() if line.get_marker() == marker][0]
        for marker in ("o", "^", "None")
    )
    assert line.get_ydata().tolist() == [60, 150]
    assert beyond.get_xdata().tolist() == [300]
    assert list(diagonal.get_xdata()) == list(diagonal.get_ydata()) == [30, 300]


def test_nothing_to_compare_is_said():
    figure = exchange_rates_figure(rates([]), WORDS)
    assert "no method shares two sizes with itself alone" in "".join(read_texts(figure)).replace(
        "\n", " "
    )
