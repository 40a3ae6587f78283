# %% [markdown]
# # Certify the network you trained
#
# A network with one hidden unit, trained in NumPy from two starts. Is the end of each training a local
# minimum? `wronski.certify` answers with a proof, or says that it cannot tell. The same as a page:
# `docs/certify-your-network.md`.

# %%
import numpy as np

import wronski

X = np.linspace(-3, 3, 25)[:, None]
noise = np.random.default_rng(1).standard_normal(X.shape)
y = np.round(np.tanh(2 * X + 2) - 0.8 * np.tanh(2 * X - 2) + 0.05 * noise, 3)

# %% [markdown]
# Training by the method of Levenberg and Marquardt. The weights are stored as float32, as frameworks do.

# %%
def forward(layers, X):
    (W, b), (V, c) = layers
    return np.tanh(X @ W.T + b) @ V.T + c


def train(layers, steps=500):
    shapes = [a.shape for layer in layers for a in layer]
    ends = np.cumsum([np.prod(s) for s in shapes])[:-1]

    def layers_of(p):
        W, b, V, c = (a.reshape(s) for a, s in zip(np.split(p, ends), shapes))
        return [(W, b), (V, c)]

    p, damping = np.concatenate([a.ravel() for layer in layers for a in layer]), 1.0
    for _ in range(steps):
        (W, b), (V, c) = layers_of(p)
        t = np.tanh(X @ W.T + b)
        d = (1 - t**2) * V
        J = np.concatenate([d * X, d, t, np.ones_like(X)], axis=1)
        r = t @ V.T + c - y
        q = p - np.linalg.solve(J.T @ J + damping * np.eye(p.size), J.T @ r).ravel()
        smaller = ((forward(layers_of(q), X) - y) ** 2).sum() < (r**2).sum()
        p, damping = (q, damping / 3) if smaller else (p, damping * 3)
    return [(W.astype(np.float32), b.astype(np.float32)) for W, b in layers_of(p)]


def start(seed, units):
    random = np.random.default_rng(seed).standard_normal
    return [(random((units, 1)), random(units)), (random((1, units)), random(1))]


for seed in range(6):
    trained = train(start(seed, 1))
    print(f"start {seed}: loss {((forward(trained, X) - y) ** 2).sum():.4f}")

# %% [markdown]
# Most starts end with 6.5252, one with 10.5704. Certify one of each.

# %%
good = wronski.certify(train(start(0, 1)), X, y, activation="tanh", polish=True)
bad = wronski.certify(train(start(3, 1)), X, y, activation="tanh", polish=True)
for m in (good, bad):
    print(m.kind, f"loss {float(m.loss):.6f}, eigenvalues of the Hessian: {m.inertia}")

# %% [markdown]
# Both are strict local minima. `polish=True` moved the float32 weights to the critical point next to them,
# and says how far. The losses are enclosed between rational numbers, so that the second minimum is *bad* is
# proved as well.

# %%
from fractions import Fraction

print(f"moved by {good.polished.distance:.0e} and {bad.polished.distance:.0e}")
print(Fraction(good.loss.enclosure[1]) < Fraction(bad.loss.enclosure[0]))

# %%
import matplotlib.pyplot as plt

plt.rcParams.update({"figure.dpi": 64, "font.size": 9})
figure, ax = plt.subplots(figsize=(5, 3), layout="constrained")
grid = np.linspace(-3.2, 3.2, 200)
ax.plot(X[:, 0], y[:, 0], "k.", label="data")
for m, style in ((good, "--"), (bad, "-")):
    ax.plot(grid, m.outputs(grid)[:, 0], style, label=f"loss {float(m.loss):.3f}")
ax.legend()
plt.show()

# %% [markdown]
# ## With more units
#
# Two units follow both flanks. Copies of one unit do not: the wider network has a saddle where the narrow one
# has a minimum, and can leave.

# %%
two = wronski.certify(train(start(0, 2)), X, y, activation="tanh", polish=True)
print(two.kind, f"loss {float(two.loss):.6f}", two.inertia)
print(wronski.certify(train(start(3, 1)), X, y, activation="tanh", polish=True, widen=[4]).kind)

# %% [markdown]
# ## Not finished, and undecided
#
# After eight steps there is no critical point near. Two equal units make a line of critical points, and no
# box holds exactly one: undecided, which is no error.

# %%
print(wronski.certify(train(start(3, 1), steps=8), X, y, activation="tanh").kind)
(W, b), (V, c) = train(start(0, 1))
doubled = [(np.repeat(W, 2, 0), np.repeat(b, 2)), (np.repeat(V / 2, 2, 1), c)]
print(wronski.certify(doubled, X, y, activation="tanh").kind)

# %% [markdown]
# ## From torch
#
# Where torch is installed, a `torch.nn.Sequential` is read as it is: widths, weights and activation.

# %%
try:
    import torch
except ImportError:
    answer = "torch is not installed here"
else:
    model = torch.nn.Sequential(torch.nn.Linear(1, 1), torch.nn.Tanh(), torch.nn.Linear(1, 1))
    with torch.no_grad():
        for parameter, value in zip(model.parameters(), [a for layer in train(start(3, 1)) for a in layer]):
            parameter.copy_(torch.from_numpy(value))
    answer = str(wronski.certify(model, X, y).kind)
print(answer)

# %% [markdown]
# What is proved here is about these weights and these 25 samples. What it says about training in general is
# in `docs/what-a-verdict-says.md`.
