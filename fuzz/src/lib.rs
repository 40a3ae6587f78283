//! What the fuzz targets share: bytes to expressions, and a stack as deep as the program's.

use wronski::internals::expr::Parameters;

/// Runs on a stack as deep as that of the program (`src/main.rs`). A panic in there ends the process, as libFuzzer
/// wants.
pub fn on_a_deep_stack(f: impl FnOnce() + Send) {
    std::thread::scope(|scope| {
        std::thread::Builder::new()
            .stack_size(256 << 20)
            .spawn_scoped(scope, f)
            .expect("a thread")
            .join()
            .expect("no panic");
    });
}

/// The parameters that generated texts use.
pub fn declared() -> Parameters {
    let mut p = Parameters::new();
    p.declare("beta").expect("a free name");
    p.declare("a=3/2").expect("a free name");
    p
}

/// Bytes read as decisions; when they run out, every decision is 0.
pub struct Choices<'a>(&'a [u8]);

impl<'a> Choices<'a> {
    /// Decisions from these bytes.
    pub fn new(bytes: &'a [u8]) -> Self {
        Choices(bytes)
    }

    /// The next decision below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        match self.0.split_first() {
            Some((byte, rest)) => {
                self.0 = rest;
                usize::from(*byte) % n
            }
            None => 0,
        }
    }

    fn pick<'t>(&mut self, of: &[&'t str]) -> &'t str {
        of[self.below(of.len())]
    }
}

const LEAVES: [&str; 16] = [
    "x", "x", "x", "x", "1", "2", "3", "1/2", "-1", "5/3", "0.1", "pi", "e", "0", "beta", "a",
];
const FUNCTIONS: [&str; 22] = [
    "exp", "exp", "log", "sqrt", "erf", "tanh", "sinh", "cosh", "erfc", "cbrt", "sin", "cos",
    "tan", "atan", "asinh", "abs", "sigmoid", "softplus", "gelu", "mish", "silu", "relu",
];

/// A well-formed expression from decisions, at most `depth` deep. Logarithms and roots are often given
/// an argument that is positive, so that most expressions are defined on the whole line.
pub fn expression(c: &mut Choices, depth: usize) -> String {
    if depth == 0 {
        return c.pick(&LEAVES).to_owned();
    }
    let kind = c.below(16);
    if kind < 3 {
        return c.pick(&LEAVES).to_owned();
    }
    let mut inner = || expression(c, depth - 1);
    match kind {
        3 | 4 => format!("({} + {})", inner(), inner()),
        5 => format!("({} - {})", inner(), inner()),
        6 | 7 => format!("({} * {})", inner(), inner()),
        8 => format!("({} / (1 + ({})^2))", inner(), inner()),
        9 => format!("({} / {})", inner(), inner()),
        10 => {
            let base = inner();
            let exponent = c.pick(&["2", "3", "-1", "1/2", "4", "-1/3", "0", "sqrt(2)"]);
            format!("({base})^({exponent})")
        }
        11 => match c.below(5) {
            0 => format!("diff({})", expression(c, depth - 1)),
            1 => {
                let (f, g) = (expression(c, depth - 1), expression(c, depth - 1));
                format!("compose({f}, {g})")
            }
            2 => format!("log(1 + exp({}))", expression(c, depth - 1)),
            3 => format!("sqrt(2 + ({})^2)", expression(c, depth - 1)),
            _ => {
                let (f, g) = (expression(c, depth - 1), expression(c, depth - 1));
                let t = c.pick(&["0", "1", "-1/2"]);
                format!("where(x > {t}, {f}, {g})")
            }
        },
        _ => {
            let argument = inner();
            format!("{}({argument})", c.pick(&FUNCTIONS))
        }
    }
}
