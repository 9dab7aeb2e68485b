//! What a pod is to its containers: the volumes behind their mounts, and the variables of the services around.

use std::sync::Arc;

use super::container::Variable;
use super::images::Image;
use super::kubernetes::Resource;
use super::volumes::Mount;
use crate::model::Fact;
use crate::syntax::tree::Node;

/// The pod of a workload.
pub(super) struct Pod<'n> {
    /// The pod's `spec`.
    pub(super) node: &'n Node,
    /// The workload that makes it.
    pub(super) resource: &'n Resource<'n>,
}

/// Volumes that go with their pod.
const OF_THE_POD: [&str; 2] = ["emptyDir", "ephemeral"];

impl Pod<'_> {
    /// What is mounted into a container; nothing where a part of it is not known.
    pub(super) fn mounts(&self, container: &Node) -> Option<Vec<Mount>> {
        let mounts = container.get("volumeMounts").into_iter();
        let mounts = mounts.flat_map(|mounts| mounts.items()).map(|mount| {
            Some(Mount {
                folder: mount.text_at(&["mountPath"])?.to_owned(),
                is_kept: self.is_kept(mount.text_at(&["name"])?)?,
            })
        });
        mounts.collect()
    }

    /// Whether a volume outlives the pod; nothing where it is declared elsewhere.
    fn is_kept(&self, name: &str) -> Option<bool> {
        let claims = self.resource.spec(&["volumeClaimTemplates"]).into_iter();
        let mut claims = claims.flat_map(|claims| claims.items());
        if claims.any(|claim| claim.text_at(&["metadata", "name"]) == Some(name)) {
            return Some(true);
        }
        let volumes = self.node.get("volumes")?;
        let mut volumes = volumes.items().iter();
        let volume = volumes.find(|volume| volume.text_at(&["name"]) == Some(name))?;
        Some(!OF_THE_POD.iter().any(|kind| volume.get(kind).is_some()))
    }

    /// Whether a service of the file leads to the variable at which the image does not start. Kubernetes gives every
    /// pod of a namespace the address of each service that has one, under the service's own name
    /// (<https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables>).
    pub(super) fn service_port(
        &self,
        image: &Image,
        variables: &[Variable],
        documents: &[Arc<Node>],
    ) -> Option<(Fact, i64)> {
        let refused = image.refused_port()?;
        let is_off = self.node.text_at(&["enableServiceLinks"]) == Some("false");
        let is_set = variables.iter().any(|v| *v.name.text == *refused);
        let leads = documents.iter().any(|document| {
            Resource::of(document, "").is_some_and(|service| {
                service.kind == "Service"
                    && service.namespace == self.resource.namespace
                    && service.spec(&["clusterIP"]).and_then(|ip| ip.text()) != Some("None")
                    && service.spec(&["type"]).and_then(|kind| kind.text()) != Some("ExternalName")
                    && variable(service.name) == refused
            })
        });
        Some((Fact::PortOfService, i64::from(leads && !is_off && !is_set)))
    }
}

/// The variable with the address of a service.
fn variable(service: &str) -> String {
    format!("{}_PORT", service.to_uppercase().replace('-', "_"))
}
