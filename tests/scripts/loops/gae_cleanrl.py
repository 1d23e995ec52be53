"""PPO's advantages, as cleanrl computes them: arrays by step and environment, chained assignment."""

import numpy as np

import bml


class Args:
    num_steps: int = 5
    num_envs: int = 2
    gamma: float = 0.99
    gae_lambda: float = 0.95
    total_timesteps: int = 30
    num_minibatches: int = 2


args = Args()


@bml.script
def train():
    np.random.seed(1)
    batch_size = int(args.num_envs * args.num_steps)
    minibatch_size = int(batch_size // args.num_minibatches)
    num_updates = args.total_timesteps // batch_size
    rewards = np.zeros((args.num_steps, args.num_envs))
    dones = np.zeros((args.num_steps, args.num_envs))
    values = np.zeros((args.num_steps, args.num_envs))
    global_step = 0
    next_done = np.zeros(args.num_envs)
    for update in range(1, num_updates + 1):
        frac = 1.0 - (update - 1.0) / num_updates
        lrnow = frac * 2.5e-4
        for step in range(0, args.num_steps):
            global_step += 1 * args.num_envs
            dones[step] = next_done
            values[step] = np.random.rand(args.num_envs)
            rewards[step] = np.random.rand(args.num_envs) - 0.5
            next_done = (rewards[step] > 0.4).astype(np.float64)
        next_value = np.random.rand(args.num_envs)
        advantages = np.zeros_like(rewards)
        lastgaelam = 0
        for t in reversed(range(args.num_steps)):
            if t == args.num_steps - 1:
                nextnonterminal = 1.0 - next_done
                nextvalues = next_value
            else:
                nextnonterminal = 1.0 - dones[t + 1]
                nextvalues = values[t + 1]
            delta = rewards[t] + args.gamma * nextvalues * nextnonterminal - values[t]
            advantages[t] = lastgaelam = delta + args.gamma * args.gae_lambda * nextnonterminal * lastgaelam
        returns = advantages + values
        b_inds = np.arange(batch_size)
        np.random.shuffle(b_inds)
        b_advantages = advantages.reshape(-1)
        for start in range(0, batch_size, minibatch_size):
            end = start + minibatch_size
            mb_inds = b_inds[start:end]
            mb_advantages = b_advantages[mb_inds]
            mb_advantages = (mb_advantages - mb_advantages.mean()) / (mb_advantages.std() + 1e-8)
            print(update, start, mb_inds.tolist(), "%.5f" % mb_advantages.max())
        y_pred, y_true = values.reshape(-1), returns.reshape(-1)
        var_y = np.var(y_true)
        explained_var = np.nan if var_y == 0 else 1 - np.var(y_true - y_pred) / var_y
        print(f"global_step={global_step}, lr={lrnow:.2e}, explained_variance={explained_var:.4f}")
