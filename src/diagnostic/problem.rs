use crate::source::Span;

/// What is wrong with a file of the tool's own, such as kafka-lint.toml; it ends the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to write instead.
    pub help: Option<String>,
}

/// The problems of one file. A hostile file may have any number, so the words of those beyond
/// [`Problems::MOST`] are never worked out.
#[derive(Debug, Default)]
pub struct Problems {
    /// The first ones that were found, in the order of the file.
    pub shown: Vec<Problem>,
    /// How many more there are.
    pub more: usize,
}

impl Problems {
    /// So many are told.
    pub const MOST: usize = 20;

    /// The text of a file of the tool's own, and where it starts: a byte order mark is a part of the file alone.
    ///
    /// # Errors
    /// The first byte that is no UTF-8.
    pub fn text_of(raw: &[u8]) -> Result<(&str, u32), Self> {
        match std::str::from_utf8(raw) {
            Ok(text) => {
                let plain = text.strip_prefix('\u{feff}').unwrap_or(text);
                Ok((plain, (text.len() - plain.len()) as u32))
            }
            Err(error) => {
                let at = error.valid_up_to() as u32;
                let mut problems = Problems::default();
                problems.add(Span::new(at, at + 1), || {
                    let help = "write the file in UTF-8".to_owned();
                    ("this byte is not UTF-8".to_owned(), Some(help))
                });
                Err(problems)
            }
        }
    }

    /// Adds one; `say` gives the message and what to write instead.
    pub fn add(&mut self, span: Span, say: impl FnOnce() -> (String, Option<String>)) {
        if self.shown.len() >= Self::MOST {
            self.more += 1;
            return;
        }
        let (message, help) = say();
        let at = self.shown.partition_point(|p| p.span <= span);
        self.shown.insert(
            at,
            Problem {
                span,
                message,
                help,
            },
        );
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.shown.is_empty()
    }
}
