/** Results of tensor functions, which come as a flat list, in the structure that the Python function gave them. */

/** `values` in the structure of `like`: `0` is a place for one, arrays and objects hold such. */
export function nested(values: unknown[], like: unknown): unknown {
  const rest = values.values();
  const fill = (place: unknown): unknown => {
    if (Array.isArray(place)) return place.map(fill);
    if (place === 0) return rest.next().value;
    return Object.fromEntries(Object.entries(place as object).map(([key, inner]) => [key, fill(inner)]));
  };
  return fill(like);
}
