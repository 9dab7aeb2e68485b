//! One rule file at work: field by field, and all that is wrong with it is kept.

use std::collections::BTreeSet;

use super::expr::{self, NameKind, Nearest, Schema, Type, Whose};
use super::format::RuleFile;
use super::words::{default, named, setting, severities, versions};
use super::{
    Author, Code, Draft, DraftChange, DraftCheck, DraftError, DraftFix, DraftPiece, Keys, Read,
    Stated, applies, components_of, prefixed,
};
use crate::catalog::{Component, Inner, ValueType};
use crate::diagnostic::{CATEGORIES, Confidence, Severity};
use crate::model::{EntityKind, FACTS, Variant};
use crate::project::{Platform, Profile, Workload};

/// What a rule reads.
#[derive(Default)]
struct Reads {
    /// The entity's own keys.
    own: BTreeSet<u16>,
    facts: bool,
    /// The brokers' keys.
    brokers: BTreeSet<Read>,
}

/// One rule file at work.
pub(super) struct Worker<'a> {
    file: &'a RuleFile,
    keys: &'a dyn Keys,
    author: Author<'a>,
    rows: Vec<(EntityKind, Option<Variant>)>,
    reads: Reads,
    errors: Vec<DraftError>,
}

impl<'a> Worker<'a> {
    pub(super) fn new(file: &'a RuleFile, keys: &'a dyn Keys, author: Author<'a>) -> Self {
        Worker {
            file,
            keys,
            author,
            rows: Vec::new(),
            reads: Reads::default(),
            errors: Vec::new(),
        }
    }

    /// The draft, or all that is wrong.
    pub(super) fn work(mut self) -> Result<Draft, Vec<DraftError>> {
        self.check_names();
        match (self.draft(), self.errors.is_empty()) {
            (Some(draft), true) => Ok(draft),
            _ => Err(self.errors),
        }
    }

    /// Keeps what is wrong, and goes on.
    fn keep<T>(&mut self, result: Result<T, DraftError>) -> Option<T> {
        result.map_err(|error| self.errors.push(error)).ok()
    }

    fn refuse(&mut self, field: &'static str, message: impl Into<String>) {
        self.errors.push(DraftError::new(field, message));
    }

    fn check_names(&mut self) {
        let file = self.file;
        let shape = |code: &str| {
            code.len() == 6
                && code[..3].bytes().all(|b| b.is_ascii_uppercase())
                && code[3..].bytes().all(|b| b.is_ascii_digit())
        };
        let is_ours = CATEGORIES.iter().any(|c| file.code.starts_with(c.prefix));
        if !file.code.is_ascii() || !shape(&file.code) {
            self.refuse("code", "a code is three capital letters and three digits");
        } else if is_ours && matches!(self.author, Author::User) {
            let error = DraftError::new("code", "codes that begin like this are the program's own");
            self.errors
                .push(error.help("take three letters of your own, such as ACM001"));
        } else if !is_ours && !matches!(self.author, Author::User) {
            self.refuse("code", "the letters are no category's");
        }
        let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
        if file.slug.is_empty() || !file.slug.bytes().all(fits) {
            self.refuse("slug", "a slug is lower-case words with `-`");
        }
        let references = &file.docs.references;
        if !references.iter().all(|r| r.starts_with("https://")) {
            self.refuse("docs.references", "references are https addresses");
        }
        if file.supersedes.contains(&file.code) {
            self.refuse("supersedes", "no rule supersedes itself");
        }
        if file.default.as_deref().is_some_and(|d| d != "off") {
            self.refuse("default", "it is \"off\", or is not written");
        }
    }

    fn draft(&mut self) -> Option<Draft> {
        let file = self.file;
        let rows = self.keep(applies(file));
        self.rows = rows?;
        if self.rows.is_empty() && file.check.stage.is_none() {
            self.refuse("applies-to", "it names no kind of entity");
        }
        let severity = named("severity", &file.severity, severities());
        let severity = self.keep(severity);
        let confidences = Confidence::ALL.map(|c| (c, c.name()));
        let confidence = named("confidence", &file.confidence, confidences);
        let confidence = self.keep(confidence);
        let when = file.check.when.as_deref();
        let when = when.map(|text| self.expression(text, "check.when"));
        let check = self.check();
        let message = self.message();
        let key = file.key.as_ref().map(|key| {
            let read = self.read(Whose::Own, key, "key");
            self.keep(read)
        });
        let joins = match file.scope.as_str() {
            "entity" => false,
            "cluster" => true,
            _ => {
                self.refuse("scope", "it is \"entity\" or \"cluster\"");
                false
            }
        };
        if file.check.native.is_none() && joins == self.reads.brokers.is_empty() {
            self.refuse(
                "scope",
                "it is \"cluster\" where a rule reads `broker[…]`, and else \"entity\"",
            );
        }
        let versions = versions(&file.kafka);
        let (from, before) = self.keep(versions).unwrap_or_default();
        let all = || Platform::all().map(|p| (p, p.name()));
        let platforms = file
            .platforms
            .iter()
            .map(|word| named("platforms", word, all()));
        let platforms = platforms.collect();
        let platforms: Option<Vec<Platform>> = self.keep(platforms);
        let all = || Workload::all().map(|w| (w, w.name()));
        let workloads = file
            .workloads
            .iter()
            .map(|word| named("workloads", word, all()));
        let workloads = workloads.collect();
        let workloads: Option<Vec<Workload>> = self.keep(workloads);
        let profiles = self.profiles();
        let params: Vec<i64> = file
            .params
            .values()
            .filter_map(|param| {
                let default = default(param);
                self.keep(default)
            })
            .collect();
        let fix = self.fix();
        let mut keys = std::mem::take(&mut self.reads.own);
        let key = match key {
            Some(key) => Some(key?),
            None => None,
        };
        keys.extend(key.as_ref().map(|read| read.id));
        if file.check.stage.is_some() {
            keys.clear();
        }
        Some(Draft {
            severity: severity?,
            confidence: confidence?,
            applies: self.rows.clone(),
            from,
            before,
            platforms: platforms?,
            workloads: workloads?,
            profiles: profiles?,
            key,
            message: message?,
            params,
            when: match when {
                Some(when) => Some(when?),
                None => None,
            },
            check: check?,
            fix: fix?,
            keys,
            joins: std::mem::take(&mut self.reads.brokers),
            reads_around: joins || self.reads.facts,
        })
    }

    /// The components whose keys are meant.
    fn hosts(&self, whose: Whose) -> Vec<Component> {
        match whose {
            Whose::Own | Whose::Running => components_of(&self.rows),
            Whose::Brokers => vec![Component::Broker],
        }
    }

    /// The type of a key for the kinds of this rule, or for brokers, and whether it stands behind a prefix.
    fn value_type(&self, whose: Whose, key: &str) -> Option<(ValueType, bool)> {
        let hosts = self.hosts(whose);
        let own = |hosts: &[Component], key: &str| {
            hosts.iter().find_map(|c| self.keys.value_type(*c, key))
        };
        if let Some(value_type) = own(&hosts, key) {
            return Some((value_type, false));
        }
        match prefixed(&hosts, key)? {
            (Inner::Keys(inner), rest) => own(inner, rest).map(|t| (t, true)),
            (Inner::Plugin, _) => Some((ValueType::String, true)),
        }
    }

    /// A setting by its key, with what it is read as.
    fn read(&self, whose: Whose, key: &str, field: &'static str) -> Result<Read, DraftError> {
        let found = self
            .value_type(whose, key)
            .and_then(|(value_type, is_prefixed)| {
                Some((value_type, self.keys.id(key, is_prefixed)?))
            });
        let Some((value_type, id)) = found else {
            let mut nearest = Nearest::to(key);
            self.visit_names(NameKind::Setting(whose), &mut |name| nearest.offer(name));
            let kinds = self.file.applies_to.join(", ");
            return Err(DraftError {
                help: nearest.help(),
                ..DraftError::new(field, format!("`{key}` is no key of {kinds}"))
            });
        };
        Ok(Read {
            whose,
            key: key.to_owned(),
            id,
            value_type,
        })
    }

    fn note(&mut self, read: &Read) {
        match read.whose {
            Whose::Own => {
                self.reads.own.insert(read.id);
            }
            Whose::Brokers => {
                self.reads.brokers.insert(read.clone());
            }
            // What runs is another entity's, and a fact of this one.
            Whose::Running => self.reads.facts = true,
        }
    }

    fn check(&mut self) -> Option<DraftCheck> {
        let check = &self.file.check;
        if let (Author::User, Some(_), _) | (Author::User, _, Some(_)) =
            (self.author, &check.native, &check.stage)
        {
            self.refuse("check", "a rule of your own is an expression: write `fail`");
            return None;
        }
        match (&check.fail, &check.native, &check.stage) {
            (Some(fail), None, None) => self.expression(fail, "check.fail").map(DraftCheck::Fail),
            (None, Some(native), None) => {
                if let Author::Project(knows) = self.author
                    && !knows(native)
                {
                    let path = native.replace("::", "/");
                    self.refuse("check.native", format!("there is no src/checks/{path}.rs"));
                }
                for key in &check.reads {
                    // A native rule may read keys of other kinds, too, so the table alone decides.
                    match self.keys.id(key, false) {
                        Some(id) => {
                            self.reads.own.insert(id);
                        }
                        None => self.refuse("check.reads", format!("`{key}` is in no table")),
                    }
                }
                for key in &check.joins {
                    let read = self.read(Whose::Brokers, key, "check.joins");
                    if let Some(read) = self.keep(read) {
                        self.note(&read);
                    }
                }
                Some(DraftCheck::Native(native.clone()))
            }
            (None, None, Some(stage)) if check.when.is_none() => {
                if !["verdict", "linter"].contains(&stage.as_str()) {
                    self.refuse("check.stage", format!("{stage} is no stage"));
                }
                Some(DraftCheck::Stage)
            }
            _ => {
                let one_of = match self.author {
                    Author::User => "it has no `fail`",
                    Author::Project(_) => "it has one of `fail`, `native` and `stage`",
                };
                self.refuse("check", one_of);
                None
            }
        }
    }

    fn expression(&mut self, text: &str, field: &'static str) -> Option<Code> {
        let compiled = expr::compile(text, self).map_err(|error| DraftError {
            field,
            span: Some(error.span),
            message: error.message,
            help: error.help,
        });
        let program = self.keep(compiled)?;
        let mut keys = Vec::new();
        for (whose, key) in program.keys() {
            let read = self.read(whose, key, field);
            let read = self.keep(read)?;
            self.note(&read);
            keys.push(read);
        }
        let stated: Vec<Stated> = program.facts().filter_map(Stated::from_name).collect();
        self.reads.facts |= !stated.is_empty();
        let params = program
            .params()
            .filter_map(|name| self.file.params.keys().position(|p| p == name))
            .collect();
        Some(Code {
            keys,
            stated,
            params,
            program,
        })
    }

    /// The pieces of the message: text and `{…}`.
    fn message(&mut self) -> Option<Vec<DraftPiece>> {
        const FIELD: &str = "message";
        let mut pieces = Vec::new();
        let mut rest = self.file.message.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            let Some((inside, after)) = after.split_once('}') else {
                self.refuse(FIELD, "there is a `{` without `}`");
                return None;
            };
            if !before.is_empty() {
                pieces.push(DraftPiece::Text(before.to_owned()));
            }
            let piece = self.piece(inside);
            pieces.push(self.keep(piece)?);
            rest = after;
        }
        if !rest.is_empty() {
            pieces.push(DraftPiece::Text(rest.to_owned()));
        }
        Some(pieces)
    }

    fn piece(&mut self, inside: &str) -> Result<DraftPiece, DraftError> {
        const FIELD: &str = "message";
        if inside == "value" {
            return match self.file.key.is_none() && self.file.check.stage.is_none() {
                true => Err(DraftError::new(FIELD, "{value} needs `key`")),
                false => Ok(DraftPiece::Value),
            };
        }
        if let Some(param) = inside.strip_prefix("params.") {
            let index = self.file.params.keys().position(|p| p == param);
            let none = || DraftError::new(FIELD, format!("there is no parameter `{param}`"));
            return index.map(DraftPiece::Param).ok_or_else(none);
        }
        if let Some((whose, key)) = setting(inside) {
            let read = self.read(whose, key, FIELD)?;
            self.note(&read);
            return Ok(DraftPiece::Setting(read));
        }
        match Stated::from_name(inside) {
            Some(stated) => {
                self.reads.facts = true;
                Ok(DraftPiece::Stated(stated))
            }
            None => Err(DraftError::new(
                FIELD,
                format!(
                    "{{{inside}}} is neither value, params.…, cfg['…'], broker['…'], name nor a fact"
                ),
            )),
        }
    }

    fn profiles(&mut self) -> Option<Vec<(Profile, Option<Severity>)>> {
        let mut profiles = Vec::new();
        for (name, effect) in &self.file.profiles {
            let profile = named("profiles", name, Profile::ALL.map(|p| (p, p.name())));
            let profile = self.keep(profile)?;
            let effect = match effect.as_str() {
                "off" => None,
                other => {
                    let severity = named("profiles", other, severities());
                    Some(self.keep(severity)?)
                }
            };
            profiles.push((profile, effect));
        }
        Some(profiles)
    }

    /// Nothing where it is wrong; a rule need not have one.
    fn fix(&mut self) -> Option<Option<DraftFix>> {
        let Some(fix) = &self.file.fix else {
            return Some(None);
        };
        let Some(key) = fix.key.as_ref().or(self.file.key.as_ref()) else {
            self.refuse("fix", "there is no key");
            return None;
        };
        let is_prefixed = self
            .value_type(Whose::Own, key)
            .is_some_and(|(_, is_prefixed)| is_prefixed);
        if self.keys.id(key, is_prefixed).is_none() {
            self.refuse("fix", format!("`{key}` is no key of Kafka's"));
            return None;
        }
        let change = match (&fix.set, fix.unset, &fix.rename) {
            (Some(value), false, None) => DraftChange::Set(value.clone()),
            (None, true, None) => DraftChange::Unset,
            (None, false, Some(to)) => DraftChange::Rename(to.clone()),
            _ => {
                self.refuse("fix", "it has one of `set`, `unset` and `rename`");
                return None;
            }
        };
        let both = [(true, "safe"), (false, "unsafe")];
        let is_safe = named("fix.applicability", &fix.applicability, both);
        Some(Some(DraftFix {
            key: key.clone(),
            change,
            is_safe: self.keep(is_safe)?,
        }))
    }
}

impl Schema for Worker<'_> {
    fn setting(&self, whose: Whose, key: &str) -> Option<Type> {
        Some(match self.value_type(whose, key)?.0 {
            ValueType::Boolean => Type::Bool,
            ValueType::Int | ValueType::Short | ValueType::Long => Type::Int,
            ValueType::Double => Type::Double,
            ValueType::List => Type::List,
            _ => Type::String,
        })
    }

    fn fact(&self, name: &str) -> Option<Type> {
        match Stated::from_name(name)? {
            Stated::Name => Some(Type::String),
            Stated::Fact(fact) => {
                let row = FACTS.iter().find(|row| row.fact == fact)?;
                let fits = self.rows.iter().all(|(kind, _)| row.kinds.contains(kind));
                fits.then_some(Type::Int)
            }
        }
    }

    fn param(&self, name: &str) -> Option<Type> {
        self.file.params.contains_key(name).then_some(Type::Int)
    }

    fn visit_names(&self, kind: NameKind, visit: &mut dyn FnMut(&str)) {
        match kind {
            NameKind::Setting(whose) => {
                for component in self.hosts(whose) {
                    self.keys.visit(component, visit);
                }
            }
            NameKind::Fact => {
                let facts = FACTS.iter().map(|row| row.name);
                facts.chain(["name"]).for_each(visit);
            }
            NameKind::Param => self.file.params.keys().for_each(|name| visit(name)),
        }
    }
}
