"""The form of PyTorch's examples: args, train(), test(), an optimizer that is handed on."""

import argparse

import keras
import numpy as np

import bml

parser = argparse.ArgumentParser(description="PyTorch MNIST Example")
parser.add_argument("--batch-size", type=int, default=4, metavar="N", help="input batch size")
parser.add_argument("--epochs", type=int, default=2, metavar="N")
parser.add_argument("--lr", type=float, default=0.5, metavar="LR")
parser.add_argument("--gamma", type=float, default=0.7, metavar="M")
parser.add_argument("--dry-run", action="store_true", default=False)
parser.add_argument("--log-interval", type=int, default=2, metavar="N")
args = parser.parse_args()

x = np.linspace(-1, 1, 24, dtype="float32").reshape(12, 2)
y = (x.sum(axis=1) > 0).astype("int32")
train_loader = bml.Dataset.from_tensor_slices((x, y)).batch(args.batch_size)
test_loader = bml.Dataset.from_tensor_slices((x[:6], y[:6])).batch(3)
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(2, kernel_initializer="zeros")])
optimizer = keras.optimizers.SGD(args.lr)
criterion = keras.losses.SparseCategoricalCrossentropy(from_logits=True)


@bml.function
def loss_of(data, target):
    return criterion(target, model(data))


def train(args, train_loader, optimizer, epoch):
    for batch_idx, (data, target) in enumerate(train_loader):
        loss, grads = bml.value_and_grad(loss_of)(data, target)
        optimizer.apply(grads, model.trainable_variables)
        if batch_idx % args.log_interval == 0:
            print(
                "Train Epoch: {} [{}/{} ({:.0f}%)]\tLoss: {:.6f}".format(
                    epoch, batch_idx * len(data), len(x), 100.0 * batch_idx / len(train_loader), loss.item()
                )
            )
            if args.dry_run:
                break


def test(test_loader):
    test_loss = 0
    correct = 0
    count = 0
    for data, target in test_loader:
        output = model(data)
        test_loss += loss_of(data, target).item() * len(data)
        pred = keras.ops.argmax(output, axis=1)
        correct += int(keras.ops.sum(keras.ops.cast(keras.ops.equal(pred, target), "int32")))
        count += len(data)
    test_loss /= count
    print(
        "\nTest set: Average loss: {:.4f}, Accuracy: {}/{} ({:.0f}%)\n".format(
            test_loss, correct, count, 100.0 * correct / count
        )
    )


@bml.script
def main():
    lr = args.lr
    for epoch in range(1, args.epochs + 1):
        train(args, train_loader, optimizer, epoch)
        test(test_loader)
        lr *= args.gamma
        optimizer.learning_rate = lr
