//! A service of Docker Compose with all that it takes over: from other services, other files and environment
//! files.

use std::sync::Arc;

use super::container::Variable;
use super::images::Image;
use super::intake::{Fill, Intake};
use super::secrets;
use super::volumes::Mount;
use crate::source::{Place, SourceId};
use crate::syntax::tree::{Member, Node, Scalar, Value};
use crate::syntax::{env, yaml};

/// A compose file.
#[derive(Clone)]
pub(super) struct File {
    pub(super) id: SourceId,
    pub(super) path: Arc<str>,
}

/// A text and the file that it stands in.
pub(super) struct Text {
    pub(super) scalar: Scalar,
    pub(super) source: SourceId,
}

/// One service of a chain and the file that it stands in.
struct Link {
    node: Arc<Node>,
    file: File,
}

/// A service and those that it extends, itself first.
pub(super) struct Chain {
    links: Vec<Link>,
    /// Values of environment files, by the names of the variables.
    of_files: Vec<(Box<str>, Place)>,
    /// Why more may be set than can be seen.
    open: Option<String>,
}

/// More services than this extend each other only in a circle.
const LONGEST_CHAIN: usize = 16;

impl Chain {
    pub(super) fn of(
        service: &Member,
        services: &Node,
        file: &File,
        intake: &mut Intake<'_>,
    ) -> Self {
        let mut chain = Chain {
            links: vec![Link {
                node: Arc::clone(&service.node),
                file: file.clone(),
            }],
            of_files: Vec::new(),
            open: None,
        };
        // The services of the file that the last link stands in, where that is another one.
        let mut others: Option<Arc<Node>> = None;
        while let Some(last) = chain.links.last()
            && let Some(extends) = last.node.get("extends").cloned()
        {
            let name = extends.text().or_else(|| extends.text_at(&["service"]));
            let mut in_file = last.file.clone();
            if let Some(file) = extends.text_at(&["file"]) {
                others = None;
                let file = intake.fill(Fill::Compose, file);
                let file = file.as_written();
                if let Some(found) = intake.around.file(&in_file.path, file) {
                    let tree = yaml::parse(&found.text);
                    let document = tree.documents.first();
                    others = document.and_then(|document| document.get("services").cloned());
                    in_file = File {
                        id: found.id,
                        path: found.path,
                    };
                }
                if others.is_none() {
                    chain.open = Some(format!("the service extends one of {file}"));
                    break;
                }
            }
            let services = others.as_deref().unwrap_or(services);
            match name.and_then(|name| services.get(name)) {
                Some(next) if chain.links.len() < LONGEST_CHAIN => chain.links.push(Link {
                    node: Arc::clone(next),
                    file: in_file,
                }),
                _ => {
                    chain.open = Some("the service extends one that is not there".to_owned());
                    break;
                }
            }
        }
        chain
    }

    fn find(&self, name: &str) -> Option<&Arc<Node>> {
        self.links.iter().find_map(|link| link.node.get(name))
    }

    /// A text of the service.
    pub(super) fn text(&self, name: &str) -> Option<Text> {
        self.links.iter().find_map(|link| {
            Some(Text {
                scalar: link.node.get(name)?.scalar()?.clone(),
                source: link.file.id,
            })
        })
    }

    /// The words of the service's own command, if it has one.
    pub(super) fn command(&self) -> Option<String> {
        let words: Vec<String> = ["entrypoint", "command"]
            .iter()
            .filter_map(|name| self.find(name).filter(|node| !node.is_null()))
            .flat_map(|node| {
                node.text()
                    .into_iter()
                    .chain(node.items().iter().filter_map(|i| i.text()))
            })
            .map(str::to_owned)
            .collect();
        (!words.is_empty()).then(|| words.join(" "))
    }

    /// The variables in the order in which later ones of a name go before earlier ones: environment files, then
    /// what is extended, then the service itself.
    pub(super) fn variables(&mut self, intake: &mut Intake<'_>) -> Vec<Variable> {
        let mut out = Vec::new();
        for at in (0..self.links.len()).rev() {
            let Some(files) = self.links[at].node.get("env_file").cloned() else {
                continue;
            };
            let one = std::iter::once(&files).filter(|node| node.items().is_empty());
            for file in files.items().iter().chain(one) {
                self.read_file(at, file, intake, &mut out);
            }
        }
        for link in self.links.iter().rev() {
            if let Some(environment) = link.node.get("environment") {
                of_environment(environment, link.file.id, &mut out);
            }
        }
        out
    }

    fn read_file(
        &mut self,
        at: usize,
        file: &Node,
        intake: &mut Intake<'_>,
        out: &mut Vec<Variable>,
    ) {
        let link = &self.links[at];
        let name = file.text().or_else(|| file.text_at(&["path"]));
        let name = name.map(|name| intake.fill(Fill::Compose, name));
        let name = name.as_ref().map(|name| name.as_written());
        // `format: raw` has other rules.
        let found = match (name, file.get("format")) {
            (Some(name), None) => intake.around.file(&link.file.path, name),
            _ => None,
        };
        let Some(found) = found else {
            let name = name.unwrap_or("an environment file");
            self.open = Some(format!("the service reads {name} as well"));
            return;
        };
        for variable in env::parse(&found.text) {
            if let Some(value) = &variable.value {
                let place = Place {
                    source: found.id,
                    span: value.span,
                };
                self.of_files.push((variable.name.text.clone(), place));
            }
            out.push(Variable {
                fill: variable.literal.then_some(Fill::Nobody),
                source: Some(found.id),
                name: variable.name,
                value: variable.value,
            });
        }
    }

    /// Hides whatever else stands in the environment files: nobody knows what programs keep there.
    pub(super) fn hide_bystanders(&self, image: &Image, intake: &mut Intake<'_>) {
        for (name, place) in &self.of_files {
            let kafkas = ["KAFKA_", "CONNECT_", "SCHEMA_REGISTRY_"]
                .iter()
                .any(|prefix| name.starts_with(prefix))
                || image.key(name).is_some();
            if !kafkas || secrets::is_secret_name(&name.replace('_', ".")) {
                intake.hide_at(*place);
            }
        }
    }

    /// Why settings may come from elsewhere.
    pub(super) fn open(&self, image: &Image) -> Option<String> {
        if let Some(open) = &self.open {
            return Some(open.clone());
        }
        if let Some(guessed) = image.guessed {
            return Some(guessed.to_owned());
        }
        let mounted = |link: &Link| {
            let node = &link.node;
            let mounts = node.get("volumes").into_iter().chain(node.get("configs"));
            mounts.flat_map(|list| list.items()).any(|item| {
                let target = item.text_at(&["target"]).or_else(|| item.text());
                target.is_some_and(|t| image.mounts.iter().any(|mount| t.contains(mount)))
            })
        };
        if self.links.iter().any(mounted) {
            return Some("a configuration file is mounted into the container".to_owned());
        }
        self.command()
            .map(|_| "the service has a command of its own".to_owned())
    }

    /// How many containers the service has; nothing where something else says it.
    pub(super) fn replicas(&self, intake: &Intake<'_>) -> Option<u32> {
        let deploy = self
            .find("deploy")
            .and_then(|deploy| deploy.get("replicas"));
        match deploy.or_else(|| self.find("scale")) {
            Some(stated) => {
                let number = intake.fill(Fill::Compose, stated.text()?);
                number.known()?.trim().parse().ok()
            }
            None => Some(1),
        }
    }

    /// The memory that a container of the service may use, as it is written.
    pub(super) fn memory_limit(&self) -> Option<&str> {
        let deploy = self.find("deploy");
        let limit = deploy.and_then(|d| d.text_at(&["resources", "limits", "memory"]));
        limit.or_else(|| self.find("mem_limit")?.text())
    }

    /// Whether a port of the container is reached from beyond the machine; nothing where a part of it is not known.
    pub(super) fn publishes(&self, port: &str) -> Option<bool> {
        match self.find("network_mode").map(|mode| mode.text()) {
            Some(Some("host")) => return Some(true),
            Some(Some("bridge")) | None => {}
            Some(_) => return None,
        }
        let lists = self.links.iter().filter_map(|link| link.node.get("ports"));
        let mut entries = Vec::new();
        for item in lists.flat_map(|list| list.items()) {
            match item.text() {
                Some(text) => entries.push(text.to_owned()),
                None => {
                    // Without a host it is published on all addresses.
                    let host = item
                        .text_at(&["host_ip"])
                        .map_or(String::new(), |ip| format!("{ip}:"));
                    entries.push(format!("{host}0:{}", item.text_at(&["target"])?));
                }
            }
        }
        published(entries.iter().map(String::as_str), port)
    }

    /// What is mounted into the container; nothing where a part of it is not known.
    pub(super) fn mounts(&self, intake: &Intake<'_>) -> Option<Vec<Mount>> {
        if self.find("volumes_from").is_some() {
            return None;
        }
        let lists = self
            .links
            .iter()
            .filter_map(|link| link.node.get("volumes"));
        let mut mounts = Vec::new();
        for item in lists.flat_map(|list| list.items()) {
            let kind = item.text_at(&["type"]);
            let text = match kind {
                Some(_) => item.text_at(&["target"])?,
                None => item.text().or_else(|| item.text_at(&["target"]))?,
            };
            let filled = intake.fill(Fill::Compose, text);
            let target = target(filled.as_written());
            if target.contains('$') {
                return None;
            }
            mounts.push(Mount {
                folder: target.to_owned(),
                is_kept: kind != Some("tmpfs"),
            });
        }
        Some(mounts)
    }
}

/// What Compose's `ports` say of a port of the container: `9101:9101`, `127.0.0.1:9101:9101`, `9101`. Nothing where an
/// entry is not known.
fn published<'t>(entries: impl Iterator<Item = &'t str>, port: &str) -> Option<bool> {
    let mut is_published = false;
    for entry in entries {
        if entry.contains('$') {
            return None;
        }
        let entry = entry.split('/').next().unwrap_or(entry);
        let (host, inner) = entry.rsplit_once(':').unwrap_or(("", entry));
        let is_meant = match (inner.split_once('-'), port.parse::<u16>()) {
            (Some((first, last)), Ok(port)) => {
                let (first, last) = (first.parse::<u16>().ok()?, last.parse::<u16>().ok()?);
                (first..=last).contains(&port)
            }
            _ => inner.trim() == port,
        };
        let is_local =
            host.starts_with("127.") || host.starts_with("localhost:") || host.starts_with("[::1]");
        is_published |= is_meant && !is_local;
    }
    Some(is_published)
}

/// The folder in the container of `source:/folder:ro`; a path of Windows may have a colon of its own.
fn target(text: &str) -> &str {
    let mut parts = text.rsplit(':');
    parts.find(|part| part.starts_with('/')).unwrap_or(text)
}

fn of_environment(environment: &Node, source: SourceId, out: &mut Vec<Variable>) {
    let mut add = |name: Scalar, value: Option<Scalar>| {
        out.push(Variable {
            name,
            value,
            fill: None,
            source: Some(source),
        });
    };
    match &environment.value {
        Value::Map(members) => {
            for member in members {
                // `KEY:` without a value is taken from the shell.
                add(member.name.clone(), member.node.scalar().cloned());
            }
        }
        Value::List(items) => {
            for scalar in items.iter().filter_map(|item| item.scalar()) {
                let length = scalar.text.len();
                match scalar.text.find('=') {
                    Some(at) => add(scalar.part(0..at), Some(scalar.part(at + 1..length))),
                    None => add(scalar.clone(), None),
                }
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_volume_is_mounted_at_its_last_path() {
        for (text, expected) in [
            ("data:/var/lib/kafka/data", "/var/lib/kafka/data"),
            ("./data:/kafka:ro", "/kafka"),
            ("/srv/data:/kafka", "/kafka"),
            ("C:\\data:/kafka", "/kafka"),
            ("/kafka", "/kafka"),
            ("data:${DIR}", "data:${DIR}"),
        ] {
            assert_eq!(target(text), expected, "{text}");
        }
    }

    #[test]
    fn ports_are_published_on_all_addresses_or_on_the_machine_alone() {
        for (entries, expected) in [
            (&["9092:9092", "9101:9101"][..], Some(true)),
            (&["9101"], Some(true)),
            (&["19101:9101/tcp"], Some(true)),
            (&["9100-9105:9100-9105"], Some(true)),
            (&["127.0.0.1:9101:9101"], Some(false)),
            (&["9101:9092"], Some(false)),
            (&["9092:9092"], Some(false)),
            (&["${JMX}:9101"], None),
            (&[], Some(false)),
        ] {
            let all = entries.iter().copied();
            assert_eq!(published(all, "9101"), expected, "{entries:?}");
        }
    }
}
