use std::collections::BTreeMap;
use std::fmt;

/// What kind of place an input came from.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum InputKind {
    /// A file.
    File,
    /// Standard input.
    Stdin,
    /// A running cluster; its text is what was read of it.
    Cluster,
    /// What was read of a cluster before, from a file.
    Snapshot,
}

impl InputKind {
    /// Whether it tells of a cluster as it runs, or ran.
    pub const fn is_of_cluster(self) -> bool {
        matches!(self, InputKind::Cluster | InputKind::Snapshot)
    }
}

/// One thing to read.
#[derive(Clone, Debug)]
pub struct Input {
    /// Display path: `/` as separator, relative to the working directory where it lies below it.
    pub path: String,
    /// The path that fingerprints are made from: the same wherever the tool is started.
    pub identity: String,
    /// Where it comes from.
    pub kind: InputKind,
    /// Whether the user named it, as opposed to it being found in a folder.
    pub named: bool,
    /// The kafka-lint.toml that governs it.
    pub config: Option<Governed>,
}

/// By which kafka-lint.toml an input is governed.
#[derive(Clone, Debug)]
pub struct Governed {
    /// Index of the configuration in the run's list.
    pub index: usize,
    /// The path of the input from the folder of the configuration on, with `/`.
    pub path: String,
    /// Which of its clusters the input is, where that is not the path's to say.
    pub cluster: Option<usize>,
}

/// Why an input could not be read; the text is for people.
#[derive(Clone, Debug)]
pub struct ReadError(pub String);

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The inputs of a run and the only way to their bytes.
pub trait Sources: Sync {
    /// The inputs in output order.
    fn inputs(&self) -> &[Input];

    /// The bytes of one input.
    ///
    /// # Errors
    /// When it cannot be read, or is larger than the implementation allows.
    fn read(&self, index: usize) -> Result<Vec<u8>, ReadError>;

    /// The bytes of a file that is no input and that an input points to, by its display path.
    ///
    /// # Errors
    /// When it is not there or cannot be read.
    fn read_beside(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        Err(ReadError(format!("{path} is not there")))
    }
}

/// Inputs held in memory: for tests, examples of rules, and standard input.
#[derive(Debug, Default)]
pub struct MemorySources {
    inputs: Vec<Input>,
    bytes: Vec<Result<Vec<u8>, ReadError>>,
    beside: BTreeMap<String, Vec<u8>>,
}

impl MemorySources {
    /// Adds a named input.
    pub fn add(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> &mut Self {
        self.push(path.into(), InputKind::File, Ok(bytes.into()))
    }

    /// Adds a file that is no input, for inputs that point to it.
    pub fn add_beside(&mut self, path: impl Into<String>, bytes: impl Into<Vec<u8>>) -> &mut Self {
        self.beside.insert(path.into(), bytes.into());
        self
    }

    /// Adds standard input.
    pub fn add_stdin(&mut self, bytes: Vec<u8>) -> &mut Self {
        self.push("<stdin>".to_owned(), InputKind::Stdin, Ok(bytes))
    }

    /// Adds a named input that cannot be read.
    pub fn add_unreadable(&mut self, path: impl Into<String>, why: &str) -> &mut Self {
        self.push(path.into(), InputKind::File, Err(ReadError(why.to_owned())))
    }

    fn push(
        &mut self,
        path: String,
        kind: InputKind,
        bytes: Result<Vec<u8>, ReadError>,
    ) -> &mut Self {
        self.inputs.push(Input {
            identity: path.clone(),
            path,
            kind,
            named: true,
            config: None,
        });
        self.bytes.push(bytes);
        self
    }
}

impl Sources for MemorySources {
    fn inputs(&self) -> &[Input] {
        &self.inputs
    }

    fn read(&self, index: usize) -> Result<Vec<u8>, ReadError> {
        self.bytes[index].clone()
    }

    fn read_beside(&self, path: &str) -> Result<Vec<u8>, ReadError> {
        let bytes = self.beside.get(path).cloned();
        bytes.ok_or_else(|| ReadError(format!("{path} is not there")))
    }
}
