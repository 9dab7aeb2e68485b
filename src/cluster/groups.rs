//! Which nodes are one cluster.

use std::collections::{BTreeMap, BTreeSet};

use super::Cluster;
use crate::model::{Entity, EntityKind, Variant};

/// File and entity.
pub(super) type Seat = (usize, usize);

/// Nodes of one cluster.
pub(super) struct Group<'e> {
    pub(super) nodes: Vec<Seat>,
    /// The scope that all of them have.
    pub(super) scope: Option<&'e str>,
    pub(super) because: String,
}

/// The keys by which nodes of one cluster know each other.
const IDENTITIES: [&str; 3] = [
    "controller.quorum.voters",
    "controller.quorum.bootstrap.servers",
    "zookeeper.connect",
];

/// The nodes of all files that are open by what makes them one cluster: the scope and the key with its value,
/// items sorted.
pub(super) fn group<'e>(files: &[&'e [Entity]], is_open: impl Fn(usize) -> bool) -> Vec<Group<'e>> {
    let mut index: BTreeMap<(Option<&str>, Option<String>), usize> = BTreeMap::new();
    let mut groups: Vec<(Option<String>, Group<'e>)> = Vec::new();
    let open = files.iter().enumerate().filter(|(file, _)| is_open(*file));
    for (file, entities) in open {
        for (at, node) in entities.iter().enumerate() {
            if node.kind != EntityKind::Broker {
                continue;
            }
            let scope = node.scope.as_ref().map(|scope| scope.id.as_str());
            let identity = identity(node);
            if scope.is_none() && identity.is_none() {
                continue;
            }
            let at_group = *index
                .entry((scope, identity.clone()))
                .or_insert_with(|| groups.len());
            if at_group == groups.len() {
                let because = match (&node.scope, &identity) {
                    (Some(scope), _) => scope.because.clone(),
                    (None, identity) => format!(
                        "nodes with the same {} are one cluster",
                        identity.as_deref().unwrap_or_default()
                    ),
                };
                let group = Group {
                    nodes: Vec::new(),
                    scope,
                    because,
                };
                groups.push((identity, group));
            }
            groups[at_group].1.nodes.push((file, at));
        }
    }
    let groups = join_without_identity(groups);
    groups.into_iter().flat_map(|g| apart(g, files)).collect()
}

/// Why everything is of one cluster where a person says so.
pub(super) const ONE: &str = "--one-cluster says that all is one cluster";

/// The nodes of all files that are open as one cluster.
pub(super) fn all<'e>(files: &[&'e [Entity]], is_open: impl Fn(usize) -> bool) -> Vec<Group<'e>> {
    let open = (0..files.len()).filter(|file| is_open(*file));
    let nodes = open.flat_map(|file| {
        let nodes = files[file].iter().enumerate();
        let nodes = nodes.filter(|(_, e)| e.kind == EntityKind::Broker);
        nodes.map(move |(at, _)| (file, at))
    });
    vec![Group {
        nodes: nodes.collect(),
        scope: None,
        because: ONE.to_owned(),
    }]
}

fn identity(node: &Entity) -> Option<String> {
    IDENTITIES.iter().find_map(|key| {
        let text = node.text(key).filter(|t| !t.is_empty())?;
        let mut items: Vec<&str> = text.split(',').map(str::trim).collect();
        items.sort_unstable();
        Some(format!("{key} {}", items.join(",")))
    })
}

/// Nodes of a scope that do not say whom they know are of its cluster, if it has only one.
fn join_without_identity(groups: Vec<(Option<String>, Group<'_>)>) -> Vec<Group<'_>> {
    let mut told: BTreeMap<&str, u32> = BTreeMap::new();
    for (identity, group) in &groups {
        if let (Some(_), Some(scope)) = (identity, group.scope) {
            *told.entry(scope).or_default() += 1;
        }
    }
    let (known, unknown): (Vec<_>, Vec<_>) = groups.into_iter().partition(|(i, _)| i.is_some());
    let mut out: Vec<Group<'_>> = known.into_iter().map(|(_, group)| group).collect();
    for (_, group) in unknown {
        let only = group.scope.is_some_and(|scope| told.get(scope) == Some(&1));
        match out.iter_mut().find(|g| only && g.scope == group.scope) {
            Some(cluster) => cluster.nodes.extend(group.nodes),
            None => out.push(group),
        }
    }
    out.sort_by_key(|group| group.nodes.first().copied());
    out
}

/// Two nodes of one cluster have two ids. Where they have not, what they share is only a word such as
/// `zookeeper:2181`, and each is a cluster of its own.
fn apart<'e>(group: Group<'e>, files: &[&'e [Entity]]) -> Vec<Group<'e>> {
    let mut ids = BTreeSet::new();
    let distinct = group.nodes.iter().all(|(file, at)| {
        let name = files[*file][*at].name.as_deref();
        name.is_none_or(|id| ids.insert(id))
    });
    if distinct {
        return vec![group];
    }
    let Group {
        nodes,
        scope,
        because,
    } = group;
    nodes
        .into_iter()
        .map(|node| Group {
            nodes: vec![node],
            scope,
            because: because.clone(),
        })
        .collect()
}

/// How many brokers a cluster has: only what is deployed together tells, a folder of files does not.
/// A person who says that all is one cluster tells it as well, save by one file alone: that may be the pattern
/// of all brokers.
pub(super) fn brokers(group: &Group<'_>, nodes: &[&Entity], one: bool) -> Option<i64> {
    if !one {
        group.scope?;
    }
    let brokers: Vec<&Entity> = nodes
        .iter()
        .copied()
        .filter(|node| node.variant.is_some_and(|v| v.is_broker()))
        .collect();
    if knows_others(nodes, one) || !one && is_alone_with_an_ensemble(&brokers) {
        return None;
    }
    let each = (one && brokers.len() > 1).then_some(1);
    let brokers = brokers
        .iter()
        .map(|node| node.replicas.or(each).map(i64::from))
        .sum::<Option<i64>>()?;
    // An operator's resource may describe nodes that others count.
    (brokers > 0).then_some(brokers)
}

/// Whether a node names more controllers than stand here: other brokers may stand where those are. A person
/// who says that all is one cluster may leave controllers out that are nothing else.
fn knows_others(nodes: &[&Entity], one: bool) -> bool {
    let here: u32 = nodes
        .iter()
        .filter(|node| node.variant.is_some_and(|v| v.is_controller()))
        .map(|node| node.replicas.unwrap_or(1))
        .sum();
    nodes
        .iter()
        .filter(|node| !one || node.variant == Some(Variant::Both))
        .filter_map(|node| {
            node.text("controller.quorum.voters")
                .or_else(|| node.text("controller.quorum.bootstrap.servers"))
        })
        .any(|named| named.split(',').count() > here as usize)
}

/// A broker with several ZooKeeper nodes is seldom the only one: one Compose file for each machine looks so.
fn is_alone_with_an_ensemble(brokers: &[&Entity]) -> bool {
    let [broker] = brokers else { return false };
    broker.replicas == Some(1)
        && broker
            .text("zookeeper.connect")
            .is_some_and(|ensemble| ensemble.contains(','))
}

/// A cluster is called as its scope says, else by the folder of its first file, or by the file where that is
/// taken.
pub(super) fn name(
    group: &Group<'_>,
    files: &[&[Entity]],
    paths: &[&str],
    taken: &[Cluster],
) -> String {
    let Some((file, at)) = group.nodes.first() else {
        return "all".to_owned();
    };
    let free = |name: &&str| !name.is_empty() && !taken.iter().any(|c| c.name == **name);
    let scope = files[*file][*at].scope.as_ref();
    let first = paths[*file];
    let folder = first
        .rsplit_once('/')
        .map(|(folder, _)| folder.rsplit('/').next().unwrap_or(folder))
        .filter(|folder| *folder != "." && *folder != "..");
    let told = scope.map(|scope| scope.name.as_str());
    let name = told.filter(free).or(folder.filter(free)).unwrap_or(first);
    if free(&name) {
        return name.to_owned();
    }
    // Two clusters of one file.
    let number = (2..).find(|n| {
        let name = format!("{name} {n}");
        free(&name.as_str())
    });
    format!("{name} {}", number.unwrap_or_default())
}
