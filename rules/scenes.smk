"""From scene files, downloaded where they are missing, to one validated HDF5 a scene."""

import os

from snakemake.io import sourcecache_entry

from unmixing.study.scene_entries import content_of

DATA_DIR = STUDY.data_dir or os.environ.get("UNMIXING_DATA") or "resources"


def scene_path(file):
    """Where a scene file lies, or would lie once downloaded."""
    return f"{DATA_DIR}/{file.path}"


def scene_file(file):
    """A scene file as an input: a digest tells more than a date.

    Snakemake knows it by its name in the config: in another data folder it is no other file.
    """
    path = scene_path(file)
    known = ancient(path) if file.sha256 or file.git_blob else path
    return sourcecache_entry(known, file.path)


def scene_files(wildcards):
    """The files of a scene, in the order of their roles."""
    return [scene_file(file) for file in STUDY.scenes[wildcards.scene].files.values()]


MISSING = {
    file.path: file
    for entry in STUDY.scenes.values()
    for file in entry.files.values()
    # No error either where this user may not look.
    if not os.path.exists(scene_path(file))
}


def refuse_what_nothing_provides():
    """End with a word on scene files that a scene is still to be made of, and that no address has.

    Of a scene that is there, the files may be gone: should it have to be made again, their
    download says so.
    """
    for name, entry in STUDY.scenes.items():
        made = os.path.exists(rules.import_scene.output[0].format(scene=name))
        for file in entry.files.values():
            if file.path in MISSING and not file.urls and not made:
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
