//! Measures. The build script reads this file as well.
use std::fmt;

/// By what measure a cluster is judged.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Profile {
    /// Data matters and machines fail.
    Production,
    /// One machine, and nothing is lost that matters.
    Development,
}

impl Profile {
    /// Every profile.
    pub const ALL: [Profile; 2] = [Profile::Production, Profile::Development];

    /// The name on the command line and in rule files.
    pub const fn name(self) -> &'static str {
        match self {
            Profile::Production => "production",
            Profile::Development => "development",
        }
    }

    /// The profile with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Profile::ALL.into_iter().find(|p| p.name() == name)
    }
}

impl fmt::Display for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
