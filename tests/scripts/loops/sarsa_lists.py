"""SARSA on a line of cells: nested lists as a table, epsilon that decays."""

import random

import bml

N_STATES = 7
ACTIONS = ["left", "right"]
EPSILON, ALPHA, GAMMA = 0.9, 0.1, 0.9
MAX_EPISODES = 15


def build_q_table(n_states, actions):
    return [[0.0 for _ in actions] for _ in range(n_states)]


def choose_action(state, q_table):
    state_actions = q_table[state]
    if random.uniform(0, 1) > EPSILON or all(q == 0 for q in state_actions):
        return random.randint(0, len(ACTIONS) - 1)
    return state_actions.index(max(state_actions))


def get_env_feedback(S, A):
    if ACTIONS[A] == "right":
        if S == N_STATES - 2:
            return "terminal", 1
        return S + 1, 0
    return max(S - 1, 0), 0


@bml.script
def train():
    random.seed(1)
    q_table = build_q_table(N_STATES, ACTIONS)
    for episode in range(MAX_EPISODES):
        step_counter = 0
        S = 0
        is_terminated = False
        while not is_terminated:
            A = choose_action(S, q_table)
            S_, R = get_env_feedback(S, A)
            q_predict = q_table[S][A]
            if S_ != "terminal":
                q_target = R + GAMMA * max(q_table[S_])
            else:
                q_target = R
                is_terminated = True
            q_table[S][A] += ALPHA * (q_target - q_predict)
            S = S_
            step_counter += 1
        interaction = "Episode %s: total_steps = %s" % (episode + 1, step_counter)
        print("\r{}".format(interaction), end="")
        print("\r                                ", end="")
    print()
    for row in q_table:
        print("  ".join(f"{value:8.5f}" for value in row))
