//! `kafka-lint` reads Kafka configuration into one model, checks it against what Kafka itself enforces and
//! against a production checklist, and says what is wrong, where, why and how to mend it.
//!
//! # The way of the data
//!
//! ```text
//! main, cli → pipeline          the whole way on one screen; alone knows all stages
//! base:     source  diagnostic  model  catalog
//! intake:   live, syntax → dialect  from bytes to entities, and from a fix's intent back to bytes
//! shape:    project  cluster  resolve
//! judge:    verdict  rule  checks
//! outcome:  triage  fix  gate  report
//! ```
//!
//! A module uses its own row and the rows above it. Further: a dialect knows no rule, a check no dialect, a
//! report neither catalogue nor rules, the verdict no rule. `tests/layers.rs` holds this.
//!
//! * [`pipeline::lint`] is pure: no output, clock, environment, working directory or global state.
//! * A span is a byte range of the file as read, always; decoded text carries a map back to it.
//! * A value is known, unset or unknown. A rule over an unknown value gives no data: never a finding, never a
//!   pass. Rules read values only through [`rule::Context`], which records what they read.
//! * Secrecy is set when a setting is made, and its span registered with the source; text leaves a source only
//!   through [`source::SourceFile::masked`].
//! * What Kafka defines comes from Kafka: `tools/kafka-facts` asks the published artifacts of every release
//!   (`tools/librdkafka-facts` those of librdkafka), the build script turns the tables into [`catalog`], which
//!   is read in place.
//! * Four tables say what there is, and the build script reads the same ones: components
//!   (`catalog/component.rs`), prefixes and what stands behind them (`catalog/prefix.rs`), kinds of entities
//!   with the components whose keys they read (`model/kind.rs`), facts (`model/facts.rs`).
//! * A version is one of Kafka's; a client of librdkafka is judged by librdkafka's own, which is assumed. A
//!   range of versions is linted once for each minor release, and a finding says the first and the last.
//! * Who has a word on how a file is judged is a list of layers, of which the first that says something decides
//!   it: the command line, the overrides of its path, its cluster, its kafka-lint.toml ([`project::Terms`]). What
//!   a file of Kafka's states itself, such as an image's tag, comes after them, and what is assumed is last.
//! * A suppression is decided by the place that a finding points at, never by what it says: a comment holds for
//!   a span ([`syntax::comment`] says of which), a section of kafka-lint.toml for paths. Which suppressions were
//!   of use is told once all files are judged ([`triage::suppress`]); a verdict is suppressed as any finding is,
//!   and silences others all the same.
//! * A running cluster is read into one document (`live::snapshot`), and that is judged as any other file: its
//!   dialect is `snapshot`. So a live audit and a snapshot say the same, and only [`live`] knows librdkafka. What a
//!   topic has from its brokers is an entity behind it ([`model::Entity::inherited`]); state that is no configuration
//!   is facts, which the rules on state read. Findings about a cluster have a place in it and none in a file.
//! * A gate joins what files declare with what runs before anything is judged ([`gate`]): the declared entity becomes
//!   what will run, [`model::Entity::runs`] is what does. So the verdict and the rules judge the result, and rules on
//!   changes (`GAT`) are data as any other, with `was['key']` for what runs.
//! * Rules are data: `rules/<category>/<CODE>-<slug>.toml`, compiled by the build script into statics. Rules of
//!   users' own are the same files, worked out by the same code ([`rule::draft`]) when a run begins.
//!
//! # Contracts
//!
//! Exit codes: [`triage::Exit`]. JSON: `docs/kafka-lint-json-v1.schema.json`. Rule files: [`rule::format`].
//! Expressions: `docs/expressions.md`. kafka-lint.toml: [`project::config`]; fingerprints are made of paths from the
//! folder of the outermost one up to the root of the repository on, else from that root, else from the working
//! directory.
pub mod catalog;
pub mod checks;
pub mod cli;
pub mod cluster;
pub mod diagnostic;
pub mod dialect;
pub mod fix;
pub mod gate;
pub mod live;
pub mod model;
pub mod pipeline;
pub mod project;
pub mod report;
pub mod resolve;
pub mod rule;
pub mod source;
pub mod syntax;
pub mod triage;
pub mod verdict;
