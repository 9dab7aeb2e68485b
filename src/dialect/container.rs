//! A container that runs one of Kafka's images: its variables, its version, what keeps them from being all.

use super::images::{self, Image};
use super::intake::{Fill, Intake};
use crate::model::{Layer, Setting, StatedVersion};
use crate::source::Span;
use crate::syntax::tree::Scalar;

/// A variable that a container is given: its name, and its value where it has one.
pub(super) struct Variable {
    pub(super) name: Scalar,
    pub(super) value: Option<Scalar>,
}

/// The image that a container runs, if it is one of Kafka's.
pub(super) struct Runs {
    pub(super) image: &'static Image,
    pub(super) version: Option<StatedVersion>,
    /// Where the image is named.
    span: Span,
}

/// The image of a name with a tag; `fill` says who fills in its variables.
pub(super) fn runs(name: &Scalar, fill: Fill, intake: &Intake<'_>) -> Option<Runs> {
    let written = super::fill::fill(fill, &name.text);
    let (repository, tag) = images::parse(written.known().unwrap_or(&name.text));
    let image = images::find(repository)?;
    let version = image.versions.zip(tag).and_then(|(platform, tag)| {
        let text = images::version_of_tag(tag)?.to_owned();
        let source = format!("the image's tag in {}", intake.line_of(name.span));
        Some(StatedVersion {
            text,
            platform,
            source,
        })
    });
    Some(Runs {
        image,
        version,
        span: name.span,
    })
}

impl Runs {
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
            if let Some(key) = self.image.key_of_command(&variable.name.text) {
                settings.push(intake.unknown(key, &variable.name));
                continue;
            }
            let Some(key) = self.image.key(&variable.name.text) else {
                continue;
            };
            settings.push(match &variable.value {
                Some(value) => intake.written(&key, &variable.name, value, fill),
                None => intake.unknown(&key, &variable.name),
            });
        }
        let own = self.image.own(settings.len());
        if settings.is_empty() && (own.is_empty() || own_command) {
            return None;
        }
        let own = own
            .iter()
            .map(|(key, value)| intake.derived(key, value, self.span, Layer::Image));
        settings.extend(own);
        Some(settings)
    }
}
