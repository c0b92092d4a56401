"""Which pixels train, validate and test, for each scene, condition, size and seed."""


rule splits:
    input:
        of_cells(SPLIT),
        "<results>/tables/splits.csv",


rule prepare_split:
    input:
        scene=SCENE,
        code=modules("splits"),
    output:
        SPLIT,
    log:
        "<logs>/prepare_split/{scene}/{condition}/n{train_size}/seed{seed}.log",
    benchmark:
        "<benchmarks>/prepare_split/{scene}/{condition}/n{train_size}/seed{seed}.tsv"
    conda:
        "../envs/analysis.yaml"
    resources:
        mem_mb=1000,
        runtime=10,
    params:
        sizes=split_sizes,
    message:
        "Splitting {wildcards.scene}: {wildcards.train_size} labelled pixels, seed {wildcards.seed}"
    script:
        "../workflow_scripts/prepare_split.py"


rule check_study:
    # Training waits for it: an impossible cell stops a study before an hour is spent on the rest.
    input:
        scenes=of_cells(SCENE),
        splits=of_cells(SPLIT),
        code=modules("configuration"),
    output:
        report(
            "<results>/tables/splits.csv",
            caption="captions/splits.rst",
            category="Tables",
        ),
    log:
        "<logs>/check_study.log",
    benchmark:
        "<benchmarks>/check_study.tsv"
    conda:
        "../envs/analysis.yaml"
    resources:
        mem_mb=2000,
        runtime=20,
    params:
        study={
            key: STUDY[key]
            for key in ("train_sizes", "test_size", "val_size", "models")
        },
        scenes=list(STUDY["scenes"]),
    message:
        "Checking that every cell of the study can be run"
    script:
        "../workflow_scripts/check_study.py"


rule export_arrays:
    input:
        scene=SCENE,
        split=SPLIT,
        code=modules("patches"),
    output:
        "<results>/exports/{scene}/{condition}/{model}/n{train_size}/seed{seed}.h5",
    log:
        f"<logs>/export_arrays/{CELL_LOG}.log",
    benchmark:
        f"<benchmarks>/export_arrays/{CELL_LOG}.tsv"
    conda:
        "../envs/analysis.yaml"
    resources:
        mem_mb=8000,
        runtime=30,
    params:
        neighbourhood_size=lookup(
            dpath="models/{model}/neighbourhood_size", within=STUDY
        ),
    message:
        "Exporting the arrays of {output}"
    script:
        "../workflow_scripts/export_arrays.py"


rule exports:
    input:
        of_cells(rules.export_arrays.output[0]) if STUDY["save_data"] else [],
