//! Secrets that stand beside what is Kafka's: a finding shows lines around it.

use super::super::intake::Intake;
use super::super::secrets;
use crate::source::{Place, SourceId};
use crate::syntax::hcl::{Body, Expr, Kind};

/// Hides whatever has the name of a secret in a file.
pub(super) fn hide(body: &Body, source: SourceId, intake: &mut Intake<'_>) {
    let mut bodies: Vec<&Body> = vec![body];
    let mut hidden = Vec::new();
    while let Some(body) = bodies.pop() {
        bodies.extend(body.blocks.iter().map(|block| &block.body));
        let attributes = body.attributes.iter();
        let mut values: Vec<(&str, &Expr)> =
            attributes.map(|a| (&*a.name.text, &a.value)).collect();
        while let Some((name, value)) = values.pop() {
            match &value.kind {
                Kind::Map(members) => {
                    values.extend(members.iter().map(|(name, value)| match &name.kind {
                        Kind::Scalar(name) => (&*name.text, value),
                        _ => ("", value),
                    }))
                }
                Kind::List(items)
                | Kind::Call {
                    arguments: items, ..
                } => {
                    values.extend(items.iter().map(|item| (name, item)));
                }
                Kind::Scalar(text) if is_secret(name, &text.text) => hidden.push(text.span),
                Kind::Template(_) if is_secret(name, "") => hidden.push(value.span),
                _ => {}
            }
        }
    }
    for span in hidden {
        intake.hide_at(Place { source, span });
    }
}

/// Whether a value that stands under a name is a secret. The text of a property file has its own.
fn is_secret(name: &str, text: &str) -> bool {
    let is_file = text.contains('\n');
    secrets::is_secret_name(&name.replace('_', ".")) || (!is_file && secrets::shows_secret(text))
}
