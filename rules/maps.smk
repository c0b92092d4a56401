"""Which runs are drawn on their scene."""

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
