"""Types of host values: sets of atoms, which join by union, and cells for what containers hold.

{int}   {float, None}   {list 3}   {tuple ({int}, {str})}   {a number of unknown kind, met at x}
"""

from bmlc.scripts.types.atoms import *
from bmlc.scripts.types.cell import *
from bmlc.scripts.types.cells import *
from bmlc.scripts.types.describe import *
