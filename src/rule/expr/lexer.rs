//! Text to tokens.

use std::ops::Range;

use super::error::CompileError;

/// What a token is.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// Unsigned: the sign belongs to the parser, which alone can tell `-1` from `a -1`.
    Int(u64),
    Double(f64),
    Text(String),
    Ident,
    Symbol(&'static str),
    End,
}

/// A token and its place.
#[derive(Clone, Debug)]
pub(super) struct Lexed {
    pub(super) token: Token,
    pub(super) span: Range<usize>,
}

/// Longest first, so that `<=` is not read as `<` and `=`.
const SYMBOLS: [&str; 24] = [
    "&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "+", "-", "*", "/", "%", "?", ":", "(", ")",
    "[", "]", ",", ".", "{", "}",
];

/// Units of integers: durations in milliseconds, sizes in bytes.
const UNITS: [(&str, u64); 11] = [
    ("ms", 1),
    ("s", 1_000),
    ("m", 60_000),
    ("h", 3_600_000),
    ("d", 86_400_000),
    ("KiB", 1 << 10),
    ("MiB", 1 << 20),
    ("GiB", 1 << 30),
    ("kB", 1_000),
    ("MB", 1_000_000),
    ("GB", 1_000_000_000),
];

/// Splits the text into tokens, closed by one [`Token::End`].
pub(super) fn lex(source: &str) -> Result<Vec<Lexed>, CompileError> {
    let mut lexer = Lexer { source, at: 0 };
    let mut tokens = Vec::new();
    loop {
        lexer.skip_blank();
        let start = lexer.at;
        let token = lexer.next_token()?;
        let last = token == Token::End;
        tokens.push(Lexed {
            token,
            span: start..lexer.at,
        });
        if last {
            return Ok(tokens);
        }
    }
}

struct Lexer<'s> {
    source: &'s str,
    at: usize,
}

impl<'s> Lexer<'s> {
    fn rest(&self) -> &'s str {
        self.source.get(self.at..).unwrap_or("")
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn take_while(&mut self, accept: impl Fn(char) -> bool) -> &'s str {
        let rest = self.rest();
        let len = rest.find(|c| !accept(c)).unwrap_or(rest.len());
        self.at += len;
        rest.get(..len).unwrap_or("")
    }

    fn skip_blank(&mut self) {
        loop {
            self.take_while(|c| matches!(c, ' ' | '\t' | '\n' | '\r'));
            if !self.rest().starts_with("//") {
                return;
            }
            self.take_while(|c| c != '\n');
        }
    }

    fn next_token(&mut self) -> Result<Token, CompileError> {
        let Some(first) = self.peek() else {
            return Ok(Token::End);
        };
        if first.is_ascii_digit() {
            return self.number();
        }
        if first == '\'' || first == '"' {
            return self.text(first, false);
        }
        if first.is_ascii_alphabetic() || first == '_' {
            return self.word();
        }
        if let Some(symbol) = SYMBOLS.iter().find(|s| self.rest().starts_with(**s)) {
            self.at += symbol.len();
            return Ok(Token::Symbol(symbol));
        }
        let span = self.at..self.at + first.len_utf8();
        let error = CompileError::new(span, format!("unexpected character {first:?}"));
        Err(match first {
            '=' => error.help("equality is written `==`"),
            '&' => error.help("and is written `&&`"),
            '|' => error.help("or is written `||`"),
            _ => error,
        })
    }

    fn word(&mut self) -> Result<Token, CompileError> {
        let start = self.at;
        let word = self.take_while(|c| c.is_ascii_alphanumeric() || c == '_');
        match (word, self.peek()) {
            ("r" | "R", Some(quote @ ('\'' | '"'))) => self.text(quote, true),
            (_, Some('\'' | '"')) => Err(CompileError::new(
                start..self.at,
                format!("strings have no prefix `{word}`"),
            )
            .help("only `r'…'`, a string without escapes, has one")),
            _ => Ok(Token::Ident),
        }
    }

    fn number(&mut self) -> Result<Token, CompileError> {
        let start = self.at;
        self.take_while(|c| c.is_ascii_digit());
        let mut double = false;
        let mut after = self.rest().chars();
        if after.next() == Some('.') && after.next().is_some_and(|c| c.is_ascii_digit()) {
            double = true;
            self.at += 1;
            self.take_while(|c| c.is_ascii_digit());
        }
        if let Some(len) = exponent(self.rest()) {
            double = true;
            self.at += len;
        }
        let digits = self.source.get(start..self.at).unwrap_or("");
        let unit_at = self.at;
        let unit = self.take_while(|c| c.is_ascii_alphanumeric() || c == '_');
        if double {
            if !unit.is_empty() {
                return Err(CompileError::new(
                    unit_at..self.at,
                    "units stand on whole numbers only",
                ));
            }
            return match digits.parse::<f64>() {
                Ok(value) if value.is_finite() => Ok(Token::Double(value)),
                _ => Err(CompileError::new(
                    start..self.at,
                    "the number is too large for a double",
                )),
            };
        }
        let factor = match UNITS.iter().find(|(name, _)| *name == unit) {
            _ if unit.is_empty() => 1,
            Some((_, factor)) => *factor,
            None => return Err(unknown_unit(unit, unit_at..self.at)),
        };
        digits
            .parse::<u64>()
            .ok()
            .and_then(|value| value.checked_mul(factor))
            .map(Token::Int)
            .ok_or_else(|| {
                CompileError::new(
                    start..self.at,
                    "the number does not fit a 64-bit signed integer",
                )
            })
    }

    fn text(&mut self, quote: char, raw: bool) -> Result<Token, CompileError> {
        let start = self.at;
        self.at += 1;
        let mut text = String::new();
        while let Some(c) = self.peek() {
            let at = self.at;
            self.at += c.len_utf8();
            match c {
                '\n' | '\r' => break,
                '\\' if !raw => text.push(self.escape(at)?),
                c if c == quote => return Ok(Token::Text(text)),
                c => text.push(c),
            }
        }
        Err(
            CompileError::new(start..start + 1, "the string does not end on its line")
                .help(format!("close it with {quote}")),
        )
    }

    /// Reads what follows a backslash at `start`.
    fn escape(&mut self, start: usize) -> Result<char, CompileError> {
        let Some(c) = self.peek() else {
            return Err(CompileError::new(start..self.at, "the escape is cut off"));
        };
        self.at += c.len_utf8();
        let simple = match c {
            '\\' | '\'' | '"' | '`' | '?' => Some(c),
            'a' => Some('\u{7}'),
            'b' => Some('\u{8}'),
            'f' => Some('\u{c}'),
            'n' => Some('\n'),
            'r' => Some('\r'),
            't' => Some('\t'),
            'v' => Some('\u{b}'),
            _ => None,
        };
        if let Some(simple) = simple {
            return Ok(simple);
        }
        let (digits, radix) = match c {
            'x' | 'X' => (2, 16),
            'u' => (4, 16),
            'U' => (8, 16),
            '0'..='3' => {
                self.at -= 1;
                (3, 8)
            }
            _ => {
                return Err(
                    CompileError::new(start..self.at, format!("unknown escape `\\{c}`"))
                        .help("a backslash is written `\\\\`, or the string as `r'…'`"),
                );
            }
        };
        let code = self
            .rest()
            .get(..digits)
            .filter(|d| d.chars().all(|c| c.is_digit(radix)))
            .and_then(|d| u32::from_str_radix(d, radix).ok())
            .and_then(char::from_u32);
        let Some(code) = code else {
            return Err(CompileError::new(
                start..self.at,
                format!("the escape needs {digits} digits that name a character"),
            ));
        };
        self.at += digits;
        Ok(code)
    }
}

/// Length of `e9`, `E+9`, `e-9` at the front of `rest`.
fn exponent(rest: &str) -> Option<usize> {
    let tail = rest.strip_prefix(['e', 'E'])?;
    let digits = tail.strip_prefix(['+', '-']).unwrap_or(tail);
    let len = digits
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(digits.len());
    (len > 0).then_some(rest.len() - digits.len() + len)
}

fn unknown_unit(unit: &str, span: Range<usize>) -> CompileError {
    let error = CompileError::new(span, format!("unknown unit `{unit}`"));
    match UNITS
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(unit))
    {
        Some(("kB", _)) => error.help("`kB` is 1000 bytes, `KiB` is 1024"),
        Some((name, _)) => error.help(format!("did you mean `{name}`?")),
        None => error.help("units are ms s m h d, kB MB GB and KiB MiB GiB"),
    }
}
