//! Regular expressions of Java's, as far as it is certain that `Pattern.compile` refuses them.

/// What is wrong with a pattern; `None` where it may be sound.
pub(super) fn fault(pattern: &str) -> Option<&'static str> {
    // A quotation turns everything off.
    if pattern.contains("\\Q") {
        return None;
    }
    let (mut open, mut class) = (0_u32, 0_u32);
    let mut characters = pattern.chars().peekable();
    // Whether a quantifier has nothing to stand behind.
    let mut bare = true;
    while let Some(c) = characters.next() {
        match c {
            '\\' => {
                characters.next();
                bare = false;
            }
            '[' => {
                class += 1;
                // A bracket right behind is one of the characters.
                characters.next_if_eq(&'^');
                characters.next_if_eq(&']');
                bare = false;
            }
            ']' if class > 0 => class -= 1,
            _ if class > 0 => {}
            '(' => {
                open += 1;
                let special = characters.next_if_eq(&'?').is_some();
                bare = !special;
            }
            ')' => {
                open = match open.checked_sub(1) {
                    Some(open) => open,
                    None => return Some("closes a group that is not open"),
                };
                bare = false;
            }
            '*' | '+' | '?' if bare => return Some("has nothing to repeat"),
            '|' => bare = true,
            _ => bare = false,
        }
    }
    if class > 0 {
        Some("does not end a class of characters")
    } else if open > 0 {
        Some("does not end a group")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn only_what_java_refuses_is_refused() {
        for sound in [
            "",
            "a.*",
            "(?i)d",
            "(?<name>b)+",
            "[]a]",
            "[^]]",
            "a|b*",
            "\\[",
            "\\Q[\\E",
            "[a&&[b]]",
            "(?=a)b",
            "x{2}",
            "]",
        ] {
            assert_eq!(fault(sound), None, "{sound}");
        }
        for broken in ["[", "(", "*", "+7", "a|*", ")", "(a", "(*a)", "[a&&[b]"] {
            assert!(fault(broken).is_some(), "{broken}");
        }
    }
}
