"""Rules of `rewrite`, one function each: a file for each kind of op."""

from bmlc.passes.rewrites import arithmetic, arranging, choosing, known, stretching
from bmlc.passes.rewrites.match import RULES, Known, Match, rules_of

__all__ = ["RULES", "Known", "Match", "arithmetic", "arranging", "choosing", "known", "rules_of", "stretching"]
