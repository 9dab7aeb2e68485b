//! Whether a node's data outlives its container.

use super::images::Image;
use crate::model::{EntityKind, Fact, Setting};

/// Something that is mounted into a container.
pub(super) struct Mount {
    /// The folder in the container.
    pub(super) folder: String,
    /// Whether what is written there is still there for the next container.
    pub(super) is_kept: bool,
}

/// Where a node keeps its data unless it is told otherwise (`ServerLogConfigs.LOG_DIR_DEFAULT`).
const DEFAULT: &str = "/tmp/kafka-logs";

/// Whether all folders of the data are kept; nothing where that cannot be told, as for a node whose settings may also
/// come from elsewhere, or whose mounts are not known. `own` are folders that are kept without a mount.
pub(super) fn fact(
    image: &Image,
    settings: &[Setting],
    open: bool,
    mounts: Option<&[Mount]>,
    own: &[&str],
) -> Option<(Fact, i64)> {
    if image.kind != EntityKind::Broker {
        return None;
    }
    let deciding = |key: &str| {
        let of_key = settings.iter().filter(|s| s.key.name() == key);
        of_key.max_by_key(|setting| setting.layer)
    };
    let folders = match deciding("log.dirs").or_else(|| deciding("log.dir")) {
        Some(setting) => setting.value.known()?,
        None if open || image.guessed.is_some() => return None,
        None => DEFAULT,
    };
    let mounts = mounts?;
    let mut kept = true;
    for folder in folders.split(',').map(str::trim) {
        let around = mounts.iter().filter(|m| is_within(folder, &m.folder));
        kept &= match around.max_by_key(|mount| mount.folder.len()) {
            Some(mount) => mount.is_kept,
            None if own.iter().any(|own| is_within(folder, own)) => true,
            // An image that nobody knows may have volumes of its own, yet hardly there.
            None if image.guessed.is_some() && !is_within(folder, "/tmp") => return None,
            None => false,
        };
    }
    Some((Fact::DataInVolume, i64::from(kept)))
}

fn is_within(folder: &str, outer: &str) -> bool {
    let rest = folder.strip_prefix(outer.trim_end_matches('/'));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use super::is_within;

    #[test]
    fn folders_lie_within_others_by_whole_names() {
        for (folder, outer, expected) in [
            ("/kafka/data", "/kafka", true),
            ("/kafka/data", "/kafka/", true),
            ("/kafka", "/kafka", true),
            ("/kafka-data", "/kafka", false),
            ("/kafka", "/kafka/data", false),
            ("/kafka", "/", true),
        ] {
            assert_eq!(is_within(folder, outer), expected, "{folder} in {outer}");
        }
    }
}
