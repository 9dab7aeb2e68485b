//! Kubernetes' ConfigMaps: property files and applications' files that stand in `data`.

use super::framework;
use super::intake::{Draft, Fill, Intake};
use super::recognise::{Recognised, recognise};
use crate::syntax::tree::Node;

/// The dialect's name in reports.
pub(super) const NAME: &str = "config-map";

pub(super) fn read(document: &Node, intake: &mut Intake<'_>) -> bool {
    if document.text_at(&["kind"]) != Some("ConfigMap") {
        return false;
    }
    let data = document.get("data");
    for member in data.iter().flat_map(|data| data.members()) {
        let Some(text) = member.node.scalar() else {
            continue;
        };
        if member.name.text.starts_with("application")
            && framework::read_inside(&member.name.text, text, intake)
        {
            continue;
        }
        let settings = intake.properties(text, Fill::Unknown);
        let keys = settings.iter().map(|setting| setting.key.name());
        let Recognised::Kind(way) = recognise(&member.name.text, keys) else {
            continue;
        };
        for (kind, variant) in way.entities() {
            let mut draft = Draft::new(NAME, *kind, member.name.span);
            draft.variant = *variant;
            draft.settings = settings.clone();
            intake.add(draft);
        }
    }
    // Whatever else it holds, no other dialect reads it.
    true
}
