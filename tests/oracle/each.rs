//! Small groups of which every way is asked, so that no refusal is left to chance: what chance rarely makes, and
//! what it never makes alone.

use kafka_lint::catalog::Component;

use super::joined::{Joined, joined};

pub(super) const EACH: &[Joined] = joined! {
    Broker: {
        "share.coordinator.snapshot.update.records.per.snapshot": &["-1", "501", "500"],
    },
    Broker: {
        "group.streams.min.task.offset.interval.ms": &["60001", "-"],
        "group.streams.task.offset.interval.ms": &["60000", "-"],
    },
    ShareConsumer: {
        "group.id": &["", " ", "a"],
    },
    ShareConsumer: {
        "bootstrap.servers": &["127.0.0.1:99999", "127.0.0.1:1"],
        "bootstrap.resolve.timeout.ms": &["-", "5", " 5 ", "1000", "0"],
    },
    Consumer: {
        "bootstrap.servers": &["127.0.0.1:99999", "x", "a:b", "127.0.0.1:-1"],
        "bootstrap.resolve.timeout.ms": &["-", "5", "0"],
    },
    Producer: {
        "bootstrap.servers": &["127.0.0.1:99999", "x", "a:b", "127.0.0.1:-1"],
        "bootstrap.resolve.timeout.ms": &["-", "5", "0"],
    },
    Admin: {
        "bootstrap.servers": &["127.0.0.1:99999", "x", "a:b", "127.0.0.1:-1"],
        "bootstrap.resolve.timeout.ms": &["-", "5", "0"],
    },
    Streams: {
        "group.protocol": &["streams"],
        "main.consumer.session.timeout.ms": &["+7", "7"],
        "topology.optimization": &["-", "all", "none"],
    },
    Streams: {
        "group.protocol": &["streams", "classic"],
        "main.consumer.session.timeout.ms": &["-", "7"],
        "main.consumer.heartbeat.interval.ms": &["-", "9"],
    },
    Streams: {
        "auto.offset.reset": &["-", "x"],
        "consumer.auto.offset.reset": &["-", "x", "none"],
        "main.consumer.auto.offset.reset": &["-", "none"],
    },
    Streams: {
        "consumer.partition.assignment.strategy": &["-", "a,,b", ""],
        "main.consumer.partition.assignment.strategy": &["-", "a,,b", ""],
    },
    Broker: {
        "remote.log.storage.system.enable": &["true"],
        "log.retention.ms": &["1000"],
        "log.local.retention.ms": &["1000", "1001"],
    },
    Broker: {
        "inter.broker.protocol.version": &["0.10.2", "0.11.0"],
        "log.message.format.version": &["0.10.0"],
        "offsets.topic.compression.codec": &["4", "3"],
    },
    Broker: {
        "listeners": &["PLAINTEXT://127.0.0.1:9091,SSL://127.0.0.1:9092"],
        "ssl.provider": &["", "-"],
    },
    Producer: {
        "buffer.memory.allocation.strategy": &["incremental", "full"],
        "compression.type": &["zstd", "none"],
        "batch.size": &["-", "16383", "16384"],
    },
    Producer: {
        "security.protocol": &["SSL"],
        "ssl.provider": &["", "-"],
    },
    Consumer: {
        "security.protocol": &["SSL"],
        "ssl.provider": &["", "-"],
    },
    ShareConsumer: {
        "security.protocol": &["SSL"],
        "ssl.provider": &["", "-"],
    },
    Admin: {
        "security.protocol": &["SSL"],
        "ssl.provider": &["", "-"],
    },
    Broker: {
        "inter.broker.protocol.version": &["0.10.0"],
        "log.message.format.version": &["2.8", "0.10.0"],
    },
    Streams: {
        "num.stream.threads": &["-1", "1"],
        "upgrade.from": &["-", "2.3"],
    },
    Streams: {
        "consumer.group.instance.id": &["-", "a", ""],
        "main.consumer.group.instance.id": &["-", "a", ""],
    },
    Streams: {
        "group.instance.id": &["-", "a", "", "a "],
        "restore.consumer.group.instance.id": &["-", ""],
    },
    MirrorMaker: {
        "admin.listeners": &["-", "http://127.0.0.1:1,,"],
        "b.admin.listeners": &["-", "http://127.0.0.1:1,,"],
    },
    MirrorMaker: {
        "b.inter.worker.verification.algorithms": &["-", "", "HmacSHA512"],
        "b.inter.worker.signature.algorithm": &["-", "HmacSHA512"],
        "b.inter.worker.key.generation.algorithm": &["-", "HmacSHA512"],
    },
    MirrorMaker: {
        "a->b.topics": &["a,,b", "a,b"],
    },
    MirrorMaker: {
        "b.listeners": &["", "http://127.0.0.1:1", "http://127.0.0.1:1,,"],
    },
    Broker: {
        "controller.listener.names": &["CONTROLLER", "CONTROLLER, ,OTHER", "CONTROLLER,,OTHER", ",CONTROLLER"],
        "listener.security.protocol.map": &["-", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,OTHER:PLAINTEXT"],
    },
    Broker: {
        "controller.quorum.voters": &["x@127.0.0.1:9093"],
    },
    Broker: {
        "group.share.assignors": &["a,b", "a"],
    },
    Broker: {
        "group.coordinator.rebalance.protocols": &["classic,consumer", "classic"],
    },
    // Of several amounts at random one is nearly always refused.
    Quota: {
        "producer_byte_rate": &["1024", "65536", "1048576"],
        "request_percentage": &["-", "50", "75"],
    },
    Quota: {
        "consumer_byte_rate": &["2048", "4194304", "16777216"],
        "controller_mutation_rate": &["-", "5", "20"],
    },
};
