//! What was read of a cluster, as one document: what `snapshot` writes, what `audit` judges, and what the dialect of
//! that name reads again. Its names are the contract; `docs/snapshot.md` describes them.

use std::collections::BTreeMap;
use std::io;

use serde::Serialize;
use serde_json::ser::{Formatter, PrettyFormatter};

/// The first field of the document, and its version.
pub const MARK: &str = "kafka-lint-snapshot";
/// The version of the contract.
pub const VERSION: u32 = 1;

/// A cluster at a time. Lists are sorted, so that two documents can be compared.
#[derive(Debug, Serialize)]
pub struct Snapshot {
    /// The version of this contract.
    #[serde(rename = "kafka-lint-snapshot")]
    pub version: u32,
    /// The program that took it.
    pub tool: String,
    /// When it was begun, in UTC: `2026-11-25T10:00:00Z`.
    pub taken: String,
    /// The cluster as a whole.
    pub cluster: Cluster,
    /// Its brokers, those that do not answer included.
    pub brokers: Vec<Broker>,
    /// What topics have from their brokers where they say nothing.
    #[serde(rename = "topic-defaults")]
    pub topic_defaults: Vec<TopicDefaults>,
    /// Its topics.
    pub topics: Vec<Topic>,
    /// Its groups.
    pub groups: Vec<Group>,
    /// Its access rules.
    pub acls: Vec<Acl>,
    /// What could not be read.
    pub unread: Vec<Unread>,
}

/// The cluster as a whole.
#[derive(Debug, Serialize)]
pub struct Cluster {
    /// Its id.
    pub id: Option<String>,
    /// The addresses that it was read from.
    pub bootstrap: String,
    /// What the principal may do on the cluster, in Kafka's words; absent where the brokers do not say.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub may: Option<Vec<String>>,
}

/// A broker.
#[derive(Debug, Serialize)]
pub struct Broker {
    /// Its id.
    pub id: i32,
    /// Where clients reach it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// Its rack, as the cluster knows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rack: Option<String>,
    /// Whether it is registered; one that is not still has replicas.
    pub alive: bool,
    /// Its settings; absent where they could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settings: Option<BTreeMap<String, Setting>>,
}

/// The value that decides, and those below it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Setting {
    /// The value; absent for a secret and for what is set to nothing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// `static`, `dynamic-broker`, `dynamic-cluster`, `dynamic-topic` or `default`.
    pub source: &'static str,
    /// Whether the brokers keep the value to themselves.
    #[serde(skip_serializing_if = "is_false")]
    pub hidden: bool,
    /// What weaker layers say and what therefore has no effect; defaults left out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub masks: Vec<Masked>,
}

/// A value that has no effect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Masked {
    /// The key, where that layer calls it differently.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// The value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub value: Option<String>,
    /// The layer.
    pub source: &'static str,
}

/// What topics have from some brokers.
#[derive(Debug, Serialize)]
pub struct TopicDefaults {
    /// Brokers that all say this.
    pub brokers: Vec<i32>,
    /// Values by the keys of topics.
    pub settings: BTreeMap<String, Setting>,
}

/// A topic.
#[derive(Debug, Serialize)]
pub struct Topic {
    /// Its name.
    pub name: String,
    /// Its partitions, by number.
    pub partitions: Vec<Partition>,
    /// What was set on the topic itself; absent where it could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub settings: Option<BTreeMap<String, Setting>>,
}

/// A partition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Partition {
    /// The broker that leads it; absent where none does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub leader: Option<i32>,
    /// The brokers that are to have it, the preferred leader first.
    pub replicas: Vec<i32>,
    /// Those that have all of it. Where two looks at it differ, those of the better one.
    #[serde(rename = "in-sync")]
    pub in_sync: Vec<i32>,
}

/// A group of consumers.
#[derive(Debug, Serialize)]
pub struct Group {
    /// Its id.
    pub name: String,
    /// In Kafka's words, for example `Stable`.
    pub state: String,
    /// `Classic` or `Consumer`; `Unknown` where brokers do not say.
    pub protocol: String,
    /// The assignor that its members agreed on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assignor: Option<String>,
    /// How many members it has.
    pub members: usize,
    /// How far it is; absent where that could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub committed: Option<Vec<Committed>>,
}

/// How far a group is on one partition.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Committed {
    /// The topic.
    pub topic: String,
    /// The partition.
    pub partition: i32,
    /// The next offset to read.
    pub offset: i64,
    /// The first offset that is still there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<i64>,
    /// One past the last one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end: Option<i64>,
}

/// An access rule.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Acl {
    /// What kind of thing it is about, in capitals.
    #[serde(rename = "resource.type")]
    pub resource_type: String,
    /// The name of the thing, or how it begins.
    #[serde(rename = "resource.name")]
    pub resource_name: String,
    /// `LITERAL` or `PREFIXED`.
    #[serde(rename = "pattern.type")]
    pub pattern_type: String,
    /// Who.
    pub principal: String,
    /// From where.
    pub host: String,
    /// What is done, for example `AlterConfigs`.
    pub operation: String,
    /// `Allow` or `Deny`.
    pub permission: String,
}

/// Something that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Unread {
    /// What it is: `the settings of broker 3`.
    pub what: String,
    /// Why, as the end of a sentence.
    pub why: String,
    /// What would help: an access rule to grant, or what to look at.
    pub help: String,
}

fn is_false(value: &bool) -> bool {
    !*value
}

impl Snapshot {
    /// Writes the document: a setting, partition or access rule on a line of its own.
    ///
    /// # Errors
    /// When `out` cannot be written.
    pub fn write(&self, out: &mut dyn io::Write) -> io::Result<()> {
        let mut writer = serde_json::Serializer::with_formatter(&mut *out, Lines::default());
        self.serialize(&mut writer)?;
        out.write_all(b"\n")
    }
}

/// How deep things are that have a line of their own: the fields of brokers and topics below their settings.
const DEEP: usize = 4;

/// Indented down to a depth, on one line below it.
#[derive(Default)]
struct Lines {
    pretty: PrettyFormatter<'static>,
    depth: usize,
}

impl Lines {
    fn is_deep(&self) -> bool {
        self.depth > DEEP
    }
}

/// Goes to the inner formatter unless it is deep, where a separator is a comma and a blank.
impl Formatter for Lines {
    fn begin_array<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.depth += 1;
        match self.is_deep() {
            true => out.write_all(b"["),
            false => self.pretty.begin_array(out),
        }
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        let deep = self.is_deep();
        self.depth -= 1;
        match deep {
            true => out.write_all(b"]"),
            false => self.pretty.end_array(out),
        }
    }

    fn begin_array_value<W: ?Sized + io::Write>(
        &mut self,
        out: &mut W,
        first: bool,
    ) -> io::Result<()> {
        match (self.is_deep(), first) {
            (true, true) => Ok(()),
            (true, false) => out.write_all(b", "),
            (false, _) => self.pretty.begin_array_value(out, first),
        }
    }

    fn end_array_value<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        match self.is_deep() {
            true => Ok(()),
            false => self.pretty.end_array_value(out),
        }
    }

    fn begin_object<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        self.depth += 1;
        match self.is_deep() {
            true => out.write_all(b"{"),
            false => self.pretty.begin_object(out),
        }
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        let deep = self.is_deep();
        self.depth -= 1;
        match deep {
            true => out.write_all(b"}"),
            false => self.pretty.end_object(out),
        }
    }

    fn begin_object_key<W: ?Sized + io::Write>(
        &mut self,
        out: &mut W,
        first: bool,
    ) -> io::Result<()> {
        match (self.is_deep(), first) {
            (true, true) => Ok(()),
            (true, false) => out.write_all(b", "),
            (false, _) => self.pretty.begin_object_key(out, first),
        }
    }

    fn begin_object_value<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        out.write_all(b": ")
    }

    fn end_object_value<W: ?Sized + io::Write>(&mut self, out: &mut W) -> io::Result<()> {
        match self.is_deep() {
            true => Ok(()),
            false => self.pretty.end_object_value(out),
        }
    }
}
