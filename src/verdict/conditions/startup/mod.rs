//! What a node refuses when it starts, after it took its configuration.

mod connecting;

use connecting::{
    bootstrap_without_host, controller_in_lower_case, migration_unmapped, no_zookeeper_address,
    voters_without_host,
};

use super::of_node as row;
use super::roles::Roles;
use super::view::{Unknown, View};
use super::{Condition, FIRST, Fault, Judged, LISTENER, MISSING, QUORUM, STILL, Shape, UNUSABLE};

pub(super) const CONDITIONS: &[Condition] = &[
    row(
        "metadata-segment-too-small",
        UNUSABLE,
        (3, 0),
        (4, 0),
        "KafkaMetadataLog.apply",
        Shape::Asks(metadata_segment),
    ),
    row(
        "controller-listener-in-lower-case",
        LISTENER,
        (3, 0),
        STILL,
        "RaftControllerNodeProvider",
        Shape::Asks(controller_in_lower_case),
    ),
    row(
        "voters-without-host",
        QUORUM,
        (4, 2),
        STILL,
        "KafkaNetworkChannel, NetworkClient.ready",
        Shape::Asks(voters_without_host),
    ),
    row(
        "bootstrap-servers-without-host",
        QUORUM,
        (3, 9),
        STILL,
        "KafkaNetworkChannel, NetworkClient.ready",
        Shape::Asks(bootstrap_without_host),
    ),
    row(
        "listener-port-not-there",
        LISTENER,
        FIRST,
        STILL,
        "SocketServer, Acceptor.openServerSocket",
        Shape::Asks(|view| match listens_at_once(view)? {
            true => port_not_there(view, "listeners"),
            false => Ok(None),
        }),
    ),
    row(
        "advertised-port-not-there",
        LISTENER,
        (3, 0),
        STILL,
        "BrokerLifecycleManager, ListenerInfo.toBrokerRegistrationRequest, ListenerInfo.toControllerRegistrationRequest",
        Shape::Asks(|view| match Roles::of(view)?.kraft() {
            true => port_not_there(view, "advertised.listeners"),
            false => Ok(None),
        }),
    ),
    row(
        "log-directory-twice",
        UNUSABLE,
        FIRST,
        STILL,
        "LogManager.createAndValidateLogDirs",
        Shape::Asks(directory_twice),
    ),
    row(
        "tiering-without-storage",
        MISSING,
        (3, 5),
        STILL,
        "RemoteLogManager.createRemoteStorageManager",
        Shape::Asks(no_remote_storage),
    ),
    row(
        "receive-buffer-without-size",
        UNUSABLE,
        FIRST,
        STILL,
        "Acceptor.openServerSocket, ServerSocket.setReceiveBufferSize",
        Shape::Asks(receive_buffer),
    ),
    row(
        "send-buffer-without-size",
        UNUSABLE,
        FIRST,
        STILL,
        "Acceptor.accept, Socket.setSendBufferSize, BrokerServer.startup",
        Shape::Asks(send_buffer),
    ),
    row(
        "recording-level-unknown",
        UNUSABLE,
        FIRST,
        STILL,
        "Server.buildMetricsConfig, Sensor.RecordingLevel.forName",
        Shape::Asks(recording_level),
    ),
    row(
        "metadata-directory-empty",
        MISSING,
        FIRST,
        STILL,
        "KafkaRaftServer.initializeLogDirs",
        Shape::Asks(no_metadata_directory),
    ),
    row(
        "cleaner-without-room",
        UNUSABLE,
        FIRST,
        (4, 0),
        "LogCleaner.CleanerThread, Cleaner",
        Shape::Asks(no_room_to_clean),
    ),
    row(
        "election-timeout-negative",
        UNUSABLE,
        FIRST,
        (4, 0),
        "KafkaRaftClient, QuorumState.randomElectionTimeoutMs",
        Shape::Asks(|view| negative(view, "controller.quorum.election.timeout.ms")),
    ),
    row(
        "fetch-timeout-negative",
        UNUSABLE,
        (3, 7),
        (4, 0),
        "KafkaRaftClient, Timer.reset",
        Shape::Asks(|view| negative(view, "controller.quorum.fetch.timeout.ms")),
    ),
    row(
        "tiering-metadata-listener-unknown",
        LISTENER,
        (3, 6),
        STILL,
        "BrokerServer.startup, KafkaServer.startup",
        Shape::Asks(metadata_listener),
    ),
    row(
        "share-persister-not-kafkas",
        UNUSABLE,
        (4, 1),
        STILL,
        "BrokerServer.createShareStatePersister",
        Shape::Asks(|view| {
            let (key, package) = ("group.share.persister.class.name", "persister");
            not_kafkas(view, key, package, "StatePersister")
        }),
    ),
    row(
        "share-dlq-manager-not-kafkas",
        UNUSABLE,
        (4, 4),
        STILL,
        "BrokerServer.createShareGroupDLQManager",
        Shape::Asks(|view| {
            let (key, package) = ("group.share.dlq.manager.class.name", "dlq");
            not_kafkas(view, key, package, "ShareGroupDLQManager")
        }),
    ),
    row(
        "standard-authorizer-with-zookeeper",
        UNUSABLE,
        (3, 5),
        (3, 9),
        "KafkaServer.startup, SocketServer.enableRequestProcessing, StandardAuthorizer.start",
        Shape::Asks(standard_authorizer),
    ),
    row(
        "zookeeper-without-address",
        UNUSABLE,
        FIRST,
        (3, 9),
        "KafkaServer.initZkClient, ConnectStringParser",
        Shape::Asks(no_zookeeper_address),
    ),
    row(
        "migration-without-controllers-protocol",
        LISTENER,
        (3, 4),
        (3, 9),
        "RaftControllerNodeProvider, SecurityProtocol.forName",
        Shape::Asks(migration_unmapped),
    ),
];

/// Whether a listener that cannot be opened ends the start. With ZooKeeper, 3.5 opens them later and goes on
/// without those that fail.
fn listens_at_once(view: &View<'_>) -> Result<bool, Unknown> {
    Ok(!Roles::of(view)?.zookeeper() || !view.from(3, 5) || view.from(3, 6))
}

/// Ports end at 65535, whatever an item is otherwise.
fn port_not_there(view: &View<'_>, key: &'static str) -> Judged {
    let text = view.raw(key)?.unwrap_or_default();
    let port = text
        .split(',')
        .filter_map(|item| item.trim().rsplit_once(':')?.1.parse::<i64>().ok())
        .find(|port| !(0..=65535).contains(port));
    Ok(port.map(|port| {
        Fault::new(
            &[key],
            format!("`{key}` has the port {port}"),
            "write a port from 0 to 65535",
        )
    }))
}

fn directory_twice(view: &View<'_>) -> Judged {
    if !Roles::of(view)?.broker() {
        return Ok(None);
    }
    let mut seen = std::collections::HashSet::new();
    let (key, dirs) = match view.list("log.dirs")? {
        Some(dirs) => ("log.dirs", dirs),
        // Taken apart as well, until it became a list.
        None if !view.from(4, 2) => {
            let text = view.text("log.dir")?.unwrap_or_default();
            ("log.dir", text.split(',').map(str::trim).collect())
        }
        None => return Ok(None),
    };
    let mut named = dirs.iter().filter(|dir| !dir.is_empty());
    let twice = named.find(|dir| !seen.insert(canonical(dir)));
    Ok(twice.map(|dir| {
        Fault::new(
            &[key],
            format!("`{key}` has the directory `{dir}` twice"),
            "name each directory once",
        )
    }))
}

/// The log of the metadata has a least size of its own, and is a log as any other.
fn metadata_segment(view: &View<'_>) -> Judged {
    const LEAST_OF_ANY: i64 = 14;
    let (key, bound) = (
        "metadata.log.segment.bytes",
        "metadata.log.segment.min.bytes",
    );
    let (Some(size), Some(least)) = (view.number(key)?, view.number(bound)?) else {
        return Ok(None);
    };
    let least = least.max(LEAST_OF_ANY);
    Ok((Roles::of(view)?.kraft() && size < least).then(|| {
        Fault::new(
            &[key],
            format!("`{key}` is {size}, less than {least}"),
            format!("write at least {least}"),
        )
    }))
}

/// A directory without what its path can have more than once; links are the machine's to know.
fn canonical(dir: &str) -> String {
    let parts: Vec<&str> = dir
        .split('/')
        .filter(|part| !part.is_empty() && *part != ".")
        .collect();
    let root = if dir.starts_with('/') { "/" } else { "" };
    format!("{root}{}", parts.join("/"))
}

fn no_remote_storage(view: &View<'_>) -> Judged {
    let (switch, key) = (
        "remote.log.storage.system.enable",
        "remote.log.storage.manager.class.name",
    );
    let broken = Roles::of(view)?.broker() && view.on(switch)? && !view.written(key)?;
    Ok(broken.then(|| {
        Fault::new(
            &[switch, key],
            format!("`{switch}` is `true`, and `{key}` is not set"),
            format!("name in `{key}` the class that stores segments, or set `{switch}=false`"),
        )
    }))
}

fn receive_buffer(view: &View<'_>) -> Judged {
    match listens_at_once(view)? {
        true => no_size(view, "socket.receive.buffer.bytes"),
        false => Ok(None),
    }
}

/// Every connection to the node fails: one that is its own controller never hears from it.
fn send_buffer(view: &View<'_>) -> Judged {
    let roles = Roles::of(view)?;
    match roles.controller() && roles.broker() {
        true => no_size(view, "socket.send.buffer.bytes"),
        false => Ok(None),
    }
}

fn no_size(view: &View<'_>, key: &'static str) -> Judged {
    // -1 leaves the size to the system.
    let size = view.number(key)?.filter(|size| *size < -1 || *size == 0);
    Ok(size.map(|size| {
        Fault::new(
            &[key],
            format!("`{key}` is {size}"),
            "write a number of bytes from 1 on, or -1 for what the system has",
        )
    }))
}

fn recording_level(view: &View<'_>) -> Judged {
    let key = "metrics.recording.level";
    let known = ["INFO", "DEBUG", "TRACE"];
    let level = view
        .text(key)?
        .filter(|level| !known.contains(&level.to_uppercase().as_str()));
    Ok(level.map(|level| {
        Fault::new(
            &[key],
            format!("`{key}` is `{level}`, which is no level"),
            "write `INFO`, `DEBUG` or `TRACE`",
        )
    }))
}

fn no_metadata_directory(view: &View<'_>) -> Judged {
    let key = "metadata.log.dir";
    let empty = Roles::of(view)?.kraft() && view.text(key)? == Some("");
    Ok(empty.then(|| {
        Fault::new(
            &[key],
            format!("`{key}` is empty"),
            "name a directory, or take the key out to use the first of `log.dirs`",
        )
    }))
}

fn no_room_to_clean(view: &View<'_>) -> Judged {
    let (switch, key) = ("log.cleaner.enable", "log.cleaner.io.buffer.load.factor");
    if !Roles::of(view)?.broker() || !view.on(switch)? {
        return Ok(None);
    }
    let factor = view.raw(key)?.filter(|text| {
        let factor = text.parse::<f64>();
        factor.is_ok_and(|factor| factor <= 0.0)
    });
    Ok(factor.map(|factor| {
        Fault::new(
            &[key],
            format!("`{key}` is {factor}, which leaves the cleaner no room for a single message"),
            "write a part of the buffer, above 0 and below 1",
        )
    }))
}

/// Of nodes that vote; others may never come to use it.
fn negative(view: &View<'_>, key: &'static str) -> Judged {
    if !Roles::of(view)?.controller() {
        return Ok(None);
    }
    let number = view.number(key)?.filter(|number| *number < 0);
    Ok(number.map(|number| {
        Fault::new(
            &[key],
            format!("`{key}` is {number}"),
            "write a number of milliseconds from 0 on",
        )
    }))
}

fn metadata_listener(view: &View<'_>) -> Judged {
    let (switch, key) = (
        "remote.log.storage.system.enable",
        "remote.log.metadata.manager.listener.name",
    );
    if !Roles::of(view)?.broker() || !view.on(switch)? {
        return Ok(None);
    }
    let Some(name) = view.text(key)? else {
        return Ok(None);
    };
    let listeners = match view.raw("advertised.listeners")? {
        Some(advertised) => advertised,
        None => view.raw("listeners")?.unwrap_or_default(),
    };
    let controllers = view.list("controller.listener.names")?.unwrap_or_default();
    let is_there = listeners
        .split(',')
        .filter_map(|listener| Some(listener.rsplit_once("://")?.0.trim()))
        .filter(|listener| !controllers.contains(listener))
        .any(|listener| listener.eq_ignore_ascii_case(name));
    Ok((!is_there).then(|| {
        Fault::new(
            &[key, "listeners"],
            format!("`{key}` names `{name}`, which is no listener for clients of this broker"),
            "name the listener between brokers",
        )
    }))
}

/// Kafka compares the name with those of its own two classes, and an empty one is the second.
fn not_kafkas(view: &View<'_>, key: &'static str, package: &str, what: &str) -> Judged {
    let own = |kind: &str| format!("org.apache.kafka.server.share.{package}.{kind}{what}");
    let (full, none) = (own("Default"), own("NoOp"));
    let stray = view
        .text(key)?
        .filter(|name| !name.is_empty() && *name != full && *name != none)
        .filter(|_| Roles::of(view).is_ok_and(Roles::broker));
    Ok(stray.map(|name| {
        Fault::new(
            &[key],
            format!("`{key}` is `{name}`, and no class but Kafka's own can be used"),
            format!("write `{full}`, or take the key out"),
        )
    }))
}

/// It waits for the metadata of a quorum, and the broker for it.
fn standard_authorizer(view: &View<'_>) -> Judged {
    let (key, class) = (
        "authorizer.class.name",
        "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
    );
    let broken = view.text(key)? == Some(class) && Roles::of(view)?.zookeeper();
    Ok(broken.then(|| {
        Fault::new(
            &[key],
            format!("`{key}` is `{class}`, which waits for a quorum of controllers for ever"),
            "write `kafka.security.authorizer.AclAuthorizer`, the one that keeps its ACLs in ZooKeeper",
        )
    }))
}
