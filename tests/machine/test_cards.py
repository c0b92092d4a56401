"""Cards are seen as CUDA sees them, and asked for where a build can use one."""

import ctypes.util
import importlib.metadata
import importlib.util

import pytest

from unmixing.machine import cards
from unmixing.machine.cards import trains_on_card, visible_gpus


def test_what_follows_a_hidden_card_is_hidden(monkeypatch):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "2, 0, -1, 1")
    assert visible_gpus() == ["2", "0"]


@pytest.mark.parametrize(
    ("backend", "installed", "usable"),
    [
        ("tensorflow", {"tensorflow-cpu"}, False),
        ("tensorflow", {"tensorflow"}, False),
        ("tensorflow", {"tensorflow", "nvidia-cudnn-cu12"}, True),
        ("tensorflow", {"tensorflow", "libcudnn"}, True),
        ("tensorflow", set(), False),
        ("jax", {"jax"}, False),
        ("jax", {"jax", "jax_plugins"}, True),
    ],
)
def test_a_card_is_asked_for_where_the_build_can_use_it(monkeypatch, backend, installed, usable):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0")
    monkeypatch.setattr(cards.Path, "glob", lambda *_: iter(["/dev/nvidia0"]))

    def found(name):
        return name if name in installed else None

    monkeypatch.setattr(
        importlib.metadata, "distributions", lambda name: [name] if found(name) else []
    )
    monkeypatch.setattr(importlib.util, "find_spec", found)
    monkeypatch.setattr(ctypes.util, "find_library", lambda name: found(f"lib{name}"))
    assert trains_on_card("auto", backend) is usable


def test_no_card_is_asked_for_where_there_is_none(monkeypatch):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    assert not trains_on_card("auto", "jax")


def test_a_device_that_is_named_is_not_looked_for():
    assert trains_on_card("gpu", "tensorflow")
    assert not trains_on_card("cpu", "tensorflow")
