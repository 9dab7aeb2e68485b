//! Native rules: one file each, by category. The build script writes the module tree from the folder; what several
//! rules share stands in this folder itself.
mod listener_of;
mod listeners;
mod namesakes;

include!(concat!(env!("OUT_DIR"), "/checks.rs"));
