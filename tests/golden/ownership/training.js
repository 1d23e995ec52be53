async function batches({ start, points, lossGradients, descend }, { n = 2 } = {}, run) {
  let w, x, y, value2, gradient, unused, value;
  try {
    [w] = run.call("start", [n]);
    for (const epoch of range(n)) {
      if (run.due) await run.gate();
      for await ([x, y] of run.each(points.batch(2))) {
        [value2, [gradient, unused, value]] = nested(lossGradients([w, x, y]), [0, [0, 0, 0]]);
        [unused, value, x, y] = run.drop(unused, value, x, y);
        [w] = run.replace(w, descend([w, gradient]));
        [gradient] = run.drop(gradient);
        await run.log({ epoch, loss: value2 });
        [value2] = run.drop(value2);
      }
    }
    return run.retain(w);
  } finally {
    run.drop(w, x, y, value2, gradient, unused, value);
  }
}

async function lastBatch({ points }, { n = 2 } = {}, run) {
  let x, y;
  try {
    for await (const item of run.each(points.batch(2))) {
      [x, y] = run.drop(x, y);
      [x, y] = item;
      if (n > 5) {
        break;
      }
    }
    const value = bound(x, "x");
    const value2 = bound(y, "y");
    return [run.retain(value), run.retain(value2)];
  } finally {
    run.drop(x, y);
  }
}

async function accumulated({ start, points, lossGradients2, add, add2, descend }, { n = 2 } = {}, run) {
  let w, total, x, y, value, gradients, sum1, sum2;
  try {
    [w] = run.call("start", [n]);
    total = null;
    for await (const item2 of run.enumerate(points.batch(2), 0)) {
      const step = item2[0];
      [x, y] = item2[1];
      [value, gradients] = nested(lossGradients2([w, x, y]), [0, [0, 0]]);
      [x, y] = run.drop(x, y);
      if (total === null) {
        total = gradients;
        gradients = undefined;
      } else {
        const a = total[0];
        const b = gradients[0];
        [sum1] = add([a, b]);
        const a2 = total[1];
        const b2 = gradients[1];
        [sum2] = add2([a2, b2]);
        [gradients, total] = run.drop(gradients, total);
        total = [sum1, sum2];
        [sum1, sum2] = [];
      }
      if (modulo(step, 2) === 1) {
        [w] = run.replace(w, descend([w, total[0]]));
        [total] = run.drop(total);
        total = null;
      }
      run.print(`${step} ${floatText(await run.read(value))}`);
      [value] = run.drop(value);
    }
    [total] = run.drop(total);
    return run.retain(w);
  } finally {
    run.drop(w, total, x, y, value, gradients, sum1, sum2);
  }
}

async function oneAfterAnother({ start, points, loss, multiply, descend, sum2 }, { n = 2 } = {}, run) {
  let w, x2, y2, loss2, kept, batch, loss3, product1, total1;
  try {
    [w] = run.call("start", [n]);
    const losses = [];
    for await ([x2, y2] of run.each(points.batch(2))) {
      [loss2] = loss([w, x2, y2]);
      [x2, y2] = run.drop(x2, y2);
      losses.push(await run.read(loss2));
      [loss2] = run.drop(loss2);
    }
    kept = [];
    for await (batch of run.each(points.batch(2))) {
      kept.push(batch);
      batch = undefined;
    }
    try {
      for (const [x, y] of kept) {
        if (run.due) await run.gate();
        [loss3] = loss([w, x, y]);
        [product1] = multiply([loss3, w]);
        [loss3] = run.drop(loss3);
        [w] = run.replace(w, descend([w, product1]));
        [product1] = run.drop(product1);
        [total1] = sum2([w]);
        const test = await run.read(total1) > 100;
        [total1] = run.drop(total1);
        if (test) throw new ValueError("too far");
      }
      [kept] = run.drop(kept);
    } catch (error) {
      if (!(error instanceof ValueError)) throw error;
      [kept, loss3, product1, total1] = run.drop(kept, loss3, product1, total1);
      run.print(`${error.message} ${listText(floatText)(losses)}`);
    }
    return run.retain(w);
  } finally {
    run.drop(w, x2, y2, loss2, kept, batch, loss3, product1, total1);
  }
}
