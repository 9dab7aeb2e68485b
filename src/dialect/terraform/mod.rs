//! Terraform: topics, access rules and brokers as resources of their providers, and modules that wrap these.
mod bystanders;
mod reader;
mod resources;
mod value;

use super::around::{Around, Folder};
use super::intake::Intake;
use super::{Reading, names};
use crate::model::EntityKind;
use crate::project::ReadAs;
use crate::source::{SourceFile, SourceId};
use crate::syntax::hcl::{self, Block, Kind};
use crate::syntax::tree::Tree;

use reader::Reader;
use resources::{MSK_CLUSTER, MSK_MODULE, Resource};
use value::Evaluator;
pub(super) use value::Module;

/// The dialect's name in reports.
pub(super) const NAME: &str = "terraform";
/// Its name for people.
pub(super) const TITLE: &str = "Terraform";

/// What the files of a module end in; OpenTofu reads files of a second ending as well.
const ENDING: &str = "tf";

/// The file beside a module that Terraform takes values of variables from without being told. Others
/// (`*.auto.tfvars`, those of the command line) have any name, and go before it as it goes before defaults.
const VALUES: &str = "terraform.tfvars";

/// Whether a path is one of a file of Terraform's.
pub(super) fn is_one(path: &str) -> bool {
    matches!(&*names::ending(path), ENDING | "tofu")
}

/// What the files of a folder define together.
fn of_folder(folder: &Folder) -> Module {
    let mut module = Module::default();
    for file in &folder.files {
        let defines = ["variable", "locals"].iter().any(|w| file.text.contains(w));
        if let Some(Ok(body)) = defines.then(|| hcl::parse(&file.text)) {
            module.add(file.id, &body);
        }
    }
    module
}

/// Reads a file of Terraform's; nothing where it is none.
pub(super) fn read(
    source: &mut SourceFile,
    id: SourceId,
    named: bool,
    read_as: Option<ReadAs>,
    around: &mut Around,
) -> Option<Reading> {
    if !is_one(source.path()) || read_as.is_some() {
        return None;
    }
    let text = match super::text_of(source, named) {
        Ok(text) => text,
        Err(reading) => return Some(reading),
    };
    if !text.contains("kafka") && !text.contains("redpanda_") && !text.contains("aws_msk") {
        return Some(Reading::NotKafka);
    }
    let body = match hcl::parse(text) {
        Ok(body) => body,
        Err(fault) if named => {
            return Some(Reading::Unparsable {
                why: fault.why,
                span: fault.span,
            });
        }
        Err(_) => return Some(Reading::NotKafka),
    };
    let mut own = Module::default();
    own.add(id, &body);
    let blocks: Vec<(&Block, &'static Resource)> = body
        .blocks
        .iter()
        .filter_map(|block| Some((block, resource(block)?)))
        .collect();
    let lone = body.blocks.iter().filter(|b| is_lone_cluster(b));
    let lone: Vec<&Block> = lone.collect();
    if blocks.is_empty() && lone.is_empty() {
        return Some(Reading::NotKafka);
    }
    let uses_variables = text.contains("var.");
    let mut intake = Intake::new(source, id, Vec::new(), around);
    let told = match uses_variables {
        true => values_beside(&mut intake),
        false => Module::default(),
    };
    let folder = intake.around.folder.clone();
    let module = match &folder {
        Some(folder) => folder.module.get_or_init(|| of_folder(folder)),
        None => &own,
    };
    let clusters = blocks
        .iter()
        .filter(|(_, resource)| resource.kind == EntityKind::Broker)
        .count()
        + lone.len();
    let mut reader = Reader {
        intake,
        evaluator: Evaluator::new(module, told),
        body: &body,
        several_clusters: clusters > 1,
    };
    for (block, resource) in blocks {
        reader.rounds(block, resource);
    }
    for block in lone {
        reader.rounds(block, &MSK_MODULE.1);
    }
    let Reader {
        mut intake,
        evaluator,
        ..
    } = reader;
    bystanders::hide(&body, id, &mut intake);
    if evaluator.lacks_something() {
        intake.around.ask_beside(ENDING);
    }
    let (entities, troubles) = intake.finish(&Tree::default());
    Some(match entities.is_empty() {
        true => Reading::NotKafka,
        false => Reading::Entities(entities, troubles),
    })
}

/// The values of variables that the folder of the file tells.
fn values_beside(intake: &mut Intake<'_>) -> Module {
    let mut told = Module::default();
    let path = intake.path().to_owned();
    if let Some(found) = intake.around.file(&path, VALUES)
        && let Ok(body) = hcl::parse(&found.text)
    {
        bystanders::hide(&body, found.id, intake);
        told.tell(found.id, body);
    }
    told
}

/// What a block is, if it is Kafka's.
fn resource(block: &Block) -> Option<&'static Resource> {
    match &*block.name.text {
        "resource" => resources::find(&block.labels.first()?.text),
        "module" => {
            let (end, resource) = &MSK_MODULE;
            let source = block.body.get("source")?;
            match &source.value.kind {
                Kind::Scalar(text) if text.text.contains(end) => Some(resource),
                _ => None,
            }
        }
        _ => None,
    }
}

/// Whether a block is a cluster of MSK's that no configuration of the file is for, and that has none either.
fn is_lone_cluster(block: &Block) -> bool {
    &*block.name.text == "resource"
        && block
            .labels
            .first()
            .is_some_and(|l| &*l.text == MSK_CLUSTER)
        && block.body.blocks("configuration_info").next().is_none()
        && block.body.blocks("dynamic").next().is_none()
}
