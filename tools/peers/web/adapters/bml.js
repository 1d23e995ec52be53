/** bml: a program that `bml build` made, by its public interface. options: { backend, folder }. */
export default async function (job, { backend, folder }) {
  const { load } = await import(`/${folder}/${job.program}/${job.program}.js`);
  const app = await load({ backend, worker: false });
  if (app.backend !== backend) throw new Error(app.notices.join("; "));
  await app.setWeights(Object.fromEntries(named(Object.keys(await app.getWeights()), job.weights)));
  const shape = [job.batch, ...job.inputs];
  const host = (data, shape) => ({ shape, dtype: "float32", data });
  return {
    about: () => app.description,
    step: async (x, y) => (await app.step(host(x, shape), host(y, [job.batch, job.classes]))).data[0],
    predict: async (x) => (await app.predict(host(x, shape))).data,
  };
}

/** Each of the task's weights under its name in the program, where a model stands before the layer, and a cell may behind it. */
function named(names, weights) {
  return weights.map(({ name, shape, data }) => {
    const [layer, weight] = name.split("/");
    const found = names.filter((each) => each.split("/").includes(layer) && each.endsWith(`/${weight}`));
    if (found.length !== 1) throw new Error(`expected one weight ${name}, found ${found.length} among ${names.join(", ")}`);
    return [found[0], { shape, dtype: "float32", data }];
  });
}
