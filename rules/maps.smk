"""Predicted abundances, as maps and against the truth."""


rule maps:
    input:
        of_cells("<results>/figures/predicted_against_true_{scene}.svg"),
        of_cells(
            "<results>/figures/abundance_maps_{scene}_{model}.svg",
            STUDY["mapped_models"],
        ),


rule plot_abundance_maps:
    input:
        scene=SCENE,
        predictions=mapped(f"{RUN}/predictions.h5"),
        splits=mapped(SPLIT),
    output:
        report(
            multiext(
                "<results>/figures/abundance_maps_{scene}_{model}", ".svg", ".png"
            ),
            caption="captions/abundance_maps.rst",
            category="Maps",
        ),
    log:
        "<logs>/plot_abundance_maps/{scene}/{model}.log",
    benchmark:
        "<benchmarks>/plot_abundance_maps/{scene}/{model}.tsv"
    wildcard_constraints:
        scene=any_of(STUDY["scenes"]),
        model=any_of(STUDY["models"]),
    conda:
        "../envs/analysis.yaml"
    resources:
        mem_mb=scene_memory,
        runtime=20,
    params:
        code=code_of("plot_abundance_maps"),
    message:
        "Mapping the abundances that {wildcards.model} predicts on {wildcards.scene}"
    script:
        "../workflow_scripts/plot_abundance_maps.py"


rule plot_predicted_against_true:
    input:
        scene=SCENE,
        predictions=largest(f"{RUN}/predictions.h5"),
        splits=largest(SPLIT),
    output:
        report(
            multiext(
                "<results>/figures/predicted_against_true_{scene}", ".svg", ".png"
            ),
            caption="captions/predicted_against_true.rst",
            category="Maps",
        ),
    log:
        "<logs>/plot_predicted_against_true/{scene}.log",
    benchmark:
        "<benchmarks>/plot_predicted_against_true/{scene}.tsv"
    conda:
        "../envs/analysis.yaml"
    resources:
        mem_mb=scene_memory,
        runtime=20,
    params:
        code=code_of("plot_predicted_against_true"),
    message:
        "Plotting predicted against true abundances of {wildcards.scene}"
    script:
        "../workflow_scripts/plot_predicted_against_true.py"
