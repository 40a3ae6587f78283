"""Certificates made by hand with mpmath: python3 make.py writes the JSON files beside this script.

The instance: a sigmoid network 1-1-1 without biases, inputs 1, 2, 3, targets -1/3, 4/5, 59/36. Its critical point is
u = log 2, v = 1, where f(x) = 2^x/(1 + 2^x) = 2/3, 4/5, 8/9, the residuals are 1, 0, -3/4 and the loss is 25/16: all of it by
hand. Only log 2 and the losses off the critical point need mpmath.
"""

import json
import os
from fractions import Fraction as Q

import mpmath as mp

mp.mp.prec = 300
X, Y = [1, 2, 3], [Q(-1, 3), Q(4, 5), Q(59, 36)]


def real(q):
    q = Q(q)
    return mp.mpf(q.numerator) / q.denominator


def dyadic(x, bits):
    return Q(int(mp.nint(x * mp.mpf(2) ** bits)), 2**bits)


def enclosure(x, digits=20):
    """Decimals around x."""
    scale = 10**digits
    lo = Q(int(mp.floor(x * scale)) - 1, scale)
    return [str(lo), str(lo + Q(3, scale))]


def sigmoid(z):
    return 1 / (1 + mp.exp(-z))


def loss(us, vs):
    return sum((sum(real(v) * sigmoid(real(u) * x) for u, v in zip(us, vs)) - real(y)) ** 2 for x, y in zip(X, Y))


U = dyadic(mp.log(2), 100)


def weights(us, vs):
    return [{"W": [[str(u)] for u in us]}, {"W": [[str(v) for v in vs]]}]


# Second derivatives of the loss at u = log 2, v = 1, by hand: with p = 2^x/(1 + 2^x), p' = x p (1 - p), p'' = x^2 p (1 - p)(1 - 2p).
P = [Q(2**x, 1 + 2**x) for x in X]
R = [p - y for p, y in zip(P, Y)]
D1 = [x * p * (1 - p) for x, p in zip(X, P)]
D2 = [x * x * p * (1 - p) * (1 - 2 * p) for x, p in zip(X, P)]
assert sum(r * d for r, d in zip(R, D1)) == 0 and sum(r * p for r, p in zip(R, P)) == 0
assert sum(r * r for r in R) == Q(25, 16)
HUU = 2 * sum(d * d + r * e for d, r, e in zip(D1, R, D2))
HUV = 2 * sum(d * p + r * d for d, r, p in zip(D1, R, P))
HVV = 2 * sum(p * p for p in P)
B = 2 * sum(r * e for r, e in zip(R, D2))
assert B == Q(8, 9), B
least = (real(HUU + HVV) - mp.sqrt(real(HUU - HVV) ** 2 + 4 * real(HUV) ** 2)) / 2


def around(q, digits=20):
    return [str(q - Q(1, 10**digits)), str(q + Q(1, 10**digits))]


def base(kind, widths):
    return {
        "schema": "wronski/minimum",
        "version": 1,
        "kind": kind,
        "because": "made by hand",
        "activation": {"input": "sigmoid", "expression": "sigmoid(x)", "verified": False},
        "network": {"widths": widths, "biases": False, "loss": "sum_of_squares"},
        "data": {"inputs": [[str(x)] for x in X], "targets": [[str(y)] for y in Y]},
    }


SMALL = {
    "widths": [1, 1, 1],
    "weights": weights([U], [1]),
    "radius": "1/1152921504606846976",
    "precision": 256,
    "loss": around(Q(25, 16)),
    "hessian_inertia": [2, 0],
    "hessian_least_eigenvalue": str(dyadic(least, 40) - Q(1, 2**30)),
    "moments": [{"layer": 1, "unit": 0, "matrix": [[around(B)]], "eigenvalues": [around(B)], "definite": "positive"}],
}

here = os.path.dirname(os.path.abspath(__file__))


def write(name, certificate):
    with open(os.path.join(here, name + ".json"), "w") as f:
        json.dump(certificate, f, indent=1)
        f.write("\n")


strict = base("strict-local-minimum", [1, 1, 1])
strict["small"] = SMALL
write("strict", strict)

# 1-2-1 with fractions 1/2, 1/2; out along the line of fractions, the second unit is moved while it has no outgoing weight, then
# that weight goes down to -4. (The best weight is -184093/42684 for -2 log 2; the slope must stay negative.)
half = Q(1, 2)
free = Q(-1386, 1000)
points = [([U, U], [half, half]), ([U, U], [1, 0]), ([U, free], [1, 0]), ([U, free], [1, -4])]
bad = base("bad-local-minimum", [1, 2, 1])
bad["small"] = SMALL
bad["wide"] = {
    "fractions": [["1/2", "1/2"]],
    "units": [0],
    "weights": weights(*points[0]),
    "inertia": [3, 0, 1],
    "lemma": "merge",
}
better = loss(*points[3])
bad["better"] = {"weights": weights(*points[3]), "loss": enclosure(better)}
bad["path"] = [
    {
        "kind": kind,
        "from": weights(*points[i]),
        "to": weights(*points[i + 1]),
        "loss": [enclosure(loss(*points[i]), 16), enclosure(loss(*points[i + 1]), 16)],
        "pieces": pieces,
    }
    for i, (kind, pieces) in enumerate([("constant", 0), ("constant", 0), ("descent", 16)])
]
bad["neighbourhood"] = {
    "radius": "1/100000",
    "radii": weights(["1/5000"], ["1/5000"]),
    "minimum_at_least": "1.562",
    "better_at_most": "0.755",
    "pieces": [16],
}
write("bad", bad)

# The same with fractions 3/2, -1/2: a saddle. Along (Delta_1, Delta_2) = (1, 3), with mean 3/2 - 3/2 = 0, the second derivative is
# (3/2 - 9/2) B = -8/3.
saddle = base("saddle", [1, 2, 1])
saddle["small"] = SMALL
saddle["wide"] = {
    "fractions": [["3/2", "-1/2"]],
    "units": [0],
    "weights": weights([U, U], [Q(3, 2), Q(-1, 2)]),
    "inertia": [2, 1, 1],
    "lemma": "merge",
}
saddle["saddle"] = {"direction": weights([1, 3], [0, 0]), "curvature": around(Q(-8, 3))}
write("saddle", saddle)

# Far from it: at u = 1/2, v = 1 the loss increases in v or decreases; the slope along v is 2 sum r sigma.
excluded = base("not-critical", [1, 1, 1])
slope = 2 * sum((sigmoid(real(half) * x) - real(y)) * sigmoid(real(half) * x) for x, y in zip(X, Y))
excluded["exclusion"] = {
    "weights": weights([half], [1]),
    "radius": "1/1000",
    "direction": weights([0], [1]),
    "slope": [str(dyadic(slope, 20) - Q(1, 50)), str(dyadic(slope, 20) + Q(1, 50))],
    "precision": 128,
}
write("excluded", excluded)
print(mp.nstr(least, 10), mp.nstr(better, 20), mp.nstr(slope, 10))
