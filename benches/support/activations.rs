//! Random variations of the usual activations with rational constants, about as long as those of papers.

/// SplitMix64 with a seed, so that every run decides the same activations.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % bound
    }

    /// A positive rational number.
    fn rational(&mut self) -> String {
        format!("{}/{}", 1 + self.below(9), 1 + self.below(7))
    }
}

/// `count` activations as text.
pub fn activations(count: usize, seed: u64) -> Vec<String> {
    let mut r = Random(seed);
    (0..count)
        .map(|_| {
            let (a, b, c) = (r.rational(), r.rational(), r.rational());
            match r.below(12) {
                0 => format!("sigmoid({a}*x)"),
                1 => format!("1/(1+exp(-{a}*x))"),
                2 => format!("{a}*tanh({b}*x)"),
                3 => format!("x*sigmoid({a}*x)"),
                4 => format!("{c}*x/(1+exp(-{a}*x))"),
                5 => format!("log(1+exp({a}*x))/({a})"),
                6 => format!("softplus(x)+{b}*x"),
                7 => format!("{a}*x*(1+erf(x/sqrt(2)))"),
                8 => format!("gelu(x)+{a}*x"),
                9 => format!("x*tanh({a}*x)"),
                10 => format!("silu(x)-{b}"),
                _ => format!("{a}*x*tanh(log(1+exp(x)))"),
            }
        })
        .collect()
}
