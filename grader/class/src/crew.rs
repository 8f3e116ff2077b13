//! Many hands: one list, and several who take from it until it is done.

use judge::error::{Error, Result};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// As many as this machine, or what it gives to this process, has room for.
pub fn usual() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// What becomes of each of these, in their order. The first error ends the work; what is begun is finished.
pub fn each<T: Sync, R: Send>(workers: usize, all: &[T], work: impl Fn(&T) -> Result<R> + Sync) -> Result<Vec<R>> {
    let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(false));
    let failed: Mutex<Option<Error>> = Mutex::new(None);
    let done: Mutex<Vec<(usize, R)>> = Mutex::new(Vec::with_capacity(all.len()));
    let worker = || {
        while !stop.load(Ordering::Relaxed) {
            let index = next.fetch_add(1, Ordering::Relaxed);
            let Some(one) = all.get(index) else { break };
            match work(one) {
                Ok(result) => locked(&done).push((index, result)),
                Err(error) => {
                    locked(&failed).get_or_insert(error);
                    stop.store(true, Ordering::Relaxed);
                }
            }
        }
    };
    std::thread::scope(|scope| {
        for _ in 0..workers.clamp(1, all.len().max(1)) {
            scope.spawn(worker);
        }
    });
    if let Some(error) = failed.into_inner().unwrap_or_else(PoisonError::into_inner) {
        return Err(error);
    }
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(index, _)| *index);
    Ok(done.into_iter().map(|(_, result)| result).collect())
}

/// Whoever died while holding it: numbers and lists are whole at any moment.
pub fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_stand_in_the_order_of_the_list_and_an_error_ends_the_work() {
        let all: Vec<usize> = (0..100).collect();
        assert_eq!(each(7, &all, |one| Ok(one * 2)).expect("results")[41], 82);
        let begun = AtomicUsize::new(0);
        let error = each(2, &all, |one| {
            begun.fetch_add(1, Ordering::Relaxed);
            if *one == 3 { Err(Error::usage("three", "take another")) } else { Ok(()) }
        });
        assert!(error.is_err() && begun.load(Ordering::Relaxed) < 100);
        assert!(each(3, &[] as &[usize], |_| Ok(())).expect("nothing").is_empty());
    }
}
