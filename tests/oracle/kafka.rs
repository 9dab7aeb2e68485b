//! Kafka as it is asked: one JVM for what a version defines, and one for what it says to configurations.

use std::io::Write;
use std::process::Stdio;

use kafka_lint::catalog::Component;

use crate::generate::Case;
use crate::support;

/// What Kafka answers to a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    Accepted,
    Refused(String),
}

/// A key as the artifacts of a version define it.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    component: Component,
    pub(crate) name: String,
    pub(crate) value_type: String,
    pub(crate) default: Option<String>,
    pub(crate) validator: String,
}

/// All keys of a version.
#[derive(Clone, Debug)]
pub(crate) struct Definitions(Vec<Key>);

impl Definitions {
    /// Those of the artifacts of a version; `None` where they cannot be had.
    pub(crate) fn of_version(version: &str) -> Option<Self> {
        let output = support::kafka(version, "kafka-oracle")?
            .args(["KafkaFacts", "definitions"])
            .stderr(Stdio::null())
            .output()
            .unwrap();
        assert!(output.status.success());
        let text = String::from_utf8(output.stdout).unwrap();
        let mut lines = text.lines();
        assert_is(version, lines.next());
        let keys = lines.map(|line| {
            let columns: Vec<&str> = line.split('\t').collect();
            Key {
                component: component(columns[0]),
                name: columns[1].to_owned(),
                value_type: columns[2].to_owned(),
                default: columns[3].strip_prefix('=').map(str::to_owned),
                validator: columns[4].to_owned(),
            }
        });
        Some(Definitions(keys.collect()))
    }

    /// Those of a component; none where the version does not have it.
    pub(crate) fn of(&self, component: Component) -> impl Iterator<Item = &Key> {
        self.0.iter().filter(move |key| key.component == component)
    }
}

/// The component of that name.
pub(crate) fn component(name: &str) -> Component {
    Component::ALL
        .into_iter()
        .find(|c| c.name() == name)
        .unwrap()
}

fn assert_is(version: &str, first: Option<&str>) {
    assert_eq!(
        first,
        Some(format!("# kafka {version}").as_str()),
        "another Kafka answered"
    );
}

/// Asks one Kafka for all cases; `None` where it cannot be had. The program fails where its own questions of
/// known answer, two of each component, are not answered so.
pub(crate) fn ask(version: &str, cases: &[Case]) -> Option<Vec<Option<Answer>>> {
    let mut child = support::kafka(version, "kafka-oracle")?
        .args(["KafkaFacts", "oracle"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let questions: String = cases
        .iter()
        .enumerate()
        .map(|(id, case)| {
            format!(
                "{id}\t{}\t{}\n",
                case.component.name(),
                escape(&case.text())
            )
        })
        .collect();
    let writer = std::thread::spawn(move || input.write_all(questions.as_bytes()).unwrap());
    let output = child.wait_with_output().unwrap();
    assert!(
        output.status.success(),
        "{version}: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    writer.join().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let mut lines = text.lines();
    assert_is(version, lines.next());
    let answers: Vec<Option<Answer>> = lines
        .enumerate()
        .map(|(id, line)| {
            let mut columns = line.splitn(3, '\t');
            assert_eq!(columns.next(), Some(id.to_string().as_str()));
            match columns.next() {
                Some("accepted") => Some(Answer::Accepted),
                Some("refused") => Some(Answer::Refused(columns.next().unwrap().to_owned())),
                // This version's artifacts do not have the component.
                Some("absent") => None,
                other => panic!("{other:?}"),
            }
        })
        .collect();
    assert_eq!(answers.len(), cases.len());
    Some(answers)
}

/// A text on one line and in one column.
pub(crate) fn escape(text: &str) -> String {
    text.replace('\\', "\\\\")
        .replace('\t', "\\t")
        .replace('\r', "\\r")
        .replace('\n', "\\n")
}

/// What `escape` made.
pub(crate) fn unescape(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(c) = characters.next() {
        plain.push(match c {
            '\\' => match characters.next().unwrap() {
                't' => '\t',
                'r' => '\r',
                'n' => '\n',
                other => other,
            },
            other => other,
        });
    }
    plain
}
