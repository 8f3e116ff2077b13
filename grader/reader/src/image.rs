//! Pictures of words: where the letters stand is drawn anew each time.

use crate::glyphs::{self, ink};
use fastrand::Rng;
use ndarray::Array2;

/// Rows of every picture: two more than a letter, so that words stand at three heights.
pub const ROWS: usize = glyphs::SIZE + 2;

/// How much a picture is spoilt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Noise {
    /// Every pixel is as drawn.
    Clean,
    /// One pixel of a hundred is flipped.
    Noisy,
}

/// The share of flipped pixels.
const FLIPPED: f64 = 0.01;
/// Columns of paper after the last letter: without them the last window hardly ever shows a separator.
const TAIL: usize = 4;

/// A picture of a word of the letters a–z: 1 is ink, 0 is paper.
///
/// At most two columns of paper come first, two to four stand between letters, four follow the last one.
pub fn word(word: &str, noise: Noise, rng: &mut Rng) -> Array2<f64> {
    let top = rng.usize(..=ROWS - glyphs::SIZE);
    let lead = rng.usize(..=2);
    let mut lefts = vec![];
    let mut end = lead;
    for place in 0..word.len() {
        let left = if place == 0 { lead } else { end + rng.usize(2..=4) };
        lefts.push(left);
        end = left + glyphs::SIZE;
    }
    let mut image = Array2::zeros((ROWS, end + TAIL));
    for (letter, left) in word.bytes().zip(lefts) {
        draw(&mut image, usize::from(letter - b'a'), top, left);
    }
    spoil(&mut image, noise, rng);
    image
}

/// A noisy picture of one letter, as wide as a window. Letters count from 0.
pub fn letter(letter: usize, rng: &mut Rng) -> Array2<f64> {
    let mut image = Array2::zeros((ROWS, glyphs::SIZE));
    draw(&mut image, letter, rng.usize(..=ROWS - glyphs::SIZE), 0);
    spoil(&mut image, Noise::Noisy, rng);
    image
}

fn draw(image: &mut Array2<f64>, letter: usize, top: usize, left: usize) {
    for row in 0..glyphs::SIZE {
        for column in 0..glyphs::SIZE {
            if ink(letter, row, column) {
                image[[top + row, left + column]] = 1.0;
            }
        }
    }
}

fn spoil(image: &mut Array2<f64>, noise: Noise, rng: &mut Rng) {
    if noise == Noise::Noisy {
        image.mapv_inplace(|pixel| if rng.f64() < FLIPPED { 1.0 - pixel } else { pixel });
    }
}

/// A word of random letters.
pub fn random_word(shortest: usize, longest: usize, rng: &mut Rng) -> String {
    let length = rng.usize(shortest..=longest);
    (0..length).map(|_| rng.lowercase()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_has_ten_rows_and_room_for_its_letters_and_gaps() {
        let mut rng = Rng::with_seed(1);
        let widths: Vec<usize> = (0..200).map(|_| word("cat", Noise::Clean, &mut rng).ncols()).collect();
        assert!(widths.iter().all(|width| (3 * 8 + 2 * 2 + 4..=2 + 3 * 8 + 2 * 4 + 4).contains(width)), "{widths:?}");
        assert_eq!(word("q", Noise::Noisy, &mut rng).nrows(), 10);
        assert_eq!(letter(3, &mut rng).dim(), (10, 8));
    }

    #[test]
    fn a_clean_picture_has_the_ink_of_its_letters_and_an_empty_tail() {
        let mut rng = Rng::with_seed(2);
        let count = |n: usize| (0..64).filter(|i| ink(n, i / 8, i % 8)).count() as f64;
        for _ in 0..50 {
            let image = word("hi", Noise::Clean, &mut rng);
            assert_eq!(image.sum(), count(7) + count(8));
            let tail = image.slice_axis(ndarray::Axis(1), ndarray::Slice::from(-4..));
            assert_eq!(tail.sum(), 0.0);
        }
    }

    #[test]
    fn about_one_pixel_of_a_hundred_is_flipped() {
        let flipped = |seed| {
            let [clean, noisy] =
                [Noise::Clean, Noise::Noisy].map(|noise| word("abcdefghij", noise, &mut Rng::with_seed(seed)));
            (clean - noisy).mapv(f64::abs).mean().unwrap_or(0.0)
        };
        let share = (0..100).map(flipped).sum::<f64>() / 100.0;
        assert!((0.008..0.012).contains(&share), "{share}");
    }
}
