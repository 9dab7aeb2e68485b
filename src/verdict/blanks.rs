//! Blanks at the end of a value that Kafka does not take away.
//!
//! What a definition describes is trimmed before it is used (`ConfigDef.parseType`), so only keys outside the
//! definitions can be changed by a blank that nobody sees.

use super::{Ruling, subject};
use crate::catalog::Release;
use crate::cluster::JudgedBy;
use crate::diagnostic::{Confidence, Severity};
use crate::model::Setting;

/// What is wrong with a setting that ends in a blank, where Kafka keeps it.
pub(super) fn judge(setting: &Setting, by: &JudgedBy) -> Option<Ruling> {
    let text = setting.value.known()?;
    let trimmed = text.trim_end_matches(|c: char| c <= ' ');
    if trimmed.is_empty() || trimmed.len() == text.len() {
        return None;
    }
    let leads_to = consequence(setting.key.name(), trimmed, by.kafka())?;
    Some(Ruling {
        code: "KFK015",
        severity: Severity::Warning,
        confidence: Confidence::High,
        rejected: false,
        refusal: None,
        message: format!(
            "`{}` ends in a blank that Kafka does not take away: {leads_to}",
            setting.written_name()
        ),
        help: Some("take the blank at the end of the line out".to_owned()),
        subject: subject(setting),
        place: setting.place(),
        related: None,
        intent: None,
    })
}

fn consequence(key: &str, trimmed: &str, release: Release) -> Option<String> {
    // StandardAuthorizer.getDefaultResult and AclAuthorizer.configure trim the value from 3.6 on.
    if key == "allow.everyone.if.no.acl.found" {
        let kept = (release.major, release.minor) < (3, 6) && trimmed.eq_ignore_ascii_case("true");
        return kept
            .then(|| "the value is not `true`, and whoever has no ACL is turned away".to_owned());
    }
    // AbstractConfig.instantiateConfigProviders hands the text on as it is.
    let (_, parameter) = key.strip_prefix("config.providers.")?.split_once('.')?;
    match parameter.strip_prefix("param.") {
        Some("allowed.paths") => Some(format!("a folder `{trimmed} ` is not there")),
        Some("allowlist.pattern") => Some("no name of a variable matches".to_owned()),
        Some(_) => Some("the provider gets it as part of the value".to_owned()),
        None if parameter == "class" => Some(format!("a class `{trimmed} ` is not there")),
        None => None,
    }
}
