//! Configurations that Kafka's configuration object takes and that end, or do not end, the start after it: one
//! line each, added to a sound node.

/// A node that is broker and controller.
pub(crate) const COMBINED: &str = "process.roles=broker,controller
node.id=1
controller.quorum.voters=1@localhost:9093
controller.listener.names=CONTROLLER
listeners=PLAINTEXT://localhost:9092,CONTROLLER://localhost:9093
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SASL:SASL_PLAINTEXT,TLS:SSL
log.dirs=/tmp/a
";

/// A broker with ZooKeeper.
pub(crate) const ZOOKEEPER: &str = "broker.id=1
zookeeper.connect=localhost:2181
listeners=PLAINTEXT://localhost:9092
log.dirs=/tmp/a
";

/// What is added; a key that is there already is overruled.
pub(crate) const FAULTS: &[&str] = &[
    "",
    "listeners=PLAINTEXT://localhost:70000,CONTROLLER://localhost:9093",
    "listeners=PLAINTEXT://localhost:0,CONTROLLER://localhost:9093",
    "advertised.listeners=PLAINTEXT://localhost:70000",
    "advertised.listeners=PLAINTEXT://localhost:0",
    "log.dirs=/tmp/a,/tmp/a",
    "log.dirs=/tmp/a,/tmp/a/",
    "log.dirs=/tmp/a,/tmp/b",
    "log.dirs=/tmp/a,,",
    "zookeeper.connect=",
    "metadata.log.dir=/tmp/c",
    "metadata.log.dir=/tmp/a",
    "super.users=User:admin",
    "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer",
    "authorizer.class.name=no.such.Authorizer",
    "metric.reporters=no.such.Reporter",
    "remote.log.storage.system.enable=true",
    "remote.log.storage.system.enable=true\nremote.log.storage.manager.class.name=no.such.Manager",
    "remote.log.storage.system.enable=true\nremote.log.storage.manager.class.name=org.apache.kafka.server.log.remote.storage.NoOpRemoteStorageManager",
    "remote.log.storage.system.enable=true\nremote.log.storage.manager.class.name=org.apache.kafka.server.log.remote.storage.NoOpRemoteStorageManager\nremote.log.metadata.manager.listener.name=PLAINTEXT",
    "remote.log.storage.system.enable=true\nremote.log.storage.manager.class.name=org.apache.kafka.server.log.remote.storage.NoOpRemoteStorageManager\nremote.log.metadata.manager.listener.name=NOPE",
    "remote.log.storage.system.enable=true\nremote.log.storage.manager.class.name=org.apache.kafka.server.log.remote.storage.NoOpRemoteStorageManager\nremote.log.metadata.manager.listener.name=plaintext",
    "remote.log.storage.system.enable=true\nremote.log.storage.manager.class.name=org.apache.kafka.server.log.remote.storage.NoOpRemoteStorageManager\nremote.log.metadata.manager.listener.name=CONTROLLER",
    "listener.name.plaintext.max.connections=abc",
    "listener.name.plaintext.ssl.client.auth=zzz",
    "listener.name.plaintext.num.network.threads=0",
    "max.connections.per.ip.overrides=127.0.0.1:5",
    "max.connections.per.ip.overrides=127.0.0.1:x",
    "max.connections.per.ip.overrides=127.0.0.1",
    "max.connections.per.ip=0",
    "max.connections.per.ip=0\nmax.connections.per.ip.overrides=127.0.0.1:5",
    "listeners=SASL://localhost:9092,CONTROLLER://localhost:9093\ninter.broker.listener.name=SASL\nsasl.enabled.mechanisms=PLAIN\nsasl.mechanism.inter.broker.protocol=PLAIN",
    "listeners=SASL://localhost:9092,CONTROLLER://localhost:9093\ninter.broker.listener.name=SASL\nsasl.enabled.mechanisms=PLAIN\nsasl.mechanism.inter.broker.protocol=PLAIN\nlistener.name.sasl.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username=a password=b user_a=b;",
    "listeners=TLS://localhost:9092,CONTROLLER://localhost:9093\ninter.broker.listener.name=TLS\nssl.keystore.location=/etc/keystore.jks\nssl.keystore.password=secret\nssl.key.password=secret\nssl.truststore.location=/etc/truststore.jks\nssl.truststore.password=secret",
    "zookeeper.metadata.migration.enable=true\ncontroller.quorum.voters=7@localhost:9093\ncontroller.listener.names=OTHER\nlistener.security.protocol.map=PLAINTEXT:PLAINTEXT",
    "controller.quorum.voters=1@:9093",
    "process.roles=broker\nnode.id=5\ncontroller.quorum.voters=1@:9093,2@:9094\nlisteners=PLAINTEXT://localhost:9092",
    "process.roles=controller\ncontroller.quorum.voters=1@:9093,2@:9094\nlisteners=CONTROLLER://localhost:9093",
    "process.roles=controller\ncontroller.quorum.voters=1@:9093\nlisteners=CONTROLLER://localhost:9093",
    "process.roles=broker\nnode.id=5\ncontroller.quorum.voters=\ncontroller.quorum.bootstrap.servers=:9093\nlisteners=PLAINTEXT://localhost:9092",
    "controller.quorum.voters=\ncontroller.quorum.bootstrap.servers=:9093",
    "metadata.log.segment.bytes=12",
    "metadata.log.segment.bytes=14",
    "metadata.log.segment.bytes=1024\nmetadata.log.segment.min.bytes=1024",
    "metadata.log.segment.bytes=13\nmetadata.log.segment.min.bytes=12",
    "metadata.log.segment.bytes=8388608",
    "process.roles=broker\nnode.id=5\ncontroller.listener.names=controller\nlisteners=PLAINTEXT://localhost:9092",
    "process.roles=broker\nnode.id=5\ncontroller.listener.names=sasl\nlisteners=PLAINTEXT://localhost:9092",
    "process.roles=broker\nnode.id=5\ncontroller.listener.names=ssl\nlistener.security.protocol.map=PLAINTEXT:PLAINTEXT,SSL:PLAINTEXT\nlisteners=PLAINTEXT://localhost:9092",
    "zookeeper.metadata.migration.enable=true\ncontroller.quorum.voters=7@localhost:9093\ncontroller.listener.names=CONTROLLER ,CONTROLLER\nlistener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
    "broker.rack=",
    "log.cleaner.dedupe.buffer.size=1000",
    "log.cleaner.enable=false",
    "group.share.dlq.manager.class.name=a,,b",
    "group.share.dlq.manager.class.name=",
    "group.share.dlq.manager.class.name=org.apache.kafka.server.share.dlq.NoOpShareGroupDLQManager",
    "group.share.persister.class.name=org.apache.kafka.common.serialization.StringSerializer",
    "group.share.persister.class.name=org.apache.kafka.server.share.persister.NoOpStatePersister",
    "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer\nsuper.users=admin",
    "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer\nsuper.users=User:a;b",
    "listeners=SASL://localhost:9092,CONTROLLER://localhost:9093\ninter.broker.listener.name=SASL\nsasl.enabled.mechanisms=PLAIN\nsasl.mechanism.inter.broker.protocol=PLAIN\nlistener.name.sasl.plain.sasl.jaas.config=nonsense",
    "listeners=TLS://localhost:9092,CONTROLLER://localhost:9093\ninter.broker.listener.name=TLS",
    "listeners=TLS://localhost:9092,CONTROLLER://localhost:9093\ninter.broker.listener.name=TLS\nssl.keystore.location=/etc/keystore.jks",
    "listeners=TLS://localhost:9092,CONTROLLER://localhost:9093\ninter.broker.listener.name=TLS\nssl.keystore.location=/etc/keystore.pem\nssl.keystore.type=PEM\nssl.keystore.password=secret",
    "metadata.log.dir=",
    "log.cleaner.io.buffer.load.factor=0",
    "log.cleaner.io.buffer.load.factor=0\nlog.cleaner.enable=false",
    "controller.quorum.election.timeout.ms=-1",
    "controller.quorum.fetch.timeout.ms=-1",
    "controller.quorum.fetch.timeout.ms=0",
    "replica.selector.class=no.such.Selector",
    "replica.selector.class=org.apache.kafka.common.replica.RackAwareReplicaSelector",
    "early.start.listeners=PLAINTEXT",
    "delegation.token.secret.key=",
    "socket.send.buffer.bytes=-2",
    "socket.receive.buffer.bytes=-2",
    "socket.receive.buffer.bytes=0",
    "metrics.recording.level=WARN",
    "inter.broker.protocol.version=2.8",
];

/// A base with a fault added, later lines of a key in place of earlier ones.
pub(crate) fn with(base: &str, fault: &str) -> String {
    let keys: Vec<&str> = fault
        .lines()
        .filter_map(|line| Some(line.split_once('=')?.0))
        .collect();
    let kept = base
        .lines()
        .filter(|line| !keys.iter().any(|key| line.split('=').next() == Some(key)));
    let mut text: Vec<&str> = kept.collect();
    text.extend(fault.lines());
    text.join("\n") + "\n"
}
