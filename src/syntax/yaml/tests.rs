use super::*;
use crate::syntax::tree::Node;

/// Every scalar with the text at its span, in the order of the file.
fn scalars(text: &str) -> Vec<(String, String)> {
    type Seen = Vec<(String, String)>;
    fn see(scalar: &Scalar, raw: &str, out: &mut Seen) {
        out.push((scalar.text.to_string(), raw[scalar.span.range()].to_owned()));
    }
    fn walk(node: &Node, raw: &str, out: &mut Seen) {
        match &node.value {
            Value::Null => {}
            Value::Scalar(scalar) => see(scalar, raw, out),
            Value::List(items) => items.iter().for_each(|item| walk(item, raw, out)),
            Value::Map(members) => {
                for member in members {
                    see(&member.name, raw, out);
                    walk(&member.node, raw, out);
                }
            }
        }
    }
    let tree = parse(text);
    assert_eq!(tree.faults, [], "{text}");
    let mut out = Vec::new();
    tree.documents
        .iter()
        .for_each(|node| walk(node, text, &mut out));
    out
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = |(a, b): &(&str, &str)| ((*a).to_owned(), (*b).to_owned());
    expected.iter().map(owned).collect()
}

#[test]
fn texts_stand_where_they_are_said_to() {
    let text =
        "\u{feff}käse: \"a\\tb\" # c\nb: 'it''s'\nc: [x, {d: 1}]\nd:\n---\ne: plain text\r\n";
    assert_eq!(
        scalars(text),
        pairs(&[
            ("käse", "käse"),
            ("a\tb", "a\\tb"),
            ("b", "b"),
            ("it's", "it''s"),
            ("c", "c"),
            ("x", "x"),
            ("d", "d"),
            ("1", "1"),
            ("d", "d"),
            ("e", "e"),
            ("plain text", "plain text"),
        ])
    );
    assert_eq!(parse(text).comments.len(), 1);
}

#[test]
fn a_block_is_mapped_line_by_line() {
    for end in ["\n", "\r\n"] {
        let text = ["data:", "  a: |", "    x=1", "", "    yé=2", "  b: 3", ""].join(end);
        let tree = parse(&text);
        let block = tree.documents[0].at(&["data", "a"]).unwrap();
        let scalar = block.scalar().unwrap();
        assert_eq!(&*scalar.text, "x=1\n\nyé=2\n");
        let map = scalar.map.as_ref().unwrap();
        let at = |from: usize, to: usize| {
            let span = map.to_raw(from as u32..to as u32).unwrap();
            &text[span.range()]
        };
        assert_eq!(at(0, 3), "x=1");
        assert_eq!(at(5, 10), "yé=2");
        assert!(map.is_identity(5..10));
    }
}

#[test]
fn merges_take_over_what_is_not_there() {
    let text = "\
x: &x {a: 1, b: 2}
y: &y {b: 3, c: 4}
one: {<<: *x, a: 9}
two:
  <<: [*x, *y]
  d: 5
";
    let tree = parse(text);
    let root = &tree.documents[0];
    assert_eq!(root.text_at(&["one", "a"]), Some("9"));
    assert_eq!(root.text_at(&["one", "b"]), Some("2"));
    assert_eq!(root.text_at(&["two", "b"]), Some("2"));
    assert_eq!(root.text_at(&["two", "c"]), Some("4"));
    // The place is that of the definition.
    let c = root.at(&["two", "c"]).unwrap();
    assert_eq!(c.span.start as usize, text.find('4').unwrap());
    assert!(tree.duplicates.is_empty());
}

#[test]
fn a_document_that_does_not_parse_is_told_and_the_next_is_read() {
    let tree = parse("a: 1\n---\nb: [1, 2\n---\nc: 3\n");
    assert_eq!(tree.faults.len(), 1);
    assert!(tree.documents.iter().any(|d| d.get("c").is_some()));
    assert!(tree.documents.iter().any(|d| d.get("a").is_some()));
}

#[test]
fn names_that_stand_twice_are_told() {
    let text = "a: 1\nb: 2\na: 3\n";
    let tree = parse(text);
    let [(first, second)] = tree.duplicates[..] else {
        panic!("{:?}", tree.duplicates);
    };
    assert_eq!((first.start, second.start), (0, 10));
    assert_eq!(tree.documents[0].text_at(&["a"]), Some("3"));
}

#[test]
fn hostile_files_end_soon() {
    let begun = std::time::Instant::now();
    let mut laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for n in 1..40 {
        let below = format!("*a{}", n - 1);
        laughs.push_str(&format!("a{n}: &a{n} [{}]\n", [&*below; 9].join(",")));
    }
    assert_eq!(parse(&laughs).documents.len(), 1);
    let mut merges = "a0: &a0 {k0: 1, l0: 2}\n".to_owned();
    for n in 1..2000 {
        let below = format!("*a{}", n - 1);
        merges.push_str(&format!(
            "a{n}: &a{n} {{<<: [{below}, {below}], k{n}: 1}}\n"
        ));
    }
    assert_eq!(parse(&merges).faults.len(), 1);
    assert!(!parse(&"[".repeat(100_000)).faults.is_empty());
    assert!(!parse(&"- ".repeat(100_000)).faults.is_empty());
    assert_eq!(parse(&"---\na: 1\n".repeat(10_000)).documents.len(), 10_000);
    let comments = format!("a:\n{}  b: 1\n", "# c\n".repeat(20_000));
    assert_eq!(
        parse(&comments).documents[0].text_at(&["a", "b"]),
        Some("1")
    );
    assert!(begun.elapsed().as_secs() < 20);
}

#[test]
fn templates_are_valid_or_faults_but_never_a_panic() {
    for text in [
        "name: {{ .Values.x }}\n",
        "{{- if .Values.x }}\na: 1\n{{- end }}\n",
        "a: *nowhere\n",
        "a: &a [*a]\n",
        "? [a, b]\n: c\n",
        "\t\t",
        "",
        "%YAML 1.2\n---\na: !!str 1\n",
    ] {
        parse(text);
    }
}
