//! A program as Rust source, for the build script.

use super::program::{Names, Program};

impl Program<'_> {
    /// This program as a Rust expression of type `Program<'static>` that may initialise a static.
    /// `path` is the path of this module as seen from the generated code, such as
    /// `crate::rule::expr`.
    pub fn emit(&self, path: &str) -> String {
        // The text of the nodes is their Debug form; the imports bring the variants into scope.
        format!(
            "{{\n    #[allow(unused_imports, clippy::enum_glob_use)]\n    \
             use {path}::{{ArithOp::*, CompareOp::*, Node::*, TextOp::*, Whose::*}};\n    \
             {path}::Program::from_parts({path}::Parts {{\n        \
             source: {:?},\n        root: {},\n        nodes: &{:?},\n        runs: &{:?},\n        \
             spans: &{:?},\n        texts: &{},\n        patterns: &{},\n        keys: &{},\n        whose: &{:?},\n        \
             facts: &{},\n        params: &{},\n    }})\n}}",
            self.source,
            self.root,
            self.nodes,
            self.runs,
            self.spans,
            names(&self.texts),
            names(&self.patterns),
            names(&self.keys),
            self.whose,
            names(&self.facts),
            names(&self.params),
        )
    }
}

fn names(names: &Names<'_>) -> String {
    format!("{:?}", names.iter().collect::<Vec<_>>())
}
