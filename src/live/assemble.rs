//! From answers to the document.

use std::collections::{BTreeMap, BTreeSet};

use super::answer::{self, Entry, Failure};
use super::snapshot::{Acl, Committed, Group, Masked, Partition, Setting, Topic, TopicDefaults};

/// The names of the layers by the numbers of `DescribeConfigsResponse`; groups' and client metrics' own values stand
/// where topics' own stand.
fn source(number: i32) -> &'static str {
    match number {
        1 | 7 | 8 => "dynamic-topic",
        2 => "dynamic-broker",
        3 => "dynamic-cluster",
        4 => "static",
        _ => "default",
    }
}

const DEFAULT: &str = "default";
const DYNAMIC_TOPIC: &str = "dynamic-topic";

/// A setting with what it masks.
pub(super) fn setting(entry: &Entry) -> Setting {
    let masks = entry.synonyms.iter().skip(1);
    Setting {
        value: entry.value.clone().filter(|_| !entry.sensitive),
        source: source(entry.source),
        hidden: entry.sensitive,
        masks: masks
            .filter(|synonym| source(synonym.source) != DEFAULT)
            .map(|synonym| Masked {
                key: Some(synonym.key.clone()).filter(|key| *key != entry.key),
                value: synonym.value.clone().filter(|_| !entry.sensitive),
                source: source(synonym.source),
            })
            .collect(),
    }
}

/// All settings of a broker.
pub(super) fn of_broker(entries: &[Entry]) -> BTreeMap<String, Setting> {
    let all = entries.iter();
    all.map(|entry| (entry.key.clone(), setting(entry)))
        .collect()
}

/// What a topic says itself.
pub(super) fn of_topic(entries: &[Entry]) -> BTreeMap<String, Setting> {
    let own = entries
        .iter()
        .filter(|entry| source(entry.source) == DYNAMIC_TOPIC);
    // What it masks is what all topics inherit.
    let own = own.map(|entry| {
        let mut own = setting(entry);
        own.masks.clear();
        (entry.key.clone(), own)
    });
    own.collect()
}

/// What topics have from their brokers, as the brokers tell one after the other.
#[derive(Default)]
pub(super) struct Inherited(BTreeMap<i32, BTreeMap<String, Setting>>);

impl Inherited {
    /// Takes in what a broker says of a topic.
    pub(super) fn hear(&mut self, broker: i32, entries: &[Entry]) {
        let known = self.0.entry(broker).or_default();
        for entry in entries {
            if !known.contains_key(&entry.key)
                && let Some(setting) = below(entry)
            {
                known.insert(entry.key.clone(), setting);
            }
        }
    }

    /// Brokers that say the same together. One that does not say a key, as all of the topics that it was asked about
    /// set it, is taken to be like the first that differs in no other.
    pub(super) fn groups(self) -> Vec<TopicDefaults> {
        let mut groups: Vec<TopicDefaults> = Vec::new();
        for (broker, settings) in self.0 {
            let like = |group: &&mut TopicDefaults| {
                let mut both = settings.iter();
                both.all(|(key, told)| group.settings.get(key).is_none_or(|other| other == told))
            };
            match groups.iter_mut().find(like) {
                Some(group) => {
                    group.brokers.push(broker);
                    group.settings.extend(settings);
                }
                None => groups.push(TopicDefaults {
                    brokers: vec![broker],
                    settings,
                }),
            }
        }
        groups
    }
}

/// What a topic would have, had it not been set on the topic.
fn below(entry: &Entry) -> Option<Setting> {
    if source(entry.source) != DYNAMIC_TOPIC {
        let mut inherited = setting(entry);
        inherited.masks.clear();
        return Some(inherited);
    }
    let mut below = entry.synonyms.iter();
    let below = below.find(|synonym| source(synonym.source) != DYNAMIC_TOPIC)?;
    Some(Setting {
        value: Some(in_unit_of(&entry.key, &below.key, below.value.as_deref()?)?),
        source: source(below.source),
        ..Setting::default()
    })
}

/// A broker's value in the unit of a topic's key: `log.retention.hours=168` is `retention.ms=604800000`.
fn in_unit_of(key: &str, told: &str, value: &str) -> Option<String> {
    let ms = match told.rsplit('.').next() {
        Some("hours") => 3_600_000,
        Some("minutes") => 60_000,
        _ => 1,
    };
    if ms == 1 || !key.ends_with(".ms") {
        return Some(value.to_owned());
    }
    let number: i64 = value.trim().parse().ok()?;
    // Less than none at all is no bound.
    match number {
        ..0 => Some("-1".to_owned()),
        _ => number.checked_mul(ms).map(|ms| ms.to_string()),
    }
}

/// The partitions of a topic by number.
pub(super) fn partitions(topic: &answer::Topic) -> Vec<Partition> {
    let mut all: Vec<&answer::Partition> = topic.partitions.iter().collect();
    all.sort_by_key(|partition| partition.id);
    all.into_iter()
        .map(|partition| Partition {
            leader: partition.leader,
            replicas: partition.replicas.clone(),
            in_sync: sorted(&partition.in_sync),
        })
        .collect()
}

fn sorted(ids: &[i32]) -> Vec<i32> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids
}

/// Whether some partition has no leader or lacks a replica.
pub(super) fn is_troubled(topics: &[Topic]) -> bool {
    let partitions = topics.iter().flat_map(|topic| &topic.partitions);
    let mut partitions = partitions;
    partitions.any(|p| p.leader.is_none() || p.in_sync.len() < p.replicas.len())
}

/// Of two looks at a partition the better one counts: replicas come and go while brokers restart, and only what lasts
/// is worth a word.
pub(super) fn look_again(topics: &mut [Topic], again: &[answer::Topic]) {
    let again: BTreeMap<&str, &answer::Topic> = again
        .iter()
        .map(|topic| (topic.name.as_str(), topic))
        .collect();
    for topic in topics {
        let Some(seen) = again.get(topic.name.as_str()) else {
            continue;
        };
        for (first, second) in topic.partitions.iter_mut().zip(partitions(seen)) {
            first.leader = first.leader.or(second.leader);
            if second.in_sync.len() > first.in_sync.len() {
                *first = second;
            }
        }
    }
}

/// The ids of all brokers that topics are kept on.
pub(super) fn hosting(topics: &[Topic]) -> BTreeSet<i32> {
    let partitions = topics.iter().flat_map(|topic| &topic.partitions);
    partitions
        .flat_map(|p| p.replicas.iter().copied())
        .collect()
}

/// A group; where the cluster could not tell of it, what is known is its name.
pub(super) fn group(group: answer::Group, committed: Option<Vec<Committed>>) -> Group {
    Group {
        name: group.name,
        state: group.state,
        protocol: group.protocol,
        assignor: group.assignor,
        members: group.members,
        committed,
    }
}

/// Offsets of partitions, by topic and number.
type Offsets = BTreeMap<(String, i32), i64>;

/// Both ends of partitions, as far as they are known.
#[derive(Default)]
pub(super) struct Ends {
    /// The first offset that is still there.
    pub(super) starts: Offsets,
    /// One past the last one.
    pub(super) ends: Offsets,
}

/// How far a group is, with both ends of the partitions.
pub(super) fn committed(offsets: Vec<answer::Offset>, known: &Ends) -> Vec<Committed> {
    let mut all: Vec<Committed> = offsets
        .into_iter()
        .map(|offset| {
            let at = (offset.topic.clone(), offset.partition);
            Committed {
                topic: offset.topic,
                partition: offset.partition,
                offset: offset.offset,
                start: known.starts.get(&at).copied(),
                end: known.ends.get(&at).copied(),
            }
        })
        .collect();
    all.sort_by(|a, b| (&a.topic, a.partition).cmp(&(&b.topic, b.partition)));
    all
}

/// Access rules, sorted. librdkafka calls the cluster a broker.
pub(super) fn acls(acls: Vec<answer::Acl>) -> Vec<Acl> {
    let mut all: Vec<Acl> = acls
        .into_iter()
        .map(|acl| Acl {
            resource_type: match acl.resource.to_uppercase().as_str() {
                "BROKER" => "CLUSTER".to_owned(),
                other => other.to_owned(),
            },
            resource_name: acl.name,
            pattern_type: acl.pattern.to_uppercase(),
            principal: acl.principal,
            host: acl.host,
            operation: acl.operation,
            permission: acl.permission,
        })
        .collect();
    all.sort();
    all.dedup();
    all
}

/// Whether a failure means that there is no authorizer: then there are no access rules either.
pub(super) fn has_no_authorizer(failure: &Failure) -> bool {
    const SECURITY_DISABLED: i32 = 54;
    failure.code == SECURITY_DISABLED
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::live::answer::Synonym;

    fn entry(key: &str, value: &str, source: i32, masks: &[(&str, &str, i32)]) -> Entry {
        let own = Synonym {
            key: key.to_owned(),
            value: Some(value.to_owned()),
            source,
        };
        let masks = masks.iter().map(|(key, value, source)| Synonym {
            key: (*key).to_owned(),
            value: Some((*value).to_owned()),
            source: *source,
        });
        Entry {
            key: key.to_owned(),
            value: Some(value.to_owned()),
            source,
            sensitive: false,
            synonyms: std::iter::once(own).chain(masks).collect(),
        }
    }

    #[test]
    fn what_a_value_masks_is_kept_save_defaults() {
        let masks = [
            ("log.retention.hours", "24", 4),
            ("log.retention.hours", "168", 5),
        ];
        let read = setting(&entry("log.retention.ms", "5", 3, &masks));
        assert_eq!((read.source, read.masks.len()), ("dynamic-cluster", 1));
        assert_eq!(read.masks[0].key.as_deref(), Some("log.retention.hours"));
        assert_eq!(read.masks[0].source, "static");
    }

    #[test]
    fn what_topics_inherit_is_told_even_by_those_that_set_it() {
        let mut inherited = Inherited::default();
        let hours = [("log.retention.hours", "168", 5)];
        let set = entry("retention.ms", "5", 1, &hours);
        inherited.hear(1, &[entry("a", "1", 4, &[]), set]);
        inherited.hear(
            2,
            &[
                entry("a", "1", 4, &[]),
                entry("retention.ms", "604800000", 5, &[]),
            ],
        );
        inherited.hear(3, &[entry("a", "2", 4, &[])]);
        let groups = inherited.groups();
        assert_eq!(groups.len(), 2);
        assert_eq!(groups[0].brokers, [1, 2]);
        assert_eq!(groups[1].brokers, [3]);
    }

    #[test]
    fn of_two_looks_the_better_one_counts() {
        let partition = |leader, in_sync: &[i32]| answer::Partition {
            id: 0,
            leader,
            replicas: vec![1, 2, 3],
            in_sync: in_sync.to_vec(),
        };
        let topic = |partition| answer::Topic {
            name: "a".to_owned(),
            partitions: vec![partition],
        };
        let mut topics = vec![Topic {
            name: "a".to_owned(),
            partitions: partitions(&topic(partition(None, &[1]))),
            settings: None,
        }];
        assert!(is_troubled(&topics));
        look_again(&mut topics, &[topic(partition(Some(2), &[3, 2, 1]))]);
        assert!(!is_troubled(&topics));
        assert_eq!(topics[0].partitions[0].leader, Some(2));
    }
}
