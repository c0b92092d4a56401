"""The study and the helpers that rules share."""

import os
import re
import sys
from pathlib import Path
from typing import NamedTuple

SCRIPTS = Path(workflow.basedir) / "workflow_scripts"
sys.path.insert(0, str(SCRIPTS))

from unmixing.architectures import architecture
from unmixing.configuration import canonical, cells, read_study
from unmixing.errors import UserError
from unmixing.estimators import estimator
from unmixing.layout import CELL_PATH, seed_blocks
from unmixing.provenance import digest_of
from unmixing.storage import hold

try:
    STUDY = read_study(config)
except UserError as error:
    raise SystemExit(f"The config cannot be run. {error}")

CELLS = cells(STUDY)
NETWORKS = [name for name, entry in STUDY["models"].items() if "architecture" in entry]
ESTIMATORS = [name for name in STUDY["models"] if name not in NETWORKS]
DATA_DIR = STUDY["data_dir"] or os.environ.get("UNMIXING_DATA") or "resources"
SCENE = "<results>/scenes/{scene}.h5"
SPLIT_PATH = "{scene}/{condition}/n{train_size}/seed{seed}"
SPLIT = f"<results>/splits/{SPLIT_PATH}.h5"
RUN = f"<results>/runs/{CELL_PATH}"


class SeedBlock(NamedTuple):
    """The seeds that one job works on: one, a wildcard, or those of a full block."""

    suffix: str
    seeds: list
    label: str


BLOCKS = [
    SeedBlock("", ["{seed}"], "{seed}"),
    *(
        SeedBlock(f"_seeds_{seeds[0]}_to_{seeds[-1]}", seeds, label)
        for label, seeds in seed_blocks(STUDY["seeds"], STUDY["seeds_per_job"]).items()
    ),
]


def code_of(rule, *plug_ins):
    """A digest of what the script of a rule imports, and of files of the package that it loads by name."""
    package = SCRIPTS / "unmixing"
    return digest_of(SCRIPTS / f"{rule}.py", *(package / name for name in plug_ins))


def any_of(names):
    """A pattern of names, for wildcard constraints; no names match nothing."""
    return "|".join(map(re.escape, names)) or "(?!)"


def of_block(pattern, block):
    """A path for every seed of a block."""
    return [pattern.replace("{seed}", str(seed)) for seed in block.seeds]


def of_job(pattern, block):
    """The path of what a job has once, whatever its seeds."""
    return pattern.replace("{seed}", block.label)


def seeds_alone():
    """The seeds that are in no full block."""
    together = {seed for block in BLOCKS for seed in block.seeds}
    return [str(seed) for seed in STUDY["seeds"] if seed not in together]


def seeds_of(block):
    """The seeds of a job, as a parameter of its rule."""

    def seeds(wildcards):
        return block.seeds if block.suffix else [int(wildcards.seed)]

    return seeds


def of_cells(pattern, models=None):
    """A path for every run of the study (of some models), once where the pattern has fewer axes."""
    return list(
        dict.fromkeys(
            pattern.format(**cell)
            for cell in CELLS
            if models is None or cell["model"] in models
        )
    )


def first_cells(scene, model):
    """The cells of a model at every size, of the first condition and seed."""
    first = (scene, next(iter(STUDY["conditions"])), model, STUDY["seeds"][0])
    cells_of_model = [
        cell
        for cell in CELLS
        if (cell["scene"], cell["condition"], cell["model"], cell["seed"]) == first
    ]
    return [cell for cell in cells_of_model if is_wanted(cell)]


def is_wanted(cell):
    """Whether tables and figures hold a cell: partial ones hold what is there."""
    metrics = rules.evaluate_run.output[0].format(**cell)
    return not STUDY["partial_tables"] or Path(metrics).exists()


def mapped(pattern):
    """A path for every size of the model to map."""

    def paths(wildcards):
        cells_to_map = first_cells(wildcards.scene, wildcards.model)
        return [pattern.format(**cell) for cell in cells_to_map]

    return paths


def largest(pattern):
    """A path for every model at its largest size; a fraction is taken of the scene's shape."""

    def paths(wildcards):
        height, width, _ = shape_of(wildcards)
        of_models = [first_cells(wildcards.scene, model) for model in STUDY["models"]]
        cells_to_draw = [
            max(found, key=lambda cell: as_count(cell["train_size"], height * width))
            for found in of_models
            if found
        ]
        return [pattern.format(**cell) for cell in cells_to_draw]

    return paths


def if_published(*paths):
    """These paths where the study is compared with published numbers, else none."""
    return list(paths) if STUDY["published"] else []


def scene_file(file):
    """Where a scene file lies, or would lie once downloaded."""
    return f"{DATA_DIR}/{file['path']}"


def scene_files(wildcards):
    """The files of a scene, in the order of their roles; a digest tells more than a date."""
    return [
        (
            ancient(scene_file(file))
            if file["sha256"] or file["git_blob"]
            else scene_file(file)
        )
        for file in STUDY["scenes"][wildcards.scene]["files"].values()
    ]


def scene_entry(wildcards):
    """What the content of a scene depends on: not where its files come from, nor what they are checked for."""
    entry = STUDY["scenes"][wildcards.scene]
    digests = {
        role: {key: file[key] for key in ("sha256", "git_blob")}
        for role, file in entry["files"].items()
    }
    checks = [] if entry["simulation"] else ["shape", "n_endmembers"]
    return {key: value for key, value in entry.items() if key not in checks} | {
        "files": digests
    }


def missing_files():
    """The scene files to download, by path, and a word on those that nothing can provide."""
    files = {
        file["path"]: file
        for entry in STUDY["scenes"].values()
        for file in entry["files"].values()
        if not Path(scene_file(file)).exists()
    }
    for path, file in files.items():
        if not file["urls"]:
            raise SystemExit(
                f"The scene file {path} is not in {DATA_DIR}, and the config has no address for "
                "it. Put it there, or name its folder as data_dir or in UNMIXING_DATA."
            )
    return files


MISSING = missing_files()


def download(wildcards):
    """Address and digest of a scene file."""
    return MISSING[wildcards.path]


def split_sizes(wildcards):
    """What a split is drawn by, beside its seed and the pixels of its scene."""
    return {
        "train_size": canonical(wildcards.train_size),
        "val_size": STUDY["val_size"],
        "test_size": STUDY["test_size"][wildcards.scene],
    }


def settings(wildcards):
    """The settings of a model."""
    return STUDY["models"][wildcards.model]


def neighbourhood_size(wildcards):
    """The neighbourhood size of a model."""
    return settings(wildcards)["neighbourhood_size"]


def scene_code(wildcards):
    """The code that a scene depends on, its own format's included."""
    name = STUDY["scenes"][wildcards.scene]["format"]
    return code_of("import_scene", *([f"formats/{name}.py"] if name else []))


def network_code(wildcards):
    """The code that a trained network depends on, its own architecture's included."""
    name = settings(wildcards)["architecture"]
    return code_of("train_network", f"architectures/{name}.py")


def estimator_code(wildcards):
    """The code that a fitted estimator depends on."""
    name = settings(wildcards)["estimator"]
    return code_of("fit_estimator", f"estimators/{name}.py")


def sources():
    """Where each method of the study comes from."""
    return {
        name: (
            architecture(entry["architecture"])
            if name in NETWORKS
            else estimator(entry["estimator"])
        ).source
        for name, entry in STUDY["models"].items()
    }


def metrics_files(wildcards):
    """The metrics of every run, or of those that are there when partial tables are asked for."""
    return [
        rules.evaluate_run.output[0].format(**cell) for cell in CELLS if is_wanted(cell)
    ]


def training_files(wildcards):
    """The training history of every evaluated run of a network on a scene."""
    networks = set(of_cells(rules.evaluate_run.output[0], NETWORKS))
    return [
        f"{Path(path).parent}/training_metrics.csv"
        for path in metrics_files(wildcards)
        if path in networks and f"/runs/{wildcards.scene}/" in path
    ]


def hold_study():
    """Keep a second process off this study: Snakemake's own lock outlives a killed process."""
    global study_lock
    try:
        study_lock = hold(f"results/{STUDY['study']}/.running")
    except UserError as error:
        raise SystemExit(str(error))
