//! Small wrong versions of an expression, which a rule's examples must tell from the right one.

use std::borrow::Cow;

use super::program::{CompareOp, Node, Program};

/// A program with one thing changed.
#[derive(Clone, Debug)]
pub struct Mutant<'a> {
    /// What was changed, for a reader: "`a < 2`: `<` made `<=`".
    pub description: String,
    /// The changed program. Its lists of keys, facts and parameters are those of the original, so
    /// the same [`Scope`](super::Scope) serves both.
    pub program: Program<'a>,
}

/// All mutants of `program`: the whole made true and made false, each operand of `&&` and `||`
/// dropped, each number moved up and down by one, and each `<`, `<=`, `>`, `>=` made the other of
/// its strictness.
#[doc(hidden)]
pub fn mutants<'a>(program: &Program<'a>) -> Vec<Mutant<'a>> {
    let mut all = Vec::new();
    let mut push = |description: String, id: u16, node: Node| {
        let mut program = program.clone();
        if let Some(place) = program.nodes.to_mut().get_mut(usize::from(id)) {
            *place = node;
        }
        all.push(Mutant {
            description,
            program,
        });
    };
    for value in [true, false] {
        if program.node(program.root) != Node::Bool(value) {
            push(
                format!("the whole made {value}"),
                program.root,
                Node::Bool(value),
            );
        }
    }
    for (id, node) in (0u16..).zip(program.nodes.iter().copied()) {
        let text = program.source.get(program.span(id)).unwrap_or("");
        match node {
            Node::Int(value) => {
                for step in [1, -1] {
                    if let Some(moved) = value.checked_add(step) {
                        push(format!("`{text}` made {moved}"), id, Node::Int(moved));
                    }
                }
            }
            Node::Double(value) => {
                for step in [1.0, -1.0] {
                    let moved = value + step;
                    if moved != value {
                        push(format!("`{text}` made {moved:?}"), id, Node::Double(moved));
                    }
                }
            }
            Node::Compare { op, left, right } => {
                let (flipped, from, to) = match op {
                    CompareOp::Less => (CompareOp::LessOrEqual, "<", "<="),
                    CompareOp::LessOrEqual => (CompareOp::Less, "<=", "<"),
                    CompareOp::Greater => (CompareOp::GreaterOrEqual, ">", ">="),
                    CompareOp::GreaterOrEqual => (CompareOp::Greater, ">=", ">"),
                    CompareOp::Equal | CompareOp::NotEqual => continue,
                };
                let node = Node::Compare {
                    op: flipped,
                    left,
                    right,
                };
                push(format!("`{text}`: `{from}` made `{to}`"), id, node);
            }
            _ => {}
        }
    }
    drop_operands(program, &mut all);
    all
}

fn drop_operands<'a>(program: &Program<'a>, all: &mut Vec<Mutant<'a>>) {
    for (id, node) in (0u16..).zip(program.nodes.iter().copied()) {
        let (Node::And { first, len } | Node::Or { first, len }) = node else {
            continue;
        };
        let run = program.run(first, len);
        for (dropped, operand) in run.iter().enumerate() {
            let mut changed = program.clone();
            // The shorter run goes to the end, so that no other run moves.
            let mut runs = program.runs.to_vec();
            let Ok(start) = u16::try_from(runs.len()) else {
                continue;
            };
            let rest = run.iter().enumerate().filter(|(at, _)| *at != dropped);
            runs.extend(rest.map(|(_, id)| *id));
            let shorter = match node {
                Node::And { .. } => Node::And {
                    first: start,
                    len: len - 1,
                },
                _ => Node::Or {
                    first: start,
                    len: len - 1,
                },
            };
            changed.runs = Cow::Owned(runs);
            if let Some(place) = changed.nodes.to_mut().get_mut(usize::from(id)) {
                *place = shorter;
            }
            let text = program.source.get(program.span(*operand)).unwrap_or("");
            all.push(Mutant {
                description: format!("`{text}` dropped"),
                program: changed,
            });
        }
    }
}
