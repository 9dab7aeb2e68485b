//! Which version of Kafka an entity is judged by.

use std::sync::Arc;

use crate::catalog::{self, KeyId, Release};
use crate::model::{Entity, Key};
use crate::project::VersionSpec;
use crate::resolve::component;

/// The version that an entity is judged by, and how sure it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JudgedBy {
    /// The release.
    pub release: Release,
    /// As reports write it: what was given, or the assumed release's minor.
    pub text: Arc<str>,
    /// Where it comes from, for people.
    pub why: Arc<str>,
    /// For an assumed version: the oldest release that fits the file. A refusal that does not hold from
    /// there to `release` is not called one.
    pub fits_from: Option<Release>,
    /// Whether the catalogue knows the version; nothing is called rejected otherwise.
    pub known: bool,
}

impl JudgedBy {
    /// A version that was given.
    pub fn given(spec: &VersionSpec) -> Self {
        JudgedBy {
            release: spec.release,
            text: spec.text.as_str().into(),
            why: "given by --kafka-version".into(),
            fits_from: None,
            known: spec.known,
        }
    }

    /// The newest release that fits.
    pub fn assumed(fit: &Fit) -> Self {
        JudgedBy {
            release: fit.newest,
            text: minor(fit.newest).into(),
            why: match &fit.limited_by {
                Some(key) => format!("assumed: the newest that still has `{key}`").into(),
                None => "assumed: the newest; --kafka-version says otherwise".into(),
            },
            fits_from: Some(fit.oldest),
            known: true,
        }
    }
}

/// A release without its patch.
pub fn minor(release: Release) -> String {
    format!("{}.{}", release.major, release.minor)
}

/// The releases that a file can be meant for: those that define every key it sets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fit {
    /// The oldest.
    pub oldest: Release,
    /// The newest.
    pub newest: Release,
    /// The key that keeps it from being newer.
    pub limited_by: Option<String>,
}

impl Fit {
    /// Every release.
    pub fn any() -> Self {
        Fit {
            oldest: catalog::releases().next().unwrap_or(catalog::newest()),
            newest: catalog::newest(),
            limited_by: None,
        }
    }

    /// What fits one entity. Where no release has all of its keys, the keys that were removed first do
    /// not count: such a file was carried over, and those keys are the finding.
    pub fn of(entity: &Entity) -> Self {
        let mut fit = Fit::any();
        let mut spans: Vec<(KeyId, Release, Release)> = entity
            .settings
            .iter()
            .filter_map(|s| match s.key {
                Key::Known(id) => life(entity, id).map(|(from, to)| (id, from, to)),
                Key::Other(_) => None,
            })
            .collect();
        if entity.sets("zookeeper.connect") && !entity.sets("process.roles") {
            // A node without roles keeps its metadata in ZooKeeper, whatever else it sets.
            if let Some((id, _, to)) = spans
                .iter()
                .find(|(id, _, _)| catalog::key_name(*id) == "zookeeper.connect")
                .copied()
            {
                fit.narrow(id, fit.oldest, to);
            }
        }
        let newest_first = spans.iter().map(|(_, from, _)| *from).max();
        spans.sort_by_key(|(_, _, to)| std::cmp::Reverse(*to));
        for (id, from, to) in spans {
            if to >= newest_first.unwrap_or(from) {
                fit.narrow(id, from, to);
            }
        }
        fit
    }

    fn narrow(&mut self, key: KeyId, from: Release, to: Release) {
        if from > self.newest || to < self.oldest {
            return;
        }
        if to < self.newest {
            self.newest = to;
            self.limited_by = Some(catalog::key_name(key).to_owned());
        }
        self.oldest = self.oldest.max(from);
    }

    /// What fits both; `self` where nothing does.
    pub fn and(self, other: &Fit) -> Fit {
        if other.newest < self.oldest || self.newest < other.oldest {
            return self;
        }
        let limited_by = if other.newest < self.newest {
            other.limited_by.clone()
        } else {
            self.limited_by
        };
        Fit {
            oldest: self.oldest.max(other.oldest),
            newest: self.newest.min(other.newest),
            limited_by,
        }
    }
}

/// The first and last release that define a key for the entity's kind.
fn life(entity: &Entity, key: KeyId) -> Option<(Release, Release)> {
    let mut rows = catalog::history(component(entity.kind), key);
    let (first, last, _) = rows.next()?;
    let mut to = last;
    for (_, last, _) in rows {
        to = last;
    }
    Some((first, to.unwrap_or(catalog::newest())))
}
