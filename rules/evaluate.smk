"""From predictions to the metrics of one run."""

for BLOCK in BLOCKS["evaluate_run"]:

    rule:
        name:
            name_of("evaluate_run", BLOCK)
        input:
            scene=SCENE,
            splits=of_block(SPLIT, BLOCK),
            predictions=of_block(f"<results>/{paths.PREDICTIONS}", BLOCK),
        output:
            of_block(f"<results>/{paths.METRICS}", BLOCK),
        log:
            of_job(f"<logs>/evaluate_run/{paths.CELL}.log", BLOCK),
        benchmark:
            of_job(f"<benchmarks>/evaluate_run/{paths.CELL}.tsv", BLOCK)
        wildcard_constraints:
            scene=scenes_in(BLOCK, "evaluate_run"),
        conda:
            "../envs/analysis.yaml"
        resources:
            mem_mb=scene_memory,
            runtime=10,
        params:
            code=code_of("evaluate_run"),
            runs=runs_of_outputs,
        message:
            of_job(
                "Evaluating {wildcards.model} on {wildcards.scene}: {wildcards.train_size} labelled pixels, seed {wildcards.seed}",
                BLOCK,
            )
        script:
            "../workflow_scripts/evaluate_run.py"


rule runs:
    input:
        [
            rules.evaluate_run.output[0].format(**run._asdict())
            for run in RUNS
            if run not in GIVEN
        ],
