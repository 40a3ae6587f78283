//! No circle of files inside a crate: what a file names of other files, read from its syntax tree.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use syn::visit::Visit;

/// A module that has a file, by its path from the root of the crate.
type Module = Vec<String>;

/// A name that a file brings in.
struct Import {
    /// As which name.
    alias: String,
    /// The path, as it is written.
    path: Vec<String>,
    /// Is it handed on to others? Then it is no knowledge of this file.
    public: bool,
}

/// What a file names.
#[derive(Default)]
struct Names {
    imports: Vec<Import>,
    paths: Vec<Vec<String>>,
}

fn leaves(tree: &syn::UseTree, prefix: &[String], public: bool, out: &mut Vec<Import>) {
    let with = |name: &syn::Ident| {
        let mut path = prefix.to_vec();
        path.push(name.to_string());
        path
    };
    let mut leaf = |path: Vec<String>, alias: String| {
        out.push(Import {
            alias,
            path,
            public,
        });
    };
    match tree {
        syn::UseTree::Path(p) => leaves(&p.tree, &with(&p.ident), public, out),
        syn::UseTree::Group(g) => {
            for t in &g.items {
                leaves(t, prefix, public, out);
            }
        }
        syn::UseTree::Name(n) if n.ident == "self" => {
            leaf(prefix.to_vec(), prefix.last().cloned().unwrap_or_default());
        }
        syn::UseTree::Name(n) => leaf(with(&n.ident), n.ident.to_string()),
        syn::UseTree::Rename(r) => leaf(with(&r.ident), r.rename.to_string()),
        syn::UseTree::Glob(_) => leaf(prefix.to_vec(), "*".to_string()),
    }
}

fn only_for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|a| {
        a.path().is_ident("cfg")
            && a.parse_args::<syn::Ident>()
                .is_ok_and(|argument| argument == "test")
    })
}

impl<'a> Visit<'a> for Names {
    fn visit_item_mod(&mut self, item: &'a syn::ItemMod) {
        if !only_for_tests(&item.attrs) {
            syn::visit::visit_item_mod(self, item);
        }
    }

    fn visit_item_use(&mut self, item: &'a syn::ItemUse) {
        if !only_for_tests(&item.attrs) {
            let public = !matches!(item.vis, syn::Visibility::Inherited);
            leaves(&item.tree, &[], public, &mut self.imports);
        }
    }

    fn visit_item_fn(&mut self, item: &'a syn::ItemFn) {
        if !only_for_tests(&item.attrs) {
            syn::visit::visit_item_fn(self, item);
        }
    }

    fn visit_path(&mut self, path: &'a syn::Path) {
        if path.segments.len() > 1 {
            let segments = path.segments.iter().map(|s| s.ident.to_string());
            self.paths.push(segments.collect());
        }
        syn::visit::visit_path(self, path);
    }
}

/// The files of a crate with what they name.
struct Files(BTreeMap<Module, Names>);

impl Files {
    fn read(src: &Path) -> Files {
        let mut found = BTreeMap::new();
        let mut todo = vec![src.to_path_buf()];
        while let Some(directory) = todo.pop() {
            for entry in fs::read_dir(&directory).expect("a directory") {
                let path = entry.expect("an entry").path();
                if path.is_dir() {
                    todo.push(path);
                    continue;
                }
                if path.extension().is_none_or(|e| e != "rs") {
                    continue;
                }
                let text = fs::read_to_string(&path).expect("UTF-8");
                let file =
                    syn::parse_file(&text).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
                let mut names = Names::default();
                names.visit_file(&file);
                found.insert(module(src, &path), names);
            }
        }
        Files(found)
    }

    /// From which module a path of this one starts, and what is left of it; `None` for paths of other crates.
    fn start<'p>(&self, from: &Module, path: &'p [String]) -> Option<(Module, &'p [String])> {
        let mut at = from.clone();
        let mut rest = path;
        match rest.first()?.as_str() {
            "crate" => {
                at.clear();
                rest = &rest[1..];
            }
            "self" => rest = &rest[1..],
            "super" => {
                while rest.first().is_some_and(|s| s == "super") {
                    at.pop();
                    rest = &rest[1..];
                }
            }
            child => {
                at.push(child.to_string());
                if !self.0.contains_key(&at) {
                    return None;
                }
                at.pop();
            }
        }
        Some((at, rest))
    }

    /// The file in which what the path names is defined, behind all that hand it on.
    fn definition(&self, mut at: Module, mut rest: &[String], depth: usize) -> Option<Module> {
        while let Some(next) = rest.first() {
            let mut child = at.clone();
            child.push(next.clone());
            if !self.0.contains_key(&child) {
                break;
            }
            at = child;
            rest = &rest[1..];
        }
        let Some(name) = rest.first() else {
            return Some(at);
        };
        assert!(depth < 20, "{name} is handed on in a circle");
        let names = self.0.get(&at)?;
        let handed_on = names.imports.iter().find(|i| i.public && i.alias == *name);
        match handed_on {
            Some(i) => {
                let (at, rest) = self.start(&at, &i.path)?;
                self.definition(at, rest, depth + 1)
            }
            None => Some(at),
        }
    }

    fn known_to(&self, module: &Module) -> BTreeSet<&Module> {
        let names = &self.0[module];
        let imported = names.imports.iter().filter(|i| !i.public).map(|i| &i.path);
        imported
            .chain(&names.paths)
            .filter_map(|path| {
                let (at, rest) = self.start(module, path)?;
                let found = self.definition(at, rest, 0)?;
                self.0.get_key_value(&found).map(|(key, _)| key)
            })
            .filter(|found| *found != module)
            .collect()
    }

    /// The sets of files that know each other, directly or by way of others.
    fn circles(&self) -> Vec<Vec<&Module>> {
        let edges: BTreeMap<&Module, BTreeSet<&Module>> =
            self.0.keys().map(|m| (m, self.known_to(m))).collect();
        let reached = |from: &Module| {
            let mut seen = BTreeSet::new();
            let mut todo: Vec<&Module> = edges[from].iter().copied().collect();
            while let Some(m) = todo.pop() {
                if seen.insert(m) {
                    todo.extend(&edges[m]);
                }
            }
            seen
        };
        let reach: BTreeMap<&Module, BTreeSet<&Module>> =
            edges.keys().map(|m| (*m, reached(m))).collect();
        let mut out: Vec<Vec<&Module>> = vec![];
        for (m, seen) in &reach {
            if seen.contains(m) && !out.iter().any(|c| c.contains(m)) {
                out.push(
                    seen.iter()
                        .copied()
                        .filter(|n| reach[n].contains(m))
                        .collect(),
                );
            }
        }
        out
    }
}

/// `src/a/b.rs` is `a::b`, `src/a/mod.rs` is `a`, and `lib.rs` and `main.rs` are the root.
fn module(src: &Path, path: &Path) -> Module {
    let relative = path
        .strip_prefix(src)
        .expect("below src")
        .with_extension("");
    let mut parts: Module = relative
        .components()
        .map(|c| c.as_os_str().to_string_lossy().into_owned())
        .collect();
    if parts
        .last()
        .is_some_and(|last| ["lib", "main", "mod"].contains(&last.as_str()))
    {
        parts.pop();
    }
    parts
}

#[test]
fn no_circle_of_files_in_a_crate() {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let mut rooms = vec![root.join("src")];
    for entry in fs::read_dir(root.join("crates")).expect("crates") {
        rooms.push(entry.expect("a crate").path().join("src"));
    }
    let mut found = vec![];
    for src in rooms {
        let files = Files::read(&src);
        assert!(!files.0.is_empty(), "{} holds no files", src.display());
        for circle in files.circles() {
            let names: Vec<String> = circle
                .iter()
                .map(|m| {
                    let knows = files.known_to(m);
                    let inside: Vec<String> = knows
                        .iter()
                        .filter(|k| circle.contains(k))
                        .map(|k| k.join("::"))
                        .collect();
                    format!("    {} knows {}", m.join("::"), inside.join(", "))
                })
                .collect();
            found.push(format!("{}:\n{}", src.display(), names.join("\n")));
        }
    }
    assert!(found.is_empty(), "files in circles:\n{}", found.join("\n"));
}

#[test]
fn a_circle_is_found_through_what_hands_on() {
    let file = |text: &str| {
        let mut names = Names::default();
        names.visit_file(&syn::parse_file(text).expect("Rust"));
        names
    };
    let at = |path: &str| -> Module { path.split("::").map(str::to_string).collect() };
    let mut files = Files(BTreeMap::from([
        (vec![], file("mod a; pub use a::b::Thing;")),
        (at("a"), file("pub mod b; mod c;")),
        (
            at("a::b"),
            file("pub struct Thing; fn f() { super::c::g() }"),
        ),
        (at("a::c"), file("use crate::Thing; pub fn g() {}")),
    ]));
    let [circle] = &files.circles()[..] else {
        panic!("one circle")
    };
    assert_eq!(*circle, [&at("a::b"), &at("a::c")]);
    // The same name in a unit test is no knowledge of the file.
    let harmless = "#[cfg(test)] mod tests { use crate::Thing; } pub fn g() {}";
    files.0.insert(at("a::c"), file(harmless));
    assert!(files.circles().is_empty());
}
