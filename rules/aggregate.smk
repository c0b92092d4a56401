"""From single runs to the tables and figures of the study."""

from unmixing.study.identity import identity_of
from unmixing.study.runs import cells


def metrics_files(wildcards):
    """The metrics of every run, or of those that are there when partial tables are asked for."""
    return wanted(rules.evaluate_run.output[0], RUNS)


def training_files(wildcards):
    """The training history of every evaluated run of a network on a scene."""
    trained = [
        run
        for run in RUNS
        if run.scene == wildcards.scene and STUDY.models[run.model].is_network
    ]
    return wanted(f"<results>/{paths.TRAINING_METRICS}", trained)


def identities(wildcards):
    """The digests that runs of a scene, condition and model share, as plain values."""
    places = dict.fromkeys(run[:3] for run in RUNS)
    return [[*place, *identity_of(STUDY, *place).values()] for place in places]


rule tables:
    input:
        "<results>/tables/splits.csv",
        "<results>/tables/runs.csv",
        "<results>/tables/coverage.csv",
        "<results>/tables/summary.csv",
        of_runs("<results>/tables/audit_{scene}.csv"),


rule figures:
    input:
        multiext("<results>/figures/learning_curves", ".svg", ".png"),
        multiext("<results>/figures/endmember_curves", ".svg", ".png"),
        multiext("<results>/figures/times", ".svg", ".png"),
        of_runs("<results>/figures/audit_{scene}.svg"),
        of_runs("<results>/figures/training_curves_{scene}.svg", STUDY.networks),
        of_runs("<results>/figures/training_curves_{scene}.png", STUDY.networks),


rule collect_runs:
    input:
        runs=metrics_files,
        scenes=of_runs(SCENE),
        measured=[local(path) for path in STUDY.measured_runs],
    output:
        runs=table("runs", "Tables"),
        coverage=table("coverage", "Tables"),
    log:
        "<logs>/collect_runs.log",
    benchmark:
        "<benchmarks>/collect_runs.tsv"
    conda:
        "../envs/analysis.yaml"
    resources:
        mem_mb=table_memory,
        runtime=20,
    params:
        code=code_of("collect_runs"),
        baselines=baselines(),
        planned=cells(STUDY),
        identities=identities,
        scenes=list(STUDY.scenes),
    message:
        "Collecting the metrics of all runs"
    script:
        "../workflow_scripts/collect_runs.py"


rule summarize_runs:
    input:
        runs="<results>/tables/runs.csv",
    output:
        table("summary", "Tables"),
    log:
        "<logs>/summarize_runs.log",
    benchmark:
        "<benchmarks>/summarize_runs.tsv"
    conda:
        "../envs/analysis.yaml"
    resources:
        mem_mb=table_memory,
        runtime=20,
    params:
        code=code_of("summarize_runs"),
    message:
        "Summarising runs over seeds"
    script:
        "../workflow_scripts/summarize_runs.py"


rule plot_learning_curves:
    input:
        runs="<results>/tables/runs.csv",
        summary="<results>/tables/summary.csv",
    output:
        figure("learning_curves", "learning_curves", "Figures"),
    log:
        "<logs>/plot_learning_curves.log",
    benchmark:
        "<benchmarks>/plot_learning_curves.tsv"
    conda:
        "../envs/analysis.yaml"
    resources:
        mem_mb=table_memory,
        runtime=20,
    params:
        code=code_of("plot_learning_curves"),
        target_errors=list(STUDY.target_errors),
    message:
        "Plotting error against training-set size"
    script:
        "../workflow_scripts/plot_learning_curves.py"


rule plot_endmember_curves:
    input:
        runs="<results>/tables/runs.csv",
        summary="<results>/tables/summary.csv",
        scenes=of_runs(SCENE),
    output:
        figure("endmember_curves", "endmember_curves", "Figures"),
    log:
        "<logs>/plot_endmember_curves.log",
    benchmark:
        "<benchmarks>/plot_endmember_curves.tsv"
    conda:
        "../envs/analysis.yaml"
    resources:
        mem_mb=table_memory,
        runtime=20,
    params:
        code=code_of("plot_endmember_curves"),
        scenes=list(STUDY.scenes),
    message:
        "Plotting the error of each endmember"
    script:
        "../workflow_scripts/plot_endmember_curves.py"


rule plot_training_curves:
    input:
        histories=training_files,
    output:
        figure("training_curves_{scene}", "training_curves", "Figures"),
    log:
        "<logs>/plot_training_curves/{scene}.log",
    benchmark:
        "<benchmarks>/plot_training_curves/{scene}.tsv"
    conda:
        "../envs/analysis.yaml"
    resources:
        mem_mb=table_memory,
        runtime=20,
    params:
        code=code_of("plot_training_curves"),
    message:
        "Plotting the training of the networks on {wildcards.scene}"
    script:
        "../workflow_scripts/plot_training_curves.py"


rule plot_times:
    input:
        runs="<results>/tables/runs.csv",
    output:
        figure("times", "times", "Figures"),
    log:
        "<logs>/plot_times.log",
    benchmark:
        "<benchmarks>/plot_times.tsv"
    conda:
        "../envs/analysis.yaml"
    resources:
        mem_mb=table_memory,
        runtime=20,
    params:
        code=code_of("plot_times"),
    message:
        "Plotting training and inference time"
    script:
        "../workflow_scripts/plot_times.py"
