//! Versions of metadata and messages in a broker's file, up to 3.9.

use super::view::{Read, View};
use super::{Fault, Judged};
use crate::cluster::minor;

pub(super) const PROTOCOL: &str = "inter.broker.protocol.version";
const FORMAT: &str = "log.message.format.version";

/// The last revision (`-IV`) of each version, oldest first: `MetadataVersion`, `ApiVersion`.
const REVISIONS: &[((u32, u32, u32), u32)] = &[
    ((0, 8, 0), 0),
    ((0, 8, 1), 0),
    ((0, 8, 2), 0),
    ((0, 9, 0), 0),
    ((0, 10, 0), 1),
    ((0, 10, 1), 2),
    ((0, 10, 2), 0),
    ((0, 11, 0), 2),
    ((1, 0, 0), 0),
    ((1, 1, 0), 0),
    ((2, 0, 0), 1),
    ((2, 1, 0), 2),
    ((2, 2, 0), 1),
    ((2, 3, 0), 1),
    ((2, 4, 0), 1),
    ((2, 5, 0), 0),
    ((2, 6, 0), 0),
    ((2, 7, 0), 2),
    ((2, 8, 0), 1),
    ((3, 0, 0), 1),
    ((3, 1, 0), 0),
    ((3, 2, 0), 0),
    ((3, 3, 0), 3),
    ((3, 4, 0), 0),
    ((3, 5, 0), 2),
    ((3, 6, 0), 2),
    ((3, 7, 0), 4),
    ((3, 8, 0), 0),
    ((3, 9, 0), 0),
    ((4, 0, 0), 1),
];

/// A version of `REVISIONS` and its revision, the last one where none is written.
pub(super) type Version = ((u32, u32, u32), u32);

/// What a text says; `None` where there is no such version. What stands behind the second number, or the third
/// of those before 1.0, is not looked at where there is no revision.
fn parse(text: &str) -> Option<Version> {
    let mut segments = text.split('.');
    let first: u32 = segments.next()?.parse().ok()?;
    let length = if first == 0 { 3 } else { 2 };
    let short: Vec<&str> = text.split('.').take(length).collect();
    let (number, revision) = match short.join(".").split_once("-IV") {
        Some((number, revision)) => (number.to_owned(), Some(revision.parse::<u32>().ok()?)),
        None => (short.join("."), None),
    };
    let mut numbers = number.split('.').map(|n| n.parse::<u32>().ok());
    let version = (
        numbers.next()??,
        numbers.next()??,
        if length == 3 { numbers.next()?? } else { 0 },
    );
    let (_, last) = REVISIONS.iter().find(|(known, _)| *known == version)?;
    let revision = revision.unwrap_or(*last);
    // The oldest have none.
    (revision <= *last).then_some((version, revision))
}

/// A key that is written, as a version that the release knows.
fn read(view: &View<'_>, key: &str) -> Read<Version> {
    Ok(view.text(key)?.and_then(parse))
}

/// The protocol that is written; the newest counts where none is.
pub(super) fn protocol(view: &View<'_>) -> Read<Version> {
    match view.written(PROTOCOL)? {
        true => read(view, PROTOCOL),
        false => Ok(None),
    }
}

/// Whether a release can know a version.
fn is_known(view: &View<'_>, text: &str) -> bool {
    let own = (
        u32::from(view.release.major),
        u32::from(view.release.minor),
        0,
    );
    // From 3.7 on it knows the first revision of the next one, too, which is not finished.
    let next = match own {
        (3, 9, _) => (4, 0, 0),
        (major, minor, _) => (major, minor + 1, 0),
    };
    let is_unfinished = |version| {
        let number: String = text.split('.').take(2).collect::<Vec<_>>().join(".");
        view.from(3, 7) && version == next && number.contains("-IV")
    };
    parse(text).is_some_and(|(version, _)| version <= own || is_unfinished(version))
}

pub(super) fn unknown(view: &View<'_>) -> Judged {
    for key in [PROTOCOL, FORMAT] {
        if let Some(fault) = unknown_in(view, key)? {
            return Ok(Some(fault));
        }
    }
    Ok(None)
}

/// The same for any key that holds a version.
pub(super) fn unknown_in(view: &View<'_>, key: &str) -> Judged {
    Ok(view
        .text(key)?
        .filter(|text| !is_known(view, text))
        .map(|text| {
            let own = minor(view.release);
            Fault::new(
                &[key],
                format!("`{key}` is `{text}`, which is no version that Kafka {own} knows"),
                format!("write a version up to `{own}`, or take `{key}` out"),
            )
        }))
}

pub(super) fn without_quorum(view: &View<'_>) -> Judged {
    let Some(version) = read(view, PROTOCOL)? else {
        return Ok(None);
    };
    let kraft = super::roles::Roles::of(view)?.kraft();
    Ok(
        (kraft && view.written(PROTOCOL)? && version < ((3, 0, 0), 1)).then(|| {
            Fault::new(
                &[PROTOCOL, "process.roles"],
                format!(
                    "`{PROTOCOL}` is a version from before KRaft, on a node with `process.roles`"
                ),
                format!("take `{PROTOCOL}` out; the cluster's metadata version counts"),
            )
        }),
    )
}

/// The generation of message formats.
fn generation(((major, minor, _), revision): Version) -> u32 {
    match (major, minor) {
        (0, ..=9) => 0,
        (0, 10) => 1,
        (0, 11) if revision == 0 => 2,
        _ => 2,
    }
}

pub(super) fn format_above_protocol(view: &View<'_>) -> Judged {
    let Some(protocol) = read(view, PROTOCOL)? else {
        return Ok(None);
    };
    // From 3.0 on the format does not count where the protocol is as new.
    if view.from(3, 0) && protocol >= ((3, 0, 0), 1) {
        return Ok(None);
    }
    let Some(format) = read(view, FORMAT)? else {
        return Ok(None);
    };
    Ok((generation(format) > generation(protocol)).then(|| {
        Fault::new(
            &[PROTOCOL, FORMAT],
            format!("`{PROTOCOL}` is older than the message format of `{FORMAT}`"),
            format!("take `{PROTOCOL}` and `{FORMAT}` out"),
        )
    }))
}

#[cfg(test)]
mod tests {
    use super::parse;

    #[test]
    fn reads_versions_as_kafka_does() {
        for text in ["0.10.0", "0.10.2-IV0", "2.5.1", "3.0-IV1", "3.9", "3.7-IV4"] {
            assert!(parse(text).is_some(), "{text}");
        }
        for text in ["", "3", "three", "3.1-IV7", "4.1", "2.1,2.2", "3.0-IV"] {
            assert!(parse(text).is_none(), "{text}");
        }
        assert_eq!(parse("3.0"), parse("3.0-IV1"));
    }
}
