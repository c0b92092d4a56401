"""Predicted abundances, as maps and against the truth."""

from unmixing.study.runs import Run


def first_runs(scene, model):
    """The wanted runs of a model, one a size, of the first condition and seed."""
    if STUDY.first_condition not in STUDY.conditions_by_model[model]:
        return []
    sizes, seed = STUDY.sizes_by_model[model][scene], STUDY.seeds_by_model[model][0]
    of_sizes = (Run(scene, STUDY.first_condition, model, size, seed) for size in sizes)
    return [run for run in of_sizes if is_wanted(run)]


def largest_runs(scene):
    """The wanted run of every model at its largest size."""
    of_models = [first_runs(scene, model) for model in STUDY.models]
    return [
        max(found, key=lambda run: n_pixels(scene, run.train_size))
        for found in of_models
        if found
    ]


def mapped(pattern):
    """A path for every size of the model to map."""

    def files(wildcards):
        return wanted(pattern, first_runs(wildcards.scene, wildcards.model))

    return files


def largest(pattern):
    """A path for every model at its largest size."""

    def files(wildcards):
        return wanted(pattern, largest_runs(wildcards.scene))

    return files


def models_drawn(wildcards):
    """The models of `largest`, in its order."""
    return [run.model for run in largest_runs(wildcards.scene)]


rule maps:
    input:
        of_runs("<results>/figures/predicted_against_true_{scene}.svg"),
        of_runs(
            "<results>/figures/abundance_maps_{scene}_{model}.svg",
            STUDY.mapped_models,
        ),


rule plot_abundance_maps:
    input:
        scene=SCENE,
        predictions=mapped(f"<results>/{paths.PREDICTIONS}"),
        splits=mapped(SPLIT),
    output:
        figure("abundance_maps_{scene}_{model}", "abundance_maps", "Maps"),
    log:
        "<logs>/plot_abundance_maps/{scene}/{model}.log",
    benchmark:
        "<benchmarks>/plot_abundance_maps/{scene}/{model}.tsv"
    wildcard_constraints:
        scene=any_of(STUDY.scenes),
        model=any_of(STUDY.models),
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
        predictions=largest(f"<results>/{paths.PREDICTIONS}"),
        splits=largest(SPLIT),
    output:
        figure("predicted_against_true_{scene}", "predicted_against_true", "Maps"),
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
        models=models_drawn,
    message:
        "Plotting predicted against true abundances of {wildcards.scene}"
    script:
        "../workflow_scripts/plot_predicted_against_true.py"
