//! The gate of an upgrade: what another version of Kafka makes of a cluster as it runs now.

use super::range::adopt_sources;
use super::{findings, gating, lint_range, show, triage};
use crate::diagnostic::gate::UpgradeWay;
use crate::diagnostic::{Diagnostic, Report};
use crate::gate::{From, way};
use crate::model::EntityKind;
use crate::project::{Project, VersionRange};
use crate::rule;
use crate::source::{Input, Sources};

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
        Some(place) => {
            let input = inputs.get(place.source.0 as usize);
            input.is_some_and(|input| input.kind.is_of_cluster())
        }
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
    adopt_sources(report, of_range.sources);
    let mut from = From {
        release: range.from.release,
        zookeeper: false,
        protocol: None,
    };
    let mut has_roles = false;
    show(sources, &plain, |seen| {
        let broker = seen.entity;
        if broker.kind != EntityKind::Broker || broker.dialect != gating::OF_CLUSTERS {
            return;
        }
        let has = |key: &str| broker.text(key).is_some_and(|text| !text.trim().is_empty());
        from.zookeeper |= has("zookeeper.connect");
        has_roles |= has("process.roles");
        let protocol = || {
            broker
                .text("inter.broker.protocol.version")
                .map(str::to_owned)
        };
        from.protocol = from.protocol.take().or_else(protocol);
    });
    from.zookeeper &= !has_roles;
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
