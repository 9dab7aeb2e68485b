//! Kafka's own classes of the packages where it keeps some that a configuration may name.

use super::{Release, releases};

/// A run of releases that agree on a class.
struct Row {
    name: &'static str,
    first: u8,
    last: u8,
    kinds: u64,
}

include!(concat!(env!("OUT_DIR"), "/classes.rs"));

/// A class of one release.
#[derive(Copy, Clone, Debug)]
pub struct Class {
    /// Its full name.
    pub name: &'static str,
    kinds: u64,
}

impl Class {
    /// Whether it can be plugged in as that; the words are those of `tools/kafka-facts` (`Classes.java`).
    pub fn is(self, kind: &str) -> bool {
        let bit = KINDS.iter().position(|k| *k == kind);
        bit.is_some_and(|bit| self.kinds & 1 << bit != 0)
    }
}

fn lives(name: &str) -> &'static [Row] {
    let start = CLASSES.partition_point(|row| row.name < name);
    let rows = &CLASSES[start..];
    &rows[..rows.partition_point(|row| row.name == name)]
}

fn index(release: Release) -> usize {
    releases().take_while(|known| *known <= release).count() - 1
}

/// The class of that name, where a release has it.
pub fn class(name: &str, release: Release) -> Option<Class> {
    let at = index(release);
    let row = lives(name)
        .iter()
        .find(|row| (usize::from(row.first)..=usize::from(row.last)).contains(&at))?;
    Some(Class {
        name: row.name,
        kinds: row.kinds,
    })
}

/// The first and the last release that have a class; the last is none while it lasts.
pub fn class_life(name: &str) -> Option<(Release, Option<Release>)> {
    let rows = lives(name);
    let (first, last) = (rows.first()?, rows.last()?);
    Some((
        releases().nth(usize::from(first.first))?,
        releases().nth(usize::from(last.last)),
    ))
}

/// Whether some release keeps classes there that a configuration may name.
pub fn has_package(package: &str) -> bool {
    let start = CLASSES.partition_point(|row| row.name < package);
    CLASSES[start..]
        .iter()
        .take_while(|row| row.name.starts_with(package))
        .any(|row| {
            row.name[package.len()..]
                .strip_prefix('.')
                .is_some_and(|rest| !rest.contains('.'))
        })
}

/// The classes of a release.
pub fn classes(release: Release) -> impl Iterator<Item = Class> {
    let at = index(release);
    CLASSES
        .iter()
        .filter(move |row| (usize::from(row.first)..=usize::from(row.last)).contains(&at))
        .map(|row| Class {
            name: row.name,
            kinds: row.kinds,
        })
}

#[cfg(test)]
mod tests {
    use super::super::{newest, newest_patch};
    use super::*;

    #[test]
    fn classes_come_and_go() {
        let at = |major, minor| newest_patch(major, minor).unwrap();
        let acl = "kafka.security.authorizer.AclAuthorizer";
        assert!(class(acl, at(3, 9)).is_some_and(|c| c.is("authorizer") && !c.is("serializer")));
        assert!(class(acl, at(4, 0)).is_none());
        assert_eq!(class_life(acl).unwrap().1, Some(at(3, 9)));
        let standard = "org.apache.kafka.metadata.authorizer.StandardAuthorizer";
        assert!(class(standard, at(2, 8)).is_none());
        assert!(class(standard, newest()).is_some_and(|c| c.is("authorizer")));
        assert_eq!(class_life(standard).unwrap().1, None);
        assert!(class_life("org.apache.kafka.metadata.authorizer.Standard").is_none());
        assert!(has_package("org.apache.kafka.common.serialization"));
        assert!(!has_package("org.apache.kafka.common.serial"));
        assert!(!has_package("org.apache.kafka"));
        assert!(classes(newest()).filter(|c| c.is("serializer")).count() > 10);
    }
}
