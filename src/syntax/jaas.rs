//! The text of a login, `sasl.jaas.config`, as Kafka's `JaasConfig` reads it.

/// The one login module of a text.
#[derive(Clone, PartialEq, Eq)]
pub struct Module {
    /// The class of the login module.
    pub class: String,
    /// Names and values; the last one of a name counts.
    options: Vec<(String, String)>,
}

impl Module {
    /// The value of an option.
    pub fn option(&self, name: &str) -> Option<&str> {
        let mut named = self.options.iter().rev().filter(|(n, _)| n == name);
        named.next().map(|(_, value)| value.as_str())
    }
}

/// The one login module of a text.
///
/// # Errors
/// What `JaasConfig` has against it, as the end of a sentence; no word of the text is repeated.
pub fn read(text: &str) -> Result<Module, &'static str> {
    let mut tokens = Tokens::new(text);
    let mut modules = Vec::new();
    while let Some(class) = tokens.next() {
        let mut options = Vec::new();
        let Some(flag) = tokens.next() else {
            return Err("has no control flag, such as `required`, after the login module");
        };
        let flags = ["required", "requisite", "sufficient", "optional"];
        match flag {
            Token::Word(flag) if flags.contains(&flag.to_lowercase().as_str()) => {}
            _ => return Err("has no control flag, such as `required`, after the login module"),
        }
        loop {
            let name = match tokens.next() {
                None => return Err("does not end with a semicolon"),
                Some(Token::Sign(';')) => break,
                Some(Token::Word(name)) => name,
                Some(_) => String::new(),
            };
            let assigned = tokens.next() == Some(Token::Sign('='));
            match tokens.next() {
                Some(Token::Word(value)) if assigned => options.push((name, value)),
                // A number is no word.
                Some(Token::Number) if assigned => {
                    return Err("has a value that starts like a number and is not in quotes");
                }
                _ => return Err("has an option without a value"),
            }
        }
        match class {
            Token::Word(class) if !class.is_empty() => modules.push(Module { class, options }),
            _ => return Err("does not start with the class of a login module"),
        }
    }
    match modules.len() {
        0 => Err("is empty"),
        1 => modules.pop().ok_or("is empty"),
        _ => Err("has more than one login module"),
    }
}

#[derive(Clone, Debug, PartialEq)]
enum Token {
    /// A word, or what stands in quotes.
    Word(String),
    Number,
    Sign(char),
}

/// `java.io.StreamTokenizer` as `JaasConfig` sets it up.
struct Tokens<'t> {
    rest: std::iter::Peekable<std::str::Chars<'t>>,
}

impl<'t> Tokens<'t> {
    fn new(text: &'t str) -> Self {
        Tokens {
            rest: text.chars().peekable(),
        }
    }

    fn quoted(&mut self, quote: char) -> Token {
        let mut word = String::new();
        while let Some(c) = self
            .rest
            .next_if(|c| *c != quote && !['\n', '\r'].contains(c))
        {
            match c {
                '\\' => word.extend(self.escaped()),
                c => word.push(c),
            }
        }
        self.rest.next_if_eq(&quote);
        Token::Word(word)
    }

    /// What an escape stands for, as `StreamTokenizer` reads it.
    fn escaped(&mut self) -> Option<char> {
        Some(match self.rest.next()? {
            'a' => '\u{7}',
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'v' => '\u{b}',
            digit @ '0'..='7' => {
                // Up to three octal digits, the first of three at most 3.
                let most = if digit <= '3' { 2 } else { 1 };
                let mut number = u32::from(digit) - u32::from('0');
                for _ in 0..most {
                    let Some(next) = self.rest.next_if(|c| ('0'..='7').contains(c)) else {
                        break;
                    };
                    number = number * 8 + u32::from(next) - u32::from('0');
                }
                char::from_u32(number)?
            }
            other => other,
        })
    }

    fn skip_line(&mut self) {
        while self.rest.next_if(|c| !['\n', '\r'].contains(c)).is_some() {}
    }

    fn skip_comment(&mut self) {
        let mut before = ' ';
        for c in self.rest.by_ref() {
            if before == '*' && c == '/' {
                return;
            }
            before = c;
        }
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        loop {
            let c = self.rest.next()?;
            match c {
                '\0'..=' ' => {}
                '0'..='9' | '.' => {
                    let mut dot = c == '.';
                    while self
                        .rest
                        .next_if(|c| {
                            let point = *c == '.' && !dot;
                            dot |= point;
                            point || c.is_ascii_digit()
                        })
                        .is_some()
                    {}
                    return Some(Token::Number);
                }
                '-' => match self.rest.peek() {
                    Some('0'..='9' | '.') => {}
                    _ => return Some(Token::Sign('-')),
                },
                '"' | '\'' => return Some(self.quoted(c)),
                // A slash alone starts a comment as well.
                '/' => match self.rest.peek() {
                    Some('*') => {
                        self.rest.next();
                        self.skip_comment();
                    }
                    _ => self.skip_line(),
                },
                c if starts_word(c) => {
                    let mut word = String::from(c);
                    while let Some(c) = self.rest.next_if(|c| {
                        starts_word(*c) || c.is_ascii_digit() || ['.', '-'].contains(c)
                    }) {
                        word.push(c);
                    }
                    return Some(Token::Word(word));
                }
                sign => return Some(Token::Sign(sign)),
            }
        }
    }
}

fn starts_word(c: char) -> bool {
    c.is_ascii_alphabetic() || ['_', '$'].contains(&c) || c >= '\u{a0}'
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn reads_a_login_as_kafka_does() {
        let plain = "org.apache.kafka.common.security.plain.PlainLoginModule";
        for (rest, sound) in [
            (" required username=\"a\" password=\"b\";", true),
            (" required;", true),
            (" REQUIRED a=b;", true),
            (" required a=b", false),
            (" required a=1;", false),
            (" required a=-1;", false),
            (" required a=.5;", false),
            (" required a=b1.c-2;", true),
            (" required a='b;", false),
            (" required a='b';", true),
            (" required a=;", false),
            (" required a;", false),
            (" required a=b,c=d;", false),
            (" must a=b;", false),
            ("", false),
            (";", false),
            (" required; x.Y required;", false),
            (" required; // x.Y required;", true),
            (" required /* ; */ a=b;", true),
            (" required / a=b;", false),
            (" required a=\"b\\\"c\";", true),
            (" required a=\"b", false),
            (" required;;", false),
        ] {
            assert_eq!(read(&format!("{plain}{rest}")).is_ok(), sound, "{rest}");
        }
        let module = read("x.Y required a='1' b=c a=\"2\";").ok().unwrap();
        assert_eq!(
            (module.class.as_str(), module.option("a")),
            ("x.Y", Some("2"))
        );
        assert_eq!((module.option("b"), module.option("c")), (Some("c"), None));
        let escaped = read(r#"x.Y required a="1\"2\\3\t\1014\q";"#).ok().unwrap();
        assert_eq!(escaped.option("a"), Some("1\"2\\3\tA4q"));
        assert!(read("").is_err());
        assert!(read("1 required;").is_err());
        assert!(read("\"\" required;").is_err());
    }
}
