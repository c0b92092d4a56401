"""Which pixels train, validate and test, for each scene, condition, size and seed."""

from unmixing.splits import strategies
from unmixing.study.provenance import FileEntry


def split_sizes(wildcards):
    """What a split is drawn by, beside its size, its seed and the pixels of its scene."""
    return {
        "val_size": STUDY.val_size,
        "test_size": STUDY.test_size[wildcards.scene],
    }


def condition_of_split(wildcards):
    """Where labelled pixels of a split may lie, and in which order they come."""
    condition = STUDY.conditions[wildcards.condition]
    return {
        "split": condition.split,
        "options": dict(condition.options),
        "sampling": condition.sampling,
    }


def split_code(wildcards):
    """The code that a split depends on, its own strategy's included."""
    split = STUDY.conditions[wildcards.condition].split
    return code_of(
        "prepare_split", entries=(FileEntry(strategies.files()[split], split),)
    )


def neighbourhood_size(wildcards):
    """The neighbourhood size of a model."""
    return settings(wildcards).neighbourhood_size


def export_memory(wildcards, input, attempt):
    """MiB: the process, and the neighbourhoods of all pixels some times over."""
    pixels = neighbourhood_size(wildcards) ** 2
    return attempt * int(1000 + 4 * pixels * cube_mb(wildcards, input))


rule splits:
    input:
        of_runs(SPLIT),
        "<results>/tables/splits.csv",


for BLOCK in BLOCKS["prepare_split"]:

    rule:
        name:
            name_of("prepare_split", BLOCK)
        input:
            scene=SCENE,
        output:
            of_block(SPLIT, BLOCK),
        log:
            of_job(f"<logs>/prepare_split/{paths.SPLIT_CELL}.log", BLOCK),
        benchmark:
            of_job(f"<benchmarks>/prepare_split/{paths.SPLIT_CELL}.tsv", BLOCK)
        wildcard_constraints:
            scene=scenes_in(BLOCK, "prepare_split"),
        conda:
            "../envs/analysis.yaml"
        resources:
            mem_mb=scene_memory,
            runtime=10,
        params:
            code=split_code,
            runs=runs_of_outputs,
            sizes=split_sizes,
            condition=condition_of_split,
        message:
            of_job(
                "Splitting {wildcards.scene}: {wildcards.train_size} labelled pixels, seed {wildcards.seed}",
                BLOCK,
            )
        script:
            "../workflow_scripts/prepare_split.py"


rule collect_splits:
    input:
        splits=of_runs(SPLIT),
    output:
        table("splits", "Tables"),
    log:
        "<logs>/collect_splits.log",
    benchmark:
        "<benchmarks>/collect_splits.tsv"
    conda:
        "../envs/analysis.yaml"
    resources:
        mem_mb=table_memory,
        runtime=20,
    params:
        code=code_of("collect_splits"),
    message:
        "Collecting the splits"
    script:
        "../workflow_scripts/collect_splits.py"


rule export_arrays:
    input:
        scene=SCENE,
        split=SPLIT,
    output:
        f"<results>/{paths.EXPORT}",
    log:
        f"<logs>/export_arrays/{paths.CELL}.log",
    benchmark:
        f"<benchmarks>/export_arrays/{paths.CELL}.tsv"
    conda:
        "../envs/analysis.yaml"
    resources:
        mem_mb=export_memory,
        runtime=30,
    params:
        code=code_of("export_arrays"),
        neighbourhood_size=neighbourhood_size,
        noise=noise_of,
    message:
        "Exporting the arrays of {output}"
    script:
        "../workflow_scripts/export_arrays.py"


rule exports:
    input:
        of_runs(rules.export_arrays.output[0]) if STUDY.save_data else [],
