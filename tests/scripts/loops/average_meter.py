"""PyTorch's ImageNet example: AverageMeter, ProgressMeter, adjust_learning_rate, accuracy at k."""

import time

import bml


class AverageMeter(object):
    """Computes and stores the average and current value"""

    def __init__(self, name, fmt=":f"):
        self.name = name
        self.fmt = fmt
        self.reset()

    def reset(self):
        self.val = 0
        self.avg = 0
        self.sum = 0
        self.count = 0

    def update(self, val, n=1):
        self.val = val
        self.sum += val * n
        self.count += n
        self.avg = self.sum / self.count

    def __str__(self):
        return f"{self.name} {self.val:.3f} ({self.avg:.3f})"


class ProgressMeter(object):
    def __init__(self, num_batches, meters, prefix=""):
        num_digits = len(str(num_batches // 1))
        self.batch_fmtstr = "[{:" + str(num_digits) + "d}/" + str(num_batches) + "]"
        self.width = num_digits
        self.num_batches = num_batches
        self.meters = meters
        self.prefix = prefix

    def display(self, batch):
        entries = [self.prefix + f"[{batch:{self.width}d}/{self.num_batches}]"]
        entries += [str(meter) for meter in self.meters]
        print("\t".join(entries))


def adjust_learning_rate(epoch, lr0):
    return lr0 * (0.1 ** (epoch // 2))


@bml.script
def main(epochs: int = 3):
    for epoch in range(epochs):
        lr = adjust_learning_rate(epoch, 0.1)
        batch_time = AverageMeter("Time", ":6.3f")
        losses = AverageMeter("Loss", ":.4e")
        progress = ProgressMeter(12, [losses], prefix="Epoch: [{}]".format(epoch))
        end = time.time()
        for i in range(12):
            losses.update(1.0 / (1 + i + epoch), 4)
            batch_time.update(time.time() - end)
            end = time.time()
            if i % 5 == 0:
                progress.display(i + 1)
        print("lr %g avg %.4f" % (lr, losses.avg), batch_time.count)
