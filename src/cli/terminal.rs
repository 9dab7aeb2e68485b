//! What the terminal can do.

use std::io::IsTerminal;

use super::args::Color;
use crate::report::Style;

/// How to write to standard output.
pub(super) fn stdout_style(color: Color) -> Style {
    style(color, std::io::stdout().is_terminal())
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
        width: width.clamp(40, 140),
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
