"""The pixel-based CNN of Zhang et al. (GRSL 2018) in PyTorch."""

from unmixing.architectures import TorchArchitecture


def build(patch_shape, n_endmembers, endmembers):
    """Build four spectral convolutions with pooling and three dense layers."""
    from torch import nn

    k, _, bands, _ = patch_shape
    layers, filters, length = [nn.Flatten(), nn.Unflatten(1, (1, k * k, bands))], 1, bands
    for more, width in ((3, 5), (6, 4), (12, 5), (24, 4)):
        layers += [nn.Conv2d(filters, more, (1, width)), nn.ReLU(), nn.MaxPool2d((1, 2))]
        filters, length = more, (length - width + 1) // 2
    layers += [nn.Flatten(), nn.Linear(filters * k * k * length, 192), nn.ReLU()]
    layers += [nn.Linear(192, 150), nn.ReLU()]
    network = nn.Sequential(*layers, nn.Linear(150, n_endmembers), nn.Softmax(dim=1))
    for layer in network:
        # As Keras begins.
        if isinstance(layer, nn.Conv2d | nn.Linear):
            nn.init.xavier_uniform_(layer.weight)
            nn.init.zeros_(layer.bias)
    return network


ARCHITECTURE = TorchArchitecture(
    build=build,
    target="abundances",
    learning_rate=0.01,
    minimum_bands=66,
    source="Zhang et al., IEEE GRSL 15(11), 2018",
)
