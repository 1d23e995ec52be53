"""Gradients that a loop or a comprehension goes through: they are asked for once, before its first step."""

import bml
from bml import layers, ops

model = bml.Sequential([bml.Input((2,)), layers.Dense(2)])


def steps():
    x = ops.convert_to_tensor([[1.0, 2.0]])
    vs = (ops.convert_to_tensor([1.0, 2.0]), ops.convert_to_tensor([3.0]))
    with bml.GradientTape() as tape:
        c = ops.mean((model(x) - 1.0) ** 2)
    for v, g in zip(model.trainable_variables, tape.gradient(c, model.trainable_variables)):
        c = 0.1 * g
        v.assign_sub(c)
    with bml.GradientTape() as tape:
        tape.watch(vs)
        c = ops.sum(vs[0]) * ops.sum(vs[1]) ** 2
    for k, g in enumerate(tape.gradient(c, vs)):
        vs = (*vs, vs[k] - 0.1 * g)
    print([v.numpy().tolist() for v in vs])


@bml.script
def loop_over_gradients():
    steps()
    print(float(ops.sum(model.trainable_variables[0])))


@bml.script
def comprehensions():
    x = ops.convert_to_tensor([[1.0, 2.0]])
    for k in range(2):
        with bml.GradientTape() as tape:
            c = ops.mean((model(x) - k) ** 2)
        print([round(float(ops.sum(e)), 4) for e in tape.gradient(c, model.trainable_variables)])
        with bml.GradientTape() as tape:
            c = ops.mean((model(x) - k) ** 2)
        print(sum(float(ops.sum(e)) for e in tape.gradient(c, model.trainable_variables) if e is not None))
        with bml.GradientTape() as tape:
            c = ops.mean((model(x) - k) ** 2)
        if float(ops.sum(tape.gradient(c, model.trainable_variables[0]))) > 0:
            c = 3.0
        print("ok")
    with bml.GradientTape() as tape:
        c = ops.mean(model(x) ** 2)
    print({k: tuple(e.shape) for k, e in enumerate(tape.gradient(c, model.trainable_variables))})


@bml.script
def behind_a_loop():
    x = ops.convert_to_tensor([[1.0, 2.0]])
    with bml.GradientTape() as tape:
        c = ops.mean(model(x) ** 2)
    for k in range(2):
        print(k)
    else:
        print([tuple(e.shape) for e in tape.gradient(c, model.trainable_variables)])
