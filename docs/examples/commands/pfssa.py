"""PFSSA (Huang & Zhang, Remote Sensing 15(24), 5694, 2023) as a command.

models:
  pfssa:
    command: "{python} pfssa.py ~/PFSSA {input} {output} updates=400 rate=0.001"
    neighbourhood_size: 5

The network is that of a checkout of github.com/JiaxiangHuang/PFSSA, which you fetch. The workflow's
Python then needs PyTorch. Its authors label all pixels of a patch of 4 x 4, and here one of them is
labelled: the loss, theirs otherwise, is of that pixel. Patches are not turned and mirrored. With
their learning rate, 0.01, it may end with one answer for all pixels.
"""

import sys
import time
from copy import deepcopy
from pathlib import Path

import h5py
import numpy as np
import torch
from torch.nn.functional import cosine_similarity

SIDE, CENTRE = 4, 2
DECAY, DECAYS = 0.8, 10
ANGLE_WEIGHT = 0.2
BATCH = 32
CHECKS = 20

checkout, input_path, output_path, *options = sys.argv[1:]
settings = dict(option.split("=") for option in options)
updates, rate = int(settings["updates"]), float(settings["rate"])
sys.path.insert(0, str(Path(checkout).expanduser() / "src"))
from model import PFSSA  # noqa: E402

with h5py.File(input_path) as given:
    lowest, highest = given["minimum"][()], given["maximum"][()]
    patches = {
        name: torch.from_numpy(
            ((given[f"{name}/patches"][:, :SIDE, :SIDE] - lowest) / (highest - lowest))
            .transpose(0, 3, 1, 2)
            .astype(np.float32)
        )
        for name in ("training", "validation", "test")
    }
    labels = {
        name: torch.from_numpy(given[f"{name}/abundances"][()])
        for name in ("training", "validation")
    }
    identity = given["identity"][()]
    torch.set_num_threads(int(given["threads"][()]))
    torch.manual_seed(int(given["seed"][()]))


def unmix(some):
    """Return the abundances of the labelled pixel of patches: (n, endmembers)."""
    return network(some)[:, :, CENTRE, CENTRE]


def measure_loss(predicted, truth):
    """Weigh the root mean square of the errors against that of the angles."""
    error = (predicted - truth).square().mean().sqrt()
    cosine = cosine_similarity(predicted, truth, dim=1).clamp(-1 + 1e-7, 1 - 1e-7)
    return (1 - ANGLE_WEIGHT) * error + ANGLE_WEIGHT * cosine.acos().square().mean().sqrt()


started = time.perf_counter()
bands, p = patches["training"].shape[1], labels["training"].shape[1]
network = PFSSA(num_bands=bands, threshold=1.0, end_m=p, planes=64, pca_out_dim=64)
optimiser = torch.optim.Adam(network.parameters(), rate)
schedule = torch.optim.lr_scheduler.StepLR(optimiser, max(updates // DECAYS, 1), DECAY)
best, lowest_loss = None, torch.inf
for update in range(updates):
    chosen = torch.randperm(len(labels["training"]))[:BATCH]
    optimiser.zero_grad()
    measure_loss(unmix(patches["training"][chosen]), labels["training"][chosen]).backward()
    optimiser.step()
    schedule.step()
    if (update + 1) % max(updates // CHECKS, 1) == 0:
        with torch.no_grad():
            loss = measure_loss(unmix(patches["validation"]), labels["validation"])
        if loss < lowest_loss:
            best, lowest_loss = deepcopy(network.state_dict()), loss
network.load_state_dict(best)
trained = time.perf_counter()
with torch.no_grad():
    predicted = torch.cat([unmix(some) for some in patches["test"].split(1024)])

with h5py.File(output_path, "w") as returned:
    returned["abundances"] = predicted.numpy()
    returned["identity"] = identity
    returned["parameters"] = sum(values.numel() for values in network.parameters())
    returned["updates"] = updates
    returned["training_time"] = trained - started
    returned["inference_time"] = time.perf_counter() - trained
