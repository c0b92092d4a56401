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


rule collect_splits:
    input:
        splits=of_cells(SPLIT),
        code=modules("splits"),
    output:
        report(
            "<results>/tables/splits.csv",
            caption="captions/splits.rst",
            category="Tables",
        ),
    log:
        "<logs>/collect_splits.log",
    benchmark:
        "<benchmarks>/collect_splits.tsv"
    conda:
        "../envs/analysis.yaml"
    resources:
        mem_mb=2000,
        runtime=20,
    message:
        "Collecting the splits"
    script:
        "../workflow_scripts/collect_splits.py"


rule export_arrays:
    input:
        scene=SCENE,
        split=SPLIT,
        code=modules("patches"),
    output:
        f"<results>/exports/{CELL_PATH}.h5",
    log:
        f"<logs>/export_arrays/{CELL_PATH}.log",
    benchmark:
        f"<benchmarks>/export_arrays/{CELL_PATH}.tsv"
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
