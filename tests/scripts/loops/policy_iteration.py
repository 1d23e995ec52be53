"""Policy evaluation and improvement over all states of a grid."""

import bml

POSSIBLE_ACTIONS = [0, 1, 2, 3]
ACTIONS = [(-1, 0), (1, 0), (0, -1), (0, 1)]


class GridEnv:
    def __init__(self):
        self.width = 3
        self.height = 3
        self.transition_probability = 1
        self.reward = [[0] * self.width for _ in range(self.height)]
        self.reward[2][2] = 1
        self.reward[1][2] = -1
        self.all_state = []
        for x in range(self.width):
            for y in range(self.height):
                self.all_state.append([x, y])

    def get_reward(self, state, action):
        next_state = self.state_after_action(state, action)
        return self.reward[next_state[0]][next_state[1]]

    def state_after_action(self, state, action_index):
        action = ACTIONS[action_index]
        return self.check_boundary([state[0] + action[0], state[1] + action[1]])

    def check_boundary(self, state):
        state[0] = 0 if state[0] < 0 else self.width - 1 if state[0] > self.width - 1 else state[0]
        state[1] = 0 if state[1] < 0 else self.height - 1 if state[1] > self.height - 1 else state[1]
        return state

    def get_all_states(self):
        return self.all_state


class PolicyIteration:
    def __init__(self, env):
        self.env = env
        self.value_table = [[0.0] * env.width for _ in range(env.height)]
        self.policy_table = [[[0.25, 0.25, 0.25, 0.25]] * env.width for _ in range(env.height)]
        self.policy_table[2][2] = []
        self.discount_factor = 0.9

    def policy_evaluation(self):
        next_value_table = [[0.00] * self.env.width for _ in range(self.env.height)]
        for state in self.env.get_all_states():
            value = 0.0
            if state == [2, 2]:
                next_value_table[state[0]][state[1]] = value
                continue
            for action in POSSIBLE_ACTIONS:
                next_state = self.env.state_after_action(state, action)
                reward = self.env.get_reward(state, action)
                next_value = self.get_value(next_state)
                value += self.get_policy(state)[action] * (reward + self.discount_factor * next_value)
            next_value_table[state[0]][state[1]] = round(value, 2)
        self.value_table = next_value_table

    def policy_improvement(self):
        next_policy = self.policy_table
        for state in self.env.get_all_states():
            if state == [2, 2]:
                continue
            value = -99999
            max_index = []
            result = [0.0, 0.0, 0.0, 0.0]
            for index, action in enumerate(POSSIBLE_ACTIONS):
                next_state = self.env.state_after_action(state, action)
                reward = self.env.get_reward(state, action)
                temp = reward + self.discount_factor * self.get_value(next_state)
                if temp == value:
                    max_index.append(index)
                elif temp > value:
                    value = temp
                    max_index.clear()
                    max_index.append(index)
            prob = 1 / len(max_index)
            for index in max_index:
                result[index] = prob
            next_policy[state[0]][state[1]] = result
        self.policy_table = next_policy

    def get_policy(self, state):
        if state == [2, 2]:
            return 0.0
        return self.policy_table[state[0]][state[1]]

    def get_value(self, state):
        return round(self.value_table[state[0]][state[1]], 2)


@bml.script
def solve(rounds: int = 4):
    env = GridEnv()
    policy_iteration = PolicyIteration(env)
    for i in range(rounds):
        for _ in range(3):
            policy_iteration.policy_evaluation()
        policy_iteration.policy_improvement()
        print("Iteration", i, policy_iteration.value_table)
    for row in policy_iteration.policy_table:
        print(row)
