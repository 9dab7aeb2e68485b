//! A JSON array that is written element by element, one on a line.
use std::io;

use serde::Serialize;

use super::json_lines::Plain;

/// The array; it has to be closed.
pub(super) struct Array<'o> {
    out: &'o mut dyn io::Write,
    is_empty: bool,
}

impl<'o> Array<'o> {
    pub(super) fn open(out: &'o mut dyn io::Write) -> io::Result<Self> {
        out.write_all(b"[")?;
        Ok(Array {
            out,
            is_empty: true,
        })
    }

    pub(super) fn add(&mut self, element: &impl Serialize) -> io::Result<()> {
        let separator: &[u8] = if self.is_empty { b"\n" } else { b",\n" };
        self.out.write_all(separator)?;
        self.is_empty = false;
        value(element, self.out)
    }

    pub(super) fn close(self) -> io::Result<()> {
        self.out.write_all(b"\n]\n")
    }
}

/// Any value on one line, with nothing in it that steers a terminal.
pub(super) fn value(value: &impl Serialize, out: &mut dyn io::Write) -> io::Result<()> {
    let mut serializer = serde_json::Serializer::with_formatter(out, Plain);
    Ok(value.serialize(&mut serializer)?)
}
