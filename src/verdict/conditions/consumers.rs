//! Consumers and share consumers. What an application may set in code is not said to be missing.

use super::client as row;
use super::view::View;
use super::{CONTRADICT, Condition, FIRST, Fault, Judged, Shape, UNUSABLE, first_repeated};
use crate::catalog::Component::{Consumer, ShareConsumer};

pub(super) const CONDITIONS: &[Condition] = &[
    row(
        Consumer,
        "assignor-twice",
        UNUSABLE,
        (3, 1),
        "ConsumerPartitionAssignor.getAssignorInstances",
        Shape::Asks(assignors),
    ),
    row(
        Consumer,
        "heartbeat-not-below-session",
        CONTRADICT,
        FIRST,
        "Heartbeat",
        Shape::Asks(heartbeat),
    ),
    row(
        Consumer,
        "key-of-the-other-group-protocol",
        CONTRADICT,
        (3, 9),
        "ConsumerConfig.checkUnsupportedConfigsPostProcess, checkGroupRemoteAssignor",
        Shape::Asks(group_protocol),
    ),
    Condition {
        to: (4, 0),
        ..row(
            ShareConsumer,
            "key-of-the-other-group-protocol",
            CONTRADICT,
            (3, 9),
            "ConsumerConfig.checkGroupRemoteAssignor",
            Shape::Asks(group_protocol),
        )
    },
    row(
        Consumer,
        "offset-reset-not-readable",
        UNUSABLE,
        (4, 0),
        "AutoOffsetResetStrategy.Validator",
        Shape::Asks(offset_reset),
    ),
    row(
        Consumer,
        "group-id-blank",
        UNUSABLE,
        (3, 7),
        "ClassicKafkaConsumer, AsyncKafkaConsumer",
        Shape::Asks(group_blank),
    ),
    row(
        ShareConsumer,
        "group-id-blank",
        UNUSABLE,
        FIRST,
        "ShareConsumerImpl",
        Shape::Asks(blank),
    ),
    row(
        Consumer,
        "group-instance-id-not-usable",
        UNUSABLE,
        FIRST,
        "JoinGroupRequest.validateGroupInstanceId",
        Shape::Asks(instance_id),
    ),
    // Later the keys as such are refused.
    Condition {
        to: (4, 0),
        ..row(
            ShareConsumer,
            "offset-reset-not-readable",
            UNUSABLE,
            (4, 0),
            "AutoOffsetResetStrategy.Validator",
            Shape::Asks(offset_reset),
        )
    },
    Condition {
        to: (4, 0),
        ..row(
            ShareConsumer,
            "group-instance-id-not-usable",
            UNUSABLE,
            FIRST,
            "JoinGroupRequest.validateGroupInstanceId",
            Shape::Asks(instance_id),
        )
    },
    row(
        ShareConsumer,
        "key-not-for-share-groups",
        CONTRADICT,
        (4, 1),
        "ShareConsumerConfig.checkUnsupportedConfigsPreProcess",
        Shape::Asks(share_keys),
    ),
];

fn assignors(view: &View<'_>) -> Judged {
    let key = "partition.assignment.strategy";
    // From 3.8 on the other protocol does not read it.
    let protocol = view.text("group.protocol")?.unwrap_or("classic");
    if view.from(3, 8) && !protocol.eq_ignore_ascii_case("classic") {
        return Ok(None);
    }
    let list = view.list(key)?.unwrap_or_default();
    Ok(first_repeated(&list).map(|name| {
        Fault::new(
            &[key],
            format!("`{key}` has `{name}` twice"),
            "name each assignor once",
        )
    }))
}

/// `by_duration:` and a length of time as `java.time.Duration` reads it, or one of a few words.
pub(super) fn is_offset_reset(text: &str, words: &[&str]) -> bool {
    match text.strip_prefix("by_duration:") {
        None => words.contains(&text),
        Some(duration) => {
            let upper = duration.to_uppercase();
            upper.strip_prefix('P').is_some_and(|rest| {
                rest.ends_with(['D', 'H', 'M', 'S'])
                    && rest
                        .chars()
                        .all(|c| c.is_ascii_digit() || "DTHMS.+".contains(c))
            })
        }
    }
}

fn offset_reset(view: &View<'_>) -> Judged {
    let key = "auto.offset.reset";
    let text = view.text(key)?.unwrap_or("latest");
    Ok(
        (!is_offset_reset(text, &["earliest", "latest", "none"])).then(|| {
            Fault::new(
                &[key],
                format!("`{key}` is `{text}`, which is no way to start"),
                "write `earliest`, `latest`, `none`, or `by_duration:PT1H` with a length of time",
            )
        }),
    )
}

fn heartbeat(view: &View<'_>) -> Judged {
    let protocol = view.text("group.protocol")?.unwrap_or("classic");
    // Without a group there are no heartbeats; the application may set one.
    if !protocol.eq_ignore_ascii_case("classic") || !view.written("group.id")? {
        return Ok(None);
    }
    let key = "heartbeat.interval.ms";
    if let Some(negative) = view.number(key)?.filter(|n| *n < 0) {
        return Ok(Some(Fault::new(
            &[key],
            format!("`{key}` is {negative}"),
            "set it to a third of `session.timeout.ms` or less",
        )));
    }
    super::compare(
        view,
        key,
        "session.timeout.ms",
        |a, b| a < b,
        "not less than",
    )
}

fn group_protocol(view: &View<'_>) -> Judged {
    let Some(protocol) = view.text("group.protocol")? else {
        return Ok(None);
    };
    let classic = [
        "group.remote.assignor",
        "share.acknowledgement.mode",
        "share.acquire.mode",
    ];
    let consumer = [
        "partition.assignment.strategy",
        "heartbeat.interval.ms",
        "session.timeout.ms",
        "share.acknowledgement.mode",
        "share.acquire.mode",
    ];
    let refused: &[&str] = match protocol.to_lowercase().as_str() {
        "classic" => &classic,
        "consumer" if view.from(4, 0) => &consumer,
        _ => return Ok(None),
    };
    for key in refused {
        if view.has(key) && view.written(key)? && !view.raw(key)?.unwrap_or_default().is_empty() {
            return Ok(Some(Fault::new(
                &[key, "group.protocol"],
                format!(
                    "`{key}` is set, and `group.protocol`, which is `{protocol}`, has no such key"
                ),
                format!("take `{key}` out"),
            )));
        }
    }
    Ok(None)
}

fn group_blank(view: &View<'_>) -> Judged {
    let protocol = view.text("group.protocol")?.unwrap_or("classic");
    match view.from(4, 0) || protocol.eq_ignore_ascii_case("consumer") {
        true => blank(view),
        false => Ok(None),
    }
}

fn blank(view: &View<'_>) -> Judged {
    let blank = view
        .text("group.id")?
        .is_some_and(|id| id.trim().is_empty());
    Ok(blank.then(|| {
        Fault::new(
            &["group.id"],
            "`group.id` is blank",
            "name the group, or take the line out",
        )
    }))
}

fn instance_id(view: &View<'_>) -> Judged {
    // Share consumers take it for their name only, where they have no other.
    let named = !view.text("client.id")?.unwrap_or_default().is_empty();
    if view.component == ShareConsumer && named {
        return Ok(None);
    }
    let Some(id) = view.text("group.instance.id")? else {
        return Ok(None);
    };
    let wrong = if id.is_empty() {
        "is empty"
    } else if id == "." || id == ".." {
        "is no name"
    } else if id.len() > 249 {
        "is longer than 249 characters"
    } else if !id
        .bytes()
        .all(|b| b.is_ascii_alphanumeric() || b"._-".contains(&b))
    {
        "has characters other than letters, digits, `.`, `_` and `-`"
    } else {
        return Ok(None);
    };
    Ok(Some(Fault::new(
        &["group.instance.id"],
        format!("`group.instance.id` {wrong}"),
        "write a name of letters, digits, `.`, `_` and `-`",
    )))
}

fn share_keys(view: &View<'_>) -> Judged {
    let refused = [
        "auto.offset.reset",
        "enable.auto.commit",
        "group.instance.id",
        "isolation.level",
        "partition.assignment.strategy",
        "interceptor.classes",
        "session.timeout.ms",
        "heartbeat.interval.ms",
        "group.protocol",
        "group.remote.assignor",
    ];
    for key in refused {
        if view.written(key)? {
            return Ok(Some(Fault::new(
                &[key],
                format!("`{key}` is set, which a consumer of a share group must not have"),
                format!("take `{key}` out"),
            )));
        }
    }
    Ok(None)
}
