//! Nodes as they are started: one JVM for all of a version.

use std::io::Write;
use std::process::Stdio;

use crate::{kafka, support};

/// A file to start a node with.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) name: String,
    pub(crate) text: String,
}

/// What came of a start.
#[derive(Clone, Debug)]
pub(crate) struct Answer {
    pub(crate) verdict: String,
    /// The keys that were put in terms of this machine.
    pub(crate) rewritten: String,
    pub(crate) message: String,
}

/// Starts a node with each; `None` where that Kafka cannot be had.
pub(crate) fn start(version: &str, cases: &[Case]) -> Option<Vec<Answer>> {
    let mut child = support::kafka(version, &format!("kafka-starts-{version}"))?
        .args(["KafkaFacts", "starts"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    let questions: String = cases
        .iter()
        .enumerate()
        .map(|(id, case)| format!("{id}\t{}\n", kafka::escape(&case.text)))
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
    let asked = format!("# kafka {version}");
    assert_eq!(lines.next(), Some(asked.as_str()), "another Kafka");
    let answers: Vec<Answer> = lines
        .enumerate()
        .map(|(id, line)| {
            let mut columns = line.splitn(4, '\t').map(str::to_owned);
            let mut next = || columns.next().unwrap();
            assert_eq!(next(), id.to_string());
            Answer {
                verdict: next(),
                rewritten: next(),
                message: next(),
            }
        })
        .collect();
    assert_eq!(answers.len(), cases.len());
    Some(answers)
}
