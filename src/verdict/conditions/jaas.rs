//! Logins: the text of `sasl.jaas.config`. That there is none is never wrong, as the options of the JVM may name
//! a file with it.

use super::endpoints::{self, Channel};
use super::view::{Unknown, View};
use super::{Condition, Fault, Judged, UNUSABLE, asked};
use crate::catalog::Component;
use crate::resolve::value;
use crate::syntax::jaas::{self, Module};

const KEY: &str = "sasl.jaas.config";

const fn row(component: Component) -> Condition {
    asked(
        component,
        "login-not-readable",
        UNUSABLE,
        "JaasContext.load, JaasConfig",
        unreadable,
    )
}

pub(super) const CONDITIONS: &[Condition] = &[
    row(Component::Broker),
    row(Component::Producer),
    row(Component::Consumer),
    row(Component::ShareConsumer),
    row(Component::Admin),
];

/// Whether a client's channel is made with the client itself: before 4.2 consumers of the newer kinds make it in
/// a thread of theirs, whose troubles do not show.
pub(super) fn connects_at_once(view: &View<'_>) -> Result<bool, Unknown> {
    Ok(match view.component {
        _ if view.from(4, 2) => true,
        Component::ShareConsumer => false,
        Component::Consumer => view
            .text("group.protocol")?
            .is_none_or(|protocol| !protocol.eq_ignore_ascii_case("consumer")),
        _ => true,
    })
}

/// A login that is written and read.
pub(super) struct Login<'a> {
    /// Its key.
    pub(super) key: String,
    text: &'a str,
    /// How it logs in.
    pub(super) mechanism: &'a str,
    /// What stands before the keys that are the listener's own.
    pub(super) prefix: String,
}

/// All logins of a component.
pub(super) fn logins<'a>(view: &View<'a>) -> Result<Vec<Login<'a>>, Unknown> {
    let mut logins = Vec::new();
    let mut add = |key: String, mechanism: &'a str, prefix: String| {
        if let Some(text) = view.other(&key)? {
            logins.push(Login {
                key,
                text,
                mechanism,
                prefix,
            });
        }
        Ok(())
    };
    if view.component == Component::Broker {
        for channel in endpoints::channels(view)? {
            let prefix = format!("listener.name.{}.", channel.listener.to_lowercase());
            for mechanism in mechanisms(view, &channel)? {
                let key = format!("{prefix}{}.{KEY}", mechanism.to_lowercase());
                add(key, mechanism, prefix.clone())?;
            }
        }
    } else if logs_in(view)? {
        let mechanism = view.other("sasl.mechanism")?.unwrap_or("GSSAPI");
        add(KEY.to_owned(), mechanism, String::new())?;
    }
    Ok(logins)
}

fn logs_in(view: &View<'_>) -> Result<bool, Unknown> {
    let secure = view
        .text("security.protocol")?
        .is_some_and(|protocol| protocol.to_uppercase().starts_with("SASL_"));
    Ok(secure && connects_at_once(view)?)
}

/// The mechanisms that a channel has a login for.
pub(super) fn mechanisms<'a>(view: &View<'a>, channel: &Channel) -> Result<Vec<&'a str>, Unknown> {
    if !channel.protocol.starts_with("SASL_") {
        return Ok(Vec::new());
    }
    if let Some(key) = channel.logs_in {
        return Ok(view.text(key)?.into_iter().collect());
    }
    let key = "sasl.enabled.mechanisms";
    let own = format!("listener.name.{}.{key}", channel.listener.to_lowercase());
    Ok(match view.other(&own)? {
        Some(text) => value::list(text),
        None => view.list(key)?.unwrap_or_default(),
    })
}

fn unreadable(view: &View<'_>) -> Judged {
    let broken = logins(view)?
        .into_iter()
        .find_map(|login| Some((login.module().err()?, login.key)));
    Ok(broken.map(|(wrong, key)| {
        Fault::new(
            &[&key],
            format!("`{key}` {wrong}"),
            "write `CLASS required name=\"value\" …;` with one login module and a semicolon at the end",
        )
    }))
}

impl Login<'_> {
    /// What the text says, or what `JaasConfig` has against it.
    pub(super) fn module(&self) -> Result<Module, &'static str> {
        jaas::read(self.text)
    }
}
