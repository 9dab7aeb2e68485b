//! Kafka's authorizers and their super users.

use super::of_node as row;
use super::roles::Roles;
use super::view::View;
use super::{CONTRADICT, Condition, FIRST, Fault, Judged, Shape, UNUSABLE};

pub(super) const CONDITIONS: &[Condition] = &[
    row(
        "authorizer-without-zookeeper",
        CONTRADICT,
        FIRST,
        (3, 9),
        "AclAuthorizer.configure",
        Shape::Asks(authorizer),
    ),
    row(
        "super-users-not-readable",
        UNUSABLE,
        FIRST,
        super::STILL,
        "StandardAuthorizer.getConfiguredSuperUsers, AclAuthorizer.configure",
        Shape::Asks(super_users),
    ),
];

const ROLES: &str = "process.roles";
const AUTHORIZER: &str = "authorizer.class.name";
const ACL: &str = "kafka.security.authorizer.AclAuthorizer";
const STANDARD: &str = "org.apache.kafka.metadata.authorizer.StandardAuthorizer";

fn authorizer(view: &View<'_>) -> Judged {
    let Some(class) = view.text(AUTHORIZER)? else {
        return Ok(None);
    };
    let broken = class == ACL
        && Roles::of(view)?.kraft()
        && !view.written("zookeeper.connect")?
        && !view.written("authorizer.zookeeper.url")?;
    let help = match view.from(3, 2) {
        true => format!("write `{STANDARD}`"),
        false => "this version has no authorizer for a cluster without ZooKeeper".to_owned(),
    };
    Ok(broken.then(|| {
        Fault::new(
            &[AUTHORIZER, ROLES],
            format!("`{AUTHORIZER}` is `{class}`, which keeps its rules in ZooKeeper, on a node with `{ROLES}`"),
            help,
        )
    }))
}

fn super_users(view: &View<'_>) -> Judged {
    let key = "super.users";
    let Some(class) = view.text(AUTHORIZER)? else {
        return Ok(None);
    };
    let keeps_empty = class == ACL;
    if !keeps_empty && class != STANDARD {
        return Ok(None);
    }
    let text = view.raw(key)?.unwrap_or_default();
    // String.split leaves out empty items at the end.
    let mut users = text.trim_end_matches(';').split(';').map(str::trim);
    let stray = users.find(|user| match user.is_empty() {
        true => keeps_empty && text.contains(|c| c != ';'),
        false => !user.contains(':'),
    });
    Ok(stray.map(|user| {
        Fault::new(
            &[key],
            format!("`{key}` has an item `{user}`, which has no type of principal"),
            "write `User:name` for each, with semicolons between them",
        )
    }))
}
