"""One run: a network or an estimator, trained on a split, predicts the test pixels."""


rule train_network:
    input:
        scene=SCENE,
        split=SPLIT,
        code=network_modules,
    output:
        model=f"{RUN}/model.keras",
        predictions=f"{RUN}/predictions.h5",
        training_metrics=f"{RUN}/training_metrics.csv",
    log:
        f"<logs>/train_network/{CELL_PATH}.log",
    benchmark:
        f"<benchmarks>/train_network/{CELL_PATH}.tsv"
    wildcard_constraints:
        model=any_of(NETWORKS),
    conda:
        "../envs/tensorflow.yaml"
    threads: 1
    resources:
        gpu=int(
            STUDY["device"] == "gpu" or STUDY["device"] == "auto" and gpu_is_visible()
        ),
        mem_mb=training_memory,
        runtime=training_minutes,
    params:
        settings=lookup(dpath="models/{model}", within=STUDY),
        backend=STUDY["backend"],
        precision=STUDY["precision"],
    message:
        "Training {wildcards.model} on {wildcards.scene}: {wildcards.train_size} labelled pixels, seed {wildcards.seed}"
    script:
        "../workflow_scripts/train_network.py"


rule fit_estimator:
    input:
        scene=SCENE,
        split=SPLIT,
        code=estimator_modules,
    output:
        model=f"{RUN}/model.skops",
        predictions=f"{RUN}/predictions.h5",
    log:
        f"<logs>/fit_estimator/{CELL_PATH}.log",
    benchmark:
        f"<benchmarks>/fit_estimator/{CELL_PATH}.tsv"
    wildcard_constraints:
        model=any_of(ESTIMATORS),
    conda:
        "../envs/analysis.yaml"
    threads: 1
    resources:
        mem_mb=fitting_memory,
        runtime=fitting_minutes,
    params:
        settings=lookup(dpath="models/{model}", within=STUDY),
    message:
        "Fitting {wildcards.model} on {wildcards.scene}: {wildcards.train_size} labelled pixels, seed {wildcards.seed}"
    script:
        "../workflow_scripts/fit_estimator.py"
