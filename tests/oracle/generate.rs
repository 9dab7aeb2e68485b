//! Sound configurations and what can be done to them: single keys around their bounds, and several of those
//! that Kafka checks against each other.

use std::collections::BTreeSet;

use kafka_lint::catalog::{self, Component, Default, Definition, Release, ValueType};
use kafka_lint::project::VersionSpec;

use crate::support::Random;

/// One configuration.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) component: String,
    lines: Vec<(String, String)>,
    changed: Vec<String>,
}

impl Case {
    /// The file.
    pub(crate) fn text(&self) -> String {
        self.lines
            .iter()
            .map(|(key, value)| {
                let value = value.replace('\\', "\\\\");
                let blank = if value.starts_with(' ') { "\\" } else { "" };
                format!("{key}={blank}{value}\n")
            })
            .collect()
    }

    pub(crate) fn sets(&self, key: &str) -> bool {
        self.lines.iter().any(|(k, _)| k == key)
    }

    /// What was done to the base.
    pub(crate) fn describe(&self) -> String {
        self.changed
            .iter()
            .map(|key| match self.lines.iter().find(|(k, _)| k == key) {
                Some((_, value)) => format!("    {key}={value}\n"),
                None => format!("    without {key}\n"),
            })
            .collect()
    }

    fn set(&mut self, key: &str, value: Option<&str>) {
        self.lines.retain(|(k, _)| k != key);
        if let Some(value) = value {
            self.lines.push((key.to_owned(), value.to_owned()));
        }
        self.changed.retain(|k| k != key);
        self.changed.push(key.to_owned());
    }
}

/// A sound configuration of a component.
struct Base {
    component: Component,
    /// The first and the last minor that take it.
    from: (u8, u8),
    to: (u8, u8),
    text: &'static str,
}

const ANY: (u8, u8) = (u8::MAX, u8::MAX);

const fn base(component: Component, text: &'static str) -> Base {
    Base {
        component,
        from: (0, 0),
        to: ANY,
        text,
    }
}

const BASES: &[Base] = &[
    Base {
        to: (3, 9),
        ..base(
            Component::Broker,
            "broker.id=1
zookeeper.connect=127.0.0.1:2181
listeners=PLAINTEXT://127.0.0.1:9092
log.dirs=/tmp/a",
        )
    },
    base(
        Component::Broker,
        "process.roles=broker
node.id=4
controller.quorum.voters=1@127.0.0.1:9093,2@127.0.0.1:9094
controller.listener.names=CONTROLLER
listeners=PLAINTEXT://127.0.0.1:9092
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,SSL:SSL,SASL_SSL:SASL_SSL,CONTROLLER:PLAINTEXT
log.dirs=/tmp/a,/tmp/b",
    ),
    Base {
        from: (3, 0),
        ..base(
            Component::Broker,
            "process.roles=controller
node.id=1
controller.quorum.voters=1@127.0.0.1:9093,2@127.0.0.1:9094
controller.listener.names=CONTROLLER
listeners=CONTROLLER://127.0.0.1:9093
log.dirs=/tmp/a
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
        )
    },
    base(
        Component::Broker,
        "process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:9093
controller.listener.names=CONTROLLER
listeners=PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093
advertised.listeners=PLAINTEXT://127.0.0.1:9092
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT",
    ),
    Base {
        from: (3, 9),
        ..base(
            Component::Broker,
            "process.roles=broker
node.id=4
controller.quorum.bootstrap.servers=127.0.0.1:9093
controller.listener.names=CONTROLLER
remote.log.storage.system.enable=true",
        )
    },
    base(Component::Topic, "cleanup.policy=delete\nretention.ms=604800000"),
    Base {
        from: (3, 6),
        ..base(
            Component::Topic,
            "cleanup.policy=delete
remote.storage.enable=true
retention.ms=604800000
retention.bytes=1000000
local.retention.ms=-2
local.retention.bytes=-2",
        )
    },
    base(Component::Group, "consumer.session.timeout.ms=45000\nconsumer.heartbeat.interval.ms=5000"),
    base(Component::ClientMetrics, "interval.ms=60000\nmetrics=org.apache.kafka."),
    base(
        Component::Producer,
        "bootstrap.servers=127.0.0.1:1
key.serializer=org.apache.kafka.common.serialization.StringSerializer
value.serializer=org.apache.kafka.common.serialization.StringSerializer",
    ),
    base(
        Component::Consumer,
        "bootstrap.servers=127.0.0.1:1
group.id=a
key.deserializer=org.apache.kafka.common.serialization.StringDeserializer
value.deserializer=org.apache.kafka.common.serialization.StringDeserializer",
    ),
    base(
        Component::ShareConsumer,
        "bootstrap.servers=127.0.0.1:1
group.id=a
key.deserializer=org.apache.kafka.common.serialization.StringDeserializer
value.deserializer=org.apache.kafka.common.serialization.StringDeserializer",
    ),
    base(Component::Admin, "bootstrap.servers=127.0.0.1:1"),
    base(Component::Streams, "bootstrap.servers=127.0.0.1:1\napplication.id=a"),
    base(
        Component::ConnectDistributed,
        "bootstrap.servers=127.0.0.1:1
group.id=a
config.storage.topic=c
offset.storage.topic=o
status.storage.topic=s
key.converter=org.apache.kafka.connect.storage.StringConverter
value.converter=org.apache.kafka.connect.storage.StringConverter",
    ),
    base(
        Component::ConnectStandalone,
        "bootstrap.servers=127.0.0.1:1
offset.storage.file.filename=f
key.converter=org.apache.kafka.connect.storage.StringConverter
value.converter=org.apache.kafka.connect.storage.StringConverter",
    ),
    base(Component::SourceConnector, "name=a\nconnector.class=x.Y\ntasks.max=1"),
    base(Component::SinkConnector, "name=a\nconnector.class=x.Y\ntasks.max=1\ntopics=t,u"),
];

/// Keys that Kafka checks against each other, with values to choose from; none are the numbers around the
/// defaults of the whole group. `-` takes the key out.
struct Joined {
    component: Component,
    keys: &'static [(&'static str, &'static [&'static str])],
}

const NUMBERS: &[&str] = &[];

const LISTENERS: &[&str] = &[
    "-",
    "PLAINTEXT://127.0.0.1:9092",
    "PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093",
    "PLAINTEXT://0.0.0.0:9092",
    "PLAINTEXT://127.0.0.1:9092,SSL://127.0.0.1:9092",
    "PLAINTEXT://127.0.0.1:9092,SSL://[::1]:9092",
    "PLAINTEXT://127.0.0.1:9092,PLAINTEXT://127.0.0.1:9094",
    "PLAINTEXT://:9092,CONTROLLER://:9093",
    "plaintext://127.0.0.1:9092",
    "SASL_SSL://127.0.0.1:9092",
    "SASL_PLAINTEXT://127.0.0.1:9092",
    "CONTROLLER://127.0.0.1:9093",
    "CONTROLLER://127.0.0.1:9093,PLAINTEXT://127.0.0.1:9092",
    "INTERNAL://127.0.0.1:9092",
    "PLAINTEXT://127.0.0.1",
    "127.0.0.1:9092",
    "PLAINTEXT://127.0.0.1:99999999999",
    "PLAINTEXT://127.0.0.1:0,SSL://127.0.0.1:0",
    "",
];

const MAPS: &[&str] = &[
    "-",
    "PLAINTEXT:PLAINTEXT",
    "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
    "PLAINTEXT:PLAINTEXT,SSL:SSL,CONTROLLER:SASL_SSL",
    "PLAINTEXT:PLAINTEXT,INTERNAL:PLAINTEXT,CONTROLLER:PLAINTEXT",
    "PLAINTEXT:TLS,CONTROLLER:PLAINTEXT",
    "PLAINTEXT",
    "PLAINTEXT:plaintext,SASL_PLAINTEXT:SASL_PLAINTEXT,SASL_SSL:SASL_SSL,SSL:SSL,CONTROLLER:PLAINTEXT",
    "",
    ":PLAINTEXT,PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
    "PLAINTEXT:PLAINTEXT,,CONTROLLER:PLAINTEXT",
    "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,",
];

const ADDRESSES: &[&str] = &[
    "127.0.0.1:1",
    "127.0.0.1",
    "127.0.0.1:1,127.0.0.1:2",
    "127.0.0.1:99999",
    "http://127.0.0.1:1",
    "",
    "127.0.0.1:x",
    "[::1]:1",
    ",",
    "127.0.0.1:1,",
];

const SASL: &[(&str, &[&str])] = &[
    (
        "security.protocol",
        &[
            "SASL_PLAINTEXT",
            "PLAINTEXT",
            "sasl_plaintext",
            "TLS",
            "SASL_SSL",
            "-",
        ],
    ),
    ("sasl.mechanism", &["PLAIN", "", "-"]),
    (
        "sasl.jaas.config",
        &[
            "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"a\" password=\"b\";",
        ],
    ),
];

macro_rules! joined {
    ($($component:ident: { $($key:literal: $values:expr),* $(,)? }),* $(,)?) => {
        &[$(Joined { component: Component::$component, keys: &[$(($key, $values)),*] }),*]
    };
}

const JOINED: &[Joined] = joined! {
    Broker: {
        "listeners": LISTENERS,
        "advertised.listeners": LISTENERS,
        "listener.security.protocol.map": MAPS,
        "controller.listener.names": &["-", "CONTROLLER", "", "controller", "CONTROLLER,PLAINTEXT", "CONTROLLER, SSL", "SSL", "PLAINTEXT", "OTHER"],
        "inter.broker.listener.name": &["-", "PLAINTEXT", "plaintext", "CONTROLLER", "INTERNAL", "SASL_PLAINTEXT", "SSL", ""],
        "security.inter.broker.protocol": &["-", "PLAINTEXT", "plaintext", "SASL_PLAINTEXT", "SSL", "TLS"],
        "control.plane.listener.name": &["-", "-", "-", "SSL", "CONTROLLER", "PLAINTEXT"],
        "early.start.listeners": &["-", "-", "CONTROLLER", "PLAINTEXT", "OTHER", "plaintext", ""],
    },
    Broker: {
        "listeners": &["PLAINTEXT://127.0.0.1:9092,SSL://127.0.0.1:9095", "PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093", "CONTROLLER://127.0.0.1:9093"],
        "advertised.listeners": &["-", "PLAINTEXT://127.0.0.1:9092", "SSL://127.0.0.1:9095", "PLAINTEXT://127.0.0.1:9092,SSL://127.0.0.1:9095", "PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093", "CONTROLLER://127.0.0.1:9093", "CONTROLLER://0.0.0.0:9093"],
        "control.plane.listener.name": &["-", "SSL", "PLAINTEXT"],
        "inter.broker.listener.name": &["-", "PLAINTEXT", "SSL", "CONTROLLER"],
        "controller.listener.names": &["-", "CONTROLLER", "CONTROLLER,SSL"],
    },
    Broker: {
        "process.roles": &["broker", "controller", "broker,controller", "controller,broker", "-", "", "broker,broker", "kraft"],
        "node.id": &["-", "1", "4", "-1", "0"],
        "broker.id": &["-", "1", "4", "-1", "1001"],
        "controller.quorum.voters": &["-", "", "1@127.0.0.1:9093", "4@127.0.0.1:9093", "1@0.0.0.0:9093", "127.0.0.1:9093", "1@127.0.0.1", "x@127.0.0.1:9093", "1@127.0.0.1:99999", "1@http://127.0.0.1:9093", "1@2@127.0.0.1:9093", "1@127.0.0.1:0", "1@[::1]:9093", "1@:9093"],
        "controller.quorum.bootstrap.servers": &["-", "127.0.0.1:9093", "", "127.0.0.1", "127.0.0.1:99999", "x@127.0.0.1:9093"],
        "controller.quorum.auto.join.enable": &["-", "true", "false"],
        "zookeeper.connect": &["-", "127.0.0.1:2181", ""],
        "broker.id.generation.enable": &["-", "false", "true"],
        "reserved.broker.max.id": &["-", "0", "5000"],
        "zookeeper.metadata.migration.enable": &["-", "-", "-", "true", "false"],
    },
    Broker: {
        "listeners": &["SASL_PLAINTEXT://127.0.0.1:9092", "SASL_PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093"],
        "advertised.listeners": &["-"],
        "security.inter.broker.protocol": &["SASL_PLAINTEXT"],
        "listener.security.protocol.map": &["SASL_PLAINTEXT:SASL_PLAINTEXT,CONTROLLER:PLAINTEXT"],
        "sasl.mechanism.inter.broker.protocol": &["-", "PLAIN", "GSSAPI", ""],
        "sasl.enabled.mechanisms": &["-", "PLAIN", "PLAIN,GSSAPI", ""],
        "listener.name.sasl_plaintext.sasl.enabled.mechanisms": &["-", "PLAIN", "SCRAM-SHA-512"],
    },
    Broker: {
        "log.retention.ms": &["-", "0", "-1", "-2", "1000"],
        "log.retention.minutes": &["-", "0", "-1", "10"],
        "log.retention.hours": &["-", "0", "-1", "168"],
        "log.local.retention.ms": &["-", "-2", "-1", "1000", "1001", "900000000"],
        "log.local.retention.bytes": &["-", "-2", "-1", "1000", "1001"],
        "log.retention.bytes": &["-", "-1", "1000", "-2"],
        "remote.log.storage.system.enable": &["true", "-", "false"],
    },
    Broker: {
        "log.dirs": &["-", "", ",", "/tmp/a", "/tmp/a,/tmp/b"],
        "log.dir": &["-", "", "/tmp/c"],
        "cordoned.log.dirs": &["-", "/tmp/a", "/tmp/c", "*", "*,/tmp/a", ""],
    },
    Broker: {
        "remote.log.storage.system.enable": &["true", "-"],
        "log.dirs": &["-", "/tmp/a", "/tmp/a,/tmp/b"],
        "remote.log.manager.copier.thread.pool.size": &["-", "-1", "0", "1", "-2"],
        "remote.log.manager.expiration.thread.pool.size": &["-", "-1", "0", "1"],
    },
    Broker: {
        "log.roll.ms": &["-", "0", "1"],
        "log.roll.hours": &["-", "0", "1"],
        "log.roll.jitter.ms": &["-", "0", "-1", "1"],
        "inter.broker.protocol.version": &["-", "-", "three", "3"],
        "log.message.format.version": &["-", "-", "three"],
        "share.coordinator.snapshot.update.records.per.snapshot": &["-", "0", "500", "501", "-1"],
        "share.coordinator.state.topic.compression.codec": &["-", "0", "5"],
    },
    Broker: {
        "log.cleaner.dedupe.buffer.size": &["-", "1048576", "1048577", "2097152", "2097153", "4194306"],
        "log.cleaner.threads": &["-", "0", "1", "2", "3"],
    },
    Broker: {
        "replica.fetch.wait.max.ms": NUMBERS,
        "replica.socket.timeout.ms": NUMBERS,
        "replica.lag.time.max.ms": NUMBERS,
    },
    Broker: {
        "offsets.commit.required.acks": &["-", "-1", "-2", "1", "2", "3", "4"],
        "offsets.topic.replication.factor": &["-", "1", "3"],
        "offsets.topic.compression.codec": &["-", "0", "4", "5", "-1"],
        "compression.type": &["-", "GZIP", "lzo", "zstd"],
    },
    Broker: {
        "queued.max.request.bytes": NUMBERS,
        "socket.request.max.bytes": NUMBERS,
    },
    Broker: {
        "max.connections.per.ip": &["-", "0", "1"],
        "max.connections.per.ip.overrides": &["-", "", "127.0.0.1:5", "a_b!:5", "127.0.0.1", "127.0.0.1:x", "::1:5", ",", "127.0.0.1:5,"],
    },
    Broker: {
        "connection.failed.authentication.delay.ms": NUMBERS,
        "connections.max.idle.ms": &["-", "-1", "0", "99", "100", "101", "600000"],
    },
    Broker: {
        "log.cleaner.min.compaction.lag.ms": &["-", "0", "1000", "1001"],
        "log.cleaner.max.compaction.lag.ms": &["-", "1000", "1001", "1"],
    },
    Broker: {
        "group.coordinator.rebalance.protocols": &["-", "classic", "consumer", "classic,consumer", "CLASSIC", "classic,share", "classic,streams", "zzz", "", "classic,classic"],
        "group.share.assignors": &["-", "simple", "", "simple,simple"],
        "group.streams.rack.aware.assignment.tags": &["-", "a", "a,a", "a,b", ""],
    },
    Broker: {
        "group.consumer.min.heartbeat.interval.ms": NUMBERS,
        "group.consumer.heartbeat.interval.ms": NUMBERS,
        "group.consumer.max.heartbeat.interval.ms": NUMBERS,
        "group.consumer.min.session.timeout.ms": NUMBERS,
        "group.consumer.session.timeout.ms": NUMBERS,
        "group.consumer.max.session.timeout.ms": NUMBERS,
    },
    Broker: {
        "group.share.min.heartbeat.interval.ms": NUMBERS,
        "group.share.heartbeat.interval.ms": NUMBERS,
        "group.share.max.heartbeat.interval.ms": NUMBERS,
        "group.share.min.session.timeout.ms": NUMBERS,
        "group.share.session.timeout.ms": NUMBERS,
        "group.share.max.session.timeout.ms": NUMBERS,
    },
    Broker: {
        "group.streams.min.heartbeat.interval.ms": NUMBERS,
        "group.streams.heartbeat.interval.ms": NUMBERS,
        "group.streams.max.heartbeat.interval.ms": NUMBERS,
        "group.streams.min.session.timeout.ms": NUMBERS,
        "group.streams.session.timeout.ms": NUMBERS,
        "group.streams.max.session.timeout.ms": NUMBERS,
    },
    Broker: {
        "group.consumer.min.assignment.interval.ms": NUMBERS,
        "group.consumer.assignment.interval.ms": NUMBERS,
        "group.consumer.max.assignment.interval.ms": NUMBERS,
    },
    Broker: {
        "group.share.min.assignment.interval.ms": NUMBERS,
        "group.share.assignment.interval.ms": NUMBERS,
        "group.share.max.assignment.interval.ms": NUMBERS,
    },
    Broker: {
        "group.streams.min.assignment.interval.ms": NUMBERS,
        "group.streams.assignment.interval.ms": NUMBERS,
        "group.streams.max.assignment.interval.ms": NUMBERS,
    },
    Broker: {
        "group.streams.num.standby.replicas": NUMBERS,
        "group.streams.max.standby.replicas": NUMBERS,
        "group.streams.num.warmup.replicas": NUMBERS,
        "group.streams.max.warmup.replicas": NUMBERS,
        "group.streams.task.offset.interval.ms": NUMBERS,
        "group.streams.min.task.offset.interval.ms": NUMBERS,
    },
    Broker: {
        "group.share.delivery.count.limit": NUMBERS,
        "group.share.max.delivery.count.limit": NUMBERS,
        "group.share.min.delivery.count.limit": NUMBERS,
    },
    Broker: {
        "group.share.partition.max.record.locks": NUMBERS,
        "group.share.max.partition.max.record.locks": NUMBERS,
        "group.share.min.partition.max.record.locks": NUMBERS,
    },
    Broker: {
        "group.share.min.record.lock.duration.ms": NUMBERS,
        "group.share.record.lock.duration.ms": NUMBERS,
        "group.share.max.record.lock.duration.ms": NUMBERS,
    },
    Broker: {
        "inter.broker.listener.name": &["PLAINTEXT", "plaintext"],
        "security.inter.broker.protocol": &["PLAINTEXT"],
    },
    Broker: {
        "controller.quorum.voters": &["1@0.0.0.0:9093", "1@127.0.0.1:9093,2@0.0.0.0:9094"],
        "controller.quorum.auto.join.enable": &["-", "true"],
    },
    Broker: {
        "controller.quorum.auto.join.enable": &["true", "false"],
    },
    Broker: {
        "inter.broker.listener.name": &["CONTROLLER", "PLAINTEXT"],
    },
    Broker: {
        "listeners": &["PLAINTEXT://127.0.0.1:9092,SSL://127.0.0.1:9092", "PLAINTEXT://127.0.0.1:9092,PLAINTEXT://127.0.0.1:9094", "PLAINTEXT://127.0.0.1:9092,OTHER://127.0.0.1:9095", "PLAINTEXT://127.0.0.1:9092,SSL://[::1]:9092", "PLAINTEXT:127.0.0.1:9092"],
        "listener.security.protocol.map": &["PLAINTEXT:PLAINTEXT,SSL:SSL,CONTROLLER:PLAINTEXT"],
    },
    Broker: {
        "listener.security.protocol.map": &["PLAINTEXT:PLAINTEXT,CONTROLLER", "PLAINTEXT:PLAINTEXT,CONTROLLER:TLS"],
    },
    Broker: {
        "advertised.listeners": &["PLAINTEXT://0.0.0.0:9092", "PLAINTEXT://127.0.0.1:9092"],
    },
    Broker: {
        "group.share.delivery.count.limit": &["2", "3", "5"],
        "group.share.min.delivery.count.limit": &["2", "3"],
    },
    Broker: {
        "group.share.delivery.count.limit": &["2", "5", "10"],
        "group.share.max.delivery.count.limit": &["5", "10"],
    },
    Broker: {
        "controller.quorum.voters": &["1@127.0.0.1:9093", "4@127.0.0.1:9093", "1@127.0.0.1:9093,4@127.0.0.1:9094"],
    },
    Broker: {
        "zookeeper.metadata.migration.enable": &["true"],
        "controller.quorum.voters": &["7@127.0.0.1:9093"],
        "controller.listener.names": &["-", "CONTROLLER"],
        "listener.security.protocol.map": &["PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"],
    },
    Broker: {
        "group.streams.heartbeat.interval.ms": &["45000", "44999"],
        "group.streams.max.heartbeat.interval.ms": &["45000"],
    },
    Broker: {
        "group.share.heartbeat.interval.ms": &["45000", "44999"],
        "group.share.max.heartbeat.interval.ms": &["45000"],
    },
    Broker: {
        "group.consumer.heartbeat.interval.ms": &["45000", "44999"],
        "group.consumer.max.heartbeat.interval.ms": &["45000"],
    },
    Broker: {
        "group.share.max.size": NUMBERS,
        "group.share.max.share.sessions": NUMBERS,
    },
    Topic: {
        "min.compaction.lag.ms": &["-", "0", "1000", "1001"],
        "max.compaction.lag.ms": &["-", "1000", "1001", "1"],
        "cleanup.policy": &["delete", "compact", "compact,delete", ""],
    },
    Topic: {
        "remote.storage.enable": &["true", "false"],
        "cleanup.policy": &["delete", "compact", "compact,delete", "", "-"],
        "retention.ms": &["-1", "1000", "604800000", "-"],
        "retention.bytes": &["-1", "1000", "-"],
        "local.retention.ms": &["-2", "-1", "1000", "1001", "-"],
        "local.retention.bytes": &["-2", "-1", "1000", "1001", "-"],
        "remote.log.copy.disable": &["true", "false", "-"],
        "remote.copy.lag.ms": &["-", "0", "1", "1000", "1001", "-1", "-2"],
        "remote.copy.lag.bytes": &["-", "0", "1", "1000", "1001", "-1", "-2"],
    },
    Topic: {
        "remote.storage.enable": &["true"],
        "retention.ms": &["604800000", "1000"],
        "local.retention.ms": &["-2", "1000"],
        "remote.copy.lag.ms": &["0", "1000", "1001"],
        "remote.copy.lag.bytes": &["-", "1", "1000001"],
    },
    Topic: {
        "remote.log.copy.disable": &["true"],
        "local.retention.ms": &["-2", "1000", "604800000"],
        "local.retention.bytes": &["-2", "1000", "1000000"],
    },
    Topic: {
        "message.format.version": &["-", "three"],
        "leader.replication.throttled.replicas": &["-", "*", "0:1", "0:1,1:2", "0", "*,0:1", ""],
        "follower.replication.throttled.replicas": &["-", "*", "0:1", "a:b"],
    },
    Group: {
        "share.record.lock.duration.ms": &["3600000", "3600001", "15000", "60000"],
    },
    Group: {
        "share.auto.offset.reset": &["-", "earliest", "latest", "none", "by_duration:PT1H", "by_duration:1h"],
    },
    Group: {
        "consumer.session.timeout.ms": NUMBERS,
        "consumer.heartbeat.interval.ms": NUMBERS,
    },
    Group: {
        "share.session.timeout.ms": NUMBERS,
        "share.heartbeat.interval.ms": NUMBERS,
    },
    Group: {
        "streams.session.timeout.ms": NUMBERS,
        "streams.heartbeat.interval.ms": NUMBERS,
    },
    ClientMetrics: {
        "match": &["-", "client_id=a", "client_id=a,client_software_name=b", "a=b", "client_id", ""],
        "interval.ms": &["99", "100", "101", "3600000", "3600001", "0", "-"],
    },
    Producer: {
        "compression.type": &["-", "-", "zstd", "lzo", "GZIP"],
        "enable.idempotence": &["-", "true", "false"],
        "acks": &["-", "all", "-1", "1", "0", "ALL", "2"],
        "retries": &["-", "0", "1", "10"],
        "max.in.flight.requests.per.connection": &["-", "5", "6", "1"],
        "transactional.id": &["-", "t", ""],
        "transaction.two.phase.commit.enable": &["-", "true", "false"],
        "transaction.timeout.ms": &["-", "1000"],
    },
    Producer: {
        "enable.idempotence": &["true", "false"],
        "transactional.id": &["-", "t"],
        "max.in.flight.requests.per.connection": &["-", "6"],
    },
    Producer: {
        "enable.idempotence": &["true"],
        "acks": &["1", "0", "all"],
        "retries": &["-", "0", "1"],
    },
    Producer: {
        "transaction.two.phase.commit.enable": &["true"],
        "transaction.timeout.ms": &["-", "1000"],
        "transactional.id": &["t"],
    },
    Producer: {
        "delivery.timeout.ms": &["-", "29999", "30000", "30004", "30005", "120000", "2147483647"],
        "linger.ms": &["-", "0", "5", "100000", "9223372036854775807"],
        "request.timeout.ms": &["-", "29999", "30000", "2147483647"],
    },
    Consumer: {
        "group.id": &["-", "", " ", "a"],
        "enable.auto.commit": &["-", "true", "false"],
        "group.instance.id": &["-", "a", "", "a b", "..", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"],
        "client.id": &["-", "c", ""],
    },
    Consumer: {
        "auto.offset.reset": &["-", "earliest", "none", "EARLIEST", "by_duration:PT1H", "by_duration:P1D", "by_duration:1h", "by_duration:"],
        "heartbeat.interval.ms": &["-", "-1", "0"],
    },
    Consumer: {
        "group.protocol": &["-", "classic", "consumer", "CONSUMER", "zzz"],
        "heartbeat.interval.ms": &["-", "3000", "44999", "45000", "45001", ""],
        "session.timeout.ms": &["-", "45000", "3000", "3001"],
        "partition.assignment.strategy": &["-", "org.apache.kafka.clients.consumer.RangeAssignor", ""],
        "group.remote.assignor": &["-", "uniform", ""],
        "share.acknowledgement.mode": &["-", "implicit", "explicit"],
        "group.id": &["a", "-"],
    },
    ShareConsumer: {
        "auto.offset.reset": &["-", "latest"],
        "enable.auto.commit": &["-", "true", "false"],
        "group.instance.id": &["-", "a"],
        "isolation.level": &["-", "read_committed"],
        "session.timeout.ms": &["-", "45000"],
        "heartbeat.interval.ms": &["-", "3000"],
        "group.protocol": &["-", "consumer"],
        "group.remote.assignor": &["-", "uniform"],
        "share.acknowledgement.mode": &["-", "implicit", "explicit"],
    },
    Admin: {
        "default.api.timeout.ms": &["-", "29999", "30000", "60000", "1"],
        "request.timeout.ms": &["-", "29999", "30000", "60001"],
        "bootstrap.controllers": &["-", "127.0.0.1:1", ""],
        "bootstrap.servers": &["127.0.0.1:1", "-", ""],
    },
    Streams: {
        "processing.guarantee": &["-", "at_least_once", "exactly_once_v2", "exactly_once", "exactly_once_beta"],
        "commit.interval.ms": &["-", "100", "9999", "10000", "10001", "30000"],
        "producer.transaction.timeout.ms": &["-", "100", "10000", "60000"],
        "max.in.flight.requests.per.connection": &["-", "5", "6"],
        "producer.max.in.flight.requests.per.connection": &["-", "5", "6"],
    },
    Streams: {
        "upgrade.from": &["-", "0.11.0", "1.1", "2.3", "2.4", "3.0"],
    },
    Streams: {
        "rack.aware.assignment.tags": &["-", "a", "a,b", ""],
        "client.tag.a": &["-", "x"],
        "topology.optimization": &["-", "none", "all", "all,none", "merge.repartition.topics", "zzz", "reuse.ktable.source.topics,merge.repartition.topics"],
        "application.id": &["a", "a", ""],
        "application.server": &["-", "127.0.0.1:1", "127.0.0.1", "", "x"],
    },
    ConnectDistributed: {
        "listeners": &["-", "http://127.0.0.1:8083", "", "http://127.0.0.1:8083,"],
        "admin.listeners": &["-", "http://127.0.0.1:8084", ""],
        "response.http.headers.config": &["-", "set X: y", "X: y", "set X y", "set X:, add Y:z"],
        "inter.worker.signature.algorithm": &["-", "HmacSHA256", "HmacSHA1"],
        "inter.worker.verification.algorithms": &["-", "HmacSHA256", "HmacSHA1", "HmacSHA1,HmacSHA256"],
        "group.id": &["a", "-"],
        "offset.storage.topic": &["o", "c", "-"],
    },
    ConnectStandalone: {
        "listeners": &["-", "http://127.0.0.1:8083", "", "http://127.0.0.1:8083,"],
        "response.http.headers.config": &["-", "set X: y", "X: y", "set X y"],
        "offset.storage.file.filename": &["f", "-"],
        "key.converter": &["org.apache.kafka.connect.storage.StringConverter", "-"],
    },
    SourceConnector: {
        "transaction.boundary.interval.ms": &["-", "-", "1", "0", "-1"],
        "name": &["a", "-", ""],
        "transforms": &["-", "", "a", "a,a", "a,b"],
        "transforms.a.type": &["-", "org.apache.kafka.connect.transforms.InsertField$Value"],
        "transforms.b.type": &["-", "org.apache.kafka.connect.transforms.InsertField$Value"],
        "topic.creation.groups": &["-", "", "g,g"],
    },
    SinkConnector: {
        "name": &["a", "-"],
        "topics": &["t", "t,u", "-", "", " "],
        "topics.regex": &["-", "-", "t.*", ""],
        "errors.deadletterqueue.topic.name": &["-", "t", "d", ""],
        "transforms": &["-", "", "a", "a,a"],
        "transforms.a.type": &["-", "org.apache.kafka.connect.transforms.InsertField$Value"],
    },
    Producer: { "bootstrap.servers": ADDRESSES },
    Consumer: { "bootstrap.servers": ADDRESSES },
    ShareConsumer: { "bootstrap.servers": ADDRESSES },
    Admin: { "bootstrap.servers": ADDRESSES },
    Streams: {
        "bootstrap.servers": ADDRESSES,
        "security.protocol": &["-", "PLAINTEXT", "TLS"],
    },
};

/// Clients that log in.
const CLIENTS: [Component; 4] = [
    Component::Producer,
    Component::Consumer,
    Component::ShareConsumer,
    Component::Admin,
];

/// The cases of a version.
pub(crate) fn cases(version: &str, seed: u64, budget: usize) -> Vec<Case> {
    let release = VersionSpec::parse(version).unwrap().release;
    let minor = (release.major, release.minor);
    let bases: Vec<&Base> = BASES
        .iter()
        .filter(|base| (base.from..=base.to).contains(&minor))
        // What the release does not have is not asked for.
        .filter(|base| {
            catalog::definitions(base.component, release)
                .next()
                .is_some()
        })
        .collect();
    let mut random = Random(seed);
    let mut cases: Vec<Case> = bases.iter().map(|base| sound(base)).collect();
    let mut seen: BTreeSet<(String, String)> = cases
        .iter()
        .map(|case| (case.component.clone(), case.text()))
        .collect();
    // Every group of keys on every base first, the rest at random.
    let mut add = |case: Case| {
        let new = seen.insert((case.component.clone(), case.text()));
        if new {
            cases.push(case);
        }
        cases.len()
    };
    for base in &bases {
        for joined in JOINED.iter().filter(|j| j.component == base.component) {
            for case in every(base, joined.keys) {
                add(case);
            }
            for _ in 0..4 {
                let mut case = sound(base);
                several(&mut case, joined.keys, base.component, release, &mut random);
                add(case);
            }
        }
    }
    for _ in 0..budget * 5 {
        // Nodes have the most to be wrong.
        let base = match random.below(2) {
            0 => {
                let nodes: Vec<&&Base> = bases
                    .iter()
                    .filter(|b| b.component == Component::Broker)
                    .collect();
                **random.pick(&nodes)
            }
            _ => *random.pick(&bases),
        };
        let mut case = sound(base);
        if random.below(4) == 0 {
            single(&mut case, base.component, release, &mut random);
        } else {
            let groups: Vec<&Joined> = JOINED
                .iter()
                .filter(|joined| joined.component == base.component)
                .collect();
            let keys = match random.below(6) {
                0 if CLIENTS.contains(&base.component) => SASL,
                _ => random.pick(&groups).keys,
            };
            several(&mut case, keys, base.component, release, &mut random);
        }
        if add(case) >= budget {
            break;
        }
    }
    cases
}

fn sound(base: &Base) -> Case {
    Case {
        component: base.component.name().to_owned(),
        lines: base
            .text
            .lines()
            .map(|line| {
                let (key, value) = line.split_once('=').unwrap();
                (key.to_owned(), value.to_owned())
            })
            .collect(),
        changed: Vec::new(),
    }
}

/// One key of the component's, at one of its bounds or beside it.
fn single(case: &mut Case, component: Component, release: Release, random: &mut Random) {
    let definitions: Vec<Definition> = catalog::definitions(component, release)
        .filter(|d| d.value_type != ValueType::Class)
        .collect();
    let definition = random.pick(&definitions);
    let mut values: Vec<String> = [
        "",
        "0",
        "1",
        "-1",
        "abc",
        "true",
        "a,b",
        " 5 ",
        "2147483647",
    ]
    .map(str::to_owned)
    .to_vec();
    if let Default::Text(default) = definition.default {
        values.push(default.to_owned());
        values.extend(around(default));
    }
    for word in definition.validator.split([':', ',', ';']) {
        values.push(word.to_owned());
        values.extend(around(word));
    }
    let mut value = random.pick(&values).clone();
    // Kafka would make them, and the machine could not.
    if catalog::key_name(definition.key) == "num.stream.threads" && value.len() > 2 {
        value = "3".to_owned();
    }
    case.set(catalog::key_name(definition.key), Some(&value));
}

/// All ways to set the keys of a small group.
fn every(base: &Base, keys: &[(&'static str, &'static [&'static str])]) -> Vec<Case> {
    let ways: usize = keys.iter().map(|(_, values)| values.len()).product();
    if ways > 12 {
        return Vec::new();
    }
    (0..ways)
        .map(|mut way| {
            let mut case = sound(base);
            for (key, values) in keys {
                let value = values[way % values.len()];
                way /= values.len();
                case.set(key, Some(value).filter(|v| *v != "-"));
            }
            case
        })
        .collect()
}

/// Some keys of a group, or all.
fn several(
    case: &mut Case,
    keys: &[(&'static str, &'static [&'static str])],
    component: Component,
    release: Release,
    random: &mut Random,
) {
    let numbers: Vec<String> = keys
        .iter()
        .filter_map(|(key, _)| {
            let definition = catalog::definition(component, catalog::key_id(key)?, release)?;
            match definition.default {
                Default::Text(text) => Some(text),
                _ => None,
            }
        })
        .flat_map(|default| {
            let mut values = around(default);
            values.push(default.to_owned());
            values
        })
        .collect();
    let whole = keys == SASL || random.below(4) == 0;
    let count = if whole {
        keys.len()
    } else {
        1 + random.below(3)
    };
    for _ in 0..count.min(keys.len()) * 2 {
        let (key, values) = random.pick(keys);
        let value = if values.is_empty() {
            if numbers.is_empty() {
                continue;
            }
            random.pick(&numbers).clone()
        } else {
            (*random.pick(values)).to_owned()
        };
        case.set(key, Some(value.as_str()).filter(|v| *v != "-"));
    }
}

fn around(number: &str) -> Vec<String> {
    match number.parse::<i64>() {
        Ok(number) => [number.saturating_sub(1), number.saturating_add(1)]
            .map(|n| n.to_string())
            .to_vec(),
        Err(_) => Vec::new(),
    }
}
