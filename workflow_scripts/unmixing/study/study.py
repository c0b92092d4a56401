"""What a study is: everything that its config says, canonical and complete."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from unmixing.method import Method
from unmixing.scenes.entry import SceneEntry
from unmixing.splits.condition import Condition
from unmixing.splits.sizes import Size
from unmixing.training.settings import Settings


class PerJob(NamedTuple):
    """How many train sizes, each with how many seeds, share a job."""

    sizes: int
    seeds: int


@dataclass(frozen=True)
class Study:
    """A training-set-size study, made once by reading a config.

    Attributes
    ----------
    name : of the study and of its folder in results/
    data_dir : folder of the scene files, or None
    scenes : name -> entry, those that the study is narrowed to
    conditions : name -> data side of the protocol; the first is what others are compared with
    methods_dir : folder of the user's own methods, or None
    models : name -> settings, those that the study is narrowed to
    methods : name of a model -> its method, with the neighbourhood that the study sets
    train_sizes : scene -> labelled pixels, rising, counts before fractions
    conditions_by_model : model -> those of the conditions that the model is run under
    sizes_by_model : model -> scene -> those of the scene's train sizes that the model is run at
    seeds_by_model : model -> those of the seeds that the model is run with
    test_size : scene -> test pixels, or None for all that are left
    val_size : fraction of the labelled pixels that validates
    seeds : of splits and trainings
    per_job : how many splits share a job
    per_job_by_model : model -> how many of its runs share a job
    keep_models : which trained models are kept: first, all or none
    device, backend, precision : where and how networks train
    seeds_together : whether the seeds of a job are trained as one program
    jobs_per_gpu : trainings that share a card
    save_data : whether the arrays of splits are exported
    partial_tables : whether tables are made of the runs that are there
    measured_runs : paths of other machines' tables of runs, whose rows count as runs of this study
    published, published_p_values : paths of published tables, or None
    published_runs : runs that a published number is the mean of
    published_as : model -> published algorithm
    mapped_models : models whose abundances are mapped
    target_errors : errors to answer for; none takes round ones
    equivalence_margin : methods whose errors differ by less than this share count as equal
    mlflow_histories : whether MLflow is told the losses of all epochs
    """

    name: str
    data_dir: str | None
    scenes: Mapping[str, SceneEntry]
    conditions: Mapping[str, Condition]
    methods_dir: Path | None
    models: Mapping[str, Settings]
    methods: Mapping[str, Method]
    train_sizes: Mapping[str, tuple[Size, ...]]
    conditions_by_model: Mapping[str, tuple[str, ...]]
    sizes_by_model: Mapping[str, Mapping[str, tuple[Size, ...]]]
    seeds_by_model: Mapping[str, tuple[int, ...]]
    test_size: Mapping[str, Size | None]
    val_size: float
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
    target_errors: tuple[float, ...]
    equivalence_margin: float
    mlflow_histories: bool

    @property
    def first_condition(self) -> str:
        """Name of the condition that others are compared with."""
        return next(iter(self.conditions))

    @property
    def networks(self) -> list[str]:
        """Names of the models that are networks."""
        return [name for name, settings in self.models.items() if settings.is_network]

    @property
    def estimators(self) -> list[str]:
        """Names of the models that are estimators."""
        return [name for name, settings in self.models.items() if not settings.is_network]
