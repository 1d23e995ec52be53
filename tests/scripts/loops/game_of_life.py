"""Cells that live and die, in nested lists."""

import bml

start = ["..#..", "...#.", ".###.", ".....", "....."]


def neighbours(grid, row, col):
    count = 0
    for dr in (-1, 0, 1):
        for dc in (-1, 0, 1):
            if dr == dc == 0:
                continue
            r, c = (row + dr) % len(grid), (col + dc) % len(grid[0])
            count += grid[r][c]
    return count


@bml.script
def run(generations: int = 4):
    grid = [[1 if cell == "#" else 0 for cell in line] for line in start]
    for generation in range(generations):
        print("generation", generation, "alive", sum(map(sum, grid)))
        for line in grid:
            print("".join("#" if cell else "." for cell in line))
        grid = [
            [1 if (n := neighbours(grid, r, c)) == 3 or (grid[r][c] and n == 2) else 0 for c in range(len(grid[0]))]
            for r in range(len(grid))
        ]
    return grid
