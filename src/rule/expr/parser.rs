//! Tokens to tree, by CEL's precedence.
//!
//! Recursion happens only through [`Parser::expression`], [`Parser::unary`] and the arguments
//! under them, and each entry is counted against [`MAX_DEPTH`]; everything else is a loop.

use std::ops::Range;

use super::ast::{Ast, AstNode, Id, Kind};
use super::error::CompileError;
use super::lexer::{Lexed, Token, lex};
use super::limits::{MAX_DEPTH, MAX_NODES, MAX_SOURCE};
use super::program::{ArithOp, CompareOp};

/// Words that CEL keeps for itself or for languages around it.
pub(super) const RESERVED: [&str; 19] = [
    "as",
    "break",
    "const",
    "continue",
    "else",
    "for",
    "function",
    "if",
    "import",
    "in",
    "let",
    "loop",
    "package",
    "namespace",
    "null",
    "return",
    "var",
    "void",
    "while",
];

/// Parses the whole of `source` as one expression.
pub(super) fn parse(source: &str) -> Result<Ast, CompileError> {
    if source.len() > MAX_SOURCE {
        return Err(CompileError::new(
            0..0,
            format!(
                "the expression is {} bytes long; {MAX_SOURCE} are allowed",
                source.len()
            ),
        ));
    }
    let mut parser = Parser {
        source,
        tokens: lex(source)?,
        at: 0,
        depth: 0,
        ast: Ast::default(),
    };
    let root = parser.expression()?;
    let end = parser.current().clone();
    if end.token != Token::End {
        return Err(parser.unexpected("an operator or the end"));
    }
    parser.ast.root = root;
    Ok(parser.ast)
}

struct Parser<'s> {
    source: &'s str,
    tokens: Vec<Lexed>,
    at: usize,
    depth: usize,
    ast: Ast,
}

impl Parser<'_> {
    /// The last token is `End` and is never passed, so there always is a current one.
    fn current(&self) -> &Lexed {
        &self.tokens[self.at.min(self.tokens.len() - 1)]
    }

    fn advance(&mut self) -> Lexed {
        let token = self.current().clone();
        self.at = (self.at + 1).min(self.tokens.len() - 1);
        token
    }

    fn text_of(&self, span: &Range<usize>) -> &str {
        self.source.get(span.clone()).unwrap_or("")
    }

    fn sees(&self, symbol: &str) -> bool {
        matches!(self.current().token, Token::Symbol(s) if s == symbol)
    }

    fn eat(&mut self, symbol: &str) -> bool {
        let found = self.sees(symbol);
        if found {
            self.advance();
        }
        found
    }

    fn expect(&mut self, symbol: &str) -> Result<Range<usize>, CompileError> {
        if self.sees(symbol) {
            return Ok(self.advance().span);
        }
        Err(self.unexpected(&format!("`{symbol}`")))
    }

    fn unexpected(&self, wanted: &str) -> CompileError {
        let found = self.current();
        let what = match found.token {
            Token::End => "the expression ends".to_owned(),
            _ => format!("found `{}`", self.text_of(&found.span)),
        };
        let error = CompileError::new(found.span.clone(), format!("{what} where {wanted} belongs"));
        match self.text_of(&found.span) {
            "and" => error.help("and is written `&&`"),
            "or" => error.help("or is written `||`"),
            "not" => error.help("not is written `!`"),
            _ => error,
        }
    }

    fn span(&self, id: Id) -> Range<usize> {
        self.ast
            .nodes
            .get(usize::from(id))
            .map_or(0..0, |node| node.span.clone())
    }

    fn add(&mut self, kind: Kind, span: Range<usize>) -> Result<Id, CompileError> {
        let below = kind.children().into_iter().filter_map(|id| {
            let node = self.ast.nodes.get(usize::from(id))?;
            Some(node.height)
        });
        let height = 1 + below.max().unwrap_or(0);
        if height > MAX_DEPTH {
            return Err(too_deep(span));
        }
        let id = self.ast.nodes.len();
        match Id::try_from(id) {
            Ok(short) if id < MAX_NODES => {
                self.ast.nodes.push(AstNode { kind, span, height });
                Ok(short)
            }
            _ => Err(CompileError::new(
                span,
                format!("the expression has more than {MAX_NODES} operands and operators"),
            )),
        }
    }

    fn join(&mut self, kind: Kind, first: Id, last: Id) -> Result<Id, CompileError> {
        let span = self.span(first).start..self.span(last).end;
        self.add(kind, span)
    }

    fn deeper<T>(
        &mut self,
        parse: impl FnOnce(&mut Self) -> Result<T, CompileError>,
    ) -> Result<T, CompileError> {
        if self.depth >= MAX_DEPTH {
            return Err(too_deep(self.current().span.clone()));
        }
        self.depth += 1;
        let parsed = parse(self);
        self.depth -= 1;
        parsed
    }

    /// `or ? or : expression`
    fn expression(&mut self) -> Result<Id, CompileError> {
        self.deeper(|p| {
            let test = p.or()?;
            if !p.eat("?") {
                return Ok(test);
            }
            let then = p.or()?;
            p.expect(":")?;
            let other = p.expression()?;
            p.join(Kind::Choose(test, then, other), test, other)
        })
    }

    fn or(&mut self) -> Result<Id, CompileError> {
        self.chain("||", Kind::Or, Self::and)
    }

    fn and(&mut self) -> Result<Id, CompileError> {
        self.chain("&&", Kind::And, Self::relation)
    }

    /// Operands of one logical operator, as one node: `a && b && c` is as deep as `a && b`.
    fn chain(
        &mut self,
        symbol: &str,
        kind: fn(Vec<Id>) -> Kind,
        operand: fn(&mut Self) -> Result<Id, CompileError>,
    ) -> Result<Id, CompileError> {
        let first = operand(self)?;
        let mut all = vec![first];
        while self.eat(symbol) {
            all.push(operand(self)?);
        }
        match all.last() {
            Some(&last) if all.len() > 1 => self.join(kind(all), first, last),
            _ => Ok(first),
        }
    }

    fn relation(&mut self) -> Result<Id, CompileError> {
        let mut left = self.sum()?;
        loop {
            let op = match self.current().token {
                Token::Symbol("==") => Some(CompareOp::Equal),
                Token::Symbol("!=") => Some(CompareOp::NotEqual),
                Token::Symbol("<") => Some(CompareOp::Less),
                Token::Symbol("<=") => Some(CompareOp::LessOrEqual),
                Token::Symbol(">") => Some(CompareOp::Greater),
                Token::Symbol(">=") => Some(CompareOp::GreaterOrEqual),
                Token::Ident if self.text_of(&self.current().span) == "in" => None,
                _ => return Ok(left),
            };
            self.advance();
            let right = self.sum()?;
            let kind = match op {
                Some(op) => Kind::Compare(op, left, right),
                None => Kind::In(left, right),
            };
            left = self.join(kind, left, right)?;
        }
    }

    fn sum(&mut self) -> Result<Id, CompileError> {
        let mut left = self.product()?;
        loop {
            let op = match self.current().token {
                Token::Symbol("+") => ArithOp::Add,
                Token::Symbol("-") => ArithOp::Subtract,
                _ => return Ok(left),
            };
            self.advance();
            let right = self.product()?;
            left = self.join(Kind::Arith(op, left, right), left, right)?;
        }
    }

    fn product(&mut self) -> Result<Id, CompileError> {
        let mut left = self.unary()?;
        loop {
            let op = match self.current().token {
                Token::Symbol("*") => ArithOp::Multiply,
                Token::Symbol("/") => ArithOp::Divide,
                Token::Symbol("%") => ArithOp::Remainder,
                _ => return Ok(left),
            };
            self.advance();
            let right = self.unary()?;
            left = self.join(Kind::Arith(op, left, right), left, right)?;
        }
    }

    fn unary(&mut self) -> Result<Id, CompileError> {
        if !self.sees("!") && !self.sees("-") {
            return self.member();
        }
        let sign = self.advance();
        if sign.token == Token::Symbol("!") {
            let below = self.deeper(Self::unary)?;
            let span = sign.span.start..self.span(below).end;
            return self.add(Kind::Not(below), span);
        }
        // The sign is part of a literal, so that the smallest integer can be written.
        let next = self.current().clone();
        let span = sign.span.start..next.span.end;
        match next.token {
            Token::Int(value) => {
                self.advance();
                let value = integer(i128::from(value).checked_neg(), &span)?;
                let id = self.add(Kind::Int(value), span)?;
                self.suffixes(id)
            }
            Token::Double(value) => {
                self.advance();
                let id = self.add(Kind::Double(-value), span)?;
                self.suffixes(id)
            }
            _ => {
                let below = self.deeper(Self::unary)?;
                let span = sign.span.start..self.span(below).end;
                self.add(Kind::Negate(below), span)
            }
        }
    }

    fn member(&mut self) -> Result<Id, CompileError> {
        let base = self.primary()?;
        self.suffixes(base)
    }

    fn suffixes(&mut self, mut base: Id) -> Result<Id, CompileError> {
        loop {
            let start = self.span(base).start;
            if self.eat(".") {
                let (name, name_span) = self.name()?;
                if self.eat("(") {
                    let (args, end) = self.list_until(")")?;
                    base = self.add(Kind::Method(base, name, name_span, args), start..end)?;
                } else {
                    let span = start..name_span.end;
                    base = self.add(Kind::Select(base, name, name_span), span)?;
                }
            } else if self.eat("[") {
                let index = self.expression()?;
                let end = self.expect("]")?.end;
                base = self.add(Kind::Index(base, index), start..end)?;
            } else {
                return Ok(base);
            }
        }
    }

    fn name(&mut self) -> Result<(String, Range<usize>), CompileError> {
        let token = self.current().clone();
        if token.token != Token::Ident {
            return Err(self.unexpected("a name"));
        }
        let name = self.text_of(&token.span).to_owned();
        if RESERVED.contains(&name.as_str()) {
            return Err(CompileError::new(
                token.span,
                format!("`{name}` is a reserved word"),
            ));
        }
        self.advance();
        Ok((name, token.span))
    }

    fn list_until(&mut self, close: &str) -> Result<(Vec<Id>, usize), CompileError> {
        let mut items = Vec::new();
        if self.sees(close) {
            return Ok((items, self.expect(close)?.end));
        }
        loop {
            items.push(self.expression()?);
            if !self.eat(",") {
                return Ok((items, self.expect(close)?.end));
            }
        }
    }

    fn primary(&mut self) -> Result<Id, CompileError> {
        let Lexed { token, span } = self.current().clone();
        match token {
            Token::Int(value) => {
                self.advance();
                let value = integer(Some(i128::from(value)), &span)?;
                self.add(Kind::Int(value), span)
            }
            Token::Double(value) => {
                self.advance();
                self.add(Kind::Double(value), span)
            }
            Token::Text(text) => {
                self.advance();
                self.add(Kind::Text(text), span)
            }
            Token::Symbol("(") => {
                self.advance();
                let inner = self.expression()?;
                self.expect(")")?;
                Ok(inner)
            }
            Token::Symbol("[") => {
                self.advance();
                let (items, end) = self.list_until("]")?;
                self.add(Kind::List(items), span.start..end)
            }
            Token::Ident => match self.text_of(&span) {
                word @ ("true" | "false") => {
                    let kind = Kind::Bool(word == "true");
                    self.advance();
                    self.add(kind, span)
                }
                "and" | "or" | "not" => Err(self.unexpected("a value")),
                _ => {
                    let (name, name_span) = self.name()?;
                    if !self.eat("(") {
                        return self.add(Kind::Ident(name), span);
                    }
                    let (args, end) = self.list_until(")")?;
                    self.add(Kind::Call(name, name_span, args), span.start..end)
                }
            },
            Token::Symbol(_) | Token::End => Err(self.unexpected("a value")),
        }
    }
}

fn integer(value: Option<i128>, span: &Range<usize>) -> Result<i64, CompileError> {
    value.and_then(|v| i64::try_from(v).ok()).ok_or_else(|| {
        CompileError::new(
            span.clone(),
            "the number does not fit a 64-bit signed integer",
        )
    })
}

fn too_deep(span: Range<usize>) -> CompileError {
    CompileError::new(
        span,
        format!("the expression is nested deeper than {MAX_DEPTH} levels"),
    )
}
