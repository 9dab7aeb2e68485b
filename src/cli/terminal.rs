//! What the terminal can do.

use std::io::{IsTerminal, Write};
use std::sync::mpsc::{self, RecvTimeoutError};
use std::time::{Duration, Instant};

use super::args::Color;
use crate::report::Style;

/// How to write to standard output.
pub(super) fn stdout_style(color: Color) -> Style {
    let links = supports_hyperlinks::on(supports_hyperlinks::Stream::Stdout);
    Style {
        links: links && !matches!(color, Color::Never),
        ..style(color, std::io::stdout().is_terminal())
    }
}

/// How to write to standard error.
pub(super) fn stderr_style() -> Style {
    style(Color::Auto, std::io::stderr().is_terminal())
}

fn style(color: Color, terminal: bool) -> Style {
    let set = |name: &str| std::env::var_os(name).is_some_and(|v| !v.is_empty());
    let color = match color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => {
            terminal && !set("NO_COLOR") && std::env::var("TERM").as_deref() != Ok("dumb")
        }
    };
    let columns = std::env::var("COLUMNS").ok().and_then(|c| c.parse().ok());
    let width = columns
        .or_else(|| terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)))
        .unwrap_or(100);
    Style {
        color,
        unicode: is_utf8_locale(),
        links: false,
        width: width.clamp(40, 140),
    }
}

/// Does something that may take long; on a terminal a line says so from the first second on, and is gone at the end.
pub(super) fn working<T>(wanted: bool, what: &str, work: impl FnOnce() -> T) -> T {
    if !wanted || !std::io::stderr().is_terminal() {
        return work();
    }
    let (done, is_done) = mpsc::channel::<()>();
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let begun = Instant::now();
            let mut line = ProgressLine::new(true);
            while is_done.recv_timeout(Duration::from_secs(1)) == Err(RecvTimeoutError::Timeout) {
                line.show(&format!("{what}, {} s", begun.elapsed().as_secs()));
            }
            line.clear();
        });
        // It goes with the work, however that ends.
        let _done = done;
        work()
    })
}

/// One line on standard error that is written again and again; none where that is no terminal.
pub(super) struct ProgressLine {
    shown: bool,
    wanted: bool,
}

impl ProgressLine {
    pub(super) fn new(wanted: bool) -> Self {
        ProgressLine {
            shown: false,
            wanted: wanted && std::io::stderr().is_terminal(),
        }
    }

    pub(super) fn show(&mut self, text: &str) {
        if self.wanted {
            let _ = write!(std::io::stderr(), "\r\x1b[K{text}");
            self.shown = true;
        }
    }

    pub(super) fn clear(&mut self) {
        if std::mem::take(&mut self.shown) {
            let _ = write!(std::io::stderr(), "\r\x1b[K");
        }
    }
}

/// Without a word on it, what reads the output is taken to know UTF-8.
fn is_utf8_locale() -> bool {
    for name in ["LC_ALL", "LC_CTYPE", "LANG"] {
        if let Ok(value) = std::env::var(name)
            && !value.is_empty()
        {
            return value.to_ascii_lowercase().replace('-', "").contains("utf8")
                || value == "C"
                || value == "POSIX";
        }
    }
    true
}
