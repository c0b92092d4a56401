"""Maps: a model is trained with all labels of a scene, and maps it and other images."""

from unmixing.prediction.expected_error import read_expected_error
from unmixing.study.kept_models import is_kept

ASKED_MAP = STUDY.asked_map
MAP_FILES = {
    "abundances": ".tif",
    "colours": "_colours.tif",
    "preview": ".png",
    "facts": ".json",
}


def name_map_files(name):
    """Return the files of a map by what they hold."""
    return {
        part: f"<results>/{paths.MAPS}/{name}{ending}"
        for part, ending in MAP_FILES.items()
    }


def list_map_facts(wildcards):
    """Return the facts of the scene's map and of those of other images."""
    return [
        name_map_files(name)["facts"].format(**wildcards)
        for name in (wildcards.scene, *ASKED_MAP.images)
    ]


def digest_map_code(wildcards):
    """Digest the code that a training depends on, including its method."""
    return digest_script(
        "train_on_all_labels", entries=list_entries(STUDY, wildcards.model)
    )


def match_trained(kept):
    """Match the model to map if it is trained anew, or kept."""
    return match_any(
        [ASKED_MAP.model] if ASKED_MAP and ASKED_MAP.is_kept == kept else ()
    )


def kept_file(pattern):
    """Return an input function: a file of the run whose kept model is used."""

    def file(wildcards):
        scene, model = wildcards.scene, wildcards.model
        condition = ASKED_MAP.condition
        sizes = STUDY.sizes(scene, condition, model)
        seeds = [
            seed for seed in STUDY.seeds_by_model[model] if is_kept(config, model, seed)
        ]
        if not (sizes and seeds and condition in STUDY.conditions_by_model[model]):
            raise SystemExit(
                f"The study keeps no model of {model} on {scene} under {condition}: see "
                "keep_models, or leave predict.trained out."
            )
        size = max(sizes, key=lambda size: n_pixels(scene, size))
        return pattern.format(**Run(scene, condition, model, size, seeds[0])._asdict())

    return file


def map_gpus(wildcards):
    """Return the GPUs that a job asks for: those of its training."""
    return int(is_on_gpu(wildcards.model))


def image_path(wildcards):
    """Return where the image of a map is."""
    return paths.scene_file(DATA_DIR, ASKED_MAP.images[wildcards.image])


def image_files(wildcards):
    """Return the image of a map, and the files that are read with it."""
    path = Path(image_path(wildcards))
    return [local(str(file)) for file in (path, *find_companions(path))]


def scale_of_scene(wildcards):
    """Return what the entry of a scene says that its numbers are divided by."""
    return STUDY.scenes[wildcards.scene].options.get("scale")


def bad_bands_of_scene(wildcards):
    """Return the bands that the entry of a scene leaves out of its file."""
    return STUDY.scenes[wildcards.scene].options.get("bad_bands", [])


def measured_error(wildcards):
    """Return the error that the study has measured for maps, as plain values, or nothing."""
    found = read_expected_error(
        rules.summarize_runs.output[0],
        wildcards.scene,
        ASKED_MAP.condition,
        wildcards.model,
    )
    return {} if found is None else dataclasses.asdict(found)


def describe_condition(wildcards):
    """Return how a sentence describes the condition of the measured error."""
    name = ASKED_MAP.condition
    return f"{name} (labels on {STUDY.conditions[name].description})"


def map_memory(wildcards, input, attempt):
    """Return MiB for the process, the scene and a window of another image."""
    return attempt * int(3000 + 20 * held_mb(wildcards, input))


def refuse_missing_images():
    """Refuse images to map that are not there."""
    for path in ASKED_MAP.images.values() if ASKED_MAP else ():
        if has_braces(path) or not os.path.exists(paths.scene_file(DATA_DIR, path)):
            raise SystemExit(
                f"predict.images: there is no file {path} in {DATA_DIR}, or its name has braces. "
                "Put it there, or give its whole path."
            )


refuse_missing_images()


def list_maps(wildcards):
    """Return what the target predict makes; refuse it where the config asks for no map."""
    if ASKED_MAP is None:
        scene, model = next(iter(STUDY.scenes)), next(iter(STUDY.models))
        raise SystemExit(
            "The config does not say what to map. Add a scene and a model of the study, as in "
            f"--config 'predict={{scene: {scene}, model: {model}}}'."
        )
    axes = {"scene": ASKED_MAP.scene, "model": ASKED_MAP.model}
    return rules.describe_maps.output.sentences.format(**axes)


rule train_on_all_labels:
    input:
        scene=SCENE,
        other_scenes=other_scenes,
    output:
        split=f"<results>/{paths.MAP_SPLIT}",
        predictions=f"<results>/{paths.MAP_PREDICTIONS}",
    log:
        f"<logs>/train_on_all_labels/{{scene}}/{{model}}.log",
    benchmark:
        f"<benchmarks>/train_on_all_labels/{{scene}}/{{model}}.tsv"
    wildcard_constraints:
        model=match_trained(kept=False),
    conda:
        "../envs/tensorflow.yaml"
    threads: 1
    resources:
        gpu=map_gpus,
        mem_mb=map_memory,
        runtime=600,
    params:
        code=digest_map_code,
        settings=plain_settings,
        val_size=STUDY.val_size,
        seed=ASKED_MAP.seed if ASKED_MAP else 0,
        backend=STUDY.backend,
        precision=STUDY.precision,
    message:
        "Training {wildcards.model} with all labels of {wildcards.scene}"
    script:
        "../workflow_scripts/train_on_all_labels.py"


rule use_kept_model:
    input:
        scene=SCENE,
        split=kept_file(SPLIT),
        predictions=kept_file(f"<results>/{paths.PREDICTIONS}"),
    output:
        split=f"<results>/{paths.MAP_SPLIT}",
        predictions=f"<results>/{paths.MAP_PREDICTIONS}",
    log:
        f"<logs>/use_kept_model/{{scene}}/{{model}}.log",
    benchmark:
        f"<benchmarks>/use_kept_model/{{scene}}/{{model}}.tsv"
    wildcard_constraints:
        model=match_trained(kept=True),
    conda:
        "../envs/tensorflow.yaml"
    threads: 1
    resources:
        gpu=map_gpus,
        mem_mb=map_memory,
        runtime=60,
    params:
        code=digest_script("use_kept_model"),
    message:
        "Predicting {wildcards.scene} by the kept model of {wildcards.model}"
    script:
        "../workflow_scripts/use_kept_model.py"


rule map_scene:
    input:
        scene=SCENE,
        split=rules.train_on_all_labels.output.split,
        predictions=rules.train_on_all_labels.output.predictions,
    output:
        **name_map_files("{scene}"),
    log:
        "<logs>/map_scene/{scene}/{model}.log",
    benchmark:
        "<benchmarks>/map_scene/{scene}/{model}.tsv"
    conda:
        "../envs/analysis.yaml"
    resources:
        mem_mb=map_memory,
        runtime=60,
    params:
        code=digest_script("map_scene"),
    message:
        "Mapping {wildcards.scene} by {wildcards.model}"
    script:
        "../workflow_scripts/map_scene.py"


rule map_image:
    input:
        scene=SCENE,
        split=rules.train_on_all_labels.output.split,
        predictions=rules.train_on_all_labels.output.predictions,
        image=image_files,
        other_scenes=other_scenes,
    output:
        **name_map_files("{image}"),
    log:
        "<logs>/map_image/{scene}/{model}/{image}.log",
    benchmark:
        "<benchmarks>/map_image/{scene}/{model}/{image}.tsv"
    wildcard_constraints:
        image=match_any(ASKED_MAP.images if ASKED_MAP else ()),
    conda:
        "../envs/tensorflow.yaml"
    threads: 1
    resources:
        gpu=map_gpus,
        mem_mb=map_memory,
        runtime=600,
    params:
        code=digest_script("map_image"),
        seed=ASKED_MAP.seed if ASKED_MAP else 0,
        path=image_path,
        scale=ASKED_MAP.scale if ASKED_MAP else None,
        scale_of_scene=scale_of_scene,
        bad_bands=bad_bands_of_scene,
    message:
        "Mapping {wildcards.image} by {wildcards.model} as trained on {wildcards.scene}"
    script:
        "../workflow_scripts/map_image.py"


def uses_labels(wildcards):
    """Return whether a model learns from labels of its scene."""
    return get_settings(wildcards).trains_on_labels


rule describe_maps:
    input:
        scene=SCENE,
        split=rules.train_on_all_labels.output.split,
        facts=list_map_facts,
    output:
        table=f"<results>/{paths.MAPS}/maps.csv",
        sentences=f"<results>/{paths.MAPS}/maps.md",
    log:
        "<logs>/describe_maps/{scene}/{model}.log",
    benchmark:
        "<benchmarks>/describe_maps/{scene}/{model}.tsv"
    conda:
        "../envs/analysis.yaml"
    resources:
        mem_mb=map_memory,
        runtime=10,
    params:
        code=digest_script("describe_maps"),
        measured=measured_error,
        condition=ASKED_MAP.condition if ASKED_MAP else "",
        words=describe_condition,
        uses_labels=uses_labels,
    message:
        "Describing the maps of {wildcards.model} as trained on {wildcards.scene}"
    script:
        "../workflow_scripts/describe_maps.py"


rule predict:
    input:
        list_maps,
    message:
        "Maps are in {input}"
