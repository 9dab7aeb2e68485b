//! `kafka-lint explain`: a rule, or any of Kafka's keys.

use std::io::{self, Write};

use super::args::{Color, ExplainArgs};
use super::{Failure, configs, explain_file, terminal, to_stdout};
use crate::catalog::{
    self, Applies, Component, Default, Definition, Inner, KeyId, Release, ValueType,
};
use crate::diagnostic::Descriptor;
use crate::rule::{self, Rule};
use crate::triage::Exit;

pub(super) fn run(args: &ExplainArgs) -> Result<Exit, Failure> {
    if let Some(path) = &args.file {
        return explain_file::run(path, args);
    }
    let what = args.what.as_deref().unwrap_or_default();
    // Whoever asks for what ships gets it, whatever is wrong with a kafka-lint.toml.
    let own_rules = configs::of_here(&args.config).map(|_| ());
    if let Some((_, rule)) = rule::called(what) {
        to_stdout(|out| explain_rule(rule, out))?;
        return Ok(Exit::Clean);
    }
    let own = catalog::key_id(what).filter(|key| !lives(*key).is_empty());
    let mut found = own.is_some();
    to_stdout(|out| {
        match own {
            Some(key) => explain_key(key, out)?,
            None => found = explain_prefixed(what, out)?,
        }
        Ok(())
    })?;
    match found {
        true => Ok(Exit::Clean),
        false => {
            own_rules?;
            Err(Failure::usage(unknown(what)))
        }
    }
}

fn unknown(what: &str) -> String {
    let wanted = what.to_lowercase();
    let rules = rule::rules();
    let codes = rules
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
    writeln!(out, "{}", catalog::key_name(key))?;
    for (components, rows) in lives(key) {
        let mut owners: Vec<&str> = components.iter().map(|c| c.owner()).collect();
        owners.dedup();
        writeln!(out, "\nOf {}", and(&owners))?;
        explain_life(key, components[0], &rows, out)?;
    }
    readers(key, out)
}

/// What releases say of a key: runs of releases, each with its definition.
type Life = Vec<(Release, Option<Release>, Definition)>;

/// The lives of a key, each with the components that agree on all of it.
fn lives(key: KeyId) -> Vec<(Vec<Component>, Life)> {
    let mut lives: Vec<(Vec<Component>, Life)> = Vec::new();
    for component in Component::ALL {
        let rows: Life = catalog::history(component, key).collect();
        if rows.is_empty() {
            continue;
        }
        let same = |(first, other): &&mut (Vec<Component>, Life)| {
            *other == rows
                && catalog::oldest_read(first[0]) == catalog::oldest_read(component)
                && catalog::newest_read(first[0]) == catalog::newest_read(component)
        };
        match lives.iter_mut().find(same) {
            Some((components, _)) => components.push(component),
            None => lives.push((vec![component], rows)),
        }
    }
    lives
}

fn explain_life(
    key: KeyId,
    component: Component,
    rows: &Life,
    out: &mut dyn Write,
) -> io::Result<()> {
    let Some((_, last, now)) = rows.last() else {
        return Ok(());
    };
    describe(now, component, out)?;
    substitutes(component, key, out)?;
    if let Some(last) = last {
        writeln!(out, "  Removed     after {last}")?;
    }
    let since_ever = rows[0].0 == catalog::oldest_read(component);
    if rows.len() == 1 && since_ever {
        return Ok(());
    }
    writeln!(out, "  History")?;
    for (index, (first, _, definition)) in rows.iter().enumerate() {
        let before = index.checked_sub(1).map(|i| &rows[i]);
        let gap = before
            .and_then(|(_, last, _)| last.and_then(|last| next_release(component, last)))
            .filter(|next| next < first);
        if let Some(gap) = gap {
            writeln!(out, "    {gap:<8} not there")?;
        }
        let what = changes(before.map(|b| &b.2), definition);
        writeln!(out, "    {first:<8} {what}")?;
    }
    Ok(())
}

fn next_release(component: Component, release: Release) -> Option<Release> {
    catalog::releases_of(component)
        .iter()
        .copied()
        .find(|r| *r > release)
}

/// A key behind a prefix: what the prefix is for, and the key itself.
fn explain_prefixed(name: &str, out: &mut dyn Write) -> io::Result<bool> {
    for family in catalog::FAMILIES {
        let found =
            catalog::families(family.hosts, name).find(|(f, _)| f.pattern == family.pattern);
        let Some((_, rest)) = found else { continue };
        let mut hosts: Vec<&str> = family.hosts.iter().map(|c| c.owner()).collect();
        hosts.dedup();
        let prefix = &name[..name.len() - rest.len()];
        match family.inner {
            Inner::Plugin => {
                writeln!(
                    out,
                    "{name}\n\nBehind `{prefix}` stands what a plug-in of {} reads; Kafka does not look at it.",
                    and(&hosts)
                )?;
                return Ok(true);
            }
            Inner::Keys(components) => {
                let Some(key) = catalog::key_id(rest) else {
                    continue;
                };
                let has = |c: &&Component| catalog::history(**c, key).next().is_some();
                let Some(component) = components.iter().find(has) else {
                    continue;
                };
                writeln!(
                    out,
                    "{name}\n\nIn a file of {}: `{prefix}` and a key of {}.\n",
                    and(&hosts),
                    component.owner()
                )?;
                writeln!(out, "{rest}")?;
                let rows: Life = catalog::history(*component, key).collect();
                explain_life(key, *component, &rows, out)?;
                if let Some(whole) = catalog::key_id(name) {
                    readers(whole, out)?;
                }
                return Ok(true);
            }
        }
    }
    Ok(false)
}

fn and(names: &[&str]) -> String {
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => names.concat(),
    }
}

fn describe(now: &Definition, component: Component, out: &mut dyn Write) -> io::Result<()> {
    if now.value_type == ValueType::Pointer {
        return writeln!(out, "  Type        set by the program, never by a text");
    }
    writeln!(out, "  Type        {}", now.value_type.name())?;
    writeln!(out, "  Default     {}", default(now.default))?;
    if let Some(allowed) = crate::verdict::allowed(now) {
        writeln!(out, "  Allowed     {allowed}")?;
    }
    if component == Component::Broker && !now.plugin {
        let mode = now.update_mode.name();
        writeln!(out, "  Changes     {mode}")?;
    }
    match now.applies {
        Applies::Both => {}
        Applies::Producer => writeln!(out, "  For         producers")?,
        Applies::Consumer => writeln!(out, "  For         consumers")?,
    }
    for (set, word) in [
        (now.deprecated, "deprecated"),
        (now.internal, "internal: it is not documented"),
        (now.plugin, "read by a plug-in that ships with Kafka"),
        (now.topic_level, "a topic's property"),
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
        words.push(format!("changes {}", now.update_mode.name()));
    }
    if before.importance != now.importance {
        words.push(format!("importance {}", now.importance.name()));
    }
    if words.is_empty() {
        words.push("a detail".to_owned());
    }
    words.join("; ")
}

/// What counts where the key is not set, or what it is another name for.
fn substitutes(component: Component, key: KeyId, out: &mut dyn Write) -> io::Result<()> {
    let newest = catalog::newest_read(component);
    if component == Component::Broker {
        let stands_for: Vec<&str> = catalog::definitions(Component::Topic, newest)
            .filter(|topic| {
                catalog::synonyms(Component::Topic, topic.key, newest).any(|(k, _)| k == key)
            })
            .map(|topic| catalog::key_name(topic.key))
            .collect();
        return match stands_for.is_empty() {
            true => Ok(()),
            false => writeln!(out, "  Counts for  topics without {}", and(&stands_for)),
        };
    }
    let names: Vec<String> = catalog::synonyms(component, key, newest)
        .map(|(other, factor)| match factor {
            1 => catalog::key_name(other).to_owned(),
            factor => format!("{} (times {factor})", catalog::key_name(other)),
        })
        .collect();
    if names.is_empty() {
        return Ok(());
    }
    match component {
        Component::Librdkafka => writeln!(out, "  Alias of    {}", names.join(", ")),
        _ => writeln!(out, "  Without it  the broker's {}", names.join(", then ")),
    }
}

fn readers(key: KeyId, out: &mut dyn Write) -> io::Result<()> {
    let readers: Vec<&Rule> = rule::rules()
        .into_iter()
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
