"""The table of cases is shared with the parity tests: `tests/cases`."""

import sys
from pathlib import Path

CASES = str(Path(__file__).parents[2])
if CASES not in sys.path:
    sys.path.append(CASES)
