"""Synthetic mixtures are linear, in pairs and triples, with every class in turn."""

import numpy as np
import pytest

from unmixing.synthetic_mixtures import MIXTURES, mix_in_pairs_and_triples

CLASSES = np.repeat([0, 1, 2], [2, 5, 13])


def mixed(seed=0, classes=CLASSES, number=MIXTURES):
    """Mix spectra that show which of them a mixture holds."""
    spectra, labels = np.eye(len(classes)), np.eye(3)[classes]
    return mix_in_pairs_and_triples(spectra, labels, classes, np.random.default_rng(seed), number)


def test_labels_are_mixed_as_spectra_are():
    spectra, labels = mixed()
    assert len(spectra) == len(labels) == MIXTURES + 20
    np.testing.assert_allclose(labels, spectra @ np.eye(3)[CLASSES], atol=1e-12)
    np.testing.assert_allclose(labels.sum(axis=1), 1, atol=1e-12)


def test_the_spectra_themselves_come_last():
    np.testing.assert_array_equal(mixed()[0][MIXTURES:], np.eye(20))


def test_half_of_the_mixtures_are_pairs_and_half_triples():
    # Drawn from more spectra, so that hardly one is drawn twice.
    spectra, _ = mixed(1, np.repeat([0, 1, 2], 300))
    held = np.count_nonzero(spectra[:MIXTURES], axis=1)
    assert set(held) <= {1, 2, 3}
    assert np.mean(held == 2) == pytest.approx(0.5, abs=0.05)


def test_each_class_gives_the_first_spectrum_of_a_third():
    spectra, _ = mixed()
    first = spectra[:MIXTURES, CLASSES == 0].sum(axis=1) > 0
    assert first[::3].all()
    # The other spectra are drawn from all: two of twenty are of this class.
    assert np.mean(first[1::3]) == pytest.approx(0.5 * 0.1 + 0.5 * 0.19, abs=0.05)


def test_shares_of_pairs_are_uniform():
    spectra, _ = mixed(2, np.repeat([0, 1], 400), number=20_000)
    pairs = [row for row in spectra[:20_000] if np.count_nonzero(row) == 2]
    largest = np.max(pairs, axis=1)
    # The larger of two shares that are uniform together is uniform from a half to one.
    np.testing.assert_allclose(
        np.quantile(largest, [0.25, 0.5, 0.75]), [0.625, 0.75, 0.875], atol=0.02
    )


def test_mixtures_follow_the_seed():
    assert np.array_equal(mixed(3)[0], mixed(3)[0])
    assert not np.array_equal(mixed(3)[0], mixed(4)[0])
