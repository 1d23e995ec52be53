// Which type the result of two has; tfjs's table has complex numbers too.
export function upcastType(typeA, typeB) {
    if (typeA === typeB) {
        return typeA;
    }
    return typeA === 'float32' || typeB === 'float32' ? 'float32' : 'int32';
}
/** Returns the output type after summation. */
export function sumOutType(type) {
    return upcastType(type, 'int32');
}
