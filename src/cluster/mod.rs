//! Which entities belong together, and by which version and profile each is judged.
mod development;
mod groups;
mod version;

use std::collections::BTreeMap;

use crate::model::{Entity, EntityKind, Variant};
use crate::project::{Platform, Profile, Project, VersionSpec};

use groups::Seat;
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
    /// How many brokers it has, where that is known.
    pub brokers: Option<i64>,
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
    let mut clusters = vec![Cluster {
        name: DEFAULT.to_owned(),
        by: judged_by(project, &Fit::any(), None),
        profile: project.profile.unwrap_or(Profile::Production),
        development_because: None,
        brokers: None,
    }];
    let mut seats = Seats::default();
    for group in groups::group(files) {
        let nodes: Vec<&Entity> = group.nodes.iter().map(|(f, e)| &files[*f][*e]).collect();
        let fit = nodes
            .iter()
            .fold(Fit::any(), |fit, node| fit.and(&Fit::of(node)));
        let signs = development::signs(&nodes);
        let development = project.profile.is_none() && signs.len() >= 2;
        for seat in &group.nodes {
            seats
                .nodes
                .insert(*seat, (clusters.len(), group.because.clone()));
        }
        if let Some(scope) = &group.scope {
            seats.scopes.entry(scope).or_default().push(clusters.len());
        }
        clusters.push(Cluster {
            name: groups::name(&group, files, paths, &clusters),
            by: judged_by(project, &fit, oldest_stated(&nodes)),
            profile: match project.profile {
                Some(profile) => profile,
                None if development => Profile::Development,
                None => Profile::Production,
            },
            development_because: development.then(|| signs.join(", ")),
            brokers: groups::brokers(&group, &nodes),
        });
    }
    let joins = listeners(files, &seats);
    let placements = files
        .iter()
        .enumerate()
        .map(|(file, entities)| {
            entities
                .iter()
                .enumerate()
                .map(|(at, entity)| {
                    placement(entity, (file, at), &seats, &joins, &clusters, project)
                })
                .collect()
        })
        .collect();
    Plan {
        clusters,
        placements,
    }
}

/// Which entities have a cluster for sure.
#[derive(Default)]
struct Seats<'e> {
    /// Nodes by file and entity: the cluster, and why.
    nodes: BTreeMap<Seat, (usize, String)>,
    /// The clusters of each scope.
    scopes: BTreeMap<&'e str, Vec<usize>>,
}

/// The node with the oldest version that a file states.
fn oldest_stated<'e>(nodes: &[&'e Entity]) -> Option<&'e Entity> {
    let mut stated = nodes.iter().filter_map(|node| {
        let spec = stated(node)?;
        Some((spec.release, *node))
    });
    let first = stated.next()?;
    Some(stated.fold(first, |a, b| if b.0 < a.0 { b } else { a }).1)
}

/// The version that an entity's file states.
fn stated(entity: &Entity) -> Option<VersionSpec> {
    let version = entity.version.as_ref()?;
    let platform = Platform::from_name(version.platform)?;
    let spec = VersionSpec::parse_on(&version.text, platform).ok()?;
    Some(VersionSpec {
        source: version.source.clone(),
        ..spec
    })
}

fn placement(
    entity: &Entity,
    seat: Seat,
    seats: &Seats<'_>,
    joins: &BTreeMap<String, Option<usize>>,
    clusters: &[Cluster],
    project: &Project,
) -> Placement {
    if let Some((cluster, because)) = seats.nodes.get(&seat) {
        return Placement {
            cluster: *cluster,
            reason: because.clone(),
            by: match stated(entity) {
                Some(_) => judged_by(project, &Fit::of(entity), Some(entity)),
                None => clusters[*cluster].by.clone(),
            },
        };
    }
    let joined = bootstrap(entity).find_map(|address| match joins.get(address) {
        Some(Some(cluster)) => Some((
            *cluster,
            format!("bootstrap.servers names {address}, which the cluster advertises"),
        )),
        _ => None,
    });
    let deployed = || {
        let scope = entity.scope.as_ref()?;
        match seats.scopes.get(scope.id.as_str()).map(Vec::as_slice) {
            Some([cluster]) => Some((*cluster, scope.because.clone())),
            _ => None,
        }
    };
    let (cluster, reason) = joined
        .or_else(deployed)
        .unwrap_or((0, "nothing says which cluster it belongs to".to_owned()));
    let of_brokers = matches!(
        entity.kind,
        EntityKind::Topic | EntityKind::Group | EntityKind::ClientMetrics | EntityKind::Quota
    );
    Placement {
        cluster,
        reason,
        by: match of_brokers && cluster != 0 && entity.version.is_none() {
            // What the brokers keep is judged by their version.
            true => clusters[cluster].by.clone(),
            false => judged_by(project, &Fit::of(entity), Some(entity)),
        },
    }
}

fn judged_by(project: &Project, fit: &Fit, entity: Option<&Entity>) -> JudgedBy {
    let librdkafka = entity.is_some_and(|e| e.variant == Some(Variant::Librdkafka));
    let given = project.kafka_version.clone();
    let by = match given.or_else(|| stated(entity?)) {
        // librdkafka's releases are its own; that of the brokers says nothing of them.
        Some(spec) if !librdkafka => JudgedBy::given(&spec, entity),
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

/// The addresses that each cluster advertises; one that two clusters advertise names neither.
fn listeners(files: &[&[Entity]], seats: &Seats<'_>) -> BTreeMap<String, Option<usize>> {
    let mut joins: BTreeMap<String, Option<usize>> = BTreeMap::new();
    for ((file, at), (cluster, _)) in &seats.nodes {
        let node = &files[*file][*at];
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
    joins
}

fn bootstrap(entity: &Entity) -> impl Iterator<Item = &str> {
    entity
        .text("bootstrap.servers")
        .into_iter()
        .flat_map(|t| t.split(','))
        .map(str::trim)
}
