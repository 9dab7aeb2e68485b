use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::diagnostic::Confidence;
use crate::model::EntityKind;
use crate::project::{Date, FailOn, Gate, Platform, ReadAs};
use crate::report::{Format, GroupBy};

/// A production-readiness linter for Apache Kafka configuration.
///
/// Reads broker, topic and client configuration, checks it against what Kafka itself enforces and against a
/// production checklist, and says what is wrong, where, why and how to mend it. It changes nothing unless
/// --fix is given.
#[derive(Debug, Parser)]
#[command(name = "kafka-lint", version, long_version = long_version(), max_term_width = 100, after_long_help = AFTER)]
pub struct Cli {
    #[command(subcommand)]
    pub(super) command: Command,
}

/// What holds for every command, at the end of `--help` and of the manual.
const AFTER: &str = "Exit code: 0 nothing at or above --fail-on; 1 something is; 2 wrong usage, or a broken \
kafka-lint.toml; 3 the result is incomplete.

Files: kafka-lint.toml, the nearest one from the folder of each file up to the root of its repository.

Environment: NO_COLOR for output without colours.";

/// The version, what it is linked with, and the releases of Kafka that it knows.
fn long_version() -> String {
    let known = crate::catalog::newest();
    #[cfg(feature = "live")]
    let linked = format!("librdkafka {}", crate::live::librdkafka_version());
    #[cfg(not(feature = "live"))]
    let linked = "built without librdkafka";
    format!(
        "{}\nknows Kafka 2.8.0 to {known}\n{linked}",
        env!("CARGO_PKG_VERSION")
    )
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    Check(CheckArgs),
    Audit(Box<AuditArgs>),
    Snapshot(SnapshotArgs),
    Gate(Box<GateArgs>),
    Explain(ExplainArgs),
    Rules(RulesArgs),
    Baseline(BaselineArgs),
    Init(InitArgs),
    Completions(CompletionsArgs),
    Man(ManArgs),
}

/// Lint files and folders.
///
/// Exit code: 0 nothing at or above --fail-on; 1 something is; 2 wrong usage or a broken kafka-lint.toml; 3 the result is incomplete,
/// for example because nothing here is Kafka's or a file cannot be read.
#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// Files and folders; `-` reads standard input. Folders are searched for `.properties`,
    /// `.yaml`, `.yml`, `.json`, `.jsonc`, `.tf` and `.tofu`; hidden files and those that Git ignores are left out.
    #[arg(value_name = "PATH", default_value = ".")]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) run: RunArgs,
    #[command(flatten)]
    pub(super) report: ReportArgs,
    /// Show only what is new since the branch left REF, such as origin/main; `auto` takes the branch that CI says the
    /// change is for. Everything is read, so that what several files say together is seen.
    #[arg(long, value_name = "REF", conflicts_with_all = ["fix", "diff"])]
    pub(super) changed_since: Option<String>,
    /// Write the safe fixes into the files.
    #[arg(long, conflicts_with = "diff")]
    pub(super) fix: bool,
    /// With --fix, --diff and --with-fixes: also fixes that change behaviour.
    #[arg(long = "unsafe")]
    pub(super) unsafe_fixes: bool,
    /// Show what --fix would write, and write nothing.
    #[arg(long)]
    pub(super) diff: bool,
    /// Put the fixes into JSON, and write nothing.
    #[arg(long)]
    pub(super) with_fixes: bool,
    /// Show what holds for this file, and who says so: the command line, kafka-lint.toml, or nobody. Nothing is
    /// checked.
    #[arg(long, value_name = "PATH")]
    pub(super) show_settings: Option<PathBuf>,
}

/// What is shown, and what counts.
#[derive(Debug, Args)]
pub(super) struct ReportArgs {
    /// The format on standard output.
    #[arg(long, value_name = "FORMAT", default_value = "human", value_parser = format_parser())]
    pub(super) format: Format,
    /// Write a report to a file as well, as FORMAT=PATH; repeatable.
    #[arg(long, value_name = "FORMAT=PATH")]
    pub(super) output: Vec<String>,
    /// Exit with 1 for findings of this severity or above; error unless kafka-lint.toml says otherwise.
    #[arg(long, value_name = "SEVERITY", value_parser = fail_on_parser())]
    pub(super) fail_on: Option<FailOn>,
    /// Exit with 0 where nothing is recognised as Kafka's.
    #[arg(long)]
    pub(super) allow_empty: bool,
    /// Exit with 0 or 1 even where the result is incomplete.
    #[arg(long)]
    pub(super) allow_incomplete: bool,
    /// Findings that do not count, as `kafka-lint baseline` writes them; kafka-lint.toml may name the file as well.
    #[arg(long, value_name = "FILE")]
    pub(super) baseline: Option<PathBuf>,
    /// Let every finding count, whatever comments and [[suppress]] in kafka-lint.toml say.
    #[arg(long)]
    pub(super) no_suppress: bool,
    /// The day by which suppressions end, instead of today.
    #[arg(long, value_name = "YYYY-MM-DD", hide = true, value_parser = day)]
    pub(super) today: Option<Date>,
    /// Show everything: every finding, files that are not Kafka's, rules that could not decide.
    #[arg(long, short, conflicts_with = "quiet")]
    pub(super) verbose: bool,
    /// Print the findings alone.
    #[arg(long, short)]
    pub(super) quiet: bool,
    /// Show findings in groups, and all of them.
    #[arg(long, value_name = "WHAT", value_parser = group_by_parser())]
    pub(super) group_by: Option<GroupBy>,
    /// Show how often each rule finds something, instead of the findings.
    #[arg(long)]
    pub(super) statistics: bool,
    /// Say on standard error which rules took the most time.
    #[arg(long)]
    pub(super) timing: bool,
    /// When to use colour.
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub(super) color: Color,
    /// How many threads to use; 0 for what suits the machine.
    #[arg(long, value_name = "N", default_value_t = 0, hide_default_value = true)]
    pub(super) threads: usize,
}

/// How files are judged, and by which rules.
#[derive(Debug, Args)]
pub(super) struct RunArgs {
    #[command(flatten)]
    pub(super) judge: JudgeArgs,
    #[command(flatten)]
    pub(super) config: ConfigArgs,
    #[command(flatten)]
    pub(super) select: SelectArgs,
}

#[derive(Debug, Args)]
pub(super) struct JudgeArgs {
    /// The version of Kafka to judge by: 4.3, 3.9.1, 4.0-IV2; with --platform the platform's own, such as
    /// Confluent's 7.9. For check also a range, 3.9..4.3: what an upgrade meets. Assumed from the file otherwise.
    #[arg(long, value_name = "VERSION")]
    pub(super) kafka_version: Option<String>,
    /// Whose Kafka it is; apache unless kafka-lint.toml says otherwise.
    #[arg(long, value_name = "PLATFORM", value_parser = platform_parser())]
    pub(super) platform: Option<Platform>,
    /// The measure: production, development, or one that [profiles] of kafka-lint.toml describes. Worked out from the
    /// files otherwise.
    #[arg(long, value_name = "PROFILE")]
    pub(super) profile: Option<String>,
    /// Take all files for one cluster, except those that kafka-lint.toml places: the brokers among them are all
    /// that it has, and the clients are theirs.
    #[arg(long)]
    pub(super) one_cluster: bool,
    /// Read the given files as this, whatever their names and keys say.
    #[arg(long = "as", value_name = "KIND", value_parser = read_as_parser())]
    pub(super) read_as: Option<ReadAs>,
}

#[derive(Debug, Args)]
pub(super) struct ConfigArgs {
    /// The kafka-lint.toml for all files. Otherwise the nearest one counts, from each file's folder up to the
    /// root of its repository. What other flags say goes before what it says.
    #[arg(long, value_name = "FILE", conflicts_with = "no_config")]
    pub(super) config: Option<PathBuf>,
    /// Read no kafka-lint.toml.
    #[arg(long)]
    pub(super) no_config: bool,
}

#[derive(Debug, Args)]
pub(super) struct SelectArgs {
    /// Run only these rules: codes, slugs or categories.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(super) select: Vec<String>,
    /// Run these as well.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(super) extend_select: Vec<String>,
    /// Do not run these.
    #[arg(long, value_name = "RULES", value_delimiter = ',')]
    pub(super) ignore: Vec<String>,
    /// Show findings that are at least this sure; medium unless kafka-lint.toml says otherwise.
    #[arg(long, value_name = "CONFIDENCE", value_parser = confidence_parser())]
    pub(super) min_confidence: Option<Confidence>,
}

/// Check a running cluster, and only read it.
///
/// It is checked by the same rules as files, and by those that only a running cluster can answer. Nothing in the
/// cluster changes.
///
/// Exit code: 0 nothing at or above --fail-on; 1 something is; 2 wrong usage; 3 the cluster cannot be reached, or a
/// part of it cannot be read.
#[derive(Debug, Args)]
pub(super) struct AuditArgs {
    /// Files and folders to check together with the cluster: their clients are its clients.
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) connection: ConnectionArgs,
    /// Check a cluster that kafka-lint.toml names and says how to reach (`bootstrap-server`, `command-config`);
    /// repeatable.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["bootstrap_server", "snapshot"])]
    pub(super) cluster: Vec<String>,
    /// Check every such cluster.
    #[arg(long, conflicts_with_all = ["bootstrap_server", "snapshot", "cluster"])]
    pub(super) all_clusters: bool,
    /// A broker that is down on purpose: that it is away is no finding; repeatable.
    #[arg(long, value_name = "ID")]
    pub(super) expect_down: Vec<i32>,
    /// Check what `kafka-lint snapshot` wrote instead of a running cluster.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["bootstrap_server", "command_config", "extra"])]
    pub(super) snapshot: Option<PathBuf>,
    /// With --snapshot: show only what an older snapshot does not have already, and say what is gone since.
    #[arg(long, value_name = "FILE", requires = "snapshot")]
    pub(super) since: Option<PathBuf>,
    /// Print the access rules that a full audit needs, and read nothing.
    #[arg(long)]
    pub(super) permissions: bool,
    #[command(flatten)]
    pub(super) run: RunArgs,
    #[command(flatten)]
    pub(super) report: ReportArgs,
}

/// Say what applying files would do to a running cluster, and whether it may.
///
/// What the files declare is held against what runs. The report has what would be added, changed and removed, how each
/// change comes into effect, and what speaks against it. Nothing in the cluster changes.
///
/// Exit code: 0 it may pass, with or without warnings; 1 it is blocked; 2 wrong usage; 3 undecided, as a part of what
/// decides could not be read.
#[derive(Debug, Args)]
pub(super) struct GateArgs {
    /// Files and folders that are to be applied.
    #[arg(value_name = "PATH", required_unless_present_any = ["restart", "to_version"])]
    pub(super) paths: Vec<PathBuf>,
    #[command(flatten)]
    pub(super) connection: ConnectionArgs,
    /// The cluster that kafka-lint.toml calls so and says how to reach.
    #[arg(long, value_name = "NAME", conflicts_with_all = ["bootstrap_server", "snapshot"])]
    pub(super) cluster: Option<String>,
    /// What `kafka-lint snapshot` wrote, instead of a running cluster.
    #[arg(long, value_name = "FILE", conflicts_with_all = ["bootstrap_server", "command_config", "extra"])]
    pub(super) snapshot: Option<PathBuf>,
    /// The files have all topics, or all access rules (acls): those that they leave out are removed. kafka-lint.toml
    /// says it as `complete = ["topics"]` in `[gate]`.
    #[arg(long, value_name = "KIND", value_parser = complete_parser())]
    pub(super) complete: Vec<EntityKind>,
    /// Let a finding pass that would block, as CODE or CODE:NAME of the topic or broker; repeatable.
    #[arg(long, value_name = "CODE[:NAME]")]
    pub(super) accept: Vec<String>,
    /// May these brokers restart now? Ids with commas between them, `rack=R`, or `all`, one after the other.
    #[arg(long, value_name = "BROKERS")]
    pub(super) restart: Option<String>,
    /// May the cluster be upgraded to this version, and by which way? It says what that version refuses, removes and
    /// changes of what runs and of what is stored.
    #[arg(long, value_name = "VERSION")]
    pub(super) to_version: Option<String>,
    #[command(flatten)]
    pub(super) run: RunArgs,
    #[command(flatten)]
    pub(super) report: ReportArgs,
}

/// Write down what a running cluster is like, to be checked later.
///
/// It is one JSON document without secrets, which `kafka-lint audit --snapshot` checks, elsewhere if need be. The
/// cluster is only read.
#[derive(Debug, Args)]
pub(super) struct SnapshotArgs {
    #[command(flatten)]
    pub(super) connection: ConnectionArgs,
    /// The file to write; standard output otherwise.
    #[arg(long, short, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// Exit with 0 even where a part of the cluster cannot be read.
    #[arg(long)]
    pub(super) allow_incomplete: bool,
}

/// How to reach a cluster.
#[derive(Debug, Args)]
pub(super) struct ConnectionArgs {
    /// Brokers to start from.
    #[arg(long, value_name = "HOST:PORT,…")]
    pub(super) bootstrap_server: Option<String>,
    /// A property file of an admin client, as Kafka's own tools take it: security.protocol, sasl.mechanism,
    /// sasl.jaas.config, ssl.* with PEM.
    #[arg(long, value_name = "FILE")]
    pub(super) command_config: Option<PathBuf>,
    /// A setting of librdkafka's own, which goes over the property file; repeatable. No secrets: they would show in
    /// the list of processes.
    #[arg(short = 'X', value_name = "KEY=VALUE")]
    pub(super) extra: Vec<String>,
    /// How long reading the cluster may take, in seconds.
    #[arg(long, value_name = "SECONDS", default_value_t = 60)]
    pub(super) timeout: u64,
    /// Requests that wait for their answers at a time.
    #[arg(long, value_name = "N", default_value_t = 10)]
    pub(super) max_inflight: usize,
}

/// Explain a rule, any of Kafka's keys, or how a file is understood.
#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// A code, a slug, or a key of Kafka's.
    #[arg(value_name = "CODE|SLUG|KEY", required_unless_present = "file")]
    pub(super) what: Option<String>,
    /// Show how this file is understood: its entities, each setting's effective value and where it comes from.
    #[arg(long, value_name = "PATH", conflicts_with = "what")]
    pub(super) file: Option<PathBuf>,
    #[command(flatten)]
    pub(super) judge: JudgeArgs,
    #[command(flatten)]
    pub(super) config: ConfigArgs,
}

/// List the rules, those of your own that kafka-lint.toml names included.
#[derive(Debug, Args)]
pub(super) struct RulesArgs {
    #[command(flatten)]
    pub(super) select: SelectArgs,
    #[command(flatten)]
    pub(super) config: ConfigArgs,
    /// Write a commented rule of your own, such as `kafka-rules/ACM001-topics-keep-too-long`: three letters that are
    /// yours, three digits, and a name.
    #[arg(long, value_name = "DIR/CODE-NAME", conflicts_with = "test")]
    pub(super) new: Option<PathBuf>,
    /// Run the examples of the rules of your own instead. Exit code 1 where one does not do what it says.
    #[arg(long)]
    pub(super) test: bool,
    /// The format.
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    pub(super) format: ListFormat,
}

/// Write a commented kafka-lint.toml for what is found here.
///
/// It changes nothing of what is found: lines that would are comments, to be decided on.
#[derive(Debug, Args)]
pub(super) struct InitArgs {
    /// The folder that it is for.
    #[arg(value_name = "FOLDER", default_value = ".")]
    pub(super) folder: PathBuf,
    /// Print it instead of writing it.
    #[arg(long)]
    pub(super) stdout: bool,
}

/// Keep the findings that are there now, so that only new ones count.
///
/// `create` writes what is found; `update` adds what is new and takes out what is mended; `prune` only takes out;
/// `show` lists what stands in it. What a run does not look at is left as it is.
#[derive(Debug, Args)]
pub(super) struct BaselineArgs {
    /// What to do.
    #[arg(value_name = "ACTION")]
    pub(super) action: BaselineAction,
    /// Files and folders, as for check.
    #[arg(value_name = "PATH", default_value = ".")]
    pub(super) paths: Vec<PathBuf>,
    /// The file.
    #[arg(long, value_name = "FILE", default_value = "kafka-lint-baseline.tsv")]
    pub(super) baseline: PathBuf,
    /// Let `create` write a file anew that is there already.
    #[arg(long)]
    pub(super) force: bool,
    #[command(flatten)]
    pub(super) run: RunArgs,
}

#[derive(Copy, Clone, Debug, ValueEnum)]
pub(super) enum BaselineAction {
    Create,
    Update,
    Prune,
    Show,
}

/// Print the script that completes this command line in a shell.
#[derive(Debug, Args)]
#[command(after_help = "Where shells look for it:\n\n\
bash: kafka-lint completions bash > ~/.local/share/bash-completion/completions/kafka-lint\n\
zsh:  kafka-lint completions zsh > \"${fpath[1]}/_kafka-lint\"\n\
fish: kafka-lint completions fish > ~/.config/fish/completions/kafka-lint.fish")]
pub(super) struct CompletionsArgs {
    /// The shell.
    #[arg(value_enum)]
    pub(super) shell: clap_complete::Shell,
}

/// Print a page of the manual.
///
/// For example `kafka-lint man check | man -l -`.
#[derive(Debug, Args)]
pub(super) struct ManArgs {
    /// The command; the page about all of them otherwise.
    pub(super) command: Option<String>,
}

#[derive(Copy, Clone, Debug, ValueEnum)]
pub(super) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Copy, Clone, Debug, ValueEnum)]
pub(super) enum ListFormat {
    Human,
    Json,
    Markdown,
}

/// A parser for a value that the library names itself; help lists the names.
fn named<T: Copy + Send + Sync + 'static>(
    names: impl Iterator<Item = &'static str>,
    find: fn(&str) -> Option<T>,
) -> impl clap::builder::TypedValueParser<Value = T> {
    use clap::builder::{PossibleValuesParser, TypedValueParser};
    PossibleValuesParser::new(names.collect::<Vec<_>>())
        .try_map(move |name| find(&name).ok_or("no such name"))
}

fn day(text: &str) -> Result<Date, &'static str> {
    Date::parse(text).ok_or("it is no day")
}

fn format_parser() -> impl clap::builder::TypedValueParser<Value = Format> {
    named(Format::ALL.iter().map(|f| f.name()), Format::from_name)
}

fn group_by_parser() -> impl clap::builder::TypedValueParser<Value = GroupBy> {
    named(
        GroupBy::ALL.iter().map(|(_, name)| *name),
        GroupBy::from_name,
    )
}

fn complete_parser() -> impl clap::builder::TypedValueParser<Value = EntityKind> {
    named(
        Gate::COMPLETE.iter().map(|(name, _)| *name),
        Gate::complete_of,
    )
}

fn platform_parser() -> impl clap::builder::TypedValueParser<Value = Platform> {
    named(Platform::all().map(Platform::name), Platform::from_name)
}

fn read_as_parser() -> impl clap::builder::TypedValueParser<Value = ReadAs> {
    named(ReadAs::all().map(ReadAs::name), ReadAs::from_name)
}

fn confidence_parser() -> impl clap::builder::TypedValueParser<Value = Confidence> {
    named(
        Confidence::ALL.iter().map(|c| c.name()),
        Confidence::from_name,
    )
}

fn fail_on_parser() -> impl clap::builder::TypedValueParser<Value = FailOn> {
    named(FailOn::names(), FailOn::from_name)
}
