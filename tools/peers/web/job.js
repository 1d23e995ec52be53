/** A task with its arrays, as `data.py` wrote it. */
export async function fetchJob(task) {
  const described = await (await fetch(`/data/${task}.json`)).json();
  const bytes = await (await fetch(`/data/${task}.bin`)).arrayBuffer();
  const read = ({ shape, offset }) => new Float32Array(bytes, offset, shape.reduce((a, b) => a * b, 1));
  return {
    ...described,
    weights: described.weights.map((array) => ({ name: array.name, shape: array.shape, data: read(array) })),
    x: described.x.map(read),
    y: described.y.map(read),
  };
}
