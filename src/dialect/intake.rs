//! What all dialects of YAML and JSON have in common: from a name and a value of a tree to a setting, and
//! from settings to an entity.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::around::Around;
use super::{Trouble, TroubleKind, fill, identity, secrets};
use crate::model::{
    Entity, EntityKind, Fact, Key, Layer, Partition, Scope, Setting, StatedVersion, ValueSource,
    Variant, Written,
};
use crate::source::{Place, SourceFile, SourceId, Span};
use crate::syntax::properties;
use crate::syntax::tree::{Node, Scalar, Tree, Value};

pub(super) use super::fill::Fill;

/// What stands for a template's expression in the text that is parsed: three bytes of UTF-8.
pub(super) const FILLED: char = '\u{E000}';

/// Documents that are asked about each other; with more of them that would take too long.
const MOST_DOCUMENTS: usize = 500;

/// A file on its way to entities.
pub(super) struct Intake<'s> {
    source: &'s mut SourceFile,
    id: SourceId,
    documents: Vec<Arc<Node>>,
    /// The files around.
    pub(super) around: &'s mut Around,
    /// Why the text that is read now is not all that its reader has, where it is a part of the file.
    pub(super) laid_over: Option<&'static str>,
    /// What is known of the variables that Compose fills in.
    pub(super) variables: fill::Variables,
    /// Who takes nothing of a file with a name written twice, for people.
    pub(super) refuses_doubles: Option<&'static str>,
    entities: Vec<Entity>,
    troubles: Vec<Trouble>,
}

/// An entity as a dialect describes it.
pub(super) struct Draft {
    pub(super) kind: EntityKind,
    pub(super) variant: Option<Variant>,
    /// The name, where a key does not tell it.
    pub(super) name: Option<String>,
    /// Where a finding about something that is not written points.
    pub(super) header: Span,
    pub(super) dialect: &'static str,
    pub(super) settings: Vec<Setting>,
    /// Why keys may come from elsewhere.
    pub(super) open: Option<String>,
    pub(super) facts: Vec<(Fact, i64)>,
    pub(super) scope: Option<Arc<Scope>>,
    pub(super) version: Option<StatedVersion>,
    pub(super) replicas: Option<u32>,
    /// What it has from elsewhere where it says nothing itself.
    pub(super) inherited: Option<Arc<Entity>>,
    /// The partitions of a topic that runs.
    pub(super) partitions: Vec<Partition>,
}

impl Draft {
    pub(super) fn new(dialect: &'static str, kind: EntityKind, header: Span) -> Self {
        Draft {
            kind,
            variant: None,
            name: None,
            header,
            dialect,
            settings: Vec::new(),
            open: None,
            facts: Vec::new(),
            scope: None,
            version: None,
            replicas: None,
            inherited: None,
            partitions: Vec::new(),
        }
    }
}

impl<'s> Intake<'s> {
    pub(super) fn new(
        source: &'s mut SourceFile,
        id: SourceId,
        mut documents: Vec<Arc<Node>>,
        around: &'s mut Around,
    ) -> Self {
        if documents.len() > MOST_DOCUMENTS {
            documents.clear();
        }
        Intake {
            source,
            id,
            documents,
            around,
            laid_over: None,
            variables: fill::Variables::new(),
            refuses_doubles: None,
            entities: Vec::new(),
            troubles: Vec::new(),
        }
    }

    /// All documents of the file, for those that tell of one another; none where there are very many.
    pub(super) fn documents(&self) -> &[Arc<Node>] {
        &self.documents
    }

    /// The display path of the file.
    pub(super) fn path(&self) -> &str {
        self.source.path()
    }

    /// The file's place among the sources.
    pub(super) fn id(&self) -> SourceId {
        self.id
    }

    /// Hides a place of this file or of another one.
    pub(super) fn hide_at(&mut self, place: Place) {
        if place.source == self.id {
            self.source.hide(place.span);
        } else if !place.span.is_empty() {
            self.around.hidden.push(place);
        }
    }

    /// The file's name and a line, as `version_source` says it.
    pub(super) fn line_of(&self, span: Span) -> String {
        let line = self.source.position(span.start).line;
        format!("{}:{line}", self.source.path())
    }

    /// The bytes of the file.
    pub(super) fn raw_bytes(&self) -> &[u8] {
        self.source.raw()
    }

    /// A text as its own reader fills it in.
    pub(super) fn fill(&self, by: Fill, text: &str) -> Written {
        fill::fill_from(by, text, &self.variables)
    }

    /// One setting as it is written. `None` where there is no text: nothing, a list or a mapping.
    pub(super) fn setting(
        &self,
        key: &str,
        name: &Scalar,
        value: &Node,
        fill: Fill,
    ) -> Option<Setting> {
        let scalar = match &value.value {
            Value::Scalar(scalar) => scalar,
            Value::Null | Value::List(_) | Value::Map(_) => return None,
        };
        Some(self.written(key, name, scalar, fill))
    }

    /// One setting as it is written.
    pub(super) fn written(&self, key: &str, name: &Scalar, value: &Scalar, fill: Fill) -> Setting {
        let written = match value.text.contains(FILLED) {
            true => Written::Unknown(self.raw(value.span)),
            false => self.fill(fill, &value.text),
        };
        self.make(
            key,
            (&*name.text != key).then(|| name.text.clone()),
            written,
            name.span,
            value.span,
        )
    }

    /// A setting whose value stands somewhere else: a shell, a secret, another object.
    pub(super) fn unknown(&self, key: &str, name: &Scalar) -> Setting {
        self.make(
            key,
            (&*name.text != key).then(|| name.text.clone()),
            Written::Unknown("".into()),
            name.span,
            Span::new(name.span.end, name.span.end),
        )
    }

    fn raw(&self, span: Span) -> Box<str> {
        let bytes = self.source.raw().get(span.range()).unwrap_or_default();
        String::from_utf8_lossy(bytes).into()
    }

    fn make(
        &self,
        key: &str,
        written_as: Option<Box<str>>,
        value: Written,
        name: Span,
        at: Span,
    ) -> Setting {
        let key = Key::new(key);
        let secret = secrets::is_secret_key(&key) || secrets::shows_secret(value.as_written());
        Setting {
            key,
            written_as,
            value,
            name_place: self.place(name),
            value_place: self.place(at),
            layer: Layer::File,
            source: ValueSource::Explicit,
            secret,
        }
    }

    /// A setting that nobody wrote: an image, an operator or a framework makes it because of what stands at
    /// `because`. Where it goes over what is written, `layer` is [`Layer::Operator`].
    pub(super) fn derived(&self, key: &str, value: &str, because: Span, layer: Layer) -> Setting {
        let value = match super::unknown::is_filled_in_elsewhere(value) {
            true => Written::Unknown(value.into()),
            false => Written::Text(value.into()),
        };
        let mut setting = self.make(key, None, value, because, because);
        setting.layer = layer;
        setting.source = ValueSource::Image;
        // The text at that place is not the value, so there is nothing to hide there.
        setting.secret = false;
        setting
    }

    /// A setting that an operator writes over whatever the file says; `None` where its value cannot be told.
    pub(super) fn imposed(&self, key: &str, value: Option<&str>, because: Span) -> Setting {
        let mut setting = self.derived(key, value.unwrap_or_default(), because, Layer::Operator);
        if value.is_none() {
            setting.value = Written::Unknown("".into());
        }
        setting
    }

    /// Notes a setting that never reaches Kafka, and keeps its value from being shown where it is a secret.
    pub(super) fn not_passed_on(
        &mut self,
        setting: &Setting,
        by: &'static str,
        instead: &'static str,
    ) {
        if setting.secret {
            self.source.hide(setting.value_place.span);
        }
        self.troubles.push(Trouble {
            kind: TroubleKind::NotPassedOn { by, instead },
            span: setting.name_place.span,
        });
    }

    /// The setting as one of another file, where its places are.
    pub(super) fn moved(setting: Setting, to: SourceId) -> Setting {
        let place = |place: Place| Place {
            source: to,
            ..place
        };
        Setting {
            name_place: place(setting.name_place),
            value_place: place(setting.value_place),
            ..setting
        }
    }

    /// The settings of a property file that stands inside of a text.
    pub(super) fn properties(&self, text: &Scalar, fill: Fill) -> Vec<Setting> {
        let document = properties::parse(text.text.as_bytes());
        let raw = |span: Span| -> Span {
            let whole = text.span;
            match &text.map {
                None => Span::new(whole.start + span.start, whole.start + span.end),
                Some(map) => map.to_raw(span.start..span.end).unwrap_or(whole),
            }
        };
        let entries = document.entries.iter();
        entries
            .filter(|entry| !entry.key.text.contains(FILLED))
            .filter(|entry| !super::unknown::is_template_line(&entry.key.text))
            .map(|entry| {
                let value = raw(entry.value.trimmed());
                let written = match entry.value.text.contains(FILLED) {
                    true => Written::Unknown(self.raw(value)),
                    false => self.fill(fill, &entry.value.text),
                };
                self.make(&entry.key.text, None, written, raw(entry.key.span), value)
            })
            .collect()
    }

    fn place(&self, span: Span) -> Place {
        Place {
            source: self.id,
            span,
        }
    }

    /// Hides a value that is no setting of Kafka's and that nobody may see.
    pub(super) fn hide(&mut self, span: Span) {
        self.source.hide(span);
    }

    /// Takes in something that is not a setting.
    pub(super) fn trouble(&mut self, kind: TroubleKind, span: Span) {
        self.troubles.push(Trouble { kind, span });
    }

    /// Takes an entity in.
    pub(super) fn add(&mut self, draft: Draft) {
        for setting in draft.settings.iter().filter(|setting| setting.secret) {
            self.hide_at(setting.value_place);
        }
        let header = self.place(draft.header);
        let mut entity = Entity::new(
            draft.kind,
            draft.variant,
            draft.dialect,
            header,
            draft.settings,
        );
        entity.open = draft.open.map(Into::into);
        entity.name = draft.name.map(Into::into);
        entity.scope = draft.scope;
        entity.version = draft.version;
        entity.replicas = draft.replicas;
        entity.inherited = draft.inherited;
        entity.partitions = draft.partitions;
        for (fact, value) in draft.facts {
            entity.facts.set(fact, value);
        }
        identity::complete(&mut entity);
        self.entities.push(entity);
    }

    /// Everything that was taken in, and what the tree says of the file as a whole.
    pub(super) fn finish(mut self, tree: &Tree) -> (Vec<Entity>, Vec<Trouble>) {
        let raw = self.source.raw();
        let secret = tree.comments.iter().filter_map(|comment| {
            let shown = String::from_utf8_lossy(raw.get(comment.range()).unwrap_or_default());
            let at = secrets::secret_in_comment(&shown)?;
            Some(Span::new(comment.start + at as u32, comment.end))
        });
        let secret: Vec<Span> = secret.collect();
        secret.into_iter().for_each(|span| self.source.hide(span));
        if !self.entities.is_empty() {
            self.hide_bystanders(tree);
        }
        self.tell_doubles(tree);
        (self.entities, self.troubles)
    }
}

impl Intake<'_> {
    /// Hides what stands beside Kafka's settings and has the name of a secret: a finding shows lines around it.
    fn hide_bystanders(&mut self, tree: &Tree) {
        let settings = self.entities.iter().flat_map(|entity| &entity.settings);
        let judged: HashSet<u32> = settings
            .filter(|setting| setting.value_place.source == self.id)
            .map(|setting| setting.value_place.span.start)
            .collect();
        let mut seen = HashSet::new();
        let mut left: Vec<&Arc<Node>> = tree.documents.iter().collect();
        while let Some(node) = left.pop() {
            if !seen.insert(Arc::as_ptr(node)) {
                continue;
            }
            left.extend(node.items());
            left.extend(node.members().iter().map(|member| &member.node));
            for value in secrets::bystanders(node) {
                if !judged.contains(&value.start) {
                    self.source.hide(value);
                }
            }
        }
    }

    fn tell_doubles(&mut self, tree: &Tree) {
        if self.entities.is_empty() {
            return;
        }
        if let Some(by) = self.refuses_doubles {
            let doubles = tree.duplicates.iter();
            self.troubles.extend(doubles.map(|(first, second)| Trouble {
                kind: TroubleKind::DuplicateRefused { first: *first, by },
                span: *second,
            }));
            return;
        }
        let settings = self.entities.iter().flat_map(|entity| &entity.settings);
        let names: HashMap<u32, Span> = settings
            .map(|s| (s.name_place.span.start, s.name_place.span))
            .collect();
        for (first, second) in &tree.duplicates {
            if let (Some(span), Some(winner)) = (names.get(&first.start), names.get(&second.start))
            {
                self.troubles.push(Trouble {
                    kind: TroubleKind::Duplicate { winner: *winner },
                    span: *span,
                });
            }
        }
    }
}
