//! The tree becomes a program, or an error with a place.

use std::borrow::Cow;
use std::ops::Range;

use super::ast::{Ast, Id, Kind};
use super::error::CompileError;
use super::program::{ArithOp, CompareOp, Names, Node, Program, Whose};
use super::regexes::Regexes;
use super::suggest::Nearest;
use super::types::{BOOL, DOUBLE, INT, LIST, NameKind, STRING, Schema, Ty};

/// A checked expression: its node and its type.
pub(super) type Checked = (u16, Ty);

pub(super) fn check(
    source: &str,
    ast: &Ast,
    schema: &dyn Schema,
) -> Result<Program<'static>, CompileError> {
    let mut checker = Checker {
        source,
        ast,
        schema,
        nodes: Vec::new(),
        spans: Vec::new(),
        runs: Vec::new(),
        texts: Vec::new(),
        patterns: Vec::new(),
        keys: Vec::new(),
        whose: Vec::new(),
        facts: Vec::new(),
        params: Vec::new(),
        locals: Vec::new(),
    };
    let root = checker.typed(ast.root, BOOL, "a condition")?;
    Ok(Program {
        source: Cow::Owned(source.to_owned()),
        root,
        nodes: Cow::Owned(checker.nodes),
        runs: Cow::Owned(checker.runs),
        spans: Cow::Owned(checker.spans),
        texts: Names::Owned(checker.texts),
        patterns: Names::Owned(checker.patterns),
        keys: Names::Owned(checker.keys),
        whose: Cow::Owned(checker.whose),
        facts: Names::Owned(checker.facts),
        params: Names::Owned(checker.params),
        regexes: Regexes::new(),
    })
}

pub(super) struct Checker<'s> {
    source: &'s str,
    ast: &'s Ast,
    pub(super) schema: &'s dyn Schema,
    nodes: Vec<Node>,
    spans: Vec<(u16, u16)>,
    runs: Vec<u16>,
    texts: Vec<String>,
    pub(super) patterns: Vec<String>,
    pub(super) keys: Vec<String>,
    pub(super) whose: Vec<Whose>,
    facts: Vec<String>,
    pub(super) params: Vec<String>,
    /// Variables of the macros around, the innermost last; the place is the slot at run time.
    pub(super) locals: Vec<(String, Ty)>,
}

impl<'s> Checker<'s> {
    pub(super) fn kind(&self, id: Id) -> &'s Kind {
        match self.ast.nodes.get(usize::from(id)) {
            Some(node) => &node.kind,
            None => &Kind::Bool(false),
        }
    }

    pub(super) fn span(&self, id: Id) -> Range<usize> {
        self.ast
            .nodes
            .get(usize::from(id))
            .map_or(0..0, |node| node.span.clone())
    }

    pub(super) fn text(&self, id: Id) -> &'s str {
        self.source.get(self.span(id)).unwrap_or("")
    }

    pub(super) fn add(&mut self, node: Node, at: Id) -> Result<u16, CompileError> {
        let span = self.span(at);
        let id = short(self.nodes.len(), &span)?;
        self.spans
            .push((short(span.start, &span)?, short(span.end, &span)?));
        self.nodes.push(node);
        Ok(id)
    }

    fn add_run(&mut self, run: &[u16], at: Id) -> Result<(u16, u16), CompileError> {
        let span = self.span(at);
        let first = short(self.runs.len(), &span)?;
        self.runs.extend_from_slice(run);
        Ok((first, short(run.len(), &span)?))
    }

    /// Checks an expression that has to be of one type.
    pub(super) fn typed(&mut self, id: Id, wanted: Ty, role: &str) -> Result<u16, CompileError> {
        let (node, found) = self.expr(id)?;
        if found == wanted {
            return Ok(node);
        }
        Err(CompileError::new(
            self.span(id),
            format!(
                "`{}` is {found} where {role} ({wanted}) belongs",
                self.text(id)
            ),
        ))
    }

    pub(super) fn expr(&mut self, id: Id) -> Result<Checked, CompileError> {
        let (node, ty) = match self.kind(id) {
            Kind::Bool(value) => (Node::Bool(*value), BOOL),
            Kind::Int(value) => (Node::Int(*value), INT),
            Kind::Double(value) => (Node::Double(*value), DOUBLE),
            Kind::Text(text) => {
                let span = self.span(id);
                let index = intern(&mut self.texts, text, &span)?;
                (Node::Text(index), STRING)
            }
            Kind::List(items) => self.list(id, items)?,
            Kind::Ident(name) => self.ident(id, name)?,
            Kind::Select(base, name, span) => self.select(*base, name, span)?,
            Kind::Index(base, index) => self.index(id, *base, *index)?,
            Kind::Call(name, span, args) => self.call(id, name, span, args)?,
            Kind::Method(base, name, span, args) => self.method(id, *base, name, span, args)?,
            Kind::Not(below) => (Node::Not(self.typed(*below, BOOL, "a condition")?), BOOL),
            Kind::Negate(below) => {
                let (node, ty) = self.expr(*below)?;
                if ty != INT && ty != DOUBLE {
                    return Err(self.not_a_number(*below, ty));
                }
                (Node::Negate(node), ty)
            }
            Kind::And(operands) => {
                let (first, len) = self.operands(id, operands)?;
                (Node::And { first, len }, BOOL)
            }
            Kind::Or(operands) => {
                let (first, len) = self.operands(id, operands)?;
                (Node::Or { first, len }, BOOL)
            }
            Kind::Compare(op, left, right) => (self.compare(id, *op, *left, *right)?, BOOL),
            Kind::Arith(op, left, right) => self.arith(*op, *left, *right)?,
            Kind::In(item, list) => (self.contains(id, *item, *list)?, BOOL),
            Kind::Choose(test, then, other) => {
                let test = self.typed(*test, BOOL, "a condition")?;
                let (a, ty) = self.expr(*then)?;
                let (b, other_ty) = self.expr(*other)?;
                if ty != other_ty {
                    return Err(CompileError::new(
                        self.span(id),
                        format!("one branch is {ty} and the other {other_ty}"),
                    ));
                }
                let node = Node::Choose {
                    test,
                    then: a,
                    other: b,
                };
                (node, ty)
            }
        };
        Ok((self.add(node, id)?, ty))
    }

    fn operands(&mut self, id: Id, operands: &[Id]) -> Result<(u16, u16), CompileError> {
        let mut run = Vec::with_capacity(operands.len());
        for operand in operands {
            run.push(self.typed(*operand, BOOL, "a condition")?);
        }
        self.add_run(&run, id)
    }

    fn list(&mut self, id: Id, items: &[Id]) -> Result<(Node, Ty), CompileError> {
        let mut element = None;
        let mut run = Vec::with_capacity(items.len());
        for item in items {
            let literal = matches!(
                self.kind(*item),
                Kind::Bool(_) | Kind::Int(_) | Kind::Double(_) | Kind::Text(_)
            );
            if !literal {
                return Err(CompileError::new(
                    self.span(*item),
                    "a list holds literals only",
                ));
            }
            let (node, ty) = self.expr(*item)?;
            if *element.get_or_insert(ty) != ty {
                return Err(CompileError::new(
                    self.span(*item),
                    format!(
                        "`{}` is {ty}, the elements before it are not",
                        self.text(*item)
                    ),
                ));
            }
            run.push(node);
        }
        let (first, len) = self.add_run(&run, id)?;
        let ty = match element {
            None | Some(STRING) => LIST,
            Some(Ty::Plain(ty) | Ty::ListOf(ty)) => Ty::ListOf(ty),
        };
        Ok((Node::List { first, len }, ty))
    }

    fn ident(&mut self, id: Id, name: &str) -> Result<(Node, Ty), CompileError> {
        let span = self.span(id);
        if let Some(slot) = self.locals.iter().rposition(|(local, _)| local == name) {
            let slot_index = u8::try_from(slot).unwrap_or(u8::MAX);
            return Ok((Node::Local(slot_index), self.locals[slot].1));
        }
        if Whose::ALL.iter().any(|(_, map)| *map == name) {
            return Err(
                CompileError::new(span, format!("`{name}` is no value by itself"))
                    .help(format!("one setting is `{name}['its.key']`")),
            );
        }
        if name == "params" {
            return Err(CompileError::new(span, "`params` is no value by itself")
                .help("one parameter is `params.its_name`"));
        }
        if let Some(ty) = self.schema.fact(name) {
            let index = intern(&mut self.facts, name, &span)?;
            return Ok((Node::Fact(index), Ty::Plain(ty)));
        }
        let error = CompileError::new(span, format!("unknown fact `{name}`"));
        for (whose, map) in Whose::ALL {
            if self.schema.setting(whose, name).is_some() {
                return Err(error.help(format!("a setting is read as `{map}['{name}']`")));
            }
        }
        if self.schema.param(name).is_some() {
            return Err(error.help(format!("a parameter is read as `params.{name}`")));
        }
        Err(self.suggest(error, NameKind::Fact, name))
    }

    /// Adds the nearest known name to an error.
    pub(super) fn suggest(
        &self,
        mut error: CompileError,
        kind: NameKind,
        name: &str,
    ) -> CompileError {
        let mut nearest = Nearest::to(name);
        if kind == NameKind::Fact {
            self.locals
                .iter()
                .for_each(|(local, _)| nearest.offer(local));
        }
        self.schema
            .visit_names(kind, &mut |name| nearest.offer(name));
        error.help = nearest.help();
        error
    }

    fn compare(
        &mut self,
        id: Id,
        op: CompareOp,
        left: Id,
        right: Id,
    ) -> Result<Node, CompileError> {
        let (a, a_ty) = self.expr(left)?;
        let (b, b_ty) = self.expr(right)?;
        if a_ty != b_ty {
            return Err(self.different(id, (left, a_ty), (right, b_ty)));
        }
        let equality = matches!(op, CompareOp::Equal | CompareOp::NotEqual);
        if !equality && !matches!(a_ty, INT | DOUBLE | STRING) {
            return Err(CompileError::new(
                self.span(id),
                format!("{a_ty} has no order; only `==` and `!=` compare it"),
            ));
        }
        Ok(Node::Compare {
            op,
            left: a,
            right: b,
        })
    }

    fn different(&self, at: Id, left: (Id, Ty), right: (Id, Ty)) -> CompileError {
        let error = CompileError::new(
            self.span(at),
            format!(
                "`{}` is {} and `{}` is {}: they cannot be compared",
                self.text(left.0),
                left.1,
                self.text(right.0),
                right.1
            ),
        );
        for ((id, _), (_, wanted)) in [(left, right), (right, left)] {
            match (self.kind(id), wanted) {
                (Kind::Int(value), DOUBLE) => return error.help(format!("write `{value}.0`")),
                (Kind::Int(_) | Kind::Double(_) | Kind::Bool(_), STRING) => {
                    return error.help(format!("write `'{}'`", self.text(id)));
                }
                (Kind::Text(text), INT) if text.parse::<i64>().is_ok() => {
                    return error.help(format!("write `{text}` without quotes"));
                }
                (Kind::Text(text), BOOL) if text == "true" || text == "false" => {
                    return error.help(format!("write `{text}` without quotes"));
                }
                _ => {}
            }
        }
        match (left.1, right.1) {
            (INT, DOUBLE) | (DOUBLE, INT) => error.help("`double(…)` makes an int a double"),
            (STRING, LIST) => error.help("whether a list has an element is asked with `in`"),
            (LIST, STRING) => error.help("whether a list has an element is asked with `in`"),
            _ => error,
        }
    }

    fn not_a_number(&self, id: Id, ty: Ty) -> CompileError {
        CompileError::new(
            self.span(id),
            format!("`{}` is {ty}; arithmetic needs numbers", self.text(id)),
        )
    }

    fn arith(&mut self, op: ArithOp, left: Id, right: Id) -> Result<(Node, Ty), CompileError> {
        let (a, ty) = self.expr(left)?;
        let (b, b_ty) = self.expr(right)?;
        for (id, ty) in [(left, ty), (right, b_ty)] {
            if ty != INT && ty != DOUBLE {
                return Err(self.not_a_number(id, ty));
            }
        }
        let span = self.span(left).start..self.span(right).end;
        if ty != b_ty {
            return Err(
                CompileError::new(span, format!("{ty} and {b_ty} do not mix"))
                    .help("`double(…)` makes an int a double; a literal is written `2.0`"),
            );
        }
        if op == ArithOp::Remainder && ty == DOUBLE {
            return Err(CompileError::new(span, "`%` works on ints only"));
        }
        let node = Node::Arith {
            op,
            left: a,
            right: b,
        };
        Ok((node, ty))
    }

    fn contains(&mut self, id: Id, item: Id, list: Id) -> Result<Node, CompileError> {
        if let Some((whose, map)) = self.settings_of(list) {
            let (key, _) = self.key(whose, item, &format!("`in {map}`"))?;
            return Ok(Node::IsSet(key));
        }
        let (item_node, item_ty) = self.expr(item)?;
        let (list_node, list_ty) = self.expr(list)?;
        let Some(element) = list_ty.element() else {
            return Err(CompileError::new(
                self.span(list),
                format!("`{}` is {list_ty}; `in` needs a list", self.text(list)),
            ));
        };
        if element != item_ty {
            return Err(CompileError::new(
                self.span(id),
                format!(
                    "`{}` is {item_ty}, and `{}` is {list_ty}",
                    self.text(item),
                    self.text(list)
                ),
            ));
        }
        Ok(Node::In {
            item: item_node,
            list: list_node,
        })
    }

    /// Whose settings an expression names as a whole, and by which word.
    pub(super) fn settings_of(&self, id: Id) -> Option<(Whose, &'static str)> {
        let mut all = Whose::ALL.into_iter();
        all.find(|(_, map)| self.is_name(id, map))
    }

    /// Whether an expression is this bare name, not shadowed by a macro's variable.
    pub(super) fn is_name(&self, id: Id, name: &str) -> bool {
        matches!(self.kind(id), Kind::Ident(found) if found == name)
            && !self.locals.iter().any(|(local, _)| local == name)
    }
}

/// The place of `name` in a table, where it is put if it is new.
pub(super) fn intern(
    table: &mut Vec<String>,
    name: &str,
    span: &Range<usize>,
) -> Result<u16, CompileError> {
    let index = match table.iter().position(|known| known == name) {
        Some(index) => index,
        None => {
            table.push(name.to_owned());
            table.len() - 1
        }
    };
    short(index, span)
}

/// The bounds on source and nodes keep every index within 16 bits.
pub(super) fn short(index: usize, span: &Range<usize>) -> Result<u16, CompileError> {
    u16::try_from(index).map_err(|_| CompileError::new(span.clone(), "the expression is too large"))
}
