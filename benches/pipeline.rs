//! From bytes to findings, one stage more in each bench.
#![allow(clippy::unwrap_used)]

use divan::{Bencher, black_box};
use kafka_lint::catalog;
use kafka_lint::pipeline;
use kafka_lint::project::Project;
use kafka_lint::source::MemorySources;
use kafka_lint::syntax::properties;

fn main() {
    divan::main();
}

const BROKER: &str = include_str!("../fixtures/shop/sound/broker-1.properties");
const MISTAKES: &str = include_str!("../fixtures/shop/mistakes/server.properties");

#[divan::bench]
fn parse_a_broker_file(bencher: Bencher<'_, '_>) {
    bencher.bench(|| {
        properties::parse(black_box(BROKER.as_bytes()))
            .entries
            .len()
    });
}

#[divan::bench]
fn look_up_every_key(bencher: Bencher<'_, '_>) {
    let document = properties::parse(BROKER.as_bytes());
    bencher.bench(|| {
        document
            .entries
            .iter()
            .filter_map(|e| catalog::key_id(black_box(&e.key.text)))
            .count()
    });
}

#[divan::bench(args = ["sound", "mistakes"])]
fn lint_one_file(bencher: Bencher<'_, '_>, which: &str) {
    let text = if which == "sound" { BROKER } else { MISTAKES };
    let mut sources = MemorySources::default();
    sources.add("server.properties", text);
    let project = Project::default();
    bencher.bench(|| {
        pipeline::lint(black_box(&sources), &project)
            .diagnostics
            .len()
    });
}

#[divan::bench]
fn lint_a_thousand_files_on_one_thread(bencher: Bencher<'_, '_>) {
    let mut sources = MemorySources::default();
    for i in 0..1_000 {
        sources.add(
            format!("{i}/server.properties"),
            BROKER.replace("node.id=1", &format!("node.id={i}")),
        );
    }
    let project = Project {
        threads: 1,
        ..Project::default()
    };
    bencher.bench(|| pipeline::lint(black_box(&sources), &project).summary.files);
}
