//! Rule files into statics: read, checked, their expressions compiled against Kafka's definitions.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use crate::catalog::Table;
use crate::category::CATEGORIES;
use crate::checks::Natives;
use crate::draft::{
    Author, Code, Draft, DraftChange, DraftCheck, DraftPiece, Read, Stated, applies, components_of,
    draft, prefixed,
};
use crate::format::RuleFile;

/// The prefixed keys that rule files read, such as `producer.override.acks`; no table has them.
pub(crate) fn prefixed_keys(folder: &Path) -> Result<BTreeSet<String>, String> {
    let mut keys = BTreeSet::new();
    for path in files(folder)? {
        let text =
            std::fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        let file = RuleFile::parse(&text).map_err(|e| format!("{}: {e}", path.display()))?;
        let hosts = components_of(&applies(&file).unwrap_or_default());
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
        let knows = |native: &str| natives.contains_key(native);
        let draft = draft(&file, table, Author::Project(&knows)).map_err(|errors| {
            let errors: Vec<String> = errors.iter().map(ToString::to_string).collect();
            named(errors.join("\n"))
        })?;
        let code = emit(&file, &draft);
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
    let category = CATEGORIES
        .iter()
        .find(|category| file.code.starts_with(category.prefix))
        .ok_or("the code begins with no category")?;
    let expected = format!("{}/{}-{}.toml", category.name, file.code, file.slug);
    if !path.ends_with(&expected) {
        return Err(format!("the file is to be called rules/{expected}"));
    }
    if file.check.stage.is_none() && file.docs.references.is_empty() {
        return Err("docs.references is empty".to_owned());
    }
    Ok(())
}

/// A rule as a Rust expression.
fn emit(file: &RuleFile, draft: &Draft) -> String {
    let release = |bound: Option<[u8; 3]>| match bound {
        Some([major, minor, patch]) => {
            format!("Some(Release {{ major: {major}, minor: {minor}, patch: {patch} }})")
        }
        None => "None".to_owned(),
    };
    let applies = each(&draft.applies, |(kind, variant)| match variant {
        Some(variant) => format!("(EntityKind::{kind:?}, Some(Variant::{variant:?}))"),
        None => format!("(EntityKind::{kind:?}, None)"),
    });
    let profiles = each(&draft.profiles, |(profile, severity)| match severity {
        Some(severity) => format!("(Profile::{profile:?}, Some(Severity::{severity:?}))"),
        None => format!("(Profile::{profile:?}, None)"),
    });
    let params = file.params.iter().zip(&draft.params);
    let params = params.map(|((name, param), default)| {
        format!(
            "ParamDef {{ name: {name:?}, default: {default}, unit: {:?}, about: {:?} }}",
            param.unit, param.about
        )
    });
    let check = match &draft.check {
        DraftCheck::Fail(fail) => format!("Check::Fail({})", expression(fail)),
        DraftCheck::Native(native) => format!("Check::Native(crate::checks::{native}::check)"),
        DraftCheck::Stage => "Check::Stage".to_owned(),
    };
    let fix = draft.fix.as_ref().map_or("None".to_owned(), |fix| {
        let change = match &fix.change {
            DraftChange::Set(value) => format!("FixChange::Set({value:?})"),
            DraftChange::Unset => "FixChange::Unset".to_owned(),
            DraftChange::Rename(to) => format!("FixChange::Rename({to:?})"),
        };
        format!(
            "Some(FixTemplate {{ key: {:?}, change: {change}, applicability: {} }})",
            fix.key,
            applicability(fix.is_safe)
        )
    });
    format!(
        "Rule {{ descriptor: {}, applies: &[{applies}], from: {}, before: {}, platforms: &[{}], profiles: &[{profiles}], \
         supersedes: &{:?}, key: {}, message: &[{}], params: &[{}], when: {}, check: {check}, fix: {fix}, keys: &[{}], joins: &[{}], workloads: &[{}], reads_around: {} }}",
        descriptor(file, draft),
        release(draft.from),
        release(draft.before),
        each(&draft.platforms, |platform| format!(
            "Platform::{platform:?}"
        )),
        file.supersedes,
        draft
            .key
            .as_ref()
            .map_or("None".to_owned(), |read| format!("Some({})", typed(read))),
        each(&draft.message, piece),
        params.collect::<Vec<_>>().join(", "),
        draft
            .when
            .as_ref()
            .map_or("None".to_owned(), |when| format!(
                "Some({})",
                expression(when)
            )),
        each(&draft.keys, |id| format!("KeyId({id})")),
        each(&draft.joins, typed),
        each(&draft.workloads, |workload| format!(
            "Workload::{workload:?}"
        )),
        draft.reads_around,
    )
}

fn descriptor(file: &RuleFile, draft: &Draft) -> String {
    let category = CATEGORIES
        .iter()
        .position(|category| file.code.starts_with(category.prefix))
        .unwrap_or(0);
    let fixable = draft.fix.as_ref().map_or("None".to_owned(), |fix| {
        format!("Some({})", applicability(fix.is_safe))
    });
    format!(
        "Descriptor {{ code: {:?}, slug: {:?}, title: {:?}, category: &CATEGORIES[{category}], severity: Severity::{:?}, confidence: Confidence::{:?}, \
         applies_to: &{:?}, key: {:?}, why: {:?}, fix: {:?}, exceptions: {:?}, references: &{:?}, kafka: {:?}, off_by_default: {}, suppressible: {}, fixable: {fixable} }}",
        file.code,
        file.slug,
        file.title,
        draft.severity,
        draft.confidence,
        file.applies_to,
        file.key,
        file.docs.why.trim(),
        file.docs.fix.trim(),
        file.docs.exceptions.trim(),
        file.docs.references,
        file.kafka,
        file.default.is_some(),
        file.suppressible,
    )
}

fn expression(code: &Code) -> String {
    format!(
        "Expression {{ program: {}, keys: &[{}], stated: &[{}], params: &{:?} }}",
        code.program.emit("expr"),
        each(&code.keys, wanted),
        each(&code.stated, stated),
        code.params,
    )
}

fn piece(piece: &DraftPiece) -> String {
    match piece {
        DraftPiece::Text(text) => format!("Piece::Text({text:?})"),
        DraftPiece::Value => "Piece::Value".to_owned(),
        DraftPiece::Setting(read) => format!("Piece::Setting({})", wanted(read)),
        DraftPiece::Param(index) => format!("Piece::Param({index})"),
        DraftPiece::Stated(what) => format!("Piece::Stated({})", stated(what)),
    }
}

fn stated(what: &Stated) -> String {
    match what {
        Stated::Name => "Stated::Name".to_owned(),
        Stated::Fact(fact) => format!("Stated::Fact(Fact::{fact:?})"),
    }
}

fn wanted(read: &Read) -> String {
    format!(
        "Wanted {{ whose: expr::Whose::{:?}, key: KeyId({}), value_type: ValueType::{:?} }}",
        read.whose, read.id, read.value_type
    )
}

/// A key with the type that it is read as.
fn typed(read: &Read) -> String {
    format!("(KeyId({}), ValueType::{:?})", read.id, read.value_type)
}

fn applicability(is_safe: bool) -> &'static str {
    match is_safe {
        true => "Applicability::Safe",
        false => "Applicability::Unsafe",
    }
}

fn each<T>(all: impl IntoIterator<Item = T>, emit: impl Fn(T) -> String) -> String {
    all.into_iter().map(emit).collect::<Vec<_>>().join(", ")
}
