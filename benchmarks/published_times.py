"""Published training times on Urban, on the authors' GPU, by architecture."""

from pathlib import Path

import pandas as pd
import yaml

CONFIG = Path(__file__).resolve().parents[1] / "config"


def published_seconds() -> pd.DataFrame:
    """Return the published seconds of a training: a row per architecture, a column per size."""
    models = yaml.safe_load((CONFIG / "paper.yaml").read_text())["models"]
    architectures = {
        entry["published_as"]: name for name, entry in models.items() if "published_as" in entry
    }
    table = pd.read_csv(CONFIG / "published" / "multibranch.csv")
    times = table[(table["scene"] == "urban") & (table["metric"] == "training_time")]
    times = times.assign(architecture=times["algorithm"].map(architectures))
    return times.pivot(index="architecture", columns="n_train_pixels", values="value")
