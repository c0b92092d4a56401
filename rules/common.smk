"""The study, its runs, and what rules of several stages need."""

import dataclasses
import gc
import re
from pathlib import Path

from learning_curves.errors import UserError
from unmixing.estimators import Baseline
from unmixing.machine.account import name_account
from unmixing.storage import hold
from unmixing.study import paths
from unmixing.study.runs import is_one_program, runs
from unmixing.study.config_files import places_of
from unmixing.study.measured_runs import measured_elsewhere
from unmixing.study.provenance import PACKAGES, digest_of, trained_by
from unmixing.study.reading import complete, read_study

# A plan is millions of objects that all stay in use: to look for garbage among them as often as
# Python does is a tenth of the work.
gc.set_threshold(20_000, *gc.get_threshold()[1:])

# Of the Snakefile, also where another workflow imports it.
CHECKOUT = Path(workflow.current_basedir.get_path_or_uri(secret_free=True)).parent
SCRIPTS = CHECKOUT / "workflow_scripts"
PACKAGE = PACKAGES["unmixing"]
if PACKAGE != (SCRIPTS / "unmixing").resolve():
    raise SystemExit(
        f"This environment has the package of another checkout, {PACKAGE.parents[1]}: run `make` "
        f"in {CHECKOUT} and use its environment, or `pip install --no-deps -e {CHECKOUT}` here."
    )

name_account()

try:
    typed = workflow.config_settings.config
    places_of_keys = places_of(workflow.configfiles, typed, config)
    STUDY = read_study(config, places_of_keys)
    # Scripts read from it how to run, and find every default filled in.
    config.update(complete(config, places_of_keys))
except UserError as error:
    raise SystemExit(f"The config cannot be run. {error}")

RUNS = runs(STUDY)
# Runs that tables of other machines give, and that nothing is computed for here.
GIVEN = measured_elsewhere(STUDY)
RESULTS = str(paths.results_of(STUDY.name))
SCENE = f"<results>/{paths.SCENE}"
SPLIT = f"<results>/{paths.SPLIT}"


def code_of(rule, *plug_ins, entries=()):
    """A digest of the script of a rule, what it imports, and what it loads by name.

    That are whole files of the package, and entries of files that define several things.
    """
    files = (SCRIPTS / f"{rule}.py", *(PACKAGE / name for name in plug_ins))
    return digest_of(*files, entries=entries, neutral=trained_by(STUDY.seeds_together))


def any_of(names):
    """A pattern of names, for wildcard constraints; no names match nothing."""
    return "|".join(map(re.escape, names)) or "(?!)"


def of_runs(pattern, models=None):
    """A path for every run of the study (of some models), once where the pattern has fewer axes."""
    wanted = [run for run in RUNS if models is None or run.model in models]
    return list(dict.fromkeys(pattern.format(**run._asdict()) for run in wanted))


def is_wanted(run):
    """Whether tables and figures need the files of a run: partial ones take what is there."""
    if run in GIVEN:
        return False
    metrics = rules.evaluate_run.output[0].format(**run._asdict())
    return not STUDY.partial_tables or Path(metrics).exists()


def wanted(pattern, some):
    """A path for each of some runs that tables and figures hold."""
    return [pattern.format(**run._asdict()) for run in some if is_wanted(run)]


def settings(wildcards):
    """The settings of a model."""
    return STUDY.models[wildcards.model]


def noise_of(wildcards):
    """The noise that a condition adds to what methods see."""
    return dataclasses.asdict(STUDY.conditions[wildcards.condition].noise)


def baselines():
    """Models that are meant to predict the mean abundances."""
    return [
        name for name in STUDY.estimators if isinstance(STUDY.methods[name], Baseline)
    ]


def reported(path, caption, category, *formats):
    """A file, or one in each format, that Snakemake's own report shows."""
    files = multiext(path, *formats) if formats else path
    return report(files, caption=f"captions/{caption}.rst", category=category)


def figure(name, caption, category):
    """A figure in its formats."""
    path = f"<results>/figures/{name}"
    return reported(path, caption, category, ".svg", ".png")


def table(name, category, caption=None):
    """A table."""
    return reported(f"<results>/tables/{name}.csv", caption or name, category)


def hold_study():
    """Keep a second process off this study: Snakemake's own lock outlives a killed process."""
    global study_lock
    # This target reads what is there, also while the study runs.
    if set(workflow.dag_settings.targets) == {"mlflow"}:
        return
    try:
        study_lock = hold(f"{RESULTS}/{paths.LOCK}")
    except UserError as error:
        raise SystemExit(str(error))
