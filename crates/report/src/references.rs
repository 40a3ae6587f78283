//! The literature that reports cite.

use super::document::{Block, Inline, Reference, Section};

/// Everything that can be cited, sorted by key.
const ALL: [Reference; 10] = [
    Reference {
        key: "A71",
        text: "J. Ax, On Schanuel's conjectures, Annals of Mathematics 93 (1971), 252-268.",
    },
    Reference {
        key: "BLM",
        text: "Anonymous authors, Existence of a bad local minimum of neural networks with general smooth activation \
            functions, submission under double-blind review, OpenReview, forum Y9gIpiWNvtp (Assumptions 1 and 2, \
            Lemma 3 and Proposition 1: sections 5 and 6, appendix A.2).",
    },
    Reference {
        key: "Be40",
        text: "A. S. Besicovitch, On the linear independence of fractional powers of integers, Journal of the London \
            Mathematical Society 15 (1940), 3-6.",
    },
    Reference {
        key: "DLMF",
        text: "NIST Digital Library of Mathematical Functions, https://dlmf.nist.gov, edited by F. W. J. Olver, A. \
            B. Olde Daalhuis, D. W. Lozier, B. I. Schneider, R. F. Boisvert, C. W. Clark, B. R. Miller, B. V. \
            Saunders, H. S. Cohl, M. A. McClain (cited by formula numbers).",
    },
    Reference {
        key: "FA00",
        text: "K. Fukumizu, S. Amari, Local minima and plateaus in hierarchical structures of multilayer \
            perceptrons, Neural Networks 13 (2000), 317-327.",
    },
    Reference {
        key: "K68",
        text: "E. R. Kolchin, Algebraic groups and algebraic dependence, American Journal of Mathematics 90 (1968), \
            1151-1164.",
    },
    Reference {
        key: "K69",
        text: "R. Krawczyk, Newton-Algorithmen zur Bestimmung von Nullstellen mit Fehlerschranken, Computing 4 \
            (1969), 187-201.",
    },
    Reference {
        key: "Kap57",
        text: "I. Kaplansky, An Introduction to Differential Algebra, Hermann, Paris 1957.",
    },
    Reference {
        key: "PS21",
        text: "H. Petzka, C. Sminchisescu, Non-attracting regions of local minima in deep and wide neural networks, \
            Journal of Machine Learning Research 22 (2021), 1-34.",
    },
    Reference {
        key: "R76",
        text: "M. Rosenlicht, On Liouville's theory of elementary functions, Pacific Journal of Mathematics 65 \
            (1976), 485-492.",
    },
];

/// What the sections cite, sorted by key.
pub(super) fn cited(sections: &[Section]) -> Vec<Reference> {
    let mut keys = vec![];
    for s in sections {
        inlines(&s.title, &mut keys);
        blocks(&s.blocks, &mut keys);
    }
    ALL.into_iter().filter(|r| keys.contains(&r.key)).collect()
}

fn inlines(line: &[Inline], keys: &mut Vec<&'static str>) {
    keys.extend(line.iter().filter_map(|i| match i {
        Inline::Cite(key) => Some(*key),
        _ => None,
    }));
}

fn blocks(all: &[Block], keys: &mut Vec<&'static str>) {
    for b in all {
        match b {
            Block::Paragraph(line) => inlines(line, keys),
            Block::List(items) => items.iter().for_each(|i| inlines(i, keys)),
            Block::Table(t) => {
                inlines(&t.caption, keys);
                t.head.iter().for_each(|c| inlines(c, keys));
                t.rows.iter().flatten().for_each(|c| inlines(c, keys));
            }
            Block::Details { blocks: inner, .. } => blocks(inner, keys),
            Block::Formula(_) | Block::Figure(_) | Block::Attachment(_) => {}
        }
    }
}
