//! A container that runs one of Kafka's images: its variables, its version, what keeps them from being all.

use super::heap;
use super::images::{self, Image};
use super::intake::{Fill, Intake};
use super::jmx;
use crate::model::{Fact, Layer, Setting, StatedVersion};
use crate::source::{SourceId, Span};
use crate::syntax::tree::Scalar;

/// A variable that a container is given: its name, and its value where it has one.
pub(super) struct Variable {
    pub(super) name: Scalar,
    pub(super) value: Option<Scalar>,
    /// Who fills its value in, where that is not who fills in the others.
    pub(super) fill: Option<Fill>,
    /// The file that it stands in, where that is another one.
    pub(super) source: Option<SourceId>,
}

/// The image that a container runs, if it is one of Kafka's.
pub(super) struct Runs {
    pub(super) image: &'static Image,
    pub(super) version: Option<StatedVersion>,
    /// Whether the image is named without a version, where its name is known.
    floats: Option<bool>,
    /// Where the image is named.
    span: Span,
}

/// The image of a name with a tag; `fill` says who fills in its variables.
pub(super) fn runs(name: &Scalar, fill: Fill, intake: &Intake<'_>) -> Option<Runs> {
    runs_with(Some(name), name.span, fill, &[], intake)
}

/// The same, where the image may have no name or one that is not known, and the variables tell what it is.
/// `span` is where the name stands, or what stands for it in this file.
pub(super) fn runs_with(
    name: Option<&Scalar>,
    span: Span,
    fill: Fill,
    variables: &[Variable],
    intake: &Intake<'_>,
) -> Option<Runs> {
    let written = name.map(|name| intake.fill(fill, &name.text));
    let named = written.as_ref().map_or("", |name| name.as_written());
    let (repository, tag) = images::parse(named);
    let image = images::find_or_guess(repository, variables.iter().map(|v| &*v.name.text))?;
    let stated = tag.and_then(images::version_of_tag);
    let stated = stated.or(image.last_version.filter(|_| name.is_some()));
    let version = image
        .versions
        .zip(stated)
        .map(|(platform, text)| StatedVersion {
            text: text.to_owned(),
            platform,
            source: format!("the image's tag in {}", intake.line_of(span)),
        });
    Some(Runs {
        image,
        version,
        floats: written.and_then(|name| floats(image, name.known()?)),
        span,
    })
}

/// Whether an image changes by itself: it has neither a tag that says which, nor a digest. Nothing where there is no
/// telling, as somebody's own image may be tagged as he likes.
fn floats(image: &Image, name: &str) -> Option<bool> {
    let (repository, tag) = images::parse(name);
    let is_known = images::find(repository).is_some() && image.last_version.is_none();
    is_known.then(|| !name.contains('@') && tag.is_none_or(|tag| tag == "latest"))
}

impl Runs {
    /// What is known of the image beside its settings.
    pub(super) fn facts(&self) -> impl Iterator<Item = (Fact, i64)> + use<> {
        let has = Fact::FloatingTag.row().kinds.contains(&self.image.kind);
        let floats = self.floats.filter(|_| has);
        floats
            .map(|floats| (Fact::FloatingTag, i64::from(floats)))
            .into_iter()
    }

    /// The heap in percent of the memory that the container may use. An image without a JVM reads none of the options.
    pub(super) fn heap(&self, variables: &[Variable], limit: Option<&str>) -> Option<(Fact, i64)> {
        let has_jvm = !self.image.is_native;
        has_jvm.then(|| heap::fact(variables, limit)).flatten()
    }

    /// Whether JMX asks nobody and is reached from beyond the machine; `published` says so of a port.
    pub(super) fn jmx(
        &self,
        variables: &[Variable],
        published: impl Fn(&str) -> Option<bool>,
    ) -> Option<(Fact, i64)> {
        let has = Fact::JmxOpen.row().kinds.contains(&self.image.kind) && !self.image.is_native;
        has.then(|| jmx::fact(variables, self.image.jmx_ports(), published))
            .flatten()
    }

    /// The settings that variables make, and those that the image has by itself; nothing where the container is
    /// no node: it has neither, or no variable of Kafka's and a command of its own, as tools have.
    pub(super) fn settings(
        &self,
        variables: &[Variable],
        fill: Fill,
        own_command: bool,
        intake: &Intake<'_>,
    ) -> Option<Vec<Setting>> {
        let mut settings = Vec::with_capacity(variables.len());
        // A variable under another name goes over the one with the prefix, wherever it stands.
        let (others, plain): (Vec<&Variable>, Vec<&Variable>) = variables
            .iter()
            .partition(|variable| self.image.is_alias(&variable.name.text));
        for variable in plain.into_iter().chain(others) {
            let name = &variable.name;
            let elsewhere = self.image.key_of_command(&name.text);
            let elsewhere = elsewhere.or_else(|| self.image.key_of_file(&name.text));
            let setting = match (elsewhere, self.image.key(&name.text), &variable.value) {
                (Some(key), ..) => intake.unknown(key, name),
                (None, Some(key), Some(value)) => {
                    intake.written(&key, name, value, variable.fill.unwrap_or(fill))
                }
                (None, Some(key), None) => intake.unknown(&key, name),
                (None, None, _) => continue,
            };
            settings.push(match variable.source {
                Some(source) => Intake::moved(setting, source),
                None => setting,
            });
        }
        let own = self.image.own(settings.len());
        if settings.is_empty() && (own.is_empty() || own_command) {
            return None;
        }
        let derived =
            |(key, value): &(&str, &str), layer| intake.derived(key, value, self.span, layer);
        settings.extend(own.iter().map(|row| derived(row, Layer::Image)));
        let forced = self.image.forced.iter();
        settings.extend(forced.map(|row| derived(row, Layer::Operator)));
        settings.extend(self.listeners(&settings, intake));
        Some(settings)
    }

    /// The listeners that the image makes of the advertised ones, where only these are set.
    fn listeners(&self, settings: &[Setting], intake: &Intake<'_>) -> Option<Setting> {
        let last = |key: &str| settings.iter().rfind(|s| s.key.name() == key);
        if !self.image.makes_listeners || last("listeners").is_some() {
            return None;
        }
        let advertised = last("advertised.listeners")?;
        let text = advertised.value.known().filter(|t| !t.trim().is_empty())?;
        let because = match advertised.value_place.source == intake.id() {
            true => advertised.value_place.span,
            false => self.span,
        };
        let listeners = on_all_addresses(text);
        Some(intake.derived("listeners", &listeners, because, Layer::Image))
    }
}

/// Listeners with every host replaced by the address that stands for all.
fn on_all_addresses(listeners: &str) -> String {
    let parts = listeners.split(',').map(|listener| {
        let listener = listener.trim();
        let port = listener.rsplit_once(':').map(|(_, port)| port);
        match listener.split_once("://").zip(port) {
            Some(((name, _), port)) => format!("{name}://0.0.0.0:{port}"),
            None => listener.to_owned(),
        }
    });
    parts.collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_become_the_address_of_all() {
        assert_eq!(
            on_all_addresses("PLAINTEXT://kafka:9092, TLS://[::1]:9093"),
            "PLAINTEXT://0.0.0.0:9092,TLS://0.0.0.0:9093"
        );
    }
}
