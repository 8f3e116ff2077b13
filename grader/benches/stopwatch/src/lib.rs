//! What the benchmarks share: a clone of the checkout to work in, laps of whole processes, tables, and the cases of
//! `gibbs` as others test them.

pub mod cases;
pub mod checkout;
pub mod lap;
pub mod table;
