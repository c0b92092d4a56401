"""The page that a reader opens first."""


def sources():
    """Where each method of the study comes from."""
    return {name: method.source for name, method in STUDY.methods.items()}


PREDICTION_FIGURES = [
    *of_runs("<results>/figures/predicted_against_true_{scene}.svg"),
    *of_runs(
        "<results>/figures/abundance_maps_{scene}_{model}.svg", STUDY.mapped_models
    ),
]


# What the page is made of beside Python.
PAGE_FILES = sorted(
    str(path.relative_to(PACKAGE))
    for path in (PACKAGE / "report").glob("**/*")
    if path.suffix in (".j2", ".css", ".js")
)


rule report:
    input:
        "<results>/report.html",


# The names are the sections of the page.
rule write_report:
    input:
        needed=[
            "<results>/figures/sample_sizes.svg",
            of_runs("<results>/figures/fitted_curves_{scene}.svg"),
            "<results>/tables/sample_sizes.csv",
            "<results>/tables/fewest_pixels.csv",
            "<results>/tables/sample_sizes_by_error.csv",
        ],
        best=[
            "<results>/figures/learning_curves.svg",
            "<results>/figures/error_against_time.svg",
            "<results>/figures/win_matrices.svg",
            "<results>/figures/critical_difference.svg",
            "<results>/tables/against_best.csv",
            "<results>/tables/comparisons.csv",
            "<results>/tables/mean_ranks.csv",
        ],
        doubled=[
            "<results>/figures/data_efficiency.svg",
            "<results>/tables/fitted_curves.csv",
            "<results>/tables/data_efficiency.csv",
        ],
        conditions=[
            CONDITION_CURVES,
            "<results>/tables/condition_effects.csv",
            "<results>/tables/region_effects.csv",
        ],
        without_labels=[
            "<results>/tables/break_even.csv",
        ],
        cautions=[
            "<results>/tables/curve_shapes.csv",
            "<results>/tables/learning_curve_fits.csv",
        ],
        scenes=[
            of_runs("<results>/figures/audit_{scene}.svg"),
            PREDICTION_FIGURES,
            of_runs("<results>/tables/audit_{scene}.csv"),
        ],
        audits=of_runs("<results>/tables/audit_{scene}.csv"),
        scene_files=of_runs(SCENE),
        published=rules.comparisons.input,
        published_errors=if_published(users_file(STUDY.published)),
        runs=[
            "<results>/figures/endmember_curves.svg",
            "<results>/figures/times.svg",
            of_runs("<results>/figures/training_curves_{scene}.svg", STUDY.networks),
            "<results>/tables/coverage.csv",
            "<results>/tables/summary.csv",
            "<results>/tables/runs.csv",
            "<results>/tables/splits.csv",
        ],
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
        code=code_of("write_report", *PAGE_FILES),
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
