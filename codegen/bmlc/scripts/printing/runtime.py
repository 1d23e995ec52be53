"""What emitted scripts import of `@bml/runtime`: Python's meaning where JavaScript's differs."""

from __future__ import annotations

import re
from collections.abc import Iterable

from bmlc.emit import js

__all__ = ["EFFECTS", "EXCEPTIONS", "PYTHON", "python_imports"]

# The helpers of each module; one without a folder stands in `python`. The mark behind a helper says what it does to
# containers: it takes items out of one (-), changes it in another way or goes on in an iterator (~), or makes an
# iterator that does its work later (?).
_MODULES = """
exceptions: ArithmeticError AssertionError AttributeError IndexError KeyError LookupError NameError
    NotImplementedError OverflowError PythonError RuntimeError StopIteration TimeoutError TypeError UnboundLocalError
    ValueError ZeroDivisionError
aggregate: largest largestOr smallest smallestOr sortInPlace~ sorted sum sumInts sumText
bits: bitAnd bitOr bitXor shiftLeft shiftRight
catching: errorName isException
compare: isAmong isEqual isGreater isGreaterOrEqual isIn isLess isLessOrEqual isTrue
conversions: ceiledToInt charOf codeOf floatOf flooredToInt intOf roundedInt roundedTo roundedToInt truncatedToInt
copies: copied
default_dict: Counter DefaultDict anyDictText asked~ counterOf updateDict
deque: append- appendFirst- dequeItem dequeOf dequePlace dequeText emptyDeque- extendDeque- extendFirst- removeFrom-
    rotate~ takeFirst- takeLast-
dict: Dict
format: formatFloat formatInt formatString toFixed
hypot: mathHypot
iteration: all any chained? columns enumerate filtered? lasting mapped? reversed zip zipStrict
itertools: combinations cycled nextItem~ nextOr~ product sliced stepped
kinds: Float Tuple absolute addEither asTuple byKind countOfEither divmodEither eitherText entriesText
    floorDivideEither formatEither indexOfEither isAmongEither isEqualEither isFloat isInt isList moduloEither
    multiplyEither negate powerEither productOf productOfFloats rounded subtractEither sumOfFloats tag totalOf
    tuplesText
none: comparable notNone operands raise
lists: countOf deleteItem~ extendList~ indexInList indexInTuple insertItem~ listItem popItem- removeItem- repeatedList
    setItem~ tupleItem
log_time: logTime
maths: mathAcos mathAcosh mathAsin mathAtanh mathComb mathCopysign mathCos mathCosh mathDist mathExp mathExpm1
    mathFactorial mathFmod mathFsum mathGcd mathIsclose mathIsqrt mathLcm mathLdexp mathLog mathLog10 mathLog1p
    mathLog2 mathModf mathPerm mathPow mathProd mathProdInts mathRemainder mathSin mathSinh mathSqrt mathTan
names: bound unpack unpackRest
slice_items: deleteSlice- setSlice-
numbers: divide divmod floatDivide floatDivmod floatFloorDivide floatModulo floatPower floorDivide int intPower modulo
    powerModulo
owned_items: exchangeAttribute- exchangeItem- exchangeValue- takeItem- takeValues-
ranges: range
slices: slicedList slicedText
string_parts: isAlnum isAlpha isDigit isLower isSpace isUpper partitionFromRight partitionText splitFromRight
    splitLines splitText strippedLeft strippedRight strippedText
strings: capitalizedText caseSwapped centeredText countText endsWithAny findLastText findText indexLastText indexText
    joinedTexts leftJustified repeatedText replaceText rightJustified startsWithAny textItem textLength titledText
    withoutPrefix withoutSuffix zeroFilled
objects: emptied initError keeping once present setAttribute unreached
structure: nested tensorIndex
records: dictOf nestedDicts
text: boolText dictText errorText floatText listText noneText optionalText quoted recordText textsOf tupleText
numpy/arithmetic: npAdd npArctan2 npBitAnd npBitOr npBitXor npDivide npEqual npFloorDivide npGreater npGreaterEqual
    npHypot npIsclose npLess npLessEqual npLogicalAnd npLogicalOr npLogicalXor npMaximum npMinimum npMod npMultiply
    npNotEqual npOr npPower npSubtract
numpy/array: npAstype
numpy/create: npArange npArray npEye npFull npLinspace npScalar
numpy/functions: npAngle npEach npEven npExp2 npFloats npInfinite npInvert npNegative npRound npSign
numpy/indexing: npInto npItem npNonzero npSetItem
numpy/joining: npConcatenate npRepeat npRoll npSplit npStack npTake npTile
numpy/products: npDiag npDot npMatmul
numpy/random: npChoice npNormal npPermutation npRandint npSeed npShuffle npUniform
numpy/reduce: npAll npAny npArrayEqual npArgmax npArgmin npAverage npMax npMean npMin npProd npSum npVar
numpy/shapes: npBroadcastTo npExpandDims npFlip npOnly npRavel npReshape npSqueeze npSwapaxes npTolist npTranspose
numpy/shipped: npShipped
numpy/sorting: npArgsort npBincount npCumprod npCumsum npDiff npMedian npQuantile npSearchsorted npSort npUnique
    npWhere
numpy/tensors: npGiven npHost npPlain npRead npReadEach
numpy/text: npOrElse npRepr npText
training/array_data: dataOf
training/bars: Bar
training/on_batch: batchOf trainOnBatch
training/iterators: batchesOf countedBatches mappedTensors nextBatch sleep zippedBatches
training/lists_of_weights: expectWeights
training/seeding: seedOf setRandomSeed
training/making: attachPart makeInstance modelOf
random/streams: pyRandom
"""

_MARKED = {
    helper: module
    for module, helpers in re.findall(r"^(\S+):((?:.+|\n +)+)", _MODULES, re.M)
    for helper in helpers.split()
}

# The module that each helper comes from. No local of a script is called like one of them.
PYTHON = {helper.rstrip("-~?"): module for helper, module in _MARKED.items()}

# What each does to containers.
EFFECTS = {helper[:-1]: helper[-1] for helper in _MARKED if helper[-1] in "-~?"}

# Python's exceptions by the classes of the runtime.
EXCEPTIONS = {"Exception": "PythonError"} | {
    name: name for name, module in PYTHON.items() if module == "exceptions" and name != "PythonError"
}


def python_imports(helpers: Iterable[str]) -> list[js.Import]:
    """The imports of these helpers, by module."""
    wanted: dict[str, set[str]] = {}
    for helper in helpers:
        wanted.setdefault(PYTHON[helper], set()).add(helper)
    return [
        js.Import(tuple(sorted(names)), f"@bml/runtime/{module if '/' in module else f'python/{module}'}.js")
        for module, names in sorted(wanted.items())
    ]
