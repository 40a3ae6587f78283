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
B = sum(r * e for r, e in zip(R, D2))
assert B == Q(4, 9), B
least = (real(HUU + HVV) - mp.sqrt(real(HUU - HVV) ** 2 + 4 * real(HUV) ** 2)) / 2


def around(q, digits=20):
    return [str(q - Q(1, 10**digits)), str(q + Q(1, 10**digits))]


def base(kind, widths):
    return {
        "schema": "wronski/minimum",
        "version": 2,
        "kind": kind,
        "activation": {"expression": "sigmoid(x)", "verified": False},
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


# A minimum inside the linear piece of relu, by hand: inputs 0, 1, 2, targets 0, 1, 0. The best affine function is the constant 1/3, with
# loss 2/3. The second unit has no outgoing weight and is moved to relu(x - 1); then (x + 1) - 2 relu(x - 1) - 1 interpolates, and 7/8 of
# the way there leave a loss of (1/8)^2 2/3 = 1/96.
def relu(row, b, v, c):
    return [{"W": [["1"], [row]], "b": ["1", b]}, {"W": [v], "b": [c]}]


way = [relu("1", "1", ["0", "0"], "1/3"), relu("1", "-1", ["0", "0"], "1/3"), relu("1", "-1", ["7/8", "-7/4"], "-5/6")]
linear = base("bad-local-minimum", [1, 2, 1])
linear["activation"] = {"expression": "relu(x)", "verified": False}
linear["network"]["biases"] = True
linear["data"] = {"inputs": [["0"], ["1"], ["2"]], "targets": [["0"], ["1"], ["0"]]}
linear["linear"] = {
    "interval": ["0", "inf"],
    "slope": "1",
    "intercept": "0",
    "fit": {"W": [["0"]], "b": ["1/3"]},
    "weights": way[0],
    "loss": "2/3",
    "radius": "1/4",
}
linear["better"] = {"weights": way[2], "loss": ["1/96", "1/96"]}
linear["path"] = [
    {"kind": "constant", "from": way[0], "to": way[1], "loss": [["2/3", "2/3"]] * 2, "pieces": 0},
    {"kind": "descent", "from": way[1], "to": way[2], "loss": [["2/3", "2/3"], ["1/96", "1/96"]], "pieces": 4},
]
write("linear", linear)


# Chains of tanh units, designed: weights and inputs are chosen, the residual is orthogonal to the gradient and has moments of the
# wanted signs, the targets are rounded, and Newton's method finds the critical point of the rounded data.


class Chain:
    def __init__(self, biases):
        self.biases = biases

    def forward(self, p, x):
        """Outputs a_l, preactivations z_l, and c_l = df/da_l for the hidden layers."""
        step = 2 if self.biases else 1
        rows = [p[i : i + step] for i in range(0, len(p), step)]
        a, zs = [x], []
        for i, row in enumerate(rows):
            z = row[0] * a[-1] + (row[1] if self.biases else 0)
            zs.append(z)
            a.append(mp.tanh(z) if i + 1 < len(rows) else z)
        c = [mp.mpf(1)]
        for i in range(len(rows) - 1, 0, -1):
            back = c[0] if i + 1 == len(rows) else c[0] * (1 - a[i + 1] ** 2)
            c.insert(0, back * rows[i][0])
        return a, zs, c[:-1], rows

    def jacobian(self, p, x):
        a, zs, c, rows = self.forward(p, x)
        out = []
        for i in range(len(rows)):
            s = mp.mpf(1) if i + 1 == len(rows) else c[i] * (1 - a[i + 1] ** 2)
            out.append(s * a[i])
            if self.biases:
                out.append(s)
        return out

    def moments(self, p, x):
        """For each hidden layer the entries of c sigma'' a~ a~', by rows (bias first)."""
        a, zs, c, rows = self.forward(p, x)
        out = []
        for i in range(len(rows) - 1):
            t = a[i + 1]
            tilde = [mp.mpf(1), a[i]] if self.biases else [a[i]]
            out.append([[c[i] * -2 * t * (1 - t * t) * u * v for v in tilde] for u in tilde])
        return out

    def value(self, p, x):
        return self.forward(p, x)[0][-1]

    def gradient(self, p, xs, ys):
        total = [mp.mpf(0)] * len(p)
        for x, y in zip(xs, ys):
            r = 2 * (self.value(p, x) - y)
            total = [g + r * j for g, j in zip(total, self.jacobian(p, x))]
        return total

    def hessian(self, p, xs, ys):
        h = mp.mpf(2) ** -90
        columns = []
        for i in range(len(p)):
            up = [q + (h if j == i else 0) for j, q in enumerate(p)]
            down = [q - (h if j == i else 0) for j, q in enumerate(p)]
            columns.append([(u - d) / (2 * h) for u, d in zip(self.gradient(up, xs, ys), self.gradient(down, xs, ys))])
        return mp.matrix(columns)


def layers(rows_of_layers, biases):
    """Weights from, for each layer, a list of (row, bias)."""
    out = []
    for layer in rows_of_layers:
        entry = {"W": [[str(Q(w)) for w in row] for row, _ in layer]}
        if biases:
            entry["b"] = [str(Q(b)) for _, b in layer]
        out.append(entry)
    return out


def evaluate(net, x):
    a = [real(x)]
    for i, layer in enumerate(net):
        z = [sum(real(w) * v for w, v in zip(row, a)) + real(b) for row, b in layer]
        a = [mp.tanh(v) for v in z] if i + 1 < len(net) else z
    return a


def designed(name, start, inputs, biases, signs, scale, fractions):
    chain = Chain(biases)
    n = len(inputs)
    xs = [real(x) for x in inputs]
    p = [mp.mpf(q) for q in start]
    # Conditions on the residual: orthogonal to the gradient, moment matrices near a multiple of the identity.
    columns = list(map(list, zip(*[chain.jacobian(p, x) for x in xs])))
    wanted = [0] * len(columns)
    size = 2 if biases else 1
    for l, sign in enumerate(signs):
        values = [chain.moments(p, x)[l] for x in xs]
        for i in range(size):
            for j in range(i + 1):
                columns.append([v[i][j] for v in values])
                wanted.append(sign if i == j else 0)
    a = mp.matrix(columns)
    unit = a.T * mp.lu_solve(a * a.T, mp.matrix(wanted))
    # The Hessian is positive definite for small residuals.
    while True:
        p = [mp.mpf(q) for q in start]
        targets = [dyadic(chain.value(p, x) - unit[i] * scale, 40) for i, x in enumerate(xs)]
        ys = [real(y) for y in targets]
        for _ in range(30):
            step = mp.lu_solve(chain.hessian(p, xs, ys), -mp.matrix(chain.gradient(p, xs, ys)))
            p = [q + s for q, s in zip(p, step)]
            if max(abs(s) for s in step) < mp.mpf(2) ** -100:
                break
        eigenvalues = sorted(mp.eigsy(chain.hessian(p, xs, ys), eigvals_only=True))
        if max(abs(s) for s in step) < mp.mpf(2) ** -80 and eigenvalues[0] > 0:
            break
        scale /= 4
        assert scale > mp.mpf(10) ** -9
    minimum = sum((chain.value(p, x) - y) ** 2 for x, y in zip(xs, ys))
    centre = [dyadic(q, 90) for q in p]
    step = 2 if biases else 1
    small = [[([centre[i]], centre[i + 1] if biases else 0)] for i in range(0, len(centre), step)]
    moments = []
    for l in range(len(signs)):
        b = mp.matrix(size, size)
        for x, y in zip(xs, ys):
            m = chain.moments(p, x)[l]
            r = (chain.value(p, x) - y)
            for i in range(size):
                for j in range(size):
                    b[i, j] += r * m[i][j]
        values = sorted(mp.eigsy(b, eigvals_only=True))
        assert all(v * signs[l] > 0 for v in values), (l, values)
        moments.append(
            {
                "layer": l + 1,
                "unit": 0,
                "matrix": [[enclosure(b[i, j]) for j in range(size)] for i in range(size)],
                "eigenvalues": [enclosure(v) for v in values],
                "definite": "positive" if signs[l] > 0 else "negative",
            }
        )
    # The wide network: the row of each copy is that of the unit, times the fractions of the copies before.
    wide, before = [], [Q(1)]
    for l, layer in enumerate(small):
        count = len(fractions[l]) if l < len(fractions) else 1
        row, bias = layer[0]
        wide.append([([row[0] * f for f in before], bias) for _ in range(count)])
        before = fractions[l] if l < len(fractions) else [Q(1)]
    # Out: the last unit of the last hidden layer gives its outgoing weight to the first one, gets new incoming weights, and
    # its outgoing weight goes most of the way to the best one.
    merged = [list(layer) for layer in wide]
    out = list(merged[-1][0][0])
    out[0], out[-1] = out[0] + out[-1], Q(0)
    merged[-1] = [(out, merged[-1][0][1])]
    best = None
    for u in range(-12, 13):
        for v in range(-6, 7) if biases else [0]:
            fresh = ([Q(u, 4)] + [Q(0)] * (len(merged[-2][0][0]) - 1), Q(v, 2))
            moved = [list(layer) for layer in merged]
            moved[-2][-1] = fresh
            s = q = mp.mpf(0)
            for x, y in zip(inputs, ys):
                below = [real(x)]
                for layer in moved[:-1]:
                    below = [mp.tanh(sum(real(w) * a for w, a in zip(r, below)) + real(b)) for r, b in layer]
                s += (evaluate(moved, x)[0] - y) * below[-1]
                q += below[-1] ** 2
            if q > 0 and (best is None or s * s / q > best[0]):
                best = (s * s / q, moved, dyadic(-s / q * mp.mpf(7) / 8, 20))
    gain, moved, outgoing = best
    end = [list(layer) for layer in moved]
    out = list(end[-1][0][0])
    out[-1] = outgoing
    end[-1] = [(out, end[-1][0][1])]

    def wide_loss(net):
        return sum((evaluate(net, x)[0] - y) ** 2 for x, y in zip(inputs, ys))

    points = [wide, merged, moved, end]
    parameters = sum(len(layer) * (len(layer[0][0]) + (1 if biases else 0)) for layer in wide)
    widened = [l for l, f in enumerate(fractions) if len(f) > 1]
    zeros = sum(
        (len(fractions[l + 1]) if l + 1 < len(fractions) else 1) * (len(fractions[l]) - 1)
        for l in range(widened[0], widened[-1] + 1)
    )
    # The inertia by another way: second differences of the wide loss, and its eigenvalues.
    h = mp.mpf(2) ** -60
    slots = [(l, k, j) for l, layer in enumerate(wide) for k in range(len(layer)) for j in range(len(layer[k][0]) + (1 if biases else 0))]

    def shifted(moves):
        net = [[(list(map(real, row)), real(b)) for row, b in layer] for layer in wide]
        for (l, k, j), d in moves:
            row, b = net[l][k]
            if j < len(row):
                row[j] += d
            else:
                b += d
            net[l][k] = (row, b)
        total = mp.mpf(0)
        for x, y in zip(inputs, ys):
            a = [real(x)]
            for l, layer in enumerate(net):
                z = [sum(w * v for w, v in zip(row, a)) + b for row, b in layer]
                a = [mp.tanh(v) for v in z] if l + 1 < len(net) else z
            total += (a[0] - y) ** 2
        return total

    full = mp.matrix(parameters, parameters)
    for i in range(parameters):
        for j in range(i + 1):
            corners = [(1, 1, 1), (1, -1, -1), (-1, 1, -1), (-1, -1, 1)]
            second = sum(s * shifted([(slots[i], e * h), (slots[j], f * h)]) for e, f, s in corners) / (4 * h * h)
            full[i, j] = full[j, i] = second
    spectrum = mp.eigsy(full, eigvals_only=True)
    assert sum(1 for v in spectrum if abs(v) < mp.mpf(10) ** -15) == zeros, spectrum
    assert sum(1 for v in spectrum if v > mp.mpf(10) ** -15) == parameters - zeros, spectrum

    bad = base("bad-local-minimum", [1] + [len(f) for f in fractions] + [1])
    bad["activation"] = {"expression": "tanh(x)", "verified": False}
    bad["network"]["biases"] = biases
    bad["data"] = {"inputs": [[str(Q(x))] for x in inputs], "targets": [[str(y)] for y in targets]}
    bad["small"] = {
        "widths": [1] * (len(small) + 1),
        "weights": layers(small, biases),
        "radius": str(Q(1, 2**60)),
        "precision": 192,
        "loss": enclosure(minimum),
        "hessian_inertia": [len(p), 0],
        "hessian_least_eigenvalue": str(dyadic(eigenvalues[0] * mp.mpf(99) / 100, 40)),
        "moments": moments,
    }
    bad["wide"] = {
        "fractions": [[str(f) for f in layer] for layer in fractions],
        "units": [0] * len(fractions),
        "weights": layers(wide, biases),
        "inertia": [parameters - zeros, 0, zeros],
        "lemma": "merge" if len(widened) == 1 else "critical-kernel",
    }
    bad["better"] = {"weights": layers(end, biases), "loss": enclosure(wide_loss(end))}
    bad["path"] = [
        {
            "kind": kind,
            "from": layers(points[i], biases),
            "to": layers(points[i + 1], biases),
            "loss": [enclosure(wide_loss(points[i]), 14), enclosure(wide_loss(points[i + 1]), 14)],
            "pieces": pieces,
        }
        for i, (kind, pieces) in enumerate([("constant", 0), ("constant", 0), ("descent", 8)])
    ]
    write(name, bad)
    print(name, mp.nstr(minimum, 8), mp.nstr(wide_loss(end), 8), mp.nstr(eigenvalues[0], 5))


designed(
    "deep",
    ["1", "0.25", "1.5", "-0.5", "1", "0"],
    [Q(n, 4) for n in range(-13, 14) if n % 3],
    True,
    [1, -1],
    mp.mpf(1) / 2000,
    [[Q(1, 3), Q(2, 3)], [Q(3), Q(-1), Q(-1)]],
)
designed(
    "biased",
    ["1", "0.5", "1", "0"],
    [Q(-3), Q(-2), Q(-1), Q(0), Q(1, 2), Q(1), Q(2), Q(3)],
    True,
    [1],
    mp.mpf(1) / 200,
    [[Q(1, 4), Q(1, 4), Q(1, 2)]],
)
