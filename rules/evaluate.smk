"""From predictions to the metrics of one run."""


rule evaluate_run:
    input:
        scene=SCENE,
        split=SPLIT,
        predictions=f"{RUN}/predictions.h5",
        code=modules("metrics", "evaluation"),
    output:
        f"{RUN}/metrics.csv",
    log:
        f"<logs>/evaluate_run/{CELL_PATH}.log",
    benchmark:
        f"<benchmarks>/evaluate_run/{CELL_PATH}.tsv"
    conda:
        "../envs/analysis.yaml"
    resources:
        mem_mb=1000,
        runtime=10,
    message:
        "Evaluating {wildcards.model} on {wildcards.scene}: {wildcards.train_size} labelled pixels, seed {wildcards.seed}"
    script:
        "../workflow_scripts/evaluate_run.py"


rule runs:
    input:
        of_cells(rules.evaluate_run.output[0]),
