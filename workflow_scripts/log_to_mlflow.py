"""Log a study to MLflow; a script called `mlflow.py` would hide the package."""

import shlex
import sys
from importlib.util import find_spec
from pathlib import Path

from job import logged_job
from learning_curves.errors import UserError

# Packages of requirements-mlflow.txt that another installation may lack.
NEEDED = ("mlflow", "sqlalchemy", "alembic")

if __name__ == "__main__":
    with logged_job(snakemake.log[0]):
        if not all(map(find_spec, NEEDED)):
            requirements = Path(__file__).resolve().parents[1] / "requirements-mlflow.txt"
            install = shlex.join([sys.executable, "-m", "pip", "install", "--no-deps"])
            raise UserError(
                f"MLflow is not installed: {install} -r {shlex.quote(str(requirements))}"
            )
        from unmixing.tracking.mlflow_log import TrackedStudy, log_study

        params = snakemake.params
        study = TrackedStudy(
            params.study,
            Path(params.results),
            params.runs,
            params.models,
            params.conditions,
            params.settings,
        )
        log_study(study, params.histories)
