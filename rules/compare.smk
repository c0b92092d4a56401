"""The study beside published numbers, where the config names them."""

PUBLISHED_P_VALUES = (
    ["<results>/tables/published_p_values.csv"] if STUDY["published_p_values"] else []
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
        published=STUDY["published"] or [],
        runs="<results>/tables/runs.csv",
    output:
        comparison=report(
            "<results>/tables/published_comparison.csv",
            caption="captions/published_comparison.rst",
            category="Comparison",
        ),
        ranks=report(
            "<results>/tables/published_ranks.csv",
            caption="captions/published_ranks.rst",
            category="Comparison",
        ),
        times=report(
            "<results>/tables/published_times.csv",
            caption="captions/published_times.rst",
            category="Comparison",
        ),
        rmse=report(
            multiext("<results>/tables/paper_overallRMSE", *PAPER_FORMATS),
            caption="captions/paper_table.rst",
            category="Comparison",
        ),
        angles=report(
            multiext("<results>/tables/paper_rmsAAD", *PAPER_FORMATS),
            caption="captions/paper_table.rst",
            category="Comparison",
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
        published_runs=STUDY["published_runs"],
        models=STUDY["published_as"],
        others=[name for name in STUDY["models"] if name not in STUDY["published_as"]],
    message:
        "Comparing with {input.published}"
    script:
        "../workflow_scripts/compare_published.py"


rule compare_published_p_values:
    input:
        published=STUDY["published_p_values"] or [],
        comparisons="<results>/tables/comparisons.csv",
    output:
        report(
            "<results>/tables/published_p_values.csv",
            caption="captions/published_p_values.rst",
            category="Comparison",
        ),
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
        models=STUDY["published_as"],
    message:
        "Comparing p-values with {input.published}"
    script:
        "../workflow_scripts/compare_published_p_values.py"


rule plot_published_comparison:
    input:
        comparison="<results>/tables/published_comparison.csv",
        summary="<results>/tables/summary.csv",
    output:
        report(
            multiext("<results>/figures/published_comparison", ".svg", ".png"),
            caption="captions/published_figure.rst",
            category="Comparison",
        ),
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
        baselines=[
            name for name in STUDY["models"] if name not in STUDY["published_as"]
        ],
    message:
        "Plotting our errors over the published ones"
    script:
        "../workflow_scripts/plot_published_comparison.py"
