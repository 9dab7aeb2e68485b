//! State that is no configuration, as far as files tell it.

use crate::catalog::{self, Release, ValueType};
use crate::cluster::{Placement, Plan};
use crate::model::{Entity, EntityKind, FACTS, Fact};
use crate::project::Project;
use crate::resolve::value::Typed;
use crate::resolve::{Datum, Effective};

/// States what the entity's own settings, its cluster and the project say.
pub(super) fn state(entity: &mut Entity, placement: &Placement, plan: &Plan, project: &Project) {
    if let Some(brokers) = plan.clusters[placement.cluster].brokers
        && Fact::Brokers.row().kinds.contains(&entity.kind)
    {
        entity.facts.set(Fact::Brokers, brokers);
    }
    if entity.kind == EntityKind::Broker {
        let voters = entity
            .text("controller.quorum.voters")
            .filter(|text| !text.is_empty())
            .map(|text| text.split(',').count() as i64);
        let factor = default_replication_factor(entity, placement.by.release);
        for (fact, value) in [(Fact::Voters, voters), (Fact::ReplicationFactor, factor)] {
            if let Some(value) = value {
                entity.facts.set(fact, value);
            }
        }
    }
    for row in &FACTS {
        if let Some(value) = project.facts.get(row.name)
            && row.kinds.contains(&entity.kind)
        {
            entity.facts.set(row.fact, *value);
        }
    }
}

fn default_replication_factor(entity: &Entity, release: Release) -> Option<i64> {
    let key = catalog::key_id("default.replication.factor")?;
    let effective = Effective { entity, release };
    match effective.read(key, ValueType::Int).datum {
        Datum::Known(Typed::Integer(factor)) => Some(factor),
        _ => None,
    }
}
