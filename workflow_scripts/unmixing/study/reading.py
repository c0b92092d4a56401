"""Reading a config: one canonical study, or one message with everything that is wrong."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any

from learning_curves.costs import Costs
from learning_curves.errors import UserError, join_items, shorten_path, unknown_name
from unmixing.scenes.entry import SceneEntry
from unmixing.splits import strategies
from unmixing.splits.sizes import Size
from unmixing.study.asked_map import AskedMap, read_asked_map
from unmixing.study.checks import find_declared_problems
from unmixing.study.commands import (
    HowToRun,
    find_environment,
    find_folder,
    find_predictions,
)
from unmixing.study.conditions import read_conditions
from unmixing.study.config_files import NOWHERE, Places
from unmixing.study.measured_runs import read_measured_runs
from unmixing.study.models import LENGTH_IN_EPOCHS, refuse_two_lengths, resolve_models
from unmixing.study.narrowing import (
    narrow_conditions,
    narrow_scenes,
    narrow_seeds,
    narrow_sizes,
)
from unmixing.study.problems import Problem, Problems
from unmixing.study.published_tables import check_p_values, check_published
from unmixing.study.refusals import find_schema_problems
from unmixing.study.runs import most_seeds_of_a_job, runs
from unmixing.study.scene_entries import declared_facts, scene_entry
from unmixing.study.schema import fill_in_defaults, schema
from unmixing.study.spelling import canonical, find_unspellable
from unmixing.study.study import PerJob, Study
from unmixing.training.settings import Settings
from unmixing.training.trainers import load_method

# The checkout that the package is installed from.
SHIPPED = Path(__file__).resolve().parents[3]
PUBLISHED_TABLES = ("published", "published_p_values")


def complete(config: Mapping[str, Any], places: Places = NOWHERE) -> dict[str, Any]:
    """Return a config with canonical values and all defaults, which can be read again.

    Parameters
    ----------
    config : Mapping[str, Any]
        As Snakemake merged it from files and the command line.
    places : Places
        Where its keys are given; the folder methods/ next to the config file is found from it.

    Raises
    ------
    UserError
        With every key that the schema does not allow.
    """
    problems = Problems(places)
    completed = _completed(config, problems)
    problems.refuse()
    training = completed["training"]
    if training["updates"] is not None:
        # Their defaults would count as set by the user when this is read again.
        completed["training"] = {k: training[k] for k in training if k not in LENGTH_IN_EPOCHS}
    return completed


def read_study(config: Mapping[str, Any], places: Places = NOWHERE) -> Study:
    """Check a config and return the study it describes, canonical and complete.

    Equal studies come out equal, however they were spelt: numbers have one type and spelling,
    defaults are filled in, each model has all its settings.

    Parameters
    ----------
    config : Mapping[str, Any]
        As Snakemake merged it from files and the command line, or as `complete` returns it.
    places : Places
        Where its keys are given, for messages.

    Raises
    ------
    UserError
        With every key that is wrong, and every cell that is impossible on a declared scene.
    """
    problems = Problems(places)
    config = _completed(config, problems)
    published_as = _published_as(config, problems)
    own = config["methods_dir"] and Path(config["methods_dir"])
    settings = resolve_models(config["models"], config["training"], problems, own)
    conditions = read_conditions(config["conditions"], settings.values(), problems)
    chosen = _chosen("scenes", config, problems)
    chosen_models = _chosen("models", config, problems)
    _check_other_scenes(_only(settings, chosen_models), config, chosen, problems)
    train_sizes = {
        scene: _rising(scene, sizes, problems)
        for scene, sizes in _per_scene("train_sizes", config, chosen, problems).items()
    }
    seeds = _seeds(config["seeds"], problems)
    chosen_conditions = _chosen("conditions", config, problems)
    per_job = PerJob(config["sizes_per_job"], config["seeds_per_job"])
    study = Study(
        name=config["study"],
        data_dir=config["data_dir"],
        scenes=_scenes(config, chosen, problems),
        conditions=_only(conditions, chosen_conditions),
        methods_dir=own,
        models=_only(settings, chosen_models),
        methods={
            name: load_method(of_model, own)
            for name, of_model in _only(settings, chosen_models).items()
        },
        commands={
            name: HowToRun(
                Path(config["models"][name]["folder"]), config["models"][name]["timeout"]
            )
            for name in chosen_models
            if config["models"][name]["command"] is not None
        },
        environments={
            name: config["models"][name]["environment"]
            for name in chosen_models
            if config["models"][name]["environment"] is not None
        },
        elsewhere={
            name: Path(config["models"][name]["predictions"])
            for name in chosen_models
            if config["models"][name]["predictions"] is not None
        },
        train_sizes=train_sizes,
        sizes_by_condition={
            name: _narrowed_sizes("conditions", name, config, train_sizes, problems)
            for name in chosen_conditions
        },
        conditions_by_model={
            model: tuple(
                name
                for name in narrow_conditions(
                    model,
                    config["models"][model]["conditions"],
                    list(config["conditions"]),
                    problems,
                )
                if name in chosen_conditions
            )
            for model in chosen_models
        },
        sizes_by_model={
            model: _sizes_of_model(model, config, train_sizes, problems) for model in chosen_models
        },
        seeds_by_model={
            model: narrow_seeds(model, config["models"][model]["seeds"], seeds, problems)
            for model in chosen_models
        },
        test_size=_per_scene("test_size", config, chosen, problems),
        val_size=config["val_size"],
        seeds=seeds,
        per_job=per_job,
        per_job_by_model={
            model: _per_job(config["models"][model], per_job) for model in chosen_models
        },
        keep_models=config["keep_models"],
        device=config["device"],
        backend=config["backend"],
        precision=config["precision"],
        seeds_together=config["seeds_together"],
        jobs_per_gpu=config["jobs_per_gpu"],
        save_data=config["save_data"],
        partial_tables=config["partial_tables"],
        measured_runs=tuple(config["measured_runs"]),
        published=config["published"],
        published_p_values=config["published_p_values"],
        published_runs=config["published_runs"],
        published_as=published_as,
        mapped_models=tuple(_chosen("models", config, problems, narrowed_by="mapped_models")),
        asked_map=_asked_map(config, (chosen, chosen_models, chosen_conditions), problems),
        target_errors=tuple(config["target_errors"]),
        assurance=config["assurance"],
        costs=_costs(config["costs"], problems),
        equivalence_margin=config["equivalence_margin"],
        mlflow_histories=config["mlflow_histories"],
    )
    _check_together(study, problems)
    _check_declared(study, problems)
    problems.refuse()
    if not runs(study):
        with problems.about("models"):
            raise UserError("none that is chosen is run under a chosen condition; nothing is left.")
    problems.refuse()
    with problems.at("measured_runs"):
        read_measured_runs(study)
    problems.refuse()
    return study


def _completed(config: Mapping[str, Any], problems: Problems) -> dict[str, Any]:
    """Return a config with all defaults; raise all that the schema does not allow."""
    own = _methods_dir(config.get("methods_dir"), problems)
    strategies.look_in(own)
    for key, words in problems.places.problems:
        problems.add(Problem(key, words))
    for problem in find_unspellable(config):
        problems.add(problem)
    spelt = canonical(config, schema())
    said = {problem.key for problem in problems.found}
    for problem in find_schema_problems(spelt):
        if problem.key not in said:
            problems.add(problem)
    problems.refuse()
    with problems.about("training"):
        refuse_two_lengths(spelt.get("training", {}))
    completed: dict[str, Any] = fill_in_defaults(spelt, schema())
    for table in PUBLISHED_TABLES:
        completed[table] = _found(completed[table])
    completed["measured_runs"] = [_found(table) for table in completed["measured_runs"]]
    completed["methods_dir"] = own
    for name, entry in completed["models"].items():
        if entry["command"] is not None:
            entry["folder"] = find_folder(name, entry, problems.places)
        if entry["environment"] is not None:
            entry["environment"] = find_environment(name, entry, problems.places)
        if entry["predictions"] is not None:
            entry["predictions"] = find_predictions(name, entry, problems.places)
    return completed


def _methods_dir(given: Any, problems: Problems) -> str | None:
    """Return the user's folder of methods: as given, or methods/ next to the config file.

    A config that is in no file, as that of a module, is taken to lie in the working directory.
    """
    if not isinstance(given, str):
        place = problems.places.find(("models",))
        near = (Path(place.source).parent if place and place.line else Path()) / "methods"
        return str(near) if near.is_dir() else None
    folder = Path(given).expanduser()
    with problems.at("methods_dir"):
        if not folder.is_dir():
            raise UserError(
                f"methods_dir: there is no folder {shorten_path(folder)}; paths are from the "
                "folder that the workflow is started in."
            )
    return str(folder)


def _published_as(config: Mapping[str, Any], problems: Problems) -> dict[str, str]:
    """Return the published names of models; refuse published tables that do not fit them."""
    scenes = list(config["scenes"])
    published_as = {
        name: entry["published_as"]
        for name, entry in config["models"].items()
        if entry["published_as"] is not None
    }
    with problems.at("models"):
        _refuse_duplicates("published_as", published_as.values())
    for key, check in (("published", check_published), ("published_p_values", check_p_values)):
        if config[key] is not None:
            with problems.at(key):
                check(config[key], scenes, published_as)
    return published_as


def _scenes(
    config: Mapping[str, Any], chosen: list[str], problems: Problems
) -> dict[str, SceneEntry]:
    entries = {}
    for name in chosen:
        with problems.at("scenes", name):
            entries[name] = scene_entry(name, config["scenes"][name])
    return entries


def _check_other_scenes(
    settings: Mapping[str, Settings],
    config: Mapping[str, Any],
    chosen: Collection[str],
    problems: Problems,
) -> None:
    """Refuse models that train on a scene that is not in the study, or left out of it."""
    for model, of_model in settings.items():
        wanted = config["models"][model]["scenes"] or chosen
        run_on = {scene for scene in chosen if scene in wanted} - {*of_model.other_scenes}
        for scene in of_model.other_scenes if run_on else ():
            with problems.at("models", model, "train_on"):
                if scene not in config["scenes"]:
                    raise unknown_name("scene in train_on", scene, config["scenes"])
                if scene not in chosen:
                    raise UserError(
                        f"models.{model}.train_on: scene {scene} is left out; name it in "
                        "only_scenes too, or leave the model out (only_models)."
                    )


def _check_declared(study: Study, problems: Problems) -> None:
    """Collect the impossible cells of scenes whose entries and sizes are usable."""
    for scene, entry in study.scenes.items():
        if scene in study.train_sizes and scene in study.test_size:
            for problem in find_declared_problems(study, scene, declared_facts(entry), entry.shape):
                problems.add(problem)


def _check_together(study: Study, problems: Problems) -> None:
    """Refuse seeds_together where it is impossible, or where every job has one seed."""
    if not (study.seeds_together and study.networks):
        return
    with problems.at("seeds_together"):
        if study.backend != "jax":
            raise UserError(
                f"seeds_together is true and backend is '{study.backend}': set backend to 'jax', "
                "or leave seeds_together out."
            )
        if all(most_seeds_of_a_job(study, model) == 1 for model in study.networks):
            raise UserError(
                "seeds_together is true and no job of a network has several seeds: set "
                f"seeds_per_job to {len(study.seeds)}, the seeds that there are, or a part of them."
            )


def _only(mapping: Mapping[str, Any], names: list[str]) -> dict[str, Any]:
    """Return the entries of names; refused entries are already missing."""
    return {name: mapping[name] for name in names if name in mapping}


def _found(table: str | None) -> str | None:
    """Return the path of a table; shipped tables are found from any folder."""
    if table is None or Path(table).exists() or not (SHIPPED / table).exists():
        return table
    return str(SHIPPED / table)


def _refuse_duplicates(what: str, values: Iterable[Any]) -> None:
    twice = [value for value, count in Counter(values).items() if count > 1]
    if twice:
        raise UserError(
            f"{what}: {join_items(twice)} {'is' if len(twice) == 1 else 'are'} listed twice; list "
            "each once."
        )


def _per_job(entry: Mapping[str, Any], of_study: PerJob) -> PerJob:
    """Return how many runs of a model share a job, by its entry or else by the study.

    Each prediction from elsewhere has its own, for tables may stand for some of them; and so has
    each run in an environment, because a shell runs one command.
    """
    if entry["predictions"] is not None or entry["environment"] is not None:
        return PerJob(1, 1)
    own = PerJob(entry["sizes_per_job"], entry["seeds_per_job"])
    return PerJob(*(mine or default for mine, default in zip(own, of_study, strict=True)))


def _costs(entry: Mapping[str, Any], problems: Problems) -> Costs:
    """Return what a campaign costs, which must be something; a sample is a pixel."""
    with problems.at("costs"):
        if not any(entry[part] for part in ("group", "pixel", "travel")):
            raise UserError("costs: nothing costs anything; set the cost of a group or a pixel.")
    return Costs(entry["group"], entry["pixel"], entry["travel"], entry["unit"])


def _asked_map(
    config: Mapping[str, Any], names: tuple[list[str], list[str], list[str]], problems: Problems
) -> AskedMap | None:
    """Return what is to be mapped of the study's scenes, models and conditions, or None."""
    if config["predict"] is None:
        return None
    with problems.at("predict"):
        asked = read_asked_map(config["predict"], *names)
        if config["models"][asked.model]["predictions"] is not None:
            raise UserError(
                f"model in predict: {asked.model} was run elsewhere and predicts nothing here; "
                "name a model that is run here."
            )
        if config["models"][asked.model]["environment"] is not None:
            raise UserError(
                f"model in predict: {asked.model} has an environment, in which only runs of a "
                "study are made: name another model, or a copy of it without environment whose "
                "command enters one by itself, as `conda run` does (docs/commands.md)."
            )
        return asked
    return None


def _seeds(seeds: int | list[int], problems: Problems) -> tuple[int, ...]:
    if isinstance(seeds, int):
        return tuple(range(seeds))
    with problems.at("seeds"):
        _refuse_duplicates("seeds", seeds)
    return tuple(seeds)


def _rising(scene: str, sizes: list[Size], problems: Problems) -> tuple[Size, ...]:
    """Sort sizes, counts before fractions."""
    with problems.at("train_sizes", scene):
        _refuse_duplicates(f"train_sizes of scene {scene}", sizes)
    return tuple(sorted(set(sizes), key=lambda size: (size < 1, size)))


def _chosen(
    what: str, config: Mapping[str, Any], problems: Problems, narrowed_by: str | None = None
) -> list[str]:
    """Return the names that a key narrows the study to, in the order of the study."""
    key, names = narrowed_by or f"only_{what}", list(config[what])
    only = config[key]
    for name in only or []:
        if name not in names:
            with problems.at(key):
                raise unknown_name(f"name in {key}", name, names)
    return [name for name in names if only is None or name in only]


def _narrowed_sizes(
    what: str,
    name: str,
    config: Mapping[str, Any],
    of_study: Mapping[str, tuple[Size, ...]],
    problems: Problems,
) -> dict[str, tuple[Size, ...]]:
    """Return the sizes of each scene that the entry of a model or condition names."""
    key = (what, name, "train_sizes")
    wanted = _by_known_scene(key, config[what][name]["train_sizes"], config, problems)
    return narrow_sizes(key, wanted, of_study, problems)


def _sizes_of_model(
    model: str,
    config: Mapping[str, Any],
    of_study: Mapping[str, tuple[Size, ...]],
    problems: Problems,
) -> dict[str, tuple[Size, ...]]:
    """Return the sizes of each scene that a model is run at: none on scenes that it leaves out."""
    scenes = narrow_scenes(
        model, config["models"][model]["scenes"], list(config["scenes"]), problems
    )
    of_scenes = {scene: sizes for scene, sizes in of_study.items() if scene in scenes}
    narrowed = _narrowed_sizes("models", model, config, of_scenes, problems)
    return dict.fromkeys(of_study, ()) | narrowed


def _by_known_scene(
    key: tuple[str, ...], value: Any, config: Mapping[str, Any], problems: Problems
) -> Any:
    """Return the value of a key; in a mapping by scene, every scene must exist."""
    for scene in value if isinstance(value, dict) else ():
        if scene not in config["scenes"]:
            with problems.at(*key, scene):
                raise unknown_name(f"scene in {key[-1]}", scene, config["scenes"])
    return value


def _per_scene(
    key: str, config: Mapping[str, Any], chosen: list[str], problems: Problems
) -> dict[str, Any]:
    """Return the value of each chosen scene that has one: its own, or the one for all."""
    value = config[key]
    if not isinstance(value, dict):
        return dict.fromkeys(chosen, value)
    _by_known_scene((key,), value, config, problems)
    for scene in chosen:
        if scene not in value:
            with problems.at(key):
                raise UserError(f"{key}: scene {scene} has no entry; add it or give one for all.")
    return _only(value, chosen)
