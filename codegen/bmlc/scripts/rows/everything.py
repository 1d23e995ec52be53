"""What scripts know of Python, as rows; importing this package declares them all."""


__all__: list[str] = []
