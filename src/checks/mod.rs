//! Native rules: one file each, by category. The build script writes the module tree from the folder.
include!(concat!(env!("OUT_DIR"), "/checks.rs"));
