"""What methods, metrics and sizes are called where a reader sees them."""

SIZE_LABEL = "labelled pixels"
METRIC_LABELS = {
    "overallRMSE": "abundance RMSE",
    "rmsAAD": "abundance angle (rad, rms)",
    "reconstructionRMSE": "reconstruction RMSE",
    "training_time": "training time (s)",
    "inference_time": "inference time (s)",
}
ACRONYMS = {
    *("cnn", "dcae", "rnn", "lmm", "svr", "nnls", "fcls", "vca", "nfindr", "spa", "pca"),
    *("1d", "2d", "3d"),
}


def method_label(model: str) -> str:
    """Return a model's name as a reader says it."""
    words = model.removeprefix("unmixing_").split("_")
    spelt = (word.upper() if word in ACRONYMS else word for word in words)
    return " ".join(spelt).replace(" based", "-based")
