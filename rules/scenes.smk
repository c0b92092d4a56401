"""From scene files, downloaded where they are missing, to one validated HDF5 a scene."""

import os

from unmixing.scenes.files.envi import other_file
from unmixing.study.scene_entries import content_of

DATA_DIR = os.path.expanduser(
    STUDY.data_dir or os.environ.get("UNMIXING_DATA") or "resources"
)


def scene_path(file):
    """Where a scene file lies, or would lie once downloaded."""
    return os.path.join(DATA_DIR, os.path.expanduser(file.path))


def scene_files(wildcards):
    """The files of a scene, in the order of their roles; a digest tells more than a date."""
    return [
        ancient(scene_path(file)) if file.sha256 or file.git_blob else scene_path(file)
        for file in STUDY.scenes[wildcards.scene].files.values()
    ]


def files_beside(wildcards):
    """The other files of ENVI's pairs, whose change is a change of the scene."""
    paths = (scene_path(file) for file in STUDY.scenes[wildcards.scene].files.values())
    others = (other_file(Path(path)) for path in paths)
    return [str(other) for other in others if other]


def missing_files():
    """The scene files to download, by path, and a word on those that nothing can provide."""
    files = {
        file.path: file
        for entry in STUDY.scenes.values()
        for file in entry.files.values()
        if not Path(scene_path(file)).exists()
    }
    for path, file in files.items():
        if not file.urls:
            raise SystemExit(
                f"The scene file {path} is not in {DATA_DIR}, and the config has no address for "
                "it. Put it there, or name its folder as data_dir or in UNMIXING_DATA."
            )
    return files


MISSING = missing_files()


def download(wildcards):
    """Addresses and digests of a scene file."""
    file = MISSING[wildcards.path]
    return {"urls": list(file.urls), "sha256": file.sha256, "git_blob": file.git_blob}


def scene_content(wildcards):
    """What the content of a scene depends on."""
    return content_of(STUDY.scenes[wildcards.scene])


def scene_code(wildcards):
    """The code that a scene depends on, its own format's included."""
    name = STUDY.scenes[wildcards.scene].format
    return code_of("import_scene", *([f"scenes/formats/{name}.py"] if name else []))


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
        beside=files_beside,
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
        content=scene_content,
    message:
        "Importing scene {wildcards.scene}"
    script:
        "../workflow_scripts/import_scene.py"


rule audit_scene:
    input:
        scene=SCENE,
    output:
        table=table("audit_{scene}", "Scenes", "audit"),
        figure=figure("audit_{scene}", "audit_figure", "Scenes"),
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
