"""Exporting to other formats is not for a build: `bml build` is the export."""


class NumpyExportArchive:
    """What `keras.export` inherits, under the name by which Keras imports it."""
