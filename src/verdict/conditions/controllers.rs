//! Listeners of controllers, and who may have them.

use super::endpoints::{
    ADVERTISED, CONTROL_PLANE, CONTROLLERS, INTER_BROKER, LISTENERS, MAP, PROTOCOLS, inter_broker,
    names, of_net,
};
use super::of_node as row;
use super::roles::Roles;
use super::view::View;
use super::{
    CONTRADICT, Condition, FIRST, Fault, Judged, LISTENER, MISSING, STILL, Shape, first_repeated,
};

pub(super) const CONDITIONS: &[Condition] = &[
    row(
        "controller-listener-advertised",
        LISTENER,
        FIRST,
        (3, 8),
        "KafkaConfig.validateValues",
        Shape::Asks(controller_advertised),
    ),
    row(
        "controller-with-advertised-listeners",
        LISTENER,
        (3, 1),
        (3, 8),
        "KafkaConfig.validateValues",
        Shape::Asks(controller_advertises),
    ),
    row(
        "controller-listener-names-missing",
        MISSING,
        (3, 1),
        STILL,
        "KafkaConfig.validateValues",
        Shape::Asks(no_controller_names),
    ),
    row(
        "controller-listener-on-broker",
        LISTENER,
        (3, 1),
        STILL,
        "KafkaConfig.validateValues",
        Shape::Asks(controller_listener_on_broker),
    ),
    row(
        "controller-listener-without-protocol",
        LISTENER,
        (3, 1),
        STILL,
        "KafkaConfig.validateValues",
        Shape::Asks(controller_unmapped),
    ),
    row(
        "controller-listener-missing",
        LISTENER,
        (3, 0),
        STILL,
        "KafkaConfig.validateValues",
        Shape::Asks(controller_not_listening),
    ),
    row(
        "broker-listener-on-controller",
        LISTENER,
        (3, 1),
        STILL,
        "KafkaConfig.validateValues",
        Shape::Asks(broker_listener_on_controller),
    ),
    row(
        "inter-broker-listener-is-a-controllers",
        LISTENER,
        (4, 0),
        STILL,
        "KafkaConfig.validateValues",
        Shape::Asks(inter_broker_is_controllers),
    ),
    row(
        "controller-listener-named-twice",
        LISTENER,
        (4, 1),
        (4, 1),
        "AbstractKafkaConfig.effectiveListenerSecurityProtocolMap",
        Shape::Asks(controller_twice),
    ),
    row(
        "controller-listener-names-without-roles",
        CONTRADICT,
        (3, 1),
        (3, 9),
        "KafkaConfig.validateValues",
        Shape::Asks(controllers_without_roles),
    ),
    row(
        "control-plane-listener-with-roles",
        CONTRADICT,
        (3, 1),
        (3, 9),
        "KafkaConfig.validateValues",
        Shape::Asks(control_plane_with_roles),
    ),
    row(
        "control-plane-listener-not-usable",
        LISTENER,
        FIRST,
        (3, 9),
        "KafkaConfig.validateValues",
        Shape::Asks(control_plane),
    ),
];

fn controller_advertised(view: &View<'_>) -> Judged {
    of_net(view, |net| {
        // Until 3.0 whole endpoints are compared, and only where `advertised.listeners` has them.
        let stray = net.advertised.iter().flatten().find(|e| {
            net.is_controllers(e)
                && (view.from(3, 1)
                    || net
                        .listeners
                        .iter()
                        .any(|l| l.name == e.name && l.host == e.host && l.port == e.port))
        });
        let applies = !view.from(3, 1) || net.roles.kraft() && net.roles.broker();
        Ok(stray.filter(|_| applies).map(|stray| {
            Fault::new(
                &[ADVERTISED, CONTROLLERS],
                format!(
                    "`{ADVERTISED}` has `{}`, which is a controller's listener",
                    stray.name
                ),
                format!("take `{}` out of `{ADVERTISED}`", stray.name),
            )
        }))
    })
}

fn controller_advertises(view: &View<'_>) -> Judged {
    of_net(view, |net| {
        // Before 3.3 an empty list will do.
        let has = match view.from(3, 3) {
            true => view.raw(ADVERTISED)?.is_some(),
            false => net.advertised.iter().flatten().next().is_some(),
        };
        let broken = net.roles.only_controller() && has;
        Ok(broken.then(|| {
            Fault::new(
                &[ADVERTISED, "process.roles"],
                format!("`{ADVERTISED}` is set on a node that is only a controller"),
                format!("take `{ADVERTISED}` out"),
            )
        }))
    })
}

fn no_controller_names(view: &View<'_>) -> Judged {
    of_net(view, |net| {
        // Where the key has no default, its definition says so first.
        let has = view.raw(CONTROLLERS)?.is_some() || !view.requires(CONTROLLERS);
        let broken = net.roles.only_broker() && net.controllers.is_empty() && has;
        Ok(broken.then(|| {
            Fault::new(
                &[CONTROLLERS],
                format!(
                    "a broker needs `{CONTROLLERS}` to reach the controllers, and it is not set"
                ),
                format!("set `{CONTROLLERS}` to the name of the controllers' listener"),
            )
        }))
    })
}

fn controller_listener_on_broker(view: &View<'_>) -> Judged {
    of_net(view, |net| {
        let stray = net.listeners.iter().find(|e| net.is_controllers(e));
        Ok(stray.filter(|_| net.roles.only_broker()).map(|stray| {
            Fault::new(
                &[LISTENERS, CONTROLLERS],
                format!(
                    "`{LISTENERS}` has `{}`, which is a controller's listener, on a node that is only a broker",
                    stray.name
                ),
                format!("take `{}` out of `{LISTENERS}`", stray.name),
            )
        }))
    })
}

fn controller_unmapped(view: &View<'_>) -> Judged {
    of_net(view, |net| {
        let stray = net
            .controllers
            .iter()
            .find(|name| !net.map.contains_key(&name.to_uppercase()));
        Ok(stray.filter(|_| net.roles.only_broker()).map(|stray| {
            Fault::new(
                &[CONTROLLERS, MAP],
                format!("`{CONTROLLERS}` has `{stray}`, for which `{MAP}` has no protocol"),
                format!("add `{stray}:` and its protocol to `{MAP}`"),
            )
        }))
    })
}

/// Protocols that nobody has written are collected by name, and a name that comes twice is too much.
fn controller_twice(view: &View<'_>) -> Judged {
    of_net(view, |net| {
        let names = &net.controllers;
        let made_up = net.roles.kraft() && !view.written(MAP)?;
        let secure = |name: &String| PROTOCOLS[1..].contains(&name.as_str());
        let listens = net.listeners.iter().any(|e| secure(&e.name));
        let broken = made_up && !listens && !names.iter().any(secure);
        Ok(first_repeated(names)
            .filter(|name| broken && *name != "PLAINTEXT")
            .map(|name| {
                Fault::new(
                    &[CONTROLLERS],
                    format!("`{CONTROLLERS}` has `{name}` twice"),
                    "name each listener once",
                )
            }))
    })
}

fn controller_not_listening(view: &View<'_>) -> Judged {
    of_net(view, |net| {
        let listens = |name: &String| net.listeners.iter().any(|e| e.name == *name);
        let stray = net.controllers.iter().find(|name| !listens(name));
        let none = net.advertised_by_controller().is_empty();
        let broken = none || stray.is_some() && view.from(3, 1);
        Ok((net.roles.controller() && broken).then(|| {
            let wrong = match stray {
                Some(name) => format!(
                    "`{CONTROLLERS}` has `{name}`, and `{LISTENERS}` has no listener of that name"
                ),
                None => {
                    format!("a controller needs a listener, and `{CONTROLLERS}` names none")
                }
            };
            Fault::new(
                &[CONTROLLERS, LISTENERS],
                wrong,
                format!("name in `{CONTROLLERS}`, in capitals, listeners that `{LISTENERS}` has"),
            )
        }))
    })
}

fn broker_listener_on_controller(view: &View<'_>) -> Judged {
    of_net(view, |net| {
        if !net.roles.only_controller() || net.advertised_by_controller().is_empty() {
            return Ok(None);
        }
        let broken = match view.from(3, 9) {
            true => net.advertised_by_controller().len() != net.listeners.len(),
            false => net.advertised.is_none() && !net.advertised_to_clients().is_empty(),
        };
        let stray = net.listeners.iter().find(|e| !net.is_controllers(e));
        Ok(broken.then(|| {
            Fault::new(
                &[LISTENERS, CONTROLLERS],
                match stray {
                    Some(stray) => format!(
                        "`{LISTENERS}` has `{}`, which is not in `{CONTROLLERS}`, on a node that is only a controller",
                        stray.name
                    ),
                    None => format!("`{CONTROLLERS}` and `{LISTENERS}` do not name the same"),
                },
                format!("keep in `{LISTENERS}` only what `{CONTROLLERS}` names"),
            )
        }))
    })
}

fn inter_broker_is_controllers(view: &View<'_>) -> Judged {
    of_net(view, |net| {
        let Some(name) = view.text(INTER_BROKER)? else {
            return Ok(None);
        };
        let broken = net.roles.only_controller() && net.controllers.contains(&name.to_uppercase());
        Ok(broken.then(|| {
            Fault::new(
                &[INTER_BROKER, CONTROLLERS],
                format!("`{INTER_BROKER}` is `{name}`, which is a controller's listener"),
                format!("name the brokers' listener, or take `{INTER_BROKER}` out"),
            )
        }))
    })
}

fn controllers_without_roles(view: &View<'_>) -> Judged {
    of_net(view, |net| {
        let broken = !net.roles.kraft()
            && !net.controllers.is_empty()
            && !view.on("zookeeper.metadata.migration.enable")?;
        Ok(broken.then(|| {
            Fault::new(
                &[CONTROLLERS],
                format!("`{CONTROLLERS}` is set on a node without `process.roles`"),
                format!("take `{CONTROLLERS}` out, or set `process.roles`"),
            )
        }))
    })
}

fn control_plane_with_roles(view: &View<'_>) -> Judged {
    let broken = view.text(CONTROL_PLANE)?.is_some() && Roles::of(view)?.kraft();
    Ok(broken.then(|| {
        Fault::new(
            &[CONTROL_PLANE, "process.roles"],
            format!("`{CONTROL_PLANE}` is set on a node with `process.roles`"),
            format!("take `{CONTROL_PLANE}` out"),
        )
    }))
}

fn control_plane(view: &View<'_>) -> Judged {
    of_net(view, |net| {
        let Some(name) = view.text(CONTROL_PLANE)? else {
            return Ok(None);
        };
        if net.roles.kraft() && view.from(3, 1) {
            return Ok(None);
        }
        let name = name.to_uppercase();
        let advertised = net.advertised_to_clients();
        let wrong = if !advertised.iter().any(|e| e.name == name) {
            format!(
                "`{CONTROL_PLANE}` is `{name}`, and what is advertised is {}",
                names(&advertised)
            )
        } else if inter_broker(view, net)?.0 == name {
            format!("`{CONTROL_PLANE}` is `{name}`, which is the listener between brokers as well")
        } else {
            return Ok(None);
        };
        Ok(Some(Fault::new(
            &[CONTROL_PLANE],
            wrong,
            "name an advertised listener that is not the one between brokers",
        )))
    })
}
