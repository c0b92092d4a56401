"""Keras is set up as a run asks for."""

import pytest


def test_float32_is_not_rounded_on_a_gpu(keras):
    tensorflow = pytest.importorskip("tensorflow")
    assert not tensorflow.config.experimental.tensor_float_32_execution_enabled()
