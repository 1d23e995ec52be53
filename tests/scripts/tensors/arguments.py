"""What a tensor function and its gradients are given: variables, which stay variables, beside tensors."""

import bml

w = bml.Variable([3.0], name="w")
u = bml.Variable([5.0], name="u")


@bml.function
def product(a, x):
    return bml.ops.sum(a * a * x)


@bml.script
def a_variable_is_what_its_gradient_is_by():
    x = bml.ops.full((1,), 2.0)
    _, by_both = bml.value_and_grad(product, variables=[w, u])(w, x)
    _, by_those_read = bml.value_and_grad(product)(w, x)
    _, by_argument = bml.value_and_grad(product, argnums=0)(u, x)
    print(by_both[0].item(), by_both[1].item(), len(by_those_read), by_those_read[0].item(), by_argument.item())
