//! Who hears which calls. What a process of student code is asked it may remember, and put into a later reply: calls of
//! which a student is shown what came are made in processes that never hear an input that students must not know.

use crate::digest::Digest;
use crate::error::Result;
use crate::fate::Fate;
use crate::property::Call;

/// Makes calls: one fate per call.
pub type Ask<'a> = dyn FnMut(&[Call]) -> Result<Vec<Fate>> + 'a;

/// Makes calls of one hearing, in processes that serve no other.
pub type Hear<'a> = dyn FnMut(Hearing, &[Call]) -> Result<Vec<Fate>> + 'a;

/// Calls that are heard together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hearing {
    /// Inputs that everybody may know: students are shown what comes of them.
    Public,
    /// Inputs that were drawn: where their seed is a secret, students are told the verdict alone.
    Closed,
    /// Some of these once more: who is right is right again, whatever was asked before.
    Again,
}

impl Hearing {
    /// In the order in which they are held.
    pub const ALL: [Hearing; 3] = [Hearing::Public, Hearing::Closed, Hearing::Again];
}

/// How the judged functions are heard.
pub enum Hearings<'a> {
    /// All calls are public: nothing is kept from who wrote the functions.
    Joint(&'a mut Ask<'a>),
    /// Each hearing apart from the others.
    Apart {
        /// Makes the calls.
        hear: &'a mut Hear<'a>,
        /// From which the order of calls is drawn that are not public.
        seed: u64,
    },
}

impl Hearings<'_> {
    /// In which hearing a call is made that belongs into this one.
    pub fn place(&self, hearing: Hearing) -> Hearing {
        match self {
            Hearings::Joint(_) => Hearing::Public,
            Hearings::Apart { .. } => hearing,
        }
    }

    /// Makes calls of one hearing; the fates are in the order of the calls, in whichever order these are made.
    pub fn ask(&mut self, hearing: Hearing, calls: &[Call]) -> Result<Vec<Fate>> {
        match self {
            Hearings::Joint(ask) => ask(calls),
            Hearings::Apart { hear, .. } if hearing == Hearing::Public => hear(hearing, calls),
            Hearings::Apart { hear, seed } => {
                let order = order(hearing, calls, *seed);
                let mixed: Vec<Call> = order.iter().filter_map(|&at| calls.get(at).cloned()).collect();
                let mut fates = vec![Fate::Misuse { message: "a reply was lost".into() }; calls.len()];
                for (at, fate) in order.into_iter().zip(hear(hearing, &mixed)?) {
                    fates[at] = fate;
                }
                Ok(fates)
            }
        }
    }
}

/// An order that nobody knows without the seed. Of two calls the one that came first comes last again.
fn order(hearing: Hearing, calls: &[Call], seed: u64) -> Vec<usize> {
    let mut order: Vec<usize> = (0..calls.len()).collect();
    order.sort_by_cached_key(|&at| lot(seed, "order", &calls[at]));
    if hearing == Hearing::Again {
        order.reverse();
    }
    order
}

/// What decides about a call by lot.
pub fn lot(seed: u64, what: &str, call: &Call) -> [u8; 32] {
    let mut digest = Digest::new();
    digest.field(seed.to_le_bytes()).field(what).field(call.key());
    digest.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::Value;

    fn calls() -> Vec<Call> {
        (0..40).map(|x| Call { function: "f".into(), args: vec![Value::Number(f64::from(x))] }).collect()
    }

    /// In which order calls of a hearing are made; every fate belongs to its call.
    fn made(hearing: Hearing, seed: u64) -> Vec<Value> {
        let mut made = vec![];
        let mut hear = |_: Hearing, calls: &[Call]| {
            made.extend(calls.iter().map(|call| call.args[0].clone()));
            Ok(calls.iter().map(|call| Fate::Value(call.args[0].clone())).collect())
        };
        let fates = Hearings::Apart { hear: &mut hear, seed }.ask(hearing, &calls()).expect("fates");
        let own = |(call, fate): (&Call, &Fate)| *fate == Fate::Value(call.args[0].clone());
        assert!(calls().iter().zip(&fates).all(own), "{fates:?}");
        made
    }

    #[test]
    fn secret_calls_are_made_in_an_order_of_the_seed_and_again_the_other_way_round() {
        let plain: Vec<Value> = calls().into_iter().map(|call| call.args[0].clone()).collect();
        assert_eq!(made(Hearing::Public, 7), plain);
        let closed = made(Hearing::Closed, 7);
        assert_ne!(closed, plain);
        assert_eq!(made(Hearing::Closed, 7), closed);
        assert_ne!(made(Hearing::Closed, 8), closed);
        assert_eq!(made(Hearing::Again, 7), closed.into_iter().rev().collect::<Vec<_>>());
    }

    #[test]
    fn what_is_kept_from_nobody_is_asked_as_it_comes() {
        let mut asked = 0;
        let mut ask = |calls: &[Call]| {
            asked += calls.len();
            Ok(vec![Fate::Unfinished; calls.len()])
        };
        let hearings = Hearings::Joint(&mut ask);
        assert!(Hearing::ALL.iter().all(|hearing| hearings.place(*hearing) == Hearing::Public));
    }
}
