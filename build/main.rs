//! Turns data into code before the crate is compiled: Kafka's definitions into one blob, rule files into
//! statics, the folder of native rules into a module tree. Nothing of it is parsed at start-up.
#![allow(clippy::print_stdout)] // how a build script speaks to cargo

#[path = "catalog.rs"]
mod catalog;
#[path = "../src/diagnostic/category.rs"]
#[allow(dead_code, unreachable_pub)]
mod category;
mod checks;
mod classes;
#[path = "../src/catalog/component.rs"]
#[allow(dead_code, unreachable_pub)]
mod component;
#[path = "../src/rule/draft/mod.rs"]
#[allow(dead_code, unreachable_pub)]
mod draft;
#[path = "../src/rule/expr/mod.rs"]
#[allow(dead_code, unused_imports, unreachable_pub, missing_docs)]
mod expr;
#[path = "../src/model/facts.rs"]
#[allow(dead_code, unreachable_pub)]
mod facts;
#[path = "../src/rule/format.rs"]
#[allow(dead_code, unreachable_pub)]
mod format;
#[path = "../src/model/kind.rs"]
#[allow(dead_code, unreachable_pub)]
mod kind;
#[path = "../src/project/platform.rs"]
#[allow(dead_code, unreachable_pub)]
mod platform;
#[path = "../src/catalog/prefix.rs"]
#[allow(dead_code, unreachable_pub)]
mod prefix;
#[path = "../src/project/profile.rs"]
#[allow(dead_code, unreachable_pub)]
mod profile;
mod rules;
#[path = "../src/diagnostic/severity.rs"]
#[allow(dead_code, unreachable_pub)]
mod severity;
#[path = "../src/catalog/value_type.rs"]
#[allow(dead_code, unreachable_pub)]
mod value_type;
#[path = "../src/project/workload.rs"]
#[allow(dead_code, unreachable_pub)]
mod workload;

use std::path::{Path, PathBuf};

/// Where the shared files look for what they share.
mod model {
    pub(crate) use crate::facts::{FACTS, Fact};
    pub(crate) use crate::kind::{APPLIES_TO, EntityKind, Variant, components};
}
mod diagnostic {
    pub(crate) use crate::category::CATEGORIES;
    pub(crate) use crate::severity::{Confidence, Severity};
}
mod project {
    pub(crate) use crate::platform::Platform;
    pub(crate) use crate::profile::Profile;
    pub(crate) use crate::workload::Workload;
}

fn main() {
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed=catalog");
    println!("cargo::rerun-if-changed=rules");
    println!("cargo::rerun-if-changed=src/checks");
    println!("cargo::rerun-if-changed=src/catalog");
    println!("cargo::rerun-if-changed=src/diagnostic/category.rs");
    println!("cargo::rerun-if-changed=src/diagnostic/severity.rs");
    println!("cargo::rerun-if-changed=src/model");
    println!("cargo::rerun-if-changed=src/project/platform.rs");
    println!("cargo::rerun-if-changed=src/project/profile.rs");
    println!("cargo::rerun-if-changed=src/project/workload.rs");
    println!("cargo::rerun-if-changed=src/rule/draft");
    println!("cargo::rerun-if-changed=src/rule/expr");
    println!("cargo::rerun-if-changed=src/rule/format.rs");
    if let Err(message) = run() {
        println!("cargo::error={}", message.replace('\n', " | "));
        std::process::exit(1);
    }
}

fn run() -> Result<(), String> {
    let root = PathBuf::from(env("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env("OUT_DIR")?);
    let mut table = catalog::load(&root.join("catalog"))?;
    table.add_keys(rules::prefixed_keys(&root.join("rules"))?);
    let (arrays, text) = catalog::emit(&table)?;
    write(&out.join("catalog.rs"), arrays.as_bytes())?;
    write(&out.join("catalog.txt"), text.as_bytes())?;
    let classes = classes::emit(&root.join("catalog"), &table)?;
    write(&out.join("classes.rs"), classes.as_bytes())?;
    let natives = checks::list(&root.join("src/checks"))?;
    write(
        &out.join("checks.rs"),
        checks::module_tree(&natives).as_bytes(),
    )?;
    let rules = rules::compile(&root.join("rules"), &table, &natives)?;
    write(&out.join("rules.rs"), rules.as_bytes())
}

fn env(name: &str) -> Result<String, String> {
    std::env::var(name).map_err(|e| format!("{name}: {e}"))
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), String> {
    std::fs::write(path, bytes).map_err(|e| format!("{}: {e}", path.display()))
}
