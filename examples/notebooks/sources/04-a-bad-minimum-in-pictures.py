# %% [markdown]
# # A bad local minimum in pictures
#
# A network 1-4-1 with tanh and 32 samples, made by `wronski.construct`. What is proved: a local minimum with
# loss 1.000, weights elsewhere with loss 0.845, and a path from one to the other on which the loss does not
# increase. The pictures are drawn in floating point, and nothing rests on them.

# %%
import matplotlib.pyplot as plt
import numpy as np

import wronski

plt.rcParams.update({"figure.dpi": 64, "font.size": 9})
m = wronski.construct("tanh", widths=(1, 4, 1))
print(m)

# %% [markdown]
# ## The data and the networks

# %%
figure, ax = plt.subplots(figsize=(5, 3), layout="constrained")
m.plot("fit", ax=ax)
plt.show()

# %% [markdown]
# ## The straight line, and the path
#
# On the straight line from the minimum to the better weights there is a barrier. On the path there is none:
# the loss is constant on two segments, and then falls.

# %%
figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3), layout="constrained")
m.plot("slice", ax=left)
m.plot("path", ax=right)
plt.show()

# %% [markdown]
# ## A plane through both
#
# One direction changes the weights and biases of the hidden layer, the other those of the output layer, so
# that (1, 1) are the better weights. `m.plot("surface")` draws another plane.

# %%
a, change = m.flat(m.weights), m.flat(m.better) - m.flat(m.weights)
output = np.arange(a.size) >= 8
s, t = np.linspace(-0.12, 1.15, 80), np.linspace(-0.6, 1.6, 80)
points = a + s[:, None, None] * np.where(output, 0, change) + t[None, :, None] * np.where(output, change, 0)
losses = m.losses(points.reshape(-1, a.size)).reshape(80, 80)

figure, ax = plt.subplots(figsize=(5, 3.4), layout="constrained")
ax.contour(s, t, losses.T, levels=0.845 + (np.arange(1, 15) / 14) ** 2 * 1.2, cmap="viridis", linewidths=0.8)
ax.plot(0, 0, "o", color="C3", label="minimum")
ax.plot(1, 1, "D", color="C0", label="better")
ax.set_xlabel("change of the hidden layer")
ax.set_ylabel("change of the output layer")
ax.legend(loc="lower right")
plt.show()

# %% [markdown]
# ## The Hessian
#
# Ten positive eigenvalues and three zeros, proved. The zeros belong to the ways in which the four equal units
# can share their work; all of these directions lead along critical points.

# %%
print(m.inertia)
figure, ax = plt.subplots(figsize=(5, 2.6), layout="constrained")
m.plot("spectrum", ax=ax)
plt.show()

# %% [markdown]
# ## Does gradient descent stay?
#
# This is a question that wronski does not answer. An experiment: 100 starts around the minimum, each weight
# moved by a normal deviate times a radius, 4000 steps of plain gradient descent. How many end below 0.95?

# %%
x, target = m.inputs[:, 0], m.targets[:, 0]
(W, b), (V, c) = m.weights


def descend(w, b, v, c, steps=4000, rate=0.002):
    """Gradient descent for many networks at once; the losses at the end."""
    for _ in range(steps):
        t = np.tanh(w[:, :, None] * x + b[:, :, None])
        r = (v[:, :, None] * t).sum(1) + c - target
        d = v[:, :, None] * (1 - t * t) * r[:, None]
        v, c = v - rate * 2 * (t * r[:, None]).sum(2), c - rate * 2 * r.sum(1, keepdims=True)
        w, b = w - rate * 2 * (d * x).sum(2), b - rate * 2 * d.sum(2)
    t = np.tanh(w[:, :, None] * x + b[:, :, None])
    return (((v[:, :, None] * t).sum(1) + c - target) ** 2).sum(1)


radii = (0.01, 0.1, 0.3, 1.0)
ends = []
for radius in radii:
    normal = np.random.default_rng(0).standard_normal
    ends.append(descend(*(a + radius * normal((100, a.size)) for a in (W[:, 0], b, V[0], c))))

figure, ax = plt.subplots(figsize=(5, 3), layout="constrained")
for k, losses in enumerate(ends):
    ax.plot(k + np.linspace(-0.3, 0.3, 100), np.sort(losses), ".", markersize=3)
ax.axhline(float(m.loss), color="C3", linewidth=0.8)
ax.set_xticks(range(len(radii)), [f"radius {r:g}" for r in radii])
ax.set_ylabel("loss at the end")
plt.show()
print("radius 0.01:", int((ends[0] < 0.95).sum()), "of 100")
print("radius 1, more than half:", bool((ends[3] < 0.95).mean() > 0.5))

# %% [markdown]
# Near the minimum none leaves in that many steps; from farther away most do. That is an observation about
# this data set, this method and these numbers, and no theorem.
