use crate::source::Place;

/// How far a fix may be trusted.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Applicability {
    /// Behaviour cannot get worse.
    Safe,
    /// Behaviour changes; a person decides.
    Unsafe,
}

impl Applicability {
    /// The name in reports and rule files.
    pub const fn name(self) -> &'static str {
        match self {
            Applicability::Safe => "safe",
            Applicability::Unsafe => "unsafe",
        }
    }
}

/// What a fix does to a key; a dialect turns it into bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Give the key this value, adding it where it is not written.
    Set(String),
    /// Take the key out.
    Unset,
    /// Write this key instead.
    Rename(String),
    /// Take out the one setting at the place and leave others of the key.
    RemoveAt(Place),
    /// Take out bytes that say nothing to Kafka, such as a comment.
    RemoveText(Place),
}

/// A fix as a rule states it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FixIntent {
    /// Kafka's key; empty where the change is about none.
    pub key: String,
    /// What to do.
    pub change: Change,
    /// How safe it is.
    pub applicability: Applicability,
}

/// Bytes to replace in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceEdit {
    /// Where; the span may be empty.
    pub place: Place,
    /// What to write, in the encoding of the file.
    pub text: Vec<u8>,
    /// Whether the text holds a secret.
    pub secret: bool,
}

/// A fix as bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// One line for people.
    pub title: String,
    /// How safe it is.
    pub applicability: Applicability,
    /// Edits that belong together.
    pub edits: Vec<SourceEdit>,
}
