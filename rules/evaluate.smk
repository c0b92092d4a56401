"""From predictions to the metrics of one run."""

for BLOCK in BLOCKS:

    rule:
        name:
            f"evaluate_run{BLOCK.suffix}"
        input:
            scene=SCENE,
            splits=of_block(SPLIT, BLOCK),
            predictions=of_block(f"{RUN}/predictions.h5", BLOCK),
        output:
            of_block(f"{RUN}/metrics.csv", BLOCK),
        log:
            of_job(f"<logs>/evaluate_run/{CELL_PATH}.log", BLOCK),
        benchmark:
            of_job(f"<benchmarks>/evaluate_run/{CELL_PATH}.tsv", BLOCK)
        wildcard_constraints:
            seed=any_of(seeds_alone()),
        conda:
            "../envs/analysis.yaml"
        resources:
            mem_mb=scene_memory,
            runtime=10,
        params:
            code=code_of("evaluate_run"),
            seeds=seeds_of(BLOCK),
        message:
            "Evaluating {wildcards.model} on {wildcards.scene}: {wildcards.train_size} labelled pixels, seed {params.seeds}"
        script:
            "../workflow_scripts/evaluate_run.py"


rule runs:
    input:
        of_cells(rules.evaluate_run.output[0]),
