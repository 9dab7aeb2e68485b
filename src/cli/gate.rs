//! `kafka-lint gate`.

use super::args::GateArgs;
use super::running::{self, Found, Wanted};
use super::{Failure, baseline, check, terminal, to_stdout};
use crate::diagnostic::Report;
use crate::diagnostic::gate::Decision;
use crate::pipeline;
use crate::project::{Accepted, Gate, Profile, ProfileName, VersionRange};
use crate::report;
use crate::rule;
use crate::triage::Exit;

pub(super) fn run(args: &GateArgs) -> Result<Exit, Failure> {
    let outputs = check::outputs(&args.report.output)?;
    let clusters: Vec<String> = args.cluster.iter().cloned().collect();
    let Found {
        files,
        configs,
        unreached,
    } = running::find(&Wanted {
        paths: &args.paths,
        connection: &args.connection,
        clusters: &clusters,
        all: false,
        snapshot: args.snapshot.as_deref(),
        config: &args.run.config,
        platform: args.run.judge.platform,
        quiet: args.report.quiet,
    })?;
    let outputs = check::all_outputs(outputs, &configs)?;
    let selection = check::selection(&args.run.select)?;
    let accepted = accepted(&args.accept)?;
    let mut project = check::judged(&args.run.judge, configs)?;
    check::report_by(
        &mut project,
        &args.report,
        &args.run.select,
        selection,
        &outputs,
    );
    // What is applied to a cluster is that cluster's, and what runs is no development set-up.
    project.one_cluster = true;
    let production = ProfileName::Known(Profile::Production);
    project.given.profile.get_or_insert(production);
    project.gate = Some(Gate {
        complete: args.complete.clone(),
        restart: args.restart.clone(),
        accepted,
    });
    baseline::find(args.report.baseline.as_deref(), &mut project)?;
    let mut report = pipeline::lint(&files, &project);
    if let Some(to) = &args.to_version {
        let range = range(to, args, &report)?;
        pipeline::gate_upgrade(&files, &project, &range, &mut report);
    }
    running::note(&mut report, unreached);
    let style = terminal::stdout_style(args.report.color);
    let options = check::options(&args.report, false, style);
    to_stdout(|out| report::write(&report, args.report.format, &options, out))?;
    let unwritten = check::write_outputs(&report, outputs, &args.report, false);
    check::tell_timing(&args.report);
    Ok(exit(&report, args.report.allow_incomplete, unwritten))
}

/// The versions between what runs and what is to run.
fn range(to: &str, args: &GateArgs, report: &Report) -> Result<VersionRange, Failure> {
    let cluster = report.gate.as_ref().map(|gate| gate.cluster.as_str());
    let cluster = report
        .clusters
        .iter()
        .find(|c| Some(c.name.as_str()) == cluster);
    let known = cluster.filter(|c| !c.version_source.starts_with("assumed"));
    let Some(cluster) = known else {
        return Err(Failure::usage(
            "--to-version: the cluster does not tell its version; say with --kafka-version which one runs",
        ));
    };
    let platform = args.run.judge.platform.unwrap_or_default();
    VersionRange::parse(&format!("{}..{to}", cluster.kafka_version), platform).map_err(|_| {
        Failure::usage(format!(
            "--to-version {to}: it is no version that is newer than {}, which runs",
            cluster.kafka_version
        ))
    })
}

/// What `--accept` lets pass.
fn accepted(words: &[String]) -> Result<Vec<Accepted>, Failure> {
    words
        .iter()
        .map(|word| {
            let (code, name) = match word.split_once(':') {
                Some((code, name)) => (code, Some(name.to_owned())),
                None => (word.as_str(), None),
            };
            let (_, rule) = rule::called(code).ok_or_else(|| {
                Failure::usage(format!("--accept {word}: there is no rule {code}"))
            })?;
            let rule = rule.descriptor;
            if !rule.suppressible {
                return Err(Failure::usage(format!(
                    "--accept {word}: nobody may let {code} pass"
                )));
            }
            Ok(Accepted {
                code: rule.code,
                name,
            })
        })
        .collect()
}

fn exit(report: &Report, allow_incomplete: bool, unwritten: bool) -> Exit {
    let decision = report
        .gate
        .as_ref()
        .map_or(Decision::Undecided, |gate| gate.decision);
    let undecided = decision == Decision::Undecided && !allow_incomplete;
    Exit::of(decision == Decision::Blocked, !undecided && !unwritten)
}
