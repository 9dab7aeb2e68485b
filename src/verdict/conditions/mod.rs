//! Conditions that Kafka checks while it builds a component of its configuration: over several keys, or over
//! one in a way that its definition does not tell. Each says which place in Kafka checks it.
mod authorizer;
mod broker;
mod classes;
mod clients;
mod connect;
mod consumers;
mod controllers;
mod coordinators;
mod due;
mod endpoints;
mod groups;
mod inner_clients;
mod jaas;
mod mechanisms;
mod migration;
mod network;
mod patterns;
mod principals;
mod producers;
mod quorum;
mod quotas;
mod roles;
mod startup;
mod storage;
mod streams;
mod tls;
mod topic;
mod versions;
mod view;

use std::collections::HashSet;
use std::hash::Hash;

pub use self::due::Conditions;
pub(super) use self::inner_clients::is_given;
use self::view::{Unknown, View};
use super::Ruling;
use super::refusal::consequence;
use crate::catalog::{Component, Release};
use crate::cluster::{JudgedBy, minor};
use crate::diagnostic::{Confidence, Severity, Subject};
use crate::model::{Entity, EntityKind, Setting};

/// The first item that stands in a list before.
fn first_repeated<T: Eq + Hash>(items: &[T]) -> Option<&T> {
    let mut seen = HashSet::with_capacity(items.len());
    items.iter().find(|item| !seen.insert(*item))
}

/// What a condition has against an entity.
#[derive(Clone, Debug)]
struct Fault {
    /// The keys that it is about, the one to change first.
    keys: Vec<String>,
    /// What is wrong, with the values at hand.
    wrong: String,
    /// What to write instead.
    help: String,
}

impl Fault {
    fn new(keys: &[&str], wrong: impl Into<String>, help: impl Into<String>) -> Self {
        Fault {
            keys: keys.iter().map(|key| (*key).to_owned()).collect(),
            wrong: wrong.into(),
            help: help.into(),
        }
    }
}

/// What a condition says: nothing where it holds, and nothing sure where it reads what is not known.
type Judged = Result<Option<Fault>, Unknown>;

/// How a condition is checked.
#[derive(Debug)]
enum Shape {
    /// The first number must not be more than the second.
    AtMost(&'static str, &'static str),
    /// The first number must be less than the second.
    LessThan(&'static str, &'static str),
    /// A key must not be set while a switch is on.
    Excluded(&'static str, &'static str),
    /// What the names of listeners, their protocols and ports say.
    Listeners,
    /// Everything else.
    Asks(fn(&View<'_>) -> Judged),
}

/// One condition.
#[derive(Debug)]
struct Condition {
    component: Component,
    /// The refusal's id; conditions of one id are one refusal over the releases.
    id: &'static str,
    /// The rule that describes it.
    code: &'static str,
    /// The first minor that checks it.
    from: (u8, u8),
    /// The last minor that checks it.
    to: (u8, u8),
    /// Where Kafka checks it.
    source: &'static str,
    shape: Shape,
}

const FIRST: (u8, u8) = (0, 0);
const STILL: (u8, u8) = (u8::MAX, u8::MAX);

const CONTRADICT: &str = "KFK020";
const MISSING: &str = "KFK021";
const LISTENER: &str = "KFK022";
const QUORUM: &str = "KFK023";
const UNUSABLE: &str = "KFK024";
const CLASS: &str = "KFK016";

/// A condition of all releases.
const fn of(
    component: Component,
    id: &'static str,
    code: &'static str,
    source: &'static str,
    shape: Shape,
) -> Condition {
    Condition {
        component,
        id,
        code,
        from: FIRST,
        to: STILL,
        source,
        shape,
    }
}

/// A condition of all releases that a function checks.
const fn asked(
    component: Component,
    id: &'static str,
    code: &'static str,
    source: &'static str,
    ask: fn(&View<'_>) -> Judged,
) -> Condition {
    of(component, id, code, source, Shape::Asks(ask))
}

/// A condition on a broker or controller.
const fn of_node(
    id: &'static str,
    code: &'static str,
    from: (u8, u8),
    to: (u8, u8),
    source: &'static str,
    shape: Shape,
) -> Condition {
    Condition {
        from,
        to,
        ..of(Component::Broker, id, code, source, shape)
    }
}

/// Two numbers of a broker or controller, in all releases.
const fn node_at_most(
    id: &'static str,
    source: &'static str,
    less: &'static str,
    more: &'static str,
) -> Condition {
    of_node(
        id,
        CONTRADICT,
        FIRST,
        STILL,
        source,
        Shape::AtMost(less, more),
    )
}

/// A condition on a broker or controller that a function checks.
const fn asked_of_node(
    id: &'static str,
    code: &'static str,
    from: (u8, u8),
    to: (u8, u8),
    source: &'static str,
    ask: fn(&View<'_>) -> Judged,
) -> Condition {
    of_node(id, code, from, to, source, Shape::Asks(ask))
}

/// A condition on a client, from a release on.
const fn client(
    component: Component,
    id: &'static str,
    code: &'static str,
    from: (u8, u8),
    source: &'static str,
    shape: Shape,
) -> Condition {
    Condition {
        from,
        ..of(component, id, code, source, shape)
    }
}

/// All conditions.
fn conditions() -> impl Iterator<Item = &'static Condition> {
    [
        producers::CONDITIONS,
        clients::CONDITIONS,
        consumers::CONDITIONS,
        topic::CONDITIONS,
        broker::CONDITIONS,
        storage::CONDITIONS,
        coordinators::CONDITIONS,
        network::CONDITIONS,
        controllers::CONDITIONS,
        roles::CONDITIONS,
        migration::CONDITIONS,
        quorum::CONDITIONS,
        startup::CONDITIONS,
        groups::CONDITIONS,
        quotas::CONDITIONS,
        streams::CONDITIONS,
        inner_clients::CONDITIONS,
        connect::CONDITIONS,
        jaas::CONDITIONS,
        tls::CONDITIONS,
        principals::CONDITIONS,
        classes::CONDITIONS,
        authorizer::CONDITIONS,
        mechanisms::CONDITIONS,
    ]
    .into_iter()
    .flatten()
}

/// A row of the table of conditions.
#[derive(Copy, Clone, Debug)]
pub struct Refusal {
    /// Whose configuration is refused.
    pub component: Component,
    /// The refusal.
    pub id: &'static str,
    /// The rule that describes it.
    pub code: &'static str,
    /// The first minor that checks it.
    pub from: (u8, u8),
    /// The last minor that checks it.
    pub to: (u8, u8),
    /// Where Kafka checks it.
    pub source: &'static str,
    /// Whether Kafka checks it only when it starts, after it took the configuration.
    pub at_start: bool,
}

/// All rows; those of one component and id are one refusal over the releases.
pub fn refusals() -> impl Iterator<Item = Refusal> {
    conditions().map(|condition| Refusal {
        component: condition.component,
        id: condition.id,
        code: condition.code,
        from: condition.from,
        to: condition.to,
        source: condition.source,
        at_start: startup::CONDITIONS.iter().any(|c| c.id == condition.id),
    })
}

impl Condition {
    fn holds_at(&self, release: Release) -> bool {
        (self.from..=self.to).contains(&(release.major, release.minor))
    }

    fn judge(&self, view: &View<'_>) -> Option<Fault> {
        if !self.holds_at(view.release) {
            return None;
        }
        let judged = match self.shape {
            Shape::AtMost(less, more) => compare(view, less, more, |a, b| a <= b, "more than"),
            Shape::LessThan(less, more) => compare(view, less, more, |a, b| a < b, "not less than"),
            Shape::Excluded(key, switch) => excluded(view, key, switch),
            Shape::Listeners => network::fault(view, self.id),
            Shape::Asks(ask) => ask(view),
        };
        judged.ok().flatten()
    }
}

fn compare(
    view: &View<'_>,
    less: &str,
    more: &str,
    holds: fn(i64, i64) -> bool,
    words: &str,
) -> Judged {
    let (Some(a), Some(b)) = (view.number(less)?, view.number(more)?) else {
        return Ok(None);
    };
    Ok((!holds(a, b)).then(|| {
        Fault::new(
            &[less, more],
            format!("`{less}` is {a}, {words} `{more}`, which is {b}"),
            format!("lower `{less}` or raise `{more}`"),
        )
    }))
}

fn excluded(view: &View<'_>, key: &str, switch: &str) -> Judged {
    let broken = view.has(key) && view.on(switch)? && view.written(key)?;
    Ok(broken.then(|| {
        Fault::new(
            &[key, switch],
            format!("`{key}` is set while `{switch}` is `true`"),
            format!("take `{key}` out or set `{switch}=false`"),
        )
    }))
}

/// The component whose conditions an entity has to meet.
fn judged_component(entity: &Entity) -> Option<Component> {
    match entity.components() {
        // Whether a connector is a source or a sink says what it has to have.
        [_, _, ..] if entity.kind == EntityKind::Connector => None,
        components => components.first().copied(),
    }
}

/// What the entity's components refuse for reasons of more than one value.
pub(super) fn judge(entity: &Entity, by: &JudgedBy, prepared: &Conditions) -> Vec<Ruling> {
    let Some(component) = judged_component(entity) else {
        return Vec::new();
    };
    let view = View {
        entity,
        component,
        release: by.release,
        reads: None,
    };
    let mut rulings: Vec<Ruling> = Vec::new();
    for condition in prepared.due(entity, by.release) {
        if let Some(fault) = condition.judge(&view)
            && !rulings.iter().any(|r| r.refusal == Some(condition.id))
        {
            rulings.push(ruling(&view, condition, fault, by));
        }
    }
    rulings
}

fn ruling(view: &View<'_>, condition: &Condition, fault: Fault, by: &JudgedBy) -> Ruling {
    let since = super::refusal::refused_since(by, |release| {
        let view = View { release, ..*view };
        let component = view.component;
        conditions()
            .filter(|c| c.component == component && c.id == condition.id)
            .any(|c| c.judge(&view).is_some())
            // Older definitions may have said it themselves.
            || fault.keys.iter().any(|key| {
                view.setting(key).is_some_and(|setting| {
                    super::refusal::refuses_alone(view.entity, setting, component, release)
                })
            })
    });
    let from = since.map_or(String::new(), |r| format!(" from {} on", minor(r)));
    let who = by.product();
    let does = consequence(view.component);
    let mut written = fault.keys.iter().filter_map(|key| view.setting(key));
    let first = written.next();
    let related = written
        .next()
        .map(|setting| (setting.place(), "together with this"));
    Ruling {
        code: condition.code,
        severity: Severity::Error,
        confidence: Confidence::High,
        rejected: by.known && since.is_none(),
        refusal: Some(condition.id),
        message: format!("{}; {who} {does}{from}", fault.wrong),
        help: Some(fault.help),
        subject: match first {
            Some(setting) => super::subject(setting),
            None => Subject {
                key: fault.keys.first().cloned(),
                ..Subject::default()
            },
        },
        place: first.map_or(view.entity.header, Setting::place),
        related,
        intent: None,
    }
}

/// Whether a release refuses an entity for a key, by a condition that names the key first.
pub(super) fn refuses(entity: &Entity, component: Component, key: &str, release: Release) -> bool {
    let view = View {
        entity,
        component,
        release,
        reads: None,
    };
    entity.components().first() == Some(&component)
        && conditions()
            .filter(|c| c.component == component)
            .filter_map(|c| c.judge(&view))
            .any(|fault| fault.keys.first().is_some_and(|first| first == key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_condition_says_where_kafka_checks_it() {
        for condition in conditions() {
            assert!(!condition.source.is_empty(), "{}", condition.id);
            assert!(
                condition
                    .id
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b == b'-'),
                "{}",
                condition.id
            );
            assert!(condition.from <= condition.to, "{}", condition.id);
        }
    }
}
