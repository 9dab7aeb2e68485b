//! A broker that moves from ZooKeeper to a quorum of controllers.

use super::asked_of_node as row;
use super::endpoints::CONTROLLERS;
use super::roles::{MIGRATION, Roles};
use super::versions::{self, PROTOCOL};
use super::view::View;
use super::{CONTRADICT, Condition, Fault, Judged};

pub(super) const CONDITIONS: &[Condition] = &[row(
    "migration-not-possible",
    CONTRADICT,
    (3, 4),
    (3, 9),
    "KafkaConfig.validateValues",
    migration,
)];

fn migration(view: &View<'_>) -> Judged {
    if !Roles::of(view)?.zookeeper() || !view.on(MIGRATION)? {
        return Ok(None);
    }
    let release = (view.release.major, view.release.minor, view.release.patch);
    let dirs = view.list("log.dirs")?.map_or(1, |dirs| dirs.len());
    let protocol = versions::protocol(view)?;
    let is_older = |than| protocol.is_some_and(|version| version < than);
    let (key, wrong, help) = if view.raw(CONTROLLERS)?.unwrap_or_default().is_empty() {
        (
            CONTROLLERS,
            format!("`{CONTROLLERS}` is not set"),
            format!("set `{CONTROLLERS}` to the name of the controllers' listener"),
        )
    } else if release < (3, 5, 1) && view.written(AUTHORIZER)? {
        (
            AUTHORIZER,
            format!("`{AUTHORIZER}` is set"),
            "upgrade to 3.5.1 or newer first: older brokers do not migrate ACLs".to_owned(),
        )
    } else if is_older(((3, 4, 0), 0)) {
        (
            PROTOCOL,
            format!("`{PROTOCOL}` is a version from before 3.4"),
            format!("finish the upgrade first: set `{PROTOCOL}=3.4`, or take it out"),
        )
    } else if dirs > 1 && (SINGLE_DIRECTORY.0..SINGLE_DIRECTORY.1).contains(&release) {
        (
            DIRS,
            format!("`{DIRS}` has {dirs} directories"),
            "keep one directory until the cluster is migrated".to_owned(),
        )
    } else if dirs > 1 && release >= SINGLE_DIRECTORY.1 && is_older(((3, 7, 0), 2)) {
        (
            PROTOCOL,
            format!(
                "`{DIRS}` has {dirs} directories, which `{PROTOCOL}` has to be 3.7 or newer for"
            ),
            format!("set `{PROTOCOL}=3.7`, or keep one directory until the cluster is migrated"),
        )
    } else {
        return Ok(None);
    };
    Ok(Some(Fault::new(
        &[MIGRATION, key],
        format!("`{MIGRATION}` is `true`, and {wrong}"),
        help,
    )))
}

const AUTHORIZER: &str = "authorizer.class.name";
const DIRS: &str = "log.dirs";

/// The first release that refuses several directories, and the first that asks for the protocol instead.
const SINGLE_DIRECTORY: ((u8, u8, u8), (u8, u8, u8)) = ((3, 5, 2), (3, 7, 0));
