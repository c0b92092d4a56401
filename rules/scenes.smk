"""From scene files, downloaded where they are missing, to one validated HDF5 a scene."""

import re


def scene_file(file):
    """Where a scene file lies, or would lie once downloaded."""
    return f"{DATA_DIR}/{file['path']}"


def scene_files(wildcards):
    """The files of a scene, in the order of their roles."""
    return [
        scene_file(file) for file in STUDY["scenes"][wildcards.scene]["files"].values()
    ]


def scene_entry(wildcards):
    """What the content of a scene depends on: not where its files come from."""
    entry = STUDY["scenes"][wildcards.scene]
    sha256 = {role: file["sha256"] for role, file in entry["files"].items()}
    return {**entry, "files": sha256}


def missing_files():
    """The scene files to download, by path, and a word on those that nothing can provide."""
    files = {
        file["path"]: file
        for entry in STUDY["scenes"].values()
        for file in entry["files"].values()
        if not Path(scene_file(file)).exists()
    }
    for path, file in files.items():
        if not file["urls"]:
            raise SystemExit(
                f"The scene file {path} is not in {DATA_DIR}, and the config has no address for "
                "it. Put it there, or name its folder as data_dir or in UNMIXING_DATA."
            )
    return files


MISSING = missing_files()


def download(wildcards):
    """Address and digest of a scene file."""
    return MISSING[wildcards.path]


rule download_scene:
    # Only files that are missing: a forced run never deletes a user's own.
    output:
        f"{DATA_DIR}/{{path}}",
    log:
        "<logs>/download_scene/{path}.log",
    wildcard_constraints:
        path="|".join(map(re.escape, MISSING)) or "(?!)",
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
        code=modules(
            "scene", "simulation", "formats/__init__", "formats/zhu", "formats/npy"
        ),
    output:
        SCENE,
    log:
        "<logs>/import_scene/{scene}.log",
    benchmark:
        "<benchmarks>/import_scene/{scene}.tsv"
    conda:
        "../envs/analysis.yaml"
    resources:
        mem_mb=4000,
        runtime=30,
    params:
        entry=scene_entry,
    message:
        "Importing scene {wildcards.scene}"
    script:
        "../workflow_scripts/import_scene.py"
