//! Signs that a cluster is somebody's own machine.

use crate::model::{Entity, Variant};

/// The signs, in words. Two of them make a development set-up.
pub(super) fn signs(nodes: &[&Entity], brokers: Option<i64>) -> Vec<String> {
    let mut signs = Vec::new();
    if brokers == Some(1) {
        signs.push("one broker".to_owned());
    } else if is_one_node(nodes) {
        signs.push("one node".to_owned());
    } else if is_one_broker(nodes) {
        signs.push("one broker".to_owned());
    }
    if !nodes.is_empty() && nodes.iter().all(|node| is_local(node)) {
        signs.push("localhost only".to_owned());
    }
    // What stands somewhere else says nothing here.
    let mut told = nodes.iter().filter(|n| n.open.is_none() || sets_copies(n));
    if let Some(first) = told.next()
        && keeps_one_copy(first)
        && told.all(|node| keeps_one_copy(node))
    {
        signs.push("replication factor 1 everywhere".to_owned());
    }
    signs
}

/// A combined node that is the only voter.
fn is_one_node(nodes: &[&Entity]) -> bool {
    let [node] = nodes else { return false };
    node.variant
        .is_some_and(|r| r.is_broker() && r.is_controller())
        && node
            .text("controller.quorum.voters")
            .or_else(|| node.text("controller.quorum.bootstrap.servers"))
            .is_some_and(|voters| !voters.contains(','))
}

/// Of what is deployed together, one process only is a broker. One that is a controller as well and votes with others
/// has its like on other machines: each has a file of its own.
fn is_one_broker(nodes: &[&Entity]) -> bool {
    let here = nodes
        .iter()
        .filter(|n| n.variant.is_some_and(|v| v.is_controller()));
    let here = here.count();
    let has_peers = |node: &&Entity| {
        node.variant == Some(Variant::Both)
            && node
                .text("controller.quorum.voters")
                .is_some_and(|voters| voters.split(',').count() > here)
    };
    if nodes.iter().any(has_peers) {
        return false;
    }
    let brokers = nodes
        .iter()
        .filter(|node| node.variant.is_some_and(|v| v.is_broker()));
    let count: Option<u32> = brokers
        .map(|node| node.scope.as_ref().and(node.replicas))
        .sum();
    count == Some(1)
}

/// Every address that the node names is a loopback address.
fn is_local(node: &Entity) -> bool {
    let listeners = node
        .text("advertised.listeners")
        .or_else(|| node.text("listeners"));
    let others = [
        "controller.quorum.voters",
        "controller.quorum.bootstrap.servers",
        "zookeeper.connect",
    ];
    let mut addresses = listeners
        .into_iter()
        .flat_map(|t| t.split(','))
        .filter_map(|l| l.split_once("://").map(|(_, address)| address))
        .chain(
            others
                .iter()
                .filter_map(|key| node.text(key))
                .flat_map(|t| t.split(','))
                .map(|a| a.split_once('@').map_or(a, |(_, address)| address)),
        )
        .map(str::trim)
        .filter(|a| !a.starts_with(':') && !a.is_empty())
        .peekable();
    addresses.peek().is_some() && addresses.all(is_loopback)
}

/// Whether `host:port` is an address of the machine itself.
fn is_loopback(address: &str) -> bool {
    let host = address.rsplit_once(':').map_or(address, |(host, _)| host);
    host == "localhost" || host.starts_with("127.") || host == "[::1]"
}

fn sets_copies(node: &Entity) -> bool {
    node.sets("offsets.topic.replication.factor")
}

fn keeps_one_copy(node: &Entity) -> bool {
    let one = |key| node.text(key) == Some("1");
    one("offsets.topic.replication.factor")
        && (one("transaction.state.log.replication.factor")
            || !node.sets("transaction.state.log.replication.factor"))
        && (one("default.replication.factor") || !node.sets("default.replication.factor"))
}
