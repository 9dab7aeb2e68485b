//! Lines and columns of many places, at a cost that is linear in the file.
use std::fmt::Write as _;

use super::text;
use crate::diagnostic::{Diagnostic, Report};
use crate::source::{Place, Position, SourceFile, SourceId};

/// Finds positions, each from the one before it where that is near: a file of one long line with
/// many findings would otherwise be counted through from its start for each of them.
#[derive(Default)]
pub(super) struct Locator {
    last: Option<(SourceId, u32, Position)>,
}

/// A place in a file, for a reader.
pub(super) struct Location<'a> {
    pub(super) path: &'a str,
    pub(super) start: Position,
    pub(super) end: Position,
}

impl Locator {
    /// Where a place is; `None` where its source was not kept.
    pub(super) fn locate<'a>(&mut self, report: &'a Report, place: Place) -> Option<Location<'a>> {
        let file = report.source(place)?;
        let start = self.position(file, place.source, place.span.start);
        let end = self.position(file, place.source, place.span.end.max(place.span.start));
        Some(Location {
            path: file.path(),
            start,
            end,
        })
    }

    fn position(&mut self, file: &SourceFile, source: SourceId, offset: u32) -> Position {
        let offset = offset.min(file.raw().len() as u32);
        let near = self
            .last
            .filter(|(last, _, _)| *last == source)
            .and_then(|(_, from, position)| from_near(file, from, position, offset));
        let position = near.unwrap_or_else(|| file.position(offset));
        self.last = Some((source, offset, position));
        position
    }
}

/// The position of another offset of the same line; `None` when a line may end in between.
fn from_near(file: &SourceFile, from: u32, position: Position, offset: u32) -> Option<Position> {
    const BOM_LENGTH: u32 = 3;
    let (low, high) = (from.min(offset), from.max(offset));
    // A byte order mark is in no column.
    if low < BOM_LENGTH {
        return None;
    }
    let between = file.raw().get(low as usize..high as usize)?;
    if has_line_end(between) {
        return None;
    }
    let characters = if file.is_utf8() {
        between.iter().filter(|b| (**b & 0xC0) != 0x80).count() as u32
    } else {
        high - low
    };
    Some(Position {
        line: position.line,
        column: if from <= offset {
            position.column + characters
        } else {
            position.column.checked_sub(characters)?
        },
    })
}

/// Whether a line ends within the bytes.
pub(super) fn has_line_end(bytes: &[u8]) -> bool {
    bytes.iter().any(|b| matches!(b, b'\n' | b'\r'))
}

/// The path of a place, also where its source was not kept.
pub(super) fn path_of(report: &Report, place: Place) -> &str {
    match report.source(place) {
        Some(source) => source.path(),
        None => report
            .inputs
            .get(place.source.0 as usize)
            .map_or("?", |input| &input.input.path),
    }
}

/// Where a finding is, on one line: `path:line:column`.
pub(super) fn push_place(
    line: &mut String,
    report: &Report,
    d: &Diagnostic,
    locator: &mut Locator,
) {
    if let Some(place) = d.place {
        line.push_str(&text::clean(path_of(report, place)));
        if let Some(at) = locator.locate(report, place) {
            let _ = write!(line, ":{}:{}", at.start.line, at.start.column);
        }
    } else if let Some(live) = &d.live {
        let place = format!("cluster {}, {}", live.cluster, live.resource);
        line.push_str(&text::clean(&place));
    } else {
        line.push_str("kafka-lint");
    }
}
