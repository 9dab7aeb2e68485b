//! The gate of an upgrade: what another version of Kafka makes of a cluster as it runs now.

use super::{entities, findings, gating, lint_range, triage};
use crate::diagnostic::gate::UpgradeWay;
use crate::diagnostic::{Diagnostic, Report};
use crate::gate::{From, way};
use crate::model::EntityKind;
use crate::project::{Project, VersionRange};
use crate::rule;
use crate::source::{Input, InputKind, Sources};

/// The rule on versions that have to be passed through.
const THROUGH: &str = "GAT022";

/// Adds to a gate's report what the version at the end of a range refuses, removes and changes of what runs and of
/// what is stored in the cluster, and the way there.
pub fn gate_upgrade(
    sources: &dyn Sources,
    project: &Project,
    range: &VersionRange,
    report: &mut Report,
) {
    let plain = Project {
        gate: None,
        keep_passed: false,
        ..project.clone()
    };
    let of_range = lint_range(sources, &plain, range);
    let inputs: Vec<Input> = report.inputs.iter().map(|i| i.input.clone()).collect();
    let of_cluster = |d: &Diagnostic| match d.place {
        Some(place) => inputs
            .get(place.source.0 as usize)
            .is_some_and(|i| matches!(i.kind, InputKind::Cluster | InputKind::Snapshot)),
        None => d.live.is_some(),
    };
    let of_upgrade = |d: &Diagnostic| {
        let rule = rule::rule(d.rule).descriptor;
        let is_new = d.kafka_version.as_deref() != Some(range.from.text.as_str());
        let at_end = d.until.as_deref() == Some(range.to.text.as_str());
        at_end
            && (rule.category.prefix == "UPG"
                || is_new && (d.rejected_by_kafka || rule.code == "KFK007"))
    };
    let found = of_range.diagnostics.into_iter();
    report
        .diagnostics
        .extend(found.filter(|d| of_cluster(d) && of_upgrade(d)));
    for (kept, other) in report.sources.iter_mut().zip(of_range.sources) {
        if kept.is_none() {
            *kept = other;
        }
    }
    let running = entities(sources, &plain);
    let brokers = || {
        let all = running.iter().map(|(entity, _)| entity);
        all.filter(|e| e.kind == EntityKind::Broker && e.dialect == gating::OF_CLUSTERS)
    };
    let has = |key: &str| brokers().any(|b| b.text(key).is_some_and(|t| !t.trim().is_empty()));
    let from = From {
        release: range.from.release,
        zookeeper: has("zookeeper.connect") && !has("process.roles"),
        protocol: brokers().find_map(|broker| broker.text("inter.broker.protocol.version")),
    };
    let way = way(from, range.to.release, &range.to.text);
    if let Some(why) = way.blocked_by {
        report.diagnostics.extend(findings::own(THROUGH, why, None));
    }
    for accepted in project.gate.iter().flat_map(|gate| &gate.accepted) {
        gating::accept(accepted, &mut report.diagnostics);
    }
    triage::settle(&mut report.diagnostics, &inputs);
    triage::count(&report.diagnostics, &mut report.summary);
    let decision = report
        .gate
        .as_ref()
        .map(|gate| gating::decide(report, &gate.restarts));
    if let (Some(gate), Some(decision)) = (&mut report.gate, decision) {
        gate.decision = decision;
        gate.way = Some(UpgradeWay {
            from: range.from.text.clone(),
            to: range.to.text.clone(),
            steps: way.steps,
        });
    }
}
