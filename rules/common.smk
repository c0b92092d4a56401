"""The study, its runs, and helpers of several files of rules."""

import atexit
import dataclasses
import gc
import re
from pathlib import Path

from learning_curves.errors import UserError
from unmixing.estimators import Baseline
from unmixing.machine.user import name_user
from unmixing.storage import hold_lock
from unmixing.study import paths
from unmixing.study.runs import is_one_program, runs
from unmixing.study.config_files import find_places
from unmixing.study.measured_runs import read_measured_runs
from unmixing.study.provenance import PACKAGES, digest_code, choose_neutral
from unmixing.study.reading import complete, read_study

# A plan is millions of objects that all stay in use: looking for garbage among them as often as
# Python does by default takes a tenth of the time.
gc.set_threshold(20_000, *gc.get_threshold()[1:])
# Nor at the end, which would keep the user waiting for half a second.
atexit.register(gc.freeze)

# The folder of the Snakefile, also where another workflow imports it.
CHECKOUT = Path(workflow.current_basedir.get_path_or_uri(secret_free=True)).parent
SCRIPTS = CHECKOUT / "workflow_scripts"
PACKAGE = PACKAGES["unmixing"]
if PACKAGE != (SCRIPTS / "unmixing").resolve():
    raise SystemExit(
        f"This environment has the package of another checkout, {PACKAGE.parents[1]}: run `make` "
        f"in {CHECKOUT} and use its environment, or `pip install --no-deps -e {CHECKOUT}` here."
    )

name_user()

try:
    typed = workflow.config_settings.config
    places_of_keys = find_places(workflow.configfiles, typed, config)
    STUDY = read_study(config, places_of_keys)
    # Scripts read this config, with every default filled in.
    config.update(complete(config, places_of_keys))
except UserError as error:
    raise SystemExit(f"The config cannot be run. {error}")

RUNS = runs(STUDY)
# Each scene with each model that is run on it.
SCENES_AND_MODELS = list(dict.fromkeys((run.scene, run.model) for run in RUNS))
# Runs given by tables of other machines, which are not computed here.
GIVEN = read_measured_runs(STUDY)
RESULTS = str(paths.results_folder(STUDY.name))
SCENE = f"<results>/{paths.SCENE}"
# Also those that models only train on.
SCENES = [SCENE.format(scene=name) for name in STUDY.scenes]
SPLIT = f"<results>/{paths.SPLIT}"


def digest_script(rule, *plug_ins, entries=()):
    """Digest the script of a rule, what it imports, and what it loads by name.

    What is loaded by name are whole files of the package, and entries of files that define several
    things.
    """
    files = (SCRIPTS / f"{rule}.py", *(PACKAGE / name for name in plug_ins))
    return digest_code(
        *files, entries=entries, neutral=choose_neutral(STUDY.seeds_together)
    )


def match_any(names):
    """Match any of some names, for wildcard constraints; without names match nothing."""
    return "|".join(map(re.escape, names)) or "(?!)"


def expand_runs(pattern):
    """Return a path for every run of the study, without duplicates."""
    return list(dict.fromkeys(pattern.format(**run._asdict()) for run in RUNS))


def expand_scenes_and_models(pattern, models=None):
    """Return a path for every scene and model, or some models, without duplicates."""
    paths_of_all = (
        pattern.format(scene=scene, model=model)
        for scene, model in SCENES_AND_MODELS
        if models is None or model in models
    )
    return list(dict.fromkeys(paths_of_all))


def is_wanted(run):
    """Return whether tables and figures need a run: partial ones only need finished runs."""
    if run in GIVEN:
        return False
    metrics = rules.evaluate_run.output[0].format(**run._asdict())
    return not STUDY.partial_tables or Path(metrics).exists()


def expand_wanted(pattern, some):
    """Return a path for each of some runs that tables and figures need."""
    return [pattern.format(**run._asdict()) for run in some if is_wanted(run)]


def get_settings(wildcards):
    """Return the settings of a model."""
    return STUDY.models[wildcards.model]


def get_noise(wildcards):
    """Return the noise that a condition adds to what methods see."""
    return dataclasses.asdict(STUDY.conditions[wildcards.condition].noise)


def list_baselines():
    """List the models that are meant to predict the mean abundances."""
    return [
        name for name in STUDY.estimators if isinstance(STUDY.methods[name], Baseline)
    ]


def show_file(path, caption, category, *formats):
    """Show a file, or one in each format, in Snakemake's own report."""
    files = multiext(path, *formats) if formats else path
    return report(files, caption=f"captions/{caption}.rst", category=category)


def show_table(name, category, caption=None):
    """Show a table."""
    return show_file(f"<results>/tables/{name}.csv", caption or name, category)


def hold_study():
    """Lock this study: Snakemake's own lock would outlive a killed process."""
    global study_lock
    # This target only reads, also while the study runs.
    if set(workflow.dag_settings.targets) == {"mlflow"}:
        return
    try:
        study_lock = hold_lock(f"{RESULTS}/{paths.LOCK}")
    except UserError as error:
        raise SystemExit(str(error))
