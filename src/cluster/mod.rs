//! Which entities belong together, and by which version and profile each is judged.
mod configured;
mod development;
mod groups;
mod members;
mod version;

use std::collections::BTreeMap;

use crate::model::{Entity, EntityKind, Variant};
use crate::project::{AllTerms, Platform, Profile, Terms, VersionSpec, Workload};

use groups::Seat;
pub use members::{Common, Member, Members, Usual};
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
    /// Whose Kafka it is.
    pub platform: Platform,
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
    /// The profile that it is judged by.
    pub profile: Profile,
    /// Whose Kafka it is for.
    pub platform: Platform,
    /// What a topic is for.
    pub workload: Option<Workload>,
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

/// Places the entities of all files; `paths` name the files as fingerprints do, `terms` say what holds for each.
/// With `one`, all that no configuration places is one cluster.
pub fn place(files: &[&[Entity]], paths: &[&str], terms: &AllTerms<'_>, one: bool) -> Plan {
    let mut clusters = vec![unplaced(files.len(), terms)];
    let mut seats = configured::place(files, terms, &mut clusters);
    let is_open = |file| terms.of(file).cluster.is_none();
    let groups = match one {
        true => groups::all(files, is_open),
        false => groups::group(files, is_open),
    };
    for group in groups {
        let own = group.nodes.first().map_or(0, |(file, _)| *file);
        let own = terms.of(own);
        let nodes: Vec<&Entity> = group.nodes.iter().map(|(f, e)| &files[*f][*e]).collect();
        let fit = nodes
            .iter()
            .fold(Fit::any(), |fit, node| fit.and(&Fit::of(node)));
        let brokers = groups::brokers(&group, &nodes, one);
        let signs = development::signs(&nodes, brokers);
        let development = own.profile().is_none() && signs.len() >= 2;
        for seat in &group.nodes {
            seats
                .nodes
                .insert(*seat, (clusters.len(), group.because.clone()));
        }
        if let Some(scope) = &group.scope {
            seats.scopes.entry(scope).or_default().push(clusters.len());
        }
        let platform = own.platform().or_else(|| stated_platform(&nodes));
        let platform = platform.unwrap_or_default();
        clusters.push(Cluster {
            name: groups::name(&group, files, paths, &clusters),
            by: judged_by(own, platform, &fit, oldest_stated(&nodes)),
            platform,
            profile: match own.profile() {
                Some(profile) => profile,
                None if development => Profile::Development,
                None => Profile::Production,
            },
            development_because: development.then(|| signs.join(", ")),
            brokers,
        });
    }
    if one {
        seats.rest = (clusters.len() > 1).then(|| clusters.len() - 1);
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
                    placement(
                        entity,
                        (file, at),
                        &seats,
                        &joins,
                        &clusters,
                        terms.of(file),
                    )
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
    /// Files that kafka-lint.toml places as a whole.
    files: BTreeMap<usize, (usize, String)>,
    /// The clusters of each scope.
    scopes: BTreeMap<&'e str, Vec<usize>>,
    /// The cluster of all that nothing else places.
    rest: Option<usize>,
}

/// Whose Kafka nodes run, where their files state a version of it.
fn stated_platform(nodes: &[&Entity]) -> Option<Platform> {
    let mut stated = nodes.iter().filter_map(|node| node.version.as_ref());
    Platform::from_name(stated.next()?.platform)
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
    let spec = VersionSpec::parse_on(&version.text, platform, &version.source).ok()?;
    Some(VersionSpec {
        source: version.source.clone(),
        ..spec
    })
}

/// The cluster of whatever is not placed, by what holds for all files alike that no configuration places.
fn unplaced(files: usize, terms: &AllTerms<'_>) -> Cluster {
    let word = |terms: &Terms<'_>| {
        let version = terms.kafka_version().cloned();
        (version, terms.platform(), terms.profile())
    };
    let open = (0..files)
        .map(|file| terms.of(file))
        .filter(|t| t.cluster.is_none());
    let mut open = open.peekable();
    let first = open.peek().copied();
    let agreed = first.filter(|first| open.all(|other| word(other) == word(first)));
    let terms = agreed.unwrap_or(terms.of_the_run());
    let platform = terms.platform().unwrap_or_default();
    Cluster {
        name: DEFAULT.to_owned(),
        by: judged_by(terms, platform, &Fit::any(), None),
        profile: terms.profile().unwrap_or(Profile::Production),
        platform,
        development_because: None,
        brokers: None,
    }
}

fn placement(
    entity: &Entity,
    seat: Seat,
    seats: &Seats<'_>,
    joins: &BTreeMap<String, Option<usize>>,
    clusters: &[Cluster],
    terms: &Terms<'_>,
) -> Placement {
    let joined = || {
        bootstrap(entity).find_map(|address| match joins.get(address) {
            Some(Some(cluster)) => Some((
                *cluster,
                format!("bootstrap.servers names {address}, which the cluster advertises"),
            )),
            _ => None,
        })
    };
    let deployed = || {
        let scope = entity.scope.as_ref()?;
        match seats.scopes.get(scope.id.as_str()).map(Vec::as_slice) {
            Some([cluster]) => Some((*cluster, scope.because.clone())),
            _ => None,
        }
    };
    let seated = seats.nodes.get(&seat).or(seats.files.get(&seat.0));
    let (cluster, reason) = seated
        .cloned()
        .or_else(joined)
        .or_else(deployed)
        .or_else(|| Some((seats.rest?, groups::ONE.to_owned())))
        .unwrap_or((0, "nothing says which cluster it belongs to".to_owned()));
    // What is not placed has nothing in common but the name of its cluster.
    let own = clusters.get(cluster).filter(|_| cluster != 0);
    let platform = terms.platform().or(own.map(|c| c.platform));
    let platform = platform.unwrap_or_default();
    let profile = terms.profile().or(own.map(|c| c.profile));
    // What the brokers keep is judged by their version.
    let as_cluster = (is_kept_by_brokers(entity.kind) || seats.nodes.contains_key(&seat))
        && entity.version.is_none()
        && terms.kafka_version().is_none();
    Placement {
        cluster,
        reason,
        by: match own.filter(|_| as_cluster) {
            Some(cluster) => cluster.by.clone(),
            None => judged_by(terms, platform, &Fit::of(entity), Some(entity)),
        },
        profile: profile.unwrap_or(Profile::Production),
        platform,
        workload: match entity.kind {
            EntityKind::Topic => terms.workload(entity.name.as_deref()),
            _ => None,
        },
    }
}

fn judged_by(
    terms: &Terms<'_>,
    platform: Platform,
    fit: &Fit,
    entity: Option<&Entity>,
) -> JudgedBy {
    let librdkafka = entity.is_some_and(|e| e.variant == Some(Variant::Librdkafka));
    let given = terms.kafka_version().cloned();
    let by = match given.or_else(|| stated(entity?)) {
        // librdkafka's releases are its own; that of the brokers says nothing of them.
        Some(spec) if !librdkafka => JudgedBy::given(&spec, entity),
        _ => JudgedBy::assumed(fit),
    };
    let of_brokers =
        entity.is_none_or(|e| e.kind == EntityKind::Broker || is_kept_by_brokers(e.kind));
    match platform.runs_kafka() || !of_brokers {
        true => by,
        false => by.on_other_brokers(platform),
    }
}

/// Whether brokers keep the configuration of such a thing, so that it is theirs to judge.
fn is_kept_by_brokers(kind: EntityKind) -> bool {
    matches!(
        kind,
        EntityKind::Topic | EntityKind::Group | EntityKind::ClientMetrics | EntityKind::Quota
    )
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
