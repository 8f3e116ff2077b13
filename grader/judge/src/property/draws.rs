//! Where drawn numbers come from: a seed, and the tape of an earlier draw, which is played once more with simpler
//! numbers to find the simplest input that still fails.

use fastrand::Rng;

/// What one number was drawn from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum From {
    /// Whole numbers between two ends, both included.
    Whole { low: f64, high: f64 },
    /// Any number between two ends.
    Real { low: f64, high: f64 },
}

/// One drawn number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pick {
    /// What it was drawn from.
    pub from: From,
    /// The number.
    pub value: f64,
}

/// All that was drawn, in the order of the places that draw; so a list that becomes shorter moves no other number.
pub type Tape = Vec<Vec<Pick>>;

/// How drawn numbers are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Digits {
    /// All that a number has.
    All,
    /// About three, so that people can read and type them.
    Few,
}

/// A source of drawn numbers.
pub struct Draws<'a> {
    random: Rng,
    digits: Digits,
    played: Option<&'a Tape>,
    tape: Tape,
}

impl<'a> Draws<'a> {
    /// Draws from a seed.
    pub fn new(seed: u64, digits: Digits) -> Self {
        Draws { random: Rng::with_seed(seed), digits, played: None, tape: vec![] }
    }

    /// Repeats what a tape says, as far as it goes and its numbers are still possible.
    pub fn play(seed: u64, digits: Digits, tape: &'a Tape) -> Self {
        Draws { played: Some(tape), ..Draws::new(seed, digits) }
    }

    /// Begins another place that draws.
    pub fn place(&mut self) {
        self.tape.push(vec![]);
    }

    /// Are numbers written with few digits?
    pub fn few(&self) -> bool {
        self.digits == Digits::Few
    }

    /// All that was drawn.
    pub fn into_tape(self) -> Tape {
        self.tape
    }

    /// A whole number from 0 to `last`.
    pub fn up_to(&mut self, last: u64) -> u64 {
        self.take(From::Whole { low: 0.0, high: last as f64 }, |random| random.u64(0..=last) as f64) as u64
    }

    /// A whole number between two whole numbers.
    pub fn whole(&mut self, low: f64, high: f64) -> f64 {
        self.take(From::Whole { low, high }, |random| low + random.u64(0..=(high - low) as u64) as f64)
    }

    /// A number between two others, and equal to neither where it is written with few digits.
    pub fn uniform(&mut self, low: f64, high: f64) -> f64 {
        self.take(From::Real { low, high }, |random| low + (high - low) * random.f64())
    }

    /// Box–Muller: two uniform draws make one normal draw.
    pub fn normal(&mut self) -> f64 {
        self.take(From::Real { low: f64::NEG_INFINITY, high: f64::INFINITY }, |random| {
            let radius = (-2.0 * (1.0 - random.f64()).ln()).sqrt();
            radius * (std::f64::consts::TAU * random.f64()).cos()
        })
    }

    fn take(&mut self, from: From, fresh: impl FnOnce(&mut Rng) -> f64) -> f64 {
        let fresh = fresh(&mut self.random);
        if self.tape.is_empty() {
            self.place();
        }
        let place = self.tape.len() - 1;
        let entry = self.tape.last().map_or(0, Vec::len);
        let played = self.played.and_then(|tape| tape.get(place)?.get(entry)).filter(|pick| pick.from.goes_with(from));
        let value = match (played, self.digits) {
            // adding 0 makes −0, which looks odd, 0
            (Some(pick), _) => from.nearest(pick.value) + 0.0,
            (None, Digits::Few) => from.short(fresh) + 0.0,
            (None, Digits::All) => fresh,
        };
        if let Some(last) = self.tape.last_mut() {
            last.push(Pick { from, value });
        }
        value
    }
}

impl From {
    fn goes_with(self, other: From) -> bool {
        matches!((self, other), (From::Whole { .. }, From::Whole { .. }) | (From::Real { .. }, From::Real { .. }))
    }

    /// The nearest number that may be drawn.
    fn nearest(self, x: f64) -> f64 {
        match self {
            From::Whole { low, high } => x.round().clamp(low, high),
            From::Real { low, high } if low < high => {
                let step = step(low, high);
                if x <= low {
                    low + step
                } else if x >= high {
                    high - step
                } else {
                    x
                }
            }
            From::Real { low, .. } => low,
        }
    }

    /// A drawn number with about three digits.
    fn short(self, x: f64) -> f64 {
        match self {
            From::Whole { .. } => x,
            From::Real { low, high } => {
                let step = step(low, high);
                clean(self.nearest(clean((x / step).round() * step)))
            }
        }
    }
}

/// About a thousandth of a range, as a power of ten; a hundredth where there are no ends.
fn step(low: f64, high: f64) -> f64 {
    let range = high - low;
    if range.is_finite() && range > 0.0 { 10f64.powi(range.log10().ceil() as i32 - 3) } else { 0.01 }
}

/// Without the noise that arithmetic leaves behind twelve digits: 3.69 and not 3.6900000000000004.
pub fn clean(x: f64) -> f64 {
    if x.is_finite() { format!("{x:.11e}").parse().unwrap_or(x) } else { x }
}

/// Tapes that differ from this one in one number, or in the numbers of one place, and are simpler; the boldest first.
pub fn simpler(tape: &Tape) -> Vec<Tape> {
    let mut all: Vec<Tape> = vec![];
    let mut add = |new: Tape| {
        if new != *tape && !all.contains(&new) {
            all.push(new);
        }
    };
    let with = |place: usize, change: &dyn Fn(usize, Pick) -> f64| {
        let mut new = tape.clone();
        for (entry, pick) in new[place].iter_mut().enumerate() {
            pick.value = pick.from.nearest(change(entry, *pick));
        }
        new
    };
    for place in 0..tape.len() {
        for round in ROUNDINGS {
            add(with(place, &|_, pick| round(pick)));
        }
    }
    for new in shorter(tape) {
        add(new);
    }
    for (place, picks) in tape.iter().enumerate() {
        for changed in 0..picks.len() {
            for round in ROUNDINGS {
                add(with(place, &|entry, pick| if entry == changed { round(pick) } else { pick.value }));
            }
        }
    }
    all
}

/// Tapes with one less of something that is counted, and without one of the counted.
fn shorter(tape: &Tape) -> Vec<Tape> {
    let mut all = vec![];
    for (place, picks) in tape.iter().enumerate() {
        for (entry, pick) in picks.iter().enumerate() {
            let From::Whole { low, .. } = pick.from else { continue };
            if pick.value <= low {
                continue;
            }
            let count = pick.value.max(1.0) as usize;
            for (list, counted) in tape.iter().enumerate().skip(place + 1) {
                let each = counted.len() / count;
                if each == 0 || each * count != counted.len() {
                    continue;
                }
                for start in (0..counted.len()).step_by(each) {
                    let mut new = tape.clone();
                    new[place][entry].value -= 1.0;
                    new[list].drain(start..start + each);
                    all.push(new);
                }
            }
        }
    }
    all
}

/// Ways to make a number simpler, the boldest first.
const ROUNDINGS: [fn(Pick) -> f64; 6] = [
    |_| 0.0,
    |_| 1.0,
    |pick| match pick.from {
        From::Whole { low, .. } => low,
        From::Real { .. } => pick.value.trunc(),
    },
    |pick| match pick.from {
        From::Whole { low, .. } => low + ((pick.value - low) / 2.0).floor(),
        From::Real { .. } => (pick.value / 2.0).round(),
    },
    |pick| match pick.from {
        From::Whole { low, .. } => (pick.value - 1.0).max(low),
        From::Real { .. } => pick.value.round(),
    },
    |pick| (pick.value * 10.0).round() / 10.0,
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_numbers_have_three_digits_and_stay_between_their_ends() {
        let mut draws = Draws::new(3, Digits::Few);
        for _ in 0..2000 {
            for (low, high, most) in [(0.0, 1.0, 3), (0.2, 1.8, 2), (-5.0, 5.0, 2), (0.0, 1e-3, 6)] {
                let x = draws.uniform(low, high);
                assert!(low < x && x < high, "{x}");
                let text = x.to_string();
                assert!(text.split('.').nth(1).is_none_or(|digits| digits.len() <= most), "{text}");
            }
            let x = draws.normal();
            assert_eq!(clean((x * 100.0).round() / 100.0), x);
        }
        assert_eq!(clean(3.0 * 1.23), 3.69);
        assert_eq!(clean(f64::INFINITY), f64::INFINITY);
    }

    #[test]
    fn a_tape_is_played_as_far_as_it_goes() {
        let draw = |draws: &mut Draws<'_>| {
            draws.place();
            let n = draws.whole(2.0, 5.0);
            draws.place();
            (0..n as usize).map(|_| draws.normal()).collect::<Vec<f64>>()
        };
        let mut first = Draws::new(5, Digits::Few);
        let numbers = draw(&mut first);
        let tape = first.into_tape();
        let mut again = Draws::play(99, Digits::Few, &tape);
        assert_eq!(draw(&mut again), numbers);
        let mut shorter = tape.clone();
        shorter[0][0].value = 2.0;
        let mut less = Draws::play(99, Digits::Few, &shorter);
        assert_eq!(draw(&mut less), numbers[..2]);
    }

    #[test]
    fn what_is_simpler_is_still_possible() {
        let mut draws = Draws::new(7, Digits::Few);
        draws.place();
        draws.whole(2.0, 6.0);
        draws.place();
        draws.uniform(0.5, 3.0);
        let tape = draws.into_tape();
        let all = simpler(&tape);
        assert!(!all.is_empty() && all.iter().all(|new| new != &tape));
        for new in all {
            assert!((2.0..=6.0).contains(&new[0][0].value));
            assert!(0.5 < new[1][0].value && new[1][0].value < 3.0);
        }
    }
}
