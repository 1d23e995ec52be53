"""The ops: functions on tensors, named as in `keras.ops`; each module declares its primitives beside their rules."""

from typing import TYPE_CHECKING

from bmlc.ops import image as image
from bmlc.ops.activations import *
from bmlc.ops.arranging import *
from bmlc.ops.bitwise import *
from bmlc.ops.broadcasting import *
from bmlc.ops.casting import *
from bmlc.ops.cond import *
from bmlc.ops.constant import *
from bmlc.ops.control import *
from bmlc.ops.convolutions import *
from bmlc.ops.cumulative import *
from bmlc.ops.elementwise_binary import *
from bmlc.ops.elementwise_unary import *
from bmlc.ops.fourier import *
from bmlc.ops.gathering import *
from bmlc.ops.indexing import *
from bmlc.ops.joining import *
from bmlc.ops.linalg import *
from bmlc.ops.loops import *
from bmlc.ops.normalization import *
from bmlc.ops.op import NotDifferentiable as NotDifferentiable
from bmlc.ops.op import Op as Op
from bmlc.ops.operators import install_operators as _install_operators
from bmlc.ops.pooling import *
from bmlc.ops.random import *
from bmlc.ops.reduction import *
from bmlc.ops.rounding import *
from bmlc.ops.scan import *
from bmlc.ops.scattering import *
from bmlc.ops.segments import *
from bmlc.ops.selection import *
from bmlc.ops.shape import *
from bmlc.ops.slicing import *
from bmlc.ops.softmax import *
from bmlc.ops.sorting import *
from bmlc.ops.tensor import Operand as Operand
from bmlc.ops.tensor import Tensor as Tensor
from bmlc.ops.while_loop import *

_install_operators()

if not TYPE_CHECKING:  # a type checker takes what the modules export
    _listed = {name: getattr(value, "__module__", None) or "" for name, value in globals().items()}
    __all__ = [name for name, module in _listed.items() if module.startswith(__name__) and name[0] != "_"]
    __all__ += ["image"]
