"""Runs: a network or an estimator, trained on a split, predicts the test pixels."""

for BLOCK in BLOCKS:

    rule:
        name:
            f"train_network{BLOCK.suffix}"
        input:
            scene=SCENE,
            splits=of_block(SPLIT, BLOCK),
        output:
            models=of_block(f"{RUN}/model.keras", BLOCK),
            predictions=of_block(f"{RUN}/predictions.h5", BLOCK),
            training_metrics=of_block(f"{RUN}/training_metrics.csv", BLOCK),
        log:
            of_job(f"<logs>/train_network/{CELL_PATH}.log", BLOCK),
        benchmark:
            of_job(f"<benchmarks>/train_network/{CELL_PATH}.tsv", BLOCK)
        wildcard_constraints:
            model=any_of(NETWORKS),
            seed=any_of(seeds_alone()),
        conda:
            "../envs/tensorflow.yaml"
        threads: 1
        resources:
            gpu=int(ON_CARD),
            mem_mb=training_memory,
            runtime=training_minutes,
        params:
            code=network_code,
            seeds=seeds_of(BLOCK),
            settings=settings,
            backend=STUDY["backend"],
            precision=STUDY["precision"],
        message:
            "Training {wildcards.model} on {wildcards.scene}: {wildcards.train_size} labelled pixels, seed {params.seeds}"
        script:
            "../workflow_scripts/train_network.py"


for BLOCK in BLOCKS:

    rule:
        name:
            f"fit_estimator{BLOCK.suffix}"
        input:
            scene=SCENE,
            splits=of_block(SPLIT, BLOCK),
        output:
            models=of_block(f"{RUN}/model.skops", BLOCK),
            predictions=of_block(f"{RUN}/predictions.h5", BLOCK),
        log:
            of_job(f"<logs>/fit_estimator/{CELL_PATH}.log", BLOCK),
        benchmark:
            of_job(f"<benchmarks>/fit_estimator/{CELL_PATH}.tsv", BLOCK)
        wildcard_constraints:
            model=any_of(ESTIMATORS),
            seed=any_of(seeds_alone()),
        conda:
            "../envs/analysis.yaml"
        threads: 1
        resources:
            mem_mb=fitting_memory,
            runtime=fitting_minutes,
        params:
            code=estimator_code,
            seeds=seeds_of(BLOCK),
            settings=settings,
        message:
            "Fitting {wildcards.model} on {wildcards.scene}: {wildcards.train_size} labelled pixels, seed {params.seeds}"
        script:
            "../workflow_scripts/fit_estimator.py"
