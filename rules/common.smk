"""The study and the helpers that rules share."""

import os
import sys
from pathlib import Path

SCRIPTS = Path(os.path.relpath(workflow.basedir)) / "workflow_scripts"
sys.path.insert(0, str(Path(workflow.basedir) / "workflow_scripts"))

from unmixing.configuration import canonical, cells, read_study
from unmixing.errors import UserError

try:
    STUDY = read_study(config, f"{workflow.basedir}/config/schema.yaml")
except UserError as error:
    raise SystemExit(f"The config cannot be run. {error}")

CELLS = cells(STUDY)
DATA_DIR = STUDY["data_dir"] or os.environ.get("UNMIXING_DATA", "resources")
SCENE = "<results>/scenes/{scene}.h5"
SPLIT = "<results>/splits/{scene}/{condition}/n{train_size}/seed{seed}.h5"
RUN = "<results>/runs/{scene}/{condition}/{model}/n{train_size}/seed{seed}"
CELL_LOG = "{scene}/{condition}/{model}/n{train_size}/seed{seed}"


def modules(*names):
    """Paths of modules whose edit must run a rule again: Snakemake does not see imports."""
    return [f"{SCRIPTS}/unmixing/{name}.py" for name in names]


def of_cells(pattern):
    """A path for every run of the study, once where the pattern has fewer axes."""
    return list(dict.fromkeys(pattern.format(**cell) for cell in CELLS))


def gpu_is_visible():
    """Whether a job that may choose would take a GPU on this machine."""
    return os.environ.get("CUDA_VISIBLE_DEVICES") != "" and any(
        Path("/dev").glob("nvidia[0-9]*")
    )
