//! A finding as miette draws it: its message and the lines under it.
use std::fmt;

use miette::{
    GraphicalReportHandler, GraphicalTheme, LabeledSpan, SourceCode, ThemeCharacters, ThemeStyles,
};

use super::Style;
use super::snippet::Snippet;
use crate::diagnostic::Severity;

/// The drawing part of miette in a style, reading nothing from its surroundings.
pub(super) fn handler(style: Style) -> GraphicalReportHandler {
    let theme = GraphicalTheme {
        characters: if style.unicode {
            ThemeCharacters::unicode()
        } else {
            ThemeCharacters::ascii()
        },
        styles: if style.color {
            ThemeStyles::ansi()
        } else {
            ThemeStyles::none()
        },
    };
    // Text comes wrapped already: miette would break keys at their hyphens.
    GraphicalReportHandler::new_themed(theme)
        .without_syntax_highlighting()
        .with_wrap_lines(false)
        .with_context_lines(1)
}

/// A finding for miette; the message is wrapped, and without secrets or control characters.
pub(super) struct Drawing<'a> {
    pub(super) message: String,
    pub(super) severity: Severity,
    pub(super) snippet: Option<&'a Snippet>,
}

impl fmt::Debug for Drawing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl fmt::Display for Drawing<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Drawing<'_> {}

impl miette::Diagnostic for Drawing<'_> {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Info => miette::Severity::Advice,
        })
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.snippet.map(|snippet| snippet as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let snippet = self.snippet?;
        Some(Box::new(snippet.labels.iter().cloned()))
    }
}
