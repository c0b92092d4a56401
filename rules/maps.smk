"""The runs whose predictions are mapped on their scene."""

from unmixing.study.runs import Run


def first_runs(scene, model):
    """Return the wanted runs of a model, one per size, of the first condition and seed."""
    if STUDY.first_condition not in STUDY.conditions_by_model[model]:
        return []
    sizes = STUDY.sizes(scene, STUDY.first_condition, model)
    seed = STUDY.seeds_by_model[model][0]
    of_sizes = (Run(scene, STUDY.first_condition, model, size, seed) for size in sizes)
    return [run for run in of_sizes if is_wanted(run)]


def largest_runs(scene):
    """Return the wanted run of every model at its largest size."""
    of_models = [first_runs(scene, model) for model in STUDY.models]
    return [
        max(found, key=lambda run: n_pixels(scene, run.train_size))
        for found in of_models
        if found
    ]


def expand_mapped(pattern):
    """Return an input function: a path for every size of the model to map."""

    def files(wildcards):
        return expand_wanted(pattern, first_runs(wildcards.scene, wildcards.model))

    return files


def expand_largest(pattern):
    """Return an input function: a path for every model at its largest size."""

    def files(wildcards):
        return expand_wanted(pattern, largest_runs(wildcards.scene))

    return files


def list_largest_models(wildcards):
    """List the models of `expand_largest`, in its order."""
    return [run.model for run in largest_runs(wildcards.scene)]
