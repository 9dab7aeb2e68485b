use super::super::{Whose, compile};
use super::world::World;

/// Each row: the expression, the text at fault, part of the message, part of the help.
fn refused(rows: &[(&str, &str, &str, &str)]) {
    let world = World::example();
    for (source, at, message, help) in rows {
        let error = match compile(source, &world) {
            Err(error) => error,
            Ok(program) => panic!("{source} compiles to {program:?}"),
        };
        assert_eq!(&source[error.span.clone()], *at, "{source}: {error}");
        assert!(error.message.contains(message), "{source}: {error}");
        match &error.help {
            Some(text) => assert!(!help.is_empty() && text.contains(help), "{source}: {error}"),
            None => assert!(help.is_empty(), "{source}: {error}"),
        }
    }
}

#[test]
fn names() {
    refused(&[
        (
            "replication_facto > 1",
            "replication_facto",
            "unknown fact",
            "`replication_factor`",
        ),
        ("acks == '1'", "acks", "unknown fact", "cfg['acks']"),
        (
            "min_bytes > 1",
            "min_bytes",
            "unknown fact",
            "params.min_bytes",
        ),
        ("zzz", "zzz", "unknown fact", ""),
        (
            "cfg['min.insync.replica'] < 2",
            "'min.insync.replica'",
            "unknown setting",
            "`min.insync.replicas`",
        ),
        (
            "'broker.rak' in cfg",
            "'broker.rak'",
            "unknown setting",
            "`broker.rack`",
        ),
        (
            "explicit('nothing.like.it')",
            "'nothing.like.it'",
            "unknown setting",
            "",
        ),
        (
            "params.min_byte > 1",
            "min_byte",
            "unknown parameter",
            "`min_bytes`",
        ),
        (
            "explicitly('acks')",
            "explicitly",
            "unknown function",
            "`explicit`",
        ),
        (
            "has(cfg['acks'])",
            "has",
            "unknown function",
            "'its.key' in cfg",
        ),
        (
            "startsWith('a')",
            "startsWith",
            "unknown function",
            "method",
        ),
        (
            "cfg['acks'].startswith('a')",
            "startswith",
            "unknown method",
            "`startsWith`",
        ),
        (
            "cfg['log.dirs'].exists(d, dd == 'a')",
            "dd",
            "unknown fact",
            "`d`",
        ),
        (
            "cfg['log.dirs'].exists(d, d == 'a') && d == 'a'",
            "d",
            "unknown fact",
            "",
        ),
        (
            "cfg.acks == '1'",
            "acks",
            "by their key in brackets",
            "cfg['acks']",
        ),
        ("cfg == 1", "cfg", "no value by itself", "cfg['its.key']"),
        (
            "broker.acks > 1",
            "acks",
            "settings are read by their key",
            "broker['acks']",
        ),
        (
            "broker['message.max.byte'] > 1",
            "'message.max.byte'",
            "unknown setting",
            "message.max.bytes",
        ),
        (
            "cfg[origin('acks')] == 1",
            "origin('acks')",
            "nothing computed",
            "",
        ),
        ("null", "null", "reserved word", ""),
        (
            "cfg['log.dirs'].all(cfg, true)",
            "cfg",
            "cannot name a variable",
            "",
        ),
    ]);
}

#[test]
fn types() {
    refused(&[
        (
            "replication_factor",
            "replication_factor",
            "a condition (a bool) belongs",
            "",
        ),
        ("1 == '1'", "1 == '1'", "cannot be compared", "`'1'`"),
        (
            "cfg['acks'] == 1",
            "cfg['acks'] == 1",
            "cannot be compared",
            "`'1'`",
        ),
        (
            "replication_factor == '3'",
            "replication_factor == '3'",
            "cannot be compared",
            "`3` without quotes",
        ),
        (
            "cfg['enable.idempotence'] == 'true'",
            "cfg['enable.idempotence'] == 'true'",
            "cannot be compared",
            "without quotes",
        ),
        (
            "cfg['log.cleaner.min.cleanable.ratio'] > 1",
            "cfg['log.cleaner.min.cleanable.ratio'] > 1",
            "cannot be compared",
            "`1.0`",
        ),
        (
            "cfg['log.dirs'] == '/tmp'",
            "cfg['log.dirs'] == '/tmp'",
            "cannot be compared",
            "`in`",
        ),
        ("true < false", "true < false", "has no order", ""),
        ("1 < 2 < 3", "1 < 2 < 3", "cannot be compared", ""),
        ("!1", "1", "a condition (a bool) belongs", ""),
        ("true && 1", "1", "a condition (a bool) belongs", ""),
        ("1 ? true : false", "1", "a condition (a bool) belongs", ""),
        (
            "(true ? 1 : 'a') == 1",
            "true ? 1 : 'a'",
            "one branch is an int",
            "",
        ),
        ("'a' + 'b' == 'ab'", "'a'", "arithmetic needs numbers", ""),
        ("1 + 1.0 == 2.0", "1 + 1.0", "do not mix", "double"),
        ("1.5 % 1.0 == 0.5", "1.5 % 1.0", "ints only", ""),
        ("-'a' == 1", "'a'", "arithmetic needs numbers", ""),
        ("1 in ['1']", "1 in ['1']", "a list of strings", ""),
        ("'a' in 'abc'", "'abc'", "`in` needs a list", ""),
        ("'a' in ['a', 1]", "1", "the elements before it are not", ""),
        ("'a' in [cfg['acks']]", "cfg['acks']", "literals only", ""),
        (
            "cfg['log.dirs'].startsWith('/tmp')",
            "cfg['log.dirs']",
            "a method of strings",
            "exists(x, x.startsWith(…))",
        ),
        (
            "cfg['log.dirs'].contains('/tmp')",
            "cfg['log.dirs']",
            "a method of strings",
            "`in`",
        ),
        (
            "cfg['acks'].exists(a, true)",
            "cfg['acks']",
            "needs a list",
            "",
        ),
        (
            "cfg['log.dirs'].exists(d, d)",
            "d",
            "a condition (a bool) belongs",
            "",
        ),
        (
            "cfg['log.dirs'].exists('d', true)",
            "'d'",
            "no variable name",
            "",
        ),
        (
            "cfg['log.dirs'].exists(true)",
            "cfg['log.dirs'].exists(true)",
            "a variable and a condition",
            "like",
        ),
        (
            "cfg['log.dirs'][0] == 'a'",
            "cfg['log.dirs'][0]",
            "only `cfg` and `broker` can be indexed",
            "exists",
        ),
        ("size(1) == 1", "1", "has no size", ""),
        (
            "size('a', 'b') == 1",
            "size('a', 'b')",
            "1 argument, not 2",
            "",
        ),
        (
            "cfg['acks'].lowerAscii(1) == 'a'",
            "cfg['acks'].lowerAscii(1)",
            "no argument",
            "",
        ),
        (
            "'a'.matches(cfg['acks'])",
            "cfg['acks']",
            "nothing computed",
            "",
        ),
        ("'a'.matches('(')", "'('", "bad pattern: unclosed group", ""),
        (
            "'a'.matches('[a-z]{999}{99}')",
            "'[a-z]{999}{99}'",
            "bytes when compiled",
            "smaller",
        ),
        (
            "['a'].exists(a, ['b'].exists(b, ['c'].exists(c, true)))",
            "['c'].exists(c, true)",
            "at most 2",
            "",
        ),
    ]);
}

#[test]
fn syntax() {
    refused(&[
        ("", "", "the expression ends", ""),
        ("1 ==", "", "the expression ends", ""),
        ("(true", "", "`)` belongs", ""),
        ("true)", ")", "an operator or the end", ""),
        ("true and false", "and", "an operator or the end", "`&&`"),
        ("not true", "not", "a value belongs", "`!`"),
        (
            "replication_factor = 3",
            "=",
            "unexpected character",
            "`==`",
        ),
        ("true & false", "&", "unexpected character", "`&&`"),
        ("cfg['a", "'", "does not end", "'"),
        ("'a\\q' == ''", "\\q", "unknown escape", "r'…'"),
        ("'\\ud800' == ''", "\\u", "digits that name a character", ""),
        ("b'a' == ''", "b", "no prefix", "r'…'"),
        ("1KB == 1", "KB", "unknown unit", "`kB` is 1000"),
        ("7days == 1", "days", "unknown unit", "units are"),
        ("1.5h == 1", "h", "whole numbers", ""),
        ("1u == 1", "u", "unknown unit", "units are"),
        (
            "9223372036854775808 == 1",
            "9223372036854775808",
            "64-bit",
            "",
        ),
        ("999999999999d == 1", "999999999999d", "64-bit", ""),
        ("1e999 == 1.0", "1e999", "too large", ""),
        ("true ? false", "", "`:` belongs", ""),
        ("\u{e9} == 1", "\u{e9}", "unexpected character", ""),
    ]);
}

#[test]
fn what_is_read_is_listed_once() {
    let program = World::example().compile(
        "cfg['acks'] == '1' && explicit('acks') && replication_factor > 1 \
         && replication_factor < params.min_bytes && 'broker.rack' in cfg \
         && 'broker.rack' in broker && broker['broker.rack'] == 'a'",
    );
    assert_eq!(
        program.keys().collect::<Vec<_>>(),
        [
            (Whose::Own, "acks"),
            (Whose::Own, "broker.rack"),
            (Whose::Brokers, "broker.rack")
        ]
    );
    assert_eq!(program.facts().collect::<Vec<_>>(), ["replication_factor"]);
    assert_eq!(program.params().collect::<Vec<_>>(), ["min_bytes"]);
}
