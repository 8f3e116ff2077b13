//! What the trainer borrows from a student. Every call is watched: a panic, or a result of another shape than
//! asked for, becomes a [`Fault`] that names the function.

use crate::glyphs;
use crate::image;
use crate::messages::Messages;
use crate::network::{INPUTS, SYMBOLS};
use crate::watch::Watch;
use ndarray::{Array2, Array3, Axis};
use serde_json::{Value, json};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;
use wire::Panic;

/// Columns by which a window moves on.
const STRIDE: usize = 2;

/// The functions of the exercise.
#[derive(Clone, Copy, Debug)]
#[allow(clippy::type_complexity, reason = "these are the signatures of the exercise, word for word")]
pub struct Functions {
    /// The symbols of a word.
    pub transform_word: fn(&str) -> Vec<usize>,
    /// What the network sees of an image.
    pub windows: fn(&Array2<f64>, usize, usize) -> Array2<f64>,
    /// Energies of the target's symbols.
    pub build_path_matrix: fn(&Array3<f64>, &Array2<usize>) -> Array3<f64>,
    /// Cross-entropies of the target's symbols.
    pub build_ce_matrix: fn(&Array3<f64>, &Array2<usize>) -> Array3<f64>,
    /// Viterbi.
    pub find_path: fn(&Array2<f64>) -> Option<(f64, Vec<usize>, Array2<f64>)>,
    /// The gradient of the path cross-entropy.
    pub path_ce_grad: fn(&Array2<f64>, &[usize], &[usize]) -> Array2<f64>,
    /// The free energy of all paths.
    pub forward_energy: fn(&Array2<f64>, f64) -> f64,
    /// Its gradient.
    pub occupancy: fn(&Array2<f64>, f64) -> Array2<f64>,
    /// From symbols back to a word.
    pub indices_to_str: fn(&[usize]) -> String,
}

/// Why a student's function cannot be trained with.
#[derive(Clone, Debug, PartialEq)]
pub enum Fault {
    /// It panicked.
    Panicked {
        /// The function.
        function: &'static str,
        /// What the panic said, and where.
        panic: Panic,
    },
    /// It returned something else than its signature and the handout promise.
    Misfit {
        /// The function.
        function: &'static str,
        /// What it returned, and what was asked for.
        what: String,
    },
}

impl Fault {
    /// The form in which the grader reads it.
    pub fn to_json(&self) -> Value {
        match self {
            Fault::Panicked { function, panic } => json!({ "function": function, "panic": panic.to_json() }),
            Fault::Misfit { function, what } => json!({ "function": function, "misfit": what }),
        }
    }
}

thread_local! {
    static LAST_PANIC: RefCell<Panic> = RefCell::default();
}

/// From now on a panic is noted for the [`Fault`] that it becomes.
pub fn note_panics() {
    wire::note_panics(false, |panic| LAST_PANIC.set(panic));
}

/// A student's functions, each call watched.
#[derive(Debug)]
pub struct Student {
    functions: Functions,
    spent: RefCell<BTreeMap<&'static str, Duration>>,
    messages: Arc<Messages>,
    watch: Watch,
}

impl Student {
    /// Borrows the functions; what happens is written to `messages`.
    pub fn new(functions: Functions, messages: Messages) -> Student {
        let messages = Arc::new(messages);
        Student { functions, spent: RefCell::default(), watch: Watch::start(Arc::clone(&messages)), messages }
    }

    /// Where to write what happens.
    pub fn messages(&self) -> &Messages {
        &self.messages
    }

    /// The function that took the longest so far, and its seconds.
    pub fn slowest(&self) -> Option<(&'static str, f64)> {
        let spent = self.spent.borrow();
        spent.iter().max_by_key(|(_, time)| **time).map(|(function, time)| (*function, time.as_secs_f64()))
    }

    /// Makes a call.
    fn call<T>(&self, function: &'static str, body: impl FnOnce() -> T) -> Result<T, Fault> {
        let first = !self.spent.borrow().contains_key(function);
        self.watch.enter(function, first);
        let result = catch_unwind(AssertUnwindSafe(body));
        *self.spent.borrow_mut().entry(function).or_default() += self.watch.leave();
        result.map_err(|_| Fault::Panicked { function, panic: LAST_PANIC.take() })
    }

    /// The symbols of a word.
    pub fn transform_word(&self, word: &str) -> Result<Vec<usize>, Fault> {
        const NAME: &str = "transform_word";
        let targets = self.call(NAME, || (self.functions.transform_word)(word))?;
        if targets.is_empty() || targets.iter().any(|&symbol| symbol >= SYMBOLS) {
            let what = format!("it made {targets:?} of {word:?}, where at least one symbol from 0 to 26 is asked for");
            return Err(Fault::Misfit { function: NAME, what });
        }
        Ok(targets)
    }

    /// The windows of an image.
    pub fn windows(&self, image: &Array2<f64>) -> Result<Array2<f64>, Fault> {
        const NAME: &str = "windows";
        let windows = self.call(NAME, || (self.functions.windows)(image, glyphs::SIZE, STRIDE))?;
        let count = (image.ncols() - glyphs::SIZE) / STRIDE + 1;
        same_shape(
            NAME,
            &format!("an image of {} × {}", image::ROWS, image.ncols()),
            windows.shape(),
            &[count, INPUTS],
        )?;
        Ok(windows)
    }

    /// The path matrix of one word, L × T.
    pub fn path_matrix(&self, energies: &Array2<f64>, targets: &[usize]) -> Result<Array2<f64>, Fault> {
        self.matrix("build_path_matrix", self.functions.build_path_matrix, energies, targets)
    }

    /// The cross-entropies of one word, L × T.
    pub fn ce_matrix(&self, energies: &Array2<f64>, targets: &[usize]) -> Result<Array2<f64>, Fault> {
        self.matrix("build_ce_matrix", self.functions.build_ce_matrix, energies, targets)
    }

    /// A batch of one word there, its only matrix back.
    fn matrix(
        &self,
        name: &'static str,
        build: fn(&Array3<f64>, &Array2<usize>) -> Array3<f64>,
        energies: &Array2<f64>,
        targets: &[usize],
    ) -> Result<Array2<f64>, Fault> {
        let batch = energies.clone().insert_axis(Axis(0));
        let words = Array2::from_shape_fn((1, targets.len()), |(_, t)| targets[t]);
        let matrices = self.call(name, || build(&batch, &words))?;
        let (windows, symbols) = (energies.nrows(), targets.len());
        let given = format!("1 × {windows} × {} energies and 1 × {symbols} targets", energies.ncols());
        same_shape(name, &given, matrices.shape(), &[1, windows, symbols])?;
        Ok(matrices.index_axis_move(Axis(0), 0))
    }

    /// The energy of the best path, and the path.
    pub fn find_path(&self, matrix: &Array2<f64>) -> Result<(f64, Vec<usize>), Fault> {
        const NAME: &str = "find_path";
        let (windows, symbols) = matrix.dim();
        let misfit = |what: String| Err(Fault::Misfit { function: NAME, what });
        let Some((energy, z, _)) = self.call(NAME, || (self.functions.find_path)(matrix))? else {
            return misfit(format!("it returned None for a path matrix of {windows} × {symbols}, which has a path"));
        };
        if z.len() != windows || z.iter().any(|&t| t >= symbols) {
            return misfit(format!(
                "its path {z:?} does not fit a path matrix of {windows} × {symbols}: {windows} places below {symbols} are asked for"
            ));
        }
        Ok((energy, z))
    }

    /// The gradient of the path cross-entropy, L × 27.
    pub fn path_ce_grad(&self, energies: &Array2<f64>, targets: &[usize], z: &[usize]) -> Result<Array2<f64>, Fault> {
        const NAME: &str = "path_ce_grad";
        let gradient = self.call(NAME, || (self.functions.path_ce_grad)(energies, targets, z))?;
        let given = format!("{} × {} energies", energies.nrows(), energies.ncols());
        same_shape(NAME, &given, gradient.shape(), energies.shape())?;
        Ok(gradient)
    }

    /// The free energy of all paths.
    pub fn forward_energy(&self, matrix: &Array2<f64>, beta: f64) -> Result<f64, Fault> {
        self.call("forward_energy", || (self.functions.forward_energy)(matrix, beta))
    }

    /// Its gradient, L × T.
    pub fn occupancy(&self, matrix: &Array2<f64>, beta: f64) -> Result<Array2<f64>, Fault> {
        const NAME: &str = "occupancy";
        let shares = self.call(NAME, || (self.functions.occupancy)(matrix, beta))?;
        let given = format!("a path matrix of {} × {}", matrix.nrows(), matrix.ncols());
        same_shape(NAME, &given, shares.shape(), matrix.shape())?;
        Ok(shares)
    }

    /// The word that symbols spell.
    pub fn indices_to_str(&self, indices: &[usize]) -> Result<String, Fault> {
        self.call("indices_to_str", || (self.functions.indices_to_str)(indices))
    }
}

fn same_shape(function: &'static str, given: &str, got: &[usize], asked: &[usize]) -> Result<(), Fault> {
    if got == asked {
        return Ok(());
    }
    let show = |shape: &[usize]| shape.iter().map(usize::to_string).collect::<Vec<_>>().join(" × ");
    let what = format!("for {given} it returned {}, where {} is asked for", show(got), show(asked));
    Err(Fault::Misfit { function, what })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn student(windows: fn(&Array2<f64>, usize, usize) -> Array2<f64>) -> (Student, std::path::PathBuf) {
        static NEXT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
        let number = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
        let path = std::env::temp_dir().join(format!("reader-{}-{number}", std::process::id()));
        let functions = Functions {
            transform_word: |_| vec![27],
            windows,
            build_path_matrix: |_, _| Array3::zeros((1, 1, 1)),
            build_ce_matrix: |_, _| Array3::zeros((1, 1, 1)),
            find_path: |_| None,
            path_ce_grad: |energies, _, _| energies.clone(),
            forward_energy: |_, _| 0.0,
            occupancy: |matrix, _| matrix.clone(),
            indices_to_str: |_| String::new(),
        };
        (Student::new(functions, Messages::new(std::fs::File::create(&path).expect("a file"))), path)
    }

    #[test]
    fn a_panic_and_a_wrong_shape_name_the_function() {
        let image = Array2::zeros((image::ROWS, 20));
        let (panics, path) = student(|_, _, _| panic!("on purpose"));
        assert!(matches!(panics.windows(&image), Err(Fault::Panicked { function: "windows", .. })));
        let told = std::fs::read_to_string(&path).expect("the messages");
        assert_eq!(told, "{\"enter\":\"windows\"}\n{\"leave\":\"windows\"}\n");
        let (turned, other) = student(|image, _, _| image.t().to_owned());
        let fault = turned.windows(&image).expect_err("a misfit").to_json().to_string();
        assert!(fault.contains("for an image of 10 × 20 it returned 20 × 10, where 7 × 80 is asked for"), "{fault}");
        assert!(matches!(turned.transform_word("q"), Err(Fault::Misfit { function: "transform_word", .. })));
        assert!(matches!(turned.find_path(&image), Err(Fault::Misfit { function: "find_path", .. })));
        for path in [path, other] {
            let _ = std::fs::remove_file(path);
        }
    }
}
