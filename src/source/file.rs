use std::borrow::Cow;
use std::sync::OnceLock;

use super::Span;

/// Index of an input within one run, in the order of the inputs.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u32);

/// A byte range of one source.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// The source.
    pub source: SourceId,
    /// The range in its bytes as read, a byte order mark included.
    pub span: Span,
}

/// A 1-based line and column; columns count Unicode scalar values of the decoded line.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
}

/// The bytes of one input, its lines, and the spans that nobody may see.
///
/// All text that leaves the program comes from [`SourceFile::masked`]; nothing else decodes a source.
#[derive(Debug)]
pub struct SourceFile {
    path: String,
    raw: Vec<u8>,
    utf8: bool,
    secrets: Vec<Span>,
    lines: OnceLock<Vec<u32>>,
}

/// What stands in place of a secret, everywhere.
pub const HIDDEN: &str = "[hidden]";

const BOM: &[u8] = b"\xEF\xBB\xBF";

impl SourceFile {
    /// A source under its display path (with `/`, relative to the working directory).
    pub fn new(path: impl Into<String>, raw: Vec<u8>) -> Self {
        let utf8 = std::str::from_utf8(&raw).is_ok();
        SourceFile {
            path: path.into(),
            raw,
            utf8,
            secrets: Vec::new(),
            lines: OnceLock::new(),
        }
    }

    /// The display path.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The bytes as read.
    pub fn raw(&self) -> &[u8] {
        &self.raw
    }

    /// Whether the bytes are UTF-8; anything else is read as ISO-8859-1.
    pub fn is_utf8(&self) -> bool {
        self.utf8
    }

    /// Hides a span in all output. Spans that touch or overlap become one.
    pub fn hide(&mut self, span: Span) {
        if span.is_empty() {
            return;
        }
        let from = self.secrets.partition_point(|s| s.end < span.start);
        let to = self.secrets.partition_point(|s| s.start <= span.end);
        let merged = self.secrets[from..to].iter().fold(span, |all, s| {
            Span::new(all.start.min(s.start), all.end.max(s.end))
        });
        self.secrets.splice(from..to, [merged]);
    }

    /// Whether a secret lies in the span or touches it.
    pub fn hides(&self, span: Span) -> bool {
        self.secrets_in(span).next().is_some()
    }

    fn secrets_in(&self, span: Span) -> impl Iterator<Item = Span> + '_ {
        let from = self.secrets.partition_point(|s| s.end <= span.start);
        self.secrets[from..]
            .iter()
            .copied()
            .take_while(move |s| s.start < span.end)
    }

    /// The text of a span, each secret in it replaced by [`HIDDEN`].
    pub fn masked(&self, span: Span) -> Cow<'_, str> {
        let span = self.clamp(span);
        let mut secrets = self.secrets_in(span).peekable();
        if secrets.peek().is_none() {
            return self.decode(span);
        }
        let mut out = String::new();
        let mut at = span.start;
        for secret in secrets {
            if secret.start > at {
                out.push_str(&self.decode(Span::new(at, secret.start)));
            }
            if secret.end > at {
                out.push_str(HIDDEN);
                at = secret.end;
            }
        }
        if at < span.end {
            out.push_str(&self.decode(Span::new(at, span.end)));
        }
        Cow::Owned(out)
    }

    fn decode(&self, span: Span) -> Cow<'_, str> {
        let bytes = &self.raw[span.start as usize..span.end as usize];
        match (self.utf8, std::str::from_utf8(bytes)) {
            (true, Ok(text)) => Cow::Borrowed(text),
            (true, Err(_)) => String::from_utf8_lossy(bytes),
            (false, _) => Cow::Owned(bytes.iter().map(|b| char::from(*b)).collect()),
        }
    }

    fn clamp(&self, span: Span) -> Span {
        let end = span.end.min(self.raw.len() as u32);
        Span::new(span.start.min(end), end)
    }

    /// Byte offsets at which lines start; LF, CRLF and a lone CR end a line, as for `java.util.Properties`.
    fn line_starts(&self) -> &[u32] {
        self.lines.get_or_init(|| {
            let mut starts = vec![0];
            for (i, byte) in self.raw.iter().enumerate() {
                if *byte == b'\n' || (*byte == b'\r' && self.raw.get(i + 1) != Some(&b'\n')) {
                    starts.push(i as u32 + 1);
                }
            }
            starts
        })
    }

    /// Line and column of a byte offset.
    pub fn position(&self, offset: u32) -> Position {
        let offset = offset.min(self.raw.len() as u32);
        let starts = self.line_starts();
        let line = starts.partition_point(|s| *s <= offset);
        let mut start = starts[line - 1];
        if start == 0 && self.raw.starts_with(BOM) {
            start = (BOM.len() as u32).min(offset);
        }
        let column = if self.utf8 {
            self.raw[start as usize..offset as usize]
                .iter()
                .filter(|b| (**b & 0xC0) != 0x80)
                .count() as u32
        } else {
            offset - start
        };
        Position {
            line: line as u32,
            column: column + 1,
        }
    }

    /// Number of lines.
    pub fn line_count(&self) -> u32 {
        self.line_starts().len() as u32
    }

    /// The byte range of a 1-based line without its line end; empty for a line that is not there.
    pub fn line_span(&self, line: u32) -> Span {
        let starts = self.line_starts();
        let Some(start) = (line as usize)
            .checked_sub(1)
            .and_then(|i| starts.get(i))
            .copied()
        else {
            return Span::new(0, 0);
        };
        let mut end = starts
            .get(line as usize)
            .map_or(self.raw.len() as u32, |next| *next);
        while end > start && matches!(self.raw[end as usize - 1], b'\n' | b'\r') {
            end -= 1;
        }
        let start = if start == 0 && self.raw.starts_with(BOM) {
            BOM.len() as u32
        } else {
            start
        };
        Span::new(start.min(end.max(start)), end.max(start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_scalars_and_skip_the_byte_order_mark() {
        let file = SourceFile::new("f", "\u{feff}é=1\r\nb=2\rc=3\n".as_bytes().to_vec());
        assert_eq!(file.position(3), Position { line: 1, column: 1 });
        assert_eq!(file.position(6), Position { line: 1, column: 3 });
        assert_eq!(file.position(9), Position { line: 2, column: 1 });
        assert_eq!(file.position(13), Position { line: 3, column: 1 });
        assert_eq!(file.masked(file.line_span(1)), "é=1");
        assert_eq!(file.masked(file.line_span(3)), "c=3");
        assert_eq!(file.line_span(9), Span::new(0, 0));
    }

    #[test]
    fn latin1_decodes_byte_for_byte() {
        let file = SourceFile::new("f", b"a=\xE9b".to_vec());
        assert_eq!(file.masked(Span::new(0, 4)), "a=éb");
        assert_eq!(file.position(3), Position { line: 1, column: 4 });
    }

    #[test]
    fn secrets_never_leave() {
        let mut file = SourceFile::new("f", b"a=topsecret b=other\n".to_vec());
        file.hide(Span::new(14, 19));
        file.hide(Span::new(2, 11));
        assert_eq!(file.masked(Span::new(0, 19)), "a=[hidden] b=[hidden]");
        assert_eq!(file.masked(Span::new(5, 8)), "[hidden]");
        assert!(file.hides(Span::new(10, 11)) && !file.hides(Span::new(11, 13)));
        file.hide(Span::new(0, 20));
        file.hide(Span::new(3, 4));
        assert_eq!(file.masked(Span::new(15, 18)), "[hidden]");
    }
}
