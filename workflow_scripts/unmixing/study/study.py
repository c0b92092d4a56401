"""A study: everything in its config, canonical and complete."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from learning_curves.costs import Costs
from unmixing.method import Method
from unmixing.scenes.entry import SceneEntry
from unmixing.splits.condition import Condition
from unmixing.splits.sizes import Size
from unmixing.study.asked_map import AskedMap
from unmixing.study.commands import HowToRun
from unmixing.training.settings import LABELS, Settings


class PerJob(NamedTuple):
    """How many train sizes, each with how many seeds, share a job."""

    sizes: int
    seeds: int


@dataclass(frozen=True)
class Study:
    """A training-set-size study, made once by reading a config.

    Attributes
    ----------
    name : str
        Name of the study and of its folder in results/.
    data_dir : str or None
        Folder of the scene files, or None.
    scenes : Mapping[str, SceneEntry]
        Name -> entry, of the scenes that the study is narrowed to.
    conditions : Mapping[str, Condition]
        Name -> condition; the others are compared with the first.
    methods_dir : Path or None
        Folder of the user's own methods, or None.
    models : Mapping[str, Settings]
        Name -> settings, of the models that the study is narrowed to.
    methods : Mapping[str, Method]
        Name of a model -> its method, with the neighbourhood that the study sets.
    commands : Mapping[str, HowToRun]
        Name of a model that is a command -> how it is run.
    environments : Mapping[str, str]
        Name of a model that is a command in an environment of its own -> its conda environment
        file or container image.
    elsewhere : Mapping[str, Path]
        Name of a model that was run elsewhere -> the folder of its predictions.
    train_sizes : Mapping[str, tuple[Size, ...]]
        Scene -> numbers of labelled pixels, rising, counts before fractions.
    sizes_by_condition : Mapping[str, Mapping[str, tuple[Size, ...]]]
        Condition -> scene -> the train sizes that it is run at.
    conditions_by_model : Mapping[str, tuple[str, ...]]
        Model -> the conditions that it is run under.
    sizes_by_model : Mapping[str, Mapping[str, tuple[Size, ...]]]
        Model -> scene -> the train sizes that it is run at.
    seeds_by_model : Mapping[str, tuple[int, ...]]
        Model -> the seeds that it is run with.
    test_size : Mapping[str, Size or None]
        Scene -> test pixels, or None for all that are left.
    val_size : Size
        Labelled pixels that validate, as a count or a fraction of them.
    seeds : tuple[int, ...]
        Seeds of splits and trainings.
    per_job : PerJob
        How many splits share a job.
    per_job_by_model : Mapping[str, PerJob]
        Model -> how many of its runs share a job.
    keep_models : str
        Which trained models are kept: first, all or none.
    device, backend, precision : str
        Where and how networks train.
    seeds_together : bool
        Whether the seeds of a job are trained as one program.
    jobs_per_gpu : int
        Trainings that share a GPU.
    save_data : bool
        Whether the arrays of splits are exported.
    partial_tables : bool
        Whether tables are made from only the finished runs.
    measured_runs : tuple[str, ...]
        Paths of tables of runs from other machines, which count as runs of this study.
    published, published_p_values : str or None
        Paths of published tables, or None.
    published_runs : int
        Number of runs that each published number averages.
    published_as : Mapping[str, str]
        Model -> published algorithm.
    mapped_models : tuple[str, ...]
        Models whose abundances are mapped.
    asked_map : AskedMap or None
        What the target predict maps, or None.
    target_errors : tuple[float, ...]
        Errors to answer for; if empty, round errors are chosen.
    assurance : float
        The share of runs, or campaigns, that is to reach a target error.
    costs : Costs
        What campaigns cost.
    equivalence_margin : float
        Methods whose errors differ by less than this fraction count as equal.
    mlflow_histories : bool
        Whether the losses of all epochs are logged to MLflow.
    """

    name: str
    data_dir: str | None
    scenes: Mapping[str, SceneEntry]
    conditions: Mapping[str, Condition]
    methods_dir: Path | None
    models: Mapping[str, Settings]
    methods: Mapping[str, Method]
    commands: Mapping[str, HowToRun]
    environments: Mapping[str, str]
    elsewhere: Mapping[str, Path]
    train_sizes: Mapping[str, tuple[Size, ...]]
    sizes_by_condition: Mapping[str, Mapping[str, tuple[Size, ...]]]
    conditions_by_model: Mapping[str, tuple[str, ...]]
    sizes_by_model: Mapping[str, Mapping[str, tuple[Size, ...]]]
    seeds_by_model: Mapping[str, tuple[int, ...]]
    test_size: Mapping[str, Size | None]
    val_size: Size
    seeds: tuple[int, ...]
    per_job: PerJob
    per_job_by_model: Mapping[str, PerJob]
    keep_models: str
    device: str
    backend: str
    precision: str
    seeds_together: bool
    jobs_per_gpu: int
    save_data: bool
    partial_tables: bool
    measured_runs: tuple[str, ...]
    published: str | None
    published_p_values: str | None
    published_runs: int
    published_as: Mapping[str, str]
    mapped_models: tuple[str, ...]
    asked_map: AskedMap | None
    target_errors: tuple[float, ...]
    assurance: float
    costs: Costs
    equivalence_margin: float
    mlflow_histories: bool

    @property
    def first_condition(self) -> str:
        """Name of the condition that others are compared with."""
        return next(iter(self.conditions))

    def sizes(self, scene: str, condition: str, model: str | None) -> tuple[Size, ...]:
        """Return the train sizes of a scene under a condition, for a model or, if None, for all.

        A model that is trained on another scene has none there.
        """
        of_scene = self.train_sizes[scene]
        if model is not None:
            if scene in self.models[model].other_scenes:
                return ()
            of_scene = self.sizes_by_model[model][scene]
        of_condition = self.sizes_by_condition[condition][scene]
        return tuple(size for size in of_scene if size in of_condition)

    @property
    def helped(self) -> dict[str, str]:
        """Models with further training pixels -> the same model that trains on labels alone."""
        alone = {
            settings: name
            for name, settings in reversed(list(self.models.items()))
            if settings.train_on == (LABELS,)
        }
        of_models = {
            name: alone.get(replace(settings, train_on=(LABELS,)))
            for name, settings in self.models.items()
            if settings.train_on != (LABELS,)
        }
        return {name: plain for name, plain in of_models.items() if plain is not None}

    @property
    def networks(self) -> list[str]:
        """Names of the models that are networks."""
        return [name for name, settings in self.models.items() if settings.is_network]

    @property
    def estimators(self) -> list[str]:
        """Names of the models that are estimators, or commands that the workflow's Python runs."""
        return [
            name
            for name, settings in self.models.items()
            if not settings.is_network and name not in (*self.environments, *self.elsewhere)
        ]
