//! Values that something else fills in before Kafka reads them.

/// Whether a value, or a part of it, is filled in by something that is not in the file: a variable
/// (`${VAR}`, `$(VAR)`, `_{VAR}`), a config provider (`${file:/path:key}`), a template (`{{ x }}`, `{% x %}`,
/// `<%= x %>`), a filter (`@x@`, `%%x%%`), or a placeholder (`<broker-host>`).
pub(super) fn is_filled_in_elsewhere(value: &str) -> bool {
    if !value
        .bytes()
        .any(|b| matches!(b, b'$' | b'{' | b'<' | b'@' | b'%'))
    {
        return false;
    }
    ["${", "$(", "_{", "{{", "{%", "<%"]
        .iter()
        .any(|mark| value.contains(mark))
        || is_wrapped(value, "@", "@")
        || is_wrapped(value, "%%", "%%")
        || is_placeholder(value)
        || is_shell_variable(value)
}

/// Whether a line's key says that the line is a template's, not a setting.
pub(super) fn is_template_line(key: &str) -> bool {
    key.starts_with("{%") || key.starts_with("{{") || key.starts_with("<%") || key.starts_with("{#")
}

fn is_wrapped(value: &str, open: &str, close: &str) -> bool {
    value
        .trim()
        .strip_prefix(open)
        .and_then(|rest| rest.strip_suffix(close))
        .is_some_and(is_name)
}

/// `<broker-host>:9092`, as documentation writes what the reader has to fill in.
fn is_placeholder(value: &str) -> bool {
    value
        .split_once('<')
        .and_then(|(_, rest)| rest.split_once('>'))
        .is_some_and(|(inside, _)| is_name(inside))
}

fn is_shell_variable(value: &str) -> bool {
    value.trim().strip_prefix('$').is_some_and(|rest| {
        is_name(rest) && rest.starts_with(|c: char| c.is_ascii_uppercase() || c == '_')
    })
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.' | ' '))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates_are_unknown_and_plain_values_are_not() {
        for value in [
            "${BROKER_ID}",
            "${file:/etc/kafka/secrets.properties:password}",
            "PLAINTEXT://$(POD_IP):9092",
            "OUTSIDE://_{HOSTNAME_COMMAND}:9094",
            "{{ kafka.port }}",
            "{% if x %}",
            "<%= node['ip'] %>",
            "@broker.id@",
            "<your-broker>:9092",
            "$BROKER_ID",
            "%%ID%%",
        ] {
            assert!(is_filled_in_elsewhere(value), "{value}");
        }
        for value in [
            "PLAINTEXT://:9092",
            "^orders-.*$",
            "pa$$word",
            "a@b.c",
            "RULE:^.*[Cc][Nn]=([a-zA-Z0-9.]*).*$/$1/L",
            "10%",
            "",
        ] {
            assert!(!is_filled_in_elsewhere(value), "{value}");
        }
    }
}
