//! What MirrorMaker comes to read of its file: nothing of flows that it does not make.

use crate::catalog::Component;
use crate::model::Entity;
use crate::resolve::value;

/// What a worker gets of the lines that name no cluster (`MirrorMakerConfig.workerConfig`).
const FOR_ALL_WORKERS: [&str; 10] = [
    "offset.storage",
    "config.storage",
    "status.storage",
    "key.converter",
    "value.converter",
    "header.converter",
    "task",
    "worker",
    "replication.policy",
    "config.providers",
];

/// Whether a key that belongs to a component of the flows is read.
pub(super) fn is_read(entity: &Entity, name: &str, component: Component) -> bool {
    let flow = name.split_once("->").and_then(|(source, rest)| {
        let (target, _) = rest.split_once('.')?;
        Some((source, target))
    });
    let clusters: Vec<&str> = match entity.text("clusters") {
        Some(text) => value::list(text.trim()),
        // Filled in, or missing, which is said.
        None => return true,
    };
    if let Some((source, target)) = flow {
        return is_made(entity, &clusters, source, target);
    }
    let any = clusters.iter().any(|source| {
        let others = clusters.iter().filter(|target| *target != source);
        others.into_iter().any(|target| {
            // What a flow says itself takes the place of what is said of all.
            let own = format!("{source}->{target}.{name}");
            let is_own =
                component != Component::ConnectDistributed && entity.get_named(&own).is_some();
            !is_own && is_made(entity, &clusters, source, target)
        })
    });
    let of_a_cluster = clusters.iter().any(|cluster| {
        name.strip_prefix(cluster)
            .is_some_and(|rest| rest.starts_with('.'))
    });
    let reaches = component != Component::ConnectDistributed
        || of_a_cluster
        || FOR_ALL_WORKERS
            .iter()
            .any(|prefix| name.starts_with(prefix));
    any && reaches
}

/// Whether a flow is made: it is enabled, or heartbeats go through it (`MirrorMakerConfig.clusterPairs`).
fn is_made(entity: &Entity, clusters: &[&str], source: &str, target: &str) -> bool {
    let is_true = |name: &str| {
        entity
            .text(name)
            .map(|text| text.eq_ignore_ascii_case("true"))
    };
    if !(clusters.contains(&source) && clusters.contains(&target)) {
        return false;
    }
    is_true(&format!("{source}->{target}.enabled")) == Some(true)
        || is_true(&format!("{source}->{target}.emit.heartbeats.enabled"))
            .or_else(|| is_true("emit.heartbeats.enabled"))
            .unwrap_or(true)
}
