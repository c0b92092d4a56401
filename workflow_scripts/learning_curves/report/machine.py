"""The machine and the software that make a page."""

import os
import platform
from importlib import metadata
from pathlib import Path

PACKAGES = (
    "snakemake",
    "tensorflow-cpu",
    "tensorflow",
    "keras",
    "numpy",
    "scipy",
    "pandas",
    "scikit-learn",
    "statsmodels",
    "scikit-posthocs",
    "matplotlib",
)
# Where Linux tells the name of its processor.
PROCESSOR = Path("/proc/cpuinfo")


def describe_making() -> str:
    """Say what machine makes this page, and with what versions."""
    cores = os.cpu_count() or 1
    machine = f"{name_processor()}, {cores} {'core' if cores == 1 else 'cores'}"
    software = ", ".join(f"{name} {version}" for name, version in versions().items())
    python = f"Python {platform.python_version()}"
    return f"Page made on {machine}, {platform.system()}, with {python}, {software}."


def name_processor() -> str:
    """Return the name of the processor, or its architecture if the system tells no more."""
    if PROCESSOR.is_file():
        for line in PROCESSOR.read_text(encoding="utf-8", errors="replace").splitlines():
            key, _, name = line.partition(":")
            if key.strip() == "model name":
                return name.strip()
    return platform.processor() or platform.machine()


def versions() -> dict[str, str]:
    """Return the installed versions of the packages that results depend on."""
    installed = {}
    for name in PACKAGES:
        try:
            installed[name] = metadata.version(name)
        except metadata.PackageNotFoundError:
            continue
    return installed
