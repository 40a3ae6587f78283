//! Rule libraries: the shipped files and a user's directory.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;
use std::path::Path;
use std::sync::{Arc, LazyLock, OnceLock};
use wronski_diagnostic::ErrorCode;

use serde::Deserialize;
use toml::Spanned;

use super::condition::Condition;
use super::rule::{Rule, Search};
use super::saturate::{CompiledRule, Patterns};
use wronski_diagnostic::interruption;
use wronski_diagnostic::{Diagnostic, Result, Span};
pub use wronski_expr::rules::{ARITHMETIC, DEFINITION, REJECTED, SHIPPED};
use wronski_expr::{Expr, Node, catalogue, parse_pattern};

/// Rules by name, in the order of their files.
#[derive(Clone, Debug, Default)]
pub struct RuleLibrary {
    rules: Vec<Rule>,
    index: BTreeMap<String, usize>,
    /// The rules as patterns, made when a search first asks for them.
    patterns: OnceLock<Vec<Patterns>>,
}

/// A rule that was considered and is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RejectedRule {
    /// Its name.
    pub name: String,
    /// The left side.
    pub lhs: Expr,
    /// The right side.
    pub rhs: Expr,
    /// Values of the metavariables at which the sides differ or one is undefined.
    pub at: BTreeMap<String, String>,
    /// What goes wrong there.
    pub because: String,
    /// The sound form, if there is one.
    pub instead: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawFile {
    #[serde(default)]
    rule: Vec<RawRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    name: Spanned<String>,
    lhs: Spanned<String>,
    rhs: Spanned<String>,
    #[serde(default)]
    when: Vec<Spanned<String>>,
    #[serde(default)]
    guard: Vec<Spanned<String>>,
    search: Option<Spanned<String>>,
    #[serde(default)]
    tags: Vec<String>,
    choose: Option<Spanned<String>>,
    valid: String,
    source: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRejected {
    rejected: Vec<RawRejectedRule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRejectedRule {
    name: String,
    lhs: String,
    rhs: String,
    at: BTreeMap<String, String>,
    because: String,
    instead: Option<String>,
}

/// The shipped rules, read once.
///
/// # Panics
/// Never in a build whose tests passed: a test reads every shipped file.
pub fn shipped() -> &'static RuleLibrary {
    static LIBRARY: LazyLock<RuleLibrary> = LazyLock::new(|| {
        // Made once for all: what is begun here is not interrupted.
        interruption::never(|| {
            let mut library = RuleLibrary::default();
            for (name, text) in SHIPPED {
                library
                    .read(name, text)
                    .expect("the shipped rules are read by a test");
            }
            library
        })
    });
    &LIBRARY
}

/// The rejected rules with their counterexamples.
///
/// # Errors
/// As [`RuleLibrary::read`]; never for the shipped file.
pub fn rejected() -> Result<Vec<RejectedRule>> {
    let raw: RawRejected = toml::from_str(REJECTED).map_err(|e| bad_toml("rejected", &e))?;
    raw.rejected
        .into_iter()
        .map(|r| {
            Ok(RejectedRule {
                name: r.name,
                lhs: parse_pattern(&r.lhs)?,
                rhs: parse_pattern(&r.rhs)?,
                at: r.at,
                because: r.because,
                instead: r.instead,
            })
        })
        .collect()
}

/// The longest rule file, in bytes.
const LARGEST_FILE: u64 = 16 << 20;

impl RuleLibrary {
    /// A library without rules.
    pub fn new() -> Self {
        RuleLibrary::default()
    }

    /// The rules, in order.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// The rules with their patterns, in order.
    pub(super) fn compiled(&self) -> impl Iterator<Item = CompiledRule<'_>> {
        let patterns = self
            .patterns
            .get_or_init(|| self.rules.iter().map(Patterns::new).collect());
        let compiled = |(rule, patterns)| CompiledRule { rule, patterns };
        self.rules.iter().zip(patterns).map(compiled)
    }

    /// Adds a rule.
    ///
    /// # Errors
    /// `W0304` if the name is taken or reserved.
    pub fn add(&mut self, rule: Rule) -> Result<()> {
        if rule.name == ARITHMETIC || rule.name.starts_with(DEFINITION) || rule.name.is_empty() {
            return Err(Diagnostic::input(
                ErrorCode::W0304,
                format!("the rule name `{}` is reserved", rule.name),
            )
            .help("choose another name"));
        }
        if self.index.contains_key(&rule.name) {
            return Err(Diagnostic::input(
                ErrorCode::W0304,
                format!("two rules are called `{}`", rule.name),
            )
            .help("every rule needs a name of its own; steps cite rules by name"));
        }
        self.index.insert(rule.name.clone(), self.rules.len());
        self.rules.push(rule);
        self.patterns = OnceLock::new();
        Ok(())
    }

    /// Adds the rules of a TOML text; `file` names it in messages and in [`Rule::library`].
    ///
    /// # Errors
    /// `W0301` (not TOML of the expected shape), `W0302` (a side does not parse), `W0303` (`search` or `choose`
    /// is wrong), `W0304` (a name twice), `W0305` (bad side condition). Spans are bytes of the TOML text.
    pub fn read(&mut self, file: &str, text: &str) -> Result<()> {
        let raw: RawFile = toml::from_str(text).map_err(|e| bad_toml(file, &e))?;
        for r in raw.rule {
            let name_span = span(&r.name);
            let rule = rule_of(file, r)?;
            self.add(rule)
                .map_err(|d| d.at(name_span).label(format!("in `{file}`")))?;
        }
        Ok(())
    }

    /// Reads every `*.toml` file of a directory except `rejected.toml`, in the order of their names.
    ///
    /// # Errors
    /// `W0300` if the directory or a file cannot be read or holds more than 16 MiB, or if there is no rule file;
    /// otherwise as [`RuleLibrary::read`], with the file's name in the message.
    pub fn read_directory(&mut self, directory: &Path) -> Result<()> {
        let unreadable = |path: &Path, e: &std::io::Error| {
            Diagnostic::input(
                ErrorCode::W0300,
                format!("cannot read {}: {e}", path.display()),
            )
            .help("give a directory with rule files (*.toml)")
        };
        let mut files = BTreeSet::new();
        for entry in std::fs::read_dir(directory).map_err(|e| unreadable(directory, &e))? {
            let path = entry.map_err(|e| unreadable(directory, &e))?.path();
            let is_rules = path.extension().is_some_and(|x| x == "toml")
                && path.file_name().is_some_and(|n| n != "rejected.toml");
            if is_rules {
                files.insert(path);
            }
        }
        if files.is_empty() {
            return Err(Diagnostic::input(
                ErrorCode::W0300,
                format!("there are no rule files in {}", directory.display()),
            )
            .help("rule files end in .toml"));
        }
        for path in files {
            // Not the size that the system tells: it knows none of a device.
            let mut text = String::new();
            let length = std::fs::File::open(&path)
                .and_then(|file| file.take(LARGEST_FILE + 1).read_to_string(&mut text))
                .map_err(|e| unreadable(&path, &e))?;
            if length as u64 > LARGEST_FILE {
                return Err(Diagnostic::input(
                    ErrorCode::W0300,
                    format!("{} is larger than 16 MiB", path.display()),
                )
                .help("split the rule file"));
            }
            let stem = path.file_stem().map(|s| s.to_string_lossy().into_owned());
            self.read(stem.as_deref().unwrap_or_default(), &text)
                .map_err(|mut d| {
                    d.message = format!("{}: {}", path.display(), d.message);
                    d
                })?;
        }
        Ok(())
    }

    /// The rule of that name: one of the library or a catalogue definition (`definition:silu`).
    pub fn find(&self, name: &str) -> Option<Cow<'_, Rule>> {
        if let Some(entry) = name.strip_prefix(DEFINITION) {
            return definition(entry).map(Cow::Owned);
        }
        self.rules.get(*self.index.get(name)?).map(Cow::Borrowed)
    }
}

/// The definition of a catalogue entry as a rule.
pub fn definition(name: &str) -> Option<Rule> {
    let entry = catalogue::find(name)?;
    if entry.name != name {
        return None;
    }
    let mut args = vec![Expr::meta("?x")];
    args.extend(
        entry
            .parameters
            .iter()
            .map(|p| Expr::meta(&format!("?{}", p.name))),
    );
    let rhs = entry.instantiate(&args).ok()?;
    Some(Rule {
        name: format!("{DEFINITION}{name}"),
        lhs: Expr::new(Node::Named(Arc::from(name), args)),
        rhs,
        conditions: Vec::new(),
        guard: Vec::new(),
        search: Search::Forward,
        tags: BTreeSet::from(["unfold".to_owned()]),
        choose: None,
        valid: "by definition".to_owned(),
        source: entry.source.clone(),
        library: "catalogue".to_owned(),
    })
}

fn span<T>(s: &Spanned<T>) -> Option<Span> {
    Some(Span::new(s.span().start, s.span().end))
}

/// Moves a diagnostic about a string's inside to the string's place in the file.
fn inside<T>(d: Diagnostic, at: &Spanned<T>, file: &str, rule: &str) -> Diagnostic {
    let moved = d.span.map(|s| {
        // One byte for the quotation mark; literal strings without escapes are what rule files hold.
        let start = at.span().start + 1;
        Span::new(start + s.start, (start + s.end).min(at.span().end))
    });
    let mut d = d.at(moved.or(span(at)));
    d.message = format!("rule `{rule}` of `{file}`: {}", d.message);
    d
}

fn rule_of(file: &str, r: RawRule) -> Result<Rule> {
    let name = r.name.get_ref().clone();
    let side = |text: &Spanned<String>| {
        parse_pattern(text.get_ref()).map_err(|d| {
            let mut d = inside(d, text, file, &name);
            d.message = format!("{} ({})", d.message, d.code);
            d.code = ErrorCode::W0302;
            d
        })
    };
    let (lhs, rhs) = (side(&r.lhs)?, side(&r.rhs)?);
    let read = |texts: &[Spanned<String>]| {
        let condition = |text: &Spanned<String>| {
            Condition::parse(text.get_ref()).map_err(|d| {
                let mut d = inside(d, text, file, &name);
                d.code = ErrorCode::W0305;
                d
            })
        };
        texts
            .iter()
            .map(condition)
            .collect::<Result<Vec<Condition>>>()
    };
    let (conditions, guard) = (read(&r.when)?, read(&r.guard)?);
    let search = match &r.search {
        None => Search::Forward,
        Some(s) => match s.get_ref().as_str() {
            "forward" => Search::Forward,
            "backward" => Search::Backward,
            "both" => Search::Both,
            other => {
                return Err(Diagnostic::input(
                    ErrorCode::W0303,
                    format!("rule `{name}` of `{file}`: `{other}` is not a direction"),
                )
                .at(span(s))
                .help("write \"forward\", \"backward\" or \"both\""));
            }
        },
    };
    let choose = match &r.choose {
        None => None,
        Some(c) if c.get_ref().starts_with('?') => Some(c.get_ref().clone()),
        Some(c) => {
            return Err(Diagnostic::input(
                ErrorCode::W0303,
                format!("rule `{name}` of `{file}`: `choose` must name a metavariable"),
            )
            .at(span(c))
            .help("write for instance choose = \"?g\""));
        }
    };
    Ok(Rule {
        name,
        lhs,
        rhs,
        conditions,
        guard,
        search,
        tags: r.tags.into_iter().collect(),
        choose,
        valid: r.valid,
        source: r.source,
        library: file.to_owned(),
    })
}

fn bad_toml(file: &str, e: &toml::de::Error) -> Diagnostic {
    Diagnostic::input(ErrorCode::W0301, format!("`{file}` is not a rule file: {}", e.message()))
        .at(e.span().map(|s| Span::new(s.start, s.end)))
        .help(
            "a rule is a table [[rule]] with name, lhs, rhs, valid, source and, where needed, when, guard, \
             search, tags, choose",
        )
}
