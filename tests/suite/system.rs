//! The program and the system around it: full disks, closed pipes, endless files, little memory.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

struct Ended {
    code: Option<i32>,
    out: String,
    err: String,
    took: Duration,
}

/// Runs a line of the shell in which `$W` is the program and `$D` a directory.
fn shell(line: &str, directory: &Path) -> Ended {
    let start = Instant::now();
    let output = Command::new("bash")
        .args(["-c", line])
        .env("W", env!("CARGO_BIN_EXE_wronski"))
        .env("D", directory)
        .env("NO_COLOR", "1")
        .env("RUST_BACKTRACE", "0")
        .stdin(Stdio::null())
        .output()
        .expect("bash runs");
    Ended {
        code: output.status.code(),
        out: String::from_utf8_lossy(&output.stdout).into_owned(),
        err: String::from_utf8_lossy(&output.stderr).into_owned(),
        took: start.elapsed(),
    }
}

/// A new directory with a certificate, a list of activations and a directory of rules.
fn directory(name: &str) -> PathBuf {
    let d = std::env::temp_dir().join(format!("wronski-system-{name}-{}", std::process::id()));
    drop(std::fs::remove_dir_all(&d));
    std::fs::create_dir_all(d.join("rules")).expect("a directory");
    let made = shell(
        "$W verify sigmoid --assumption 1 --certificate $D/c.json",
        &d,
    );
    assert_eq!(made.code, Some(0), "{}", made.err);
    std::fs::write(d.join("lines"), "sigmoid\ntanh\n").expect("written");
    d
}

/// Each verb with something that it answers at length.
const VERBS: [&str; 15] = [
    "verify sigmoid --assumption 1",
    "verify sigmoid --assumption 1 --json",
    "verify --file $D/lines --assumption 1",
    "verify 'log(x)' --json",
    "independent 1 x",
    "wronskian 1 x",
    "equal x x",
    "chain tanh --layers 2",
    "check $D/c.json",
    "check $D/c.json --json",
    "report $D/c.json --to md",
    "report $D/c.json --to html",
    "rules list",
    "catalog tanh",
    "--help",
];

#[test]
fn an_answer_that_is_lost_ends_with_74_and_says_so() {
    let d = directory("full");
    for verb in VERBS {
        let e = shell(&format!("$W {verb} > /dev/full"), &d);
        assert_eq!(e.code, Some(74), "{verb}: {}", e.err);
        assert!(
            e.err.contains("W0604") && e.err.contains("No space"),
            "{verb}: {}",
            e.err
        );
        // A reader that has gone away wants nothing more: no word, and the code of the verdict.
        let whole = shell(&format!("$W {verb}"), &d);
        let e = shell(&format!("$W {verb} | true; exit ${{PIPESTATUS[0]}}"), &d);
        assert_eq!(e.code, whole.code, "{verb}: {}", e.err);
        assert!(!e.err.contains("W0604"), "{verb}: {}", e.err);
    }
    // Files that are named.
    for verb in [
        "verify sigmoid --assumption 1 --certificate /dev/full",
        "report $D/c.json --to md -o /dev/full",
    ] {
        let e = shell(&format!("$W {verb}"), &d);
        assert_eq!(e.code, Some(74), "{verb}: {}", e.err);
        assert!(
            e.err.contains("W0604") && e.err.contains("/dev/full"),
            "{verb}: {}",
            e.err
        );
    }
    // Nobody reads standard error: that is no reason to fail.
    let e = shell("$W verify 'log(x)' 2> /dev/full", &d);
    assert_eq!(e.code, Some(2));
    std::fs::remove_dir_all(d).expect("removed");
}

#[cfg(feature = "numeric")]
#[test]
fn the_answers_of_construct_and_certify_are_not_lost_either() {
    let d = directory("numeric");
    let network = r#"{ "activation": "tanh", "parameters": {}, "widths": [1,1,1], "biases": true, "loss": "sum_of_squares",
        "inputs": [["0"], ["1"], ["2"], ["3"], ["4"]], "targets": [["0"], ["1"], ["0"], ["1"], ["0"]],
        "weights": [ { "W": [["1"]], "b": ["0"] }, { "W": [["1"]], "b": ["0"] } ] }"#;
    std::fs::write(d.join("n.json"), network).expect("written");
    for verb in ["construct relu --widths 1,2,1", "certify $D/n.json"] {
        let e = shell(&format!("$W {verb} > /dev/full"), &d);
        assert_eq!(e.code, Some(74), "{verb}: {}", e.err);
        assert!(e.err.contains("W0604"), "{verb}: {}", e.err);
    }
    std::fs::remove_dir_all(d).expect("removed");
}

/// Endless input is read up to a limit that is named, in little time and memory.
#[test]
fn endless_files_are_refused_at_a_named_limit() {
    let d = directory("zero");
    std::os::unix::fs::symlink("/dev/zero", d.join("rules/endless.toml")).expect("a link");
    let mut verbs = vec![
        "check /dev/zero",
        "report /dev/zero --to md",
        "verify --file /dev/zero",
        "verify --file - < /dev/zero",
        "rules check $D/rules",
        "rules list $D/rules",
        "chain tanh --layers 2 --base /dev/zero",
        "check <(cat /dev/zero)",
        "verify --file <(tr '\\0' x < /dev/zero)",
    ];
    if cfg!(feature = "numeric") {
        verbs.extend([
            "certify /dev/zero",
            "construct tanh --base /dev/zero",
            "construct tanh --data /dev/zero",
        ]);
    }
    for verb in verbs {
        // One gibibyte, and five seconds of processor time in a build that is not optimised.
        let e = shell(&format!("ulimit -v 1048576 -t 5; $W {verb}"), &d);
        assert!(
            matches!(e.code, Some(2 | 3)),
            "{verb}: {:?} {}",
            e.code,
            e.err
        );
        let told = format!("{}{}", e.out, e.err);
        assert!(
            told.contains("limit") || told.contains("16 MiB") || told.contains("bytes"),
            "{verb}: {told}"
        );
        assert!(e.took < Duration::from_secs(20), "{verb}: {:?}", e.took);
    }
    for verb in ["check $D", "verify --file $D", "report $D --to md"] {
        let e = shell(&format!("$W {verb}"), &d);
        assert_eq!(e.code, Some(2), "{verb}: {}", e.err);
        assert!(
            format!("{}{}", e.out, e.err).contains("directory"),
            "{verb}: {}",
            e.err
        );
    }
    let e = shell("$W rules check /dev/zero", &d);
    assert_eq!(e.code, Some(2), "{}", e.err);
    std::fs::remove_dir_all(d).expect("removed");
}

/// The lines before the end that never comes are answered.
#[test]
fn what_stands_before_an_endless_line_is_answered() {
    let d = directory("endless");
    let e = shell(
        "ulimit -v 1048576; (cat $D/lines; cat /dev/zero) | $W verify --file - --assumption 1",
        &d,
    );
    assert_eq!(e.out.lines().count(), 3, "{}", e.out);
    assert_eq!(e.out.matches("\"schema\":\"wronski/verify\"").count(), 2);
    assert!(e.out.contains("W0704"), "{}", e.out);
    std::fs::remove_dir_all(d).expect("removed");
}

#[test]
fn with_little_memory_there_is_an_answer_or_a_word_about_memory() {
    let d = directory("memory");
    for kibibytes in [65_536, 131_072, 262_144, 300_000, 400_000] {
        let e = shell(&format!("ulimit -v {kibibytes}; $W verify sigmoid"), &d);
        let answered = e.code == Some(0) && e.out.starts_with("sigmoid: all 7 claims proved");
        let told = e.code == Some(74) && e.err.contains("memory");
        assert!(
            answered || told,
            "{kibibytes}: {:?} {}{}",
            e.code,
            e.out,
            e.err
        );
    }
    std::fs::remove_dir_all(d).expect("removed");
}

/// A number of ten million digits, wherever a certificate holds one.
#[test]
fn long_numbers_in_certificates_are_refused_at_once() {
    let d = directory("digits");
    let made = shell(
        "$W independent 'sqrt(2)*x' 'log(3)*x^2' '1' 'atan(1/2)*x^3' '2^(1/3)*x^4' --certificate $D/constants.json; \
         $W independent 'abs(x)' 1 x --certificate $D/real.json; $W verify 'x+1/(1+x^2)' --certificate $D/rational.json",
        &d,
    );
    assert_ne!(made.code, Some(70), "{}", made.err);
    let long = format!("1{}", "7".repeat(10_000_000));
    let mut tried = 0;
    for name in ["constants.json", "real.json", "rational.json", "c.json"] {
        let Ok(text) = std::fs::read_to_string(d.join(name)) else {
            continue;
        };
        let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        for place in number_texts(&value) {
            let mut changed = value.clone();
            *changed.pointer_mut(&place).expect("a place") = long.clone().into();
            let file = d.join("long.json");
            let mut out = std::fs::File::create(&file).expect("a file");
            out.write_all(changed.to_string().as_bytes())
                .expect("written");
            drop(out);
            let e = shell("ulimit -v 2097152 -t 20; $W check $D/long.json", &d);
            // Refused, or beyond a limit of the checker that is named.
            let named = e.code == Some(3) && (e.out.contains("limit") || e.err.contains("limit"));
            assert!(
                e.code == Some(1) || named,
                "{name}{place}: {:?} {} {}",
                e.code,
                e.out,
                e.err
            );
            assert!(
                e.took < Duration::from_secs(6),
                "{name}{place}: {:?}",
                e.took
            );
            assert!(e.out.len() < 2_000, "{name}{place}: the number is printed");
            tried += 1;
        }
    }
    assert!(tried >= 12, "{tried}");
    std::fs::remove_dir_all(d).expect("removed");
}

/// One place of each kind: the JSON pointers of texts that are numbers, of different keys.
fn number_texts(value: &serde_json::Value) -> Vec<String> {
    fn walk(v: &serde_json::Value, at: &str, kind: &str, out: &mut Vec<(String, String)>) {
        match v {
            serde_json::Value::String(s) => {
                let number =
                    !s.is_empty() && s.bytes().all(|b| b.is_ascii_digit() || b"-/".contains(&b));
                if number && !out.iter().any(|(k, _)| k == kind) {
                    out.push((kind.into(), at.into()));
                }
            }
            serde_json::Value::Array(a) => {
                for (i, v) in a.iter().enumerate() {
                    walk(v, &format!("{at}/{i}"), kind, out);
                }
            }
            serde_json::Value::Object(o) => {
                for (k, v) in o {
                    walk(v, &format!("{at}/{k}"), &format!("{kind}/{k}"), out);
                }
            }
            _ => {}
        }
    }
    let mut out = vec![];
    walk(value, "", "", &mut out);
    out.into_iter().map(|(_, at)| at).collect()
}

#[cfg(feature = "numeric")]
#[test]
fn widths_beyond_the_limit_are_refused_before_the_work() {
    let d = directory("widths");
    for verb in [
        "construct gelu --widths 1,1000000,1",
        "construct relu --widths 1,1000000,1",
        "construct gelu --widths 1,500,500,1",
    ] {
        let e = shell(&format!("ulimit -v 1048576 -t 2; $W {verb}"), &d);
        assert_eq!(e.code, Some(2), "{verb}: {}", e.err);
        assert!(
            e.err.contains("W1101") && e.err.contains("limit of 250000 weights"),
            "{}",
            e.err
        );
    }
    std::fs::remove_dir_all(d).expect("removed");
}

#[cfg(feature = "numeric")]
#[test]
fn values_beyond_the_arithmetic_are_no_bug() {
    let d = directory("overflow");
    for f in [
        "exp(exp(x))",
        "exp(x^3)",
        "cosh(8*x)",
        "exp(exp(exp(x)))",
        "sinh(x^5)",
        "exp(-exp(x^2))",
    ] {
        let alone = shell(&format!("$W verify '{f}'"), &d);
        let e = shell(&format!("$W verify '{f}' --cross-check"), &d);
        assert_eq!(e.code, alone.code, "{f}: {}{}", e.out, e.err);
        assert!(
            e.out.starts_with(&alone.out),
            "{f}: the verdict is another one"
        );
        assert_eq!(e.out.matches("cross-check").count(), 3, "{f}: {}", e.out);
    }
    std::fs::remove_dir_all(d).expect("removed");
}

/// A batch where single lines are wrong, beyond a limit or undecided.
#[test]
fn a_line_can_fail_the_batch_cannot() {
    let d = directory("batch");
    let e = shell(
        "printf 'sigmoid(x)\\nlog(x)\\nb*sigmoid(x)\\n1/0\\nx^(10^9)\\ntanh(x)\\n' | $W verify --file - --assumption 1 --param b",
        &d,
    );
    let rows: Vec<serde_json::Value> = e
        .out
        .lines()
        .map(|l| serde_json::from_str(l).expect("JSON"))
        .collect();
    let codes: Vec<(u64, Option<&str>)> = rows
        .iter()
        .map(|r| (r["line"].as_u64().expect("a line"), r["code"].as_str()))
        .collect();
    assert_eq!(
        codes,
        [
            (1, None),
            (2, Some("W0203")),
            (3, None),
            (4, Some("W0117")),
            (5, Some("W0208")),
            (6, None)
        ]
    );
    // What no line uses is said.
    assert!(!e.err.contains("no line uses"), "{}", e.err);
    let e = shell("$W verify --file $D/lines --assumption 1 --param b", &d);
    assert!(
        e.err.contains("`b`") && e.err.contains("no line uses"),
        "{}",
        e.err
    );
    std::fs::remove_dir_all(d).expect("removed");
}

/// A parameter that is declared and not used would be answered for in vain.
#[test]
fn a_parameter_that_nothing_uses_is_refused() {
    let d = directory("unused");
    let mut verbs = vec![
        "verify softplus --param beta",
        "verify softplus --param beta=2",
        "verify 'x*sigmoid(b*x)' --param b --param beta",
        "verify 'sigmoid(beta2*x)' --param beta2 --param beta",
        "independent 1 x --param beta",
        "wronskian 1 x --param beta",
        "equal x x --param beta",
        "chain tanh --layers 2 --param beta",
    ];
    if cfg!(feature = "numeric") {
        verbs.push("construct tanh --param beta=1");
    }
    for verb in verbs {
        let e = shell(&format!("$W {verb}"), &d);
        assert_eq!(e.code, Some(2), "{verb}: {}", e.out);
        assert!(
            e.err.contains("W0125") && e.err.contains("`beta`"),
            "{verb}: {}",
            e.err
        );
    }
    for verb in [
        "independent 1 'beta*x' --param beta",
        "equal 'beta' 'beta + x - x' --param beta",
        "verify 'c*x' --assumption 1 --param beta=2 --param c=beta+1",
    ] {
        let e = shell(&format!("$W {verb}"), &d);
        assert!(matches!(e.code, Some(0 | 1)), "{verb}: {}", e.err);
    }
    std::fs::remove_dir_all(d).expect("removed");
}

#[test]
fn the_catalogue_shows_the_spellings_of_the_frameworks() {
    let d = directory("frameworks");
    let e = shell("$W catalog silu", &d);
    assert!(
        e.out.contains("torch::silu") && e.out.contains("jax::swish"),
        "{}",
        e.out
    );
    std::fs::remove_dir_all(d).expect("removed");
}

/// Reasons that come from a limit name it with its value.
#[test]
fn a_limit_is_named_with_its_value() {
    let d = directory("limits");
    for (f, limit) in [
        ("(1+x^2)^(1/18)", "18, above the limit of 12"),
        ("exp(x/10007)+exp(x)", "beyond the limit of 10000"),
        (
            "sin(x/10007)+sin(x)",
            "10007 of an angle, above the limit of 200",
        ),
        (
            "sin(201*x)+sin(x)",
            "201 of an angle, above the limit of 200",
        ),
    ] {
        let e = shell(&format!("$W verify '{f}' --assumption 1"), &d);
        assert_eq!(e.code, Some(3), "{f}: {}", e.out);
        assert!(e.out.contains(limit), "{f}: {}", e.out);
    }
    std::fs::remove_dir_all(d).expect("removed");
}
