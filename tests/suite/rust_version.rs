//! The Rust version that Cargo.toml declares is one with which the default build can work.

use std::process::Command;

use serde_json::Value;

/// `1.89` or `1.89.0`.
fn version(text: &str) -> (u32, u32, u32) {
    let mut parts = text.split('.').map(|p| p.parse().expect("a number"));
    let mut next = || parts.next().unwrap_or(0);
    (next(), next(), next())
}

fn manifest(key: &str) -> String {
    let text = include_str!("../../Cargo.toml");
    let line = text.lines().find(|l| l.starts_with(key)).expect("the key");
    line.split('"').nth(1).expect("a value").to_owned()
}

/// The platform that this test runs on.
fn host() -> String {
    let rustc = Command::new("rustc")
        .arg("-vV")
        .output()
        .expect("rustc runs");
    let text = String::from_utf8(rustc.stdout).expect("UTF-8");
    let line = text.lines().find_map(|l| l.strip_prefix("host: "));
    line.expect("a host").to_owned()
}

/// What the dependencies declare: none of those of the default features needs a newer Rust.
#[test]
fn no_dependency_needs_a_newer_rust() {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--locked", "--offline", "--format-version", "1"])
        .args(["--filter-platform", &host()])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let list = |v: &Value| v.as_array().expect("a list").clone();
    let nodes = list(&metadata["resolve"]["nodes"]);
    let packages = list(&metadata["packages"]);
    let declared = version(&manifest("rust-version"));
    let mut todo = vec![metadata["resolve"]["root"].clone()];
    let mut seen: Vec<Value> = vec![];
    let mut newest = ((0, 0, 0), String::new());
    while let Some(id) = todo.pop() {
        if seen.contains(&id) {
            continue;
        }
        let package = packages.iter().find(|p| p["id"] == id).expect("a package");
        if !seen.is_empty()
            && let Some(needs) = package["rust_version"].as_str()
        {
            let name = format!("{} {}", package["name"], package["version"]);
            newest = newest.max((version(needs), name));
        }
        let node = nodes.iter().find(|n| n["id"] == id).expect("a node");
        for dependency in list(&node["deps"]) {
            let kinds = list(&dependency["dep_kinds"]);
            if kinds.iter().any(|k| k["kind"] != "dev") {
                todo.push(dependency["pkg"].clone());
            }
        }
        seen.push(id);
    }
    assert!(seen.len() > 50, "{} packages", seen.len());
    assert!(
        newest.0 <= declared,
        "{} needs Rust {:?}, Cargo.toml declares {declared:?}",
        newest.1,
        newest.0
    );
}

#[test]
fn the_readme_names_the_declared_version() {
    let text = format!("Rust {} or later", manifest("rust-version"));
    assert!(include_str!("../../README.md").contains(&text), "{text}");
}
