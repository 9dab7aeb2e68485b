use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// Patterns of paths that are relative to the folder of kafka-lint.toml.
#[derive(Clone, Debug, Default)]
pub struct Globs(GlobSet);

impl Globs {
    /// Compiles patterns: `*` stays within a folder, `**` crosses folders, and a folder stands for all below it.
    ///
    /// # Errors
    /// With the index of the pattern and what is wrong with it; the index is that of the last one where they
    /// are wrong only together.
    pub(super) fn new(patterns: &[&str]) -> Result<Self, (usize, String)> {
        let mut set = GlobSetBuilder::new();
        for (index, pattern) in patterns.iter().enumerate() {
            let wrong = |why: &str| (index, why.to_owned());
            let mut plain = pattern.trim_end_matches('/');
            while let Some(rest) = plain.strip_prefix("./") {
                plain = rest;
            }
            if plain.starts_with('/') {
                return Err(wrong("it is relative to the folder of this file"));
            }
            if plain.is_empty() {
                return Err(wrong("it is empty; `**` stands for all files"));
            }
            // The folder of this file itself.
            let below = match plain {
                "." => "**".to_owned(),
                plain => format!("{plain}/**"),
            };
            for text in [plain, &below] {
                let glob = GlobBuilder::new(text)
                    .literal_separator(true)
                    .build()
                    .map_err(|e| wrong(&e.kind().to_string()))?;
                set.add(glob);
            }
        }
        let last = patterns.len().saturating_sub(1);
        let set = set.build().map_err(|e| (last, e.kind().to_string()))?;
        Ok(Globs(set))
    }

    /// Whether a path is one of them.
    pub fn is_match(&self, path: &str) -> bool {
        self.0.is_match(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(pattern: &str, path: &str) -> bool {
        Globs::new(&[pattern]).unwrap().is_match(path)
    }

    #[test]
    fn patterns_are_of_paths_from_the_folder_on() {
        assert!(matches("prod", "prod/kafka/server.properties"));
        assert!(matches("./prod/", "prod/server.properties"));
        assert!(matches("**/server*.properties", "server-1.properties"));
        assert!(matches("**/server*.properties", "a/b/server.properties"));
        assert!(matches("*.properties", "server.properties"));
        assert!(matches(".", "a/server.properties"));
        assert!(matches("../kafka/**", "../kafka/server.properties"));
        assert!(matches("{prod,stage}/*", "stage/a.properties"));
        assert!(!matches("*.properties", "a/server.properties"));
        assert!(!matches("prod", "production/server.properties"));
        assert!(!matches("prod/*/x", "prod/a/b/x"));
    }

    #[test]
    fn what_is_wrong_is_told_of_the_pattern() {
        let wrong = |patterns: &[&str]| Globs::new(patterns).unwrap_err();
        assert_eq!(wrong(&["a", "/etc/kafka"]).0, 1);
        assert_eq!(wrong(&["a", "b", "{a"]).0, 2);
        assert_eq!(wrong(&[""]).0, 0);
    }
}
