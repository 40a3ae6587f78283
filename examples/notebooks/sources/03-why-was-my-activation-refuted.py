# %% [markdown]
# # Why was my activation refuted?
#
# *Refuted* means: a hypothesis of a theorem is false for this activation, and here is the relation that shows
# it. It does not mean that there is no bad local minimum. This notebook reads such relations, tests them
# apart from wronski, and shows what can be done.

# %%
import numpy as np

import wronski

v = wronski.verify("softplus")
print(v)

# %% [markdown]
# ## Read the relation
#
# `gradient-3` is about six functions, the gradient of a chain of three layers. They are dependent: `1 - 2 S1
# + s1 S1 = 0`, where `s1` is the derivative of softplus at x, and `S1` the derivative at softplus(x).
#
# By hand: `s1 = e^x/(1 + e^x)`, and `S1 = e^s/(1 + e^s)` with `e^s = 1 + e^x`, so `S1 = (1 + e^x)/(2 + e^x)`
# and `S1 (2 - s1) = 1`. With numbers, apart from wronski:

# %%
x = np.linspace(-5, 5, 11)
s = np.log1p(np.exp(x))
s1, S1 = 1 / (1 + np.exp(-x)), 1 / (1 + np.exp(-s))
print(v.claims["gradient-3"].relations)
print("|1 - 2 S1 + s1 S1| is below 1e-14 everywhere:", bool(abs(1 - 2 * S1 + s1 * S1).max() < 1e-14))

# %% [markdown]
# ## What follows
#
# The Jacobian of the chain at weights 1 and biases 0 has rank 5 of 6, whatever the data. For tanh it has rank
# 6.

# %%
def gradients(f, f1):
    X = np.random.default_rng(0).uniform(-2, 2, 40)
    s, s1 = f(X), f1(X)
    S, S1 = f(s), f1(s)
    return np.stack([np.ones_like(X), S, S1, s * S1, s1 * S1, X * s1 * S1], axis=1)


def rank(f, f1):
    """The rank in floating point: an observation, no proof."""
    return int(np.linalg.matrix_rank(gradients(f, f1), tol=1e-10))


softplus = rank(lambda x: np.log1p(np.exp(x)), lambda x: 1 / (1 + np.exp(-x)))
print(softplus, wronski.verify("softplus").claims["gradient-3"].rank)
print(rank(np.tanh, lambda x: 1 - np.tanh(x) ** 2), wronski.verify("tanh").claims["gradient-3"].rank)

# %% [markdown]
# So the published argument gives no strict minimum of the chain at these weights. At other weights it can:
# `construct` looks for them.

# %%
m = wronski.construct("softplus", widths=(1, 2, 2, 1))
print(m)

# %% [markdown]
# A refuted claim, and a bad local minimum that is proved.
#
# ## Relatives
#
# Which activations share the two refuted claims? For one of these the program cannot tell; nothing follows
# from that.

# %%
for f in ("softplus(x)", "softplus(x) + x/100", "softplus(2*x)", "log(2 + exp(x))", "mish(x)", "silu(x)"):
    claims = wronski.verify(f).claims
    print(f"{f:<20}", claims["gradient-3"].verdict, claims["lemma-3"].verdict)

# %% [markdown]
# ## Other reasons
#
# *Assumption 1* fails where the activation solves a linear differential equation of a certain form:

# %%
for f in ("erf(x)", "sin(x)", "exp(-x^2)", "x^2"):
    claim = wronski.verify(f, claims="1").claims["assumption-1"]
    print(f"{f:<10} {claim.verdict} {claim.because}")

# %% [markdown]
# *Analytic* fails at a kink. wronski names the point and the derivative that jumps:

# %%
for f in ("relu", "elu"):
    print(f, wronski.verify(f, claims="1").claims["analytic"].because)

# %% [markdown]
# A claim can be refuted for some values of a parameter only. They are listed with the verdict there:

# %%
claim = wronski.verify("x*sigmoid(beta*x)", params=["beta"], claims="1").claims["assumption-1"]
print(claim.verdict, [e["text"] for e in claim.exceptional])

# %% [markdown]
# And an input that is no activation at all is an error, with its place and a remedy:

# %%
try:
    wronski.verify("sqrt(x)")
except wronski.WronskiError as e:
    print(e)
