"""A loop that logs in YOLO's way: format with many arguments, sums of lists of losses."""

import logging

import bml

logging.basicConfig(level=logging.WARNING)
batches = [[0.5, 0.25], [0.75, 0.125], [0.25, 0.25]]


@bml.script
def train(epochs: int = 2):
    for epoch in range(1, epochs + 1):
        losses = []
        for batch, pred_loss in enumerate(batches):
            regularization_loss = 0.01 * epoch
            total_loss = sum(pred_loss) + regularization_loss
            losses.append(total_loss)
            logging.info("{}_train_{}, {}, {}".format(epoch, batch, total_loss, list(map(lambda x: x * 2, pred_loss))))
        print("{}, train: {:.5f}, val: {:.5f}".format(epoch, sum(losses) / len(losses), max(losses)))
