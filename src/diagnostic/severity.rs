use std::fmt;

/// How much harm a finding means.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Hurts under failure or load.
    Warning,
    /// Data loss, outage, open door, or refused by Kafka.
    Error,
}

impl Severity {
    /// Every severity, the worst first.
    pub const ALL: [Severity; 3] = [Severity::Error, Severity::Warning, Severity::Info];

    /// The severity with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Severity::ALL.into_iter().find(|s| s.name() == name)
    }

    /// The name in reports and rule files.
    pub const fn name(self) -> &'static str {
        match self {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How sure a finding is.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// Depends on something that the tool cannot see; shown only on request.
    Context,
    /// Right in most set-ups.
    Medium,
    /// Right.
    High,
}

impl Confidence {
    /// Every confidence, the surest first.
    pub const ALL: [Confidence; 3] = [Confidence::High, Confidence::Medium, Confidence::Context];

    /// The confidence with that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Confidence::ALL.into_iter().find(|c| c.name() == name)
    }

    /// The name in reports and rule files.
    pub const fn name(self) -> &'static str {
        match self {
            Confidence::Context => "context",
            Confidence::Medium => "medium",
            Confidence::High => "high",
        }
    }
}
