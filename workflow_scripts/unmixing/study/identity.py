"""Digests of what a run is computed from: rows of two machines may mix where all of them match."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from unmixing.splits import strategies
from unmixing.study.commands import is_address
from unmixing.study.provenance import SCRIPTS, FileEntry, choose_neutral, digest_code
from unmixing.study.study import Study
from unmixing.training.settings import LABELS, CommandSettings, Settings
from unmixing.training.trainers import find_method_file, find_trainer_file

# Digests of kept rows include these keys even where a split does not take them.
ALWAYS_COUNTED = {"block_size": None, "plot_size": None, "gap": 0}
DIGESTS = ("condition_digest", "settings_digest", "code_digest")


def digest_identity(study: Study, scene: str, condition: str, model: str) -> dict[str, str]:
    """Return the digests that all runs of a scene, condition and model share.

    `condition_digest` covers the data: the condition, the test and validation sizes, and the range
    that scales the scene's spectra. `settings_digest` covers the model, and for networks also
    backend, precision and `seeds_together`. `code_digest` covers the code that splits, trains or
    fits, and evaluates.
    """
    settings = study.models[model]
    split = study.conditions[condition].split
    rule = name_script(study, model)
    return {
        "condition_digest": _digest(
            {
                "condition": ALWAYS_COUNTED | study.conditions[condition].entry,
                "test_size": study.test_size[scene],
                "val_size": study.val_size,
                "normalisation_range": study.scenes[scene].normalisation_range,
            }
        ),
        "settings_digest": _digest(
            list_model_settings(settings) | (_networks_of(study) if settings.is_network else {})
        ),
        "code_digest": digest_code(
            *(SCRIPTS / f"{script}.py" for script in ("prepare_split", rule, "evaluate_run")),
            entries=(FileEntry(strategies.files()[split], split), *list_entries(study, model)),
            neutral=choose_neutral(study.seeds_together and settings.is_network),
        ),
    }


def name_script(study: Study, model: str) -> str:
    """Return the script that makes the predictions of a model's runs."""
    if study.models[model].is_network:
        return "train_network"
    return "fit_estimator" if model in study.estimators else "take_predictions"


def list_entries(study: Study, model: str) -> tuple[FileEntry, ...]:
    """List what a model loads by name and no import shows: its method, trainer and files."""
    if model in study.elsewhere:
        return ()
    settings, own = study.models[model], study.methods_dir
    name = study.methods[model].trainer
    return (
        *(FileEntry(file, str(file)) for file in list_program_files(study, model)),
        FileEntry(find_method_file(settings, own), settings.method),
        FileEntry(find_trainer_file(name, own), name),
    )


def list_program_files(study: Study, model: str) -> list[Path]:
    """List the files that a command names or depends on, and that of its environment."""
    settings = study.models[model]
    if not isinstance(settings, CommandSettings) or model in study.elsewhere:
        return []
    files = [study.commands[model].folder / file for file in settings.files]
    environment = study.environments.get(model)
    if environment and not is_address(environment):
        files.append(Path(environment))
    return files


def list_model_settings(settings: Settings) -> dict[str, Any]:
    """List settings as plain values, without what all models had before a key was there."""
    plain = asdict(settings)
    if settings.train_on == (LABELS,):
        del plain["train_on"]
    if plain.get("environment", "") is None:
        del plain["environment"]
    return plain


def _networks_of(study: Study) -> dict[str, Any]:
    """Return how a study trains networks, leaving out what is off."""
    together = {"seeds_together": True} if study.seeds_together else {}
    return {"backend": study.backend, "precision": study.precision} | together


def _digest(values: Mapping[str, Any]) -> str:
    text = json.dumps(values, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
