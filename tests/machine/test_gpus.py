"""GPUs are seen as CUDA sees them, and asked for if a build can use one."""

import ctypes.util
import importlib.metadata
import importlib.util
from types import SimpleNamespace

import pytest

from unmixing.machine import gpus
from unmixing.machine.gpus import trains_on_gpu, visible_gpus


def test_what_follows_a_hidden_gpu_is_hidden(monkeypatch):
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
        ("torch", {"torch"}, True),
        ("torch", set(), False),
    ],
)
def test_a_gpu_is_asked_for_if_the_build_can_use_it(monkeypatch, backend, installed, usable):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0")
    monkeypatch.setattr(gpus.Path, "glob", lambda *_: iter(["/dev/nvidia0"]))

    def found(name):
        return name if name in installed else None

    monkeypatch.setattr(
        importlib.metadata,
        "distributions",
        lambda name: [SimpleNamespace(version="1.0")] if found(name) else [],
    )
    monkeypatch.setattr(importlib.util, "find_spec", found)
    monkeypatch.setattr(ctypes.util, "find_library", lambda name: found(f"lib{name}"))
    assert trains_on_gpu("auto", backend) is usable


def test_no_gpu_is_asked_for_by_pytorchs_cpu_build(monkeypatch):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0")
    monkeypatch.setattr(gpus.Path, "glob", lambda *_: iter(["/dev/nvidia0"]))
    monkeypatch.setattr(
        importlib.metadata, "distributions", lambda name: [SimpleNamespace(version="2.13.0+cpu")]
    )
    assert not trains_on_gpu("auto", "torch")


def test_no_gpu_is_asked_for_if_there_is_none(monkeypatch):
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    assert not trains_on_gpu("auto", "jax")


def test_a_device_that_is_named_is_not_looked_for():
    assert trains_on_gpu("gpu", "tensorflow")
    assert not trains_on_gpu("cpu", "tensorflow")
