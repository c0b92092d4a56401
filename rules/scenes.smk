"""Scenes: files, downloaded if missing, become one validated HDF5 file per scene."""

import os

from snakemake.io import sourcecache_entry

from unmixing.scenes.files.companions import find_companions
from unmixing.study.scene_entries import list_content

DATA_DIR = os.path.normpath(
    os.path.expanduser(STUDY.data_dir or os.environ.get("UNMIXING_DATA") or "resources")
)
# Jobs on other machines may lack the variable.
config["data_dir"] = DATA_DIR


def scene_path(file):
    """Return where a scene file is, or will be once downloaded."""
    return paths.scene_file(DATA_DIR, file.path)


def as_inputs(file):
    """Return a scene file, and the files that are read with it, as inputs.

    The date of a file with a digest does not count. Snakemake knows files by their names in the
    config, so that they stay the same in another data folder. It cannot watch names with braces.
    """
    path = scene_path(file)
    # A workflow's prefix does not apply to users' files.
    known = local(ancient(path) if file.sha256 or file.git_blob else path)
    found = [sourcecache_entry(known, file.path)]
    for companion in file.companions:
        found += as_inputs(companion)
    declared = [Path(scene_path(companion)) for companion in file.companions]
    for other in find_companions(Path(path)):
        if other in declared:
            continue
        name = Path(os.path.relpath(other, Path(path).parent))
        found.append(
            sourcecache_entry(local(str(other)), str(Path(file.path).parent / name))
        )
    return [file for file in found if not has_braces(file)]


def scene_files(wildcards):
    """Return the files of a scene, in the order of their roles."""
    files = STUDY.scenes[wildcards.scene].files.values()
    return [found for file in files for found in as_inputs(file)]


def has_braces(path):
    """Return whether Snakemake would take a part of a path for a wildcard."""
    return "{" in path


MISSING = {
    file.path: file
    for entry in STUDY.scenes.values()
    for file in entry.all_files
    # Without an error where this user may not look.
    if not os.path.exists(scene_path(file))
}
# Braces in a path are wildcards to Snakemake; files that are there may have them.
DOWNLOADED = paths.scene_file(DATA_DIR, "{path}") if MISSING else "{path}"


def refuse_what_nothing_provides():
    """Refuse scene files that are needed, missing, and not available at any address.

    The files of a finished scene may be gone: if it must be made again, the download says so.
    """
    for name, entry in STUDY.scenes.items():
        made = os.path.exists(rules.import_scene.output[0].format(scene=name))
        missing = (
            [] if made else [file for file in entry.all_files if file.path in MISSING]
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


def describe_download(wildcards):
    """Return the addresses and digests of a scene file."""
    file = MISSING[wildcards.path]
    return {"urls": list(file.urls), "sha256": file.sha256, "git_blob": file.git_blob}


def scene_content(wildcards):
    """Return what the content of a scene depends on, apart from the files that Snakemake watches."""
    scene = STUDY.scenes[wildcards.scene]
    named = [Path(scene_path(file)) for file in scene.files.values()]
    files = [file for path in named for file in (path, *find_companions(path))]
    unwatched = {
        str(path): path.stat().st_mtime for path in files if has_braces(str(path))
    }
    return list_content(scene) | ({"unwatched": unwatched} if unwatched else {})


def digest_scene_code(wildcards):
    """Digest the code that a scene depends on, including its format."""
    name = STUDY.scenes[wildcards.scene].format
    return digest_script(
        "import_scene", *([f"scenes/formats/{name}.py"] if name else [])
    )


rule download_scene:
    output:
        # Snakemake must not remove the file: another study may have downloaded it and be reading it.
        local(update(DOWNLOADED)),
    log:
        "<logs>/download_scene/{path}.log",
    wildcard_constraints:
        path=match_any(MISSING),
    # Only missing files: a forced run never deletes a user's own.
    # Compute nodes often have no network, so this runs where the workflow was started.
    localrule: True
    conda:
        "../envs/analysis.yaml"
    resources:
        mem_mb=500,
        runtime=60,
    params:
        file=describe_download,
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
    # Impossible cells are found here, before anything is trained.
    priority: FIRST
    conda:
        "../envs/analysis.yaml"
    resources:
        mem_mb=scene_memory,
        runtime=30,
    params:
        code=digest_scene_code,
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
        table=show_table("audit_{scene}", "Scenes", "audit"),
        figure=show_file(
            "<results>/figures/audit_{scene}",
            "audit_figure",
            "Scenes",
            ".svg",
            ".png",
        ),
    log:
        "<logs>/audit_scene/{scene}.log",
    benchmark:
        "<benchmarks>/audit_scene/{scene}.tsv"
    # Seconds, as of trainings: not the last job, for which all others would wait.
    priority: 10
    conda:
        "../envs/analysis.yaml"
    resources:
        mem_mb=scene_memory,
        runtime=20,
    params:
        code=digest_script("audit_scene"),
    message:
        "Auditing the ground truth of {wildcards.scene}"
    script:
        "../workflow_scripts/audit_scene.py"
