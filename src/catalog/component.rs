//! The parts of Kafka that have definitions of their own. The build script reads this file as well.

/// A part of Kafka that has definitions of its own; `catalog/<name>.tsv` has them.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Component {
    /// Brokers and controllers: `kafka.server.KafkaConfig`.
    Broker,
    /// Topics: `LogConfig`.
    Topic,
    /// Groups: `GroupConfig`.
    Group,
    /// Subscriptions to clients' metrics: `ClientMetricsConfigs`.
    ClientMetrics,
    /// Quotas of users, clients and addresses: `QuotaConfig`.
    Quota,
    /// `ProducerConfig`.
    Producer,
    /// `ConsumerConfig`.
    Consumer,
    /// The consumer of a share group; its keys are those of `ConsumerConfig`.
    ShareConsumer,
    /// `AdminClientConfig`.
    Admin,
    /// `StreamsConfig`.
    Streams,
    /// `DistributedConfig` and `RestServerConfig`.
    ConnectDistributed,
    /// `StandaloneConfig` and `RestServerConfig`.
    ConnectStandalone,
    /// `SourceConnectorConfig`.
    SourceConnector,
    /// `SinkConnectorConfig`.
    SinkConnector,
    /// `MirrorMakerConfig`.
    MirrorMaker,
    /// `MirrorSourceConfig`.
    MirrorSource,
    /// `MirrorCheckpointConfig`.
    MirrorCheckpoint,
    /// `MirrorHeartbeatConfig`.
    MirrorHeartbeat,
    /// `TopicBasedRemoteLogMetadataManagerConfig`.
    RemoteLogMetadata,
    /// librdkafka, which has releases of its own.
    Librdkafka,
}

impl Component {
    /// Every component, in the order of the tables.
    pub const ALL: [Component; 20] = [
        Component::Broker,
        Component::Topic,
        Component::Group,
        Component::ClientMetrics,
        Component::Quota,
        Component::Producer,
        Component::Consumer,
        Component::ShareConsumer,
        Component::Admin,
        Component::Streams,
        Component::ConnectDistributed,
        Component::ConnectStandalone,
        Component::SourceConnector,
        Component::SinkConnector,
        Component::MirrorMaker,
        Component::MirrorSource,
        Component::MirrorCheckpoint,
        Component::MirrorHeartbeat,
        Component::RemoteLogMetadata,
        Component::Librdkafka,
    ];

    /// The name of its table.
    pub const fn name(self) -> &'static str {
        match self {
            Component::Broker => "broker",
            Component::Topic => "topic",
            Component::Group => "group",
            Component::ClientMetrics => "client-metrics",
            Component::Quota => "quota",
            Component::Producer => "producer",
            Component::Consumer => "consumer",
            Component::ShareConsumer => "share-consumer",
            Component::Admin => "admin",
            Component::Streams => "streams",
            Component::ConnectDistributed => "connect-distributed",
            Component::ConnectStandalone => "connect-standalone",
            Component::SourceConnector => "source-connector",
            Component::SinkConnector => "sink-connector",
            Component::MirrorMaker => "mirror-maker",
            Component::MirrorSource => "mirror-source",
            Component::MirrorCheckpoint => "mirror-checkpoint",
            Component::MirrorHeartbeat => "mirror-heartbeat",
            Component::RemoteLogMetadata => "remote-log-metadata",
            Component::Librdkafka => "librdkafka",
        }
    }

    /// What has it, in words, for a sentence such as "is a key of …".
    pub const fn owner(self) -> &'static str {
        match self {
            Component::Broker => "brokers",
            Component::Topic => "topics",
            Component::Group => "groups",
            Component::ClientMetrics => "client metrics subscriptions",
            Component::Quota => "quotas",
            Component::Producer => "producers",
            Component::Consumer => "consumers",
            Component::ShareConsumer => "share consumers",
            Component::Admin => "admin clients",
            Component::Streams => "Streams applications",
            Component::ConnectDistributed | Component::ConnectStandalone => "Connect workers",
            Component::SourceConnector => "source connectors",
            Component::SinkConnector => "sink connectors",
            Component::MirrorMaker
            | Component::MirrorSource
            | Component::MirrorCheckpoint
            | Component::MirrorHeartbeat => "MirrorMaker",
            Component::RemoteLogMetadata => "the remote log metadata manager",
            Component::Librdkafka => "librdkafka clients",
        }
    }

    /// Whether something that has it turns an unknown key down; all others say nothing.
    pub const fn refuses_unknown_keys(self) -> bool {
        matches!(
            self,
            Component::Topic
                | Component::Group
                | Component::ClientMetrics
                | Component::Quota
                | Component::Librdkafka
        )
    }
}
