"""SVG figures that follow the light or dark mode of their reader."""

import re

# Greys of fills and strokes, as Matplotlib writes them.
GREY = re.compile(r"(fill|stroke): #(([0-9a-f]{2})\3{2})\b")
# What white becomes: the ground of the page in dark mode.
GROUND = (0x15, 0x18, 0x1C)
SCHEME = "@media (prefers-color-scheme: dark)"


def follow_scheme(svg: str) -> str:
    """Turn the greys of a figure around in dark mode, and keep all colours.

    Text that is exactly black or white stands on a colour, so it stays. Programs that know no
    media queries see the figure as it was.
    """
    greys = sorted({(name, code) for name, code, _ in GREY.findall(svg)})
    rules = "".join(
        f"{'' if name == 'stroke' else ':not(text)' if code == 'ffffff' else ''}"
        f'[style*="{name}: #{code}"] {{ {name}: {_turn(int(code[:2], 16))} !important }}\n'
        for name, code in greys
    )
    style = f"<style>{SCHEME} {{\n{rules}}}</style>"
    return svg.replace("<defs>", f"<defs>\n  {style}", 1)


def _turn(level: int) -> str:
    """Return the colour of a grey in dark mode: white becomes the ground, black white."""
    channels = (round(255 - level * (255 - end) / 255) for end in GROUND)
    return f"#{''.join(f'{channel:02x}' for channel in channels)}"
