use std::fmt;

use super::Platform;
use crate::catalog::{self, Release};

/// A version of Kafka as a person wrote it, and the release that it is judged by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionSpec {
    /// As written.
    pub text: String,
    /// The catalogue's release that stands for it.
    pub release: Release,
    /// Where it comes from, for people.
    pub source: String,
    /// Whether the catalogue knows it; otherwise `release` is the nearest, and nothing is called rejected.
    pub known: bool,
}

/// Where a version comes from that the command line gives.
pub const BY_FLAG: &str = "given by --kafka-version";

/// A version that cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadVersion(pub String);

impl fmt::Display for BadVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "'{}' is not a version of Kafka; write a minor such as 4.3, a release such as 3.9.1, a metadata version such as 4.0-IV2, or for check a range such as 3.9..4.3",
            self.0
        )
    }
}

impl VersionSpec {
    /// Reads `4.3` (its newest patch), `3.9.1`, or `4.0-IV2` (release 4.0).
    ///
    /// # Errors
    /// When the text is none of these.
    pub fn parse(text: &str) -> Result<Self, BadVersion> {
        VersionSpec::parse_on(text, Platform::Apache, BY_FLAG)
    }

    /// Reads a version as a platform names it: Confluent Platform's `7.9`, MSK's `3.9.x.kraft`. `source` says
    /// to people where the text stands.
    ///
    /// # Errors
    /// When the text is none of these.
    pub fn parse_on(text: &str, platform: Platform, source: &str) -> Result<Self, BadVersion> {
        let trimmed = text.trim();
        let Some((kafka, about)) = platform.translate(trimmed) else {
            return VersionSpec::parse_kafka(trimmed, source);
        };
        let spec =
            VersionSpec::parse_kafka(&kafka, source).map_err(|_| BadVersion(text.to_owned()))?;
        Ok(VersionSpec {
            source: format!("{}: {about}", spec.source),
            ..spec
        })
    }

    fn parse_kafka(trimmed: &str, source: &str) -> Result<Self, BadVersion> {
        let bad = || BadVersion(trimmed.to_owned());
        let (numbers, metadata) = match trimmed.split_once("-IV") {
            Some((numbers, level)) => {
                level.parse::<u8>().map_err(|_| bad())?;
                (numbers, true)
            }
            None => (trimmed, false),
        };
        let parts = numbers
            .split('.')
            .map(|part| {
                let digits = !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
                digits.then(|| part.parse::<u8>().ok()).flatten()
            })
            .collect::<Option<Vec<u8>>>()
            .ok_or_else(bad)?;
        let (release, known) = match parts.as_slice() {
            [major, minor] | [major, minor, 0] if metadata => minor_release(*major, *minor),
            [major, minor] => minor_release(*major, *minor),
            [major, minor, patch] => {
                let wanted = Release {
                    major: *major,
                    minor: *minor,
                    patch: *patch,
                };
                let known = catalog::releases().any(|r| r == wanted);
                (if known { wanted } else { nearest(wanted) }, known)
            }
            _ => return Err(bad()),
        };
        Ok(VersionSpec {
            text: trimmed.to_owned(),
            release,
            source: source.to_owned(),
            known,
        })
    }
}

/// One version, or all from one to another: what an upgrade crosses.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionRange {
    /// The version that an upgrade starts from.
    pub from: VersionSpec,
    /// The version that it ends at.
    pub to: VersionSpec,
    /// The newest patch of every minor release between, both ends as they were given.
    pub steps: Vec<VersionSpec>,
}

impl VersionRange {
    /// Reads `3.9..4.3`.
    ///
    /// # Errors
    /// When one of the two is no version, or the second is not newer.
    pub fn parse(text: &str, platform: Platform) -> Result<Self, BadVersion> {
        let bad = || BadVersion(text.to_owned());
        let (from, to) = text.split_once("..").ok_or_else(bad)?;
        let from = VersionSpec::parse_on(from, platform, BY_FLAG)?;
        let to = VersionSpec::parse_on(to, platform, BY_FLAG)?;
        if from.release >= to.release {
            return Err(bad());
        }
        let minor = |r: Release| (r.major, r.minor);
        let mut steps = vec![from.clone()];
        for release in catalog::releases() {
            let between =
                minor(from.release) < minor(release) && minor(release) < minor(to.release);
            if between && catalog::newest_patch(release.major, release.minor) == Some(release) {
                steps.push(VersionSpec {
                    text: format!("{}.{}", release.major, release.minor),
                    release,
                    source: from.source.clone(),
                    known: true,
                });
            }
        }
        steps.push(to.clone());
        Ok(VersionRange { from, to, steps })
    }
}

fn minor_release(major: u8, minor: u8) -> (Release, bool) {
    match catalog::newest_patch(major, minor) {
        Some(release) => (release, true),
        None => (
            nearest(Release {
                major,
                minor,
                patch: 0,
            }),
            false,
        ),
    }
}

fn nearest(release: Release) -> Release {
    catalog::nearest(release)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_minor_is_its_newest_patch() {
        let spec = VersionSpec::parse("3.9").unwrap();
        assert!(spec.known && spec.release.minor == 9 && spec.release.patch >= 1);
        assert_eq!(
            VersionSpec::parse("4.0-IV2").unwrap().release,
            VersionSpec::parse("4.0").unwrap().release
        );
        assert_eq!(VersionSpec::parse("3.7.1").unwrap().release.patch, 1);
    }

    #[test]
    fn a_version_outside_the_catalogue_takes_the_nearest() {
        let old = VersionSpec::parse("2.0").unwrap();
        assert!(!old.known && old.release.major == 2 && old.release.minor == 8);
        let new = VersionSpec::parse("9.9.9").unwrap();
        assert!(!new.known && new.release == catalog::newest());
    }

    #[test]
    fn platforms_name_versions_in_their_own_way() {
        let on = |text, platform| VersionSpec::parse_on(text, platform, BY_FLAG).unwrap().text;
        assert_eq!(on("7.9", Platform::Confluent), "3.9");
        assert_eq!(on("8.1.2", Platform::Confluent), "4.1");
        assert_eq!(on("6.2", Platform::Confluent), "2.8");
        assert_eq!(on("3.9", Platform::Confluent), "3.9");
        assert_eq!(on("3.7.x.kraft", Platform::Msk), "3.7");
        assert_eq!(on("2.8.2.tiered", Platform::Msk), "2.8.2");
        assert_eq!(on("3.9.x", Platform::MskExpress), "3.9");
        assert!(VersionSpec::parse("3.9.x").is_err());
    }

    #[test]
    fn a_range_steps_over_every_minor_release() {
        let range = VersionRange::parse("3.8.0..4.2", Platform::Apache).unwrap();
        let steps: Vec<&str> = range.steps.iter().map(|s| s.text.as_str()).collect();
        assert_eq!(steps, ["3.8.0", "3.9", "4.0", "4.1", "4.2"]);
        for text in ["4.0..3.9", "3.9..3.9", "3.9", "3.9..", "..4.0", "3.9...4.0"] {
            assert!(
                VersionRange::parse(text, Platform::Apache).is_err(),
                "{text}"
            );
        }
    }

    #[test]
    fn anything_else_is_an_error() {
        for text in [
            "", "4", "4.x", "v4.3", "4.3.1.2", "4.0-IVx", "4..3", "300.1", "+4.3",
        ] {
            assert!(VersionSpec::parse(text).is_err(), "{text}");
        }
    }
}
