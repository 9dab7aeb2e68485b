use std::ops::Range;

use super::Span;

/// One piece of decoded text and the bytes that it was read from.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// Offset in the decoded text, in bytes.
    pub decoded: u32,
    /// Length in the decoded text, in bytes.
    pub decoded_len: u32,
    /// The bytes it was read from.
    pub raw: Span,
    /// Whether the text is those bytes as they stand.
    pub identity: bool,
}

/// Where each part of a decoded text stands in the file: sorted segments without holes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TextMap(Vec<Segment>);

impl TextMap {
    /// Adds the next piece; a piece that continues the last one as it stands becomes one with it.
    pub fn push(&mut self, decoded_len: u32, raw: Span, identity: bool) {
        let decoded = self.decoded_len();
        if let Some(last) = self.0.last_mut()
            && identity
            && last.identity
            && last.raw.end == raw.start
        {
            last.decoded_len += decoded_len;
            last.raw.end = raw.end;
            return;
        }
        self.0.push(Segment {
            decoded,
            decoded_len,
            raw,
            identity,
        });
    }

    /// Adds all pieces of another text's map.
    pub fn append(&mut self, other: &TextMap) {
        for segment in &other.0 {
            self.push(segment.decoded_len, segment.raw, segment.identity);
        }
    }

    /// Makes the last piece start earlier in the file and count as changed: an escape before it belongs to it.
    pub fn widen_last(&mut self, decoded_len: u32, from: u32) {
        if let Some(last) = self.0.last_mut() {
            if last.decoded_len > decoded_len {
                // It was taken in by the piece before.
                last.decoded_len -= decoded_len;
                let raw = Span::new(from, last.raw.end);
                last.raw.end = from;
                self.push(decoded_len, raw, false);
            } else {
                last.raw.start = from;
                last.identity = false;
            }
        }
    }

    /// Length of the decoded text, in bytes.
    pub fn decoded_len(&self) -> u32 {
        self.0.last().map_or(0, |s| s.decoded + s.decoded_len)
    }

    /// The bytes that a range of the decoded text was read from; over several segments their hull.
    pub fn to_raw(&self, range: Range<u32>) -> Option<Span> {
        let first = self.at(range.start)?;
        let last = if range.end > range.start {
            self.at(range.end - 1)?
        } else {
            first
        };
        let inside =
            |segment: &Segment, offset: u32| segment.raw.start + (offset - segment.decoded);
        let start = if first.identity {
            inside(first, range.start)
        } else {
            first.raw.start
        };
        let end = if range.end == range.start {
            start
        } else if last.identity {
            inside(last, range.end)
        } else {
            last.raw.end
        };
        Some(Span::new(start, end))
    }

    /// Whether a range of the decoded text is bytes as they stand, so that it may be edited by itself.
    pub fn is_identity(&self, range: Range<u32>) -> bool {
        self.at(range.start)
            .is_some_and(|s| s.identity && range.end <= s.decoded + s.decoded_len)
    }

    fn at(&self, offset: u32) -> Option<&Segment> {
        let after = self.0.partition_point(|s| s.decoded <= offset);
        self.0.get(after.checked_sub(1)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_map_to_the_bytes_they_were_read_from() {
        // raw: `a\tbc` with the escape in bytes 1..3
        let mut map = TextMap::default();
        map.push(1, Span::new(0, 1), true);
        map.push(1, Span::new(1, 3), false);
        map.push(1, Span::new(3, 4), true);
        map.push(1, Span::new(4, 5), true);
        assert_eq!(map.decoded_len(), 4);
        assert_eq!(map.to_raw(0..1), Some(Span::new(0, 1)));
        assert_eq!(map.to_raw(1..2), Some(Span::new(1, 3)));
        assert_eq!(map.to_raw(0..3), Some(Span::new(0, 4)));
        assert_eq!(map.to_raw(2..4), Some(Span::new(3, 5)));
        assert!(map.is_identity(2..4) && !map.is_identity(1..2) && !map.is_identity(0..2));
    }
}
