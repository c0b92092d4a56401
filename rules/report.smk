"""The page that a reader opens first."""


def sources():
    """Where each method of the study comes from."""
    return {name: method.source for name, method in STUDY.methods.items()}


# What the page is made of apart from Python.
PAGE_FILES = sorted(
    str(path)
    for path in (PACKAGES["learning_curves"] / "report").glob("**/*")
    if path.suffix in (".j2", ".css", ".js")
)


FILES_OF_SENTENCES = [
    file_of(section.module) for section in SECTIONS if section.function
]


def shown_in(section):
    """The figures and tables that a section of the page shows."""
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
        for path in of_runs(f"{path_of(file)}{file.suffixes[0]}", models)
    ]


rule report:
    input:
        "<results>/report.html",


rule write_report:
    input:
        **{f"of_{section.name}": shown_in(section.name) for section in SECTIONS},
        endmembers=of_runs(SCENE),
        published=if_named(STUDY.published),
    output:
        "<results>/report.html",
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
        code=code_of("write_report", *PAGE_FILES, *FILES_OF_SENTENCES),
        study=STUDY.name,
        scenes=list(STUDY.scenes),
        conditions={
            name: condition.description for name, condition in STUDY.conditions.items()
        },
        regions={
            name: condition.regions for name, condition in STUDY.conditions.items()
        },
        methods=sources(),
        published_as=STUDY.published_as,
        label_free=label_free(),
    message:
        "Writing {output}"
    script:
        "../workflow_scripts/write_report.py"
