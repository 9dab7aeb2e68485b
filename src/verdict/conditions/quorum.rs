//! How a node finds the controllers.

use super::asked_of_node as row;
use super::endpoints::host_port;
use super::roles::{BOOTSTRAP, BROKER, MIGRATION, NODE, ROLES, Roles, VOTERS, id};
use super::view::{Unknown, View};
use super::{CONTRADICT, Condition, FIRST, Fault, Judged, MISSING, QUORUM, STILL};

pub(super) const CONDITIONS: &[Condition] = &[
    row(
        "voters-not-readable",
        QUORUM,
        FIRST,
        STILL,
        "QuorumConfig.parseVoterConnections",
        voters_unreadable,
    ),
    row(
        "voters-not-routable",
        QUORUM,
        (3, 8),
        STILL,
        "KafkaRaftServer, QuorumConfig.parseVoterConnections",
        voters_not_routable,
    ),
    row(
        "bootstrap-servers-not-readable",
        QUORUM,
        (3, 8),
        STILL,
        "QuorumConfig.parseBootstrapServer",
        bootstrap_unreadable,
    ),
    row(
        "controllers-missing",
        MISSING,
        (3, 0),
        STILL,
        "KafkaConfig.validateValues",
        controllers_missing,
    ),
    row(
        "broker-among-voters",
        QUORUM,
        (3, 0),
        STILL,
        "KafkaConfig.validateValues",
        broker_votes,
    ),
    row(
        "controller-not-among-voters",
        QUORUM,
        (3, 0),
        STILL,
        "KafkaConfig.validateValues",
        controller_does_not_vote,
    ),
    row(
        "auto-join-on-broker",
        CONTRADICT,
        (4, 2),
        STILL,
        "KafkaConfig.validateValues",
        auto_join,
    ),
];

/// Ids and hosts; the item that cannot be read otherwise.
pub(super) type Voters<'a> = Result<Vec<(i32, &'a str)>, &'a str>;

/// The voters of `controller.quorum.voters`.
pub(super) fn voters<'a>(view: &View<'a>) -> Result<Voters<'a>, Unknown> {
    let mut voters = Vec::new();
    for item in view.list(VOTERS)?.unwrap_or_default() {
        match voter(view, item) {
            Some(voter) => voters.push(voter),
            None => return Ok(Err(item)),
        }
    }
    Ok(Ok(voters))
}

fn voter<'t>(view: &View<'_>, item: &'t str) -> Option<(i32, &'t str)> {
    // String.split leaves out empty texts at the end.
    let (id, address) = item.trim_end_matches('@').split_once('@')?;
    if address.contains('@') {
        return None;
    }
    Some((java_int(id)?, address_host(view, address)?))
}

fn java_int(text: &str) -> Option<i32> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

/// `Utils.getHost` and `getPort`, and a port that an `InetSocketAddress` takes.
pub(super) fn address_host<'t>(view: &View<'_>, address: &'t str) -> Option<&'t str> {
    let is_host = |c: char| c.is_ascii_alphanumeric() || "-%._:".contains(c);
    let address = match address.split_once("://") {
        Some((scheme, rest)) if scheme.chars().all(|c| is_host(c) && c != ':') => rest,
        _ => address,
    };
    // Before 3.8, and again from 3.9.1 up to 4.0, anything may stand before the host.
    let patch = (view.release.major, view.release.minor, view.release.patch);
    let strict = view.from(4, 0) || ((3, 8, 0)..(3, 9, 1)).contains(&patch);
    let address = match strict {
        true => address,
        false => {
            let (host, _) = address.rsplit_once(':')?;
            let host = host.strip_suffix(']').unwrap_or(host);
            let at = host.rfind(|c| !is_host(c)).map_or(0, |at| at + 1);
            address.get(at..)?
        }
    };
    let (host, port) = host_port(address)?;
    let digits = !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit());
    port.parse::<u16>().ok().filter(|_| digits)?;
    Some(host)
}

fn voters_unreadable(view: &View<'_>) -> Judged {
    Ok(voters(view)?.err().map(|item| {
        Fault::new(
            &[VOTERS],
            format!("`{VOTERS}` has an item `{item}`, which is no voter"),
            "write `id@host:port` for each controller, with commas between them",
        )
    }))
}

fn voters_not_routable(view: &View<'_>) -> Judged {
    let Ok(voters) = voters(view)? else {
        return Ok(None);
    };
    let broken = Roles::of(view)?.kraft() && voters.iter().any(|(_, host)| *host == "0.0.0.0");
    Ok(broken.then(|| {
        Fault::new(
            &[VOTERS],
            format!("`{VOTERS}` has the host `0.0.0.0`, which no node can reach"),
            "write the controllers' host names",
        )
    }))
}

fn bootstrap_unreadable(view: &View<'_>) -> Judged {
    let servers = view.list(BOOTSTRAP)?.unwrap_or_default();
    let stray = servers
        .iter()
        .find(|server| address_host(view, server).is_none());
    Ok(stray.map(|server| {
        Fault::new(
            &[BOOTSTRAP],
            format!("`{BOOTSTRAP}` has an item `{server}`, which is no address"),
            "write `host:port` for each controller, with commas between them",
        )
    }))
}

fn controllers_missing(view: &View<'_>) -> Judged {
    let Ok(voters) = voters(view)? else {
        return Ok(None);
    };
    let bootstrap = view.from(3, 9) && view.list(BOOTSTRAP)?.is_some_and(|b| !b.is_empty());
    // A broker that is migrated needs them as well.
    let needs = Roles::of(view)?.kraft() || view.on(MIGRATION)?;
    Ok((needs && voters.is_empty() && !bootstrap).then(|| {
        Fault::new(
            &[BOOTSTRAP, VOTERS, ROLES],
            match view.from(3, 9) {
                true => {
                    format!("neither `{BOOTSTRAP}` nor `{VOTERS}` says where the controllers are")
                }
                false => format!("`{VOTERS}` does not say where the controllers are"),
            },
            match view.from(3, 9) {
                true => format!("set `{BOOTSTRAP}` to `host:port` of each controller"),
                false => format!("set `{VOTERS}` to `id@host:port` of each controller"),
            },
        )
    }))
}

fn is_voter(view: &View<'_>) -> Result<Option<(i64, bool)>, Unknown> {
    let Ok(voters) = voters(view)? else {
        return Ok(None);
    };
    if voters.is_empty() {
        return Ok(None);
    }
    let node = id(view, NODE, BROKER)?;
    let among = voters.iter().any(|(id, _)| i64::from(*id) == node);
    Ok(Some((node, among)))
}

fn broker_votes(view: &View<'_>) -> Judged {
    let Some((node, true)) = is_voter(view)? else {
        return Ok(None);
    };
    Ok(Roles::of(view)?.only_broker().then(|| {
        Fault::new(
            &[NODE, VOTERS],
            format!(
                "`{NODE}` is {node}, which is among `{VOTERS}`, on a node that is only a broker"
            ),
            format!("give the broker a number that no controller has, or correct `{VOTERS}`"),
        )
    }))
}

fn controller_does_not_vote(view: &View<'_>) -> Judged {
    let Some((node, false)) = is_voter(view)? else {
        return Ok(None);
    };
    Ok(Roles::of(view)?.controller().then(|| {
        Fault::new(
            &[NODE, VOTERS],
            format!("`{NODE}` is {node}, which is not among `{VOTERS}`"),
            format!("add `{node}@host:port` to `{VOTERS}` on every node"),
        )
    }))
}

fn auto_join(view: &View<'_>) -> Judged {
    let key = "controller.quorum.auto.join.enable";
    let broken = Roles::of(view)?.only_broker() && view.on(key)?;
    Ok(broken.then(|| {
        Fault::new(
            &[key, ROLES],
            format!("`{key}` is `true` on a node that is only a broker"),
            format!("take `{key}` out; it is the controllers'"),
        )
    }))
}
