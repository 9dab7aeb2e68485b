use crate::diagnostic::Diagnostic;
use crate::rule;

/// Identifies a finding from run to run: a 128-bit FNV-1a hash of the version of this scheme, the code,
/// path, cluster, kind and name of the entity, key, and the value where it is written and no secret.
pub fn fingerprint(diagnostic: &Diagnostic, path: &str, ordinal: u32) -> u128 {
    let mut hash = Fnv::default();
    hash.add("v1");
    hash.add(rule::rule(diagnostic.rule).descriptor.code);
    hash.add(path);
    match &diagnostic.entity {
        Some(entity) => {
            hash.add(&entity.cluster);
            hash.add(entity.kind.name());
            hash.add(entity.name.as_deref().unwrap_or(""));
        }
        None => hash.add(""),
    }
    let subject = &diagnostic.subject;
    hash.add(subject.key.as_deref().unwrap_or(""));
    let explicit = subject.value_source == Some(crate::model::ValueSource::Explicit);
    if explicit && !subject.secret {
        hash.add(subject.value.as_deref().unwrap_or(""));
    }
    if ordinal > 0 {
        hash.add(&ordinal.to_string());
    }
    hash.0
}

/// <http://www.isthe.com/chongo/tech/comp/fnv/>
struct Fnv(u128);

impl Default for Fnv {
    fn default() -> Self {
        Fnv(0x6c62_272e_07bb_0142_62b8_2175_6295_c58d)
    }
}

impl Fnv {
    /// Adds a text and an end mark, so that `ab`,`c` and `a`,`bc` differ.
    fn add(&mut self, text: &str) {
        for byte in text.bytes().chain([0xFF]) {
            self.0 ^= u128::from(byte);
            self.0 = self
                .0
                .wrapping_mul(0x0000_0000_0100_0000_0000_0000_0000_013B);
        }
    }
}
