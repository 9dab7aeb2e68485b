//! Kafka's definitions: reads the tables of `catalog/` and writes them as sorted arrays of integers over
//! one shared text, which the program reads in place.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::draft::Keys;

pub(crate) use crate::component::Component;
pub(crate) use crate::prefix::{Inner, families};
pub(crate) use crate::value_type::ValueType;

/// A run of releases that agree on a key.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// Index of the first release.
    pub(crate) first: u8,
    /// Index of the last one; `None` while it lasts.
    pub(crate) last: Option<u8>,
    /// The columns type, default, validator, importance, update mode, flags, broker keys.
    pub(crate) columns: [String; 7],
}

/// All tables.
#[derive(Debug)]
pub(crate) struct Table {
    /// Kafka's releases: major, minor and patch, ascending.
    pub(crate) releases: Vec<[u8; 3]>,
    /// librdkafka's.
    pub(crate) librdkafka: Vec<[u8; 3]>,
    /// By component: the first and the last release that was read.
    pub(crate) read: Vec<(usize, usize)>,
    /// All key names, sorted; the position is the id.
    pub(crate) keys: Vec<String>,
    /// By component: by key, its rows.
    pub(crate) components: Vec<BTreeMap<String, Vec<Row>>>,
}

impl Table {
    /// The id of a key.
    pub(crate) fn id(&self, key: &str) -> Option<usize> {
        self.keys.binary_search_by(|k| k.as_str().cmp(key)).ok()
    }

    /// Gives keys an id that no component defines: prefixed ones that a rule reads.
    pub(crate) fn add_keys(&mut self, keys: BTreeSet<String>) {
        let known: BTreeSet<String> = std::mem::take(&mut self.keys).into_iter().collect();
        self.keys = known.union(&keys).cloned().collect();
    }
}

impl Keys for Table {
    fn id(&self, key: &str, _is_prefixed: bool) -> Option<u16> {
        self.id(key).and_then(|at| u16::try_from(at).ok())
    }

    fn value_type(&self, component: Component, key: &str) -> Option<ValueType> {
        let row = self.components[component as usize].get(key)?.last()?;
        ValueType::from_name(&row.columns[0])
    }

    fn visit(&self, component: Component, visit: &mut dyn FnMut(&str)) {
        let keys = self.components[component as usize].keys();
        keys.for_each(|key| visit(key));
    }
}

/// Reads the tables.
pub(crate) fn load(folder: &Path) -> Result<Table, String> {
    let (kafka, parts) = releases(folder, "releases.tsv")?;
    let (librdkafka, _) = releases(folder, "librdkafka-releases.tsv")?;
    let mut components: Vec<BTreeMap<String, Vec<Row>>> = Vec::new();
    let mut read = Vec::new();
    for component in Component::ALL {
        let (line, was_read): (_, Vec<usize>) = if component == Component::Librdkafka {
            (&librdkafka, (0..librdkafka.len()).collect())
        } else {
            let named = |p: &String| p.split(',').any(|part| part == component.name());
            let was_read = (0..parts.len()).filter(|i| named(&parts[*i]));
            (&kafka, was_read.collect())
        };
        let (Some(first), Some(last)) = (was_read.first(), was_read.last()) else {
            return Err(format!("releases.tsv: {} was never read", component.name()));
        };
        read.push((*first, *last));
        components.push(component_rows(folder, component.name(), line)?);
    }
    for (line, columns) in rows(&folder.join("plugins.tsv"), 2)? {
        let component = Component::ALL
            .iter()
            .position(|c| c.name() == columns[0])
            .ok_or_else(|| format!("plugins.tsv:{line}: no such component"))?;
        let plugin = ["string", "=", "-", "medium", "-", "plugin", "-"];
        components[component]
            .entry(columns[1].clone())
            .or_insert_with(|| {
                vec![Row {
                    first: 0,
                    last: None,
                    columns: plugin.map(str::to_owned),
                }]
            });
    }
    let keys: BTreeSet<&String> = components.iter().flat_map(BTreeMap::keys).collect();
    Ok(Table {
        releases: kafka,
        librdkafka,
        read,
        keys: keys.into_iter().cloned().collect(),
        components,
    })
}

/// The releases of a table, ascending, each with the text of its second column.
fn releases(folder: &Path, name: &str) -> Result<(Vec<[u8; 3]>, Vec<String>), String> {
    let mut releases = Vec::new();
    let mut second = Vec::new();
    for (line, columns) in rows(&folder.join(name), 2)? {
        releases.push(release(&columns[0]).ok_or_else(|| format!("{name}:{line}: not a release"))?);
        second.push(columns[1].clone());
    }
    if !releases.windows(2).all(|pair| pair[0] < pair[1]) || releases.len() > 254 {
        return Err(format!("{name}: not ascending, or too many"));
    }
    Ok((releases, second))
}

fn component_rows(
    folder: &Path,
    component: &str,
    releases: &[[u8; 3]],
) -> Result<BTreeMap<String, Vec<Row>>, String> {
    let name = format!("{component}.tsv");
    let mut keys: BTreeMap<String, Vec<Row>> = BTreeMap::new();
    for (line, columns) in rows(&folder.join(&name), 10)? {
        let index = |text: &str| {
            release(text)
                .and_then(|r| releases.iter().position(|known| *known == r))
                .map(|i| i as u8)
                .ok_or_else(|| format!("{name}:{line}: {text} is not in releases.tsv"))
        };
        let first = index(&columns[1])?;
        let last = match columns[2].as_str() {
            "-" => None,
            text => Some(index(text)?),
        };
        let rows = keys.entry(columns[0].clone()).or_default();
        if rows
            .last()
            .is_some_and(|r| r.last.is_none_or(|last| last >= first))
            || last.is_some_and(|l| l < first)
        {
            return Err(format!("{name}:{line}: the rows of {} overlap", columns[0]));
        }
        let rest: [String; 7] = std::array::from_fn(|i| columns[i + 3].clone());
        rows.push(Row {
            first,
            last,
            columns: rest,
        });
    }
    Ok(keys)
}

pub(crate) fn rows(path: &Path, width: usize) -> Result<Vec<(usize, Vec<String>)>, String> {
    let text = std::fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
    let mut rows = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if line.starts_with('#') || line.is_empty() {
            continue;
        }
        let columns: Vec<String> = line.split('\t').map(unescape).collect();
        if columns.len() != width {
            return Err(format!(
                "{}:{}: {} columns instead of {width}",
                path.display(),
                index + 1,
                columns.len()
            ));
        }
        rows.push((index + 1, columns));
    }
    Ok(rows)
}

fn unescape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, if c == '\\' { chars.next() } else { None }) {
            ('\\', Some('t')) => out.push('\t'),
            ('\\', Some('n')) => out.push('\n'),
            ('\\', Some('r')) => out.push('\r'),
            ('\\', Some(other)) => out.push(other),
            (c, _) => out.push(c),
        }
    }
    out
}

pub(crate) fn release(text: &str) -> Option<[u8; 3]> {
    let parts: Vec<u8> = text
        .split('.')
        .map(|p| p.parse().ok())
        .collect::<Option<_>>()?;
    parts.try_into().ok()
}

/// Shared text with the place of each piece.
#[derive(Default)]
struct Pool {
    text: String,
    places: BTreeMap<String, (u32, u16)>,
}

impl Pool {
    fn add(&mut self, piece: &str) -> Result<(u32, u16), String> {
        if let Some(place) = self.places.get(piece) {
            return Ok(*place);
        }
        let length =
            u16::try_from(piece.len()).map_err(|_| format!("a text of {} bytes", piece.len()))?;
        let place = (self.text.len() as u32, length);
        self.text.push_str(piece);
        self.places.insert(piece.to_owned(), place);
        Ok(place)
    }
}

/// The arrays as Rust code, and the shared text.
pub(crate) fn emit(table: &Table) -> Result<(String, String), String> {
    let mut pool = Pool::default();
    let mut out = String::from("// Written by the build script.\n");
    for (name, releases) in [
        ("RELEASES", &table.releases),
        ("LIBRDKAFKA_RELEASES", &table.librdkafka),
    ] {
        let releases: Vec<String> = releases
            .iter()
            .map(|[a, b, c]| format!("Release {{ major: {a}, minor: {b}, patch: {c} }}"))
            .collect();
        array(&mut out, name, "Release", &releases);
    }
    let read: Vec<String> = table.read.iter().map(|pair| format!("{pair:?}")).collect();
    array(&mut out, "READ", "(u8, u8)", &read);
    let mut keys = Vec::new();
    for key in &table.keys {
        let (at, length) = pool.add(key)?;
        keys.push(format!("({at}, {length})"));
    }
    array(&mut out, "KEYS", "(u32, u16)", &keys);
    array(&mut out, "SLOTS", "u16", &slots(&table.keys)?);
    let mut rows = Vec::new();
    let mut synonyms = Vec::new();
    let mut spans = Vec::new();
    for component in &table.components {
        for key in &table.keys {
            let start = rows.len();
            for row in component.get(key).into_iter().flatten() {
                rows.push(row_code(row, table, &mut pool, &mut synonyms)?);
            }
            spans.push(format!("({start}, {})", rows.len() - start));
        }
    }
    array(&mut out, "ROWS", "Row", &rows);
    array(&mut out, "SPANS", "(u16, u8)", &spans);
    array(&mut out, "SYNONYMS", "(u16, i64)", &synonyms);
    Ok((out, pool.text))
}

fn array(out: &mut String, name: &str, kind: &str, items: &[String]) {
    out.push_str(&format!("static {name}: [{kind}; {}] = [\n", items.len()));
    for item in items {
        out.push_str(item);
        out.push_str(",\n");
    }
    out.push_str("];\n");
}

fn row_code(
    row: &Row,
    table: &Table,
    pool: &mut Pool,
    synonyms: &mut Vec<String>,
) -> Result<String, String> {
    let [
        value_type,
        default,
        validator,
        importance,
        mode,
        flags,
        broker_keys,
    ] = &row.columns;
    let first_synonym = synonyms.len();
    if broker_keys != "-" {
        for part in broker_keys.split(',') {
            // An alias names one key, in the same unit.
            let (key, factor) = part.split_once('*').unwrap_or((part, "1"));
            let id = table
                .id(key)
                .ok_or_else(|| format!("{key} is in no table"))?;
            let factor: i64 = factor.parse().map_err(|e| format!("{part}: {e}"))?;
            synonyms.push(format!("({id}, {factor})"));
        }
    }
    let (kind, text) = match default.as_str() {
        "required" => (0, ""),
        "null" => (1, ""),
        text => (
            2,
            text.strip_prefix('=')
                .ok_or_else(|| format!("{text} is no default"))?,
        ),
    };
    let default = pool.add(text)?;
    let validator = pool.add(if validator == "-" { "" } else { validator })?;
    Ok(format!(
        "Row {{ first: {}, last: {}, value_type: {}, default_kind: {kind}, default: {default:?}, validator: {validator:?}, importance: {}, mode: {}, flags: {}, synonyms: ({first_synonym}, {}) }}",
        row.first,
        row.last.unwrap_or(255),
        position(
            &[
                "boolean", "string", "int", "short", "long", "double", "list", "class", "password",
                "pointer"
            ],
            value_type
        )?,
        position(&["high", "medium", "low", "-"], importance)?.min(2),
        position(
            &[
                "-",
                "read-only",
                "per-broker",
                "cluster-wide",
                "both",
                "producer",
                "consumer"
            ],
            mode
        )?,
        flags
            .split(',')
            .filter(|f| *f != "-")
            .try_fold(0, |bits, flag| Ok::<_, String>(
                bits | 1
                    << position(
                        &[
                            "internal",
                            "deprecated",
                            "plugin",
                            "topic",
                            "experimental",
                            "hidden",
                            "refused",
                            "not-in-build"
                        ],
                        flag
                    )?
            ))?,
        synonyms.len() - first_synonym,
    ))
}

fn position(names: &[&str], name: &str) -> Result<usize, String> {
    names
        .iter()
        .position(|n| *n == name)
        .ok_or_else(|| format!("{name} is none of {names:?}"))
}

/// An open hash table of key ids + 1, so that a look-up costs one hash and one comparison or two.
fn slots(keys: &[String]) -> Result<Vec<String>, String> {
    const SIZE: usize = 4096;
    if keys.len() * 2 > SIZE {
        return Err("the hash table of keys is too small".to_owned());
    }
    let mut slots = vec![0_u16; SIZE];
    for (id, key) in keys.iter().enumerate() {
        let mut at = hash(key.as_bytes()) as usize % SIZE;
        while slots[at] != 0 {
            at = (at + 1) % SIZE;
        }
        slots[at] = id as u16 + 1;
    }
    Ok(slots.iter().map(u16::to_string).collect())
}

/// FNV-1a; `src/catalog/mod.rs` has the same.
fn hash(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193)
    })
}
