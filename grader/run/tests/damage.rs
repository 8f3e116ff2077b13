//! A library of the kit that is damaged is no fault of a student's: it is built again. Alone in its file, because every
//! other test needs the kit whole.

mod common;

use common::{Reference, work};
use judge::report::State;
use run::kit::{Kit, Which};
use std::fs;

#[test]
fn a_damaged_library_is_built_again() {
    let reference = Reference::of("latent");
    let work = work();
    let first = reference.graded("latent", &work);
    let kit = Kit::open(&work, Which::Probe).expect("a kit");
    let (_, library) = &kit.externs[0];
    let length = usize::try_from(fs::metadata(library).expect("the library").len()).expect("a length");
    // of the right length and of a date that cargo believes in
    fs::write(library, vec![7; length]).expect("a damaged library");
    let report = reference.graded("latent", &work);
    assert_eq!((report.state, report.points), (State::Graded, first.points), "{:?}", report.remarks);
    // the one that programs of a student's own loop load
    let kit = Kit::open(&work, Which::Probe).expect("a kit");
    let Some(library) = &kit.shared else { return };
    let sound = fs::read(library).expect("the library");
    for damaged in [vec![7; sound.len()], sound[..sound.len() / 2].to_vec()] {
        fs::write(library, damaged).expect("a damaged library");
        let report = reference.edited("latent", &work);
        assert_eq!((report.state, report.points), (State::Graded, first.points), "{:?}", report.remarks);
        let kit = Kit::open(&work, Which::Probe).expect("a kit");
        let length = fs::metadata(kit.shared.expect("such a library again")).expect("the library").len();
        assert_eq!(length, sound.len() as u64);
    }
}
