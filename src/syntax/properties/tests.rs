use proptest::prelude::*;

use super::*;

fn pairs(raw: &[u8]) -> Vec<(String, String)> {
    parse(raw)
        .entries
        .iter()
        .map(|e| (e.key.text.to_string(), e.value.text.to_string()))
        .collect()
}

fn one(raw: &str) -> (String, String) {
    let mut pairs = pairs(raw.as_bytes());
    assert_eq!(pairs.len(), 1, "{raw:?}");
    pairs.remove(0)
}

fn text(key: &str, value: &str) -> (String, String) {
    (key.to_owned(), value.to_owned())
}

#[test]
fn separators() {
    for raw in ["a=b", "a:b", "a b", "a = b", " a\t:\tb", "a\u{c}b", "a  =b"] {
        assert_eq!(one(raw), text("a", "b"), "{raw:?}");
    }
    assert_eq!(one("a==b"), text("a", "=b"));
    assert_eq!(one("a = = b"), text("a", "= b"));
    assert_eq!(one("a"), text("a", ""));
    assert_eq!(one("=b"), text("", "b"));
    assert_eq!(one("a=b  "), text("a", "b  "));
}

#[test]
fn continuations() {
    assert_eq!(one("a=b\\\n   c"), text("a", "bc"));
    assert_eq!(one("a=b\\\r\nc"), text("a", "bc"));
    assert_eq!(one("a=b\\\\\n"), text("a", "b\\"));
    assert_eq!(one("a\\\nb=c"), text("ab", "c"));
    assert_eq!(one("a=b\\\n#c"), text("a", "b#c"));
    // At the start of a logical line a continued line may still be a comment.
    assert_eq!(pairs(b"\\\n#c\na=b"), [text("a", "b")]);
    assert_eq!(pairs(b"\\"), [text("", "")]);
    assert_eq!(pairs(b"\\\n"), [text("", "")]);
    assert_eq!(pairs(b"\\\r\n"), []);
}

#[test]
fn escapes() {
    assert_eq!(one("a\\ b\\=c=d"), text("a b=c", "d"));
    assert_eq!(one("a=\\t\\n\\r\\f\\x\\\\"), text("a", "\t\n\r\u{c}x\\"));
    assert_eq!(one("a=\\u00e9\\uD83D\\uDE00"), text("a", "é😀"));
    assert_eq!(one("a=\\uD83Dx"), text("a", "\u{fffd}x"));
    let document = parse(b"a=\\u12x4\nb=1");
    assert_eq!(document.problems[0].kind, ProblemKind::MalformedEscape);
    assert_eq!(document.problems[0].span, Span::new(2, 8));
    assert_eq!(document.entries.len(), 2);
}

#[test]
fn encodings() {
    let latin1 = parse(b"a=\xE9");
    assert_eq!(
        (latin1.encoding, &*latin1.entries[0].value.text),
        (Encoding::Latin1, "é")
    );
    let bom = parse("\u{feff}a=é".as_bytes());
    assert!(bom.bom);
    assert_eq!(
        (&*bom.entries[0].key.text, bom.entries[0].key.span),
        ("a", Span::new(3, 4))
    );
    let utf16 = parse(b"\xFF\xFEa\0=\0b\0");
    assert!(utf16.entries.is_empty());
    assert_eq!(utf16.problems[0].kind, ProblemKind::Utf16);
}

#[test]
fn spans_and_comments() {
    let raw = b"# c\n a : b\\\n  c\n!d\n";
    let document = parse(raw);
    assert_eq!(document.comments, [Span::new(0, 3), Span::new(16, 18)]);
    let entry = &document.entries[0];
    assert_eq!(entry.key.span, Span::new(5, 6));
    assert_eq!(entry.separator, Span::new(6, 9));
    assert_eq!(entry.value.span, Span::new(9, 15));
    assert_eq!(entry.line, Span::new(4, 16));
    assert_eq!(
        entry.value.map.as_ref().unwrap().to_raw(1..2),
        Some(Span::new(14, 15))
    );
}

#[test]
fn hostile_sizes_take_linear_time() {
    let started = std::time::Instant::now();
    let long = [b"a=".as_slice(), &vec![b'x'; 10 << 20]].concat();
    assert_eq!(parse(&long).entries.len(), 1);
    let many = b"key=value\n".repeat(1_000_000);
    assert_eq!(parse(&many).entries.len(), 1_000_000);
    let continued = b"\\\n\n".repeat(1_000_000);
    assert!(parse(&continued).entries.is_empty());
    let backslashes = [b"a=".as_slice(), &vec![b'\\'; 4 << 20]].concat();
    assert_eq!(parse(&backslashes).entries.len(), 1);
    let pieces = [b"a=".as_slice(), &b"b\\\n".repeat(500_000)].concat();
    assert_eq!(parse(&pieces).entries[0].value.text.len(), 500_000);
    assert!(started.elapsed().as_secs() < 20, "{:?}", started.elapsed());
}

#[test]
fn edits_are_written_the_way_the_file_is() {
    let raw = b"# top\r\na = 1\r\nb = x\r\n";
    let document = parse(raw);
    let edit = |edit: Edit| String::from_utf8(apply(raw, &[edit]).unwrap()).unwrap();
    assert_eq!(
        edit(set_value(&document.entries[0], "2").unwrap()),
        "# top\r\na = 2\r\nb = x\r\n"
    );
    assert_eq!(
        edit(rename_key(&document.entries[1], "c")),
        "# top\r\na = 1\r\nc = x\r\n"
    );
    assert_eq!(edit(remove(&document.entries[0])), "# top\r\nb = x\r\n");
    assert_eq!(
        edit(insert(&document, raw, "d", "é").unwrap()),
        "# top\r\na = 1\r\nb = x\r\nd = \\u00E9\r\n"
    );
    let bare = parse(b"a=1");
    assert_eq!(
        apply(b"a=1", &[insert(&bare, b"a=1", "b", "2").unwrap()]).unwrap(),
        b"a=1\nb=2"
    );
    let filled = parse(b"a=${X}");
    assert_eq!(set_value(&filled.entries[0], "2"), Err(Declined::FilledIn));
    let twice = [
        remove(&document.entries[0]),
        set_value(&document.entries[0], "2").unwrap(),
    ];
    assert_eq!(apply(raw, &twice), Err(Declined::Overlap));
}

/// Text that is dense in everything that has a meaning.
fn dense() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop::sample::select(vec![
        "\\", "\n", "\r", "\r\n", "\t", "\u{c}", "=", ":", "#", "!", "u", "00e9", "D83D", " ", "a",
        "key", "é", "😀", "\\u00", "\\\n",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|p| p.concat().into_bytes())
}

proptest! {
    #[test]
    fn any_bytes_give_spans_inside_the_file(raw in prop_oneof![prop::collection::vec(any::<u8>(), 0..200), dense()]) {
        let document = parse(&raw);
        let whole = std::str::from_utf8(&raw).ok();
        let mut before = 0;
        for entry in &document.entries {
            prop_assert!(entry.line.start >= before);
            before = entry.line.end;
            for span in [entry.key.span, entry.separator, entry.value.span] {
                prop_assert!(span.start <= span.end && span.start >= entry.line.start && span.end <= entry.line.end, "{entry:?}");
                if let Some(text) = whole {
                    prop_assert!(text.is_char_boundary(span.start as usize) && text.is_char_boundary(span.end as usize));
                }
            }
            for text in [&entry.key, &entry.value] {
                match &text.map {
                    None => prop_assert_eq!(text.text.as_bytes(), &raw[text.span.range()]),
                    Some(map) => prop_assert_eq!(map.decoded_len() as usize, text.text.len()),
                }
            }
        }
    }

    #[test]
    fn an_edit_changes_what_it_says_and_nothing_else(raw in dense(), value in "[ a-z=:#!\\\\é\t]{0,8}", at in any::<prop::sample::Index>()) {
        let document = parse(&raw);
        prop_assume!(document.problems.is_empty() && !document.entries.is_empty());
        let index = at.index(document.entries.len());
        let Ok(edit) = set_value(&document.entries[index], &value) else { return Ok(()) };
        let after = pairs(&apply(&raw, &[edit]).unwrap());
        let mut expected = pairs(&raw);
        expected[index].1 = value.clone();
        prop_assert_eq!(&after, &expected);
        let removed = pairs(&apply(&raw, &[remove(&document.entries[index])]).unwrap());
        let mut expected = pairs(&raw);
        expected.remove(index);
        prop_assert_eq!(&removed, &expected);
        let Ok(insertion) = insert(&document, &raw, "new key", &value) else { return Ok(()) };
        let inserted = pairs(&apply(&raw, &[insertion]).unwrap());
        let mut expected = pairs(&raw);
        expected.push((String::from("new key"), value));
        prop_assert_eq!(&inserted, &expected);
    }
}
