//! Rule files into statics: read, checked, their expressions compiled against Kafka's definitions.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::catalog::{Component, Table};
use crate::category::CATEGORIES;
use crate::checks::Natives;
use crate::expr::{self, Program, Schema, Type, Whose};
use crate::facts::FACTS;
use crate::format::{Param, RuleFile};
use crate::kind::{APPLIES_TO, EntityKind, Variant};
use crate::prefix::{Inner, families};

/// The prefixed keys that rule files read, such as `producer.override.acks`; no table has them.
pub(crate) fn prefixed_keys(folder: &Path) -> Result<BTreeSet<String>, String> {
    let mut keys = BTreeSet::new();
    for path in files(folder)? {
        let text =
            std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        let file = RuleFile::parse(&text).map_err(|e| format!("{}: {e}", path.display()))?;
        let hosts = components(&file);
        let check = &file.check;
        let expressions = [&check.when, &check.fail].into_iter().flatten();
        let quoted = expressions.flat_map(|text| text.split('\'').skip(1).step_by(2));
        let named = check.reads.iter().chain(&file.key).map(String::as_str);
        keys.extend(
            quoted
                .chain(named)
                .filter(|key| prefixed(&hosts, key).is_some())
                .map(str::to_owned),
        );
    }
    Ok(keys)
}

/// The components of the kinds that a rule looks at.
fn components(file: &RuleFile) -> Vec<Component> {
    let rows = applies(file).unwrap_or_default();
    rows.iter()
        .flat_map(|(kind, variant)| crate::kind::components(*kind, *variant))
        .copied()
        .collect()
}

/// What `applies-to` says: kinds with the variant that is looked at.
fn applies(file: &RuleFile) -> Result<Vec<(EntityKind, Option<Variant>)>, String> {
    file.applies_to
        .iter()
        .map(|name| {
            APPLIES_TO
                .iter()
                .find(|(n, _, _)| n == name)
                .map(|(_, kind, variant)| (*kind, *variant))
                .ok_or_else(|| format!("applies-to: {name} is no kind of entity"))
        })
        .collect()
}

/// What stands behind a prefix of a key, and the rest of its name.
fn prefixed<'k>(hosts: &[Component], key: &'k str) -> Option<(Inner, &'k str)> {
    // `families` reads in place from a list that never changes; this one lives as long as the build script.
    let hosts: &'static [Component] = hosts.to_vec().leak();
    families(hosts, key)
        .next()
        .map(|(family, rest)| (family.inner, rest))
}

/// All rule files as one Rust static, sorted by code.
pub(crate) fn compile(folder: &Path, table: &Table, natives: &Natives) -> Result<String, String> {
    let mut rules = BTreeMap::new();
    let mut used = BTreeSet::new();
    for path in files(folder)? {
        let text =
            std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        let named = |e: String| format!("{}: {e}", path.display());
        let file = RuleFile::parse(&text).map_err(named)?;
        check_names(&file, &path).map_err(named)?;
        let code = Compiler {
            file: &file,
            table,
            natives,
        }
        .emit()
        .map_err(named)?;
        used.extend(file.check.native.clone());
        if rules
            .insert(file.code.clone(), (file.slug.clone(), code))
            .is_some()
        {
            return Err(named(format!("{} is taken", file.code)));
        }
    }
    for native in natives.keys() {
        if !used.contains(native) {
            return Err(format!(
                "src/checks has {native}, but no rule file names it"
            ));
        }
    }
    let mut slugs = BTreeSet::new();
    for (slug, _) in rules.values() {
        if !slugs.insert(slug) {
            return Err(format!("two rules are called {slug}"));
        }
    }
    let body: String = rules
        .values()
        .map(|(_, code)| format!("{code},\n"))
        .collect();
    Ok(format!(
        "/// Every rule, sorted by code.\npub static RULES: [Rule; {}] = [\n{body}];\n",
        rules.len()
    ))
}

fn files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).map_err(|e| format!("{}: {e}", folder.display()))? {
            let path = entry.map_err(|e| e.to_string())?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "toml") {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

fn check_names(file: &RuleFile, path: &Path) -> Result<(), String> {
    let (prefix, number) = file
        .code
        .split_at_checked(3)
        .ok_or("the code is too short")?;
    let category = CATEGORIES
        .iter()
        .find(|category| category.prefix == prefix)
        .ok_or(format!("{prefix} is no category"))?;
    if number.len() != 3 || !number.bytes().all(|b| b.is_ascii_digit()) {
        return Err("a code is three letters and three digits".to_owned());
    }
    if file.slug.is_empty()
        || !file
            .slug
            .bytes()
            .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    {
        return Err("a slug is lower-case words with `-`".to_owned());
    }
    let expected = format!("{}/{}-{}.toml", category.name, file.code, file.slug);
    if !path.ends_with(&expected) {
        return Err(format!("the file is to be called rules/{expected}"));
    }
    if !file
        .docs
        .references
        .iter()
        .all(|r| r.starts_with("https://"))
    {
        return Err("references are https addresses".to_owned());
    }
    if file.supersedes.contains(&file.code) {
        return Err("no rule supersedes itself".to_owned());
    }

    if file.default.as_deref().is_some_and(|d| d != "off") {
        return Err("`default` is off, or is not written".to_owned());
    }
    Ok(())
}

/// What a part of a rule reads.
#[derive(Default)]
struct Reads {
    /// The entity's own keys.
    own: Vec<usize>,
    facts: bool,
    /// The brokers' keys.
    brokers: BTreeSet<String>,
}

impl Reads {
    fn add(&mut self, other: Reads) {
        self.own.extend(other.own);
        self.facts |= other.facts;
        self.brokers.extend(other.brokers);
    }

    fn add_setting(&mut self, whose: Whose, key: &str, id: usize) {
        match whose {
            Whose::Own => self.own.push(id),
            Whose::Brokers => {
                self.brokers.insert(key.to_owned());
            }
            // What runs is another entity's, and a fact of this one.
            Whose::Running => self.facts = true,
        }
    }
}

/// One rule file on its way to Rust.
struct Compiler<'a> {
    file: &'a RuleFile,
    table: &'a Table,
    natives: &'a Natives,
}

impl Compiler<'_> {
    fn emit(&self) -> Result<String, String> {
        let file = self.file;
        let applies = self.applies()?;
        let when = file
            .check
            .when
            .as_deref()
            .map(|text| self.expression(text, "when"))
            .transpose()?;
        let (check, mut reads) = self.check()?;
        let when = when.map(|(code, of_when)| {
            reads.add(of_when);
            code
        });
        let (message, of_message) = self.message()?;
        reads.add(of_message);
        let joins = match file.scope.as_str() {
            "entity" => false,
            "cluster" => true,
            _ => return Err("`scope` is entity or cluster".to_owned()),
        };
        if file.check.native.is_none() && joins == reads.brokers.is_empty() {
            return Err(
                "`scope` is cluster where a rule reads `broker[…]`, and else entity".to_owned(),
            );
        }
        let around = joins || reads.facts;
        let mut keys = reads.own;
        let key = match &file.key {
            Some(key) => Some((self.key_id(key)?, self.value_type(Whose::Own, key)?)),
            None => None,
        };
        keys.extend(key.as_ref().map(|(id, _)| *id));
        if file.check.stage.is_some() {
            keys.clear();
        }
        let keys: BTreeSet<usize> = keys.into_iter().collect();
        let (from, before) = versions(&file.kafka)?;
        Ok(format!(
            "Rule {{ descriptor: {}, applies: &[{applies}], from: {from}, before: {before}, platforms: &[{}], profiles: &[{}], \
             supersedes: &{:?}, key: {}, message: &[{message}], params: &[{}], when: {}, check: {check}, fix: {}, keys: &[{}], joins: &[{}], workloads: &[{}], reads_around: {around} }}",
            self.descriptor()?,
            self.platforms()?,
            self.profiles()?,
            file.supersedes,
            key.map_or("None".to_owned(), |(id, t)| format!(
                "Some((KeyId({id}), ValueType::{t}))"
            )),
            self.params()?,
            when.map_or("None".to_owned(), |code| format!("Some({code})")),
            self.fix()?,
            keys.iter()
                .map(|k| format!("KeyId({k})"))
                .collect::<Vec<_>>()
                .join(", "),
            self.joins(&reads.brokers)?,
            self.workloads()?,
        ))
    }

    /// The brokers' keys, with the types that they are read as.
    fn joins(&self, keys: &BTreeSet<String>) -> Result<String, String> {
        let joins: Vec<String> = keys
            .iter()
            .map(|key| {
                let (id, value_type) = (self.key_id(key)?, self.value_type(Whose::Brokers, key)?);
                Ok(format!("(KeyId({id}), ValueType::{value_type})"))
            })
            .collect::<Result<_, String>>()?;
        Ok(joins.join(", "))
    }

    fn applies(&self) -> Result<String, String> {
        let rows = applies(self.file)?;
        if rows.is_empty() && self.file.check.stage.is_none() {
            return Err("applies-to is empty".to_owned());
        }
        let rows: Vec<String> = rows
            .iter()
            .map(|(kind, variant)| match variant {
                Some(variant) => format!("(EntityKind::{kind:?}, Some(Variant::{variant:?}))"),
                None => format!("(EntityKind::{kind:?}, None)"),
            })
            .collect();
        Ok(rows.join(", "))
    }

    /// The type of a key for the kinds of this rule, or for brokers, as the tables write it.
    fn type_name(&self, whose: Whose, key: &str) -> Option<&str> {
        let hosts = match whose {
            Whose::Own | Whose::Running => components(self.file),
            Whose::Brokers => vec![Component::Broker],
        };
        let own = |hosts: &[Component], key: &str| {
            hosts.iter().find_map(|c| self.table.value_type(*c, key))
        };
        own(&hosts, key).or_else(|| match prefixed(&hosts, key)? {
            (Inner::Keys(inner), rest) => own(inner, rest),
            (Inner::Plugin, _) => Some("string"),
        })
    }

    fn key_id(&self, key: &str) -> Result<usize, String> {
        self.table
            .id(key)
            .ok_or_else(|| format!("`{key}` is in no table of catalog/"))
    }

    /// The type of a key as the catalogue's Rust name.
    fn value_type(&self, whose: Whose, key: &str) -> Result<&'static str, String> {
        let name = self
            .type_name(whose, key)
            .ok_or_else(|| format!("none of {:?} has a key `{key}`", self.file.applies_to))?;
        Ok(match name {
            "boolean" => "Boolean",
            "int" => "Int",
            "short" => "Short",
            "long" => "Long",
            "double" => "Double",
            "list" => "List",
            "class" => "Class",
            "password" => "Password",
            _ => "String",
        })
    }

    fn descriptor(&self) -> Result<String, String> {
        let file = self.file;
        let category = CATEGORIES
            .iter()
            .position(|category| file.code.starts_with(category.prefix))
            .unwrap_or(0);
        let fixable = match &file.fix {
            Some(fix) => format!(
                "Some(Applicability::{})",
                applicability(&fix.applicability)?
            ),
            None => "None".to_owned(),
        };
        Ok(format!(
            "Descriptor {{ code: {:?}, slug: {:?}, title: {:?}, category: &CATEGORIES[{category}], severity: Severity::{}, confidence: Confidence::{}, \
             applies_to: &{:?}, key: {:?}, why: {:?}, fix: {:?}, exceptions: {:?}, references: &{:?}, kafka: {:?}, off_by_default: {}, suppressible: {}, fixable: {fixable} }}",
            file.code,
            file.slug,
            file.title,
            severity(&file.severity)?,
            confidence(&file.confidence)?,
            file.applies_to,
            file.key,
            file.docs.why.trim(),
            file.docs.fix.trim(),
            file.docs.exceptions.trim(),
            file.docs.references,
            file.kafka,
            file.default.is_some(),
            file.suppressible,
        ))
    }

    fn platforms(&self) -> Result<String, String> {
        let names: Vec<String> = self
            .file
            .platforms
            .iter()
            .map(|name| {
                crate::platform::Platform::from_name(name)
                    .map(|platform| format!("Platform::{platform:?}"))
                    .ok_or_else(|| format!("platforms: {name} is no platform"))
            })
            .collect::<Result<_, _>>()?;
        Ok(names.join(", "))
    }

    fn workloads(&self) -> Result<String, String> {
        let names: Vec<String> = self
            .file
            .workloads
            .iter()
            .map(|name| {
                crate::workload::Workload::from_name(name)
                    .map(|workload| format!("Workload::{workload:?}"))
                    .ok_or_else(|| format!("workloads: {name} is no workload"))
            })
            .collect::<Result<_, _>>()?;
        Ok(names.join(", "))
    }

    fn profiles(&self) -> Result<String, String> {
        let mut out = Vec::new();
        for (profile, effect) in &self.file.profiles {
            let name = match profile.as_str() {
                "production" => "Production",
                "development" => "Development",
                other => return Err(format!("profiles: {other} is no profile")),
            };
            let effect = match effect.as_str() {
                "off" => "None".to_owned(),
                other => format!("Some(Severity::{})", severity(other)?),
            };
            out.push(format!("(Profile::{name}, {effect})"));
        }
        Ok(out.join(", "))
    }

    fn params(&self) -> Result<String, String> {
        let mut out = Vec::new();
        for (name, param) in &self.file.params {
            out.push(format!(
                "ParamDef {{ name: {name:?}, default: {}, unit: {:?}, about: {:?} }}",
                default(name, param)?,
                param.unit,
                param.about
            ));
        }
        Ok(out.join(", "))
    }

    /// What is read, and whose it is, as a Rust value.
    fn wanted(&self, whose: Whose, key: &str, id: usize) -> Result<String, String> {
        Ok(format!(
            "Wanted {{ whose: expr::Whose::{whose:?}, key: KeyId({id}), value_type: ValueType::{} }}",
            self.value_type(whose, key)?
        ))
    }

    /// The check, and what it reads.
    fn check(&self) -> Result<(String, Reads), String> {
        let check = &self.file.check;
        match (&check.fail, &check.native, &check.stage) {
            (Some(fail), None, None) => {
                let (code, reads) = self.expression(fail, "fail")?;
                Ok((format!("Check::Fail({code})"), reads))
            }
            (None, Some(native), None) => {
                if !self.natives.contains_key(native) {
                    return Err(format!(
                        "there is no src/checks/{}.rs",
                        native.replace("::", "/")
                    ));
                }
                let own = check
                    .reads
                    .iter()
                    .map(|k| self.key_id(k))
                    .collect::<Result<_, _>>()?;
                Ok((
                    format!("Check::Native(crate::checks::{native}::check)"),
                    Reads {
                        own,
                        brokers: check.joins.iter().cloned().collect(),
                        ..Reads::default()
                    },
                ))
            }
            (None, None, Some(stage)) if check.when.is_none() => match stage.as_str() {
                "verdict" | "linter" => Ok(("Check::Stage".to_owned(), Reads::default())),
                other => Err(format!("check: {other} is no stage")),
            },
            _ => Err("check has one of `fail`, `native` and `stage`".to_owned()),
        }
    }

    fn expression(&self, text: &str, field: &str) -> Result<(String, Reads), String> {
        let program =
            expr::compile(text, self).map_err(|e| format!("check.{field}: {e}\n  {text}"))?;
        let mut reads = Reads::default();
        let mut wanted = Vec::new();
        for (whose, key) in program.keys() {
            let id = self.key_id(key)?;
            reads.add_setting(whose, key, id);
            wanted.push(self.wanted(whose, key, id)?);
        }
        let mut facts = Vec::new();
        for name in program.facts() {
            let row = FACTS
                .iter()
                .find(|row| row.name == name)
                .ok_or(format!("{name} is no fact"))?;
            facts.push(format!("Fact::{:?}", row.fact));
        }
        let params: Vec<String> = program
            .params()
            .filter_map(|name| self.file.params.keys().position(|p| p == name))
            .map(|i| i.to_string())
            .collect();
        reads.facts |= !facts.is_empty();
        Ok((
            format!(
                "Expression {{ program: {}, keys: &[{}], facts: &[{}], params: &[{}] }}",
                emitted(&program),
                wanted.join(", "),
                facts.join(", "),
                params.join(", ")
            ),
            reads,
        ))
    }

    /// The pieces of the message: text and `{…}`.
    fn message(&self) -> Result<(String, Reads), String> {
        let mut pieces = Vec::new();
        let mut reads = Reads::default();
        let mut rest = self.file.message.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            let (inside, after) = after.split_once('}').ok_or("message: a `{` without `}`")?;
            if !before.is_empty() {
                pieces.push(format!("Piece::Text({before:?})"));
            }
            if inside == "value" {
                if self.file.key.is_none() && self.file.check.stage.is_none() {
                    return Err("message: {value} needs `key`".to_owned());
                }
                pieces.push("Piece::Value".to_owned());
            } else if let Some(param) = inside.strip_prefix("params.") {
                let index = self
                    .file
                    .params
                    .keys()
                    .position(|p| p == param)
                    .ok_or(format!("message: no parameter {param}"))?;
                pieces.push(format!("Piece::Param({index})"));
            } else if let Some((whose, key)) = setting(inside) {
                let id = self.key_id(key)?;
                reads.add_setting(whose, key, id);
                let wanted = self.wanted(whose, key, id)?;
                pieces.push(format!("Piece::Setting({wanted})"));
            } else if let Some(row) = FACTS.iter().find(|row| row.name == inside) {
                reads.facts = true;
                pieces.push(format!("Piece::Fact(Fact::{:?})", row.fact));
            } else {
                return Err(format!(
                    "message: {{{inside}}} is neither value, params.…, cfg['…'], broker['…'] nor a fact"
                ));
            }
            rest = after;
        }
        if !rest.is_empty() {
            pieces.push(format!("Piece::Text({rest:?})"));
        }
        Ok((pieces.join(", "), reads))
    }

    fn fix(&self) -> Result<String, String> {
        let Some(fix) = &self.file.fix else {
            return Ok("None".to_owned());
        };
        let key = fix
            .key
            .as_ref()
            .or(self.file.key.as_ref())
            .ok_or("fix: there is no key")?;
        self.key_id(key)?;
        let change = match (&fix.set, fix.unset, &fix.rename) {
            (Some(value), false, None) => format!("FixChange::Set({value:?})"),
            (None, true, None) => "FixChange::Unset".to_owned(),
            (None, false, Some(to)) => format!("FixChange::Rename({to:?})"),
            _ => return Err("fix has one of `set`, `unset` and `rename`".to_owned()),
        };
        Ok(format!(
            "Some(FixTemplate {{ key: {key:?}, change: {change}, applicability: Applicability::{} }})",
            applicability(&fix.applicability)?
        ))
    }
}

impl Schema for Compiler<'_> {
    fn setting(&self, whose: Whose, key: &str) -> Option<Type> {
        Some(match self.type_name(whose, key)? {
            "boolean" => Type::Bool,
            "int" | "short" | "long" => Type::Int,
            "double" => Type::Double,
            "list" => Type::List,
            _ => Type::String,
        })
    }

    fn fact(&self, name: &str) -> Option<Type> {
        let row = FACTS.iter().find(|row| row.name == name)?;
        let kinds = applies(self.file).ok()?;
        let fits = kinds.iter().all(|(kind, _)| row.kinds.contains(kind));
        fits.then_some(Type::Int)
    }

    fn param(&self, name: &str) -> Option<Type> {
        self.file.params.contains_key(name).then_some(Type::Int)
    }
}

/// `cfg['key']` or `broker['key']` in a message.
fn setting(text: &str) -> Option<(Whose, &str)> {
    let (map, rest) = text.split_once("['")?;
    let key = rest.strip_suffix("']")?;
    match map {
        "cfg" => Some((Whose::Own, key)),
        "broker" => Some((Whose::Brokers, key)),
        "was" => Some((Whose::Running, key)),
        _ => None,
    }
}

fn emitted(program: &Program<'_>) -> String {
    program.emit("expr")
}

/// A whole number; `unit` says of what.
fn default(name: &str, param: &Param) -> Result<i64, String> {
    match &param.default {
        toml::Value::Integer(number) => Ok(*number),
        _ => Err(format!("params.{name}: the default is a whole number")),
    }
}

/// `>=3.0, <4.0` as the two bounds.
fn versions(text: &str) -> Result<(String, String), String> {
    let mut bounds = ("None".to_owned(), "None".to_owned());
    for part in text.split(',').map(str::trim).filter(|p| !p.is_empty()) {
        let (bound, version) = match (part.strip_prefix(">="), part.strip_prefix('<')) {
            (Some(version), _) => (&mut bounds.0, version),
            (None, Some(version)) => (&mut bounds.1, version),
            _ => return Err(format!("kafka: `{part}` is neither >=V nor <V")),
        };
        let mut numbers = version.split('.').map(|n| n.parse::<u8>().ok());
        let (Some(Some(major)), Some(Some(minor)), patch) =
            (numbers.next(), numbers.next(), numbers.next())
        else {
            return Err(format!("kafka: `{version}` is no version"));
        };
        let patch = patch.flatten().unwrap_or(0);
        *bound = format!("Some(Release {{ major: {major}, minor: {minor}, patch: {patch} }})");
    }
    Ok(bounds)
}

fn severity(name: &str) -> Result<&'static str, String> {
    pick(
        name,
        &[("error", "Error"), ("warning", "Warning"), ("info", "Info")],
    )
}

fn confidence(name: &str) -> Result<&'static str, String> {
    pick(
        name,
        &[
            ("high", "High"),
            ("medium", "Medium"),
            ("context", "Context"),
        ],
    )
}

fn applicability(name: &str) -> Result<&'static str, String> {
    pick(name, &[("safe", "Safe"), ("unsafe", "Unsafe")])
}

fn pick(name: &str, names: &[(&str, &'static str)]) -> Result<&'static str, String> {
    names
        .iter()
        .find(|(n, _)| *n == name)
        .map(|(_, rust)| *rust)
        .ok_or_else(|| {
            format!(
                "`{name}` is none of {:?}",
                names.iter().map(|(n, _)| n).collect::<Vec<_>>()
            )
        })
}
