"""The names that reports and messages give layers."""

from bmlc import ops
from bmlc.ir import UNKNOWN, Eqn, Function, TensorType, Var
from bmlc.ir.layers import Layer, layers_of
from bmlc.ops.elementwise_unary import exp
from bmlc.passes.pipeline import optimize
from bmlc.passes.trace import trace


def layers(*scopes):
    type = TensorType((), "float32")
    body = tuple(Eqn(exp, (), (Var("y", type),), {}, UNKNOWN, scope) for scope in scopes)
    return layers_of(Function("renamed", (), (), body, (), (), UNKNOWN))


def test_the_functions_name_is_left_out_where_a_layer_follows():
    assert layers("train_step/sequential/dense", "train_step/loss", "train_step") == {
        "train_step/sequential/dense": Layer("sequential/dense", gradient=False),
        "train_step/loss": Layer("loss", gradient=False),
        "train_step": Layer("train_step", gradient=False),
    }
    assert layers("prepare") == {"prepare": Layer("prepare", gradient=False)}


def test_gradients_belong_to_their_layers():
    found = layers("step/net/dense", "step/net/d_dense", "step/loss", "step/d_loss", "d_loss")
    assert found["step/net/d_dense"] == Layer("net/dense", gradient=True)
    assert found["step/d_loss"] == found["d_loss"] == Layer("loss", gradient=True)
    assert str(found["step/net/d_dense"]) == "gradient of net/dense"


def test_a_gradient_of_ones_own_belongs_to_its_function():
    @ops.custom_gradient
    def steep(x):
        return ops.exp(x), lambda upstream: upstream * ops.sin(x)

    params = [("x", TensorType((2,), "float32"))]
    loss = trace(lambda x: ops.sum(steep(x)), params, "loss")
    fn = optimize(trace(lambda x: ops.value_and_grad(x, body=loss, wrt=(0,)), params, "step"))
    layers = layers_of(fn)
    assert {layers[eqn.scope] for eqn in fn.body if eqn.op.name == "exp"} == {Layer("steep", gradient=False)}
    assert {layers[eqn.scope] for eqn in fn.body if eqn.op.name == "sin"} == {Layer("steep", gradient=True)}


def test_a_layer_that_is_called_like_a_gradient_stays_one():
    assert layers("step/net/d_dense", "step/net/e")["step/net/d_dense"] == Layer("net/d_dense", gradient=False)
