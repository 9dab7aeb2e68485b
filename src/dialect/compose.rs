//! Docker Compose: services that run an image of Kafka's, their `environment` as map or list.

use std::sync::Arc;

use super::container::{self, Variable};
use super::images::Image;
use super::intake::{Draft, Fill, Intake, part};
use crate::model::Scope;
use crate::syntax::tree::{Member, Node, Value};

/// The dialect's name in reports.
pub(super) const NAME: &str = "compose";

pub(super) fn read(document: &Node, intake: &mut Intake<'_>) -> bool {
    let Some(services) = document.get("services") else {
        return false;
    };
    let path = intake.path();
    let scope = Arc::new(Scope {
        id: format!("compose:{path}"),
        name: document.text_at(&["name"]).unwrap_or_default().to_owned(),
        because: format!("the services of {path} are one cluster"),
    });
    let mut taken = false;
    for service in services.members() {
        taken |= read_service(service, services, &scope, intake).is_some();
    }
    taken
}

fn read_service(
    service: &Member,
    services: &Node,
    scope: &Arc<Scope>,
    intake: &mut Intake<'_>,
) -> Option<()> {
    let chain = Chain::of(&service.node, services);
    let name = chain.find("image")?.scalar()?;
    let runs = container::runs(name, Fill::Compose, intake)?;
    let mut draft = Draft::new(NAME, runs.image.kind, service.name.span);
    draft.settings = runs.settings(
        &chain.variables(),
        Fill::Compose,
        chain.has_own_command(),
        intake,
    )?;
    draft.scope = Some(Arc::clone(scope));
    draft.name = Some(service.name.text.to_string());
    draft.open = chain.open(runs.image);
    draft.replicas = Some(chain.replicas());
    draft.version = runs.version;
    intake.add(draft);
    Some(())
}

/// A service and those that it extends, itself first.
struct Chain<'n> {
    nodes: Vec<&'n Node>,
    /// Whether it extends a service that is not in this file.
    elsewhere: bool,
}

/// More services than this extend each other only in a circle.
const LONGEST_CHAIN: usize = 16;

impl<'n> Chain<'n> {
    fn of(node: &'n Node, services: &'n Node) -> Self {
        let mut chain = Chain {
            nodes: vec![node],
            elsewhere: false,
        };
        let mut node = node;
        while let Some(extends) = node.get("extends") {
            let name = extends.text().or_else(|| extends.text_at(&["service"]));
            let next = match extends.get("file") {
                None => name.and_then(|name| services.get(name)),
                Some(_) => None,
            };
            match next {
                Some(next) if chain.nodes.len() < LONGEST_CHAIN => {
                    chain.nodes.push(next);
                    node = next;
                }
                _ => {
                    chain.elsewhere = true;
                    break;
                }
            }
        }
        chain
    }

    fn find(&self, name: &str) -> Option<&'n Node> {
        let mut found = self.nodes.iter().filter_map(|node| node.get(name));
        found.next().map(|node| &**node)
    }

    /// The variables, those of the service itself last: a later one of a name goes before an earlier one.
    fn variables(&self) -> Vec<Variable> {
        let mut out = Vec::new();
        for node in self.nodes.iter().rev() {
            let Some(environment) = node.get("environment") else {
                continue;
            };
            match &environment.value {
                Value::Map(members) => {
                    for member in members {
                        out.push(Variable {
                            name: member.name.clone(),
                            // `KEY:` without a value is taken from the shell.
                            value: member.node.scalar().cloned(),
                        });
                    }
                }
                Value::List(items) => {
                    for scalar in items.iter().filter_map(|item| item.scalar()) {
                        let length = scalar.text.len();
                        out.push(match scalar.text.find('=') {
                            Some(at) => Variable {
                                name: part(scalar, 0, at),
                                value: Some(part(scalar, at + 1, length)),
                            },
                            None => Variable {
                                name: scalar.clone(),
                                value: None,
                            },
                        });
                    }
                }
                _ => {}
            }
        }
        out
    }

    /// Why settings may come from elsewhere.
    fn open(&self, image: &Image) -> Option<String> {
        if self.elsewhere {
            return Some("the service extends one of another file".to_owned());
        }
        if self.find("env_file").is_some() {
            return Some("the service reads an env_file as well".to_owned());
        }
        let mounted = |node: &&Node| {
            let mounts = node.get("volumes").into_iter().chain(node.get("configs"));
            mounts.flat_map(|list| list.items()).any(|item| {
                let target = item.text_at(&["target"]).or_else(|| item.text());
                target.is_some_and(|t| image.mounts.iter().any(|mount| t.contains(mount)))
            })
        };
        if self.nodes.iter().any(mounted) {
            return Some("a configuration file is mounted into the container".to_owned());
        }
        self.has_own_command()
            .then(|| "the service has a command of its own".to_owned())
    }

    fn has_own_command(&self) -> bool {
        ["command", "entrypoint"]
            .iter()
            .any(|name| self.find(name).is_some_and(|node| !node.is_null()))
    }

    fn replicas(&self) -> u32 {
        let deploy = self
            .find("deploy")
            .and_then(|deploy| deploy.get("replicas"));
        let stated = deploy.and_then(|node| node.number());
        let scale = self.find("scale").and_then(Node::number);
        stated
            .or(scale)
            .and_then(|n| u32::try_from(n).ok())
            .unwrap_or(1)
    }
}
