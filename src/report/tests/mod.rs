//! What all formats promise together, and how each looks.
mod any;
mod contract;
mod hostile;
mod looks;
mod schema;
mod secrets;
