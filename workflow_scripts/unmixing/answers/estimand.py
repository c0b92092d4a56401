"""What every error and every answer of a study is of."""

OF_RUNS = "mean over completed runs; pixels drawn at random from this image"
ESTIMAND = f"geometric {OF_RUNS}"
