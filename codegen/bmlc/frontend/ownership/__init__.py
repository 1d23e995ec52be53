"""Ownership: every tensor that a script holds is dropped right after its last use, on every path.

    checked script --name_temporaries--> every value has an owner --borrow_items--> without needless references
        --insert_drops--> with drops, moves and retains --omit_needless, guard_results--> for `generate`

Names, temporaries and the items of containers own one reference each; calls borrow what they are given. The generated
`finally` of a function drops what its names still hold, so that nothing leaks whatever way it ends.
"""

from bmlc.frontend.ownership.describe import LineOwnership, describe_ownership
from bmlc.frontend.ownership.manage import manage

__all__ = ["LineOwnership", "describe_ownership", "manage"]
