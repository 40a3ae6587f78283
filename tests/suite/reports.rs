//! Reports: what they say of every kind of certificate, that untrusted text stays text, and the verb.

use std::fs;
use std::path::Path;

use crate::corpus::{CERTIFICATES, HOSTILE, directory, entry, path, report, short, wronski};
use wronski::internals::report::{AnyCertificate, Block, Report, build, html, latex, markdown};

/// Every tag is closed in order, attributes are quoted, and nothing stands in the text that could be a tag.
fn balanced(page: &str) -> Result<(), String> {
    const VOID: [&str; 2] = ["meta", "!doctype"];
    let mut open: Vec<&str> = vec![];
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let end = rest.find('>').ok_or("a tag without end")?;
        let tag = &rest[..end];
        if tag.contains('<') {
            return Err(format!("`<` inside the tag <{tag}"));
        }
        if tag.matches('"').count() % 2 == 1 {
            return Err(format!("quotation marks in <{tag}>"));
        }
        rest = &rest[end + 1..];
        let name = tag
            .trim_start_matches('/')
            .split([' ', '/'])
            .next()
            .unwrap_or_default();
        if tag.starts_with('/') {
            match open.pop() {
                Some(last) if last == name => {}
                last => return Err(format!("</{name}> closes {last:?}")),
            }
        } else if !tag.ends_with('/') && !VOID.contains(&name) {
            open.push(name);
        }
        if open.last() == Some(&"style") {
            let end = rest.find("</style>").ok_or("a style without end")?;
            rest = &rest[end..];
        }
    }
    if open.is_empty() {
        Ok(())
    } else {
        Err(format!("never closed: {open:?}"))
    }
}

/// LaTeX whose long lines of coordinates are cut: the last digits of a curve are of no interest.
fn clipped(tex: &str) -> String {
    const LONGEST: usize = 120;
    tex.lines()
        .map(|l| match l.char_indices().nth(LONGEST) {
            Some((at, _)) if l.starts_with("\\draw") => format!("{} ...\n", &l[..at]),
            _ => format!("{l}\n"),
        })
        .collect()
}

#[test]
fn what_reports_say() {
    for name in CERTIFICATES {
        let r = report(&[name]);
        let short = short(name);
        let pages = markdown(&r, Some(short));
        insta::assert_snapshot!(format!("{short}.md"), pages.text);
        let tex = latex(&r, Some(short));
        insta::assert_snapshot!(format!("{short}.tex"), clipped(&tex.text));
        assert_eq!(tex.files.len(), r.attachments().len(), "{name}");
        assert_eq!(
            pages.files.len(),
            r.figures().len() + r.attachments().len(),
            "{name}"
        );
    }
}

#[test]
fn several_certificates_are_compared() {
    let r = report(&[
        "reports/gelu",
        "reports/softplus",
        "reports/relu",
        "reports/dependent",
        "minima/bad",
        "reports/erf-network",
    ]);
    assert_eq!(r.sections[0].id, "comparison");
    let tables: Vec<_> = r.sections[0]
        .blocks
        .iter()
        .filter_map(|b| match b {
            Block::Table(t) => Some(t),
            _ => None,
        })
        .collect();
    assert_eq!(
        tables.iter().map(|t| t.rows.len()).collect::<Vec<_>>(),
        [3, 1, 2]
    );
    let only = build(&[entry("reports/gelu")]);
    assert!(only.sections.iter().all(|s| s.id != "comparison"));
    let first = Report {
        sections: r.sections[..1].to_vec(),
        ..r
    };
    insta::assert_snapshot!("comparison.md", markdown(&first, None).text);
}

#[test]
fn the_same_certificates_give_the_same_bytes() {
    for name in CERTIFICATES {
        let (a, b) = (report(&[name]), report(&[name]));
        assert_eq!(html(&a), html(&b), "{name}");
        assert_eq!(latex(&a, Some("s")), latex(&b, Some("s")), "{name}");
        assert_eq!(markdown(&a, Some("s")), markdown(&b, Some("s")), "{name}");
    }
}

#[test]
fn html_is_well_formed_and_fetches_nothing() {
    assert!(balanced("<p><b>x</p></b>").is_err());
    assert!(balanced("<p>a < b</p>").is_err());
    assert!(balanced("<p>").is_err());
    assert_eq!(balanced("<p class=\"a\">x<path d=\"M0 0\"/></p>"), Ok(()));
    let mut names: Vec<Vec<&str>> = CERTIFICATES.iter().map(|n| vec![*n]).collect();
    names.push(CERTIFICATES.to_vec());
    for n in names {
        let r = report(&n);
        let page = html(&r);
        balanced(&page).unwrap_or_else(|e| panic!("{n:?}: {e}"));
        let files = markdown(&r, Some("s")).files.into_iter();
        for (name, svg) in files.filter(|f| f.0.ends_with(".svg")) {
            balanced(&svg).unwrap_or_else(|e| panic!("{n:?} {name}: {e}"));
        }
        // In the text such words may stand: it is escaped, so a tag ends at the next `>`.
        for tag in page.split('<').filter_map(|t| t.split('>').next()) {
            let head = tag.split(" aria-label=").next().expect("a part");
            // An attachment: a link that saves what stands in the page itself, named by the program.
            let mut head = head.to_string();
            if let Some(rest) = head.strip_prefix("a download=\"") {
                let (name, rest) = rest.split_once("\" href=\"data:").expect("a link");
                let (media, code) = rest.split_once(";base64,").expect("a link");
                let code = code.strip_suffix('"').expect("a link");
                assert!(["application/json", "text/csv"].contains(&media), "{media}");
                let file = |c: char| c.is_ascii_alphanumeric() || "-.".contains(c);
                let digit = |c: char| c.is_ascii_alphanumeric() || "+/=".contains(c);
                assert!(name.chars().all(file) && code.chars().all(digit), "{name}");
                head.clear();
            }
            assert!(!head.contains("data:") && !head.contains("download"));
            if head.contains("href") {
                assert!(head.starts_with("a href=\"#"), "{n:?}: <{tag}>");
            }
            for word in [
                "http", "url(", "src", "import", "script", "link", " on", "xlink",
            ] {
                assert!(!head.contains(word), "{n:?}: <{tag}> holds {word}");
            }
        }
        let style = page.split("<style>").nth(1).expect("a style");
        let style = style.split("</style>").next().expect("an end");
        assert!(!style.contains("url(") && !style.contains("@import"));
        assert!(page.contains("<html lang=\"en\">") && page.contains("name=\"viewport\""));
        assert!(page.contains("prefers-color-scheme"));
        // Every place that is linked to exists, once.
        for (at, _) in page.match_indices("href=\"#") {
            let id = page[at + 7..].split('"').next().expect("an id");
            assert_eq!(
                page.matches(&format!(" id=\"{id}\"")).count(),
                1,
                "{n:?} {id}"
            );
        }
        let ids: Vec<&str> = page
            .match_indices(" id=\"")
            .map(|(at, m)| page[at + m.len()..].split('"').next().expect("an id"))
            .collect();
        let mut unique = ids.clone();
        unique.sort_unstable();
        unique.dedup();
        assert_eq!(unique.len(), ids.len(), "{n:?}: an id twice");
        assert_eq!(
            page.matches("<title id=").count(),
            r.figures().len(),
            "{n:?}"
        );
    }
}

#[test]
fn formulas_are_text_in_every_format() {
    let r = report(&["reports/softplus"]);
    // 1 - 2 S1 + s1 S1 = 0
    let page = html(&r);
    assert!(page.contains("<math display=\"block\"><mrow><mrow>"));
    let tex = latex(&r, None).text;
    assert!(
        tex.contains("1 - 2\\,{S}_{1} + {{\\sigma}}'\\,{S}_{1} = 0"),
        "{tex}"
    );
    assert!(
        markdown(&r, None)
            .text
            .contains("```math\n1 - 2\\,{S}_{1} + {{\\sigma}}'\\,{S}_{1} = 0\n```")
    );
}

/// The LaTeX commands that a document uses, apart from those that a report may use.
fn commands(tex: &str) -> Vec<String> {
    const KNOWN: &str = "documentclass usepackage setlength parindent parskip emergencystretch raggedbottom begin end LARGE par \
        section subsection textbf texttt textit emph allowbreak arraybackslash raggedright dimexpr linewidth tabcolsep relax small footnotesize \
        scriptsize toprule midrule bottomrule endhead tabularnewline displaystyle bibitem item pagestyle markright fbox ensuremath \
        textbackslash textasciicircum textasciitilde textless textgreater textbar textasciigrave textquotedbl \
        tolerance LTleft IfFileExists definecolor draw node newcommand cut penalty multicolumn endfirsthead times \
        mathrm mathit text frac sqrt sum left right lvert rvert sigma alpha beta gamma lambda pi partial equiv ne cdot le ge lt gt circ quad";
    let known: Vec<&str> = KNOWN.split_whitespace().collect();
    let mut out = vec![];
    for (at, _) in tex.match_indices('\\') {
        let name: String = tex[at + 1..]
            .chars()
            .take_while(char::is_ascii_alphabetic)
            .collect();
        if !name.is_empty() && !known.contains(&name.as_str()) {
            out.push(name);
        }
    }
    out
}

#[test]
fn latex_uses_few_commands_and_its_groups_are_closed() {
    assert_eq!(commands("\\input{x} \\sqrt{2}"), ["input"]);
    for name in CERTIFICATES {
        let tex = latex(&report(&[name]), Some("s")).text;
        assert_eq!(commands(&tex), Vec::<String>::new(), "{name}");
        let (mut depth, mut last) = (0i32, ' ');
        for c in tex.chars() {
            depth += match c {
                '{' if last != '\\' => 1,
                '}' if last != '\\' => -1,
                _ => 0,
            };
            assert!(depth >= 0, "{name}");
            last = if last == '\\' && c == '\\' { ' ' } else { c };
        }
        assert_eq!(depth, 0, "{name}");
        assert!(
            tex.chars()
                .all(|c| c.is_ascii() || ('À'..='ÿ').contains(&c)),
            "{name}"
        );
        for environment in [
            "longtable",
            "itemize",
            "quote",
            "cases",
            "thebibliography",
            "tikzpicture",
            "minipage",
            "center",
        ] {
            let count = |w: &str| tex.matches(&format!("\\{w}{{{environment}}}")).count();
            assert_eq!(count("begin"), count("end"), "{name} {environment}");
        }
    }
}

#[test]
fn markup_in_names_stays_text() {
    // The other files have the sections that are not those of its kind.
    for name in ["piece", "saddle", "slope", "relation"] {
        stays_text(&report(&[&format!("hostile/{name}")]));
    }
    let r = report(&[HOSTILE]);
    assert!(r.stamp.is_some());
    stays_text(&r);
}

fn stays_text(r: &Report) {
    let page = html(r);
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;"));
    assert!(!page.contains("<script") && !page.contains("<img") && !page.contains("<b>"));
    let md = markdown(r, Some("x")).text;
    // Outside code spans a tag cannot begin, and mathematics neither.
    let mut outside = String::new();
    for (i, part) in md.split('`').enumerate() {
        if i % 2 == 0 {
            outside.push_str(part);
        }
    }
    assert!(
        !outside.contains("<script") && !outside.contains("<img"),
        "{outside}"
    );
    let tex = latex(r, None).text;
    assert!(tex.contains("\\textbackslash{}"));
    assert!(!tex.contains("\\write18") && !tex.contains("\\input"));
    // As many cells in every row of a table as in its head.
    for line in md.lines().filter(|l| l.starts_with('|')) {
        let bars = line.replace("\\|", "").matches('|').count();
        assert!(bars >= 3, "{line}");
    }
}

#[test]
fn every_verdict_and_kind_is_in_the_corpus() {
    let mut files: Vec<String> = ["reports", "minima"]
        .iter()
        .flat_map(|d| fs::read_dir(path(d).with_extension("")).expect("a directory"))
        .map(|e| {
            e.expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .filter_map(|n| n.strip_suffix(".json").map(str::to_string))
        .collect();
    files.sort();
    let mut listed = CERTIFICATES.map(|n| short(n).to_string());
    listed.sort();
    assert_eq!(files, listed);
    let mut seen: Vec<String> = vec![];
    let mut outcomes = vec![];
    for name in CERTIFICATES {
        match entry(name).certificate {
            AnyCertificate::Claims(c) => {
                outcomes.extend(c.claims.iter().map(|k| k.verdict));
            }
            AnyCertificate::Minimum(c) => seen.push(format!("{:?}", c.kind())),
        }
    }
    for kind in [
        "BadLocalMinimum",
        "StrictLocalMinimum",
        "Saddle",
        "NotCritical",
        "NoWidening",
        "Undecided",
    ] {
        assert!(seen.iter().any(|k| k == kind), "{kind}");
    }
    for o in [
        wronski::Decision::Proved,
        wronski::Decision::Refuted,
        wronski::Decision::Undecided,
    ] {
        assert!(outcomes.contains(&o), "{o:?}");
    }
}

#[cfg(feature = "numeric")]
#[test]
fn the_corpus_is_confirmed_by_the_checker() {
    for name in CERTIFICATES {
        let text = fs::read_to_string(path(name)).expect("a certificate");
        assert_eq!(
            wronski::internals::check::check_text(&text).is_ok(),
            name != HOSTILE,
            "{name}"
        );
    }
}

#[test]
fn the_verb_writes_files_or_to_standard_output() {
    let d = directory("verb");
    let (gelu, softplus) = (path("reports/gelu"), path("reports/softplus"));
    let (gelu, softplus) = (gelu.to_string_lossy(), softplus.to_string_lossy());
    let page = d.join("my page.md");
    let e = wronski(&["report", &gelu, "--to", "md", "-o", &page.to_string_lossy()]);
    assert_eq!((e.code, e.text()), (0, ""), "{}", e.err);
    let text = fs::read_to_string(&page).expect("a page");
    assert!(text.contains("(./my%20page-1.svg)"), "{text}");
    let svg = fs::read_to_string(d.join("my page-1.svg")).expect("a picture");
    assert!(svg.starts_with("<svg xmlns="));
    let certificate = d.join("my page-certificate.json");
    assert!(text.contains("(./my%20page-certificate.json)"), "{text}");
    assert!(certificate.exists());
    assert_eq!(fs::read_dir(&d).expect("a directory").count(), 3);
    for o in [&["-o", "-"][..], &[]] {
        let mut arguments = vec!["report", &*gelu, &*softplus, "--to", "html"];
        arguments.extend(o);
        let e = wronski(&arguments);
        assert_eq!((e.code, e.err.as_str()), (0, ""));
        assert!(e.text().starts_with("<!doctype html>") && e.text().contains("id=\"comparison\""));
        assert!(!e.text().contains("class=\"stamp\""));
    }
    let e = wronski(&["report", &gelu, "--to", "tex"]);
    assert_eq!(e.code, 0);
    assert!(e.text().starts_with("\\documentclass"));
    fs::remove_dir_all(d).expect("removed");
}

#[test]
fn a_rejected_certificate_gets_no_report() {
    let d = directory("rejected");
    let forged = d.join("forged.json");
    let text = fs::read_to_string(path("reports/gelu")).expect("a certificate");
    fs::write(&forged, text.replace("\"refuted\"", "\"proved\"")).expect("written");
    let forged = forged.to_string_lossy();
    let out = d.join("out.html");
    let out_text = out.to_string_lossy();
    let e = wronski(&["report", &forged, "--to", "html", "-o", &out_text]);
    assert_eq!((e.code, e.text()), (1, ""));
    assert!(
        e.err.contains("is no valid certificate: the claim"),
        "{}",
        e.err
    );
    assert!(!out.exists());
    // Together with a good one neither.
    let gelu = path("reports/gelu");
    let e = wronski(&["report", &gelu.to_string_lossy(), &forged, "--to", "md"]);
    assert_eq!((e.code, e.text()), (1, ""));
    for to in ["md", "html", "tex"] {
        let e = wronski(&["report", &forged, "--to", to, "--unchecked"]);
        assert_eq!(e.code, 0, "{}", e.err);
        assert!(e.text().contains("NOT CONFIRMED"), "{to}");
        assert!(
            e.text()
                .contains("What follows is what the file says, not what is true"),
            "{to}"
        );
    }
    fs::remove_dir_all(d).expect("removed");
}

#[test]
fn wrong_uses_are_told() {
    let gelu = path("reports/gelu");
    let gelu = gelu.to_string_lossy();
    #[cfg(not(feature = "pdf"))]
    {
        let e = wronski(&["report", &gelu, "--to", "pdf"]);
        assert_eq!((e.code, e.text()), (2, ""));
        for word in ["W1201", "--features pdf", "--to tex"] {
            assert!(e.err.contains(word), "{}", e.err);
        }
    }
    let e = wronski(&["report", &gelu, "--to", "md", "-o", "/nowhere/at/all.md"]);
    assert_eq!(e.code, 2);
    assert!(e.err.contains("W0601"), "{}", e.err);
    let e = wronski(&["report", "/nowhere.json", "--to", "md"]);
    assert_eq!(e.code, 2);
    assert!(e.err.contains("W0602"), "{}", e.err);
    // No certificate at all: rejected, and nothing to report even unchecked.
    let this = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
    let this = this.to_string_lossy();
    assert_eq!(wronski(&["report", &this, "--to", "md"]).code, 1);
    let e = wronski(&["report", &this, "--to", "md", "--unchecked"]);
    assert_eq!(e.code, 2);
    assert!(e.err.contains("W0501"), "{}", e.err);
    assert_eq!(wronski(&["report", &gelu]).code, 2);
    assert_eq!(wronski(&["report", "--to", "md"]).code, 2);
}

#[cfg(not(feature = "numeric"))]
#[test]
fn a_certificate_that_this_build_cannot_check_gets_no_report() {
    let bad = path("minima/bad");
    let bad = bad.to_string_lossy();
    let e = wronski(&["report", &bad, "--to", "md"]);
    assert_eq!((e.code, e.text()), (3, ""));
    assert!(e.err.contains("W1202"), "{}", e.err);
    let e = wronski(&["report", &bad, "--to", "md", "--unchecked"]);
    assert_eq!(e.code, 0);
    assert!(e.text().contains("UNCHECKED"));
}
