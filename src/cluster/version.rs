//! Which version of Kafka an entity is judged by.

use std::sync::Arc;

use crate::catalog::{self, Component, KeyId, Release};
use crate::model::{Entity, Key};
use crate::project::{Platform, VersionSpec};

/// The version that an entity is judged by, and how sure it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct JudgedBy {
    /// The release, in the line of releases of the entity's components.
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
    /// Whether it is a release of librdkafka's, not of Kafka's.
    pub librdkafka: bool,
}

impl JudgedBy {
    /// A version that was given; an entity whose component was not published for it has the nearest.
    pub fn given(spec: &VersionSpec, entity: Option<&Entity>) -> Self {
        let newest = entity.map(newest_for).unwrap_or(catalog::newest());
        let missing = spec.release > newest;
        let why = match entity {
            Some(entity) if missing => format!(
                "{}; of {} {} is the newest that is published, and nothing is called rejected",
                spec.source,
                owner(entity),
                minor(newest)
            ),
            _ => spec.source.clone(),
        };
        JudgedBy {
            release: spec.release.min(newest),
            text: spec.text.as_str().into(),
            why: why.into(),
            fits_from: None,
            known: spec.known && !missing,
            librdkafka: false,
        }
    }

    /// The newest release that fits.
    pub fn assumed(fit: &Fit) -> Self {
        let version = minor(fit.newest);
        JudgedBy {
            release: fit.newest,
            text: match fit.librdkafka {
                true => format!("librdkafka {version}").into(),
                false => version.into(),
            },
            why: match &fit.limited_by {
                Some(key) => format!("assumed: the newest that still has `{key}`").into(),
                None if fit.librdkafka => "assumed: the newest".into(),
                None => "assumed: the newest; --kafka-version says otherwise".into(),
            },
            fits_from: Some(fit.oldest),
            known: true,
            librdkafka: fit.librdkafka,
        }
    }

    /// The same where the brokers are not Kafka's code: what Kafka refuses is not theirs to refuse.
    pub(super) fn on_other_brokers(self, platform: Platform) -> Self {
        JudgedBy {
            why: format!(
                "{}; {platform} is not Apache Kafka, so nothing of its brokers is called rejected",
                self.why
            )
            .into(),
            known: false,
            ..self
        }
    }

    /// What the version is one of.
    pub fn product(&self) -> &'static str {
        if self.librdkafka {
            "librdkafka"
        } else {
            "Kafka"
        }
    }

    /// The version with what it is one of.
    pub fn full(&self) -> String {
        if self.librdkafka {
            self.text.to_string()
        } else {
            format!("Kafka {}", self.text)
        }
    }

    /// The release of Kafka that goes with it.
    pub fn kafka(&self) -> Release {
        if self.librdkafka {
            catalog::newest()
        } else {
            self.release
        }
    }
}

/// The newest release that was read for what an entity is.
fn newest_for(entity: &Entity) -> Release {
    match entity.components().first() {
        Some(component) => catalog::newest_read(*component),
        None => catalog::newest(),
    }
}

fn owner(entity: &Entity) -> &'static str {
    entity.components().first().map_or("it", |c| c.owner())
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
    /// Whether they are librdkafka's.
    librdkafka: bool,
}

impl Fit {
    /// Every release of Kafka.
    pub fn any() -> Self {
        Fit {
            oldest: catalog::releases().next().unwrap_or(catalog::newest()),
            newest: catalog::newest(),
            limited_by: None,
            librdkafka: false,
        }
    }

    /// Every release that has what the entity is.
    fn any_for(entity: &Entity) -> Self {
        match entity.components().first() {
            Some(component) => Fit {
                oldest: catalog::oldest_read(*component),
                newest: catalog::newest_read(*component),
                limited_by: None,
                librdkafka: *component == Component::Librdkafka,
            },
            None => Fit::any(),
        }
    }

    /// What fits one entity. Where no release has all of its keys, the keys that were removed first do
    /// not count: such a file was carried over, and those keys are the finding.
    pub fn of(entity: &Entity) -> Self {
        let mut fit = Fit::any_for(entity);
        let newest = fit.newest;
        let mut spans: Vec<(KeyId, Release, Release)> = entity
            .settings
            .iter()
            .filter_map(|s| match s.key {
                Key::Known(id) => life(entity, id, newest).map(|(from, to)| (id, from, to)),
                Key::Other(_) => None,
            })
            .collect();
        // A running node tells its empty roles as well.
        let has_roles = entity.sets("process.roles") && entity.text("process.roles") != Some("");
        if entity.sets("zookeeper.connect") && !has_roles {
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
            librdkafka: self.librdkafka,
        }
    }
}

/// The first and last release that define a key for what the entity is.
fn life(entity: &Entity, key: KeyId, newest: Release) -> Option<(Release, Release)> {
    let rows = || {
        entity
            .components()
            .iter()
            .flat_map(|component| catalog::history(*component, key))
    };
    let first = rows().map(|(first, _, _)| first).min()?;
    let last = rows().map(|(_, last, _)| last.unwrap_or(newest)).max()?;
    Some((first, last))
}
