//! Writes a report as a page, and the course as a book: HTML that needs nothing else.
//!
//! The grader lets cargo build and run this package where somebody asks for a page, and never before. Every page is
//! made from a stored report and from what the course itself says. The map of the rooms is in `grader/README.md`.

pub mod asked;
pub mod book;
pub mod formula;
pub mod html;
pub mod markdown;
pub mod material;
pub mod report;
pub mod sheet;
