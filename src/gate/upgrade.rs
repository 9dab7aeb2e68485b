//! The way from one version of Kafka to another: what has to be passed through, and in which steps.

use crate::catalog::Release;

/// What is known of the cluster that is to be upgraded.
#[derive(Clone, Debug)]
pub struct From {
    /// Its release.
    pub release: Release,
    /// Whether it keeps its metadata in ZooKeeper.
    pub zookeeper: bool,
    /// `inter.broker.protocol.version`, where a broker has it set.
    pub protocol: Option<String>,
}

/// The way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Way {
    /// What is to be done, one after the other.
    pub steps: Vec<String>,
    /// Why it cannot be gone in one go.
    pub blocked_by: Option<String>,
}

/// The last release with ZooKeeper, from which a cluster moves to KRaft.
const BRIDGE: &str = "3.9";
/// The first release without ZooKeeper.
const WITHOUT_ZOOKEEPER: (u8, u8) = (4, 0);
/// The oldest metadata version that such a release takes (`MetadataVersion.MINIMUM_VERSION`), and the release that has
/// it. A cluster of an older release has an older one.
const OLDEST_METADATA: ((u8, u8), &str) = ((3, 3), "3.3-IV3");

/// The way of a cluster to a release, which is written as `to_text`.
pub fn way(from: From, to: Release, to_text: &str) -> Way {
    let minor = |release: Release| (release.major, release.minor);
    let leaves_zookeeper = minor(to) >= WITHOUT_ZOOKEEPER;
    let crosses = minor(from.release) < WITHOUT_ZOOKEEPER && leaves_zookeeper;
    let (oldest, metadata) = OLDEST_METADATA;
    let mut way = Way::default();
    if from.zookeeper && leaves_zookeeper {
        way.blocked_by = Some(format!(
            "the cluster keeps its metadata in ZooKeeper, which no release from 4.0 on knows: it goes to {BRIDGE} first, moves to KRaft there, and goes on from there"
        ));
        way.steps = vec![
            format!(
                "upgrade the brokers to {BRIDGE}, one after the other, with `inter.broker.protocol.version` as it is"
            ),
            format!("set `inter.broker.protocol.version={BRIDGE}` and restart them once more"),
            format!("migrate to KRaft on {BRIDGE}, and finish the migration"),
        ];
    } else if crosses && minor(from.release) < oldest {
        way.blocked_by = Some(format!(
            "a cluster of that release has a metadata version below {metadata}, which is the oldest that releases from 4.0 on read: it goes to {BRIDGE} first"
        ));
        way.steps = vec![
            format!("upgrade all nodes to {BRIDGE}, one after the other"),
            format!("`kafka-features upgrade --metadata {BRIDGE}`"),
        ];
    } else if crosses {
        way.steps.push(format!(
            "see with `kafka-features describe` that `metadata.version` is finalised at {metadata} or later; no admin request of this audit tells it"
        ));
    }
    if crosses {
        way.steps.push(
            "see that no client is older than 2.1: brokers from 4.0 on do not talk to it, and no admin request tells the versions of clients"
                .to_owned(),
        );
    }
    match from.zookeeper && !leaves_zookeeper {
        true => {
            let own = || format!("{}.{}", from.release.major, from.release.minor);
            let now = from.protocol.unwrap_or_else(own);
            way.steps.extend([
                format!("set `inter.broker.protocol.version={now}` on every broker, and restart them on {to_text}, one after the other"),
                format!("when all of them run {to_text} well, set `inter.broker.protocol.version={}.{}` and restart them once more; from there on there is no way back", to.major, to.minor),
            ]);
        }
        false => {
            // Releases before 4.0 have the one flag, later ones the other.
            let flag = match leaves_zookeeper {
                true => "--release-version",
                false => "--metadata",
            };
            way.steps.extend([
                format!("restart all nodes on {to_text}, one after the other; `kafka-lint gate --restart all` says which brokers may go"),
                format!("when all of them run {to_text} well, `kafka-features upgrade {flag} {}.{}`; from there on there is no way back", to.major, to.minor),
            ]);
        }
    }
    way
}

#[cfg(test)]
mod tests {
    use super::*;

    fn release(major: u8, minor: u8) -> Release {
        Release {
            major,
            minor,
            patch: 0,
        }
    }

    fn of(from: (u8, u8), zookeeper: bool, to: (u8, u8)) -> Way {
        let from = From {
            release: release(from.0, from.1),
            zookeeper,
            protocol: None,
        };
        let text = format!("{}.{}", to.0, to.1);
        way(from, release(to.0, to.1), &text)
    }

    #[test]
    fn what_has_to_be_passed_through_is_said() {
        for (from, zookeeper, to, blocked, steps) in [
            ((4, 0), false, (4, 3), None, 2),
            ((3, 9), false, (4, 3), None, 4),
            ((3, 2), false, (4, 0), Some("3.3-IV3"), 5),
            ((3, 9), true, (4, 0), Some("ZooKeeper"), 6),
            ((2, 8), true, (3, 9), None, 2),
        ] {
            let way = of(from, zookeeper, to);
            assert_eq!(way.steps.len(), steps, "{from:?} {to:?}: {way:#?}");
            match blocked {
                None => assert_eq!(way.blocked_by, None, "{from:?} {to:?}"),
                Some(words) => assert!(way.blocked_by.unwrap().contains(words)),
            }
        }
        let old = of((2, 8), true, (3, 9));
        assert!(
            old.steps[0].contains("inter.broker.protocol.version=2.8"),
            "{old:#?}"
        );
    }
}
