//! What a node is, and how it finds the controllers.

use super::network::host_port;
use super::view::{Unknown, View};
use super::{CONTRADICT, Condition, FIRST, Fault, Judged, MISSING, QUORUM, STILL, Shape};
use crate::catalog::Component;

const ROLES: &str = "process.roles";
const NODE: &str = "node.id";
const BROKER: &str = "broker.id";
const VOTERS: &str = "controller.quorum.voters";
const BOOTSTRAP: &str = "controller.quorum.bootstrap.servers";
const ZOOKEEPER: &str = "zookeeper.connect";
const MIGRATION: &str = "zookeeper.metadata.migration.enable";

const fn row(
    id: &'static str,
    code: &'static str,
    from: (u8, u8),
    to: (u8, u8),
    source: &'static str,
    ask: fn(&View<'_>) -> Judged,
) -> Condition {
    Condition {
        component: Component::Broker,
        id,
        code,
        from,
        to,
        source,
        shape: Shape::Asks(ask),
    }
}

pub(super) const CONDITIONS: &[Condition] = &[
    row(
        "role-unknown",
        QUORUM,
        FIRST,
        STILL,
        "KafkaConfig.parseProcessRoles",
        role_unknown,
    ),
    row(
        "node-id-differs",
        CONTRADICT,
        (3, 1),
        STILL,
        "KafkaConfig.validateValues",
        ids_differ,
    ),
    row(
        "node-id-missing",
        MISSING,
        FIRST,
        (3, 9),
        "KafkaConfig.validateValues",
        node_missing,
    ),
    row(
        "broker-id-out-of-range",
        QUORUM,
        FIRST,
        (3, 9),
        "KafkaConfig.validateValues",
        broker_id,
    ),
    row(
        "broker-id-out-of-range",
        QUORUM,
        (4, 0),
        STILL,
        "KafkaConfig.populateSynonyms",
        node_from_broker,
    ),
    row(
        "zookeeper-missing",
        MISSING,
        FIRST,
        (3, 9),
        "KafkaConfig.validateValues",
        zookeeper_missing,
    ),
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
        "migration-not-possible",
        CONTRADICT,
        (3, 4),
        (3, 9),
        "KafkaConfig.validateValues",
        migration,
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

/// What a node is.
#[derive(Copy, Clone, Debug)]
pub(super) struct Roles {
    broker: bool,
    controller: bool,
    zookeeper: bool,
}

impl Roles {
    /// From `process.roles`; a role that there is not leaves nothing sure.
    pub(super) fn of(view: &View<'_>) -> Result<Self, Unknown> {
        let mut roles = Roles {
            broker: false,
            controller: false,
            zookeeper: false,
        };
        for role in view.list(ROLES)?.unwrap_or_default() {
            match role {
                "broker" => roles.broker = true,
                "controller" => roles.controller = true,
                _ => return Err(Unknown),
            }
        }
        // 4.0 and 4.1 take a node without roles, and ask nothing of it.
        roles.zookeeper = !roles.kraft() && !view.from(4, 0);
        Ok(roles)
    }

    /// Whether its cluster keeps its metadata in ZooKeeper.
    pub(super) fn zookeeper(self) -> bool {
        self.zookeeper
    }

    /// Whether it has roles at all.
    pub(super) fn kraft(self) -> bool {
        self.broker || self.controller
    }

    /// Whether it hosts partitions.
    pub(super) fn broker(self) -> bool {
        self.broker || self.zookeeper
    }

    pub(super) fn controller(self) -> bool {
        self.controller
    }

    pub(super) fn only_broker(self) -> bool {
        self.broker && !self.controller
    }

    pub(super) fn only_controller(self) -> bool {
        self.controller && !self.broker
    }
}

fn role_unknown(view: &View<'_>) -> Judged {
    let roles = view.list(ROLES)?.unwrap_or_default();
    let twice = roles
        .iter()
        .enumerate()
        .find(|(at, role)| roles[..*at].contains(role));
    let wrong = match roles.iter().find(|r| !["broker", "controller"].contains(r)) {
        Some(role) => format!("`{ROLES}` has `{role}`, which is no role"),
        None => match twice {
            Some((_, role)) => format!("`{ROLES}` has `{role}` twice"),
            None => return Ok(None),
        },
    };
    Ok(Some(Fault::new(
        &[ROLES],
        wrong,
        "write `broker`, `controller`, or both with a comma between them",
    )))
}

fn ids_differ(view: &View<'_>) -> Judged {
    if !(view.written(NODE)? && view.written(BROKER)?) {
        return Ok(None);
    }
    let (Some(node), Some(broker)) = (view.number(NODE)?, view.number(BROKER)?) else {
        return Ok(None);
    };
    Ok((node != broker).then(|| {
        Fault::new(
            &[BROKER, NODE],
            format!("`{BROKER}` is {broker} and `{NODE}` is {node}"),
            format!("take `{BROKER}` out"),
        )
    }))
}

/// The two keys stand for each other where only one is written.
fn id(view: &View<'_>, first: &str, second: &str) -> Result<i64, Unknown> {
    if !view.from(3, 0) {
        // The broker's id counts where the node has none.
        let node = view.number(NODE)?.unwrap_or(-1);
        return match node < 0 {
            true => Ok(view.number(BROKER)?.unwrap_or(-1)),
            false => Ok(node),
        };
    }
    let key = if view.written(first)? { first } else { second };
    Ok(view.number(key)?.unwrap_or(-1))
}

fn node_missing(view: &View<'_>) -> Judged {
    let id = id(view, NODE, BROKER)?;
    Ok((Roles::of(view)?.kraft() && id < 0).then(|| {
        Fault::new(
            &[NODE, ROLES],
            format!("a node with `{ROLES}` needs a `{NODE}`, and it has none"),
            format!("set `{NODE}` to a number that no other node has"),
        )
    }))
}

/// Where only the old name is written, it has to be what the new one takes.
fn node_from_broker(view: &View<'_>) -> Judged {
    if view.written(NODE)? {
        return Ok(None);
    }
    Ok(view
        .number(BROKER)?
        .filter(|id| *id < 0 && view.setting(BROKER).is_some())
        .map(|id| {
            Fault::new(
                &[BROKER, NODE],
                format!("`{BROKER}` is {id}, and stands for `{NODE}`, which is at least 0"),
                format!("set `{NODE}` to a number that no other node has, and take `{BROKER}` out"),
            )
        }))
}

fn broker_id(view: &View<'_>) -> Judged {
    if Roles::of(view)?.kraft() {
        return Ok(None);
    }
    let id = id(view, BROKER, NODE)?;
    let most = view.number("reserved.broker.max.id")?.unwrap_or(1000);
    let generated = view.on("broker.id.generation.enable")?;
    let migrating = view.on(MIGRATION)?;
    let wrong = if id < 0 && migrating && view.from(3, 7) {
        format!("`{BROKER}` is not set, and a broker that is migrated needs one")
    } else if generated && !(-1..=most).contains(&id) {
        format!(
            "`{BROKER}` is {id}, and brokers take -1 to `reserved.broker.max.id`, which is {most}"
        )
    } else if !generated && id < 0 {
        format!("`{BROKER}` is {id}, and `broker.id.generation.enable` is `false`")
    } else {
        return Ok(None);
    };
    Ok(Some(Fault::new(
        &[BROKER, NODE, "reserved.broker.max.id"],
        wrong,
        format!("set `{BROKER}` to a number from 0 on that no other broker has"),
    )))
}

fn zookeeper_missing(view: &View<'_>) -> Judged {
    let kraft = Roles::of(view)?.kraft();
    let broken = view.text(ZOOKEEPER)?.is_none() && (!kraft || view.on(MIGRATION)?);
    Ok(broken.then(|| match kraft {
        true => Fault::new(
            &[MIGRATION, ROLES],
            format!("`{MIGRATION}` is `true`, and `{ZOOKEEPER}` is not set"),
            format!("set `{ZOOKEEPER}`, or take `{MIGRATION}` out"),
        ),
        false => Fault::new(
            &[ZOOKEEPER],
            format!("neither `{ROLES}` nor `{ZOOKEEPER}` is set"),
            format!("set `{ROLES}` and `{NODE}`, or `{ZOOKEEPER}` for a cluster with ZooKeeper"),
        ),
    }))
}

/// Ids and hosts; the item that cannot be read otherwise.
type Voters<'a> = Result<Vec<(i32, &'a str)>, &'a str>;

/// The voters of `controller.quorum.voters`.
fn voters<'a>(view: &View<'a>) -> Result<Voters<'a>, Unknown> {
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

fn migration(view: &View<'_>) -> Judged {
    if !Roles::of(view)?.zookeeper() || !view.on(MIGRATION)? {
        return Ok(None);
    }
    let names = "controller.listener.names";
    let dirs = view.list("log.dirs")?.map_or(1, |dirs| dirs.len());
    let (key, wrong) = if view.raw(names)?.unwrap_or_default().is_empty() {
        (names, format!("`{names}` is not set"))
    } else if dirs > 1 && !view.from(3, 7) {
        ("log.dirs", format!("`log.dirs` has {dirs} directories"))
    } else {
        return Ok(None);
    };
    Ok(Some(Fault::new(
        &[MIGRATION, key],
        format!("`{MIGRATION}` is `true`, and {wrong}"),
        match key {
            "log.dirs" => "keep one directory until the cluster is migrated".to_owned(),
            _ => format!("set `{names}` to the name of the controllers' listener"),
        },
    )))
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
