"""Logging of the study to MLflow, for those who keep their experiments there."""

import os


def runs_to_log(wildcards):
    """Return the axes of every planned run."""
    return [list(run) for run in RUNS]


def settings_to_log(wildcards):
    """Return the settings that all runs share, apart from those of models and conditions."""
    names = ("val_size", "device", "backend", "precision", "seeds_together")
    return {name: getattr(STUDY, name) for name in names}


# It only reads, so it may run while the study does.
rule mlflow:
    log:
        "<logs>/mlflow.log",
    retries: 0
    localrule: True
    conda:
        "../envs/tracking.yaml"
    params:
        study=STUDY.name,
        results=RESULTS,
        runs=runs_to_log,
        models={name: dataclasses.asdict(model) for name, model in STUDY.models.items()},
        conditions={
            name: condition.entry for name, condition in STUDY.conditions.items()
        },
        settings=settings_to_log,
        histories=STUDY.mlflow_histories,
    message:
        f"Logging {STUDY.name} to MLflow: {'MLFLOW_TRACKING_URI' if os.environ.get('MLFLOW_TRACKING_URI') else f'{RESULTS}/mlflow.db'}"
    script:
        "../workflow_scripts/log_to_mlflow.py"
