"""Colours as others see them: simulated colour blindness, greyscale, and how far apart two colours look.

Machado, Oliveira and Fernandes 2009 (severity 1.0, on linear RGB); CIECAM02 with the uniform colour space CAM02-UCS of
Luo, Cui and Li 2006, under sRGB's viewing conditions (white D65, adapting luminance 64/π/5 cd/m², grey surround of 20).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

PROTANOPIA, DEUTERANOPIA, TRITANOPIA, GREYSCALE = "protanopia", "deuteranopia", "tritanopia", "greyscale"
LUMINANCE = (0.2126, 0.7152, 0.0722)
SIGHT: dict[str, Floats] = {
    "normal": np.eye(3),
    PROTANOPIA: np.array([[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                          [-0.003882, -0.048116, 1.051998]]),
    DEUTERANOPIA: np.array([[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                            [-0.011820, 0.042940, 0.968881]]),
    TRITANOPIA: np.array([[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
                          [0.004733, 0.691367, 0.303900]]),
    GREYSCALE: np.array([LUMINANCE] * 3),
}  # fmt: skip
_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
_CAT02 = np.array([[0.7328, 0.4296, -0.1624], [-0.7036, 1.6975, 0.0061], [0.0030, 0.0136, 0.9834]])
_HPE = np.array([[0.38971, 0.68898, -0.07868], [-0.22981, 1.18340, 0.04641], [0.0, 0.0, 1.0]])
_WHITE = np.array([95.047, 100.0, 108.883])
_ADAPTING, _GREY, _SURROUND, _IMPACT, _CHROMATIC = 64 / np.pi / 5, 20.0, 1.0, 0.69, 1.0


def linear(colours: Floats) -> Floats:
    """sRGB 0–1 (…, 3) as linear light."""
    return np.where(colours <= 0.04045, colours / 12.92, ((np.clip(colours, 0, None) + 0.055) / 1.055) ** 2.4)


def encoded(light: Floats) -> Floats:
    """Linear light as sRGB 0–1, cut to what a screen shows."""
    light = np.clip(light, 0, 1)
    return np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)


def seen(colours: Floats, sight: str) -> Floats:
    """sRGB 0–1 (…, 3) as somebody with this sight sees them."""
    return encoded(linear(colours) @ SIGHT[sight].T)


def rgb(colour: str) -> Floats:
    """#RRGGBB as sRGB 0–1."""
    return np.array([int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)])


def apart(first: str, second: str, sight: str = "normal") -> float:
    """The CAM02-UCS distance of two #RRGGBB colours to somebody with this sight."""
    one, other = (_uniform(seen(rgb(colour), sight)) for colour in (first, second))
    return float(np.linalg.norm(one - other))


def _uniform(colour: Floats) -> Floats:
    """J', a', b' of one sRGB colour."""
    k = 1 / (5 * _ADAPTING + 1)
    level = 0.2 * k**4 * 5 * _ADAPTING + 0.1 * (1 - k**4) ** 2 * (5 * _ADAPTING) ** (1 / 3)
    n = _GREY / _WHITE[1]
    background = 0.725 * (1 / n) ** 0.2
    degree = _SURROUND * (1 - 1 / 3.6 * np.exp((-_ADAPTING - 42) / 92))
    white = _CAT02 @ _WHITE
    gain = degree * _WHITE[1] / white + 1 - degree
    response, of_white = (
        _compressed(_HPE @ np.linalg.solve(_CAT02, gain * (_CAT02 @ xyz)), level)
        for xyz in (100 * _XYZ @ linear(colour), _WHITE)
    )
    achromatic, white_achromatic = (
        ((2 * r + g + b / 20) - 0.305) * background for r, g, b in (response, of_white)
    )  # fmt: skip
    lightness = 100 * (achromatic / white_achromatic) ** (_IMPACT * (1.48 + np.sqrt(n)))
    r, g, b = response
    red, yellow = r - 12 * g / 11 + b / 11, (r + g - 2 * b) / 9
    hue = np.arctan2(yellow, red)
    eccentricity = (np.cos(hue + 2) + 3.8) / 4
    t = 50000 / 13 * _CHROMATIC * background * eccentricity * np.hypot(red, yellow) / (r + g + 21 * b / 20)
    chroma = t**0.9 * np.sqrt(lightness / 100) * (1.64 - 0.29**n) ** 0.73
    colourfulness = np.log(1 + 0.0228 * chroma * level**0.25) / 0.0228
    return np.array(
        [1.7 * lightness / (1 + 0.007 * lightness), *(colourfulness * np.array([np.cos(hue), np.sin(hue)]))]
    )


def _compressed(response: Floats, level: float) -> Floats:
    powered = (level * np.abs(response) / 100) ** 0.42
    return np.sign(response) * 400 * powered / (27.13 + powered) + 0.1
