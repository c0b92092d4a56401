"""Stand-ins for conda and Apptainer: they do what Snakemake 9.27 asks of them, and no more.

`predictor`, a program that predicts the mean of the labels, is only found in an environment or a
container that they make.
"""

import os
import sys
from pathlib import Path

PREDICTOR = f"""#!{sys.executable}
import sys, time
import h5py, numpy as np
*programs, given, returned = sys.argv[1:]
for program in programs:
    exec(open(program).read())
with h5py.File(given) as given, h5py.File(returned, "w") as returned:
    mean = given["training/abundances"][()].mean(axis=0)
    returned["abundances"] = np.tile(mean, (len(given["test/spectra"]), 1))
    returned["identity"] = given["identity"][()]
"""
CONDA = """#!/bin/bash
set -eu
case "$1 ${2:-}" in
    "info --json") echo '{"conda_prefix": "HERE", "platform": "linux-64"}' ;;
    "--version ") echo conda 24.7.1 ;;
    "clean -y") ;;
    "config --get") echo '{"get": {"channel_priority": "strict"}}' ;;
    "env create")
        while [ $# -gt 0 ]; do
            case $1 in --file) file=$2 ;; --prefix) made=$2 ;; esac
            shift
        done
        mkdir -p "$made/bin"
        if grep -q predictor "$file"; then cp HERE/predictor "$made/bin"; fi ;;
    *) echo "the stand-in for conda knows no $*" >&2; exit 1 ;;
esac
"""
ACTIVATE = "export CONDA_PREFIX=$1 PATH=$1/bin:$PATH\n"
APPTAINER = """#!/bin/bash
set -eu
case $1 in
    --version) echo apptainer version 1.3.4 ;;
    pull) echo "$4" > "$3" ;;
    exec)
        shift
        echo "$*" >> HERE/asked
        while [[ $1 == --* ]]; do shift 2; done
        test -e "$1"
        export APPTAINER_CONTAINER=$1 PATH=HERE:$PATH
        shift
        exec "$@" ;;
    *) echo "the stand-in for apptainer knows no $*" >&2; exit 1 ;;
esac
"""


def install_stand_ins(folder: Path) -> dict[str, str]:
    """Write the stand-ins into a folder; return variables with which they are found."""
    written = {
        "bin/conda": CONDA,
        "bin/activate": ACTIVATE,
        "bin/apptainer": APPTAINER,
        "predictor": PREDICTOR,
    }
    for name, text in written.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.replace("HERE", str(folder)))
        path.chmod(0o755)
    return {"PATH": f"{folder / 'bin'}:{os.environ['PATH']}"}
