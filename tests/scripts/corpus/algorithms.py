"""Small algorithms as people write them."""
# ruff: noqa


def bubble_sort():
    a = [5, 2, 9, 1, 5, 6]
    n = len(a)
    for i in range(n):
        swapped = False
        for j in range(n - 1 - i):
            if a[j] > a[j + 1]:
                a[j], a[j + 1] = a[j + 1], a[j]
                swapped = True
        if not swapped:
            break
    print(a)


def insertion_sort():
    a = [3.5, -1.0, 2.25, 0.0]
    for i in range(1, len(a)):
        value = a[i]
        j = i - 1
        while j >= 0 and a[j] > value:
            a[j + 1] = a[j]
            j -= 1
        a[j + 1] = value
    print(a)


def merge_sort():
    def sort(items: list[int]) -> list[int]:
        if len(items) <= 1:
            return items
        middle = len(items) // 2
        left, right = sort(items[:middle]), sort(items[middle:])
        merged = []
        i = j = 0
        while i < len(left) and j < len(right):
            if left[i] <= right[j]:
                merged.append(left[i])
                i += 1
            else:
                merged.append(right[j])
                j += 1
        return merged + left[i:] + right[j:]

    print(sort([38, 27, 43, 3, 9, 82, 10]))


def quick_sort():
    def sort(items: list[int]) -> list[int]:
        if not items:
            return []
        pivot, *rest = items
        return sort([x for x in rest if x < pivot]) + [pivot] + sort([x for x in rest if x >= pivot])

    print(sort([3, 6, 1, 8, 2, 9, 2]))


def heap_sort():
    def sift_down(heap: list[int], start: int, end: int) -> None:
        root = start
        while True:
            child = 2 * root + 1
            if child >= end:
                return
            if child + 1 < end and heap[child] < heap[child + 1]:
                child += 1
            if heap[root] >= heap[child]:
                return
            heap[root], heap[child] = heap[child], heap[root]
            root = child

    a = [4, 10, 3, 5, 1, 8]
    for start in range(len(a) // 2 - 1, -1, -1):
        sift_down(a, start, len(a))
    for end in range(len(a) - 1, 0, -1):
        a[0], a[end] = a[end], a[0]
        sift_down(a, 0, end)
    print(a)


def binary_search():
    def search(items: list[int], wanted: int) -> int:
        low, high = 0, len(items) - 1
        while low <= high:
            middle = (low + high) // 2
            if items[middle] == wanted:
                return middle
            if items[middle] < wanted:
                low = middle + 1
            else:
                high = middle - 1
        return -1

    items = [1, 3, 4, 7, 9, 11]
    print([search(items, n) for n in [1, 7, 11, 5, 0, 12]])


def levenshtein():
    def distance(a: str, b: str) -> int:
        previous = list(range(len(b) + 1))
        for i, x in enumerate(a, 1):
            current = [i]
            for j, y in enumerate(b, 1):
                cost = 0 if x == y else 1
                current.append(min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + cost))
            previous = current
        return previous[-1]

    print(distance("kitten", "sitting"), distance("", "abc"), distance("same", "same"))


def n_queens():
    solutions: list[list[int]] = []

    def place(columns: list[int], n: int) -> None:
        row = len(columns)
        if row == n:
            solutions.append(columns)
            return
        for column in range(n):
            if all(column != c and abs(column - c) != row - r for r, c in enumerate(columns)):
                place(columns + [column], n)

    place([], 6)
    print(len(solutions), solutions[0])


def permutations():
    def permute(items: list[str]) -> list[str]:
        if len(items) <= 1:
            return ["".join(items)]
        out: list[str] = []
        for i in range(len(items)):
            for rest in permute(items[:i] + items[i + 1 :]):
                out.append(items[i] + rest)
        return out

    print(permute(["a", "b", "c"]))


def subsets():
    items = [1, 2, 3]
    found: list[list[int]] = [[]]
    for item in items:
        found += [subset + [item] for subset in found]
    print(found, len(found))


def tokenizer():
    def tokens(text: str) -> list[str]:
        out: list[str] = []
        i = 0
        while i < len(text):
            c = text[i]
            if c.isspace():
                i += 1
                continue
            if c.isdigit():
                j = i
                while j < len(text) and (text[j].isdigit() or text[j] == "."):
                    j += 1
                out.append(text[i:j])
                i = j
            elif c in "+-*/()":
                out.append(c)
                i += 1
            else:
                raise ValueError(f"unexpected {c!r} at {i}")
        return out

    print(tokens("3.5 + (42 * 7)-1"))
    try:
        tokens("1 ? 2")
    except ValueError as error:
        print(error)


def calculator():
    def evaluate(tokens: list[str]) -> float:
        numbers: list[float] = []
        operators: list[str] = []
        rank = {"+": 1, "-": 1, "*": 2, "/": 2}

        def apply() -> None:
            b = numbers.pop()
            a = numbers.pop()
            operator = operators.pop()
            if operator == "+":
                numbers.append(a + b)
            elif operator == "-":
                numbers.append(a - b)
            elif operator == "*":
                numbers.append(a * b)
            else:
                numbers.append(a / b)

        for token in tokens:
            if token in rank:
                while operators and operators[-1] != "(" and rank[operators[-1]] >= rank[token]:
                    apply()
                operators.append(token)
            elif token == "(":
                operators.append(token)
            elif token == ")":
                while operators[-1] != "(":
                    apply()
                operators.pop()
            else:
                numbers.append(float(token))
        while operators:
            apply()
        return numbers[0]

    print(evaluate("3 + 4 * ( 2 - 1 ) / 8".split()), evaluate("8 / 4 / 2".split()))


def breadth_first_search():
    graph = {"a": ["b", "c"], "b": ["d"], "c": ["d", "e"], "d": ["f"], "e": ["f"], "f": []}
    distance = {"a": 0}
    queue = ["a"]
    while queue:
        node = queue.pop(0)
        for other in graph[node]:
            if other not in distance:
                distance[other] = distance[node] + 1
                queue.append(other)
    print(distance)


def depth_first_search():
    graph = {0: [1, 2], 1: [3], 2: [3], 3: [4], 4: []}
    seen: list[int] = []

    def visit(node: int) -> None:
        if node in seen:
            return
        seen.append(node)
        for other in graph[node]:
            visit(other)

    visit(0)
    print(seen)


def dijkstra():
    graph = {"s": [("a", 4), ("b", 1)], "a": [("t", 1)], "b": [("a", 2), ("t", 6)], "t": []}
    distance: dict[str, int] = {"s": 0}
    done: dict[str, bool] = {}
    while len(done) < len(graph):
        best = None
        for node, length in distance.items():
            if node not in done and (best is None or length < distance[best]):
                best = node
        if best is None:
            break
        done[best] = True
        for other, weight in graph[best]:
            candidate = distance[best] + weight
            if other not in distance or candidate < distance[other]:
                distance[other] = candidate
    print(distance)


def topological_order():
    needs = {"train": ["data", "model"], "model": ["layers"], "data": [], "layers": [], "report": ["train"]}
    order: list[str] = []
    while len(order) < len(needs):
        for task in needs:
            if task not in order and all(need in order for need in needs[task]):
                order.append(task)
    print(order)


def longest_common_subsequence():
    a, b = "gradient", "radiant"
    table = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in range(1, len(a) + 1):
        for j in range(1, len(b) + 1):
            table[i][j] = table[i - 1][j - 1] + 1 if a[i - 1] == b[j - 1] else max(table[i - 1][j], table[i][j - 1])
    i, j, out = len(a), len(b), ""
    while i > 0 and j > 0:
        if a[i - 1] == b[j - 1]:
            out = a[i - 1] + out
            i -= 1
            j -= 1
        elif table[i - 1][j] >= table[i][j - 1]:
            i -= 1
        else:
            j -= 1
    print(table[-1][-1], out)


def anagrams():
    groups: dict[str, list[str]] = {}
    for word in ["eat", "tea", "tan", "ate", "nat", "bat"]:
        groups.setdefault("".join(sorted(word)), []).append(word)
    print(sorted(groups.values()), groups)


def brackets():
    pairs = {")": "(", "]": "[", "}": "{"}

    def balanced(text: str) -> bool:
        stack: list[str] = []
        for c in text:
            if c in "([{":
                stack.append(c)
            elif c in pairs:
                if not stack or stack.pop() != pairs[c]:
                    return False
        return not stack

    print([balanced(t) for t in ["()[]{}", "([)]", "((", "", "{[()]}"]])
