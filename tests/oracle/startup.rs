//! What a component makes of its configuration right after it is read: channels with TLS and logins, and the
//! plug-ins that it loads. Each group is tried as a whole, since most of its keys mean nothing alone.

use kafka_lint::catalog::Component;

use super::bases::{Base, base};

/// A sound configuration and keys to choose values for; `-` leaves one out.
pub(super) struct Group {
    pub(super) base: Base,
    pub(super) keys: &'static [(&'static str, &'static [&'static str])],
}

const NODE: &str = "process.roles=broker,controller
node.id=1
controller.quorum.voters=1@127.0.0.1:9093
controller.listener.names=CONTROLLER
listeners=PLAINTEXT://127.0.0.1:9092,SSL://127.0.0.1:9094,LOGIN://127.0.0.1:9095,CONTROLLER://127.0.0.1:9093
advertised.listeners=PLAINTEXT://127.0.0.1:9092,SSL://127.0.0.1:9094,LOGIN://127.0.0.1:9095
listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,SSL:SSL,LOGIN:SASL_PLAINTEXT
listener.name.login.sasl.enabled.mechanisms=PLAIN
listener.name.login.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required user_a=\"b\";";

const CERTIFICATE: &str = "-----BEGIN CERTIFICATE----- MIIBmzCCAUGgAwIBAgIUSQUY+I5HzUkiF4cWcRoBmDOkWHswCgYIKoZIzj0EAwIw FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyNDIzNTgxNVoYDzIxMjYxMDMx MjM1ODE1WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO PQMBBwNCAAQTRooDzO25njV+sDJZ9gnk+DyexItvXMowpTPSoez2LP+yPvwMtQr8 TU3CuaXH343PDyXSbwrAAbeA+hIb5G/ro28wbTAdBgNVHQ4EFgQUA0r0GIWNF3QT NDENip9mSfmBsy0wHwYDVR0jBBgwFoAUA0r0GIWNF3QTNDENip9mSfmBsy0wDwYD VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARgglsb2NhbGhvc3SHBH8AAAEwCgYIKoZI zj0EAwIDSAAwRQIgb1rlHg9yHFilz2GVH6XN/j06cShK0QJoHmVCsGTU67YCIQCZ 5/GMfhze3cddC4aSZUl+xiKUtCseoPIIbmzO4LlqgA== -----END CERTIFICATE-----";

const KEY: &str = "-----BEGIN PRIVATE KEY----- MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgvRwJ9eM/BlYfR9O2 Xejg7Jf9qnp7NcmdZWYVweIIzsahRANCAAQTRooDzO25njV+sDJZ9gnk+DyexItv XMowpTPSoez2LP+yPvwMtQr8TU3CuaXH343PDyXSbwrAAbeA+hIb5G/r -----END PRIVATE KEY-----";

const LOGINS: &[&str] = &[
    "-",
    "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"a\" password=\"b\";",
    "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"a\" password=\"b\"",
    "org.apache.kafka.common.security.plain.PlainLoginModule required username=a password=123;",
    "org.apache.kafka.common.security.plain.PlainLoginModule required username=a password=b1;",
    "org.apache.kafka.common.security.plain.PlainLoginModule username=\"a\" password=\"b\";",
    "org.apache.kafka.common.security.plain.PlainLoginModule REQUIRED username='a' /* c */ password=\"b\"; // d",
    "org.apache.kafka.common.security.plain.PlainLoginModule required; x.Y optional;",
    "org.apache.kafka.common.security.plain.PlainLoginModule must username=\"a\";",
    "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"a\" / password=\"b\";",
    "org.apache.kafka.common.security.plain.PlainLoginModule required username;",
    "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"a, password=\"b\";",
    "",
    ";",
];

/// What a store may be given, as a listener's or a client's own.
macro_rules! stores {
    ($prefix:literal) => {
        &[
            (
                concat!($prefix, "ssl.keystore.type"),
                &["-", "-", "PEM", "PEM", "JKS", "pem"],
            ),
            (
                concat!($prefix, "ssl.keystore.location"),
                &["-", "-", "-", "/no/such/file"],
            ),
            (
                concat!($prefix, "ssl.keystore.password"),
                &["-", "-", "-", "secret"],
            ),
            (
                concat!($prefix, "ssl.keystore.key"),
                &["-", "-", KEY, KEY, "text"],
            ),
            (
                concat!($prefix, "ssl.keystore.certificate.chain"),
                &["-", "-", CERTIFICATE, CERTIFICATE, "text"],
            ),
            (
                concat!($prefix, "ssl.truststore.type"),
                &["-", "PEM", "PEM"],
            ),
            (
                concat!($prefix, "ssl.truststore.location"),
                &["-", "-", "-", "/no/such/file"],
            ),
            (
                concat!($prefix, "ssl.truststore.password"),
                &["-", "-", "-", "secret"],
            ),
            (
                concat!($prefix, "ssl.truststore.certificates"),
                &["-", "-", CERTIFICATE, "-----BEGIN CERTIFICATE-----"],
            ),
        ]
    };
}

const PEM: &[(&str, &[&str])] = &[
    ("ssl.keystore.type", &["PEM"]),
    ("ssl.keystore.key", &[KEY, "text"]),
    ("ssl.keystore.certificate.chain", &[CERTIFICATE, "text"]),
];

const fn client(
    component: Component,
    keys: &'static [(&'static str, &'static [&'static str])],
) -> Group {
    Group {
        base: base(component, "security.protocol=SSL\ngroup.id=a"),
        keys,
    }
}

const fn login(component: Component) -> Group {
    Group {
        base: base(
            component,
            "security.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\ngroup.id=a",
        ),
        keys: &[("sasl.jaas.config", LOGINS)],
    }
}

const KERBEROS_LOGINS: &[&str] = &[
    "com.sun.security.auth.module.Krb5LoginModule required keyTab=\"/no/such\";",
    "com.sun.security.auth.module.Krb5LoginModule required serviceName=\"kafka\";",
    "com.sun.security.auth.module.Krb5LoginModule required serviceName=kafka",
    "-",
];

const fn kerberos(component: Component) -> Group {
    Group {
        base: base(component, "security.protocol=SASL_PLAINTEXT\ngroup.id=a"),
        keys: &[
            ("sasl.mechanism", &["-", "GSSAPI"]),
            ("sasl.jaas.config", KERBEROS_LOGINS),
            ("sasl.kerberos.service.name", &["-", "kafka", "other"]),
        ],
    }
}

const fn tokens(component: Component) -> Group {
    Group {
        base: base(
            component,
            "security.protocol=SASL_PLAINTEXT\ngroup.id=a\nsasl.mechanism=OAUTHBEARER",
        ),
        keys: &[
            (
                "sasl.jaas.config",
                &[
                    "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule required clientId=\"a\" clientSecret=\"b\";",
                ],
            ),
            (
                "sasl.login.callback.handler.class",
                &[
                    "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler",
                    "org.apache.kafka.common.security.oauthbearer.secured.OAuthBearerLoginCallbackHandler",
                    "-",
                ],
            ),
        ],
    }
}

const fn node(keys: &'static [(&'static str, &'static [&'static str])]) -> Group {
    Group {
        base: base(Component::Broker, NODE),
        keys,
    }
}

pub(super) const GROUPS: &[Group] = &[
    kerberos(Component::Producer),
    kerberos(Component::Consumer),
    kerberos(Component::Admin),
    tokens(Component::Producer),
    tokens(Component::Consumer),
    tokens(Component::Admin),
    node(&[
        ("listener.name.login.sasl.enabled.mechanisms", &["GSSAPI"]),
        (
            "listener.name.login.gssapi.sasl.jaas.config",
            KERBEROS_LOGINS,
        ),
        ("sasl.kerberos.service.name", &["-", "kafka", "other"]),
        (
            "listener.name.login.sasl.kerberos.service.name",
            &["-", "-", "kafka"],
        ),
    ]),
    login(Component::Producer),
    login(Component::Consumer),
    login(Component::ShareConsumer),
    login(Component::Admin),
    login(Component::Streams),
    client(Component::Producer, stores!("")),
    client(Component::Consumer, stores!("")),
    client(Component::ShareConsumer, stores!("")),
    client(Component::Admin, stores!("")),
    client(Component::Producer, PEM),
    client(Component::Consumer, PEM),
    client(Component::ShareConsumer, PEM),
    client(Component::Admin, PEM),
    node(stores!("")),
    node(stores!("listener.name.ssl.")),
    node(&[
        ("listener.name.login.plain.sasl.jaas.config", LOGINS),
        (
            "listener.name.login.sasl.enabled.mechanisms",
            &["PLAIN", "PLAIN,SCRAM-SHA-512", "SCRAM-SHA-512", ""],
        ),
        (
            "listener.name.login.scram-sha-512.sasl.jaas.config",
            &[
                "org.apache.kafka.common.security.scram.ScramLoginModule required;",
                "org.apache.kafka.common.security.scram.ScramLoginModule required",
            ],
        ),
    ]),
    // Brokers talk to each other through it.
    node(&[
        ("security.inter.broker.protocol", &["SSL"]),
        ("ssl.keystore.type", &["-", "PEM", "PEM"]),
        ("ssl.keystore.key", &["-", KEY, KEY]),
        (
            "ssl.keystore.certificate.chain",
            &["-", CERTIFICATE, CERTIFICATE],
        ),
        ("ssl.truststore.type", &["PEM"]),
        ("ssl.truststore.certificates", &[CERTIFICATE]),
        ("listener.name.ssl.ssl.keystore.key", &["-", "-", KEY]),
    ]),
    // The controllers' listener asks for a login, and a node has to log in there.
    node(&[
        (
            "listener.security.protocol.map",
            &["PLAINTEXT:PLAINTEXT,CONTROLLER:SASL_PLAINTEXT,SSL:SSL,LOGIN:SASL_PLAINTEXT"],
        ),
        ("sasl.enabled.mechanisms", &["-", "PLAIN", ""]),
        (
            "sasl.mechanism.controller.protocol",
            &["PLAIN", "SCRAM-SHA-512"],
        ),
        ("listener.name.controller.plain.sasl.jaas.config", LOGINS),
        (
            "listener.name.controller.scram-sha-512.sasl.jaas.config",
            LOGINS,
        ),
    ]),
    // Listeners' own values, with and without a mechanism.
    node(&[
        (
            "listener.name.login.plain.connections.max.reauth.ms",
            &["-", "-", "1000", "x", "-1"],
        ),
        (
            "listener.name.plaintext.connections.max.reauth.ms",
            &["-", "-", "0", ""],
        ),
        (
            "listener.name.ssl.ssl.client.auth",
            &["-", "none", "NONE", "required", "zzz"],
        ),
        (
            "listener.name.plaintext.other.num.io.threads",
            &["-", "-", "-", "0", "1"],
        ),
        ("listener.name.absent.num.io.threads", &["-", "0"]),
        ("listener.name.login.max.connections", &["-", "-", "5", "x"]),
    ]),
    // Classes: there, removed, not yet there, misspelt, of another kind.
    Group {
        base: base(Component::Producer, "acks=all"),
        keys: &[
            (
                "key.serializer",
                &[
                    "-",
                    "-",
                    "org.apache.kafka.common.serialization.LongSerializer",
                    "org.apache.kafka.common.serialization.BooleanSerializer",
                    "org.apache.kafka.common.serialization.StringDeserializer",
                    "org.apache.kafka.common.serialization.StringSerialiser",
                    "org.apache.kafka.common.serializers.StringSerializer",
                    "org.apache.kafka.common.serialization.Serdes$StringSerde",
                ],
            ),
            (
                "partitioner.class",
                &[
                    "-",
                    "-",
                    "org.apache.kafka.clients.producer.RoundRobinPartitioner",
                    "org.apache.kafka.clients.producer.UniformStickyPartitioner",
                    "org.apache.kafka.clients.producer.internals.DefaultPartitioner",
                    "org.apache.kafka.clients.producer.ProducerConfig",
                ],
            ),
            (
                "metric.reporters",
                &[
                    "-",
                    "-",
                    "",
                    "org.apache.kafka.common.metrics.JmxReporter",
                    "org.apache.kafka.common.metrics.JmxReporter, org.apache.kafka.common.metrics.Reporter",
                ],
            ),
            (
                "sasl.login.callback.handler.class",
                &[
                    "-",
                    "-",
                    "org.apache.kafka.common.security.oauthbearer.secured.OAuthBearerLoginCallbackHandler",
                    "org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginCallbackHandler",
                ],
            ),
        ],
    },
    Group {
        base: base(Component::Consumer, "group.id=a"),
        keys: &[
            (
                "value.deserializer",
                &[
                    "-",
                    "org.apache.kafka.common.serialization.BooleanDeserializer",
                    "org.apache.kafka.common.serialization.BooleanSerializer",
                ],
            ),
            (
                "partition.assignment.strategy",
                &[
                    "-",
                    "org.apache.kafka.clients.consumer.RangeAssignor",
                    "org.apache.kafka.clients.consumer.RangeAssigner",
                    "org.apache.kafka.clients.consumer.RangeAssignor,org.apache.kafka.clients.consumer.CooperativeStickyAssignor",
                ],
            ),
            (
                "metric.reporters",
                &["-", "-", "org.apache.kafka.common.metrics.JMXReporter"],
            ),
            (
                "interceptor.classes",
                &["-", "-", "org.apache.kafka.clients.consumer.Interceptor"],
            ),
        ],
    },
    Group {
        base: base(Component::ShareConsumer, "group.id=a"),
        keys: &[
            (
                "key.deserializer",
                &[
                    "-",
                    "org.apache.kafka.common.serialization.StringSerializer",
                ],
            ),
            (
                "metric.reporters",
                &["-", "org.apache.kafka.common.metrics.Jmx"],
            ),
        ],
    },
    Group {
        base: base(Component::Admin, "client.id=a"),
        keys: &[
            (
                "metric.reporters",
                &["-", "org.apache.kafka.common.metrics.Jmx"],
            ),
            (
                "ssl.engine.factory.class",
                &[
                    "-",
                    "org.apache.kafka.common.security.ssl.CommonNameLoggingSslEngineFactory",
                ],
            ),
        ],
    },
    Group {
        base: base(Component::Streams, "application.id=a"),
        keys: &[
            (
                "default.key.serde",
                &[
                    "-",
                    "org.apache.kafka.common.serialization.Serdes$StringSerde",
                    "org.apache.kafka.common.serialization.Serdes.StringSerde",
                ],
            ),
            (
                "default.timestamp.extractor",
                &[
                    "-",
                    "org.apache.kafka.streams.processor.UsePreviousTimeOnInvalidTimestamp",
                    "org.apache.kafka.streams.processor.UsePartitionTimeOnInvalidTimestamp",
                ],
            ),
        ],
    },
    Group {
        base: base(
            Component::ConnectDistributed,
            "bootstrap.servers=127.0.0.1:1\ngroup.id=a\nconfig.storage.topic=c\noffset.storage.topic=o\nstatus.storage.topic=s\nvalue.converter=org.apache.kafka.connect.storage.StringConverter",
        ),
        keys: CONVERTERS,
    },
    Group {
        base: base(
            Component::ConnectStandalone,
            "bootstrap.servers=127.0.0.1:1\noffset.storage.file.filename=f\nvalue.converter=org.apache.kafka.connect.storage.StringConverter",
        ),
        keys: CONVERTERS,
    },
    Group {
        base: base(
            Component::SourceConnector,
            "name=a\nconnector.class=x.Y\ntransforms=a",
        ),
        keys: TRANSFORMS,
    },
    Group {
        base: base(
            Component::SinkConnector,
            "name=a\nconnector.class=x.Y\ntopics=t\ntransforms=a",
        ),
        keys: TRANSFORMS,
    },
    node(&[
        (
            "authorizer.class.name",
            &[
                "-",
                "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "kafka.security.authorizer.AclAuthorizer",
            ],
        ),
        (
            "super.users",
            &[
                "User:a",
                "User:a;User:b;",
                "User:a,User:b",
                "a",
                "User:a; ;b",
                "User:a;;User:b",
                "",
                ";",
                "User:",
            ],
        ),
    ]),
    node(&[
        (
            "authorizer.class.name",
            &[
                "-",
                "",
                "org.apache.kafka.metadata.authorizer.StandardAuthorizer",
                "org.apache.kafka.metadata.authorizer.StandardAuthoriser",
                "kafka.security.authorizer.AclAuthorizer",
                "kafka.security.auth.SimpleAclAuthorizer",
                "org.apache.kafka.metadata.authorizer.StandardAcl",
            ],
        ),
        (
            "super.users",
            &[
                "-",
                "-",
                "User:a",
                "User:a;User:b;",
                "User:a,User:b",
                "a",
                "User:a; ;b",
                "",
                "User:",
            ],
        ),
        (
            "metric.reporters",
            &[
                "-",
                "-",
                "-",
                "org.apache.kafka.common.metrics.JmxReporter",
                "org.apache.kafka.common.metrics.Reporter",
            ],
        ),
        (
            "kafka.metrics.reporters",
            &[
                "-",
                "-",
                "-",
                "kafka.metrics.KafkaMetricsReporter",
                "kafka.metrics.CSVReporter",
            ],
        ),
        (
            "principal.builder.class",
            &[
                "-",
                "-",
                "-",
                "org.apache.kafka.common.security.authenticator.DefaultKafkaPrincipalBuilder",
                "org.apache.kafka.common.security.authenticator.DefaultPrincipalBuilder",
            ],
        ),
        (
            "listener.name.login.plain.sasl.server.callback.handler.class",
            &[
                "-",
                "-",
                "org.apache.kafka.common.security.plain.internals.PlainServerCallbackHandler",
                "org.apache.kafka.common.security.plain.PlainServerCallbackHandler",
            ],
        ),
        (
            "replica.selector.class",
            &[
                "-",
                "-",
                "org.apache.kafka.common.replica.RackAwareReplicaSelector",
                "org.apache.kafka.common.replica.RackAwareSelector",
            ],
        ),
    ]),
];

const CONVERTERS: &[(&str, &[&str])] = &[(
    "key.converter",
    &[
        "org.apache.kafka.connect.storage.StringConverter",
        "org.apache.kafka.connect.converters.BooleanConverter",
        "org.apache.kafka.connect.storage.JsonConverter",
        "org.apache.kafka.connect.json.JsonConvertor",
    ],
)];

const TRANSFORMS: &[(&str, &[&str])] = &[
    (
        "transforms.a.type",
        &[
            "org.apache.kafka.connect.transforms.DropHeaders",
            "org.apache.kafka.connect.transforms.InsertField$Value",
            "org.apache.kafka.connect.transforms.InsertField$value",
            "org.apache.kafka.connect.transforms.InsertField",
            "org.apache.kafka.connect.transforms.TimestampConvertor$Key",
            "org.apache.kafka.connect.storage.StringConverter",
        ],
    ),
    (
        "key.converter",
        &[
            "-",
            "org.apache.kafka.connect.storage.StringConverter",
            "org.apache.kafka.connect.storage.SimpleHeaderConverter",
            "org.apache.kafka.connect.json.JSONConverter",
        ],
    ),
    ("transforms.a.headers", &["a"]),
    ("transforms.a.static.field", &["a"]),
    ("transforms.a.static.value", &["a"]),
];
