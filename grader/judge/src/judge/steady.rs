//! Right again: some drawn cases are heard twice, in other processes and in another order. What a function remembers
//! of earlier calls, reads from addresses or draws by itself differs there; what depends on the arguments alone does not.

use super::cases::against_drawn;
use super::drawn::DrawnCase;
use super::hearing::{Hearing, Hearings, lot};
use super::replies::Replies;
use crate::course::Function;
use crate::error::Result;
use std::collections::BTreeMap;

/// Of so many drawn cases of one sort one is heard again, and of each sort at least one.
const SHARE: usize = 4;

/// Asks once more for some of the drawn cases that are right.
pub fn ask_again(
    functions: &[&Function],
    drawn: &BTreeMap<&str, Vec<DrawnCase<'_>>>,
    seed: u64,
    replies: &mut Replies,
    hearings: &mut Hearings<'_>,
) -> Result<()> {
    let mut open = vec![];
    for function in functions {
        let cases = drawn.get(function.name.as_str()).map(Vec::as_slice).unwrap_or_default();
        for sort in &function.drawn {
            let mine = cases.iter().filter(|case| std::ptr::eq(case.drawn, sort));
            let mut mine: Vec<_> = mine.filter_map(|case| Some((case, case.call(&function.name)?))).collect();
            mine.sort_by_cached_key(|(_, call)| lot(seed, "again", call));
            mine.truncate(mine.len().div_ceil(SHARE));
            // what is wrong already needs no second proof
            let right = mine.into_iter().filter(|(case, _)| against_drawn(function, case, replies).is_none());
            open.extend(right.map(|(_, call)| (Hearing::Again, call)));
        }
    }
    replies.settle(&mut open, hearings)?;
    Ok(())
}
