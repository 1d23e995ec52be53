async function main(
  { model, heldOut, prepare },
  { delete_ = 1, heldOut: heldOut2 = 2, heldOut2: heldOut3 = 3, function_ = true } = {},
) {
  const range2 = delete_;
  const divide2 = divide(range2, heldOut2);
  const model2 = divide2;
  if (function_) {
    const new_ = model2 + heldOut3;
    return new_;
  }
  await model.evaluate(heldOut.map(prepare).batch(8), { returnDict: true });
}
