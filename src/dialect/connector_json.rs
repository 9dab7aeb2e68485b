//! Connectors as Kafka Connect's REST interface takes them: `{"name": …, "config": {…}}`, or the settings alone.

use super::intake::{Draft, Fill, Intake};
use crate::model::EntityKind;
use crate::syntax::tree::{Node, Value};

/// The dialect's name in reports.
pub(super) const NAME: &str = "connector-json";

pub(super) fn read(document: &Node, intake: &mut Intake<'_>) -> bool {
    if let Value::List(items) = &document.value {
        return items.iter().fold(false, |taken, item| {
            let this = read_one(item, intake);
            taken || this
        });
    }
    read_one(document, intake)
}

fn read_one(node: &Node, intake: &mut Intake<'_>) -> bool {
    let config = match node.get("config") {
        Some(config) => config,
        None => node,
    };
    if config.get("connector.class").is_none() {
        return false;
    }
    let mut draft = Draft::new(NAME, EntityKind::Connector, node.span);
    draft.header.end = draft.header.start + 1;
    draft.name = node.text_at(&["name"]).map(str::to_owned);
    for member in config.members() {
        let key = &*member.name.text;
        draft
            .settings
            .extend(intake.setting(key, &member.name, &member.node, Fill::Unknown));
    }
    // The outer name is the connector's; Connect puts it into its settings.
    let own = config.get("name").is_some();
    if let Some(name) = node.member("name").filter(|_| !own) {
        draft
            .settings
            .extend(intake.setting("name", &name.name, &name.node, Fill::Unknown));
    } else if !own && node.get("config").is_none() {
        // Settings alone are put to `/connectors/NAME/config`, and Connect takes the name from there
        // (`ConnectorsResource.putConnectorConfig`).
        draft
            .settings
            .push(intake.imposed("name", None, draft.header));
    }
    intake.add(draft);
    true
}
