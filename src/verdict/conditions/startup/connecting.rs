//! Whether a node finds what it has to connect to when it starts: the controllers, or ZooKeeper.

use crate::verdict::conditions::endpoints::PROTOCOLS;
use crate::verdict::conditions::quorum::{address_host, voters};
use crate::verdict::conditions::roles::{BOOTSTRAP, BROKER, NODE, Roles, VOTERS, ZOOKEEPER, id};
use crate::verdict::conditions::view::View;
use crate::verdict::conditions::{Fault, Judged};

/// The names of listeners are compared in upper case but here: the first name is looked for as it is written, and
/// then taken for a protocol.
pub(super) fn controller_in_lower_case(view: &View<'_>) -> Judged {
    let key = "controller.listener.names";
    let name = view.list(key)?.and_then(|names| names.first().copied());
    let Some(name) = name.filter(|name| **name != name.to_uppercase()) else {
        return Ok(None);
    };
    let is_protocol = PROTOCOLS.contains(&name.to_uppercase().as_str());
    Ok((Roles::of(view)?.only_broker() && !is_protocol).then(|| {
        let right = name.to_uppercase();
        Fault::new(
            &[key],
            format!("`{key}` has `{name}`, which is looked for as it is written, and every listener is in upper case"),
            format!("write `{right}`"),
        )
    }))
}

/// A node looks for the leader at the other voters, and one that is a broker at all of them. Where one of several has
/// a host it may be asked first.
pub(super) fn voters_without_host(view: &View<'_>) -> Judged {
    let roles = Roles::of(view)?;
    let Ok(voters) = voters(view)? else {
        return Ok(None);
    };
    if !roles.kraft() || voters.is_empty() {
        return Ok(None);
    }
    let own = match roles.controller() {
        true => Some(id(view, NODE, BROKER)?),
        false => None,
    };
    let is_empty = |(_, host): &(i32, &str)| host.is_empty();
    let others = || voters.iter().filter(|(id, _)| Some(i64::from(*id)) != own);
    let asks_others = others().next().is_some() && others().all(is_empty);
    let broken = asks_others || (roles.broker() && voters.iter().all(is_empty));
    Ok(broken.then(|| {
        Fault::new(
            &[VOTERS],
            format!("`{VOTERS}` has no host, so there is no controller to connect to"),
            "write `id@host:port` for each controller, with commas between them",
        )
    }))
}

/// Where there are no fixed voters, a node that is only a broker begins with these.
pub(super) fn bootstrap_without_host(view: &View<'_>) -> Judged {
    let servers = view.list(BOOTSTRAP)?.unwrap_or_default();
    let has_voters = view.list(VOTERS)?.is_some_and(|voters| !voters.is_empty());
    if !Roles::of(view)?.only_broker() || has_voters || servers.is_empty() {
        return Ok(None);
    }
    let mut hosts = servers.iter().map(|server| address_host(view, server));
    let broken = hosts.all(|host| host.is_some_and(str::is_empty));
    Ok(broken.then(|| {
        Fault::new(
            &[BOOTSTRAP],
            format!("`{BOOTSTRAP}` has no host, so there is no controller to connect to"),
            "write `host:port` for each controller, with commas between them",
        )
    }))
}

/// What stands behind the first slash is a path.
pub(super) fn no_zookeeper_address(view: &View<'_>) -> Judged {
    let Some(text) = view.text(ZOOKEEPER)? else {
        return Ok(None);
    };
    let hosts = text.split('/').next().unwrap_or_default();
    let broken = Roles::of(view)?.zookeeper() && hosts.split(',').all(|h| h.trim().is_empty());
    Ok(broken.then(|| {
        Fault::new(
            &[ZOOKEEPER],
            match text.is_empty() {
                true => format!("`{ZOOKEEPER}` is empty"),
                false => format!("`{ZOOKEEPER}` is `{text}`, which names no host"),
            },
            "write `host:port` of each ZooKeeper server, with commas between them",
        )
    }))
}

/// A node with roles takes `CONTROLLER` for PLAINTEXT where no map is written; one that migrates does not.
pub(super) fn migration_unmapped(view: &View<'_>) -> Judged {
    let (key, map) = (
        "controller.listener.names",
        "listener.security.protocol.map",
    );
    if !Roles::of(view)?.zookeeper() || !view.on("zookeeper.metadata.migration.enable")? {
        return Ok(None);
    }
    // Blanks before a comma belong to the name.
    let text = view.text(key)?.unwrap_or_default();
    let Some(name) = text.split(',').next().filter(|name| !name.is_empty()) else {
        return Ok(None);
    };
    let mapped = view.raw(map)?.unwrap_or_default();
    let is_mapped = mapped
        .split(',')
        .filter_map(|entry| entry.split_once(':'))
        .any(|(listener, _)| listener.trim().to_uppercase() == name);
    let is_protocol = PROTOCOLS.contains(&name.to_uppercase().as_str());
    Ok((!is_mapped && !is_protocol).then(|| {
        Fault::new(
            &[map, key],
            format!("`{key}` names `{name}`, and `{map}` gives it no protocol"),
            format!(
                "add `{name}:PLAINTEXT`, or the protocol that the controllers speak, to `{map}`"
            ),
        )
    }))
}
