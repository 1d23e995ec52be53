async function main({}, { n = 0, text = "1" } = {}, run) {
  let rate, value, error;
  if (!(n >= 0)) throw new AssertionError(`n is ${n}`);
  try {
    rate = divide(1, n);
  } catch (error1) {
    if (!(error1 instanceof ZeroDivisionError)) throw error1;
    rate = 0;
  }
  for (const attempt of range(3)) {
    if (run.due) await run.gate();
    try {
      let completed = false;
      try {
        value = intOf(text);
        completed = true;
      } catch (error2) {
        if (error2 instanceof ValueError) {
          error = error2;
          run.print(error.message);
          continue;
        } else if (error2 instanceof KeyError || error2 instanceof IndexError) {
          throw error2;
        } else {
          throw error2;
        }
      }
      if (completed) {
        run.print(`${value}`);
        break;
      }
    } finally {
      run.print(`${attempt}`);
    }
  }
  try {
    run.print(floatText(rate));
  } finally {
    run.print("done");
  }
  let completed2 = false;
  try {
    if (n > 1) throw new RuntimeError();
    if (n > 2) throw new KeyError(quoted("n"));
    completed2 = true;
  } catch (error4) {
    if (error4 instanceof LookupError) {
      error = error4;
      throw new ValueError(String(n), { shown: "between", cause: error });
    } else if (isException(error4)) {
      run.print("something");
    } else {
      throw error4;
    }
  }
  if (completed2) {
    run.print("nothing");
  }
  const timer = run.timer("rest");
  try {
    if (!(rate >= 0)) throw new AssertionError();
  } finally {
    timer.stop();
  }
  return timer.seconds;
}
