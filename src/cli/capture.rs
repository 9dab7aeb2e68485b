//! From the command line's connection to what was read of the cluster.

use std::path::{Path, PathBuf};

use super::Failure;
use super::args::ConnectionArgs;
use crate::live::snapshot::Snapshot;
use crate::project::Config;

/// How to reach a cluster, by the command line or by kafka-lint.toml.
pub(super) struct Target<'a> {
    pub(super) bootstrap: Option<&'a str>,
    pub(super) command_config: Option<PathBuf>,
    args: &'a ConnectionArgs,
}

impl<'a> Target<'a> {
    /// What the command line says.
    pub(super) fn given(args: &'a ConnectionArgs) -> Self {
        Target {
            bootstrap: args.bootstrap_server.as_deref(),
            command_config: args.command_config.clone(),
            args,
        }
    }

    /// What a section of kafka-lint.toml says; nothing where it does not say where the cluster runs. The command
    /// line's property file goes over the section's.
    pub(super) fn configured(
        args: &'a ConnectionArgs,
        config: &'a Config,
        section: usize,
    ) -> Option<Self> {
        let section = config.clusters.get(section)?;
        let folder = Path::new(&config.path).parent().unwrap_or(Path::new(""));
        let own = section
            .command_config
            .as_ref()
            .map(|path| folder.join(path));
        Some(Target {
            bootstrap: Some(section.bootstrap_server.as_deref()?),
            command_config: args.command_config.clone().or(own),
            args,
        })
    }
}

#[cfg(not(feature = "live"))]
pub(super) fn capture(target: &Target<'_>, _: bool) -> Result<Snapshot, Failure> {
    let _ = (target.bootstrap, &target.command_config, target.args);
    Err(Failure::usage(
        "this build reads no running clusters; `audit --snapshot FILE` works, and a build with the feature `live` does both",
    ))
}

/// Reads the cluster, with a line of progress on a terminal.
#[cfg(feature = "live")]
pub(super) fn capture(target: &Target<'_>, quiet: bool) -> Result<Snapshot, Failure> {
    use std::time::{Duration, SystemTime, UNIX_EPOCH};

    use super::{check, files, terminal};
    use crate::live::{Connection, Limits, Progress};
    use crate::project::Date;
    use crate::triage::Exit;

    const LARGEST: u64 = 1 << 20;
    let args = target.args;
    let properties = match &target.command_config {
        None => Vec::new(),
        Some(path) => files::read(path, true, LARGEST)
            .map_err(|error| Failure::usage(format!("{}: {error}", path.display())))?,
    };
    let extra = extra(&args.extra)?;
    let connection =
        Connection::new(target.bootstrap, &properties, &extra).map_err(|unusable| {
            let path = target.command_config.as_ref();
            let path = path.map_or(String::new(), |path| format!("{}: ", path.display()));
            let lines = unusable
                .iter()
                .map(|u| format!("{path}`{}` {}\n  help: {}", u.key, u.why, u.help));
            Failure::usage(lines.collect::<Vec<_>>().join("\n"))
        })?;
    for note in &connection.notes {
        check::say(note);
    }
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    let seconds = since.map_or(0, |since| since.as_secs());
    let taken = format!(
        "{}T{:02}:{:02}:{:02}Z",
        Date::of_unix_time(seconds),
        seconds / 3600 % 24,
        seconds / 60 % 60,
        seconds % 60
    );
    let limits = Limits {
        deadline: Duration::from_secs(args.timeout.max(1)),
        in_flight: args.max_inflight,
        log: Some(check::say),
    };
    let mut line = terminal::ProgressLine::new(!quiet);
    let read = crate::live::capture(&connection, &limits, taken, &mut |progress: Progress| {
        line.show(&format!(
            "reading {}: {} of {}",
            progress.what, progress.done, progress.of
        ));
    });
    line.clear();
    read.map_err(|unreachable| Failure {
        exit: Exit::Incomplete,
        message: format!(
            "cannot read the cluster {}: {}\n  help: {}",
            connection.bootstrap, unreachable.what, unreachable.help
        ),
    })
}

#[cfg(feature = "live")]
fn extra(given: &[String]) -> Result<Vec<(String, String)>, Failure> {
    given
        .iter()
        .map(|pair| {
            let (key, value) = pair
                .split_once('=')
                .ok_or_else(|| Failure::usage(format!("-X {pair}: write KEY=VALUE")))?;
            Ok((key.to_owned(), value.to_owned()))
        })
        .collect()
}
