//! Which release a broker is of, by the keys that it has.

use std::collections::BTreeSet;

use crate::catalog::{self, Component, KeyId, Release};

/// With fewer keys than this in common a broker is no release of Kafka's at all.
const LEAST: usize = 100;

/// The release whose keys are most nearly those of a broker: the newest patch of its minor, and of several minors
/// that are equally near the newest.
pub(super) fn of<'k>(keys: impl Iterator<Item = &'k str>) -> Option<Release> {
    let keys: BTreeSet<KeyId> = keys.filter_map(catalog::key_id).collect();
    let mut best: Option<(usize, Release)> = None;
    for release in catalog::releases() {
        if catalog::newest_patch(release.major, release.minor) != Some(release) {
            continue;
        }
        let defined: BTreeSet<KeyId> = catalog::definitions(Component::Broker, release)
            .map(|definition| definition.key)
            .collect();
        let apart = keys.symmetric_difference(&defined).count();
        let common = keys.intersection(&defined).count();
        if common >= LEAST && best.is_none_or(|(least, _)| apart <= least) {
            best = Some((apart, release));
        }
    }
    best.map(|(_, release)| release)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_minor_is_told_by_its_keys() {
        let mut told = 0;
        for release in catalog::releases() {
            if catalog::newest_patch(release.major, release.minor) != Some(release) {
                continue;
            }
            let definitions = catalog::definitions(Component::Broker, release);
            let keys: Vec<&str> = definitions.map(|d| catalog::key_name(d.key)).collect();
            let found = of(keys.iter().copied()).unwrap();
            // Two minors with the same keys cannot be told apart; then it is the newer one.
            assert!(found >= release, "{release} is taken for {found}");
            told += usize::from(found == release);
        }
        assert!(told > 10, "{told}");
        assert_eq!(of(["log.dirs", "node.id"].into_iter()), None);
    }
}
