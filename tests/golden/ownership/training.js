async function batches({ start, points, lossGradients, descend }, { n = 2 } = {}, run) {
  let w, x, y, value, gradient, unused0, value2;
  try {
    [w] = run.call("start", [n]);
    for (const epoch of range(n)) {
      if (run.due) await run.gate();
      for await ([x, y] of run.each(points.batch(2))) {
        [value, [gradient, unused0, value2]] = nested(lossGradients([w, x, y]), [0, [0, 0, 0]]);
        [value2, unused0, x, y] = run.drop(value2, unused0, x, y);
        [w] = run.replace(w, descend([w, gradient]));
        [gradient] = run.drop(gradient);
        await run.log({ epoch, loss: value });
        [value] = run.drop(value);
      }
    }
    return run.retain(w);
  } finally {
    run.drop(w, x, y, value, gradient, unused0, value2);
  }
}

async function lastBatch({ points }, { n = 2 } = {}, run) {
  let x, y, items1, items2;
  try {
    for await (const [nextX1, nextY1] of run.each(points.batch(2))) {
      x = run.replace(x, nextX1);
      y = run.replace(y, nextY1);
      if (n > 5) {
        break;
      }
    }
    items1 = bound(x, "x");
    x = undefined;
    items2 = bound(y, "y");
    y = undefined;
    return [run.retain(items1), run.retain(items2)];
  } finally {
    run.drop(x, y, items1, items2);
  }
}

async function accumulated({ start, points, lossGradients2, descend, add, add2 }, { n = 2 } = {}, run) {
  let w, total, x, y, value, gradients, sum1, sum2;
  try {
    [w] = run.call("start", [n]);
    total = null;
    for await (const item of run.enumerate(points.batch(2), 0)) {
      const step = item[0];
      [x, y] = item[1];
      [value, ...gradients] = lossGradients2([w, x, y]);
      [x, y] = run.drop(x, y);
      if (total === null) {
        total = gradients;
        gradients = undefined;
      } else {
        [sum1] = add([total[0], gradients[0]]);
        [sum2] = add2([total[1], gradients[1]]);
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
    run.drop(w, x, y, value, gradients, total, sum1, sum2);
  }
}

async function oneAfterAnother({ start, points, loss, multiply, descend, sum2 }, { n = 2 } = {}, run) {
  let w, x1, y1, loss1, kept, batch, loss2, product1, total1;
  try {
    [w] = run.call("start", [n]);
    const items1 = [];
    for await ([x1, y1] of run.each(points.batch(2))) {
      [loss1] = loss([w, x1, y1]);
      [x1, y1] = run.drop(x1, y1);
      items1.push(await run.read(loss1));
      [loss1] = run.drop(loss1);
    }
    const losses = items1;
    kept = [];
    for await (batch of run.each(points.batch(2))) {
      kept.push(batch);
      batch = undefined;
    }
    try {
      for (const [x, y] of kept) {
        if (run.due) await run.gate();
        [loss2] = loss([w, x, y]);
        [product1] = multiply([loss2, w]);
        [loss2] = run.drop(loss2);
        [w] = run.replace(w, descend([w, product1]));
        [product1] = run.drop(product1);
        [total1] = sum2([w]);
        const test1 = await run.read(total1) > 100;
        [total1] = run.drop(total1);
        if (test1) {
          [kept] = run.drop(kept);
          throw new ValueError("too far");
        }
      }
      [kept] = run.drop(kept);
    } catch (error) {
      if (!(error instanceof ValueError)) throw error;
      [kept, loss2, product1, total1] = run.drop(kept, loss2, product1, total1);
      run.print(`${error.message} ${listText(floatText)(losses)}`);
    }
    return run.retain(w);
  } finally {
    run.drop(w, x1, y1, loss1, kept, batch, loss2, product1, total1);
  }
}
