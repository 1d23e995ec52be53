"""bml as a backend of Keras 3: what Keras computes is traced into bml's IR.

Keras's layers, losses, metrics and optimizers are Keras's own code. They call the functions of `backend`, which an
import finder (`seam`) serves under the name of a backend that Keras knows.
"""
