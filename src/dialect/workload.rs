//! Kubernetes' workloads: containers that run an image of Kafka's, with the variables in `env`.

use std::sync::Arc;

use super::container::{self, Variable};
use super::images::Image;
use super::intake::{Draft, Fill, Intake};
use super::kubernetes::{Resource, count};
use super::pod::Pod;
use super::spring;
use super::volumes;
use crate::model::Scope;
use crate::source::Span;
use crate::syntax::tree::{Node, Scalar};

/// The dialect's name in reports.
pub(super) const NAME: &str = "kubernetes";

/// Kinds of workloads with the group of their API, and where the pod's `spec` stands in them.
const KINDS: &[(&str, &str, &[&str])] = &[
    ("apps", "StatefulSet", &["spec", "template", "spec"]),
    ("apps", "Deployment", &["spec", "template", "spec"]),
    ("extensions", "Deployment", &["spec", "template", "spec"]),
    ("apps", "DaemonSet", &["spec", "template", "spec"]),
    ("", "Pod", &["spec"]),
    ("", "ReplicationController", &["spec", "template", "spec"]),
];

pub(super) fn read(document: &Node, intake: &mut Intake<'_>) -> bool {
    let found = KINDS.iter().find_map(|(group, kind, path)| {
        let resource = Resource::of(document, group)?;
        (resource.kind == *kind).then_some((resource, document.at(path)?))
    });
    let Some((resource, pod)) = found else {
        return false;
    };
    let containers = pod.get("containers").into_iter().flat_map(|c| c.items());
    let pod = Pod {
        node: pod,
        resource: &resource,
    };
    for item in containers {
        read_container(&pod, item, intake);
    }
    true
}

fn read_container(pod: &Pod<'_>, node: &Node, intake: &mut Intake<'_>) -> Option<()> {
    let resource = pod.resource;
    let documents = intake.documents().to_vec();
    let given = Given::to(node, resource.namespace, &documents);
    let image = node.at(&["image"])?.scalar()?;
    let Some(runs) = container::runs(image, Fill::Unknown, intake) else {
        return spring::read_environment(&given.variables, Fill::Unknown, intake).then_some(());
    };
    let own_command = ["command", "args"]
        .iter()
        .any(|name| node.get(name).is_some_and(|node| !node.is_null()));
    let settings = runs.settings(&given.variables, Fill::Unknown, own_command, intake)?;
    let mut draft = Draft::new(NAME, runs.image.kind, resource.header());
    draft.name = Some(resource.name.to_owned()).filter(|name| !name.is_empty());
    draft.facts.extend(runs.facts());
    let limit = node.text_at(&["resources", "limits", "memory"]);
    draft.facts.extend(runs.heap(&given.variables, limit));
    draft.open = if given.from_elsewhere {
        Some("the container takes variables from another object".to_owned())
    } else if mounts_settings(node, runs.image) {
        Some("a configuration file is mounted into the container".to_owned())
    } else {
        own_command.then(|| "the container has a command of its own".to_owned())
    };
    let mounts = pod.mounts(node);
    // What an image declares as a volume of its own is a part of the container here.
    let data = volumes::fact(
        runs.image,
        &settings,
        draft.open.is_some(),
        mounts.as_deref(),
        &[],
    );
    draft.facts.extend(data);
    draft
        .facts
        .extend(pod.service_port(runs.image, &given.variables, &documents));
    draft.settings = settings;
    draft.version = runs.version;
    // One pod may be one of several, each described in a file of its own.
    draft.replicas = resource
        .spec(&["replicas"])
        .and_then(count)
        .filter(|n| *n > 1);
    draft.scope = Some(scope(resource, intake.path()));
    intake.add(draft);
    Some(())
}

fn scope(resource: &Resource<'_>, path: &str) -> Arc<Scope> {
    Arc::new(Scope {
        id: format!("kubernetes:{path}:{}", resource.namespace),
        name: resource.namespace.to_owned(),
        because: format!("the workloads of {path} are one cluster"),
    })
}

fn mounts_settings(node: &Node, image: &Image) -> bool {
    let mounts = node.get("volumeMounts").into_iter().flat_map(|m| m.items());
    mounts
        .flat_map(|mount| [mount.text_at(&["mountPath"]), mount.text_at(&["subPath"])])
        .flatten()
        .any(|path| image.mounts.iter().any(|known| path.contains(known)))
}

/// The variables that a container is given.
#[derive(Default)]
struct Given {
    variables: Vec<Variable>,
    /// Whether an object that is not in the file gives more.
    from_elsewhere: bool,
}

impl Given {
    /// `env` goes before `envFrom`, as a later variable of a name goes before an earlier one.
    fn to(container: &Node, namespace: &str, documents: &[Arc<Node>]) -> Self {
        let mut given = Given::default();
        let sources = container.get("envFrom").into_iter().flat_map(|e| e.items());
        for source in sources {
            let prefix = source.text_at(&["prefix"]).unwrap_or_default();
            let data = source
                .text_at(&["configMapRef", "name"])
                .and_then(|name| data_of(name, namespace, documents));
            match data {
                Some(data) => given.add_data(data, prefix),
                None => given.from_elsewhere = true,
            }
        }
        let variables = container.get("env").into_iter().flat_map(|e| e.items());
        for variable in variables {
            let Some(name) = variable.at(&["name"]).and_then(Node::scalar) else {
                continue;
            };
            let value = variable.at(&["value"]).and_then(Node::scalar).cloned();
            let empty = variable.get("valueFrom").is_none().then(|| nothing(name));
            given.variables.push(Variable {
                name: name.clone(),
                value: value.or(empty),
                fill: None,
                source: None,
            });
        }
        given
    }

    fn add_data(&mut self, data: &Node, prefix: &str) {
        for member in data.members() {
            self.variables.push(Variable {
                name: Scalar {
                    text: format!("{prefix}{}", member.name.text).into(),
                    ..member.name.clone()
                },
                value: member.node.scalar().cloned(),
                fill: None,
                source: None,
            });
        }
    }
}

/// A variable without a value is empty.
fn nothing(name: &Scalar) -> Scalar {
    Scalar {
        text: "".into(),
        span: Span::new(name.span.end, name.span.end),
        map: None,
        quoted: false,
    }
}

/// The data of a ConfigMap of the same file.
fn data_of<'n>(name: &str, namespace: &str, documents: &'n [Arc<Node>]) -> Option<&'n Node> {
    documents.iter().find_map(|document| {
        let resource = Resource::of(document, "")?;
        let is_it = resource.kind == "ConfigMap"
            && resource.name == name
            && resource.namespace == namespace;
        document.at(&["data"]).filter(|_| is_it)
    })
}
