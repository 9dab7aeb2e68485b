//! Tests of the expression engine.

mod cel;
mod compile;
mod docs;
mod emit;
mod eval;
mod generate;
mod hostile;
mod kleene;
mod mutate;
mod world;
