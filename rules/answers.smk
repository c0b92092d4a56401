"""What the tables of runs answer: how many labelled pixels, which method, how sure."""


rule answers:
    input:
        "<results>/tables/learning_curve_fits.csv",
        "<results>/tables/sample_sizes.csv",
        "<results>/tables/data_efficiency.csv",
        "<results>/tables/curve_shapes.csv",
        "<results>/tables/comparisons.csv",
        "<results>/tables/mean_ranks.csv",
        "<results>/figures/critical_difference.svg",
        "<results>/figures/win_matrices.svg",
        "<results>/figures/sample_sizes.svg",
        "<results>/figures/data_efficiency.svg",
        "<results>/figures/error_against_time.svg",
        of_cells("<results>/figures/fitted_curves_{scene}.svg"),


rule fit_learning_curves:
    input:
        runs="<results>/tables/runs.csv",
    output:
        fits=report(
            "<results>/tables/learning_curve_fits.csv",
            caption="captions/learning_curve_fits.rst",
            category="Answers",
        ),
        curves=report(
            "<results>/tables/fitted_curves.csv",
            caption="captions/fitted_curves_table.rst",
            category="Answers",
        ),
        answers=report(
            "<results>/tables/sample_sizes.csv",
            caption="captions/sample_sizes.rst",
            category="Answers",
        ),
    log:
        "<logs>/fit_learning_curves.log",
    benchmark:
        "<benchmarks>/fit_learning_curves.tsv"
    conda:
        "../envs/analysis.yaml"
    resources:
        mem_mb=table_memory,
        runtime=30,
    params:
        code=code_of("fit_learning_curves"),
        target_errors=STUDY["target_errors"],
    message:
        "Fitting learning curves and answering how many labelled pixels are needed"
    script:
        "../workflow_scripts/fit_learning_curves.py"


rule compare_data_efficiency:
    input:
        runs="<results>/tables/runs.csv",
    output:
        report(
            "<results>/tables/data_efficiency.csv",
            caption="captions/data_efficiency.rst",
            category="Answers",
        ),
    log:
        "<logs>/compare_data_efficiency.log",
    benchmark:
        "<benchmarks>/compare_data_efficiency.tsv"
    conda:
        "../envs/analysis.yaml"
    resources:
        mem_mb=table_memory,
        runtime=30,
    params:
        code=code_of("compare_data_efficiency"),
    message:
        "Comparing what methods make of their labels"
    script:
        "../workflow_scripts/compare_data_efficiency.py"


rule check_curve_shapes:
    input:
        runs="<results>/tables/runs.csv",
    output:
        report(
            "<results>/tables/curve_shapes.csv",
            caption="captions/curve_shapes.rst",
            category="Answers",
        ),
    log:
        "<logs>/check_curve_shapes.log",
    benchmark:
        "<benchmarks>/check_curve_shapes.tsv"
    conda:
        "../envs/analysis.yaml"
    resources:
        mem_mb=table_memory,
        runtime=20,
    params:
        code=code_of("check_curve_shapes"),
    message:
        "Checking the shapes of learning curves"
    script:
        "../workflow_scripts/check_curve_shapes.py"


rule compare_methods:
    input:
        runs="<results>/tables/runs.csv",
    output:
        comparisons=report(
            "<results>/tables/comparisons.csv",
            caption="captions/comparisons.rst",
            category="Answers",
        ),
        ranks=report(
            "<results>/tables/mean_ranks.csv",
            caption="captions/mean_ranks.rst",
            category="Answers",
        ),
    log:
        "<logs>/compare_methods.log",
    benchmark:
        "<benchmarks>/compare_methods.tsv"
    conda:
        "../envs/analysis.yaml"
    resources:
        mem_mb=table_memory,
        runtime=30,
    params:
        code=code_of("compare_methods"),
    message:
        "Comparing methods over paired seeds"
    script:
        "../workflow_scripts/compare_methods.py"


rule plot_comparisons:
    input:
        runs="<results>/tables/runs.csv",
        comparisons="<results>/tables/comparisons.csv",
    output:
        critical_difference=report(
            multiext("<results>/figures/critical_difference", ".svg", ".png"),
            caption="captions/critical_difference.rst",
            category="Answers",
        ),
        wins=report(
            multiext("<results>/figures/win_matrices", ".svg", ".png"),
            caption="captions/win_matrices.rst",
            category="Answers",
        ),
    log:
        "<logs>/plot_comparisons.log",
    benchmark:
        "<benchmarks>/plot_comparisons.tsv"
    conda:
        "../envs/analysis.yaml"
    resources:
        mem_mb=table_memory,
        runtime=20,
    params:
        code=code_of("plot_comparisons"),
    message:
        "Plotting mean ranks and wins"
    script:
        "../workflow_scripts/plot_comparisons.py"


rule plot_fitted_curves:
    input:
        runs="<results>/tables/runs.csv",
        curves="<results>/tables/fitted_curves.csv",
        shapes="<results>/tables/curve_shapes.csv",
        published=if_published(STUDY["published"]),
    output:
        report(
            multiext("<results>/figures/fitted_curves_{scene}", ".svg", ".png"),
            caption="captions/fitted_curves.rst",
            category="Answers",
        ),
    log:
        "<logs>/plot_fitted_curves/{scene}.log",
    benchmark:
        "<benchmarks>/plot_fitted_curves/{scene}.tsv"
    conda:
        "../envs/analysis.yaml"
    resources:
        mem_mb=table_memory,
        runtime=20,
    params:
        code=code_of("plot_fitted_curves"),
        models=STUDY["published_as"],
    message:
        "Plotting fitted learning curves of {wildcards.scene}"
    script:
        "../workflow_scripts/plot_fitted_curves.py"


rule plot_sample_sizes:
    input:
        runs="<results>/tables/runs.csv",
        answers="<results>/tables/sample_sizes.csv",
    output:
        report(
            multiext("<results>/figures/sample_sizes", ".svg", ".png"),
            caption="captions/sample_sizes_figure.rst",
            category="Answers",
        ),
    log:
        "<logs>/plot_sample_sizes.log",
    benchmark:
        "<benchmarks>/plot_sample_sizes.tsv"
    conda:
        "../envs/analysis.yaml"
    resources:
        mem_mb=table_memory,
        runtime=20,
    params:
        code=code_of("plot_sample_sizes"),
    message:
        "Plotting the labelled pixels that target errors need"
    script:
        "../workflow_scripts/plot_sample_sizes.py"


rule plot_data_efficiency:
    input:
        efficiency="<results>/tables/data_efficiency.csv",
    output:
        report(
            multiext("<results>/figures/data_efficiency", ".svg", ".png"),
            caption="captions/data_efficiency_figure.rst",
            category="Answers",
        ),
    log:
        "<logs>/plot_data_efficiency.log",
    benchmark:
        "<benchmarks>/plot_data_efficiency.tsv"
    conda:
        "../envs/analysis.yaml"
    resources:
        mem_mb=table_memory,
        runtime=20,
    params:
        code=code_of("plot_data_efficiency"),
    message:
        "Plotting how many times the labels of one method another needs"
    script:
        "../workflow_scripts/plot_data_efficiency.py"


rule plot_error_against_time:
    input:
        runs="<results>/tables/runs.csv",
    output:
        report(
            multiext("<results>/figures/error_against_time", ".svg", ".png"),
            caption="captions/error_against_time.rst",
            category="Answers",
        ),
    log:
        "<logs>/plot_error_against_time.log",
    benchmark:
        "<benchmarks>/plot_error_against_time.tsv"
    conda:
        "../envs/analysis.yaml"
    resources:
        mem_mb=table_memory,
        runtime=20,
    params:
        code=code_of("plot_error_against_time"),
    message:
        "Plotting error against training and inference time"
    script:
        "../workflow_scripts/plot_error_against_time.py"
