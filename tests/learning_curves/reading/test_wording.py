"""Sentences, figures and pages are said in the words of the reader's own study."""

import matplotlib.pyplot as plt
import pytest

from learning_curves.answers.estimand import ESTIMAND
from unmixing.any_study.wording import Wording

WORDING = Wording("training images", "error rate", ["scene_net", "R&D"])


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (
            "Geometric-mean RMSE 0.1: svm, about 26 labelled pixels",
            "Geometric-mean error rate 0.1: svm, about 26 training images",
        ),
        ("abundance RMSE", "error rate"),
        (ESTIMAND, "geometric mean over completed runs"),
        # As figures break their lines.
        ("with 10 labelled\npixels", "with 10 training images"),
        ("two scenes, for sizes of one scene", "two datasets, for sizes of one dataset"),
        # A method's own name is no word of ours.
        ("scene_net and scene net on a scene", "scene_net and scene net on a dataset"),
        ("overallRMSE unlabelled", "overallRMSE unlabelled"),
    ],
)
def test_texts_are_said_otherwise(said, expected):
    assert WORDING.text(said) == expected


def test_what_is_said_already_stays():
    wording = Wording("labelled pixels of Mars", "RMSE of dust", [])
    said = wording.text("RMSE with 3 labelled pixels")
    assert said == "RMSE of dust with 3 labelled pixels of Mars"
    assert wording.text(said) == said


def test_pages_are_said_otherwise_between_their_tags():
    page = (
        '<p class="scene">R&amp;D, one scene</p><script>let scene = "<b>scene</b>"</script>'
        "<style>.scene {}</style><p>labelled pixels</p>"
    )
    assert WORDING.page(page) == page.replace("one scene", "one dataset").replace(
        "labelled pixels", "training images"
    )


def test_figures_are_said_otherwise():
    def draw():
        figure, axes = plt.subplots()
        axes.set_xlabel("labelled pixels")
        figure.suptitle("Errors of a scene\nwith labelled pixels")
        return figure

    figure = WORDING.drawing(draw)()
    assert figure.axes[0].get_xlabel() == "training images"
    assert " ".join(figure.get_suptitle().split()) == "Errors of a dataset with training images"
    plt.close(figure)
