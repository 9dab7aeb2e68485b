//! Sound configurations, from which all others are made.

use kafka_lint::catalog::Component;

/// A sound configuration of a component.
pub(super) struct Base {
    pub(super) component: Component,
    /// The first and the last minor that take it.
    pub(super) from: (u8, u8),
    pub(super) to: (u8, u8),
    pub(super) text: &'static str,
}

const ANY: (u8, u8) = (u8::MAX, u8::MAX);

pub(super) const fn base(component: Component, text: &'static str) -> Base {
    Base {
        component,
        from: (0, 0),
        to: ANY,
        text,
    }
}

pub(super) const BASES: &[Base] = &[
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
    Base {
        from: (3, 9),
        ..base(
            Component::Broker,
            "process.roles=controller
node.id=1
controller.quorum.bootstrap.servers=127.0.0.1:9093,127.0.0.1:9094
controller.listener.names=CONTROLLER
listeners=CONTROLLER://127.0.0.1:9093
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
log.dirs=/tmp/a",
        )
    },
    Base {
        from: (3, 9),
        ..base(
            Component::Broker,
            "process.roles=broker,controller
node.id=1
controller.quorum.bootstrap.servers=127.0.0.1:9093
controller.listener.names=CONTROLLER
listeners=PLAINTEXT://127.0.0.1:9092,CONTROLLER://127.0.0.1:9093
inter.broker.listener.name=PLAINTEXT
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,INTERNAL:SASL_PLAINTEXT,SSL:SSL
log.dirs=/tmp/a",
        )
    },
    Base {
        to: (3, 9),
        ..base(
            Component::Broker,
            "broker.id=1
zookeeper.connect=127.0.0.1:2181
listeners=INTERNAL://127.0.0.1:9091,CLIENTS://127.0.0.1:9092,SSL://127.0.0.1:9093
advertised.listeners=INTERNAL://127.0.0.1:9091,CLIENTS://127.0.0.1:9092,SSL://127.0.0.1:9093
listener.security.protocol.map=INTERNAL:PLAINTEXT,CLIENTS:PLAINTEXT,SSL:SSL,CONTROLLER:PLAINTEXT
inter.broker.listener.name=INTERNAL
log.dirs=/tmp/a,/tmp/b",
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
    base(Component::Topic, "cleanup.policy=compact\nmin.compaction.lag.ms=1000\nmax.compaction.lag.ms=2000"),
    base(
        Component::Group,
        "share.session.timeout.ms=45000\nshare.heartbeat.interval.ms=5000\nshare.record.lock.duration.ms=30000",
    ),
    base(Component::ClientMetrics, "interval.ms=60000\nmetrics=\nmatch=client_id=a.*,client_software_name=b"),
    base(Component::Producer, "acks=all\nenable.idempotence=true\ntransactional.id=t"),
    base(Component::Producer, "delivery.timeout.ms=120000\nrequest.timeout.ms=30000\nlinger.ms=5\nretries=3"),
    base(Component::Consumer, "group.id=a\nheartbeat.interval.ms=3000\nsession.timeout.ms=45000\ngroup.instance.id=b"),
    base(
        Component::Streams,
        "bootstrap.servers=127.0.0.1:1\napplication.id=a\nprocessing.guarantee=exactly_once_v2\ncommit.interval.ms=100",
    ),
    base(
        Component::SourceConnector,
        "name=a\nconnector.class=x.Y\ntransforms=a,b
transforms.a.type=org.apache.kafka.connect.transforms.Flatten$Value
transforms.b.type=org.apache.kafka.connect.transforms.Filter
transforms.b.predicate=p
predicates=p
predicates.p.type=org.apache.kafka.connect.transforms.predicates.TopicNameMatches
predicates.p.pattern=x.*",
    ),
    base(
        Component::SinkConnector,
        "name=a\nconnector.class=x.Y\ntopics.regex=t.*\nerrors.tolerance=all\nerrors.deadletterqueue.topic.name=d
transforms=a\ntransforms.a.type=org.apache.kafka.connect.transforms.Flatten$Value
transforms.a.predicate=p\ntransforms.a.negate=true\npredicates=p
predicates.p.type=org.apache.kafka.connect.transforms.predicates.RecordIsTombstone",
    ),
    base(
        Component::MirrorMaker,
        "clusters=a,b\na.bootstrap.servers=127.0.0.1:1\nb.bootstrap.servers=127.0.0.1:2\na->b.enabled=true\na->b.topics=x.*",
    ),
    base(
        Component::MirrorMaker,
        "clusters=a,b\na.bootstrap.servers=127.0.0.1:1\nb.bootstrap.servers=127.0.0.1:2\na->b.enabled=true\nb->a.enabled=false
replication.factor=3\ntasks.max=2",
    ),
    base(Component::Quota, "producer_byte_rate=1048576\nconsumer_byte_rate=2097152"),
    base(Component::Quota, "request_percentage=50\ncontroller_mutation_rate=10"),
    base(Component::Quota, "connection_creation_rate=10"),
];
