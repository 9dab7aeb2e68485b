//! Which entities belong together, and by which version and profile each is judged.
mod development;
mod version;

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Entity, EntityKind, Variant};
use crate::project::{Profile, Project};

pub use version::{Fit, JudgedBy, minor};

/// Entities that belong together.
#[derive(Clone, Debug)]
pub struct Cluster {
    /// The name in reports.
    pub name: String,
    /// The version that reports state for the cluster as a whole.
    pub by: JudgedBy,
    /// The profile.
    pub profile: Profile,
    /// Why the profile is the development one, where nobody asked for it.
    pub development_because: Option<String>,
}

/// Where one entity belongs.
#[derive(Clone, Debug)]
pub struct Placement {
    /// Index of the cluster.
    pub cluster: usize,
    /// Why.
    pub reason: String,
    /// The version that the entity is judged by.
    pub by: JudgedBy,
}

/// The clusters of a run and the place of every entity.
#[derive(Debug)]
pub struct Plan {
    /// The clusters; the first is `default`, which joins nothing.
    pub clusters: Vec<Cluster>,
    /// By file and by entity of the file.
    pub placements: Vec<Vec<Placement>>,
}

/// The name of the cluster of whatever is not placed.
pub const DEFAULT: &str = "default";

/// Places the entities of all files; `paths` are their display paths.
pub fn place(files: &[&[Entity]], paths: &[&str], project: &Project) -> Plan {
    let groups = group(files);
    let mut clusters = vec![Cluster {
        name: DEFAULT.to_owned(),
        by: judged_by(project, &Fit::any(), None),
        profile: project.profile.unwrap_or(Profile::Production),
        development_because: None,
    }];
    let mut of_file: BTreeMap<usize, (usize, String)> = BTreeMap::new();
    for (identity, members) in groups {
        let nodes: Vec<&Entity> = members
            .iter()
            .filter_map(|file| files[*file].iter().find(|e| e.kind == EntityKind::Broker))
            .collect();
        let fit = nodes
            .iter()
            .fold(Fit::any(), |fit, node| fit.and(&Fit::of(node)));
        let signs = development::signs(&nodes);
        let development = project.profile.is_none() && signs.len() >= 2;
        for file in &members {
            of_file.insert(*file, (clusters.len(), identity.clone()));
        }
        clusters.push(Cluster {
            name: name(&members, paths, &clusters),
            by: judged_by(project, &fit, None),
            profile: match project.profile {
                Some(profile) => profile,
                None if development => Profile::Development,
                None => Profile::Production,
            },
            development_because: development.then(|| signs.join(", ")),
        });
    }
    let joins = listeners(files, &of_file);
    let placements = files
        .iter()
        .enumerate()
        .map(|(file, entities)| {
            entities
                .iter()
                .map(|entity| placement(entity, of_file.get(&file), &joins, &clusters, project))
                .collect()
        })
        .collect();
    Plan {
        clusters,
        placements,
    }
}

fn placement(
    entity: &Entity,
    group: Option<&(usize, String)>,
    joins: &BTreeMap<String, Option<usize>>,
    clusters: &[Cluster],
    project: &Project,
) -> Placement {
    if let Some((cluster, identity)) = group {
        return Placement {
            cluster: *cluster,
            reason: format!("nodes with the same {identity} are one cluster"),
            by: clusters[*cluster].by.clone(),
        };
    }
    let joined = bootstrap(entity).find_map(|address| match joins.get(address) {
        Some(Some(cluster)) => Some((*cluster, address)),
        _ => None,
    });
    let (cluster, reason) = match joined {
        Some((cluster, address)) => (
            cluster,
            format!("bootstrap.servers names {address}, which the cluster advertises"),
        ),
        None => (0, "nothing says which cluster it belongs to".to_owned()),
    };
    Placement {
        cluster,
        reason,
        by: judged_by(project, &Fit::of(entity), Some(entity)),
    }
}

fn judged_by(project: &Project, fit: &Fit, entity: Option<&Entity>) -> JudgedBy {
    let librdkafka = entity.is_some_and(|e| e.variant == Some(Variant::Librdkafka));
    let by = match &project.kafka_version {
        // librdkafka's releases are its own; that of the brokers says nothing of them.
        Some(spec) if !librdkafka => JudgedBy::given(spec, entity),
        _ => JudgedBy::assumed(fit),
    };
    let of_brokers = entity.is_none_or(|e| {
        matches!(
            e.kind,
            EntityKind::Broker
                | EntityKind::Topic
                | EntityKind::Group
                | EntityKind::ClientMetrics
                | EntityKind::Quota
        )
    });
    match project.platform.runs_kafka() || !of_brokers {
        true => by,
        false => by.on_other_brokers(project.platform),
    }
}

/// Files of nodes by what makes them one cluster: the key and its value, items sorted.
fn group(files: &[&[Entity]]) -> Vec<(String, Vec<usize>)> {
    const IDENTITIES: [&str; 3] = [
        "controller.quorum.voters",
        "controller.quorum.bootstrap.servers",
        "zookeeper.connect",
    ];
    let mut groups: Vec<(String, Vec<usize>)> = Vec::new();
    let mut index: BTreeMap<String, usize> = BTreeMap::new();
    for (file, entities) in files.iter().enumerate() {
        for node in entities.iter().filter(|e| e.kind == EntityKind::Broker) {
            let identity = IDENTITIES.iter().find_map(|key| {
                let text = node.text(key).filter(|t| !t.is_empty())?;
                let mut items: Vec<&str> = text.split(',').map(str::trim).collect();
                items.sort_unstable();
                Some(format!("{key} {}", items.join(",")))
            });
            let Some(identity) = identity else { continue };
            match index.get(&identity) {
                Some(at) => groups[*at].1.push(file),
                None => {
                    index.insert(identity.clone(), groups.len());
                    groups.push((identity, vec![file]));
                }
            }
        }
    }
    groups.into_iter().flat_map(|g| apart(g, files)).collect()
}

/// Two nodes of one cluster have two ids. Where they have not, what they share is only a word such as
/// `zookeeper:2181`, and each file is a cluster of its own.
fn apart(group: (String, Vec<usize>), files: &[&[Entity]]) -> Vec<(String, Vec<usize>)> {
    let mut ids = BTreeSet::new();
    let distinct = group.1.iter().all(|file| {
        files[*file]
            .iter()
            .filter_map(|node| node.name.as_deref())
            .all(|id| ids.insert(id))
    });
    if distinct {
        return vec![group];
    }
    let (identity, members) = group;
    members
        .into_iter()
        .map(|file| (identity.clone(), vec![file]))
        .collect()
}

/// A cluster is called by the folder of its first file, or by the file where that is taken.
fn name(members: &[usize], paths: &[&str], taken: &[Cluster]) -> String {
    let first = members.first().map_or("", |file| paths[*file]);
    let folder = first
        .rsplit_once('/')
        .map(|(folder, _)| folder.rsplit('/').next().unwrap_or(folder))
        .filter(|folder| !folder.is_empty() && *folder != "." && *folder != "..");
    match folder {
        Some(folder) if !taken.iter().any(|c| c.name == folder) => folder.to_owned(),
        _ => first.to_owned(),
    }
}

/// The addresses that each cluster advertises; one that two clusters advertise names neither.
fn listeners(
    files: &[&[Entity]],
    of_file: &BTreeMap<usize, (usize, String)>,
) -> BTreeMap<String, Option<usize>> {
    let mut joins: BTreeMap<String, Option<usize>> = BTreeMap::new();
    for (file, (cluster, _)) in of_file {
        for node in files[*file].iter().filter(|e| e.kind == EntityKind::Broker) {
            let text = node
                .text("advertised.listeners")
                .or_else(|| node.text("listeners"));
            let addresses = text.into_iter().flat_map(|t| t.split(',')).filter_map(|l| {
                let (_, address) = l.trim().split_once("://")?;
                (!address.starts_with(':') && !address.starts_with("0.0.0.0")).then_some(address)
            });
            for address in addresses {
                joins
                    .entry(address.to_owned())
                    .and_modify(|c| {
                        if *c != Some(*cluster) {
                            *c = None;
                        }
                    })
                    .or_insert(Some(*cluster));
            }
        }
    }
    joins
}

fn bootstrap(entity: &Entity) -> impl Iterator<Item = &str> {
    entity
        .text("bootstrap.servers")
        .into_iter()
        .flat_map(|t| t.split(','))
        .map(str::trim)
}
