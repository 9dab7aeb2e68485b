//! Listeners of a node: whether they fit together, and how its brokers talk.

use super::endpoints::{
    ADVERTISED, CONTROLLERS, INTER_BROKER, INTER_BROKER_PROTOCOL, LISTENERS, MAP, controllers, csv,
    inter_broker, names, net, of_net,
};
use super::of_node as row;
use super::view::View;
use super::{CONTRADICT, Condition, FIRST, Fault, Judged, LISTENER, STILL, Shape};
use crate::resolve::value;

pub(super) const CONDITIONS: &[Condition] = &[
    row(
        "protocol-map-not-readable",
        LISTENER,
        FIRST,
        STILL,
        "AbstractKafkaConfig.getMap, Csv.parseCsvMap",
        Shape::Listeners,
    ),
    row(
        "security-protocol-unknown",
        LISTENER,
        FIRST,
        STILL,
        "AbstractKafkaConfig.securityProtocol",
        Shape::Listeners,
    ),
    row(
        "listener-not-readable",
        LISTENER,
        FIRST,
        STILL,
        "SocketServerConfigs.listenerListToEndPoints, EndPoint.createEndPoint",
        Shape::Listeners,
    ),
    row(
        "listener-without-protocol",
        LISTENER,
        FIRST,
        STILL,
        "SocketServerConfigs.listenerListToEndPoints, EndPoint.createEndPoint",
        Shape::Listeners,
    ),
    row(
        "listener-name-twice",
        LISTENER,
        FIRST,
        STILL,
        "AbstractKafkaConfig.validate, CoreUtils.listenerListToEndPoints",
        Shape::Listeners,
    ),
    row(
        "listener-port-twice",
        LISTENER,
        FIRST,
        STILL,
        "AbstractKafkaConfig.validate, CoreUtils.listenerListToEndPoints",
        Shape::Listeners,
    ),
    row(
        "inter-broker-listener-named-twice",
        CONTRADICT,
        FIRST,
        STILL,
        "AbstractKafkaConfig.interBrokerListenerNameAndSecurityProtocol",
        Shape::Asks(named_twice),
    ),
    row(
        "controller-listener-name-empty",
        LISTENER,
        (3, 6),
        (4, 0),
        "ListenerName.normalised",
        Shape::Asks(controller_name_empty),
    ),
    row(
        "inter-broker-listener-without-protocol",
        LISTENER,
        FIRST,
        STILL,
        "AbstractKafkaConfig.interBrokerListenerNameAndSecurityProtocol",
        Shape::Asks(inter_broker_unmapped),
    ),
    row(
        "inter-broker-listener-not-advertised",
        LISTENER,
        FIRST,
        STILL,
        "KafkaConfig.validateValues",
        Shape::Asks(inter_broker_not_advertised),
    ),
    row(
        "advertised-but-no-listener",
        LISTENER,
        FIRST,
        STILL,
        "KafkaConfig.validateValues",
        Shape::Asks(advertised_not_listened),
    ),
    row(
        "advertised-not-routable",
        LISTENER,
        FIRST,
        STILL,
        "KafkaConfig.validateValues",
        Shape::Asks(advertised_not_routable),
    ),
    row(
        "early-start-listener-unknown",
        LISTENER,
        (3, 3),
        STILL,
        "KafkaConfig.earlyStartListeners",
        Shape::Asks(early_start),
    ),
    row(
        "inter-broker-mechanism-not-enabled",
        CONTRADICT,
        FIRST,
        STILL,
        "KafkaConfig.validateValues",
        Shape::Asks(mechanism_not_enabled),
    ),
];

/// What the listeners' texts say, by the refusal that is asked for.
pub(super) fn fault(view: &View<'_>, id: &str) -> Judged {
    Ok(match net(view)? {
        Err((refusal, fault)) if refusal == id => Some(fault),
        _ => None,
    })
}

fn named_twice(view: &View<'_>) -> Judged {
    let broken = view.text(INTER_BROKER)?.is_some() && view.written(INTER_BROKER_PROTOCOL)?;
    Ok(broken.then(|| {
        Fault::new(
            &[INTER_BROKER_PROTOCOL, INTER_BROKER],
            format!("`{INTER_BROKER_PROTOCOL}` is set and `{INTER_BROKER}` as well"),
            format!("take `{INTER_BROKER_PROTOCOL}` out; the listener's protocol is in `{MAP}`"),
        )
    }))
}

fn controller_name_empty(view: &View<'_>) -> Judged {
    let names = controllers(view)?;
    let broken = names.iter().any(|name| name.trim().is_empty());
    Ok(broken.then(|| {
        Fault::new(
            &[CONTROLLERS],
            format!("`{CONTROLLERS}` has an empty name"),
            "write one name, or several with one comma between them",
        )
    }))
}

fn inter_broker_unmapped(view: &View<'_>) -> Judged {
    of_net(view, |net| {
        let (name, protocol) = inter_broker(view, net)?;
        Ok(protocol.is_none().then(|| {
            Fault::new(
                &[INTER_BROKER, MAP],
                format!("`{INTER_BROKER}` is `{name}`, for which `{MAP}` has no protocol"),
                "name one of the listeners",
            )
        }))
    })
}

fn inter_broker_not_advertised(view: &View<'_>) -> Judged {
    of_net(view, |net| {
        let (name, protocol) = inter_broker(view, net)?;
        let advertised = net.advertised_to_clients();
        if !net.roles.broker() || protocol.is_none() || advertised.iter().any(|e| e.name == name) {
            return Ok(None);
        }
        let from = if net.advertised.is_some() {
            ADVERTISED
        } else {
            LISTENERS
        };
        Ok(Some(Fault::new(
            &[INTER_BROKER, INTER_BROKER_PROTOCOL, from],
            format!(
                "brokers talk to each other through the listener `{name}`, and what `{from}` offers is {}",
                names(&advertised)
            ),
            format!("set `{INTER_BROKER}` to the name of a listener that is advertised"),
        )))
    })
}

fn advertised_not_listened(view: &View<'_>) -> Judged {
    of_net(view, |net| {
        let stray = net
            .advertised_to_clients()
            .into_iter()
            .find(|e| !net.listeners.iter().any(|l| l.name == e.name));
        Ok(stray.filter(|_| net.roles.broker()).map(|stray| {
            Fault::new(
                &[ADVERTISED, LISTENERS],
                format!(
                    "`{ADVERTISED}` has `{}`, which is not among `{LISTENERS}`",
                    stray.name
                ),
                "advertise only listeners that the node has",
            )
        }))
    })
}

fn advertised_not_routable(view: &View<'_>) -> Judged {
    of_net(view, |net| {
        let controllers = net.advertised.as_deref().unwrap_or_default();
        let stray = net
            .advertised_to_clients()
            .into_iter()
            .chain(controllers.iter().filter(|e| net.is_controllers(e)))
            .find(|e| e.host == "0.0.0.0");
        let key = if net.advertised.is_some() {
            ADVERTISED
        } else {
            LISTENERS
        };
        Ok(stray.map(|stray| {
            Fault::new(
                &[key],
                format!(
                    "the listener `{}` is advertised as `0.0.0.0`, which no client can reach",
                    stray.name
                ),
                format!("write in `{ADVERTISED}` the host name that clients use"),
            )
        }))
    })
}

fn early_start(view: &View<'_>) -> Judged {
    of_net(view, |net| {
        let key = "early.start.listeners";
        let Some(raw) = view.raw(key)? else {
            return Ok(None);
        };
        let stray = csv(raw).find(|name| !net.listeners.iter().any(|e| e.name == **name));
        Ok(stray.map(|name| {
            Fault::new(
                &[key, LISTENERS],
                format!("`{key}` has `{name}`, which is not among `{LISTENERS}`"),
                "name in capitals listeners that the node has",
            )
        }))
    })
}

fn mechanism_not_enabled(view: &View<'_>) -> Judged {
    of_net(view, |net| {
        let (listener, protocol) = inter_broker(view, net)?;
        if !protocol.is_some_and(|p| p.starts_with("SASL_")) {
            return Ok(None);
        }
        let key = "sasl.mechanism.inter.broker.protocol";
        let enabled_key = "sasl.enabled.mechanisms";
        let own = format!("listener.name.{}.{enabled_key}", listener.to_lowercase());
        let (from, enabled) = match view.other(&own)? {
            Some(text) => (own.as_str(), value::list(text)),
            None => (enabled_key, view.list(enabled_key)?.unwrap_or_default()),
        };
        let Some(mechanism) = view.text(key)? else {
            return Ok(None);
        };
        Ok((!enabled.contains(&mechanism)).then(|| {
            Fault::new(
                &[key, from],
                format!(
                    "brokers log in to each other with `{mechanism}`, and `{from}` has {}",
                    match enabled.as_slice() {
                        [] => "nothing".to_owned(),
                        enabled => enabled.join(", "),
                    }
                ),
                format!("set `{key}` to an enabled mechanism, or add it to `{from}`"),
            )
        }))
    })
}
