"""The metrics of each run, from its predictions."""

for BLOCK in BLOCKS["evaluate_run"]:

    rule:
        name:
            name_rule("evaluate_run", BLOCK)
        input:
            scene=SCENE,
            splits=expand_block(SPLIT, BLOCK),
            predictions=expand_block(f"<results>/{paths.PREDICTIONS}", BLOCK),
        output:
            expand_block(f"<results>/{paths.METRICS}", BLOCK),
        log:
            fill_in_block(f"<logs>/evaluate_run/{paths.CELL}.log", BLOCK),
        benchmark:
            fill_in_block(f"<benchmarks>/evaluate_run/{paths.CELL}.tsv", BLOCK)
        wildcard_constraints:
            scene=match_scenes(BLOCK, "evaluate_run"),
        priority: FIRST
        conda:
            "../envs/analysis.yaml"
        resources:
            mem_mb=scene_memory,
            runtime=10,
        params:
            code=digest_script("evaluate_run"),
            runs=parse_runs_of_outputs,
        message:
            fill_in_block(
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
