//! `kafka-lint completions` and `kafka-lint man`: what shells and manuals know of the command line.

use clap::CommandFactory;

use super::args::{Cli, CompletionsArgs, ManArgs};
use super::{Failure, to_stdout};
use crate::triage::Exit;

const NAME: &str = "kafka-lint";

pub(super) fn completions(args: &CompletionsArgs) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), NAME, &mut script);
    to_stdout(|out| out.write_all(&script))?;
    Ok(Exit::Clean)
}

pub(super) fn man(args: &ManArgs) -> Result<Exit, Failure> {
    let mut program = Cli::command();
    // With the names that `kafka-lint check` has on its own page.
    program.build();
    let page = match &args.command {
        None => &program,
        Some(name) => program.find_subcommand(name).ok_or_else(|| {
            let names: Vec<&str> = program
                .get_subcommands()
                .map(clap::Command::get_name)
                .collect();
            Failure::usage(format!("{name}: the commands are {}", names.join(", ")))
        })?,
    };
    let title = page.get_bin_name().unwrap_or(NAME).replace(' ', "-");
    let page = clap_mangen::Man::new(page.clone().name(title));
    to_stdout(|out| page.render(out))?;
    Ok(Exit::Clean)
}
