//! `verify --file`: the same answers as one by one, in the order of the input, whatever a line holds.

#[path = "../../benches/support/activations.rs"]
mod activations;

use std::io::{BufRead, BufReader, Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

fn start(arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_wronski"))
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs")
}

struct Outcome {
    code: Option<i32>,
    lines: Vec<Value>,
    err: String,
}

/// Runs with this standard input, which is written while the output is read.
fn run(arguments: &[&str], input: Vec<u8>) -> Outcome {
    let mut child = start(arguments);
    let mut stdin = child.stdin.take().expect("piped");
    let writer = std::thread::spawn(move || {
        // The program may end before it has read everything.
        drop(stdin.write_all(&input));
    });
    let mut err = child.stderr.take().expect("piped");
    let errors = std::thread::spawn(move || {
        let mut text = String::new();
        err.read_to_string(&mut text).expect("UTF-8");
        text
    });
    let mut out = String::new();
    child
        .stdout
        .take()
        .expect("piped")
        .read_to_string(&mut out)
        .expect("UTF-8");
    writer.join().expect("written");
    let lines = out
        .lines()
        .map(|l| serde_json::from_str(l).unwrap_or_else(|e| panic!("{l}: {e}")))
        .collect();
    Outcome {
        code: child.wait().expect("it ends").code(),
        lines,
        err: errors.join().expect("read"),
    }
}

fn file(name: &str, text: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text).expect("written");
    path
}

fn numbers(o: &Outcome) -> Vec<u64> {
    o.lines
        .iter()
        .map(|v| v["line"].as_u64().expect("a line number"))
        .collect()
}

#[test]
fn every_line_is_answered_as_alone() {
    let texts = activations::activations(40, 7);
    let path = file("batch-same.txt", &texts.join("\n"));
    let path = path.to_str().expect("UTF-8");
    let one = run(&["verify", "--file", path, "--threads", "1"], vec![]);
    let four = run(&["verify", "--file", path, "--threads", "4"], vec![]);
    assert_eq!(one.lines, four.lines);
    assert_eq!(numbers(&one), (1..=40).collect::<Vec<_>>());
    // Every fifth alone, in a process of its own.
    for i in (0..40).step_by(5) {
        let mut alone = run(&["verify", &texts[i], "--json"], vec![]);
        assert_eq!(alone.lines.len(), 1, "{}", alone.err);
        let mut expected = alone.lines.remove(0);
        expected["line"] = (i as u64 + 1).into();
        assert_eq!(one.lines[i], expected, "{}", texts[i]);
    }
}

#[test]
fn bad_lines_are_reported_in_their_place() {
    let input =
        b"# activations\nsigmoid\n\nsigmod(x)\n  gelu\r\n1/x\n(((\ntanh\n\xFF\xFE\nsoftplus"
            .to_vec();
    let o = run(&["verify", "--file", "-", "--assumption", "1"], input);
    assert_eq!(numbers(&o), [2, 4, 5, 6, 7, 8, 9, 10]);
    let schemas: Vec<&str> = o
        .lines
        .iter()
        .map(|v| v["schema"].as_str().expect("a schema"))
        .collect();
    let (good, bad) = ("wronski/verify", "wronski/error");
    assert_eq!(schemas, [good, bad, good, bad, bad, good, bad, good]);
    assert_eq!(o.lines[1]["code"], "W0103");
    assert_eq!(o.lines[1]["input"], "sigmod(x)");
    assert_eq!(o.lines[3]["code"], "W0201");
    assert_eq!(o.lines[6]["code"], "W0703");
    assert_eq!(o.code, Some(2));
    assert!(o.err.contains("4 of 8 lines"), "{}", o.err);
    assert!(!o.err.contains('\r'), "progress is for terminals");
}

#[test]
fn the_worst_line_decides_the_exit_code() {
    for (input, code) in [
        ("", 0),
        ("# nothing\n\n", 0),
        ("gelu\n", 0),
        ("gelu\nrelu\n", 1),
        ("gelu\nsin(x) + sin(x + sqrt(2))\n", 3),
        ("sin(x) + sin(x + sqrt(2))\nrelu\n", 1),
        ("relu\n)\ngelu\n", 2),
    ] {
        let o = run(
            &["verify", "--file", "-", "--assumption", "1"],
            input.into(),
        );
        assert_eq!(o.code, Some(code), "{input:?}: {}", o.err);
    }
}

#[test]
fn parameters_apply_to_all_lines() {
    let input = "x*sigmoid(beta*x)\nbeta*x^2\nx\n".into();
    let arguments = [
        "verify",
        "--file",
        "-",
        "--param",
        "beta=3/2",
        "--assumption",
        "1",
    ];
    let o = run(&arguments, input);
    assert_eq!(o.lines.len(), 3);
    assert_eq!(o.lines[0]["claims"][1]["verdict"], "proved");
    assert_eq!(o.lines[0]["activation"]["parameters"]["beta"], "3/2");
    // Declared wrongly, they are an error of the command and not of each line.
    let o = run(&["verify", "--file", "-", "--param", "x=1"], "x\n".into());
    assert_eq!((o.code, o.lines.len()), (Some(2), 1));
    assert!(o.err.contains("W0119"), "{}", o.err);
}

#[test]
fn what_is_refused() {
    let here = file("batch-refused.txt", "sigmoid\n");
    let here = here.to_str().expect("UTF-8");
    for (arguments, part) in [
        (&["verify"][..], "ACTIVATION"),
        (
            &["verify", "sigmoid", "--file", here],
            "cannot be used with",
        ),
        (
            &["verify", "--file", here, "--certificate", "c.json"],
            "cannot be used with",
        ),
        (
            &["verify", "sigmoid", "--threads", "2"],
            "cannot be used with",
        ),
        (&["verify", "--threads", "2"], "ACTIVATION"),
        (&["verify", "--file", here, "--threads", "0"], "--threads"),
        (&["verify", "--file", "does-not-exist.txt"], "W0602"),
        (&["verify", "--file", "."], "W0602"),
    ] {
        let o = run(arguments, vec![]);
        assert_eq!(o.code, Some(2), "{arguments:?}: {}", o.err);
        assert!(o.err.contains(part), "{arguments:?}: {}", o.err);
    }
    assert!(!std::path::Path::new("c.json").exists());
}

#[test]
fn answers_are_told_before_the_input_ends() {
    let mut child = start(&["verify", "--file", "-", "--assumption", "1"]);
    let mut stdin = child.stdin.take().expect("piped");
    let mut out = BufReader::new(child.stdout.take().expect("piped"));
    for text in ["sigmoid", "tanh"] {
        writeln!(stdin, "{text}").expect("written");
        stdin.flush().expect("written");
        let mut line = String::new();
        out.read_line(&mut line).expect("an answer");
        let value: Value = serde_json::from_str(&line).expect("JSON");
        assert_eq!(value["activation"]["input"], text);
    }
    drop(stdin);
    assert_eq!(child.wait().expect("it ends").code(), Some(0));
}

#[test]
fn a_reader_that_goes_away_ends_the_run() {
    let mut child = start(&["verify", "--file", "-", "--assumption", "1"]);
    let mut stdin = child.stdin.take().expect("piped");
    let writer = std::thread::spawn(move || {
        let mut written = 0u64;
        while written < 1_000_000 && writeln!(stdin, "x+{written}/7").is_ok() {
            written += 1;
        }
        written
    });
    let mut out = BufReader::new(child.stdout.take().expect("piped"));
    let mut line = String::new();
    out.read_line(&mut line).expect("an answer");
    drop(out);
    child.wait().expect("it ends");
    assert!(writer.join().expect("no panic") < 1_000_000);
}

#[test]
fn a_long_line_costs_no_memory() {
    // 40 MB without a line ending, then a good line.
    let mut input = vec![b'x'; 40_000_000];
    input.extend(b"\nsigmoid\n");
    let o = run(&["verify", "--file", "-", "--assumption", "1"], input);
    assert_eq!(numbers(&o), [1, 2]);
    assert_eq!(o.lines[0]["code"], "W0702");
    assert_eq!(o.lines[1]["schema"], "wronski/verify");
    assert_eq!(o.code, Some(3));
}

#[cfg(feature = "numeric")]
#[test]
fn every_line_is_cross_checked() {
    let arguments = [
        "verify",
        "--file",
        "-",
        "--cross-check",
        "--assumption",
        "1",
    ];
    let o = run(&arguments, "sigmoid\nerf(x)\n".into());
    assert_eq!(o.code, Some(1), "{}", o.err);
    for (line, rank) in o.lines.iter().zip([7, 6]) {
        let checked = &line["cross_check"][0];
        assert_eq!(checked["rank_at_least"], rank);
        assert_eq!(checked["agrees"], true);
    }
}
