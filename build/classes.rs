//! Classes that a configuration may name: reads `catalog/classes.tsv` and writes a sorted array.

use std::collections::BTreeSet;
use std::path::Path;

use crate::catalog::{Table, release, rows};

/// The array as Rust code.
pub(crate) fn emit(folder: &Path, table: &Table) -> Result<String, String> {
    let rows = rows(&folder.join("classes.tsv"), 4)?;
    let kinds: BTreeSet<&str> = rows
        .iter()
        .flat_map(|(_, columns)| columns[3].split(','))
        .filter(|kind| *kind != "-")
        .collect();
    let kinds: Vec<&str> = kinds.into_iter().collect();
    if kinds.len() > 64 {
        return Err("classes.tsv: more kinds than bits".to_owned());
    }
    let index = |line: usize, text: &str| {
        release(text)
            .and_then(|r| table.releases.iter().position(|known| *known == r))
            .ok_or_else(|| format!("classes.tsv:{line}: {text} is not in releases.tsv"))
    };
    let mut out = format!(
        "// Written by the build script.\nstatic KINDS: [&str; {}] = {kinds:?};\nstatic CLASSES: [Row; {}] = [\n",
        kinds.len(),
        rows.len()
    );
    for (line, columns) in &rows {
        let first = index(*line, &columns[1])?;
        let last = match columns[2].as_str() {
            "-" => 255,
            text => index(*line, text)?,
        };
        let bits = kinds
            .iter()
            .enumerate()
            .filter(|(_, kind)| columns[3].split(',').any(|k| k == **kind))
            .fold(0_u64, |bits, (bit, _)| bits | 1 << bit);
        out.push_str(&format!(
            "Row {{ name: {:?}, first: {first}, last: {last}, kinds: {bits} }},\n",
            columns[0]
        ));
    }
    out.push_str("];\n");
    let sorted = rows.windows(2).all(|pair| pair[0].1[0] <= pair[1].1[0]);
    sorted
        .then_some(out)
        .ok_or_else(|| "classes.tsv: not sorted".to_owned())
}
