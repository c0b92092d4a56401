"""The report: the page that a reader opens first."""

from unmixing.storage import compute_sha256

# The files of the page other than Python.
PAGE_FILES = sorted(
    str(path)
    for path in (PACKAGES["learning_curves"] / "report").glob("**/*")
    if path.suffix in (".j2", ".css", ".js")
)


FILES_OF_SENTENCES = sorted(
    {find_file(section.module) for section in SECTIONS if section.function}
)


def list_shown(section):
    """List the figures and tables that a section of the page shows."""
    given = [(file, None) for file in RUN_FILES]
    made = [
        (file, MODELS_OF_OUTPUTS.get(output.name))
        for output in MADE
        for file in output.files
    ]
    return [
        path
        for file, models in given + made
        if file.section == section
        for path in expand_scenes_and_models(
            f"{output_path(file)}{file.suffixes[0]}", models
        )
    ]


def digest_previews_of_maps():
    """Digest the previews of maps that the target predict has made so far, for the page."""
    folders = [
        Path(RESULTS) / paths.MAPS.format(scene=scene, model=model)
        for scene in STUDY.scenes
        for model in STUDY.models
    ]
    previews = [path for folder in folders for path in sorted(folder.glob("*.png"))]
    return {str(path): compute_sha256(path) for path in previews}


rule report:
    input:
        "<results>/report.html",
        "<results>/report_form.md",


rule write_report:
    input:
        **{f"of_{section.name}": list_shown(section.name) for section in SECTIONS},
        endmembers=SCENES,
        published=list_if_named(STUDY.published),
    output:
        "<results>/report.html",
        "<results>/report_form.md",
    log:
        "<logs>/write_report.log",
    benchmark:
        "<benchmarks>/write_report.tsv"
    conda:
        "../envs/analysis.yaml"
    resources:
        mem_mb=table_memory,
        runtime=10,
    params:
        **{name: SETTINGS[name] for section in SECTIONS for name in section.options},
        code=digest_script("write_report", *PAGE_FILES, *FILES_OF_SENTENCES),
        study=STUDY.name,
        scenes=list(STUDY.scenes),
        conditions={
            name: condition.description for name, condition in STUDY.conditions.items()
        },
        regions={
            name: condition.regions for name, condition in STUDY.conditions.items()
        },
        methods={name: method.source for name, method in STUDY.methods.items()},
        published_as=STUDY.published_as,
        label_free=list_label_free(),
        maps=digest_previews_of_maps(),
    message:
        "Writing {output[0]} and {output[1]}"
    script:
        "../workflow_scripts/write_report.py"
