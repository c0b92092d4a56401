"""One run: a network trained on a split, and what it predicts for the test pixels."""


def network_modules(wildcards):
    """The modules a trained network depends on, its own architecture among them."""
    architecture = STUDY["models"][wildcards.model]["architecture"]
    return modules(
        "training",
        "losses",
        "patches",
        "patch_layer",
        "devices",
        f"architectures/{architecture}",
    )


def labelled_pixels(wildcards):
    """Labelled pixels of a cell; a fraction is taken of a large scene."""
    size = canonical(wildcards.train_size)
    return size if isinstance(size, int) else 100_000 * size


def training_memory(wildcards, input, attempt):
    """MiB: the framework, the cube some times over, the weights and a batch."""
    return attempt * (2500 + 20 * int(input.size_mb))


def training_minutes(wildcards, attempt):
    """Minutes: start-up, and the epochs on one CPU core."""
    epochs = STUDY["models"][wildcards.model]["epochs"]
    return attempt * (10 + int(labelled_pixels(wildcards) * epochs / 10_000))


rule train_network:
    input:
        scene=SCENE,
        split=SPLIT,
        checked=ancient("<results>/tables/splits.csv"),
        code=network_modules,
    output:
        model=f"{RUN}/model.keras",
        predictions=f"{RUN}/predictions.h5",
        training_metrics=f"{RUN}/training_metrics.csv",
    log:
        f"<logs>/train_network/{CELL_LOG}.log",
    benchmark:
        f"<benchmarks>/train_network/{CELL_LOG}.tsv"
    conda:
        "../envs/tensorflow.yaml"
    threads: 1
    resources:
        gpu=int(
            STUDY["device"] == "gpu" or STUDY["device"] == "auto" and gpu_is_visible()
        ),
        mem_mb=training_memory,
        runtime=training_minutes,
    params:
        settings=lookup(dpath="models/{model}", within=STUDY),
        backend=STUDY["backend"],
        precision=STUDY["precision"],
    message:
        "Training {wildcards.model} on {wildcards.scene}: {wildcards.train_size} labelled pixels, seed {wildcards.seed}"
    script:
        "../workflow_scripts/train_network.py"
