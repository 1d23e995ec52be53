async function main({}, { n = 0, text = "1" } = {}, run) {
  let rate, value;
  if (!(n >= 0)) throw new AssertionError(`n is ${n}`);
  try {
    rate = divide(1, n);
  } catch (error) {
    if (!(error instanceof ZeroDivisionError)) throw error;
    rate = 0;
  }
  for (const attempt of range(3)) {
    if (run.due) await run.gate();
    try {
      try {
        value = intOf(text);
      } catch (error) {
        if (error instanceof ValueError) {
          run.print(error.message);
          continue;
        } else if (error instanceof KeyError || error instanceof IndexError) {
          throw error;
        } else {
          throw error;
        }
      }
      run.print(`${value}`);
      break;
    } finally {
      run.print(`${attempt}`);
    }
  }
  try {
    run.print(floatText(rate));
  } finally {
    run.print("done");
  }
  let completed = false;
  try {
    if (n > 1) throw new RuntimeError();
    if (n > 2) throw new KeyError(quoted("n"));
    completed = true;
  } catch (error) {
    if (error instanceof LookupError) {
      throw new ValueError(String(n), { shown: "between", cause: error });
    } else if (isException(error)) {
      run.print("something");
    } else {
      throw error;
    }
  }
  if (completed) {
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
