//! Connect workers and connectors.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::asked as row;
use super::view::View;
use super::{CONTRADICT, Condition, Fault, Judged, MISSING, UNUSABLE};
use crate::catalog::{self, Component, Default, KeyId};
use crate::model::Setting;
use crate::resolve::value;

use Component::{
    Broker, ConnectDistributed, ConnectStandalone, MirrorMaker, SinkConnector, SourceConnector,
};

const PARSE: &str = "ConfigDef.parseValue";

pub(super) const CONDITIONS: &[Condition] = &[
    row(Broker, "required-key-missing", MISSING, PARSE, required),
    row(
        ConnectDistributed,
        "required-key-missing",
        MISSING,
        PARSE,
        required,
    ),
    row(
        ConnectStandalone,
        "required-key-missing",
        MISSING,
        PARSE,
        required,
    ),
    row(
        SourceConnector,
        "required-key-missing",
        MISSING,
        PARSE,
        required,
    ),
    row(
        SinkConnector,
        "required-key-missing",
        MISSING,
        PARSE,
        required,
    ),
    row(
        MirrorMaker,
        "required-key-missing",
        MISSING,
        PARSE,
        required,
    ),
    Condition {
        from: (3, 3),
        ..row(
            ConnectDistributed,
            "signature-not-verified",
            CONTRADICT,
            "DistributedConfig.ensureVerificationAlgorithmsIncludeSignatureAlgorithm",
            signature,
        )
    },
    Condition {
        to: (3, 2),
        ..row(
            ConnectDistributed,
            "key-algorithm-not-verified",
            CONTRADICT,
            "DistributedConfig.validateKeyAlgorithmAndVerificationAlgorithms",
            key_algorithm,
        )
    },
    row(
        ConnectDistributed,
        "rest-listener-empty",
        UNUSABLE,
        "RestServerConfig.ListenersValidator, AdminListenersValidator",
        rest_listeners,
    ),
    row(
        ConnectStandalone,
        "rest-listener-empty",
        UNUSABLE,
        "RestServerConfig.ListenersValidator, AdminListenersValidator",
        rest_listeners,
    ),
    row(
        ConnectDistributed,
        "header-rule-not-readable",
        UNUSABLE,
        "RestServerConfig.validateHttpResponseHeaderConfig",
        header_rules,
    ),
    row(
        ConnectStandalone,
        "header-rule-not-readable",
        UNUSABLE,
        "RestServerConfig.validateHttpResponseHeaderConfig",
        header_rules,
    ),
    row(
        MirrorMaker,
        "worker-algorithm-not-verified",
        CONTRADICT,
        "DistributedConfig.validateInterWorkerKeyConfigs",
        worker_algorithms,
    ),
    row(
        MirrorMaker,
        "rest-listener-empty",
        UNUSABLE,
        "RestServerConfig.ListenersValidator, AdminListenersValidator",
        rest_listeners,
    ),
    Condition {
        from: (3, 5),
        ..row(
            MirrorMaker,
            "header-rule-not-readable",
            UNUSABLE,
            "RestServerConfig.validateHttpResponseHeaderConfig",
            header_rules,
        )
    },
    Condition {
        from: (3, 3),
        ..row(
            SourceConnector,
            "transaction-interval-out-of-range",
            UNUSABLE,
            "SourceConnectorConfig.configDef",
            boundary_interval,
        )
    },
    row(
        SinkConnector,
        "topics-missing",
        MISSING,
        "SinkConnectorConfig.validate",
        no_topics,
    ),
    row(
        SinkConnector,
        "topics-named-twice",
        CONTRADICT,
        "SinkConnectorConfig.validate",
        two_topics,
    ),
    row(
        SinkConnector,
        "dead-letter-topic-among-topics",
        CONTRADICT,
        "SinkConnectorConfig.validate",
        dead_letters,
    ),
    row(
        SinkConnector,
        "topics-pattern-not-readable",
        UNUSABLE,
        "RegexValidator",
        topics_pattern,
    ),
    row(
        SourceConnector,
        "negation-without-predicate",
        CONTRADICT,
        "ConnectorConfig.PredicatedTransformation, enrich",
        negations,
    ),
    row(
        SinkConnector,
        "negation-without-predicate",
        CONTRADICT,
        "ConnectorConfig.PredicatedTransformation, enrich",
        negations,
    ),
    row(
        SourceConnector,
        "alias-without-type",
        MISSING,
        "ConnectorConfig.enrich",
        untyped,
    ),
    row(
        SinkConnector,
        "alias-without-type",
        MISSING,
        "ConnectorConfig.enrich",
        untyped,
    ),
];

/// A process reads all of its keys from its file.
fn required(view: &View<'_>) -> Judged {
    for key in ever_required(view.component) {
        let Some(definition) = catalog::definition(view.component, *key, view.release) else {
            continue;
        };
        let key = catalog::key_name(*key);
        // KafkaConfig takes the one for the other.
        let other = match key {
            "node.id" => "broker.id",
            key => key,
        };
        if definition.default == Default::Required
            && !definition.plugin
            && !view.written(key)?
            && !view.written(other)?
        {
            let of_zookeeper =
                key == "process.roles" && view.setting("zookeeper.connect").is_some();
            let (why, help) = match of_zookeeper {
                true => (MIGRATED, TO_MIGRATE.to_owned()),
                false => ("it has no default", format!("set `{key}`")),
            };
            return Ok(Some(Fault::new(
                &[key],
                format!("`{key}` is not set, and {why}"),
                help,
            )));
        }
    }
    Ok(None)
}

/// What is to be said of a node that still has ZooKeeper's keys where there is no ZooKeeper any more.
const MIGRATED: &str = "the node is set up for ZooKeeper, which Kafka has no more from 4.0 on";
const TO_MIGRATE: &str = "migrate the cluster to KRaft with Kafka 3.9 first, and upgrade it then; a new cluster \
    needs `process.roles`, `node.id` and `controller.quorum.bootstrap.servers`";

/// The keys that some release of a component cannot do without.
fn ever_required(component: Component) -> &'static [KeyId] {
    static KEYS: [OnceLock<Vec<KeyId>>; Component::ALL.len()] =
        [const { OnceLock::new() }; Component::ALL.len()];
    KEYS[component as usize].get_or_init(|| {
        (0..catalog::key_count() as u16)
            .map(KeyId)
            .filter(|key| {
                catalog::history(component, *key).any(|(_, _, d)| d.default == Default::Required)
            })
            .collect()
    })
}

fn signature(view: &View<'_>) -> Judged {
    verified(view, "inter.worker.signature.algorithm")
}

fn key_algorithm(view: &View<'_>) -> Judged {
    verified(view, "inter.worker.key.generation.algorithm")
}

/// The lines that set a key; MirrorMaker has it for all workers and for those of each cluster.
fn lines<'a>(view: &View<'a>, key: &str) -> Vec<(&'a str, &'a str)> {
    let settings: Vec<&Setting> = match view.component {
        MirrorMaker => view
            .settings()
            .filter(|setting| {
                let name = setting.key.name();
                name.strip_suffix(key).is_some_and(|rest| {
                    let cluster = rest.strip_suffix('.');
                    rest.is_empty() || cluster.is_some_and(|c| c != "admin" && !c.contains('.'))
                })
            })
            .collect(),
        _ => view.setting(key).into_iter().collect(),
    };
    settings
        .into_iter()
        .filter_map(|s| Some((s.key.name(), s.value.known()?.trim())))
        .collect()
}

fn rest_listeners(view: &View<'_>) -> Judged {
    for key in ["listeners", "admin.listeners"] {
        // MirrorMaker hands them to its workers without a definition of its own.
        let is_read = view.has(key) || view.component == MirrorMaker;
        // 2.8 does not look at them.
        if key == "listeners" && !view.from(3, 0) || !is_read {
            continue;
        }
        for (name, text) in lines(view, key) {
            let urls = value::list(text);
            // Without listeners for administrators there are none; the others there have to be.
            if urls.iter().any(|url| url.is_empty()) || urls.is_empty() && key == "listeners" {
                return Ok(Some(Fault::new(
                    &[name],
                    format!("`{name}` has an empty item, or none"),
                    "write URLs such as `http://host:8083`, with commas between them",
                )));
            }
        }
    }
    Ok(None)
}

fn header_rules(view: &View<'_>) -> Judged {
    let readable = |rule: &str| {
        let Some((action, header)) = rule.split_once(char::is_whitespace) else {
            return false;
        };
        let mut tokens = header.trim().trim_end_matches(':').split(':');
        let name = tokens.next().unwrap_or_default().trim();
        ["set", "add", "setdate", "adddate"].contains(&action.to_lowercase().as_str())
            && tokens.next().is_some()
            && tokens.next().is_none()
            && !name.is_empty()
            && !name.contains(char::is_whitespace)
    };
    for (key, text) in lines(view, "response.http.headers.config") {
        // Quotes keep commas together; what is in them is not judged.
        if text.is_empty() || text.contains('"') {
            continue;
        }
        if let Some(rule) = text.split(',').map(str::trim).find(|rule| !readable(rule)) {
            return Ok(Some(Fault::new(
                &[key],
                format!("`{key}` has `{rule}`, which is no rule for a header"),
                "write `set NAME:value` for each, with commas between them",
            )));
        }
    }
    Ok(None)
}

fn verified(view: &View<'_>, key: &str) -> Judged {
    let list = "inter.worker.verification.algorithms";
    let (Some(algorithm), Some(verified)) = (view.text(key)?, view.list(list)?) else {
        return Ok(None);
    };
    Ok((!verified.contains(&algorithm)).then(|| {
        Fault::new(
            &[key, list],
            format!("`{key}` is `{algorithm}`, which is not among `{list}`"),
            format!("add `{algorithm}` to `{list}`"),
        )
    }))
}

/// The same for the workers of each cluster of MirrorMaker's, which read what stands behind its name alone.
fn worker_algorithms(view: &View<'_>) -> Judged {
    const VERIFIED: &str = "inter.worker.verification.algorithms";
    const USED: [&str; 2] = [
        "inter.worker.key.generation.algorithm",
        "inter.worker.signature.algorithm",
    ];
    const DEFAULT: &str = "HmacSHA256";
    let keys = [VERIFIED, USED[0], USED[1]];
    let names = view.settings().map(|setting| setting.key.name());
    let prefixes: BTreeSet<&str> = names
        .filter_map(|name| keys.iter().find_map(|key| name.strip_suffix(key)))
        .filter(|prefix| prefix.len() > 1 && prefix.find('.') == Some(prefix.len() - 1))
        .collect();
    for prefix in prefixes {
        let list = format!("{prefix}{VERIFIED}");
        let verified = view.other(&list)?.map_or(vec![DEFAULT], value::list);
        // Another one of them is looked at from 3.3 on.
        let used = USED[usize::from(view.from(3, 3))];
        let key = format!("{prefix}{used}");
        let algorithm = view.other(&key)?.unwrap_or(DEFAULT);
        if !verified.contains(&algorithm) {
            return Ok(Some(Fault::new(
                &[&list, &key],
                format!("`{key}` is `{algorithm}`, which is not among `{list}`"),
                format!("add `{algorithm}` to `{list}`"),
            )));
        }
    }
    Ok(None)
}

const TOPICS: &str = "topics";
const REGEX: &str = "topics.regex";

fn is_set(view: &View<'_>, key: &str) -> Result<bool, super::Unknown> {
    Ok(view.written(key)? && !view.raw(key)?.unwrap_or_default().is_empty())
}

fn no_topics(view: &View<'_>) -> Judged {
    let broken = !is_set(view, TOPICS)? && !is_set(view, REGEX)?;
    Ok(broken.then(|| {
        Fault::new(
            &[TOPICS, REGEX],
            format!("neither `{TOPICS}` nor `{REGEX}` says what is read"),
            format!("set `{TOPICS}` or `{REGEX}`"),
        )
    }))
}

fn two_topics(view: &View<'_>) -> Judged {
    let broken = is_set(view, TOPICS)? && is_set(view, REGEX)?;
    Ok(broken.then(|| {
        Fault::new(
            &[REGEX, TOPICS],
            format!("`{TOPICS}` and `{REGEX}` are both set"),
            "keep one of the two",
        )
    }))
}

fn dead_letters(view: &View<'_>) -> Judged {
    let key = "errors.deadletterqueue.topic.name";
    let Some(topic) = view.text(key)?.filter(|topic| !topic.is_empty()) else {
        return Ok(None);
    };
    let topics = view.list(TOPICS)?.unwrap_or_default();
    // A pattern that only Java knows says nothing here.
    let pattern = view.raw(REGEX)?.filter(|pattern| !pattern.is_empty());
    let pattern = pattern.and_then(|p| regex::Regex::new(&format!("^(?:{p})$")).ok());
    let from = if topics.contains(&topic) {
        TOPICS
    } else if pattern.is_some_and(|pattern| pattern.is_match(topic)) {
        REGEX
    } else {
        return Ok(None);
    };
    Ok(Some(Fault::new(
        &[key, from],
        format!("`{key}` is `{topic}`, which is among the `{from}` that the connector reads"),
        "send what failed to a topic of its own",
    )))
}

fn boundary_interval(view: &View<'_>) -> Judged {
    let key = "transaction.boundary.interval.ms";
    Ok(view.number(key)?.filter(|n| *n < 0).map(|number| {
        Fault::new(
            &[key],
            format!("`{key}` is {number}, less than 0"),
            "write a number of milliseconds",
        )
    }))
}

fn topics_pattern(view: &View<'_>) -> Judged {
    let pattern = view.text(REGEX)?.unwrap_or_default();
    Ok(super::patterns::fault(pattern).map(|wrong| {
        Fault::new(
            &[REGEX],
            format!("`{REGEX}` is `{pattern}`, which {wrong}"),
            "write a regular expression of Java's",
        )
    }))
}

/// What a transformation has of its own besides its class's keys.
fn negations(view: &View<'_>) -> Judged {
    for alias in view.list("transforms")?.unwrap_or_default() {
        let (negate, predicate) = (
            format!("transforms.{alias}.negate"),
            format!("transforms.{alias}.predicate"),
        );
        let Some(text) = view.other(&negate)? else {
            continue;
        };
        if !["true", "false"].contains(&text.to_lowercase().as_str()) {
            return Ok(Some(Fault::new(
                &[&negate],
                format!("`{negate}` is `{text}`, neither `true` nor `false`"),
                "write `true` or `false`",
            )));
        }
        if !view.written(&predicate)? {
            return Ok(Some(Fault::new(
                &[&negate, &predicate],
                format!("`{negate}` is set, and `{predicate}` is not"),
                format!("take `{negate}` out, or name in `{predicate}` what it negates"),
            )));
        }
    }
    Ok(None)
}

fn untyped(view: &View<'_>) -> Judged {
    for key in ["transforms", "predicates"] {
        for alias in view.list(key)?.unwrap_or_default() {
            let name = format!("{key}.{alias}.type");
            if !view.written(&name)? {
                return Ok(Some(Fault::new(
                    &[key],
                    format!("`{key}` has `{alias}`, and `{name}` is not set"),
                    format!("set `{name}` to the class"),
                )));
            }
        }
    }
    Ok(None)
}
