//! Evaluation: a walk over the nodes, no deeper than the compiler allowed and no longer than the
//! step budget.

use std::borrow::Cow;

use super::error::EvalError;
use super::limits::{BYTES_PER_STEP, MAX_LIST, MAX_STEPS};
use super::program::{ArithOp, CompareOp, Node, Program, TextOp};
use super::value::{List, Missing, Tri, Value};

/// What a program reads. An index is a place in [`Program::keys`], [`Program::facts`] or
/// [`Program::params`].
///
/// Reads are made from left to right, and stop where the outcome is certain: the operands after a
/// false one in `&&` and after a true one in `||` are not read, nor the branch of `?:` that is not
/// taken, nor what comes after the deciding element in `exists` and `all`. A missing value decides
/// nothing, so what follows it is read. The same values give the same reads in the same order.
pub trait Scope {
    /// The effective value of a setting, defaults included, of the type the schema gave.
    fn setting(&self, key: usize) -> Value<'_>;
    /// Whether the setting has a value, its own or a default: `'key' in cfg`, `'key' in broker`.
    fn is_set(&self, key: usize) -> Tri;
    /// Whether the setting is written down, rather than a default: `explicit('key')`.
    fn explicit(&self, key: usize) -> Tri;
    /// The name of the layer that the value comes from, a string: `origin('key')`.
    fn origin(&self, key: usize) -> Value<'_>;
    /// A fact, of the type the schema gave.
    fn fact(&self, fact: usize) -> Value<'_>;
    /// A parameter of the rule, of the type the schema gave.
    fn param(&self, param: usize) -> Value<'_>;
}

impl Program<'_> {
    /// Evaluates the condition.
    ///
    /// # Errors
    ///
    /// When a bound is passed, or the scope breaks a promise of the schema. Arithmetic without a
    /// result is no error but [`Missing::Undefined`].
    pub fn eval<S: Scope + ?Sized>(&self, scope: &S) -> Result<Tri, EvalError> {
        let mut run = Run {
            program: self,
            scope,
            steps: MAX_STEPS,
            locals: [Value::Missing(Missing::Undefined); 2],
        };
        run.condition(self.root)
    }
}

/// A value inside an evaluation: [`Value`], but a string may have been made here.
enum Operand<'v> {
    Bool(bool),
    Int(i64),
    Double(f64),
    Str(Cow<'v, str>),
    List(List<'v>),
    Missing(Missing),
}

impl<'v> From<Value<'v>> for Operand<'v> {
    fn from(value: Value<'v>) -> Self {
        match value {
            Value::Bool(value) => Self::Bool(value),
            Value::Int(value) => Self::Int(value),
            Value::Double(value) => Self::Double(value),
            Value::Str(value) => Self::Str(Cow::Borrowed(value)),
            Value::List(value) => Self::List(value),
            Value::Missing(why) => Self::Missing(why),
        }
    }
}

/// Takes the value of an operand, or leaves with what makes the result missing or wrong.
macro_rules! take {
    ($self:ident, $id:expr, $kind:ident, $missing:expr) => {
        match $self.value($id)? {
            Operand::$kind(value) => value,
            Operand::Missing(why) => return Ok($missing(why)),
            _ => return Err($self.wrong_type($id)),
        }
    };
}

struct Run<'v, S: ?Sized> {
    program: &'v Program<'v>,
    scope: &'v S,
    steps: u32,
    locals: [Value<'v>; 2],
}

impl<'v, S: Scope + ?Sized> Run<'v, S> {
    fn spend(&mut self, steps: usize) -> Result<(), EvalError> {
        let steps = u32::try_from(steps).map_err(|_| EvalError::Steps)?;
        self.steps = self.steps.checked_sub(steps).ok_or(EvalError::Steps)?;
        Ok(())
    }

    fn wrong_type(&self, id: u16) -> EvalError {
        EvalError::Type {
            span: self.program.span(id),
        }
    }

    /// Pays for a walk over the list, were it to its end.
    fn open(&self, list: &List<'_>) -> Result<usize, EvalError> {
        let len = list.len();
        if len > MAX_LIST {
            return Err(EvalError::ListTooLong { len });
        }
        Ok(len)
    }

    fn condition(&mut self, id: u16) -> Result<Tri, EvalError> {
        match self.program.node(id) {
            Node::Bool(value) => {
                self.spend(1)?;
                Ok(value.into())
            }
            Node::And { first, len } => self.chain(first, len, Tri::False),
            Node::Or { first, len } => self.chain(first, len, Tri::True),
            Node::Not(below) => {
                self.spend(1)?;
                Ok(!self.condition(below)?)
            }
            Node::IsSet(key) => {
                self.spend(1)?;
                Ok(self.scope.is_set(usize::from(key)))
            }
            Node::Explicit(key) => {
                self.spend(1)?;
                Ok(self.scope.explicit(usize::from(key)))
            }
            Node::Compare { op, left, right } => {
                self.spend(1)?;
                self.compare(op, left, right)
            }
            Node::In { item, list } => {
                self.spend(1)?;
                self.contains(item, list)
            }
            Node::Search { op, text, part } => {
                self.spend(1)?;
                let (a, b) = (self.value(text)?, self.value(part)?);
                let (text, part) = match (a, b) {
                    (Operand::Str(text), Operand::Str(part)) => (text, part),
                    (Operand::Missing(why), _) | (_, Operand::Missing(why)) => {
                        return Ok(Tri::NoData(why));
                    }
                    _ => return Err(self.wrong_type(id)),
                };
                self.spend((text.len() + part.len()) / BYTES_PER_STEP)?;
                Ok(Tri::from(match op {
                    TextOp::StartsWith => text.starts_with(&*part),
                    TextOp::EndsWith => text.ends_with(&*part),
                    TextOp::Contains => text.contains(&*part),
                }))
            }
            Node::Matches { text: at, pattern } => {
                self.spend(1)?;
                let text = take!(self, at, Str, Tri::NoData);
                self.spend(text.len())?;
                let (patterns, index) = (&self.program.patterns, usize::from(pattern));
                let regex = self
                    .program
                    .regexes
                    .get(index, patterns.len(), patterns.get(index));
                match regex {
                    Some(regex) => Ok(Tri::from(regex.is_match(&text))),
                    None => Err(self.wrong_type(at)),
                }
            }
            Node::Exists { list, body, local } => self.quantify(list, body, local, Tri::True),
            Node::All { list, body, local } => self.quantify(list, body, local, Tri::False),
            Node::Choose { test, then, other } => {
                self.spend(1)?;
                match self.condition(test)? {
                    Tri::True => self.condition(then),
                    Tri::False => self.condition(other),
                    missing => Ok(missing),
                }
            }
            _ => Ok(Tri::from(take!(self, id, Bool, Tri::NoData))),
        }
    }

    /// `&&` is decided by a false operand, `||` by a true one.
    fn chain(&mut self, first: u16, len: u16, decides: Tri) -> Result<Tri, EvalError> {
        self.spend(1)?;
        let mut outcome = !decides;
        let program = self.program;
        for operand in program.run(first, len) {
            let value = self.condition(*operand)?;
            if value == decides {
                return Ok(decides);
            }
            // The first missing operand stays the reason.
            if outcome == !decides {
                outcome = value;
            }
        }
        Ok(outcome)
    }

    /// `exists` is decided by an element for which the body is true, `all` by a false one.
    fn quantify(
        &mut self,
        list: u16,
        body: u16,
        local: u8,
        decides: Tri,
    ) -> Result<Tri, EvalError> {
        self.spend(1)?;
        let list = take!(self, list, List, Tri::NoData);
        self.open(&list)?;
        let mut outcome = !decides;
        for item in list.iter() {
            self.spend(1)?;
            if let Some(place) = self.locals.get_mut(usize::from(local)) {
                *place = item;
            }
            let value = self.condition(body)?;
            if value == decides {
                return Ok(decides);
            }
            if outcome == !decides {
                outcome = value;
            }
        }
        Ok(outcome)
    }

    fn compare(&mut self, op: CompareOp, left: u16, right: u16) -> Result<Tri, EvalError> {
        let a = self.value(left)?;
        // Both sides are read before one is found missing, so that evidence names both.
        let b = self.value(right)?;
        let holds = match (&a, &b) {
            (Operand::Missing(why), _) | (_, Operand::Missing(why)) => {
                return Ok(Tri::NoData(*why));
            }
            (Operand::Int(a), Operand::Int(b)) => ordered(op, a, b),
            (Operand::Str(a), Operand::Str(b)) => {
                self.spend(a.len().min(b.len()) / BYTES_PER_STEP)?;
                ordered(op, &**a, &**b)
            }
            (Operand::Bool(a), Operand::Bool(b)) => ordered(op, a, b),
            (Operand::Double(a), Operand::Double(b)) => {
                let equality = matches!(op, CompareOp::Equal | CompareOp::NotEqual);
                if !equality && (a.is_nan() || b.is_nan()) {
                    return Ok(Tri::NoData(Missing::Undefined));
                }
                ordered(op, a, b)
            }
            (Operand::List(a), Operand::List(b)) => {
                let equal = self.same_list(a, b)?;
                equal == (op == CompareOp::Equal)
            }
            _ => return Err(self.wrong_type(left)),
        };
        Ok(Tri::from(holds))
    }

    fn same_list(&mut self, a: &List<'_>, b: &List<'_>) -> Result<bool, EvalError> {
        if self.open(a)? != self.open(b)? {
            return Ok(false);
        }
        for (a, b) in a.iter().zip(b.iter()) {
            if !self.same(&a, &b)? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn contains(&mut self, item: u16, list: u16) -> Result<Tri, EvalError> {
        let wanted = match self.value(item)? {
            Operand::Bool(value) => Ok(Value::Bool(value)),
            Operand::Int(value) => Ok(Value::Int(value)),
            Operand::Double(value) => Ok(Value::Double(value)),
            Operand::Str(value) => Err(value),
            Operand::List(_) => return Err(self.wrong_type(item)),
            Operand::Missing(why) => {
                // Read all the same, so that evidence names both.
                self.value(list)?;
                return Ok(Tri::NoData(why));
            }
        };
        let wanted = match &wanted {
            Ok(value) => *value,
            Err(text) => Value::Str(text),
        };
        let list = take!(self, list, List, Tri::NoData);
        self.open(&list)?;
        for element in list.iter() {
            if self.same(&wanted, &element)? {
                return Ok(Tri::True);
            }
        }
        Ok(Tri::False)
    }

    /// Equality of two scalars of one type.
    fn same(&mut self, a: &Value<'_>, b: &Value<'_>) -> Result<bool, EvalError> {
        self.spend(1)?;
        Ok(match (a, b) {
            (Value::Bool(a), Value::Bool(b)) => a == b,
            (Value::Int(a), Value::Int(b)) => a == b,
            (Value::Double(a), Value::Double(b)) => a == b,
            (Value::Str(a), Value::Str(b)) => {
                self.spend(a.len().min(b.len()) / BYTES_PER_STEP)?;
                a == b
            }
            _ => false,
        })
    }

    fn value(&mut self, id: u16) -> Result<Operand<'v>, EvalError> {
        let program = self.program;
        let node = program.node(id);
        Ok(match node {
            Node::Int(value) => Operand::Int(value),
            Node::Double(value) => Operand::Double(value),
            Node::Text(index) => Operand::Str(Cow::Borrowed(program.texts.get(usize::from(index)))),
            Node::List { first, len } => Operand::List(List::literal(program, first, len)),
            Node::Setting(key) => {
                self.spend(1)?;
                self.scope.setting(usize::from(key)).into()
            }
            Node::Fact(fact) => {
                self.spend(1)?;
                self.scope.fact(usize::from(fact)).into()
            }
            Node::Param(param) => {
                self.spend(1)?;
                self.scope.param(usize::from(param)).into()
            }
            Node::Origin(key) => {
                self.spend(1)?;
                self.scope.origin(usize::from(key)).into()
            }
            Node::Local(index) => match self.locals.get(usize::from(index)) {
                Some(value) => (*value).into(),
                None => Operand::Missing(Missing::Undefined),
            },
            Node::Negate(below) => {
                self.spend(1)?;
                match self.value(below)? {
                    Operand::Int(value) => defined(value.checked_neg()),
                    Operand::Double(value) => Operand::Double(-value),
                    Operand::Missing(why) => Operand::Missing(why),
                    _ => return Err(self.wrong_type(below)),
                }
            }
            Node::Arith { op, left, right } => {
                self.spend(1)?;
                self.arith(op, left, right)?
            }
            Node::LowerAscii(below) => {
                self.spend(1)?;
                let text = take!(self, below, Str, Operand::Missing);
                self.spend(text.len() / BYTES_PER_STEP)?;
                if text.bytes().any(|b| b.is_ascii_uppercase()) {
                    Operand::Str(Cow::Owned(text.to_ascii_lowercase()))
                } else {
                    Operand::Str(text)
                }
            }
            Node::Size(below) => {
                self.spend(1)?;
                let size = match self.value(below)? {
                    Operand::List(list) => self.open(&list)?,
                    Operand::Str(text) => {
                        self.spend(text.len() / BYTES_PER_STEP)?;
                        text.chars().count()
                    }
                    Operand::Missing(why) => return Ok(Operand::Missing(why)),
                    _ => return Err(self.wrong_type(below)),
                };
                defined(i64::try_from(size).ok())
            }
            Node::ToDouble(below) => {
                self.spend(1)?;
                #[allow(clippy::cast_precision_loss, reason = "as CEL's double()")]
                let value = take!(self, below, Int, Operand::Missing) as f64;
                Operand::Double(value)
            }
            Node::Choose { test, then, other } => {
                self.spend(1)?;
                match self.condition(test)? {
                    Tri::True => self.value(then)?,
                    Tri::False => self.value(other)?,
                    Tri::NoData(why) => Operand::Missing(why),
                }
            }
            _ => match self.condition(id)? {
                Tri::True => Operand::Bool(true),
                Tri::False => Operand::Bool(false),
                Tri::NoData(why) => Operand::Missing(why),
            },
        })
    }

    fn arith(&mut self, op: ArithOp, left: u16, right: u16) -> Result<Operand<'v>, EvalError> {
        let a = self.value(left)?;
        let b = self.value(right)?;
        Ok(match (a, b) {
            (Operand::Missing(why), _) | (_, Operand::Missing(why)) => Operand::Missing(why),
            (Operand::Int(a), Operand::Int(b)) => defined(match op {
                ArithOp::Add => a.checked_add(b),
                ArithOp::Subtract => a.checked_sub(b),
                ArithOp::Multiply => a.checked_mul(b),
                ArithOp::Divide => a.checked_div(b),
                ArithOp::Remainder => a.checked_rem(b),
            }),
            (Operand::Double(a), Operand::Double(b)) => Operand::Double(match op {
                ArithOp::Add => a + b,
                ArithOp::Subtract => a - b,
                ArithOp::Multiply => a * b,
                ArithOp::Divide => a / b,
                ArithOp::Remainder => a % b,
            }),
            _ => return Err(self.wrong_type(left)),
        })
    }
}

fn defined<'v>(value: Option<i64>) -> Operand<'v> {
    value.map_or(Operand::Missing(Missing::Undefined), Operand::Int)
}

fn ordered<T: PartialOrd + ?Sized>(op: CompareOp, a: &T, b: &T) -> bool {
    match op {
        CompareOp::Equal => a == b,
        CompareOp::NotEqual => a != b,
        CompareOp::Less => a < b,
        CompareOp::LessOrEqual => a <= b,
        CompareOp::Greater => a > b,
        CompareOp::GreaterOrEqual => a >= b,
    }
}
