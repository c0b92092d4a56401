"""The study beside published numbers, where the config names them."""


def if_published(*files):
    """These paths where the study is compared with published numbers, else none."""
    return list(files) if STUDY.published else []


def users_file(path):
    """A file that lies where the config says, under a module's prefix too; none without a path."""
    return local(path) if path else []


PUBLISHED_P_VALUES = (
    ["<results>/tables/published_p_values.csv"] if STUDY.published_p_values else []
)
PAPER_FORMATS = [".csv", ".md", ".tex", ".html"]


rule comparisons:
    input:
        if_published(
            "<results>/tables/published_comparison.csv",
            "<results>/tables/published_ranks.csv",
            "<results>/tables/published_times.csv",
            "<results>/tables/paper_overallRMSE.csv",
            "<results>/figures/published_comparison.svg",
        ),
        PUBLISHED_P_VALUES,


rule compare_published:
    input:
        published=users_file(STUDY.published),
        runs="<results>/tables/runs.csv",
    output:
        comparison=table("published_comparison", "Comparison"),
        ranks=table("published_ranks", "Comparison"),
        times=table("published_times", "Comparison"),
        rmse=reported(
            "<results>/tables/paper_overallRMSE",
            "paper_table",
            "Comparison",
            *PAPER_FORMATS,
        ),
        angles=reported(
            "<results>/tables/paper_rmsAAD",
            "paper_table",
            "Comparison",
            *PAPER_FORMATS,
        ),
    log:
        "<logs>/compare_published.log",
    benchmark:
        "<benchmarks>/compare_published.tsv"
    conda:
        "../envs/analysis.yaml"
    resources:
        mem_mb=table_memory,
        runtime=20,
    params:
        code=code_of("compare_published"),
        condition=STUDY.first_condition,
        published_runs=STUDY.published_runs,
        models=STUDY.published_as,
        others=[name for name in STUDY.models if name not in STUDY.published_as],
    message:
        "Comparing with {input.published}"
    script:
        "../workflow_scripts/compare_published.py"


rule compare_published_p_values:
    input:
        published=users_file(STUDY.published_p_values),
        comparisons="<results>/tables/comparisons.csv",
    output:
        table("published_p_values", "Comparison"),
    log:
        "<logs>/compare_published_p_values.log",
    benchmark:
        "<benchmarks>/compare_published_p_values.tsv"
    conda:
        "../envs/analysis.yaml"
    resources:
        mem_mb=table_memory,
        runtime=10,
    params:
        code=code_of("compare_published_p_values"),
        models=STUDY.published_as,
    message:
        "Comparing p-values with {input.published}"
    script:
        "../workflow_scripts/compare_published_p_values.py"


rule plot_published_comparison:
    input:
        comparison="<results>/tables/published_comparison.csv",
        summary="<results>/tables/summary.csv",
    output:
        figure("published_comparison", "published_figure", "Comparison"),
    log:
        "<logs>/plot_published_comparison.log",
    benchmark:
        "<benchmarks>/plot_published_comparison.tsv"
    conda:
        "../envs/analysis.yaml"
    resources:
        mem_mb=table_memory,
        runtime=20,
    params:
        code=code_of("plot_published_comparison"),
        condition=STUDY.first_condition,
        baselines=[name for name in STUDY.models if name not in STUDY.published_as],
    message:
        "Plotting our errors over the published ones"
    script:
        "../workflow_scripts/plot_published_comparison.py"
