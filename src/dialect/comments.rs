//! The comments of a file, in the syntax that its dialect reads.

use super::{describe, document, names, secrets, terraform};
use crate::project::ReadAs;
use crate::source::SourceFile;
use crate::syntax::comment::{self, Comment};
use crate::syntax::hcl;

/// So many beginnings of a comment's parts are looked at for secrets.
const MOST_COLONS: usize = 20;

/// The comments that hold a word, of a file that a dialect has read; a file that another one points to has no
/// dialect of its own. What is a secret in them is hidden.
pub fn comments(
    source: &mut SourceFile,
    dialect: Option<&str>,
    read_as: Option<ReadAs>,
    word: &str,
) -> Vec<Comment> {
    if memchr::memmem::find(source.raw(), word.as_bytes()).is_none() {
        return Vec::new();
    }
    let found = find(source, dialect, read_as, word);
    for comment in &found {
        let text = source.masked(comment.span);
        // A reason may begin behind any of them.
        let colons = text.match_indices(':').take(MOST_COLONS);
        let mut said = colons.map(|(at, _)| &text[at + 1..]);
        if said.any(|said| secrets::secret_in_comment(said).is_some()) {
            source.hide(comment.span);
        }
    }
    found
}

fn find(
    source: &SourceFile,
    dialect: Option<&str>,
    read_as: Option<ReadAs>,
    word: &str,
) -> Vec<Comment> {
    let (raw, path) = (source.raw(), source.path());
    if dialect == Some(describe::NAME) {
        // Kafka's tools write no comments.
        return Vec::new();
    }
    let Ok(text) = std::str::from_utf8(raw) else {
        return comment::of_properties(raw, word);
    };
    if let Some(tree) = document::tree(path, text, read_as) {
        return comment::of_tree(raw, &tree, word);
    }
    if (terraform::is_one(path) || path.ends_with(".tfvars")) && read_as.is_none() {
        let body = hcl::parse(text).unwrap_or_default();
        return comment::of_hcl(text, &body, word);
    }
    match dialect.is_none() && !names::is_properties(path) {
        true => comment::of_env(text, word),
        false => comment::of_properties(raw, word),
    }
}
