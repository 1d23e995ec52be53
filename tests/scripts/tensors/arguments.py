"""What tensor functions and gradients are given: variables, which stay themselves, and lists of numbers."""

import bml

w = bml.Variable([3.0], name="w")
u = bml.Variable([5.0], name="u")
count = bml.Variable(3, dtype="int32", name="count")
is_on = bml.Variable(True, dtype="bool", trainable=False, name="is_on")
one, other = bml.Variable(1.0, name="same"), bml.Variable(1.0, name="same")


@bml.function
def product(a, x):
    return bml.ops.sum(a * a * x)


@bml.function
def of_both(x):
    return bml.ops.mean(one * one * x + 5.0 * other * x)


@bml.function
def variables_and_more(x):
    w.assign(w * x)
    return w, [count, {"one": one, "more": w + 1.0}]


@bml.function
def counted(x):
    count.assign_add(1)
    return w[0] * x * bml.ops.cast(count, "float32")


@bml.function
def twice(x):
    return bml.ops.mean(x + x), bml.ops.max(x * 3), bml.ops.shape(x)[0] + bml.ops.shape([x, x])[0]


@bml.script
def a_variable_is_what_its_gradient_is_by():
    x = bml.ops.full((1,), 2.0)
    _, by_both = bml.value_and_grad(product, variables=[w, u])(w, x)
    _, by_those_read = bml.value_and_grad(product)(w, x)
    _, by_argument = bml.value_and_grad(product, argnums=0)(u, x)
    print(by_both[0].item(), by_both[1].item(), len(by_those_read), by_those_read[0].item(), by_argument.item())


@bml.script
def variables_that_read_alike():
    _, by_one = bml.value_and_grad(of_both, variables=[one])(2.0)
    _, by_other = bml.value_and_grad(of_both, variables=[other])(2.0)
    print(by_one[0].item(), by_other[0].item())


@bml.script
def lists_of_numbers_are_tensors(n: int = 4):
    """Written out, or in part computed in a tuple."""
    mean, most, size = twice([1.0, 2.0, 3.0])
    print(mean.item(), most.item(), size.item())
    mean, most, size = twice(((1, 2), (3, 4)))
    print(mean.item(), most.item(), size.item())
    mean, most, size = twice(x=[[1.0], [2.5]])
    print(mean.item(), most.item(), size.item())
    mean, most, size = twice((n, 2.5, 3))
    print(mean.item(), most.item(), size.item())
    mean, most, size = twice(x=((n, 1), (2, n), (True, n)))
    print(mean.item(), most.item(), size.item())
    _, by_list = bml.value_and_grad(of_both, argnums=0)([1.0, 3.0])
    print(by_list.shape[0], by_list[0].item())


@bml.script
def integers_are_not_differentiated_by():
    value, gradients = bml.value_and_grad(counted)(2.0)
    print(value.item(), len(gradients), gradients[0].item(), int(count))


@bml.script
def variables_that_a_function_gives():
    """Their values at the function's end."""
    first, (second, named) = variables_and_more(2.0)
    w.assign([0.0])
    print(first[0].item(), second.item(), named["one"].item(), named["more"].item())


@bml.script
def numbers_of_variables():
    print(w.item(), one.item() + 1, count.item() // 2, is_on.item(), w.numpy().item())
