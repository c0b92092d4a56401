"""From scene files, downloaded where they are missing, to one validated HDF5 a scene."""


rule download_scene:
    output:
        # Snakemake removes no such file: another study may have downloaded it meanwhile, and read it.
        update(f"{DATA_DIR}/{{path}}"),
    log:
        "<logs>/download_scene/{path}.log",
    wildcard_constraints:
        path=any_of(MISSING),
    # Only files that are missing: a forced run never deletes a user's own.
    # Compute nodes often have no network: this runs where the workflow was started.
    localrule: True
    conda:
        "../envs/analysis.yaml"
    resources:
        mem_mb=500,
        runtime=60,
    params:
        file=download,
    message:
        "Downloading {output}"
    script:
        "../workflow_scripts/download_scene.py"


rule import_scene:
    input:
        files=scene_files,
    output:
        SCENE,
    log:
        "<logs>/import_scene/{scene}.log",
    benchmark:
        "<benchmarks>/import_scene/{scene}.tsv"
    # A cell that a scene does not admit is found here, before anything is trained.
    priority: 10
    conda:
        "../envs/analysis.yaml"
    resources:
        mem_mb=scene_memory,
        runtime=30,
    params:
        code=scene_code,
        entry=scene_entry,
    message:
        "Importing scene {wildcards.scene}"
    script:
        "../workflow_scripts/import_scene.py"


rule audit_scene:
    input:
        scene=SCENE,
    output:
        table=report(
            "<results>/tables/audit_{scene}.csv",
            caption="captions/audit.rst",
            category="Scenes",
        ),
        figure=report(
            multiext("<results>/figures/audit_{scene}", ".svg", ".png"),
            caption="captions/audit_figure.rst",
            category="Scenes",
        ),
    log:
        "<logs>/audit_scene/{scene}.log",
    benchmark:
        "<benchmarks>/audit_scene/{scene}.tsv"
    conda:
        "../envs/analysis.yaml"
    resources:
        mem_mb=scene_memory,
        runtime=20,
    params:
        code=code_of("audit_scene"),
    message:
        "Auditing the ground truth of {wildcards.scene}"
    script:
        "../workflow_scripts/audit_scene.py"
