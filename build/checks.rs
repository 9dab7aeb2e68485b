//! The folder of native rules: `src/checks/<category>/<name>.rs` is `native = "<category>::<name>"`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A native rule's name and file.
pub(crate) type Natives = BTreeMap<String, PathBuf>;

/// Lists the native rules.
pub(crate) fn list(folder: &Path) -> Result<Natives, String> {
    let mut natives = Natives::new();
    for category in read_dir(folder)? {
        if !category.is_dir() {
            continue;
        }
        for file in read_dir(&category)? {
            let (Some(category), Some(name)) = (stem(&category), stem(&file)) else {
                continue;
            };
            if file.extension().is_some_and(|e| e == "rs") {
                natives.insert(format!("{category}::{name}"), file);
            }
        }
    }
    Ok(natives)
}

/// The modules, by their absolute paths.
pub(crate) fn module_tree(natives: &Natives) -> String {
    let categories: BTreeSet<&str> = natives
        .keys()
        .filter_map(|native| native.split_once("::"))
        .map(|(category, _)| category)
        .collect();
    let mut out = String::new();
    for category in categories {
        out.push_str(&format!(
            "/// Native rules of the category {category}.\npub mod {category} {{\n"
        ));
        for (native, file) in natives {
            if let Some((of, name)) = native.split_once("::")
                && of == category
            {
                out.push_str(&format!("    #[path = {file:?}]\n    pub mod {name};\n"));
            }
        }
        out.push_str("}\n");
    }
    out
}

fn read_dir(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let mut paths = std::fs::read_dir(folder)
        .and_then(|entries| {
            entries
                .map(|e| e.map(|e| e.path()))
                .collect::<Result<Vec<_>, _>>()
        })
        .map_err(|e| format!("{}: {e}", folder.display()))?;
    paths.sort();
    Ok(paths)
}

fn stem(path: &Path) -> Option<&str> {
    path.file_stem()?.to_str()
}
