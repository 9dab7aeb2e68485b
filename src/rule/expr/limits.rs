//! The bounds that hold for every expression, built-in or not.

/// Longest source of an expression, in bytes.
pub const MAX_SOURCE: usize = 4096;

/// Deepest nesting: of brackets, operators, ternaries and calls together. A chain of `&&` or of
/// `||` is one level however long it is; a chain of `+` is one level for each operator.
pub const MAX_DEPTH: usize = 32;

/// Most nodes (operands and operators) of an expression.
pub const MAX_NODES: usize = 500;

/// How many `exists` and `all` may stand inside each other.
pub const MAX_MACROS: usize = 2;

/// Longest pattern of `matches`, in bytes.
pub const MAX_PATTERN: usize = 512;

/// Largest compiled pattern, in bytes. Time to match is bounded by its product with the text.
pub const MAX_REGEX_BYTES: usize = 1 << 18;

/// Deepest nesting inside a pattern.
pub const MAX_REGEX_DEPTH: u32 = 32;

/// Most steps of one evaluation. Each node costs one step, each element of a list that is looked
/// at one more, each byte given to `matches` one, and any other work on text one for every
/// [`BYTES_PER_STEP`] bytes.
pub const MAX_STEPS: u32 = 100_000;

/// Bytes of text that one step pays for, outside `matches`.
pub const BYTES_PER_STEP: usize = 64;

/// Longest list, in elements, that an expression looks into.
pub const MAX_LIST: usize = 10_000;
