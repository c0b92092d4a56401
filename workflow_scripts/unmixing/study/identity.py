"""What a run is made of and by, as digests: rows of two machines are joined where all are alike."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from unmixing.splits import strategies
from unmixing.study.provenance import SCRIPTS, FileEntry, digest_of, trained_by
from unmixing.study.study import Study
from unmixing.training.trainers import method_file, trainer_file

# Kept rows have digests in which these keys count also where a split does not take them.
ALWAYS_COUNTED = {"block_size": None, "plot_size": None, "gap": 0}
DIGESTS = ("condition_digest", "settings_digest", "code_digest")


def identity_of(study: Study, scene: str, condition: str, model: str) -> dict[str, str]:
    """Return the digests that all runs of a scene, condition and model share.

    `condition_digest` is of the data side: the condition, the test and validation sizes, and the
    range that scales the scene's spectra. `settings_digest` is of the model, for networks with
    backend, precision and `seeds_together`. `code_digest` is of what splits, trains or fits, and
    evaluates.
    """
    settings = study.models[model]
    split = study.conditions[condition].split
    rule = "train_network" if settings.is_network else "fit_estimator"
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
            asdict(settings) | (_networks_of(study) if settings.is_network else {})
        ),
        "code_digest": digest_of(
            *(SCRIPTS / f"{script}.py" for script in ("prepare_split", rule, "evaluate_run")),
            entries=(FileEntry(strategies.files()[split], split), *entries_of(study, model)),
            neutral=trained_by(study.seeds_together and settings.is_network),
        ),
    }


def entries_of(study: Study, model: str) -> tuple[FileEntry, ...]:
    """Return what trains a model and no import names: its method, and the trainer of that."""
    settings, own = study.models[model], study.methods_dir
    name = study.methods[model].trainer
    return (
        FileEntry(method_file(settings, own), settings.method),
        FileEntry(trainer_file(name, own), name),
    )


def _networks_of(study: Study) -> dict[str, Any]:
    """Return how a study trains networks, without what is off."""
    together = {"seeds_together": True} if study.seeds_together else {}
    return {"backend": study.backend, "precision": study.precision} | together


def _digest(values: Mapping[str, Any]) -> str:
    text = json.dumps(values, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]
