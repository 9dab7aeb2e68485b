/// How a run ends.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Exit {
    /// Nothing at or above the threshold.
    Clean,
    /// Something is.
    Findings,
    /// Wrong usage.
    Usage,
    /// The result is incomplete.
    Incomplete,
}

impl Exit {
    /// The process's exit code.
    pub const fn code(self) -> u8 {
        match self {
            Exit::Clean => 0,
            Exit::Findings => 1,
            Exit::Usage => 2,
            Exit::Incomplete => 3,
        }
    }

    /// Findings go before incompleteness, which goes before a clean result.
    pub const fn of(findings: bool, complete: bool) -> Self {
        match (findings, complete) {
            (true, _) => Exit::Findings,
            (false, false) => Exit::Incomplete,
            (false, true) => Exit::Clean,
        }
    }
}
