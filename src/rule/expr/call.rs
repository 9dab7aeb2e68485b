//! Checks of `cfg[…]`, `params.…`, functions, methods and macros.

use std::ops::Range;

use super::ast::{Id, Kind};
use super::check::{Checked, Checker, intern, short};
use super::error::CompileError;
use super::limits::{MAX_MACROS, MAX_PATTERN, MAX_REGEX_BYTES};
use super::parser::RESERVED;
use super::program::{Node, TextOp, Whose};
use super::regexes;
use super::suggest::Nearest;
use super::types::{BOOL, DOUBLE, INT, LIST, NameKind, STRING, Ty, Type};

const FUNCTIONS: [&str; 4] = ["explicit", "origin", "size", "double"];

const METHODS: [&str; 8] = [
    "startsWith",
    "endsWith",
    "contains",
    "matches",
    "lowerAscii",
    "size",
    "exists",
    "all",
];

impl Checker<'_> {
    /// A literal key that the schema knows.
    pub(super) fn key(
        &mut self,
        whose: Whose,
        id: Id,
        place: &str,
    ) -> Result<(u16, Type), CompileError> {
        let span = self.span(id);
        let Kind::Text(key) = self.kind(id) else {
            return Err(CompileError::new(
                span,
                format!("{place} takes a Kafka key in quotes, nothing computed"),
            ));
        };
        let Some(ty) = self.schema.setting(whose, key) else {
            let error = CompileError::new(span, format!("unknown setting `{key}`"));
            return Err(self.suggest(error, NameKind::Setting(whose), key));
        };
        let mut known = self.whose.iter().zip(&self.keys);
        let index = match known.position(|(w, k)| *w == whose && k == key) {
            Some(index) => index,
            None => {
                self.whose.push(whose);
                self.keys.push(key.clone());
                self.keys.len() - 1
            }
        };
        Ok((short(index, &span)?, ty))
    }

    pub(super) fn index(
        &mut self,
        id: Id,
        base: Id,
        index: Id,
    ) -> Result<(Node, Ty), CompileError> {
        let Some((whose, map)) = self.settings_of(base) else {
            return Err(
                CompileError::new(self.span(id), "only `cfg` and `broker` can be indexed")
                    .help("elements of a list are looked at with `exists`, `all` and `in`"),
            );
        };
        let (key, ty) = self.key(whose, index, &format!("`{map}[…]`"))?;
        Ok((Node::Setting(key), Ty::Plain(ty)))
    }

    pub(super) fn select(
        &mut self,
        base: Id,
        name: &str,
        span: &Range<usize>,
    ) -> Result<(Node, Ty), CompileError> {
        if let Some((_, map)) = self.settings_of(base) {
            return Err(CompileError::new(
                span.clone(),
                "settings are read by their key in brackets",
            )
            .help(format!("write `{map}['{name}']`, with the whole key")));
        }
        if !self.is_name(base, "params") {
            return Err(CompileError::new(
                span.clone(),
                format!("`{}` has no field `{name}`", self.text(base)),
            ));
        }
        let Some(ty) = self.schema.param(name) else {
            let error = CompileError::new(span.clone(), format!("unknown parameter `{name}`"));
            return Err(self.suggest(error, NameKind::Param, name));
        };
        let index = intern(&mut self.params, name, span)?;
        Ok((Node::Param(index), Ty::Plain(ty)))
    }

    pub(super) fn call(
        &mut self,
        id: Id,
        name: &str,
        span: &Range<usize>,
        args: &[Id],
    ) -> Result<(Node, Ty), CompileError> {
        if !FUNCTIONS.contains(&name) {
            let error = CompileError::new(span.clone(), format!("unknown function `{name}`"));
            return Err(match name {
                "has" => error.help("whether a setting has a value is `'its.key' in cfg`"),
                _ if METHODS.contains(&name) => {
                    error.help(format!("it is a method: `value.{name}(…)`"))
                }
                _ => nearest(error, name, &FUNCTIONS),
            });
        }
        let arg = self.one_argument(id, name, args)?;
        match name {
            "explicit" => Ok((
                Node::Explicit(self.key(Whose::Own, arg, "`explicit`")?.0),
                BOOL,
            )),
            "origin" => Ok((
                Node::Origin(self.key(Whose::Own, arg, "`origin`")?.0),
                STRING,
            )),
            "double" => Ok((
                Node::ToDouble(self.typed(arg, INT, "the argument of `double`")?),
                DOUBLE,
            )),
            _ => {
                let checked = self.expr(arg)?;
                self.size(arg, checked)
            }
        }
    }

    fn size(&self, arg: Id, (node, ty): Checked) -> Result<(Node, Ty), CompileError> {
        if ty != STRING && ty.element().is_none() {
            return Err(CompileError::new(
                self.span(arg),
                format!("`{}` is {ty}, which has no size", self.text(arg)),
            ));
        }
        Ok((Node::Size(node), INT))
    }

    fn one_argument(&self, id: Id, name: &str, args: &[Id]) -> Result<Id, CompileError> {
        match args {
            [arg] => Ok(*arg),
            _ => Err(CompileError::new(
                self.span(id),
                format!("`{name}` takes 1 argument, not {}", args.len()),
            )),
        }
    }

    pub(super) fn method(
        &mut self,
        id: Id,
        base: Id,
        name: &str,
        span: &Range<usize>,
        args: &[Id],
    ) -> Result<(Node, Ty), CompileError> {
        match name {
            "exists" | "all" => return self.quantifier(id, base, name, args),
            "startsWith" | "endsWith" | "contains" => {
                let op = match name {
                    "startsWith" => TextOp::StartsWith,
                    "endsWith" => TextOp::EndsWith,
                    _ => TextOp::Contains,
                };
                let text = self.receiver(base, name)?;
                let part = self.one_argument(id, name, args)?;
                let part = self.typed(part, STRING, "the argument")?;
                return Ok((Node::Search { op, text, part }, BOOL));
            }
            "matches" => {
                let text = self.receiver(base, name)?;
                let pattern = self.one_argument(id, name, args)?;
                let pattern = self.pattern(pattern)?;
                return Ok((Node::Matches { text, pattern }, BOOL));
            }
            "lowerAscii" | "size" if !args.is_empty() => {
                return Err(CompileError::new(
                    self.span(id),
                    format!("`{name}` takes no argument"),
                ));
            }
            "lowerAscii" => return Ok((Node::LowerAscii(self.receiver(base, name)?), STRING)),
            "size" => {
                let checked = self.expr(base)?;
                return self.size(base, checked);
            }
            _ => {}
        }
        let error = CompileError::new(span.clone(), format!("unknown method `{name}`"));
        Err(nearest(error, name, &METHODS))
    }

    fn receiver(&mut self, base: Id, name: &str) -> Result<u16, CompileError> {
        let (node, ty) = self.expr(base)?;
        if ty == STRING {
            return Ok(node);
        }
        let error = CompileError::new(
            self.span(base),
            format!(
                "`{}` is {ty}; `{name}` is a method of strings",
                self.text(base)
            ),
        );
        Err(match (ty, name) {
            (LIST, "contains") => error.help("whether a list has an element is asked with `in`"),
            (LIST, _) => error.help(format!(
                "ask of its elements: `{}.exists(x, x.{name}(…))`",
                self.text(base)
            )),
            _ => error,
        })
    }

    fn pattern(&mut self, id: Id) -> Result<u16, CompileError> {
        let span = self.span(id);
        let Kind::Text(pattern) = self.kind(id) else {
            return Err(CompileError::new(
                span,
                "`matches` takes a pattern in quotes, nothing computed",
            ));
        };
        if pattern.len() > MAX_PATTERN {
            return Err(CompileError::new(
                span,
                format!(
                    "the pattern is {} bytes long; {MAX_PATTERN} are allowed",
                    pattern.len()
                ),
            ));
        }
        match regexes::build(pattern) {
            Ok(_) => intern(&mut self.patterns, pattern, &span),
            Err(regex::Error::CompiledTooBig(_)) => Err(CompileError::new(
                span,
                format!("the pattern takes more than {MAX_REGEX_BYTES} bytes when compiled"),
            )
            .help("smaller repeat counts, or `[a-z]` for `\\w`, make it smaller")),
            Err(error) => {
                // The last line says what is wrong; those above draw the place.
                let text = error.to_string();
                let reason = text.lines().last().unwrap_or("").trim();
                let reason = reason.strip_prefix("error: ").unwrap_or(reason);
                Err(CompileError::new(span, format!("bad pattern: {reason}")))
            }
        }
    }

    fn quantifier(
        &mut self,
        id: Id,
        base: Id,
        name: &str,
        args: &[Id],
    ) -> Result<(Node, Ty), CompileError> {
        let [variable, body] = args else {
            return Err(CompileError::new(
                self.span(id),
                format!("`{name}` takes a variable and a condition"),
            )
            .help(format!("like `list.{name}(x, x == 'a')`")));
        };
        let Kind::Ident(variable_name) = self.kind(*variable) else {
            return Err(CompileError::new(
                self.span(*variable),
                format!("`{}` is no variable name", self.text(*variable)),
            ));
        };
        if matches!(variable_name.as_str(), "cfg" | "broker" | "params")
            || RESERVED.contains(&variable_name.as_str())
        {
            return Err(CompileError::new(
                self.span(*variable),
                format!("`{variable_name}` cannot name a variable"),
            ));
        }
        let (list, ty) = self.expr(base)?;
        let Some(element) = ty.element() else {
            return Err(CompileError::new(
                self.span(base),
                format!("`{}` is {ty}; `{name}` needs a list", self.text(base)),
            ));
        };
        let slot = self.locals.len();
        let local = match u8::try_from(slot) {
            Ok(local) if slot < MAX_MACROS => local,
            _ => {
                return Err(CompileError::new(
                    self.span(id),
                    format!("at most {MAX_MACROS} of `exists` and `all` stand inside each other"),
                ));
            }
        };
        self.locals.push((variable_name.clone(), element));
        let body = self.typed(*body, BOOL, "a condition");
        self.locals.pop();
        let body = body?;
        let node = match name {
            "exists" => Node::Exists { list, body, local },
            _ => Node::All { list, body, local },
        };
        Ok((node, BOOL))
    }
}

fn nearest(mut error: CompileError, name: &str, known: &[&str]) -> CompileError {
    let mut nearest = Nearest::to(name);
    known.iter().for_each(|known| nearest.offer(known));
    error.help = nearest.help();
    error
}
