//! What a mechanism of SASL needs beside the text of the login.

use super::asked as row;
use super::jaas::{self, Login};
use super::view::{Read, View};
use super::{CONTRADICT, Condition, Fault, Judged, MISSING};
use crate::catalog::Component;

const fn service_missing(component: Component) -> Condition {
    row(
        component,
        "kerberos-service-missing",
        MISSING,
        "KerberosLogin.getServiceName",
        |view| kerberos(view, false),
    )
}

const fn services_differ(component: Component) -> Condition {
    row(
        component,
        "kerberos-services-differ",
        CONTRADICT,
        "KerberosLogin.getServiceName",
        |view| kerberos(view, true),
    )
}

const fn endpoint(component: Component) -> Condition {
    row(
        component,
        "token-endpoint-missing",
        MISSING,
        "OAuthBearerLoginCallbackHandler.configure, ConfigurationUtils.validateUrl",
        no_endpoint,
    )
}

use Component::{Admin, Broker, Consumer, Producer};

pub(super) const CONDITIONS: &[Condition] = &[
    service_missing(Broker),
    service_missing(Producer),
    service_missing(Consumer),
    service_missing(Admin),
    services_differ(Broker),
    services_differ(Producer),
    services_differ(Consumer),
    services_differ(Admin),
    endpoint(Producer),
    endpoint(Consumer),
    endpoint(Admin),
];

/// A key of a login: the listener's own before the node's.
fn text<'a>(view: &View<'a>, login: &Login<'_>, key: &str) -> Read<&'a str> {
    if login.prefix.is_empty() {
        return view.other(key);
    }
    match view.other(&format!("{}{key}", login.prefix))? {
        Some(text) => Ok(Some(text)),
        None => view.other(key),
    }
}

fn kerberos(view: &View<'_>, differ: bool) -> Judged {
    let (key, class) = ("sasl.kerberos.service.name", "sasl.login.class");
    for login in jaas::logins(view)? {
        let Ok(module) = login.module() else {
            continue;
        };
        // Another class logs in by rules of its own.
        let own_class = format!("{}.{class}", login.mechanism.to_lowercase());
        if login.mechanism != "GSSAPI"
            || text(view, &login, class)?.is_some()
            || text(view, &login, &own_class)?.is_some()
        {
            continue;
        }
        let (written, option) = (text(view, &login, key)?, module.option("serviceName"));
        let (wrong, help) = match (written, option) {
            (None, None) if !differ => (
                format!(
                    "`{key}` is not set, and `{}` has no `serviceName`",
                    login.key
                ),
                format!("set `{key}`, mostly to `kafka`: the first part of the brokers' principal"),
            ),
            (Some(one), Some(other)) if differ && one != other => (
                format!(
                    "`{key}` is `{one}`, and `{}` has another `serviceName`",
                    login.key
                ),
                format!("take `serviceName` out of `{}`", login.key),
            ),
            _ => continue,
        };
        let own = format!("{}{key}", login.prefix);
        let key = match view.setting(&own) {
            Some(_) => own.as_str(),
            None => key,
        };
        let keys = [key, login.key.as_str()];
        return Ok(Some(Fault::new(&keys, wrong, help)));
    }
    Ok(None)
}

/// The handler that fetches tokens, under its two names.
const HANDLERS: [&str; 2] = [
    "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler",
    "org.apache.kafka.common.security.oauthbearer.secured.OAuthBearerLoginCallbackHandler",
];

fn no_endpoint(view: &View<'_>) -> Judged {
    let (url, handler) = (
        "sasl.oauthbearer.token.endpoint.url",
        "sasl.login.callback.handler.class",
    );
    for login in jaas::logins(view)? {
        let broken = login.mechanism == "OAUTHBEARER"
            && login.module().is_ok()
            && view.text(handler)?.is_some_and(|class| {
                HANDLERS.contains(&class) && crate::catalog::class(class, view.release).is_some()
            })
            && view.text(url)?.is_none()
            && view
                .setting("sasl.oauthbearer.jwt.retriever.class")
                .is_none();
        if broken {
            return Ok(Some(Fault::new(
                &[url, handler],
                format!(
                    "`{url}` is not set, and the class of `{handler}` fetches its tokens there"
                ),
                format!("set `{url}` to the address that gives tokens out"),
            )));
        }
    }
    Ok(None)
}
