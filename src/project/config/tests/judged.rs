//! How a configuration decides what files are judged by.

use super::super::*;
use super::{RULES, parse};
use crate::model::Fact;
use crate::pipeline;
use crate::project::{Project, Selection};
use crate::source::{Governed, Input, InputKind, MemorySources, ReadError, Sources};

/// A run over named files, each governed by one of several configurations from its folder on.
fn run(configs: &[&str], files: &[(&str, usize, &str)]) -> (Project, Inputs) {
    let project = Project {
        configs: configs.iter().map(|text| parse(text)).collect(),
        ..Project::default()
    };
    let mut sources = MemorySources::default();
    for (path, _, text) in files {
        sources.add(*path, text.as_bytes());
    }
    let mut inputs = sources.inputs().to_vec();
    for (input, (path, index, _)) in inputs.iter_mut().zip(files) {
        input.config = Some(Governed {
            index: *index,
            path: (*path).to_owned(),
            cluster: None,
        });
    }
    (project, Inputs(inputs, sources))
}

struct Inputs(Vec<Input>, MemorySources);

impl Sources for Inputs {
    fn inputs(&self) -> &[Input] {
        &self.0
    }

    fn read(&self, index: usize) -> Result<Vec<u8>, ReadError> {
        self.1.read(index)
    }
}

const NODE: &str = "process.roles=broker\nnode.id=4\ncontroller.quorum.bootstrap.servers=c1:9093\n\
controller.listener.names=C\nlisteners=PLAINTEXT://k4:9092\n";

#[test]
fn a_configured_cluster_tells_its_brokers_and_takes_its_clients() {
    let section = "[[cluster]]\nname = \"orders\"\ninclude = [\"prod\"]\nbrokers = 6\nprofile = \"development\"\n";
    let (project, sources) = run(
        &[section, "kafka-version = \"3.9\""],
        &[
            ("prod/server.properties", 0, NODE),
            ("other/server.properties", 1, NODE),
            (
                "clients/consumer.properties",
                0,
                "bootstrap.servers=k4:9092\ngroup.id=a\n",
            ),
        ],
    );
    let brokers: Vec<Option<i64>> = pipeline::entities(&sources, &project)
        .iter()
        .map(|(entity, _)| entity.facts.get(Fact::Brokers))
        .collect();
    assert_eq!(brokers, [Some(6), None, None]);
    let understood = pipeline::understand(&sources, &project);
    let told = understood.iter().map(|file| {
        let entity = &file.entities[0];
        format!("{} {}", entity.cluster, entity.version)
    });
    let newest = crate::cluster::minor(crate::catalog::newest());
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            format!("orders Kafka {newest}"),
            // It is the same file by its keys, and of no cluster that a configuration names.
            "other Kafka 3.9".to_owned(),
            // Both advertise the address.
            format!("default Kafka {newest}"),
        ]
    );
    let (project, sources) = run(
        &[section],
        &[
            ("prod/server.properties", 0, NODE),
            (
                "clients/consumer.properties",
                0,
                "bootstrap.servers=k4:9092\ngroup.id=a\n",
            ),
        ],
    );
    let understood = pipeline::understand(&sources, &project);
    let client = &understood[1].entities[0];
    assert_eq!(
        (client.cluster.as_str(), client.profile.as_str()),
        ("orders", "development")
    );
}

#[test]
fn the_first_layer_with_a_word_decides() {
    let config = parse(
        "select = [\"DUR\"]\n[[override]]\npaths = [\"a/**\"]\nextend-select = [\"CON001\"]\n\
         [[override]]\npaths = [\"a/b/**\"]\nignore = [\"CON\", \"DUR001\"]\n",
    );
    let selects = |given: Layer, path: &str| {
        let input = Input {
            path: path.to_owned(),
            identity: path.to_owned(),
            kind: InputKind::File,
            named: true,
            config: Some(Governed {
                index: 0,
                path: path.to_owned(),
                cluster: None,
            }),
        };
        let project = Project {
            given,
            configs: vec![config.clone()],
            ..Project::default()
        };
        let terms = project.terms(std::iter::once(&input));
        let on = RULES.iter().filter(|rule| terms.of(0).selects(rule));
        on.map(|rule| rule.code).collect::<Vec<_>>()
    };
    let given = |select: &[&str], extend: &[&str], ignore: &[&str]| Layer {
        selection: Selection {
            select: select.iter().map(|w| (*w).to_owned()).collect(),
            extend_select: extend.iter().map(|w| (*w).to_owned()).collect(),
            ignore: ignore.iter().map(|w| (*w).to_owned()).collect(),
        },
        ..Layer::default()
    };
    assert_eq!(selects(Layer::default(), "x"), ["DUR001", "DUR002"]);
    assert_eq!(
        selects(Layer::default(), "a/x"),
        ["CON001", "DUR001", "DUR002"]
    );
    assert_eq!(selects(Layer::default(), "a/b/x"), ["DUR002"]);
    assert_eq!(selects(given(&["CON"], &[], &[]), "x"), ["CON001"]);
    assert_eq!(
        selects(given(&[], &["CON"], &[]), "a/b/x"),
        ["CON001", "DUR002"]
    );
    assert_eq!(selects(given(&[], &[], &["DUR"]), "x"), [""; 0]);
}
