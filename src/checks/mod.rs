//! Native rules: one file each, by category. The build script writes the module tree from the folder; what several
//! rules share stands in this folder itself.
mod listener_of;
mod namesakes;
mod unprotected;

include!(concat!(env!("OUT_DIR"), "/checks.rs"));
