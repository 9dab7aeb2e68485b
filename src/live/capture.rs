//! What is asked of a cluster, and in which order.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use super::answer::{Answer, Cluster, Configs, Failure, Offset};
use super::assemble::{self, Ends, Inherited};
use super::diagnose::Unreachable;
use super::request::{At, Of, Request};
use super::session::{Asked, Session};
use super::snapshot::{self, Broker, Committed, Group, Setting, Snapshot, Topic, Unread};
use super::{Connection, PERMISSIONS};

/// Bounds of one capture.
#[derive(Copy, Clone, Debug)]
pub struct Limits {
    /// For everything together.
    pub deadline: Duration,
    /// Requests that wait for their answers at a time.
    pub in_flight: usize,
    /// Where the lines of librdkafka's log go, where `-X debug=…` asks for them.
    pub log: Option<fn(&str)>,
}

/// How far a capture is.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is being read.
    pub what: &'static str,
    /// Answers so far.
    pub done: usize,
    /// Of how many.
    pub of: usize,
}

/// Resources of one request. Brokers answer a request as a whole, so large ones make others wait.
const CHUNK: usize = 250;
/// Before partitions that lack something are looked at again.
const LOOK_AGAIN: Duration = Duration::from_secs(2);

/// Reads a cluster. `taken` is now, as the document says it. `watch` hears how far it is.
///
/// # Errors
/// When there is no connection to it, or it tells nothing of itself; what else it does not tell stands in the
/// document.
pub fn capture(
    connection: &Connection,
    limits: &Limits,
    taken: String,
    watch: &mut dyn FnMut(Progress),
) -> Result<Snapshot, Unreachable> {
    let mut session = Session::open(connection, limits)?;
    let Answer::Cluster(cluster) = session.connect()? else {
        return Err(unexpected());
    };
    let mut reader = Reader {
        session,
        watch,
        unread: Vec::new(),
    };
    let mut topics = reader.topics(&cluster)?;
    let first = reader.first_round(&cluster, &topics);
    let groups = reader.groups(first.groups, &topics);
    if assemble::is_troubled(&topics) {
        reader.session.wait(LOOK_AGAIN);
        match reader.session.topics() {
            Ok(again) => assemble::look_again(&mut topics, &again),
            Err(failure) => reader.miss("a second look at the partitions", &failure, ""),
        }
    }
    for topic in &mut topics {
        topic.settings = first.of_topics.get(&topic.name).cloned();
    }
    reader.miss_what_is_left_out(&cluster);
    let brokers = brokers(&cluster, &topics, &first.of_brokers);
    let mut unread = reader.unread;
    unread.sort();
    unread.dedup();
    Ok(Snapshot {
        version: snapshot::VERSION,
        tool: concat!("kafka-lint ", env!("CARGO_PKG_VERSION")).to_owned(),
        taken,
        cluster: snapshot::Cluster {
            id: cluster.id,
            bootstrap: connection.bootstrap.clone(),
            may: cluster.may,
        },
        brokers,
        topic_defaults: first.inherited.groups(),
        topics,
        groups,
        acls: first.acls,
        unread,
    })
}

fn unexpected() -> Unreachable {
    Unreachable {
        what: "the cluster answers something else than it was asked".to_owned(),
        help: "check that this is Kafka's port".to_owned(),
        is_final: true,
    }
}

/// What only the cluster, its topics and their order have to be known for.
#[derive(Default)]
struct FirstRound {
    of_brokers: BTreeMap<i32, BTreeMap<String, Setting>>,
    of_topics: BTreeMap<String, BTreeMap<String, Setting>>,
    inherited: Inherited,
    groups: Vec<String>,
    acls: Vec<snapshot::Acl>,
}

struct Reader<'w> {
    session: Session,
    watch: &'w mut dyn FnMut(Progress),
    unread: Vec<Unread>,
}

impl Reader<'_> {
    fn miss(&mut self, what: &str, failure: &Failure, grant: &str) {
        // Authorization failures of a topic, a group, the cluster, a transactional id.
        const DENIED: [i32; 4] = [29, 30, 31, 53];
        let help = match (DENIED.contains(&failure.code), grant) {
            (true, grant) if !grant.is_empty() => {
                format!("kafka-acls --add --allow-principal User:… {grant}")
            }
            (true, _) => "`kafka-lint audit --permissions` prints what to grant".to_owned(),
            (false, _) => "look at the brokers, or try again".to_owned(),
        };
        let why = match failure.text.as_str() {
            "" => format!("error {}", failure.code),
            text => text.trim_end_matches('.').to_owned(),
        };
        self.unread.push(Unread {
            what: what.to_owned(),
            why,
            help,
        });
    }

    /// Brokers leave out, without a word, what the principal may not describe; and librdkafka takes the refusal to
    /// list access rules for an empty list.
    fn miss_what_is_left_out(&mut self, cluster: &Cluster) {
        let may = cluster.may.as_ref();
        if may.is_none_or(|may| may.iter().any(|operation| operation == "DESCRIBE")) {
            return;
        }
        for what in [
            "the access rules",
            "topics and groups that the principal may not describe",
        ] {
            self.unread.push(Unread {
                what: what.to_owned(),
                why: "the principal may not describe the cluster, and brokers leave out what it may not see".to_owned(),
                help: "`kafka-lint audit --permissions` prints what to grant".to_owned(),
            });
        }
    }

    fn ask(&mut self, what: &'static str, requests: &[Asked]) -> Vec<Result<Answer, Failure>> {
        let watch = &mut *self.watch;
        self.session
            .ask(requests, &mut |done, of| watch(Progress { what, done, of }))
    }

    /// All topics, without what was set on them.
    fn topics(&mut self, cluster: &Cluster) -> Result<Vec<Topic>, Unreachable> {
        let what = "topics";
        (self.watch)(Progress {
            what,
            done: 0,
            of: 1,
        });
        let topics = match self.session.topics() {
            Ok(topics) => topics,
            Err(failure) => {
                // The first broker answered, and those that it names do not.
                let nodes = cluster.nodes.iter();
                let mut told = nodes.filter_map(|node| {
                    let address = format!("{}:{}", node.host, node.port);
                    let told = self.session.heard_of(&address)?;
                    Some(Unreachable {
                        what: format!("broker {} is advertised as {address}, and there {}", node.id, told.what),
                        help: format!("reach it under that name from here, or audit through a listener that is advertised for here; {}", told.help),
                        is_final: true,
                    })
                });
                if let Some(told) = told.next() {
                    return Err(told);
                }
                self.miss(what, &failure, PERMISSIONS[1].options);
                return Ok(Vec::new());
            }
        };
        let mut topics: Vec<Topic> = topics
            .iter()
            .map(|topic| Topic {
                name: topic.name.clone(),
                partitions: assemble::partitions(topic),
                settings: None,
            })
            .collect();
        topics.sort_by(|a, b| a.name.cmp(&b.name));
        Ok(topics)
    }

    fn first_round(&mut self, cluster: &Cluster, topics: &[Topic]) -> FirstRound {
        let ids: Vec<i32> = cluster.nodes.iter().map(|node| node.id).collect();
        let mut requests: Vec<Asked> = vec![(Request::Groups, None), (Request::Acls, None)];
        requests.extend(ids.iter().map(|id| {
            let one = vec![(Of::Broker, id.to_string())];
            (Request::Configs(one), None)
        }));
        let names: Vec<&str> = topics.iter().map(|topic| topic.name.as_str()).collect();
        requests.extend(of_topics(&names, &ids));
        let answers = self.ask("settings, groups and access rules", &requests);
        let mut round = FirstRound::default();
        let mut denied: BTreeMap<(&'static str, String), (Failure, Vec<String>)> = BTreeMap::new();
        for ((request, broker), answer) in requests.iter().zip(answers) {
            match (request, answer) {
                (_, Ok(Answer::Groups(listing))) => {
                    for failure in &listing.failures {
                        self.miss("the groups of a broker", failure, PERMISSIONS[3].options);
                    }
                    round.groups = listing.names;
                    round.groups.sort();
                }
                (_, Ok(Answer::Acls(acls))) => round.acls = assemble::acls(acls),
                (_, Ok(Answer::Configs(all))) => {
                    for configs in all {
                        let told = round.take(configs, *broker);
                        if let Err((of, name, failure)) = told {
                            let key = (of, failure.text.clone());
                            let entry = denied.entry(key).or_insert((failure, Vec::new()));
                            entry.1.push(name);
                        }
                    }
                }
                (Request::Acls, Err(failure)) if assemble::has_no_authorizer(&failure) => {}
                (Request::Groups, Err(failure)) => {
                    self.miss("the groups", &failure, PERMISSIONS[3].options);
                }
                (Request::Acls, Err(failure)) => {
                    self.miss("the access rules", &failure, PERMISSIONS[0].options);
                }
                (Request::Configs(resources), Err(failure)) => {
                    for (of, name) in resources {
                        let key = (kind(*of), failure.text.clone());
                        let entry = denied.entry(key).or_insert((failure.clone(), Vec::new()));
                        entry.1.push(name.clone());
                    }
                }
                _ => {}
            }
        }
        for ((of, _), (failure, names)) in denied {
            let grant = match of {
                BROKERS => PERMISSIONS[0].options,
                _ => PERMISSIONS[2].options,
            };
            let what = format!("the settings of {}", listed(of, &names));
            self.miss(&what, &failure, grant);
        }
        round
    }

    fn groups(&mut self, names: Vec<String>, topics: &[Topic]) -> Vec<Group> {
        let mut requests: Vec<Asked> = Vec::new();
        for chunk in names.chunks(CHUNK) {
            requests.push((Request::GroupsNamed(chunk.to_vec()), None));
        }
        let described = requests.len();
        let each = names.iter().cloned();
        requests.extend(each.map(|name| (Request::Committed(name), None)));
        let mut answers = self.ask("groups", &requests).into_iter();
        let mut all = Vec::new();
        for answer in answers.by_ref().take(described) {
            match answer {
                Ok(Answer::GroupsNamed(groups)) => all.extend(groups),
                Ok(_) => {}
                Err(failure) => self.miss("groups", &failure, PERMISSIONS[3].options),
            }
        }
        let mut offsets: BTreeMap<String, Vec<Offset>> = BTreeMap::new();
        for (name, answer) in names.into_iter().zip(answers) {
            match answer {
                Ok(Answer::Committed(of_group)) => {
                    offsets.insert(name, of_group);
                }
                Ok(_) => {}
                Err(failure) => {
                    let what = format!("how far group {name} is");
                    self.miss(&what, &failure, PERMISSIONS[3].options);
                }
            }
        }
        let ends = self.ends(&offsets, topics);
        let mut groups: Vec<Group> = Vec::new();
        for group in all {
            if let Some(failure) = &group.failure {
                let what = format!("group {}", group.name);
                self.miss(&what, failure, PERMISSIONS[3].options);
                continue;
            }
            let of_group = offsets.remove(&group.name);
            let committed: Option<Vec<Committed>> = of_group.map(|o| assemble::committed(o, &ends));
            groups.push(assemble::group(group, committed));
        }
        groups.sort_by(|a, b| a.name.cmp(&b.name));
        groups
    }

    /// Both ends of the partitions that groups have read; of partitions with a leader, as others would be waited for.
    fn ends(&mut self, offsets: &BTreeMap<String, Vec<Offset>>, topics: &[Topic]) -> Ends {
        let mut led: BTreeSet<(&str, i32)> = BTreeSet::new();
        for topic in topics {
            let numbered = (0..).zip(&topic.partitions);
            let with_leader = numbered.filter(|(_, partition)| partition.leader.is_some());
            led.extend(with_leader.map(|(number, _)| (topic.name.as_str(), number)));
        }
        let read: BTreeSet<(String, i32)> = offsets
            .values()
            .flatten()
            .filter(|offset| led.contains(&(offset.topic.as_str(), offset.partition)))
            .map(|offset| (offset.topic.clone(), offset.partition))
            .collect();
        let read: Vec<(String, i32)> = read.into_iter().collect();
        let mut requests: Vec<Asked> = Vec::new();
        for chunk in read.chunks(CHUNK * 4) {
            for at in [At::Start, At::End] {
                requests.push((Request::Offsets(chunk.to_vec(), at), None));
            }
        }
        let answers = self.ask("offsets", &requests);
        let mut ends = Ends::default();
        for ((request, _), answer) in requests.iter().zip(answers) {
            let Request::Offsets(_, at) = request else {
                continue;
            };
            match answer {
                Ok(Answer::Offsets(offsets)) => {
                    let side = match at {
                        At::Start => &mut ends.starts,
                        At::End => &mut ends.ends,
                    };
                    side.extend(
                        offsets
                            .into_iter()
                            .map(|o| ((o.topic, o.partition), o.offset)),
                    );
                }
                Ok(_) => {}
                Err(failure) => self.miss("offsets", &failure, PERMISSIONS[1].options),
            }
        }
        ends
    }
}

impl FirstRound {
    /// Takes the settings of a thing, or says of what kind it is and why there are none.
    fn take(
        &mut self,
        configs: Configs,
        broker: Option<i32>,
    ) -> Result<(), (&'static str, String, Failure)> {
        let Configs { of, name, entries } = configs;
        let entries = match entries {
            Ok(entries) => entries,
            Err(failure) => return Err((kind(of), name, failure)),
        };
        match of {
            Of::Broker => {
                if let Ok(id) = name.parse() {
                    self.of_brokers.insert(id, assemble::of_broker(&entries));
                }
            }
            Of::Topic => {
                if let Some(broker) = broker {
                    self.inherited.hear(broker, &entries);
                }
                self.of_topics.insert(name, assemble::of_topic(&entries));
            }
        }
        Ok(())
    }
}

const BROKERS: &str = "broker";
const TOPICS: &str = "topic";

fn kind(of: Of) -> &'static str {
    match of {
        Of::Broker => BROKERS,
        Of::Topic => TOPICS,
    }
}

/// `topic a`, `3 topics (a, b, …)`.
fn listed(kind: &str, names: &[String]) -> String {
    const SHOWN: usize = 3;
    match names {
        [one] => format!("{kind} {one}"),
        [a, b, c, _, ..] => format!("{} {kind}s ({a}, {b}, {c}, …)", names.len()),
        few => {
            let few = &few[..few.len().min(SHOWN)];
            format!("{} {kind}s ({})", names.len(), few.join(", "))
        }
    }
}

/// Requests for the settings of topics, spread over all brokers: each is asked at least once, as what topics inherit
/// is the answering broker's to say.
fn of_topics(names: &[&str], brokers: &[i32]) -> Vec<Asked> {
    if names.is_empty() || brokers.is_empty() {
        return Vec::new();
    }
    let each = names.len().div_ceil(brokers.len()).clamp(1, CHUNK);
    let mut requests: Vec<Asked> = Vec::new();
    let chunk = |names: &[&str]| {
        let resources = names.iter().map(|name| (Of::Topic, (*name).to_owned()));
        Request::Configs(resources.collect())
    };
    let mut next = brokers.iter().cycle();
    for names in names.chunks(each) {
        requests.push((chunk(names), next.next().copied()));
    }
    let rest = brokers.iter().skip(requests.len());
    let first = &names[..1];
    let rest: Vec<Asked> = rest.map(|id| (chunk(first), Some(*id))).collect();
    requests.extend(rest);
    requests
}

/// The brokers that are there, and those that only replicas speak of.
fn brokers(
    cluster: &Cluster,
    topics: &[Topic],
    settings: &BTreeMap<i32, BTreeMap<String, Setting>>,
) -> Vec<Broker> {
    let mut all: BTreeMap<i32, Broker> = BTreeMap::new();
    for id in assemble::hosting(topics) {
        let absent = Broker {
            id,
            address: None,
            rack: None,
            alive: false,
            settings: None,
        };
        all.insert(id, absent);
    }
    for node in &cluster.nodes {
        let broker = Broker {
            id: node.id,
            address: Some(format!("{}:{}", node.host, node.port)),
            rack: node.rack.clone(),
            alive: true,
            settings: settings.get(&node.id).cloned(),
        };
        all.insert(node.id, broker);
    }
    all.into_values().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_broker_is_asked_about_topics() {
        let names = ["a", "b", "c", "d", "e"];
        let asked = of_topics(&names, &[1, 2]);
        let sizes = asked.iter().map(|(request, broker)| match request {
            Request::Configs(resources) => (resources.len(), *broker),
            _ => (0, None),
        });
        assert_eq!(sizes.collect::<Vec<_>>(), [(3, Some(1)), (2, Some(2))]);
        let few = of_topics(&names[..1], &[1, 2, 3]);
        let brokers: Vec<Option<i32>> = few.iter().map(|(_, broker)| *broker).collect();
        assert_eq!(brokers, [Some(1), Some(2), Some(3)]);
        assert!(of_topics(&[], &[1]).is_empty());
    }

    #[test]
    fn names_are_listed_up_to_three() {
        let names = |n: usize| (0..n).map(|i| i.to_string()).collect::<Vec<_>>();
        assert_eq!(listed("topic", &names(1)), "topic 0");
        assert_eq!(listed("topic", &names(3)), "3 topics (0, 1, 2)");
        assert_eq!(listed("topic", &names(5)), "5 topics (0, 1, 2, …)");
    }
}
