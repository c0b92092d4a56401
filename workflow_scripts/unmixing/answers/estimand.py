"""What every error and every answer of a study is of."""

OF_RUNS = (
    "mean over completed runs; pixels of this image, drawn at random unless the condition says "
    "otherwise"
)
ESTIMAND = f"geometric {OF_RUNS}"
