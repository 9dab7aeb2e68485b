//! The command line: arguments, files, terminals and exit codes. All else is in the library.
mod args;
mod audit;
mod baseline;
mod capture;
mod changed;
mod check;
mod configs;
mod explain;
mod explain_file;
mod files;
mod gate;
mod init;
mod own;
mod rules;
mod running;
mod settings;
mod shell;
mod terminal;
mod write;

use std::io::Write;

use clap::Parser;

use crate::triage::Exit;
pub use args::Cli;

/// Runs the program; gives its exit code.
pub fn run() -> u8 {
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // clap prints help and version to standard output with 0, and wrong usage with 2.
            let _ = error.print();
            return if error.use_stderr() {
                Exit::Usage.code()
            } else {
                Exit::Clean.code()
            };
        }
    };
    quiet_panics();
    let result = match &cli.command {
        args::Command::Check(args) => check::run(args),
        args::Command::Audit(args) => audit::run(args),
        args::Command::Snapshot(args) => audit::snapshot(args),
        args::Command::Gate(args) => gate::run(args),
        args::Command::Explain(args) => explain::run(args),
        args::Command::Init(args) => init::run(args),
        args::Command::Baseline(args) => baseline::run(args),
        args::Command::Rules(args) => rules::run(args),
        args::Command::Completions(args) => shell::completions(args),
        args::Command::Man(args) => shell::man(args),
    };
    match result {
        Ok(exit) => exit.code(),
        Err(Failure { exit, message }) => {
            let _ = writeln!(std::io::stderr(), "kafka-lint: {message}");
            exit.code()
        }
    }
}

/// Why a command did not come to a result of its own.
#[derive(Debug)]
struct Failure {
    exit: Exit,
    message: String,
}

impl Failure {
    fn usage(message: impl ToString) -> Self {
        Failure {
            exit: Exit::Usage,
            message: message.to_string(),
        }
    }

    /// Output that could not be written. A reader that has gone away, as `head` does, is no failure.
    fn output(error: &std::io::Error, what: &str) -> Self {
        Failure {
            exit: Exit::Incomplete,
            message: format!("cannot write {what}: {error}"),
        }
    }
}

/// A panic is caught where it happens and becomes a finding; its place is worth a line to whoever reports it.
fn quiet_panics() {
    std::panic::set_hook(Box::new(|info| {
        let _ = writeln!(
            std::io::stderr(),
            "kafka-lint: internal error, please report it: {info}"
        );
    }));
}

/// Writes to standard output; says whether the reader is still there.
fn to_stdout(write: impl FnOnce(&mut dyn Write) -> std::io::Result<()>) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    match write(&mut out).and_then(|()| out.flush()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        Err(error) => Err(Failure::output(&error, "to standard output")),
        Ok(()) => Ok(()),
    }
}
