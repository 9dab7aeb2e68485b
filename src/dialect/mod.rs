//! From the bytes of a file to entities, and from a fix's intent back to bytes. A dialect knows no rule.
mod acl;
mod around;
mod comments;
mod compose;
mod config_map;
mod confluent;
mod connector_json;
mod container;
mod describe;
mod document;
mod edit;
mod fill;
mod flat;
mod framework;
mod heap;
mod helm;
mod identity;
mod images;
mod intake;
mod jmx;
mod kubernetes;
mod micronaut;
mod names;
mod pod;
pub mod properties;
mod quarkus;
mod recognise;
mod secrets;
mod service;
mod snapshot;
mod spring;
mod strimzi;
mod terraform;
mod unknown;
mod volumes;
mod workload;

use crate::model::Entity;
use crate::source::{SourceFile, Span};

pub use acl::identity as acl_identity;
pub use around::{Around, Folder, Neighbour, Want};
pub use comments::comments;
pub use edit::{edit, is_offered};
pub use recognise::is_named_like_kafka;

/// Something that a dialect saw while reading and that is not a setting.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble {
    /// What it is.
    pub kind: TroubleKind,
    /// Where.
    pub span: Span,
}

/// The troubles that a dialect can see.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TroubleKind {
    /// An escape that makes the reader of the file throw.
    MalformedEscape,
    /// A byte order mark that the reader of the file takes for text.
    ByteOrderMark {
        /// Whether the first line is a setting, whose key is lost by it.
        loses_key: bool,
    },
    /// A setting written twice: the span is the one that is not used, the other the one that is.
    Duplicate {
        /// The name of the one that decides.
        winner: Span,
    },
    /// A setting that never reaches Kafka; the span is its name.
    NotPassedOn {
        /// Who drops it.
        by: &'static str,
        /// What to do instead.
        instead: &'static str,
    },
    /// A name that its framework does not know and ignores, and that is nearly one that it knows.
    Misspelt {
        /// What it is meant for, as it would be written there.
        right: String,
        /// Who ignores it.
        reader: &'static str,
    },
    /// A value that its framework cannot read, so that the application does not start.
    Unreadable {
        /// The name as it is written.
        name: String,
        /// What it should be.
        expected: &'static str,
        /// Who cannot read it.
        reader: &'static str,
    },
    /// Something of a running cluster that could not be read.
    Unread {
        /// What it is.
        what: String,
        /// Why, as the end of a sentence.
        why: String,
        /// What would help.
        help: String,
    },
    /// A name written twice where the reader of the file takes none of it then.
    DuplicateRefused {
        /// The one that stands first.
        first: Span,
        /// Who refuses it, for people.
        by: &'static str,
    },
}

/// What a file turned out to be.
#[derive(Clone, Debug)]
pub enum Reading {
    /// Kafka's, and read.
    Entities(Vec<Entity>, Vec<Trouble>),
    /// Kafka's, in a format that is not read yet.
    Unsupported {
        /// The format, for people.
        format: &'static str,
    },
    /// Kafka's by its name or by what the user says, but its bytes make no sense.
    Unparsable {
        /// What is wrong, for people.
        why: String,
        /// Where.
        span: Span,
    },
    /// Not Kafka's.
    NotKafka,
}

/// Reads one file by itself. Registers the file's secrets with the source.
pub fn read(
    source: &mut SourceFile,
    id: crate::source::SourceId,
    named: bool,
    read_as: Option<crate::project::ReadAs>,
) -> Reading {
    read_among(source, id, named, read_as, &mut Around::default())
}

/// Reads one file with what is known of the files around it, and says what else it asks for.
pub fn read_among(
    source: &mut SourceFile,
    id: crate::source::SourceId,
    named: bool,
    read_as: Option<crate::project::ReadAs>,
    around: &mut Around,
) -> Reading {
    if let Some(reading) = document::read(source, id, named, read_as, around) {
        return reading;
    }
    if let Some(reading) = terraform::read(source, id, named, read_as, around) {
        return reading;
    }
    if let Some(reading) = describe::read(source, id) {
        return reading;
    }
    properties::read(source, id, named, read_as)
}

/// The text of a file whose format is UTF-8, or what a file is that is none.
fn text_of(source: &SourceFile, named: bool) -> Result<&str, Reading> {
    std::str::from_utf8(source.raw()).map_err(|_| match named {
        true => Reading::Unparsable {
            why: "the file is not UTF-8".to_owned(),
            span: Span::new(0, 0),
        },
        false => Reading::NotKafka,
    })
}

/// The name of a dialect for people.
pub fn title(name: &str) -> &'static str {
    document::title(name)
        .or_else(|| framework::title(name))
        .or_else(|| (name == describe::NAME).then_some(describe::TITLE))
        .or_else(|| (name == terraform::NAME).then_some(terraform::TITLE))
        .unwrap_or("Java properties")
}
