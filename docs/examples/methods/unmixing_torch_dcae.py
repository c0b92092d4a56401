"""The pixel-based autoencoder of Khajehrayeni & Ghassemian (JSTARS 2020) in PyTorch."""

from unmixing.architectures import TorchArchitecture


def build(patch_shape, n_endmembers, endmembers):
    """Build an encoder of spectral convolutions and the known linear mixing as decoder."""
    import torch
    from torch import nn

    class Autoencoder(nn.Module):
        """Returns the spectrum of the centre pixel, and its abundances."""

        def __init__(self):
            super().__init__()
            k, _, bands, _ = patch_shape
            layers, filters, length = [nn.Flatten(), nn.Unflatten(1, (1, k * k, bands))], 1, bands
            for more in (2, 4, 8, 16):
                layers += [nn.Conv2d(filters, more, (1, 3)), nn.ReLU(), nn.MaxPool2d((1, 2))]
                filters, length = more, (length - 2) // 2
            layers += [nn.Conv2d(filters, 32, (1, 3)), nn.ReLU(), nn.Flatten()]
            layers += [nn.Linear(32 * k * k * (length - 2), 256), nn.ReLU()]
            layers += [nn.Linear(256, n_endmembers), nn.ReLU(), nn.Softmax(dim=1)]
            self.encoder = nn.Sequential(*layers)
            self.register_buffer("endmembers", torch.tensor(endmembers, dtype=torch.float32))
            for layer in layers:
                # As Keras begins.
                if isinstance(layer, nn.Conv2d | nn.Linear):
                    nn.init.xavier_uniform_(layer.weight)
                    nn.init.zeros_(layer.bias)

        def forward(self, patches):
            abundances = self.encoder(patches)
            return torch.relu(abundances @ self.endmembers.T), abundances

    return Autoencoder()


ARCHITECTURE = TorchArchitecture(
    build=build,
    target="spectrum",
    needs_endmembers=True,
    learning_rate=0.001,
    minimum_bands=78,
    source="Khajehrayeni & Ghassemian, IEEE JSTARS 13, 2020",
)
