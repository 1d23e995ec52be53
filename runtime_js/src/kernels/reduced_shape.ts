/** The shape of what is reduced over `axis`. */
export function reducedShape(shape: number[], axis: number[], keepDims = false): number[] {
  return shape.flatMap((size, dimension) => (!axis.includes(dimension) ? [size] : keepDims ? [1] : []));
}
