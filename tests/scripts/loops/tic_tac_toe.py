"""Minimax with recursion, a board of a list, moves undone."""

import bml

WINS = [(0, 1, 2), (3, 4, 5), (6, 7, 8), (0, 3, 6), (1, 4, 7), (2, 5, 8), (0, 4, 8), (2, 4, 6)]


class Board:
    def __init__(self, cells="." * 9):
        self.cells = list(cells)

    def winner(self):
        for a, b, c in WINS:
            if self.cells[a] != "." and self.cells[a] == self.cells[b] == self.cells[c]:
                return self.cells[a]
        return None

    def moves(self):
        return [i for i, cell in enumerate(self.cells) if cell == "."]

    def __str__(self):
        return "\n".join("".join(self.cells[row : row + 3]) for row in range(0, 9, 3))


def minimax(board, player):
    winner = board.winner()
    if winner is not None:
        return (1 if winner == "X" else -1), None
    moves = board.moves()
    if not moves:
        return 0, None
    best_move = None
    best = -2 if player == "X" else 2
    for move in moves:
        board.cells[move] = player
        score, _ = minimax(board, "O" if player == "X" else "X")
        board.cells[move] = "."
        if (player == "X" and score > best) or (player == "O" and score < best):
            best, best_move = score, move
    return best, best_move


@bml.script
def play():
    board = Board("XO.......")
    player = "X"
    while board.winner() is None and board.moves():
        score, move = minimax(board, player)
        board.cells[move] = player
        print(f"{player} plays {move} (score {score})")
        player = "O" if player == "X" else "X"
    print(board)
    print("winner:", board.winner() or "nobody")
