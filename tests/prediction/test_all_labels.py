"""All labels of a scene train and validate, and every spectrum is predicted."""

import numpy as np
import pytest

from learning_curves.errors import UserError
from unmixing.prediction.all_labels import use_all_labels
from unmixing.scenes.scene import changed


def partly_labelled(scene, n_labelled):
    """Keep the first labels and take out a spectrum."""
    cube, abundances = scene.cube.copy(), scene.abundances.copy()
    abundances.reshape(-1, scene.n_endmembers)[n_labelled:] = np.nan
    cube[-1, -1, 3] = np.nan
    return changed(scene, cube=cube, abundances=abundances)


def test_labels_are_divided_and_unlabelled_pixels_are_predicted(small_scene):
    scene = partly_labelled(small_scene, 50)
    split = use_all_labels(scene, seed=0, val_size=0.1)
    assert sorted([*split.train, *split.validation]) == list(range(50))
    assert len(split.validation) == 5
    # All but the one without a spectrum.
    assert list(split.test) == list(range(scene.valid.size - 1))
    other = use_all_labels(scene, seed=1, val_size=0.1)
    assert set(other.validation) != set(split.validation)


def test_too_few_labels_are_refused(small_scene):
    with pytest.raises(UserError, match="5 pixels are labelled, of which 0 would validate"):
        use_all_labels(partly_labelled(small_scene, 5), seed=0, val_size=0.1)
