use crate::catalog::{self, KeyId};
use crate::source::{HIDDEN, Place};

/// A Kafka key: one of the catalogue's, or any other text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// A key that some component of some release defines.
    Known(KeyId),
    /// A key that no component defines: plug-in keys, prefixed keys, misspellings.
    Other(Box<str>),
}

impl Key {
    /// The key for a name.
    pub fn new(name: &str) -> Self {
        catalog::key_id(name).map_or_else(|| Key::Other(name.into()), Key::Known)
    }

    /// The name.
    pub fn name(&self) -> &str {
        match self {
            Key::Known(id) => catalog::key_name(*id),
            Key::Other(name) => name,
        }
    }

    /// The catalogue's id.
    pub fn id(&self) -> Option<KeyId> {
        match self {
            Key::Known(id) => Some(*id),
            Key::Other(_) => None,
        }
    }
}

/// Where a value stands in Kafka's precedence; later is stronger.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Layer {
    /// What an image, operator or framework has without being told.
    Image,
    /// The file that a process reads when it starts, or that creates a topic.
    File,
    /// What an operator or framework writes over whatever the file says.
    Operator,
    /// The default of all brokers, kept in the cluster.
    DynamicCluster,
    /// One broker's own value, kept in the cluster.
    DynamicBroker,
    /// A topic's or group's own value, kept in the cluster.
    DynamicTopic,
}

/// Where the value that decides comes from.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ValueSource {
    /// Written in a file.
    Explicit,
    /// Set by the image, operator or framework.
    Image,
    /// A topic's value that its broker gives.
    Inherited,
    /// Kafka's default for the version.
    Default,
    /// Neither set nor given a default.
    Unset,
    /// A broker's own file, as a live cluster reports it.
    Static,
    /// A broker's own dynamic value.
    DynamicBroker,
    /// The dynamic default of all brokers.
    DynamicCluster,
    /// A topic's or group's own dynamic value.
    DynamicTopic,
}

impl ValueSource {
    /// The name in reports and expressions.
    pub const fn name(self) -> &'static str {
        match self {
            ValueSource::Explicit => "explicit",
            ValueSource::Image => "image",
            ValueSource::Inherited => "inherited",
            ValueSource::Default => "default",
            ValueSource::Unset => "unset",
            ValueSource::Static => "static",
            ValueSource::DynamicBroker => "dynamic-broker",
            ValueSource::DynamicCluster => "dynamic-cluster",
            ValueSource::DynamicTopic => "dynamic-topic",
        }
    }
}

/// What a dialect knows of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Written {
    /// The text that Kafka reads, blanks at its end included.
    Text(Box<str>),
    /// Filled in by something that is not in the file: a variable, a template, a config provider.
    Unknown(Box<str>),
}

impl Written {
    /// The text, if it is known.
    pub fn known(&self) -> Option<&str> {
        match self {
            Written::Text(text) => Some(text),
            Written::Unknown(_) => None,
        }
    }

    /// The text as it stands in the file, known or not.
    pub fn as_written(&self) -> &str {
        match self {
            Written::Text(text) | Written::Unknown(text) => text,
        }
    }
}

/// How other formats spell Kafka's keys.
const SPELLINGS: [fn(&str) -> String; 5] = [
    // Spring's names of keys that a map takes as they are.
    |key| format!("[{key}]"),
    // Variables of images that can say every key.
    |key| {
        let plain = key.replace('_', "__").replace('-', "___");
        plain.replace('.', "_").to_ascii_uppercase()
    },
    // Variables of images that only know dots.
    |key| key.replace('.', "_").to_ascii_uppercase(),
    // Terraform's attributes.
    |key| key.replace('.', "_"),
    // Behind a prefix.
    |key| format!(".{key}"),
];

/// One value given to one key in one layer.
#[derive(Clone, Debug)]
pub struct Setting {
    /// Kafka's key.
    pub key: Key,
    /// The name as written, where the dialect writes another than Kafka's key.
    pub written_as: Option<Box<str>>,
    /// The value.
    pub value: Written,
    /// Where the name stands.
    pub name_place: Place,
    /// Where the value stands; empty for an empty value.
    pub value_place: Place,
    /// Its place in Kafka's precedence.
    pub layer: Layer,
    /// Where reports say that it comes from.
    pub source: ValueSource,
    /// Whether nobody may see the value.
    pub secret: bool,
}

impl Setting {
    /// Where a finding about the value points: at the value, or at the name where the value is empty.
    pub fn place(&self) -> Place {
        if self.value_place.span.is_empty() {
            self.name_place
        } else {
            self.value_place
        }
    }

    /// The value as anybody may see it.
    pub fn shown(&self) -> String {
        match self.secret {
            true => HIDDEN.to_owned(),
            false => self.value.as_written().trim().to_owned(),
        }
    }

    /// Whether somebody said it; a running cluster also tells what nobody said.
    pub fn is_stated(&self) -> bool {
        !matches!(self.source, ValueSource::Default | ValueSource::Inherited)
    }

    /// The name as it stands in the source.
    pub fn written_name(&self) -> &str {
        self.written_as.as_deref().unwrap_or(self.key.name())
    }

    /// How another key would be written where this one stands: with the same prefix, in the same spelling.
    /// The key itself where the spelling is not one of those known.
    pub fn write_as(&self, key: &str) -> String {
        let Some(written) = &self.written_as else {
            return key.to_owned();
        };
        SPELLINGS
            .iter()
            .find_map(|spell| {
                let prefix = written.strip_suffix(spell(self.key.name()).as_str())?;
                Some(format!("{prefix}{}", spell(key)))
            })
            .unwrap_or_else(|| key.to_owned())
    }
}
