"""What a study of unmixing calls its sizes, errors, scenes, methods and seeds, and its columns."""

from learning_curves.vocabulary import Vocabulary

# What makes a run: digests of its scene's content, the data side, the model and the code.
IDENTITY = ["scene_hash", "condition_digest", "settings_digest", "code_digest"]
# The table from another machine that a row was taken from.
SOURCE = "measured_in"
# The folder of predictions that were made elsewhere, of which no run is reproduced.
PREDICTED = "predicted_in"
# The error that headlines are about.
METRIC = "overallRMSE"

UNMIXING = Vocabulary(
    sizes="labelled pixels",
    training_data="labels",
    errors={METRIC: "abundance RMSE", "rmsAAD": "abundance angle (rad, rms)"},
    error_name="RMSE",
    # Its scale is that of the scene; the scale of rRMSE grows with the labels.
    also_plotted={"reconstructionRMSE": "reconstruction RMSE"},
    data_set="scene",
    repetition="seed",
    group="plot",
    drawn_from="pixels of this image, drawn at random unless the condition says otherwise",
    under="With labels on",
    learnt_nothing="the mean abundances",
    title="Unmixing learning curves",
    prefix="unmixing_",
    acronyms=frozenset(
        (
            *("cnn", "dcae", "rnn", "lmm", "svr", "nnls", "fcls", "vca", "nfindr", "spa", "pca"),
            *("1d", "2d", "3d"),
        )
    ),
    names={
        "data_set": "scene",
        "method": "model",
        "method_a": "model_a",
        "method_b": "model_b",
        "size_name": "train_size",
        "size": "n_train_pixels",
        "repetition": "seed",
        "n_repetitions": "n_seeds",
        "n_data_sets": "n_scenes",
        "repetitions_for_outliers": "seeds_for_stray_runs",
        "n_validation": "n_validation_pixels",
        "few_validation": "few_validation_pixels",
        "fewest_needed": "fewest_pixels",
        "samples_per_group": "pixels_per_group",
        "size_low": "n_train_pixels_low",
        "size_high": "n_train_pixels_high",
        "size_high_if_cheapest": "n_train_pixels_high_if_cheapest",
    },
    texts=(*IDENTITY, SOURCE, PREDICTED),
)
# The errors that are answered.
ERRORS = tuple(UNMIXING.errors)
