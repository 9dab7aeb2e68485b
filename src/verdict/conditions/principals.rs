//! What brokers make names of: the subjects of certificates.

use std::sync::OnceLock;

use regex::Regex;

use super::asked as row;
use super::tls::Settings;
use super::view::View;
use super::{Condition, Judged, UNUSABLE, endpoints, patterns};
use crate::catalog::Component::Broker;

pub(super) const CONDITIONS: &[Condition] = &[row(
    Broker,
    "principal-rules-not-readable",
    UNUSABLE,
    "SslChannelBuilder.configure, SslPrincipalMapper",
    rules_of_listeners,
)];

const RULES: &str = "ssl.principal.mapping.rules";

fn rules_of_listeners(view: &View<'_>) -> Judged {
    for channel in endpoints::channels(view)? {
        if channel.protocol != "SSL" {
            continue;
        }
        let settings = Settings::of_listener(view, &channel.listener);
        if let Some(wrong) = settings.text(RULES)?.and_then(fault) {
            return Ok(settings.fault(
                &[RULES],
                &format!("`{RULES}` {wrong}"),
                "write `RULE:pattern/replacement/` for each, with `L` or `U` at its end for the case, or `DEFAULT`, and commas between them",
            ));
        }
    }
    Ok(None)
}

/// What is wrong with the rules, if anything.
fn fault(text: &str) -> Option<String> {
    static RULE: OnceLock<Option<Regex>> = OnceLock::new();
    let part = r"((?:\\.|[^\\/])*)";
    let rule = RULE.get_or_init(|| {
        let rule = format!("DEFAULT|RULE:{part}/{part}/[LU]?.*?|.*?");
        Regex::new(&format!(r"\s*({rule})\s*(?:,\s*|$)")).ok()
    });
    // A pattern that cannot be had says nothing.
    rule.as_ref()?.captures_iter(text.trim()).find_map(|found| {
        let item = found.get(1).map_or("", |item| item.as_str());
        let Some((pattern, replacement)) = found.get(2).zip(found.get(3)) else {
            let is_none = !item.is_empty() && item != "DEFAULT";
            return is_none.then(|| format!("has an item `{item}`, which is no rule"));
        };
        let behind = &text.trim()[replacement.end()..found.get(1)?.end()];
        if !["/", "/L", "/U"].contains(&behind) {
            return Some(format!(
                "has a rule `{item}`, with more than `L` or `U` at its end"
            ));
        }
        let wrong = patterns::fault(pattern.as_str())?;
        Some(format!(
            "has a rule with the pattern `{}`, which {wrong}",
            pattern.as_str()
        ))
    })
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn reads_rules_as_kafka_does() {
        for sound in [
            "",
            "DEFAULT",
            ",",
            " DEFAULT , RULE:a/b/",
            "RULE:^CN=(.*?),OU=ServiceUsers.*$/$1/,RULE:^CN=(.*?)$/$1/L,DEFAULT",
            r"RULE:a\/b/c\/d/U",
        ] {
            assert_eq!(fault(sound), None, "{sound}");
        }
        for broken in [
            "default",
            "DEFAULTS",
            "RULE:a/b",
            "RULE:a/b/l",
            "RULE:a/b/LU",
            "RULE:(a/b/",
            "DEFAULT,x",
        ] {
            assert!(fault(broken).is_some(), "{broken}");
        }
    }
}
