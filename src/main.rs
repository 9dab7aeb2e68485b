//! The program; everything is in the library.

fn main() -> std::process::ExitCode {
    kafka_lint::cli::run().into()
}
