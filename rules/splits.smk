"""Which pixels train, validate and test, for each scene, condition, size and seed."""


rule splits:
    input:
        of_cells(SPLIT),
        "<results>/tables/splits.csv",


for BLOCK in BLOCKS:

    rule:
        name:
            f"prepare_split{BLOCK.suffix}"
        input:
            scene=SCENE,
        output:
            of_block(SPLIT, BLOCK),
        log:
            of_job(f"<logs>/prepare_split/{SPLIT_PATH}.log", BLOCK),
        benchmark:
            of_job(f"<benchmarks>/prepare_split/{SPLIT_PATH}.tsv", BLOCK)
        wildcard_constraints:
            seed=any_of(seeds_alone()),
        conda:
            "../envs/analysis.yaml"
        resources:
            mem_mb=scene_memory,
            runtime=10,
        params:
            code=code_of("prepare_split"),
            seeds=seeds_of(BLOCK),
            sizes=split_sizes,
        message:
            "Splitting {wildcards.scene}: {wildcards.train_size} labelled pixels, seed {params.seeds}"
        script:
            "../workflow_scripts/prepare_split.py"


rule collect_splits:
    input:
        splits=of_cells(SPLIT),
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
        f"<results>/exports/{CELL_PATH}.h5",
    log:
        f"<logs>/export_arrays/{CELL_PATH}.log",
    benchmark:
        f"<benchmarks>/export_arrays/{CELL_PATH}.tsv"
    conda:
        "../envs/analysis.yaml"
    resources:
        mem_mb=export_memory,
        runtime=30,
    params:
        code=code_of("export_arrays"),
        neighbourhood_size=neighbourhood_size,
    message:
        "Exporting the arrays of {output}"
    script:
        "../workflow_scripts/export_arrays.py"


rule exports:
    input:
        of_cells(rules.export_arrays.output[0]) if STUDY["save_data"] else [],
