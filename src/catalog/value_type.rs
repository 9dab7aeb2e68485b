//! Types of values. The build script reads this file as well.

/// `ConfigDef.Type`.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ValueType {
    /// `true` or `false`.
    Boolean,
    /// Text.
    String,
    /// 32 bits.
    Int,
    /// 16 bits.
    Short,
    /// 64 bits.
    Long,
    /// A floating-point number.
    Double,
    /// Texts with commas between them.
    List,
    /// The name of a Java class.
    Class,
    /// Text that nobody may see.
    Password,
    /// librdkafka only: set by the program, never by a text.
    Pointer,
}

impl ValueType {
    /// Every type, in the order of the enum.
    pub const ALL: [ValueType; 10] = [
        ValueType::Boolean,
        ValueType::String,
        ValueType::Int,
        ValueType::Short,
        ValueType::Long,
        ValueType::Double,
        ValueType::List,
        ValueType::Class,
        ValueType::Password,
        ValueType::Pointer,
    ];

    /// Kafka's word for it.
    pub const fn name(self) -> &'static str {
        match self {
            ValueType::Boolean => "boolean",
            ValueType::String => "string",
            ValueType::Int => "int",
            ValueType::Short => "short",
            ValueType::Long => "long",
            ValueType::Double => "double",
            ValueType::List => "list",
            ValueType::Class => "class",
            ValueType::Password => "password",
            ValueType::Pointer => "pointer",
        }
    }

    /// The type with that word.
    pub fn from_name(name: &str) -> Option<Self> {
        ValueType::ALL.into_iter().find(|t| t.name() == name)
    }
}
