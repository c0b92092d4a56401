"""From scene files, downloaded where they are missing, to one validated HDF5 a scene."""

import os

from snakemake.io import sourcecache_entry

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


def scene_file(file):
    """A scene file and its other half as inputs: a digest tells more than a date.

    Snakemake knows them by their names in the config: in another data folder they are no other
    files. What it would take for wildcards it does not watch.
    """
    path = scene_path(file)
    other = other_file(Path(path))
    # In a workflow with a prefix too, users' files lie where the config says.
    known = local(ancient(path) if file.sha256 or file.git_blob else path)
    found = [sourcecache_entry(known, file.path)]
    if other:
        found += [
            sourcecache_entry(
                local(str(other)), str(Path(file.path).with_name(other.name))
            )
        ]
    return [file for file in found if not has_braces(file)]


def scene_files(wildcards):
    """The files of a scene, in the order of their roles."""
    files = STUDY.scenes[wildcards.scene].files.values()
    return [found for file in files for found in scene_file(file)]


def has_braces(path):
    """Whether Snakemake would take a part of a path for a wildcard."""
    return "{" in path


MISSING = {
    file.path: file
    for entry in STUDY.scenes.values()
    for file in entry.files.values()
    # No error either where this user may not look.
    if not os.path.exists(scene_path(file))
}
# Braces in a path are wildcards to Snakemake; files that are there may have them.
DOWNLOADED = paths.scene_file(DATA_DIR, "{path}") if MISSING else "{path}"


def refuse_what_nothing_provides():
    """End with a word on scene files that a scene is still to be made of, and that no address has.

    Of a scene that is there, the files may be gone: should it have to be made again, their
    download says so.
    """
    for name, entry in STUDY.scenes.items():
        made = os.path.exists(rules.import_scene.output[0].format(scene=name))
        missing = (
            []
            if made
            else [file for file in entry.files.values() if file.path in MISSING]
        )
        for file in missing:
            if (
                has_braces(scene_path(file))
                or Path(file.path).expanduser().is_absolute()
            ):
                raise SystemExit(
                    f"The scene file {scene_path(file)} is not there, and files are downloaded "
                    "only into data_dir, to a path without braces: put it there."
                )
            if not file.urls:
                raise SystemExit(
                    f"The scene file {file.path} is not in {DATA_DIR}, or you may not read it "
                    "there, and the config has no address for it. Put it there, or name its "
                    "folder as data_dir or in UNMIXING_DATA."
                )


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
        local(update(DOWNLOADED)),
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


refuse_what_nothing_provides()


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
