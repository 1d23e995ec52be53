"""The catalogue: every code of an error."""

from __future__ import annotations

__all__ = ["CODES"]

# Every code with what it stands for. A code is never reused for something else.
CODES: dict[str, str] = {
    "BML101": "shapes or dtypes that an op or a layer does not take",
    "BML102": "an argument that is unknown, missing or out of range",
    "BML103": "a tensor used in a way that tracing does not allow",
    "BML104": "a gradient through something that has none",
    "BML201": "a construct that scripts do not have",
    "BML202": "a name that a script, a module or an object does not know",
    "BML203": "a type of a script that grows without end",
    "BML204": "operands or arguments of types that an operation of a script does not take",
    "BML205": "an int beyond 2**53, which JavaScript's numbers cannot hold exactly",
    "BML206": "a line that never runs",
    "BML207": "an object that scripts cannot make or keep this way",
    "BML301": "a file that does not exist or cannot be imported",
    "BML302": "a file that declares nothing to build",
    "BML303": "data that is missing, damaged or of the wrong kind",
    "BML304": "a download that failed or did not match its hash",
    "BML305": "an output folder that cannot be written",
    "BML306": "a folder that is not a bundle",
    "BML401": "a backend that cannot run the program",
    "BML402": "no browser",
    "BML403": "a dependency that is not installed",
    "BML405": "a port that cannot be listened on",
    "BML406": "a number that is not finite",
    "BML407": "Keras in a process of its own that ended or gave no answer",
}
