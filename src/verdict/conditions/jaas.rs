//! Logins: the text of `sasl.jaas.config`. That there is none is never wrong, as the options of the JVM may name
//! a file with it.

use super::endpoints::{self, Channel};
use super::view::{Unknown, View};
use super::{Condition, Fault, Judged, UNUSABLE, asked};
use crate::catalog::Component;
use crate::resolve::value;

const KEY: &str = "sasl.jaas.config";

const fn row(component: Component) -> Condition {
    asked(
        component,
        "login-not-readable",
        UNUSABLE,
        "JaasContext.load, JaasConfig",
        unreadable,
    )
}

pub(super) const CONDITIONS: &[Condition] = &[
    row(Component::Broker),
    row(Component::Producer),
    row(Component::Consumer),
    row(Component::ShareConsumer),
    row(Component::Admin),
];

/// Whether a client's channel is made with the client itself: before 4.2 consumers of the newer kinds make it in
/// a thread of theirs, whose troubles do not show.
pub(super) fn connects_at_once(view: &View<'_>) -> Result<bool, Unknown> {
    Ok(match view.component {
        _ if view.from(4, 2) => true,
        Component::ShareConsumer => false,
        Component::Consumer => view
            .text("group.protocol")?
            .is_none_or(|protocol| !protocol.eq_ignore_ascii_case("consumer")),
        _ => true,
    })
}

/// A login that is written and read.
pub(super) struct Login<'a> {
    /// Its key.
    pub(super) key: String,
    text: &'a str,
    /// How it logs in.
    pub(super) mechanism: &'a str,
    /// What stands before the keys that are the listener's own.
    pub(super) prefix: String,
}

/// All logins of a component.
pub(super) fn logins<'a>(view: &View<'a>) -> Result<Vec<Login<'a>>, Unknown> {
    let mut logins = Vec::new();
    let mut add = |key: String, mechanism: &'a str, prefix: String| {
        if let Some(text) = view.other(&key)? {
            logins.push(Login {
                key,
                text,
                mechanism,
                prefix,
            });
        }
        Ok(())
    };
    if view.component == Component::Broker {
        for channel in endpoints::channels(view)? {
            let prefix = format!("listener.name.{}.", channel.listener.to_lowercase());
            for mechanism in mechanisms(view, &channel)? {
                let key = format!("{prefix}{}.{KEY}", mechanism.to_lowercase());
                add(key, mechanism, prefix.clone())?;
            }
        }
    } else if logs_in(view)? {
        let mechanism = view.other("sasl.mechanism")?.unwrap_or("GSSAPI");
        add(KEY.to_owned(), mechanism, String::new())?;
    }
    Ok(logins)
}

fn logs_in(view: &View<'_>) -> Result<bool, Unknown> {
    let secure = view
        .text("security.protocol")?
        .is_some_and(|protocol| protocol.to_uppercase().starts_with("SASL_"));
    Ok(secure && connects_at_once(view)?)
}

/// The mechanisms that a channel has a login for.
pub(super) fn mechanisms<'a>(view: &View<'a>, channel: &Channel) -> Result<Vec<&'a str>, Unknown> {
    if !channel.protocol.starts_with("SASL_") {
        return Ok(Vec::new());
    }
    if let Some(key) = channel.logs_in {
        return Ok(view.text(key)?.into_iter().collect());
    }
    let key = "sasl.enabled.mechanisms";
    let own = format!("listener.name.{}.{key}", channel.listener.to_lowercase());
    Ok(match view.other(&own)? {
        Some(text) => value::list(text),
        None => view.list(key)?.unwrap_or_default(),
    })
}

fn unreadable(view: &View<'_>) -> Judged {
    let broken = logins(view)?
        .into_iter()
        .find_map(|login| Some((login.module().err()?, login.key)));
    Ok(broken.map(|(wrong, key)| {
        Fault::new(
            &[&key],
            format!("`{key}` {wrong}"),
            "write `CLASS required name=\"value\" …;` with one login module and a semicolon at the end",
        )
    }))
}

/// The one login module of a text.
pub(super) struct Module {
    pub(super) class: String,
    /// Names and values; the last one of a name counts.
    options: Vec<(String, String)>,
}

impl Module {
    pub(super) fn option(&self, name: &str) -> Option<&str> {
        let mut named = self.options.iter().rev().filter(|(n, _)| n == name);
        named.next().map(|(_, value)| value.as_str())
    }
}

impl Login<'_> {
    /// What the text says, or what `JaasConfig` has against it.
    pub(super) fn module(&self) -> Result<Module, &'static str> {
        read(self.text)
    }
}

/// What `JaasConfig` refuses; no word of the text is repeated.
fn read(text: &str) -> Result<Module, &'static str> {
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
                // Which character an escape stands for does not matter here.
                '\\' => word.extend(self.rest.next()),
                c => word.push(c),
            }
        }
        self.rest.next_if_eq(&quote);
        Token::Word(word)
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
        assert!(read("").is_err());
        assert!(read("1 required;").is_err());
        assert!(read("\"\" required;").is_err());
    }
}
