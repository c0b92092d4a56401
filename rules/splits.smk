"""Splits: which pixels train, validate and test, for each scene, condition, size and seed."""

from unmixing.splits import strategies
from unmixing.study.provenance import FileEntry


def split_sizes(wildcards):
    """Return what a split is drawn with, apart from its size, seed and scene."""
    return {
        "val_size": STUDY.val_size,
        "test_size": STUDY.test_size[wildcards.scene],
    }


def condition_of_split(wildcards):
    """Return where the labelled pixels of a split may lie, and their order."""
    condition = STUDY.conditions[wildcards.condition]
    return {
        "split": condition.split,
        "options": dict(condition.options),
        "sampling": condition.sampling,
    }


def digest_split_code(wildcards):
    """Digest the code that a split depends on, including its strategy."""
    split = STUDY.conditions[wildcards.condition].split
    return digest_script(
        "prepare_split", entries=(FileEntry(strategies.files()[split], split),)
    )


def neighbourhood_size(wildcards):
    """Return the neighbourhood size of a model."""
    return get_settings(wildcards).neighbourhood_size


def export_memory(wildcards, input, attempt):
    """Return MiB for the process and the neighbourhoods of all pixels."""
    pixels = neighbourhood_size(wildcards) ** 2
    return attempt * int(1000 + 4 * pixels * cube_mb(wildcards, input))


rule splits:
    input:
        expand_runs(SPLIT),
        "<results>/tables/splits.csv",


for BLOCK in BLOCKS["prepare_split"]:

    rule:
        name:
            name_rule("prepare_split", BLOCK)
        input:
            scene=SCENE,
        output:
            expand_block(SPLIT, BLOCK),
        log:
            fill_in_block(f"<logs>/prepare_split/{paths.SPLIT_CELL}.log", BLOCK),
        benchmark:
            fill_in_block(f"<benchmarks>/prepare_split/{paths.SPLIT_CELL}.tsv", BLOCK)
        wildcard_constraints:
            scene=match_scenes(BLOCK, "prepare_split"),
        priority: FIRST
        conda:
            "../envs/analysis.yaml"
        resources:
            mem_mb=scene_memory,
            runtime=10,
        params:
            code=digest_split_code,
            runs=parse_runs_of_outputs,
            sizes=split_sizes,
            condition=condition_of_split,
        message:
            fill_in_block(
                "Splitting {wildcards.scene}: {wildcards.train_size} labelled pixels, seed {wildcards.seed}",
                BLOCK,
            )
        script:
            "../workflow_scripts/prepare_split.py"


rule collect_splits:
    input:
        splits=expand_runs(SPLIT),
    output:
        show_table("splits", "Tables"),
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
        code=digest_script("collect_splits"),
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
        code=digest_script("export_arrays"),
        neighbourhood_size=neighbourhood_size,
        noise=get_noise,
    message:
        "Exporting the arrays of {output}"
    script:
        "../workflow_scripts/export_arrays.py"


rule exports:
    input:
        expand_runs(rules.export_arrays.output[0]),
