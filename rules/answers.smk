"""What the tables of runs answer: how many labelled pixels, which method, how sure."""


def label_free():
    """Models whose labels only name what they find in the image."""
    return [name for name in STUDY.estimators if STUDY.methods[name].label_free]


# Nothing to draw with one condition and no method that goes without labels.
CONDITION_CURVES = (
    ["<results>/figures/condition_curves.svg"]
    if len(STUDY.conditions) > 1 or label_free()
    else []
)


rule answers:
    input:
        "<results>/tables/learning_curve_fits.csv",
        "<results>/tables/sample_sizes.csv",
        "<results>/tables/data_efficiency.csv",
        "<results>/tables/curve_shapes.csv",
        "<results>/tables/condition_effects.csv",
        "<results>/tables/region_effects.csv",
        "<results>/tables/break_even.csv",
        "<results>/tables/fewest_pixels.csv",
        "<results>/tables/against_best.csv",
        "<results>/tables/comparisons.csv",
        "<results>/tables/mean_ranks.csv",
        "<results>/figures/critical_difference.svg",
        "<results>/figures/win_matrices.svg",
        "<results>/figures/sample_sizes.svg",
        "<results>/figures/data_efficiency.svg",
        "<results>/figures/error_against_time.svg",
        CONDITION_CURVES,
        of_runs("<results>/figures/fitted_curves_{scene}.svg"),


rule fit_learning_curves:
    input:
        runs="<results>/tables/runs.csv",
    output:
        fits=table("learning_curve_fits", "Answers"),
        curves=table("fitted_curves", "Answers", "fitted_curves_table"),
        answers=table("sample_sizes", "Answers"),
        fewest=table("fewest_pixels", "Answers"),
        by_error=table("sample_sizes_by_error", "Answers"),
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
        target_errors=list(STUDY.target_errors),
    message:
        "Fitting learning curves and answering how many labelled pixels are needed"
    script:
        "../workflow_scripts/fit_learning_curves.py"


rule compare_data_efficiency:
    input:
        runs="<results>/tables/runs.csv",
    output:
        table("data_efficiency", "Answers"),
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
        table("curve_shapes", "Answers"),
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
        comparisons=table("comparisons", "Answers"),
        against_best=table("against_best", "Answers"),
        ranks=table("mean_ranks", "Answers"),
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
        baselines=baselines(),
        equivalence_margin=STUDY.equivalence_margin,
    message:
        "Comparing methods over paired seeds"
    script:
        "../workflow_scripts/compare_methods.py"


rule compare_conditions:
    input:
        runs="<results>/tables/runs.csv",
    output:
        effects=table("condition_effects", "Answers"),
        of_regions=table("region_effects", "Answers"),
        break_even=table("break_even", "Answers"),
    log:
        "<logs>/compare_conditions.log",
    benchmark:
        "<benchmarks>/compare_conditions.tsv"
    conda:
        "../envs/analysis.yaml"
    resources:
        mem_mb=table_memory,
        runtime=20,
    params:
        code=code_of("compare_conditions"),
        first_condition=STUDY.first_condition,
        label_free=label_free(),
    message:
        "Comparing conditions, and labels with none"
    script:
        "../workflow_scripts/compare_conditions.py"


rule plot_conditions:
    input:
        runs="<results>/tables/runs.csv",
        effects="<results>/tables/condition_effects.csv",
        of_regions="<results>/tables/region_effects.csv",
        crossings="<results>/tables/break_even.csv",
    output:
        figure("condition_curves", "condition_curves", "Answers"),
    log:
        "<logs>/plot_conditions.log",
    benchmark:
        "<benchmarks>/plot_conditions.tsv"
    conda:
        "../envs/analysis.yaml"
    resources:
        mem_mb=table_memory,
        runtime=20,
    params:
        code=code_of("plot_conditions"),
        label_free=label_free(),
    message:
        "Plotting learning curves by condition"
    script:
        "../workflow_scripts/plot_conditions.py"


rule plot_comparisons:
    input:
        runs="<results>/tables/runs.csv",
        comparisons="<results>/tables/comparisons.csv",
    output:
        critical_difference=figure(
            "critical_difference", "critical_difference", "Answers"
        ),
        wins=figure("win_matrices", "win_matrices", "Answers"),
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
        condition=STUDY.first_condition,
    message:
        "Plotting mean ranks and wins"
    script:
        "../workflow_scripts/plot_comparisons.py"


rule plot_fitted_curves:
    input:
        runs="<results>/tables/runs.csv",
        curves="<results>/tables/fitted_curves.csv",
        shapes="<results>/tables/curve_shapes.csv",
        published=if_published(users_file(STUDY.published)),
    output:
        figure("fitted_curves_{scene}", "fitted_curves", "Answers"),
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
        models=STUDY.published_as,
    message:
        "Plotting fitted learning curves of {wildcards.scene}"
    script:
        "../workflow_scripts/plot_fitted_curves.py"


rule plot_sample_sizes:
    input:
        runs="<results>/tables/runs.csv",
        answers="<results>/tables/sample_sizes.csv",
    output:
        figure("sample_sizes", "sample_sizes_figure", "Answers"),
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
        figure("data_efficiency", "data_efficiency_figure", "Answers"),
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
        figure("error_against_time", "error_against_time", "Answers"),
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
