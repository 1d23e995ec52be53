"""Ten digits as a hand draws them: strokes in parts of the pad's width and height, y downwards."""

from __future__ import annotations

from math import cos, radians, sin

__all__ = ["DIGITS"]

Stroke = list[tuple[float, float]]


def arc(x: float, y: float, width: float, height: float, begin: float, end: float) -> Stroke:
    """Of an ellipse with these half axes, in degrees, clockwise from the right."""
    angles = [radians(begin + (end - begin) * i / 20) for i in range(21)]
    return [(x + width * cos(angle), y + height * sin(angle)) for angle in angles]


DIGITS: list[list[Stroke]] = [
    [arc(0.5, 0.5, 0.2, 0.32, -90, 270)],
    [[(0.38, 0.32), (0.52, 0.18), (0.52, 0.82)]],
    [[*arc(0.49, 0.36, 0.19, 0.18, -160, 35), (0.34, 0.8), (0.72, 0.8)]],
    [[*arc(0.47, 0.34, 0.18, 0.16, -150, 90), *arc(0.47, 0.66, 0.21, 0.17, -90, 150)]],
    [[(0.56, 0.18), (0.28, 0.6), (0.76, 0.6)], [(0.62, 0.36), (0.62, 0.84)]],
    [[(0.68, 0.2), (0.38, 0.2), (0.35, 0.48), *arc(0.49, 0.62, 0.2, 0.19, -130, 140)]],
    [[(0.62, 0.18), (0.46, 0.3), (0.36, 0.48), *arc(0.51, 0.64, 0.17, 0.17, -180, 180)]],
    [[(0.3, 0.2), (0.7, 0.2), (0.46, 0.82)]],
    [[*arc(0.5, 0.34, 0.15, 0.15, 90, -270), *arc(0.5, 0.66, 0.18, 0.17, -90, 270)]],
    [[*arc(0.5, 0.37, 0.17, 0.17, 0, -360), (0.67, 0.37), (0.64, 0.6), (0.56, 0.82)]],
]
