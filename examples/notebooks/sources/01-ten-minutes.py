# %% [markdown]
# # Ten minutes with wronski
#
# You give a formula. wronski says whether it meets the hypotheses of theorems about bad local minima of
# neural networks, and shows why. For many activations it also makes such a minimum, with a proof that a
# second program re-checks. The same as a page: `docs/ten-minutes.md`.
#
# ## Ask about an activation
#
# Seven claims are decided. *Proved* and *refuted* are both proved; *undecided* is a third answer and no
# error. The lines under a refuted claim are the reason.

# %%
import wronski

v = wronski.verify("gelu")
print(v)

# %% [markdown]
# Every claim has a verdict, a reason, and, where it is about a family of functions, a rank.

# %%
for id, claim in v.claims.items():
    print(f"{id:<40} {claim.verdict:<8} {'' if claim.rank is None else f'{claim.rank} of {claim.size}'}")

# %% [markdown]
# ## Write it as you like
#
# A name of a framework, a formula, or a formula with a declared letter that stands for a generic constant.
# The values at which the verdict is another one are listed.

# %%
print(wronski.verify("torch.nn.SiLU", claims="1").claims["assumption-1"].verdict)
swish = wronski.verify("x*sigmoid(beta*x)", params=["beta"], claims="1").claims["assumption-1"]
print(swish.verdict, [e["text"] for e in swish.exceptional])

# %% [markdown]
# What cannot be read is told with its place.

# %%
try:
    wronski.verify("x*sigmod(x)")
except wronski.WronskiError as e:
    print(e)

# %% [markdown]
# ## Evidence
#
# A certificate is text. The checker decides again from this text alone. Change a verdict in it, and it is
# refused.

# %%
certificate = wronski.verify("softplus").certificate
print(len(certificate) // 1000, "kB")
print(wronski.check(certificate).valid, wronski.check(certificate.replace('"refuted"', '"proved"')).verdict)

# %% [markdown]
# ## Relations between functions

# %%
print(wronski.independent("softplus(x)", "softplus(-x)", "x"))
print(wronski.equal("tanh(x)", "2*sigmoid(2*x) - 1").verdict)

# %% [markdown]
# ## A bad local minimum
#
# Data and weights for a network 1-4-1. The loss is the sum of squares.

# %%
m = wronski.construct("gelu", widths=(1, 4, 1))
print(m)
print(wronski.check(m.certificate))

# %%
import matplotlib.pyplot as plt

plt.rcParams.update({"figure.dpi": 64, "font.size": 9})
figure, (left, right) = plt.subplots(1, 2, figsize=(9, 3.2), layout="constrained")
m.plot("fit", ax=left)
m.plot("slice", ax=right)
plt.show()

# %% [markdown]
# Left: the data, the network at the minimum, and at better weights. Right: the loss on the straight line
# through both. Pictures are drawn in floating point, and nothing rests on them.
#
# In a notebook a result that stands last in a cell shows its report, with every relation and number: try `m`,
# or `wronski.report(m)`.
#
# Next: `02-certify-the-network-you-trained.ipynb`.
