use std::ops::Range;

/// A byte range of a file as read, a byte order mark included.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span.
    pub const fn new(start: u32, end: u32) -> Self {
        Span { start, end }
    }

    /// Whether it holds no byte.
    pub const fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// The span as an index into bytes.
    pub const fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}
