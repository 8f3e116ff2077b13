//! Instantiates, once and here, the array methods that students use most. Below opt-level 2 a crate
//! that loads this one calls these copies instead of compiling its own, which halves the wait after an edit.

use ndarray::{Array1, Array2, Axis, arr1, arr2};

/// Never called: it exists to be compiled. Its result keeps the optimiser from dropping it.
pub fn warm(a: &Array1<f64>, b: &Array2<f64>, i: usize) -> f64 {
    let mut c = a.clone();
    c += a;
    c -= a;
    c *= a;
    c *= 2.0;
    c /= 2.0;
    c += 1.0;
    c -= 1.0;
    c[i] += 1.0;
    let mut d = b.clone();
    d[[i, i]] += 1.0;
    d[(i, i)] = b[(i, i)] + b[[i, i]] + a[i];
    let z1: Array1<f64> = Array1::zeros(i);
    let z2: Array2<f64> = Array2::zeros((i, i));
    let column = a.clone().insert_axis(Axis(1));
    let row = a.view().insert_axis(Axis(0));
    let outer = column.dot(&row);
    let v: Vec<f64> = Vec::with_capacity(i);
    let mut w = vec![0.0; i];
    w.push(v.iter().sum::<f64>() + a.iter().sum::<f64>());
    let q: Array1<f64> = w.iter().copied().collect();
    let e = b.dot(a) / 2.0 + &z1 - &q;
    let f = (a - 1.0) * 2.0 + (a + 1.0) - (a * 2.0) + (-a) + (a / 2.0);
    let m = a.iter().copied().fold(f64::NEG_INFINITY, f64::max)
        + a.iter().copied().fold(f64::INFINITY, f64::min)
        + a.fold(f64::INFINITY, |x, &y| x.min(y));
    for r in b.rows() {
        w.push(r.sum());
        w.push(r.to_owned().sum());
    }
    for r in b.outer_iter() {
        w.push(r.iter().sum());
    }
    for r in b.axis_iter(Axis(0)) {
        w.push(r.len() as f64);
    }
    for (at, &x) in b.indexed_iter() {
        if x < b[at] {
            w.push(x);
        }
    }
    for (at, &x) in a.indexed_iter() {
        if x < a[at] {
            w.push(x);
        }
    }
    w.extend(b.iter().chain(a.iter()).copied());
    let (n, k) = b.dim();
    let t = arr1(&[1.0, 2.0]).sum()
        + arr2(&[[1.0, 2.0], [3.0, 4.0]]).sum()
        + a.mapv(f64::exp).sum()
        + a.mapv(f64::ln).sum();
    let s = [a, &z1, &e, &f, &(a * &q), &(a - &q), &(a + &q), &(a / &q)].iter().map(|x| x.sum()).sum::<f64>()
        + b.sum()
        + z2.sum()
        + outer.sum()
        + b.sum_axis(Axis(1)).sum()
        + b.sum_axis(Axis(0)).sum()
        + b.mean_axis(Axis(0)).map_or(0.0, |x| x.sum())
        + a.mean().unwrap_or(0.0)
        + b.row(i).sum()
        + b.column(i).sum()
        + a.dot(a)
        + a.dot(b).sum()
        + b.t().dot(a).sum()
        + b.dot(b).sum();
    let count = n * k + b.nrows() + b.ncols() + a.len();
    s + m + t + count as f64 + Array1::from(w).sum() + Array1::from_vec(v).sum() + d.sum()
}
