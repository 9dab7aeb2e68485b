//! The entities of one cluster, for rules that join them.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use crate::catalog::{self, KeyId, Release, ValueType};
use crate::model::{Entity, EntityKind, EntityRef, ValueSource};
use crate::resolve::listeners::{self, Listener};
use crate::resolve::{Datum, Effective, Reading};

/// Keys whose value is to be one entity's alone among those of its kind in a cluster.
const NAMES: [&str; 4] = [
    "transactional.id",
    "group.instance.id",
    "node.id",
    "broker.id",
];

/// An entity of a cluster.
#[derive(Copy, Clone, Debug)]
pub struct Member<'e> {
    /// The entity.
    pub entity: &'e Entity,
    /// The version that it is judged by.
    pub release: Release,
    cluster: &'e str,
}

impl<'e> Member<'e> {
    /// How reports name it.
    pub fn reference(&self) -> Arc<EntityRef> {
        self.entity.reference(self.cluster)
    }

    /// The value of a key, read as a type.
    pub fn read(&self, key: KeyId, value_type: ValueType) -> Reading<'e> {
        let (entity, release) = (self.entity, self.release);
        Effective { entity, release }.read(key, value_type)
    }
}

/// What all brokers of a cluster make of a key.
#[derive(Clone, Debug)]
pub struct Common<'e> {
    /// The value; unknown where they differ.
    pub reading: Reading<'e>,
    /// A broker with that value, the first that sets it before the first that does not.
    pub of: Option<Member<'e>>,
    /// Where they differ: what most of them have, or why that is not known.
    pub usual: Option<Result<Usual<'e>, &'static str>>,
}

/// The value that most brokers have; of several, that of the first broker.
#[derive(Copy, Clone, Debug)]
pub struct Usual<'e> {
    /// The first broker with it.
    pub broker: Member<'e>,
    /// How many have it.
    pub count: usize,
}

/// The entities of one cluster, in the order of their files.
#[derive(Debug)]
pub struct Members<'e> {
    all: Vec<Member<'e>>,
    brokers: Vec<Member<'e>>,
    common: BTreeMap<KeyId, Common<'e>>,
    named: HashMap<(EntityKind, KeyId, &'e str), Vec<u32>>,
    /// Topics by name: one that files declare may run as well.
    topics: HashMap<&'e str, Vec<u32>>,
    /// The brokers' listeners by the addresses that clients reach them at, in lower case.
    reached: HashMap<String, Reached<'e>>,
    unknown_listeners: Option<&'static str>,
}

/// A listener, and whose it is.
#[derive(Debug)]
struct Reached<'e> {
    /// Index of the broker, and of the listener among its own.
    at: (usize, usize),
    listener: Listener<'e>,
}

impl<'e> Members<'e> {
    /// Joins entities with their versions; `wanted` are the brokers' keys that somebody will ask for.
    pub fn new(
        cluster: &'e str,
        entities: impl IntoIterator<Item = (&'e Entity, Release)>,
        wanted: &[(KeyId, ValueType)],
    ) -> Self {
        let member = |(entity, release)| Member {
            entity,
            release,
            cluster,
        };
        let all: Vec<Member<'e>> = entities.into_iter().map(member).collect();
        let is_broker = |member: &&Member<'_>| {
            let variant = member.entity.variant;
            member.entity.kind == EntityKind::Broker && variant.is_none_or(|v| v.is_broker())
        };
        let brokers: Vec<Member<'e>> = all.iter().filter(is_broker).copied().collect();
        let common = wanted
            .iter()
            .map(|(key, value_type)| (*key, common(&brokers, *key, *value_type)))
            .collect();
        let names: Vec<KeyId> = NAMES.iter().filter_map(|n| catalog::key_id(n)).collect();
        let mut named: HashMap<_, Vec<u32>> = HashMap::new();
        for (index, member) in (0..).zip(&all) {
            let entity = member.entity;
            for key in &names {
                if let Some(text) = entity.get(*key).and_then(|s| s.value.known()) {
                    let name = (entity.kind, *key, text.trim());
                    named.entry(name).or_default().push(index);
                }
            }
        }
        let mut topics: HashMap<_, Vec<u32>> = HashMap::new();
        for (index, member) in (0..).zip(&all) {
            let name = member.entity.name.as_deref();
            if let Some(name) = name.filter(|_| member.entity.kind == EntityKind::Topic) {
                topics.entry(name).or_default().push(index);
            }
        }
        let mut members = Members {
            topics,
            all,
            brokers,
            common,
            named,
            reached: HashMap::new(),
            unknown_listeners: None,
        };
        members.index_listeners();
        members
    }

    fn index_listeners(&mut self) {
        for (index, broker) in self.brokers.iter().enumerate() {
            let text = |key: &str| match catalog::key_id(key) {
                Some(id) => broker.read(id, ValueType::String).datum,
                None => Datum::Unset,
            };
            let all = match listeners::reached(text) {
                Ok(all) => all,
                Err(why) => {
                    self.unknown_listeners = Some(why);
                    continue;
                }
            };
            for (of_broker, (listener, shown)) in all.into_iter().enumerate() {
                // Bound to all interfaces, it is reached at no address that is known.
                if shown.host.is_empty() {
                    continue;
                }
                let address = format!("{}:{}", shown.host, shown.port).to_ascii_lowercase();
                self.reached.entry(address).or_insert(Reached {
                    at: (index, of_broker),
                    listener,
                });
            }
        }
    }

    /// The first broker's listener that one of these addresses, each `host:port`, reaches.
    pub fn listener_at<'a>(
        &self,
        addresses: impl Iterator<Item = &'a str>,
    ) -> Option<(&Listener<'e>, &Member<'e>)> {
        let found = addresses.filter_map(|a| self.reached.get(&a.to_ascii_lowercase()));
        let first = found.min_by_key(|reached| reached.at)?;
        Some((&first.listener, self.brokers.get(first.at.0)?))
    }

    /// Why the listeners of a broker are not known, where one has such.
    pub fn unknown_listeners(&self) -> Option<&'static str> {
        self.unknown_listeners
    }

    /// The nodes with the role of a broker, or whose roles nobody tells.
    pub fn brokers(&self) -> &[Member<'e>] {
        &self.brokers
    }

    /// What all brokers make of a key that was asked for when they were joined.
    pub fn common(&self, key: KeyId) -> Option<&Common<'e>> {
        self.common.get(&key)
    }

    /// The topics of that name, in the order of their files.
    pub fn topics(&self, name: &str) -> impl Iterator<Item = &Member<'e>> {
        let found = self.topics.get(name).into_iter().flatten();
        found.filter_map(|index| self.all.get(*index as usize))
    }

    /// The others of an entity's kind that have the same value of one of [`NAMES`].
    pub fn namesakes<'m>(
        &'m self,
        entity: &'m Entity,
        key: KeyId,
    ) -> impl Iterator<Item = &'m Member<'e>> {
        let text = entity.get(key).and_then(|s| s.value.known());
        let name = text.map(|text| (entity.kind, key, text.trim()));
        let found = name.and_then(|name| self.named.get(&name));
        let others = found.into_iter().flatten();
        let others = others.filter_map(|index| self.all.get(*index as usize));
        others.filter(move |member| !std::ptr::eq(member.entity, entity))
    }
}

fn common<'e>(brokers: &[Member<'e>], key: KeyId, value_type: ValueType) -> Common<'e> {
    let unknown = |why, usual| Common {
        reading: Reading {
            datum: Datum::Unknown(why),
            text: None,
            source: ValueSource::Unset,
            setting: None,
        },
        of: None,
        usual,
    };
    let Some(first) = brokers.first() else {
        return unknown("no broker of the cluster is in sight", None);
    };
    let mut agreed = (first.read(key, value_type), *first);
    for broker in &brokers[1..] {
        let reading = broker.read(key, value_type);
        if reading.datum != agreed.0.datum {
            let usual = usual(brokers, key, value_type);
            return unknown("the brokers of the cluster differ", Some(usual));
        }
        if agreed.0.setting.is_none() && reading.setting.is_some() {
            agreed = (reading, *broker);
        }
    }
    let (reading, broker) = agreed;
    Common {
        of: matches!(reading.datum, Datum::Known(_) | Datum::Unset).then_some(broker),
        usual: match reading.datum {
            Datum::Unknown(why) => Some(Err(why)),
            _ => None,
        },
        reading,
    }
}

fn usual<'e>(
    brokers: &[Member<'e>],
    key: KeyId,
    value_type: ValueType,
) -> Result<Usual<'e>, &'static str> {
    let mut distinct: Vec<(Datum<'e>, Usual<'e>)> = Vec::new();
    for broker in brokers {
        let datum = broker.read(key, value_type).datum;
        if let Datum::Unknown(why) = datum {
            return Err(why);
        }
        match distinct.iter_mut().find(|(known, _)| known.is_like(&datum)) {
            Some((_, usual)) => usual.count += 1,
            None => distinct.push((
                datum,
                Usual {
                    broker: *broker,
                    count: 1,
                },
            )),
        }
    }
    let all = distinct.into_iter().map(|(_, usual)| usual);
    all.reduce(|most, next| if next.count > most.count { next } else { most })
        .ok_or("no broker of the cluster is in sight")
}
