//! `kafka-lint init`.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::args::InitArgs;
use super::files::Files;
use super::{Failure, check, to_stdout, write};
use crate::cluster;
use crate::diagnostic::{ClusterReport, Report};
use crate::model::EntityKind;
use crate::pipeline;
use crate::project::config::FILE_NAME;
use crate::project::{Project, Workload};
use crate::triage::Exit;

/// Parts of topics' names that say what a topic is for.
const PURPOSES: [(&str, &str); 10] = [
    ("order", "order-processing"),
    ("payment", "order-processing"),
    ("inventory", "inventory"),
    ("stock", "inventory"),
    ("notification", "notifications"),
    ("mail", "notifications"),
    ("metric", "metrics"),
    ("dead", "dead-letter"),
    ("dlq", "dead-letter"),
    ("cdc", "cdc"),
];

pub(super) fn run(args: &InitArgs) -> Result<Exit, Failure> {
    let path = args.folder.join(FILE_NAME);
    if !args.stdout && path.symlink_metadata().is_ok() {
        return Err(Failure::usage(format!(
            "{} is there already; --stdout prints what would be written",
            path.display()
        )));
    }
    let files = Files::find(std::slice::from_ref(&args.folder))?;
    let project = Project {
        today: check::today(),
        ..Project::default()
    };
    let report = pipeline::lint(&files, &project);
    let topics: BTreeSet<String> = pipeline::entities(&files, &project)
        .into_iter()
        .filter(|(entity, _)| entity.kind == EntityKind::Topic)
        .filter_map(|(entity, _)| Some(entity.name?.into_string()))
        .collect();
    let text = text(&report, &topics);
    if args.stdout {
        to_stdout(|out| out.write_all(text.as_bytes()))?;
        return Ok(Exit::Clean);
    }
    write::create(&path, text.as_bytes()).map_err(|why| Failure {
        exit: Exit::Incomplete,
        message: format!("{} is not written: {why}", path.display()),
    })?;
    check::say(&format!(
        "{} is written; everything in it may go",
        path.display()
    ));
    Ok(Exit::Clean)
}

/// The file: what was found as comments, and what is to be decided as lines that say what holds without them.
fn text(report: &Report, topics: &BTreeSet<String>) -> String {
    let s = &report.summary;
    let mut out = format!(
        "# What holds for the Kafka configuration below this folder. `kafka-lint check` finds this file by itself.\n\
         # Found here: {} files with {} brokers, topics, clients and others.\n",
        s.files, s.entities
    );
    let clusters: Vec<&ClusterReport> = report.clusters.iter().filter(|c| c.entities > 0).collect();
    for cluster in &clusters {
        // Writing to a string cannot fail.
        let _ = writeln!(
            out,
            "#   {}: Kafka {} ({}), platform {}, profile {}",
            one_line(&cluster.name),
            cluster.kafka_version,
            one_line(&cluster.version_source),
            cluster.platform,
            cluster.profile
        );
    }
    let version = clusters
        .first()
        .map_or("4.0", |cluster| &*cluster.kafka_version);
    let _ = write!(
        out,
        "\n# The version of Kafka to judge by, where no file says it.\n# kafka-version = \"{}\"\n\n\
         # apache, confluent, msk, msk-express, confluent-cloud, event-hubs, aiven, redpanda or strimzi.\n# platform = \"apache\"\n\n\
         # production, or development for what may be lost. Without it a set-up that looks like development is judged as one.\n\
         # profile = \"production\"\n\n\
         # The exit code is 1 from this severity on: error, warning, info or never.\nfail-on = \"error\"\n\n",
        one_line(version)
    );
    let _ = match s.errors + s.warnings + s.infos {
        0 => writeln!(out, "# Nothing is found here now."),
        _ => writeln!(
            out,
            "# Found now: {} errors, {} warnings and {} infos. `kafka-lint baseline create` keeps them from counting until\n\
             # they are mended.\n# baseline = \"kafka-lint-baseline.tsv\"",
            s.errors, s.warnings, s.infos
        ),
    };
    out.push_str(
        "\n# Rules that are not to run, by code, name or category; `kafka-lint rules` lists them.\n# ignore = [\"TOP001\"]\n",
    );
    for cluster in clusters
        .iter()
        .filter(|cluster| cluster.name != cluster::DEFAULT)
    {
        let name = one_line(&cluster.name);
        let _ = write!(
            out,
            "\n# [[cluster]]\n# name = \"{name}\"\n# include = [\"{name}/**\"]       # its files\n\
             # brokers = 3                   # where they are not all described here\n\
             # bootstrap-server = \"kafka:9092\"   # for `kafka-lint audit --cluster` and `gate --cluster`\n"
        );
    }
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for topic in topics {
        let purpose = PURPOSES
            .iter()
            .find(|(part, _)| topic.to_lowercase().contains(part));
        let known = purpose.filter(|(_, purpose)| Workload::from_name(purpose).is_some());
        if let Some((part, purpose)) = known.filter(|(part, _)| told.insert(part)) {
            let _ = write!(
                out,
                "\n# What topics are for decides what is asked of them; here is one called {}.\n\
                 # [[workload]]\n# topics = [\"*{part}*\"]\n# purpose = \"{purpose}\"\n",
                one_line(topic)
            );
        }
    }
    out
}

/// Text that stays in its comment.
fn one_line(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { '?' } else { c })
        .collect()
}
