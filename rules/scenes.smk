"""From scene files, downloaded where they are missing, to one validated HDF5 a scene."""

import os

from unmixing.scenes.files.envi import other_file
from unmixing.study.scene_entries import content_of

DATA_DIR = os.path.normpath(
    os.path.expanduser(STUDY.data_dir or os.environ.get("UNMIXING_DATA") or "resources")
)
# Jobs elsewhere may lack the variable.
config["data_dir"] = DATA_DIR


def scene_path(file):
    """Where a scene file lies, or would lie once downloaded."""
    return paths.scene_file(DATA_DIR, file.path)


def scene_files(wildcards):
    """The files of a scene and their other halves; a digest tells more than a date."""
    found = []
    for file in STUDY.scenes[wildcards.scene].files.values():
        other = other_file(Path(scene_path(file)))
        digested = file.sha256 or file.git_blob
        found += [ancient(scene_path(file)) if digested else scene_path(file)]
        found += [str(other)] if other else []
    return [path for path in found if not has_braces(path)]


def has_braces(path):
    """Whether Snakemake would take a part of a path for a wildcard."""
    return "{" in path


def missing_files():
    """The scene files to download, by path, and a word on those that nothing can provide."""
    files = {
        file.path: file
        for entry in STUDY.scenes.values()
        for file in entry.files.values()
        if not Path(scene_path(file)).exists()
    }
    for path, file in files.items():
        if has_braces(scene_path(file)) or Path(path).expanduser().is_absolute():
            raise SystemExit(
                f"The scene file {scene_path(file)} is not there, and files are downloaded only "
                "into data_dir, to a path without braces: put it there."
            )
        if not file.urls:
            raise SystemExit(
                f"The scene file {path} is not in {DATA_DIR}, and the config has no address for "
                "it. Put it there, or name its folder as data_dir or in UNMIXING_DATA."
            )
    return files


MISSING = missing_files()
# Braces in a path are wildcards to Snakemake; files that are there may have them.
DOWNLOADED = paths.scene_file(DATA_DIR, "{path}") if MISSING else "{path}"


def download(wildcards):
    """Addresses and digests of a scene file."""
    file = MISSING[wildcards.path]
    return {"urls": list(file.urls), "sha256": file.sha256, "git_blob": file.git_blob}


def scene_content(wildcards):
    """What the content of a scene depends on, beside the files that Snakemake watches."""
    scene = STUDY.scenes[wildcards.scene]
    files = (Path(scene_path(file)) for file in scene.files.values())
    unwatched = {
        str(path): path.stat().st_mtime for path in files if has_braces(str(path))
    }
    return content_of(scene) | ({"unwatched": unwatched} if unwatched else {})


def scene_code(wildcards):
    """The code that a scene depends on, its own format's included."""
    name = STUDY.scenes[wildcards.scene].format
    return code_of("import_scene", *([f"scenes/formats/{name}.py"] if name else []))


rule download_scene:
    output:
        # Snakemake removes no such file: another study may have downloaded it meanwhile, and read it.
        update(DOWNLOADED),
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
