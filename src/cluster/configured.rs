//! Clusters that kafka-lint.toml names, with the files that belong to them.

use std::collections::BTreeMap;

use super::{Cluster, Fit, Seats, judged_by, oldest_stated, stated_platform};
use crate::model::{Entity, EntityKind};
use crate::project::{AllTerms, Profile};

/// Adds the configured clusters that a file belongs to; gives who sits in them.
pub(super) fn place<'e>(
    files: &[&'e [Entity]],
    terms: &AllTerms<'_>,
    clusters: &mut Vec<Cluster>,
) -> Seats<'e> {
    let mut members: BTreeMap<(&str, usize), Vec<usize>> = BTreeMap::new();
    for (file, entities) in files.iter().enumerate() {
        if let Some((config, section)) = terms.of(file).cluster
            && !entities.is_empty()
        {
            let key = (config.path.as_str(), section);
            members.entry(key).or_default().push(file);
        }
    }
    let mut seats = Seats::default();
    for files_of in members.into_values() {
        let own = terms.of(files_of[0]);
        let Some((config, section)) = own.cluster else {
            continue;
        };
        let section = &config.clusters[section];
        let reason = format!("{}:{} names it", config.path, section.place.1);
        let mut nodes: Vec<&Entity> = Vec::new();
        for file in files_of {
            let seat = (clusters.len(), reason.clone());
            for (at, entity) in files[file].iter().enumerate() {
                if entity.kind == EntityKind::Broker {
                    nodes.push(entity);
                    seats.nodes.insert((file, at), seat.clone());
                }
            }
            seats.files.insert(file, seat);
        }
        let fit = nodes
            .iter()
            .fold(Fit::any(), |fit, node| fit.and(&Fit::of(node)));
        let platform = own.platform().or_else(|| stated_platform(&nodes));
        let platform = platform.unwrap_or_default();
        clusters.push(Cluster {
            name: section.name.clone(),
            by: judged_by(own, platform, &fit, oldest_stated(&nodes)),
            // Whoever names a cluster says so where it is a development one.
            profile: own.profile().unwrap_or(Profile::Production),
            platform,
            development_because: None,
            brokers: section.brokers,
        });
    }
    seats
}
