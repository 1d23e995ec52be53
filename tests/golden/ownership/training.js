async function batches({ start, points, lossGradients, descend }, { n = 2 } = {}, run) {
  let w, x, y, items2, value, items3, gradient, value2;
  try {
    [w] = run.call("start", [n]);
    for (const epoch of range(n)) {
      if (run.due) await run.gate();
      for await ([x, y] of run.each(points.batch(2))) {
        items2 = nested(lossGradients([w, x, y]), [0, [0, 0, 0]]);
        [x, y] = run.drop(x, y);
        value = run.retain(items2[0]);
        items3 = run.adopt([...items2[1]]);
        [items2] = run.drop(items2);
        gradient = run.retain(items3[0]);
        value2 = run.retain(items3[1]);
        [value2] = run.drop(value2);
        value2 = run.retain(items3[2]);
        [items3, value2] = run.drop(items3, value2);
        [w] = run.replace(w, descend([w, gradient]));
        [gradient] = run.drop(gradient);
        await run.log({ epoch, loss: value });
        [value] = run.drop(value);
      }
    }
    return run.retain(w);
  } finally {
    run.drop(w, x, y, items2, value, items3, gradient, value2);
  }
}

async function lastBatch({ points }, { n = 2 } = {}, run) {
  let x, y;
  try {
    for await (const item1 of run.each(points.batch(2))) {
      [x, y] = run.drop(x, y);
      [x, y] = item1;
      if (n > 5) {
        break;
      }
    }
    return [run.retain(bound(x, "x")), run.retain(bound(y, "y"))];
  } finally {
    run.drop(x, y);
  }
}

async function accumulated({ start, points, lossGradients2, add2, add3, descend }, { n = 2 } = {}, run) {
  let w, total2, items2, x, y, value, gradients, chosen5, a, b, value3, value4;
  try {
    [w] = run.call("start", [n]);
    total2 = null;
    for await (const item1 of run.enumerate(points.batch(2), 0)) {
      items2 = item1;
      const step = items2[0];
      [x, y] = run.adopt([...items2[1]]);
      [items2] = run.drop(items2);
      [value, gradients] = nested(lossGradients2([w, x, y]), [0, [0, 0]]);
      [x, y] = run.drop(x, y);
      if (total2 === null) {
        [total2] = run.drop(total2);
        chosen5 = run.retain(gradients);
        [gradients] = run.drop(gradients);
      } else {
        a = run.retain(total2[0]);
        b = run.retain(gradients[0]);
        [value3] = add2([a, b]);
        [a, b] = run.drop(a, b);
        a = run.retain(total2[1]);
        [total2] = run.drop(total2);
        b = run.retain(gradients[1]);
        [gradients] = run.drop(gradients);
        [value4] = add3([a, b]);
        [a, b] = run.drop(a, b);
        chosen5 = [run.retain(value3), run.retain(value4)];
        [value3, value4] = run.drop(value3, value4);
      }
      total2 = chosen5;
      chosen5 = undefined;
      if (modulo(step, 2) === 1) {
        [w] = run.replace(w, descend([w, total2[0]]));
        [total2] = run.drop(total2);
        total2 = null;
      }
      run.print(`${step} ${floatText(await run.read(value))}`);
      [value] = run.drop(value);
    }
    [total2] = run.drop(total2);
    return run.retain(w);
  } finally {
    run.drop(w, total2, items2, x, y, value, gradients, chosen5, a, b, value3, value4);
  }
}

async function oneAfterAnother({ start, points, loss, multiply2, descend, sum2 }, { n = 2 } = {}, run) {
  let w, x2, y2, value4, kept, batch, x3, y3, value7, value8, value9;
  try {
    [w] = run.call("start", [n]);
    const items2 = [];
    for await ([x2, y2] of run.each(points.batch(2))) {
      [value4] = loss([w, x2, y2]);
      [x2, y2] = run.drop(x2, y2);
      items2.push(await run.read(value4));
      [value4] = run.drop(value4);
    }
    const losses = items2;
    kept = [];
    for await (const item5 of run.each(points.batch(2))) {
      batch = item5;
      kept.push(run.retain(batch));
      [batch] = run.drop(batch);
    }
    try {
      for (const item6 of kept) {
        if (run.due) await run.gate();
        [x3, y3] = run.adopt([...item6]);
        [value7] = loss([w, x3, y3]);
        [x3, y3] = run.drop(x3, y3);
        [value8] = multiply2([value7, w]);
        [value7] = run.drop(value7);
        [w] = run.replace(w, descend([w, value8]));
        [value8] = run.drop(value8);
        [value9] = sum2([w]);
        if (await run.read(value9) > 100) {
          [value9] = run.drop(value9);
          throw new ValueError("too far");
        } else {
          [value9] = run.drop(value9);
        }
      }
      [kept] = run.drop(kept);
    } catch (error10) {
      if (!(error10 instanceof ValueError)) throw error10;
      [kept, value7, value8, value9, x3, y3] = run.drop(kept, value7, value8, value9, x3, y3);
      const error = error10;
      run.print(`${error.message} ${listText(floatText)(losses)}`);
    }
    return run.retain(w);
  } finally {
    run.drop(w, x2, y2, value4, kept, batch, x3, y3, value7, value8, value9);
  }
}
