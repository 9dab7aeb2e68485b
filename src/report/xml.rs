//! Text in XML.
use std::borrow::Cow;

/// Text for an element or an attribute: what XML forbids is left out, what steers it or a terminal is written as a
/// reference.
pub(super) fn escaped(text: &str) -> Cow<'_, str> {
    let plain = |b: u8| matches!(b, b' '..=b'~') && !b"<>&\"'".contains(&b);
    if text.bytes().all(plain) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 16);
    for c in text.chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&apos;"),
            '\n' | '\t' => out.push_str(&format!("&#{};", c as u32)),
            '\u{0}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            c if super::text::is_hostile(c) => out.push_str(&format!("&#{};", c as u32)),
            c => out.push(c),
        }
    }
    Cow::Owned(out)
}
