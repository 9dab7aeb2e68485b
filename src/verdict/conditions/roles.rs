//! What a node is: its roles, its id, whether it knows ZooKeeper.

use super::asked_of_node as row;
use super::view::{Unknown, View};
use super::{CONTRADICT, Condition, FIRST, Fault, Judged, MISSING, QUORUM, STILL, first_repeated};

pub(super) const ROLES: &str = "process.roles";
pub(super) const NODE: &str = "node.id";
pub(super) const BROKER: &str = "broker.id";
pub(super) const VOTERS: &str = "controller.quorum.voters";
pub(super) const BOOTSTRAP: &str = "controller.quorum.bootstrap.servers";
pub(super) const ZOOKEEPER: &str = "zookeeper.connect";
pub(super) const MIGRATION: &str = "zookeeper.metadata.migration.enable";

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
    let wrong = match roles.iter().find(|r| !["broker", "controller"].contains(r)) {
        Some(role) => format!("`{ROLES}` has `{role}`, which is no role"),
        None => match first_repeated(&roles) {
            Some(role) => format!("`{ROLES}` has `{role}` twice"),
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
pub(super) fn id(view: &View<'_>, first: &str, second: &str) -> Result<i64, Unknown> {
    if !view.from(3, 1) {
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
