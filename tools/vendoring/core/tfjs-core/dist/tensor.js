import { computeStrides, getArrayFromDType, indexToLoc, locToIndex, sizeFromShape } from './util_base';
/** Numbers on the host, by their places, as kernels use them; `Tensor` and `Variable` belong to the engine. */
export class TensorBuffer {
    constructor(shape, dtype, values) {
        this.dtype = dtype;
        this.shape = shape.slice();
        this.size = sizeFromShape(shape);
        this.values = values || getArrayFromDType(dtype, this.size);
        this.strides = computeStrides(shape);
    }
    get rank() {
        return this.shape.length;
    }
    set(value, ...locs) {
        this.values[this.locToIndex(locs)] = value;
    }
    get(...locs) {
        if (locs.some((loc, i) => loc < 0 || loc >= this.shape[i])) {
            throw new Error(`Requested out of range element at ${locs}. Buffer shape=${this.shape}`);
        }
        return this.values[this.locToIndex(locs)];
    }
    locToIndex(locs) {
        return locToIndex(locs, this.rank, this.strides);
    }
    indexToLoc(index) {
        return indexToLoc(index, this.rank, this.strides);
    }
}
