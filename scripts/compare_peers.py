"""Puts the same questions to wronski, SymPy, FriCAS, Maxima and Arb, and writes what each answers.

    python3 scripts/compare_peers.py --program target/release/wronski --json data/peers.json
    python3 scripts/compare_peers.py --table data/peers.json        # the table of docs/trust.md

A question is a list of functions: are they linearly independent over the real numbers? The expected rank
comes from python-flint or by hand, never from wronski: a lower bound is a determinant of values at rational
points that Arb encloses away from zero, an upper bound is a relation that is written down below with the
reason why it holds, and that Arb finds zero to 250 bits at twenty points (a check of what was typed, no
proof). The run stops if they do not agree.

Every system gets the same formulas, with derivatives and compositions written out, in a process of its own
that is limited in processor time. What is timed is the processor time of that process, start-up included; the
start-up alone is measured as well. SymPy, FriCAS and Maxima get the Wronskian and then what each has to
decide whether it is zero:

    SymPy     `is_zero`, then `simplify`, then `equals(0)`
    FriCAS    `normalize` (kernels that are algebraically independent), then comparison with 0
    Maxima    `radcan`, then `ratsimp`, then `zeroequiv`
    Arb       the determinant of the values at points: it can exclude zero, and never confirm it

FriCAS and Maxima have to be installed (Debian: `apt-get install fricas maxima`); one that is missing is left
out of the answers and named. python-flint and sympy are needed.
"""

from __future__ import annotations

import argparse
import ast
import json
import operator
import os
import platform
import re
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from typing import Any, Callable, Optional

DEPENDENT, INDEPENDENT = "dependent", "independent"

# Functions in Python's syntax; `pi` is the number. Derivatives are by hand, and `--self-test` compares them
# with Arb's power series.


def sigmoid(a: str) -> str:
    return f"(1/(1+exp(-({a}))))"


def softplus(a: str) -> list[str]:
    """The function and its first two derivatives at `a`."""
    e = f"exp({a})"
    return [f"log(1+{e})", f"{e}/(1+{e})", f"{e}/(1+{e})**2"]


def tanh(a: str) -> list[str]:
    t = f"tanh({a})"
    return [t, f"(1-{t}**2)", f"(-2*{t}*(1-{t}**2))"]


def gelu(a: str) -> list[str]:
    e, w = f"(1+erf(({a})/sqrt(2)))/2", f"exp(-({a})**2/2)/sqrt(2*pi)"
    return [f"({a})*{e}", f"({e}+({a})*{w})", f"(2-({a})**2)*{w}"]


def jax_gelu(a: str) -> str:
    return f"({a})/2*(1+tanh(sqrt(2/pi)*(({a})+44715/1000000*({a})**3)))"


def mish(a: str) -> str:
    return f"({a})*tanh(log(1+exp({a})))"


def mish_rational(a: str) -> list[str]:
    """The same function as a rational function of a and u = exp(a), with q = u^2 + 2u + 2."""
    u = f"exp({a})"
    q = f"({u}**2+2*{u}+2)"
    t = f"({u}**2+2*{u})/{q}"
    t1 = f"4*({u}**2+{u})/{q}**2"
    t2 = f"4*{u}*((2*{u}+1)*{q}-2*({u}**2+{u})*(2*{u}+2))/{q}**3"
    return [f"({a})*{t}", f"({t}+({a})*{t1})", f"(2*{t1}+({a})*{t2})"]


def b2(s: str, s1: str, s2: str) -> list[str]:
    """The family of Assumption 1."""
    return ["1", s, s1, f"x*{s1}", s2, f"x*{s2}", f"x**2*{s2}"]


def gradient(f: Callable[[str], list[str]]) -> list[str]:
    """The gradient of a chain of three layers of width 1, at weights 1 and biases 0."""
    s, s1, _ = f("x")
    big, big1, _ = f(s)
    return ["1", big, big1, f"{s}*{big1}", f"{s1}*{big1}", f"x*{s1}*{big1}"]


def lemma_3_tanh() -> list[str]:
    s, s1, _ = tanh("x")
    big2 = tanh(s)[2]
    return [big2, f"{s}**2*{big2}", f"{s1}*{big2}"]


class Question:
    """A family, its rank by hand or by Arb, and relations for the upper bound."""

    def __init__(
        self,
        name: str,
        functions: list[str],
        rank: int,
        relations: dict[str, str],
        note: str = "",
        analytic: bool = True,
    ) -> None:
        self.name, self.functions, self.rank, self.note, self.analytic = name, functions, rank, note, analytic
        # Why each relation holds, by its coefficients ("1, -1, -1").
        self.relations = relations

    @property
    def expected(self) -> str:
        return INDEPENDENT if self.rank == len(self.functions) else DEPENDENT


QUESTIONS = [
    Question(
        "softplus(x), softplus(-x), x",
        [softplus("x")[0], softplus("-x")[0], "x"],
        2,
        {"1, -1, -1": "log(1 + e^x) - log(1 + e^-x) = log((1 + e^x)/(1 + e^-x)) = log(e^x) = x"},
    ),
    Question(
        "tanh(x), sigmoid(2x), 1",
        [tanh("x")[0], sigmoid("2*x"), "1"],
        2,
        {"1, -2, 1": "tanh(x) = (1 - e^-2x)/(1 + e^-2x) = 2/(1 + e^-2x) - 1"},
    ),
    Question("erf(x), erf(-x), 1", ["erf(x)", "erf(-x)", "1"], 2, {"1, 1, 0": "erf is odd"}),
    Question(
        "atan(sinh(x)), atan(tanh(x/2))",
        ["atan((exp(x)-exp(-x))/2)", "atan(tanh(x/2))"],
        1,
        {"1, -2": "atan(sinh(x)) and 2 atan(tanh(x/2)) are 0 at 0 and have the derivative 1/cosh(x)"},
    ),
    Question(
        "mish(x), mish as a rational function of x and e^x",
        [mish("x"), mish_rational("x")[0]],
        1,
        {"1, -1": "tanh(log v) = (v^2 - 1)/(v^2 + 1) with v = 1 + e^x"},
    ),
    Question(
        "tanh: S2, s^2 S2, s1 S2 (Lemma 3)",
        lemma_3_tanh(),
        2,
        {"1, -1, -1": "s1 = 1 - s^2"},
        "why the conclusion of Lemma 3 is refuted for tanh",
    ),
    Question(
        "softplus: gradient of a chain of three layers",
        gradient(softplus),
        5,
        {"1, 0, -2, 0, 1, 0": "S1 = (1 + e^x)/(2 + e^x) and s1 = e^x/(1 + e^x), so S1 (2 - s1) = 1"},
        "why gradient-3 is refuted for softplus",
    ),
    Question("tanh: gradient of a chain of three layers", gradient(tanh), 6, {}),
    Question("tanh: the seven functions of Assumption 1", b2(*tanh("x")), 7, {}),
    Question("softplus: the seven functions of Assumption 1", b2(*softplus("x")), 7, {}),
    Question("gelu: the seven functions of Assumption 1", b2(*gelu("x")), 7, {}),
    Question("mish: the seven functions of Assumption 1", b2(*mish_rational("x")), 7, {}),
    Question(
        "erf: the seven functions of Assumption 1",
        b2("erf(x)", "(2/sqrt(pi)*exp(-x**2))", "(-4*x/sqrt(pi)*exp(-x**2))"),
        6,
        {"0, 0, 0, 2, 1, 0, 0": "erf'' = -2 x erf'"},
        "why Assumption 1 is refuted for erf",
    ),
    Question(
        "gelu, its form with tanh, x",
        [gelu("x")[0], jax_gelu("x"), "x"],
        3,
        {},
        "the two functions differ by less than 0.0005 everywhere",
    ),
    Question("exp(x), exp(sqrt(2) x)", ["exp(x)", "exp(sqrt(2)*x)"], 2, {}),
    Question(
        "x^2, x |x|",
        ["x**2", "x*abs(x)"],
        2,
        {},
        "their Wronskian is 0 everywhere: for functions that are not analytic this shows nothing",
        analytic=False,
    ),
]

# The process that answers: limited in processor time, which is what is measured.


class Run:
    """Output, processor seconds, and whether the limit ended it."""

    def __init__(self, output: str, seconds: float, stopped: bool, status: int) -> None:
        self.output, self.seconds, self.stopped, self.status = output, seconds, stopped, status


def run(command: list[str], limit: float, cwd: Optional[str] = None) -> Run:
    def bounded() -> None:
        whole = int(limit)
        resource.setrlimit(resource.RLIMIT_CPU, (whole, whole + 1))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    process = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        cwd=cwd,
        preexec_fn=bounded,
        start_new_session=True,
    )
    try:
        output, _ = process.communicate(timeout=30 * limit + 60)
        stopped = False
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, 9)
        output, _ = process.communicate()
        stopped = True
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    # A shell reports the signal of the program that it started as 128 and its number.
    stopped = stopped or process.returncode in (-signal.SIGXCPU, 128 + signal.SIGXCPU)
    return Run(output, seconds, stopped, process.returncode)


# A system: how it is asked, and how its answer is read.

ANSWER = re.compile(r"ANSWER\s+(\w+)")
BY_WRONSKIAN = ("SymPy", "FriCAS", "Maxima")
WORDS = {"zero": DEPENDENT, "nonzero": INDEPENDENT, "unknown": "no answer"}


def read(found: Run) -> tuple[str, str]:
    """The answer and, if there is none, what was said."""
    words = ANSWER.findall(found.output)
    if words:
        return WORDS[words[-1]], ""
    if found.stopped:
        return "limit", ""
    lines = [line.strip() for line in found.output.splitlines() if line.strip()]
    return "failed", f"status {found.status}: {lines[-1][:200] if lines else ''}"


SYMPY = """
import sys, json
import sympy as sp
x = sp.Symbol("x", real=True)
names = {"x": x, "abs": sp.Abs, "pi": sp.pi}
f = [sp.sympify(t, locals=names, rational=True) for t in json.loads(sys.argv[1])]
if f:
    w = sp.wronskian(f, x)
    zero = w.is_zero
    if zero is None:
        zero = sp.simplify(w).is_zero
    if zero is None:
        zero = w.equals(0)
    print("ANSWER", "unknown" if zero is None else "zero" if zero else "nonzero")
"""

FRICAS = """
)set messages type off
f : List Expression Integer := [{functions}]
n := #f
rows := [f]
for i in 1..n-1 repeat rows := concat(rows, [[D(g, 'x) for g in last rows]])
w := determinant(matrix rows);
v := normalize(w);
output(if v = 0 then "ANSWER zero" else "ANSWER nonzero")
"""

MAXIMA = """
f : [{functions}]$
n : length(f)$
m : apply(matrix, makelist(map(lambda([g], diff(g, x, i)), f), i, 0, n - 1))$
w : determinant(m)$
v : ratsimp(radcan(w))$
z : if is(v = 0) = true then true else zeroequiv(v, x)$
print("ANSWER", if z = true then "zero" else if z = false then "nonzero" else "unknown")$
quit()$
"""


def with_sympy(functions: list[str], limit: float) -> Run:
    return run([sys.executable, "-c", SYMPY, json.dumps(functions)], limit)


def with_fricas(functions: list[str], limit: float) -> Run:
    text = ", ".join(f.replace("**", "^").replace("pi", "%pi") for f in functions)
    with tempfile.TemporaryDirectory() as directory:
        with open(os.path.join(directory, "question.input"), "w", encoding="utf-8") as file:
            file.write(FRICAS.format(functions=text) if functions else "")
        program = [
            "fricas",
            "-nosman",
            "-nox",
            "-noht",
            "-eval",
            ")read question.input )quiet",
            "-eval",
            ")quit",
        ]
        return run(program, limit, directory)


def with_maxima(functions: list[str], limit: float) -> Run:
    text = ", ".join(f.replace("**", "^").replace("pi", "%pi") for f in functions)
    with tempfile.TemporaryDirectory() as directory:
        with open(os.path.join(directory, "question.mac"), "w", encoding="utf-8") as file:
            file.write(MAXIMA.format(functions=text) if functions else "quit()$\n")
        return run(["maxima", "--very-quiet", "--batch=question.mac"], limit, directory)


def with_arb(functions: list[str], limit: float) -> Run:
    return run([sys.executable, os.path.abspath(__file__), "--alternant", json.dumps(functions)], limit)


def with_wronski(program: str, functions: list[str], limit: float) -> Run:
    if not functions:
        return run([program, "--version"], limit)
    texts = [f.replace("**", "^") for f in functions]
    found = run([program, "independent", "--json", "--", *texts], limit)
    try:
        record = json.loads(found.output)
    except json.JSONDecodeError:
        return found
    word = {DEPENDENT: "zero", INDEPENDENT: "nonzero"}.get(record["verdict"], "unknown")
    found.output = f"ANSWER {word} {record.get('rank')}"
    return found


# Arb, in this process.


def arb_value(text: str, point: Any) -> Any:
    """The value of a function at a point, or its power series there."""
    import flint

    series = isinstance(point, flint.arb_series)
    functions: dict[str, Callable[[Any], Any]] = {
        name: operator.methodcaller(name) for name in ("exp", "log", "erf", "sqrt", "atan")
    }

    def hyperbolic_tangent(a: Any) -> Any:
        if not series:
            return a.tanh()
        e = (2 * a).exp()
        return (e - 1) / (e + 1)

    functions |= {"tanh": hyperbolic_tangent, "abs": lambda a: abs(a)}

    def value(node: ast.AST) -> Any:
        if isinstance(node, ast.Constant):
            return flint.arb(node.value)
        if isinstance(node, ast.Name):
            return {"x": point, "pi": flint.arb.pi()}[node.id]
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return -value(node.operand)
        if isinstance(node, ast.BinOp):
            left, right = value(node.left), node.right
            if isinstance(node.op, ast.Pow):
                assert isinstance(right, ast.Constant) and isinstance(right.value, int)
                power = left
                for _ in range(right.value - 1):
                    power = power * left
                return power
            operators: dict[type, Callable[[Any, Any], Any]] = {
                ast.Add: lambda a, b: a + b,
                ast.Sub: lambda a, b: a - b,
                ast.Mult: lambda a, b: a * b,
                ast.Div: lambda a, b: a / b,
            }
            return operators[type(node.op)](left, value(right))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            return functions[node.func.id](value(node.args[0]))
        raise ValueError(ast.dump(node))

    return value(ast.parse(text, mode="eval").body)


def alternant_excludes_zero(functions: list[str], attempts: int = 4) -> bool:
    """Is some determinant of values at rational points enclosed away from zero? Then they are independent."""
    import flint

    n = len(functions)
    for attempt in range(attempts):
        flint.ctx.prec = 128 * 2**attempt
        # Distinct points, no two of them opposite.
        points = [flint.arb(flint.fmpq(6 * k - 3 * n + 2 + attempt, n + 2 * attempt + 1)) for k in range(n)]
        rows = [[arb_value(f, p) for f in functions] for p in points]
        if not flint.arb_mat(rows).det().contains(0):
            return True
    return False


def largest_independent(functions: list[str]) -> int:
    """A lower bound of the rank: members that are kept as long as Arb shows that they are independent."""
    kept: list[str] = []
    for f in functions:
        if alternant_excludes_zero([*kept, f]):
            kept.append(f)
    return len(kept)


def relation_is_tiny(functions: list[str], coefficients: list[int]) -> bool:
    """Does Arb find the relation zero at twenty points, to 250 bits? No proof; it finds typing errors."""
    import flint

    flint.ctx.prec = 320
    for k in range(20):
        point = flint.arb(flint.fmpq(2 * k - 19, 8))
        total = flint.arb(0)
        for c, f in zip(coefficients, functions):
            total += c * arb_value(f, point)
        if not total.contains(0) or total.rad() > flint.arb(2) ** -250:
            return False
    return True


def truth(question: Question) -> dict[str, Any]:
    """The expected rank with its two bounds, or an end of the run."""
    lower = largest_independent(question.functions)
    relations = [[int(c) for c in text.split(",")] for text in question.relations]
    for coefficients in relations:
        if len(coefficients) != len(question.functions) or not any(coefficients):
            raise SystemExit(f"{question.name}: {coefficients} is no relation between these functions")
        if not relation_is_tiny(question.functions, coefficients):
            raise SystemExit(f"{question.name}: the relation {coefficients} does not hold")
    # One relation at most in this list, so its independence from others need not be asked.
    assert len(relations) <= 1
    upper = len(question.functions) - len(relations)
    if not lower == question.rank == upper:
        raise SystemExit(
            f"{question.name}: rank {question.rank} was expected, Arb shows {lower}, the relations {upper}"
        )
    return {
        "rank": question.rank,
        "of": len(question.functions),
        "because": next(iter(question.relations.values()), "a determinant that Arb encloses away from zero"),
    }


def self_test() -> None:
    """Derivatives by hand against Arb's power series; a false relation and a false rank are refused."""
    import flint

    flint.ctx.prec = 200
    flint.ctx.cap = 3
    for family in (softplus, tanh, gelu, mish_rational):
        texts = family("x")
        for p in (flint.fmpq(1, 3), flint.fmpq(-7, 5)):
            series = arb_value(texts[0], flint.arb_series([flint.arb(p), 1]))
            for k, text in enumerate(texts):
                difference = series.coeffs()[k] * (1, 1, 2)[k] - arb_value(text, flint.arb(p))
                assert difference.contains(0) and difference.rad() < flint.arb(2) ** -150, (
                    family.__name__,
                    k,
                )
    for wrong in (
        Question("a false relation", ["exp(x)", "exp(-x)"], 1, {"1, -1": "false"}),
        Question("a false rank", ["exp(x)", "exp(-x)"], 1, {}),
        Question("dependent", ["exp(x)", "2*exp(x)"], 2, {}),
    ):
        try:
            truth(wrong)
        except SystemExit:
            continue
        raise AssertionError(wrong.name)


# The run.


def versions(program: str) -> dict[str, Optional[str]]:
    import flint
    import sympy

    out: dict[str, Optional[str]] = {
        "wronski": subprocess.run(
            [program, "--version"], capture_output=True, text=True, check=True
        ).stdout.split()[1],
        "SymPy": sympy.__version__,
        "FriCAS": None,
        "Maxima": None,
        "Arb": f"python-flint {flint.__version__}",
    }
    for name, command in (("FriCAS", ["fricas", "--version"]), ("Maxima", ["maxima", "--version"])):
        if shutil.which(command[0]):
            text = subprocess.run(command, capture_output=True, text=True, check=False).stdout
            number = re.search(r"\d+\.\d[\w.]*", text)
            out[name] = number.group() if number else "unknown version"
    return out


def ask(program: str, limit: float, repeats: int) -> dict[str, Any]:
    self_test()
    found = versions(program)
    systems: dict[str, Callable[[list[str]], Run]] = {
        "wronski": lambda f: with_wronski(program, f, limit),
        "SymPy": lambda f: with_sympy(f, limit),
        "FriCAS": lambda f: with_fricas(f, limit),
        "Maxima": lambda f: with_maxima(f, limit),
        "Arb": lambda f: with_arb(f, limit),
    }
    missing = [name for name in systems if found[name] is None]
    for name in missing:
        print(f"{name} is not installed and is left out", file=sys.stderr)
        del systems[name]

    def measured(ask_one: Callable[[list[str]], Run], functions: list[str]) -> tuple[Run, float]:
        """The last run, and the median of the processor times; a long one is run once."""
        runs = [ask_one(functions)]
        while len(runs) < repeats and runs[0].seconds < 5:
            runs.append(ask_one(functions))
        seconds = sorted(r.seconds for r in runs)
        return runs[-1], seconds[len(seconds) // 2]

    start = {name: round(measured(ask_one, [])[1], 3) for name, ask_one in systems.items()}
    rows = []
    for question in QUESTIONS:
        answers = {}
        expected = truth(question)
        for name, ask_one in systems.items():
            last, seconds = measured(ask_one, question.functions)
            answer, said = read(last)
            if name in BY_WRONSKIAN and answer == DEPENDENT and not question.analytic:
                # The system is right, and its answer decides nothing.
                answer = "Wronskian 0, no conclusion"
            entry: dict[str, Any] = {"answer": answer}
            if answer != "limit":
                entry["seconds"] = round(seconds, 3)
            if answer in (DEPENDENT, INDEPENDENT):
                entry["right"] = answer == question.expected
            rank = re.search(r"ANSWER \w+ (\d+)", last.output)
            if rank and name == "wronski":
                entry["rank"] = int(rank.group(1))
                entry["right"] = entry.get("right") and entry["rank"] == question.rank
            if said:
                entry["said"] = said
            answers[name] = entry
            print(f"{question.name}: {name}: {entry}", file=sys.stderr, flush=True)
        row: dict[str, Any] = {
            "question": question.name,
            "functions": question.functions,
            "expected": expected,
        }
        if question.note:
            row["note"] = question.note
        rows.append({**row, "answers": answers})
    return {
        "date": time.strftime("%Y-%m-%d"),
        "machine": f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}",
        "limit": limit,
        "repeats": repeats,
        "versions": found,
        "missing": missing,
        "start": start,
        "questions": rows,
    }


def duration(seconds: float) -> str:
    if seconds < 0.1:
        return f"{max(seconds, 0.001) * 1000:.0f} ms"
    return f"{seconds:.2g} s" if seconds < 10 else f"{seconds:.0f} s"


def table(record: dict[str, Any]) -> str:
    """Markdown of a record."""
    systems = [s for s in ("wronski", "SymPy", "FriCAS", "Maxima", "Arb") if s not in record["missing"]]
    lines = ["| functions | rank | " + " | ".join(systems) + " |", "|---" * (len(systems) + 2) + "|"]
    for row in record["questions"]:
        name = row["question"].replace("|", "\\|")
        cells = [name, f"{row['expected']['rank']} of {row['expected']['of']}"]
        for s in systems:
            a = row["answers"][s]
            if a["answer"] == "limit":
                cells.append(f"none in {record['limit']:g} s")
            elif a["answer"] in (DEPENDENT, INDEPENDENT):
                wrong = "" if a["right"] else "**wrong**: "
                rank = f", rank {a['rank']}" if "rank" in a else ""
                cells.append(f"{wrong}{a['answer']}{rank}, {duration(a['seconds'])}")
            else:
                cells.append(f"{a['answer']}, {duration(a['seconds'])}")
        lines.append("| " + " | ".join(cells) + " |")
    lines.append("| start-up alone | | " + " | ".join(duration(record["start"][s]) for s in systems) + " |")
    return "\n".join(lines)


def main() -> int:
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--program", help="the program wronski")
    options.add_argument("--json", help="where the answers go")
    options.add_argument("--limit", type=float, default=60.0, help="processor seconds for one answer")
    options.add_argument("--repeats", type=int, default=5, help="runs of which the median is taken")
    options.add_argument("--table", metavar="JSON", help="print a record as a table, and ask nothing")
    options.add_argument("--self-test", action="store_true", help="test the formulas, and ask nothing")
    options.add_argument("--alternant", metavar="FUNCTIONS", help=argparse.SUPPRESS)
    chosen = options.parse_args()
    if chosen.alternant is not None:
        functions = json.loads(chosen.alternant)
        if functions:
            print("ANSWER", "nonzero" if alternant_excludes_zero(functions) else "unknown")
        else:
            import flint  # noqa: F401  the start-up
        return 0
    if chosen.self_test:
        self_test()
        for question in QUESTIONS:
            truth(question)
        print(f"{len(QUESTIONS)} questions: formulas and ranks agree with Arb")
        return 0
    if chosen.table:
        with open(chosen.table, encoding="utf-8") as file:
            print(table(json.load(file)))
        return 0
    if not chosen.program:
        options.error("--program is missing")
    record = ask(os.path.abspath(chosen.program), chosen.limit, chosen.repeats)
    text = json.dumps(record, indent=1, ensure_ascii=False) + "\n"
    if chosen.json:
        with open(chosen.json, "w", encoding="utf-8") as file:
            file.write(text)
    print(table(record))
    wrong = [r["question"] for r in record["questions"] if r["answers"]["wronski"].get("right") is False]
    for question in wrong:
        print(f"wronski contradicts the expected rank: {question}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
