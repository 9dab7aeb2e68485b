//! `kafka-lint explain`: a rule, or any of Kafka's keys.

use std::io::{self, Write};

use super::args::{Color, ExplainArgs};
use super::{Failure, check, explain_file, terminal, to_stdout};
use crate::catalog::{self, Component, Default, Definition, KeyId, UpdateMode};
use crate::diagnostic::Descriptor;
use crate::rule::{self, Rule};
use crate::triage::Exit;

pub(super) fn run(args: &ExplainArgs) -> Result<Exit, Failure> {
    if let Some(path) = &args.file {
        return explain_file::run(path, &check::judged(&args.judge)?);
    }
    let what = args.what.as_deref().unwrap_or_default();
    let rules: &[Rule] = &rule::RULES;
    let found = rules
        .iter()
        .find(|r| r.descriptor.code.eq_ignore_ascii_case(what) || r.descriptor.slug == what);
    if let Some(rule) = found {
        to_stdout(|out| explain_rule(rule, out))?;
        return Ok(Exit::Clean);
    }
    match catalog::key_id(what) {
        Some(key) => {
            to_stdout(|out| explain_key(key, out))?;
            Ok(Exit::Clean)
        }
        None => Err(Failure::usage(unknown(what))),
    }
}

fn unknown(what: &str) -> String {
    let wanted = what.to_lowercase();
    let codes = rule::RULES
        .iter()
        .flat_map(|r| [r.descriptor.code, r.descriptor.slug]);
    let keys = (0..catalog::key_count() as u16).map(|id| catalog::key_name(KeyId(id)));
    let nearest = codes
        .chain(keys)
        .map(|name| (strsim::osa_distance(&name.to_lowercase(), &wanted), name))
        .min();
    let hint = match nearest {
        Some((distance, name)) if distance <= 3 => format!("; did you mean '{name}'?"),
        _ => "; `kafka-lint rules` lists the rules".to_owned(),
    };
    format!("'{what}' is neither a rule nor a key of Kafka's{hint}")
}

fn explain_rule(rule: &Rule, out: &mut dyn Write) -> io::Result<()> {
    let Descriptor {
        code,
        slug,
        title,
        severity,
        confidence,
        applies_to,
        why,
        fix,
        exceptions,
        references,
        kafka,
        ..
    } = &rule.descriptor;
    writeln!(out, "{code} {slug}\n{title}\n")?;
    writeln!(
        out,
        "Severity    {severity}, confidence {}",
        confidence.name()
    )?;
    if !applies_to.is_empty() {
        writeln!(out, "Looks at    {}", applies_to.join(", "))?;
    }
    if let Some(key) = rule.descriptor.key {
        writeln!(out, "Key         {key}")?;
    }
    if !kafka.is_empty() {
        writeln!(out, "Kafka       {kafka}")?;
    }
    for (profile, effect) in rule.profiles {
        let effect = effect.map_or("off", |s| s.name());
        writeln!(out, "Profile     {profile}: {effect}")?;
    }
    for param in rule.params {
        writeln!(
            out,
            "Parameter   {} = {} {}: {}",
            param.name, param.default, param.unit, param.about
        )?;
    }
    if let Some(fixable) = rule.descriptor.fixable {
        writeln!(out, "Fix         {}", fixable.name())?;
    }
    for (head, text) in [
        ("Why", why),
        ("What to write", fix),
        ("Exceptions", exceptions),
    ] {
        if !text.is_empty() {
            writeln!(out, "\n{head}\n{}", indented(text))?;
        }
    }
    if !references.is_empty() {
        writeln!(out, "\nReferences")?;
    }
    for reference in *references {
        writeln!(out, "  {reference}")?;
    }
    Ok(())
}

fn indented(text: &str) -> String {
    let width = terminal::stdout_style(Color::Never).width;
    // A key must not be broken at a hyphen: nobody could copy it.
    let options = textwrap::Options::new(width.saturating_sub(2))
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::indent(&textwrap::fill(text, options), "  ")
}

fn explain_key(key: KeyId, out: &mut dyn Write) -> io::Result<()> {
    let name = catalog::key_name(key);
    writeln!(out, "{name}")?;
    for component in Component::ALL {
        let rows: Vec<_> = catalog::history(component, key).collect();
        let Some((_, last, now)) = rows.last() else {
            continue;
        };
        writeln!(out, "\nOf a {}", component.name())?;
        describe(now, component, out)?;
        if let Some(last) = last {
            writeln!(out, "  Removed     after Kafka {last}")?;
        }
        if rows.len() > 1 || rows[0].0 != first_release() {
            writeln!(out, "  History")?;
        }
        for (index, (first, _, definition)) in rows.iter().enumerate() {
            if index == 0 && *first == first_release() && rows.len() == 1 {
                continue;
            }
            let before = index.checked_sub(1).map(|i| &rows[i].2);
            writeln!(out, "    {first:<8} {}", changes(before, definition))?;
        }
        synonyms(component, key, out)?;
    }
    readers(key, out)
}

fn first_release() -> catalog::Release {
    catalog::releases().next().unwrap_or(catalog::newest())
}

fn describe(now: &Definition, component: Component, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "  Type        {}", now.value_type.name())?;
    writeln!(out, "  Default     {}", default(now.default))?;
    if let Some(allowed) = crate::verdict::allowed(now) {
        writeln!(out, "  Allowed     {allowed}")?;
    }
    if component == Component::Broker && !now.plugin {
        let mode = match now.update_mode {
            UpdateMode::PerBroker => "while running, for each broker",
            UpdateMode::ClusterWide => "while running, for each broker or for all",
            UpdateMode::ReadOnly | UpdateMode::NotApplicable => "with a restart only",
        };
        writeln!(out, "  Changes     {mode}")?;
    }
    for (set, word) in [
        (now.deprecated, "deprecated"),
        (now.internal, "internal: Kafka does not document it"),
        (now.plugin, "read by a plug-in that ships with Kafka"),
    ] {
        if set {
            writeln!(out, "  Note        {word}")?;
        }
    }
    Ok(())
}

fn default(default: Default) -> String {
    match default {
        Default::Required => "none, it has to be set".to_owned(),
        Default::Null => "none".to_owned(),
        Default::Text("") => "empty".to_owned(),
        Default::Text(text) => text.to_owned(),
    }
}

fn changes(before: Option<&Definition>, now: &Definition) -> String {
    let Some(before) = before else {
        return format!("there, default {}", default(now.default));
    };
    let mut words = Vec::new();
    if before.default != now.default {
        words.push(format!("default {}", default(now.default)));
    }
    if before.value_type != now.value_type {
        words.push(format!("type {}", now.value_type.name()));
    }
    if before.validator != now.validator {
        let allowed =
            crate::verdict::allowed(now).unwrap_or_else(|| "anything of the type".to_owned());
        words.push(format!("allowed: {allowed}"));
    }
    if before.deprecated != now.deprecated {
        words.push(
            if now.deprecated {
                "deprecated"
            } else {
                "no longer deprecated"
            }
            .to_owned(),
        );
    }
    if before.update_mode != now.update_mode {
        words.push("may change in another way while a broker runs".to_owned());
    }
    if before.importance != now.importance {
        words.push("importance".to_owned());
    }
    if words.is_empty() {
        words.push("a detail".to_owned());
    }
    words.join("; ")
}

fn synonyms(component: Component, key: KeyId, out: &mut dyn Write) -> io::Result<()> {
    if component != Component::Topic {
        return Ok(());
    }
    let names: Vec<String> = catalog::synonyms(key, catalog::newest())
        .map(|(broker, factor)| match factor {
            1 => catalog::key_name(broker).to_owned(),
            factor => format!("{} (times {factor})", catalog::key_name(broker)),
        })
        .collect();
    if names.is_empty() {
        return Ok(());
    }
    writeln!(out, "  Without it  the broker's {}", names.join(", then "))
}

fn readers(key: KeyId, out: &mut dyn Write) -> io::Result<()> {
    let readers: Vec<&Rule> = rule::RULES
        .iter()
        .filter(|r| r.keys.contains(&key))
        .collect();
    if readers.is_empty() {
        return Ok(());
    }
    writeln!(out, "\nRules that read it")?;
    for rule in readers {
        writeln!(out, "  {} {}", rule.descriptor.code, rule.descriptor.slug)?;
    }
    Ok(())
}
