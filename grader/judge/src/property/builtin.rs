//! What laws may use besides the student's functions: draws from the seed, and arithmetic on lists.
//! The one place to add a built-in; `fixtures/README.md` lists them for authors.

use super::draws::Draws;
use super::misfit::{Misfit, shown};
use crate::number::Value;

type Answer = Result<Value, Misfit>;

/// A value of a law has no more numbers, and a count in it is no larger: laws are tried on small inputs.
pub const MOST_ENTRIES: usize = 20_000;
/// Whole numbers are drawn up to this: beyond, not every one is an `f64`.
const LARGEST: f64 = 9_007_199_254_740_992.0;

/// Each built-in with the fewest and the most arguments that it takes.
#[rustfmt::skip]
const TAKES: [(&str, usize, usize); 43] = [
    // drawn
    ("normal", 0, 3), ("uniform", 2, 4), ("integer", 2, 2), ("pick", 1, 100), ("permutation", 1, 1), ("labels", 2, 2),
    ("word", 1, 1),
    // of numbers and lists
    ("sum", 1, 1), ("mean", 1, 1), ("min", 1, 1), ("max", 1, 1), ("argmin", 1, 1), ("len", 1, 1), ("abs", 1, 1),
    ("exp", 1, 1), ("ln", 1, 1), ("sqrt", 1, 1), ("tanh", 1, 1), ("clamp", 3, 3), ("below", 2, 2), ("norm", 1, 1),
    // of matrices
    ("sums", 1, 1), ("mins", 1, 1), ("rows", 1, 1), ("columns", 1, 1), ("t", 1, 1), ("dot", 2, 2), ("outer", 2, 2),
    ("softmax", 1, 1),
    // making lists
    ("zeros", 1, 1), ("ones", 1, 1), ("onehot", 2, 2), ("linspace", 3, 3), ("concat", 2, 2), ("permute", 2, 2),
    ("reverse", 1, 1), ("sort", 1, 1), ("distinct", 1, 1), ("diag", 1, 1), ("truths", 1, 1),
    ("spell", 1, 1),
    // of paths through a matrix
    ("path_energies", 1, 1),
    // of a function, see `evaluate`
    (TABLE, 3, 3),
];

/// `table('f', a, b)`: the matrix of f(a_i, b_j).
pub const TABLE: &str = "table";

/// Does this built-in draw from the seed?
pub fn draws(name: &str) -> bool {
    matches!(name, "normal" | "uniform" | "integer" | "pick" | "permutation" | "labels" | "word")
}

/// Is this name built in?
pub fn exists(name: &str) -> bool {
    TAKES.iter().any(|(other, ..)| *other == name)
}

/// Does a built-in take so many arguments? Other names are not known here.
pub fn takes(name: &str, count: usize) -> Result<(), String> {
    let Some((_, least, most)) = TAKES.iter().find(|(other, ..)| *other == name) else { return Ok(()) };
    if (*least..=*most).contains(&count) {
        return Ok(());
    }
    let wanted = if least == most { least.to_string() } else { format!("{least} to {most}") };
    Err(format!("`{name}` takes {wanted} arguments, not {count}"))
}

/// Calls a built-in; `None` where the name is not one.
pub fn call(name: &str, args: &[Value], draws: &mut Draws<'_>) -> Option<Answer> {
    exists(name).then(|| drawn(name, args, draws).unwrap_or_else(|| computed(name, args)))
}

/// The size of a value: its numbers and words, and one for each list.
pub fn entries(value: &Value) -> usize {
    match value {
        Value::List(list) => list.iter().map(entries).fold(1, usize::saturating_add),
        _ => 1,
    }
}

/// The first number of a value that is so.
pub fn find(value: &Value, is_so: fn(f64) -> bool) -> Option<f64> {
    match value {
        Value::Number(x) => is_so(*x).then_some(*x),
        Value::List(list) => list.iter().find_map(|inner| find(inner, is_so)),
        _ => None,
    }
}

/// Refuses a list of this many entries before it is made.
fn room(counts: &[usize]) -> Result<(), Misfit> {
    let all = counts.iter().fold(1, |all: usize, &count| all.saturating_mul(count));
    if all <= MOST_ENTRIES {
        return Ok(());
    }
    Err(Misfit::Size(format!("a list of {all} entries is asked for, and a law may have {MOST_ENTRIES}")))
}

fn drawn(name: &str, args: &[Value], from: &mut Draws<'_>) -> Option<Answer> {
    if !draws(name) {
        return None;
    }
    from.place();
    let sizes = || args.iter().map(size).collect::<Result<Vec<_>, _>>();
    Some(match (name, args) {
        ("normal", _) => sizes().and_then(|sizes| filled(&sizes, &mut || from.normal())),
        ("uniform", [low, high, more @ ..]) => (|| {
            let (low, high) = ordered(low, high)?;
            let sizes = more.iter().map(size).collect::<Result<Vec<_>, _>>()?;
            filled(&sizes, &mut || from.uniform(low, high))
        })(),
        ("integer", [low, high]) => (|| {
            let (low, high) = ordered(low, high)?;
            if let Some(odd) = [low, high].into_iter().find(|x| x.fract() != 0.0 || x.abs() > LARGEST) {
                return Err(Misfit::Size(format!("`integer` takes whole numbers up to 2⁵³, not {odd}")));
            }
            Ok(Value::Number(from.whole(low, high)))
        })(),
        ("labels", [count, classes]) => (|| {
            let (count, classes) = (size(count)?, size(classes)?);
            if classes == 0 {
                return Err(Misfit::Size("there is no label among 0 classes".into()));
            }
            filled(&[count], &mut || from.up_to(classes as u64 - 1) as f64)
        })(),
        ("pick", [_, ..]) => Ok(args[from.up_to(args.len() as u64 - 1) as usize].clone()),
        ("permutation", [count]) => size(count).map(|count| {
            let mut order: Vec<usize> = (0..count).collect();
            // Fisher–Yates; drawn is the distance, so that the simplest permutation changes nothing
            for i in 1..count {
                order.swap(i, i - from.up_to(i as u64) as usize);
            }
            Value::List(order.into_iter().map(|i| Value::Number(i as f64)).collect())
        }),
        ("word", [count]) => size(count).map(|count| {
            let letter = |_| char::from(b'a' + from.up_to(25) as u8);
            Value::Text((0..count).map(letter).collect())
        }),
        _ => return None,
    })
}

/// The ends of a range, of which the first is not above the second.
fn ordered(low: &Value, high: &Value) -> Result<(f64, f64), Misfit> {
    let (low, high) = (number(low)?, number(high)?);
    if low <= high && low.is_finite() && high.is_finite() {
        Ok((low, high))
    } else {
        Err(Misfit::Size(format!("nothing can be drawn from {low} to {high}")))
    }
}

fn filled(sizes: &[usize], draw: &mut dyn FnMut() -> f64) -> Answer {
    fn fill(sizes: &[usize], draw: &mut dyn FnMut() -> f64) -> Value {
        match sizes.split_first() {
            None => Value::Number(draw()),
            Some((&count, rest)) => Value::List((0..count).map(|_| fill(rest, draw)).collect()),
        }
    }
    // rows without columns are lists too
    room(&sizes.iter().map(|&count| count.max(1)).collect::<Vec<_>>())?;
    Ok(fill(sizes, draw))
}

fn computed(name: &str, args: &[Value]) -> Answer {
    let all = |value: &Value| value.numbers().into_iter().map(|(_, x)| x).collect::<Vec<f64>>();
    let fold =
        |start: f64, combine: fn(f64, f64) -> f64| Ok(Value::Number(all(&args[0]).into_iter().fold(start, combine)));
    match (name, args) {
        ("sum", [_]) => fold(0.0, |a, b| a + b),
        ("min", [_]) => fold(f64::INFINITY, f64::min),
        ("max", [_]) => fold(f64::NEG_INFINITY, f64::max),
        ("mean", [Value::List(list)]) if list.iter().all(|row| matches!(row, Value::List(_))) && !list.is_empty() => {
            // of a matrix: the mean row
            let mut total = list[0].clone();
            for row in &list[1..] {
                total = elementwise(&total, row, &|a, b| a + b)?;
            }
            elementwise(&total, &Value::Number(list.len() as f64), &|a, b| a / b)
        }
        ("mean", [value]) => {
            let values = all(value);
            Ok(Value::Number(values.iter().sum::<f64>() / values.len() as f64))
        }
        ("argmin", [value]) => {
            let values = all(value);
            let least = (0..values.len()).min_by(|&a, &b| values[a].total_cmp(&values[b]));
            least.map(|i| Value::Number(i as f64)).ok_or_else(|| Misfit::Size("an empty list has no minimum".into()))
        }
        ("len" | "rows", [Value::List(list)]) => Ok(Value::Number(list.len() as f64)),
        ("columns", [Value::List(list)]) => {
            Ok(Value::Number(list.first().map_or(0, |row| row.shape().first().copied().unwrap_or(0)) as f64))
        }
        ("abs", [value]) => map(value, &f64::abs),
        ("exp", [value]) => map(value, &f64::exp),
        ("ln", [value]) => map(value, &f64::ln),
        ("sqrt", [value]) => map(value, &f64::sqrt),
        ("tanh", [value]) => map(value, &f64::tanh),
        ("norm", [value]) => Ok(Value::Number(all(value).iter().map(|x| x * x).sum::<f64>().sqrt())),
        // 1 where a < b, else 0
        ("below", [a, b]) => elementwise(a, b, &|a, b| f64::from(u8::from(a < b))),
        ("diag", [value]) => {
            let values = all(value);
            room(&[values.len(), values.len()])?;
            Ok(table(values.len(), values.len(), &|i, j| if i == j { values[i] } else { 0.0 }))
        }
        // for parameters of type `&[bool]`: every number but 0 is true
        ("truths", [value]) => Ok(Value::List(all(value).into_iter().map(|x| Value::Truth(x != 0.0)).collect())),
        // the text of letters at these places of the alphabet
        ("spell", [value]) => spell(&all(value)),
        ("path_energies", [value]) => path_energies(&matrix(value)?).map(|all| list(all.into_iter())),
        ("clamp", [value, low, high]) => {
            let (low, high) = (number(low)?, number(high)?);
            map(value, &|x| x.max(low).min(high))
        }
        ("sums", [Value::List(rows)]) => Ok(list(rows.iter().map(|row| all(row).iter().sum()))),
        ("mins", [Value::List(rows)]) => {
            Ok(list(rows.iter().map(|row| all(row).into_iter().fold(f64::INFINITY, f64::min))))
        }
        ("t", [value]) => matrix(value).map(|m| table(m.first().map_or(0, Vec::len), m.len(), &|i, j| m[j][i])),
        ("outer", [a, b]) => {
            let (a, b) = (all(a), all(b));
            room(&[a.len(), b.len()])?;
            Ok(table(a.len(), b.len(), &|i, j| a[i] * b[j]))
        }
        ("dot", [a, b]) => dot(a, b),
        ("softmax", [value]) => {
            let top = all(value).into_iter().fold(f64::NEG_INFINITY, f64::max);
            let weights = map(value, &|x| (x - top).exp())?;
            let total: f64 = all(&weights).iter().sum();
            map(&weights, &|x| x / total)
        }
        ("zeros", [count]) => Ok(list(std::iter::repeat_n(0.0, size(count)?))),
        ("ones", [count]) => Ok(list(std::iter::repeat_n(1.0, size(count)?))),
        ("onehot", [count, place]) => {
            let place = size(place)?;
            Ok(list((0..size(count)?).map(|i| f64::from(u8::from(i == place)))))
        }
        ("linspace", [low, high, count]) => {
            let (low, high, count) = (number(low)?, number(high)?, size(count)?);
            let last = count.saturating_sub(1).max(1) as f64;
            Ok(list((0..count).map(|i| low + (high - low) * i as f64 / last)))
        }
        ("concat", [Value::List(a), Value::List(b)]) => Ok(Value::List(a.iter().chain(b).cloned().collect())),
        ("permute", [list @ Value::List(_), Value::List(order)]) => {
            room(&[order.len(), entries(list)])?;
            Ok(Value::List(order.iter().map(|i| index(list, size(i)?)).collect::<Result<_, _>>()?))
        }
        ("reverse", [Value::List(a)]) => Ok(Value::List(a.iter().rev().cloned().collect())),
        ("sort", [value @ Value::List(_)]) => {
            let mut values = all(value);
            values.sort_by(f64::total_cmp);
            Ok(list(values.into_iter()))
        }
        // 1 where no number stands twice
        ("distinct", [value]) => {
            let mut values = all(value);
            values.sort_by(f64::total_cmp);
            Ok(Value::Number(f64::from(u8::from(values.windows(2).all(|pair| pair[0] != pair[1])))))
        }
        _ => {
            let given: Vec<String> = args.iter().map(shown).collect();
            Err(Misfit::of(format!("`{name}` does not take {}", given.join(", ")), args))
        }
    }
}

fn spell(places: &[f64]) -> Answer {
    let letter = |&x: &f64| {
        let place = size(&Value::Number(x)).ok();
        let letter = place.and_then(|place| (b'a'..=b'z').nth(place)).map(char::from);
        letter.ok_or_else(|| Misfit::Size(format!("there is no letter at place {x}: places count from 0 to 25")))
    };
    Ok(Value::Text(places.iter().map(letter).collect::<Result<_, _>>()?))
}

fn list(values: impl Iterator<Item = f64>) -> Value {
    Value::List(values.map(Value::Number).collect())
}

fn table(rows: usize, columns: usize, entry: &dyn Fn(usize, usize) -> f64) -> Value {
    Value::List((0..rows).map(|i| list((0..columns).map(|j| entry(i, j)))).collect())
}

fn matrix(value: &Value) -> Result<Vec<Vec<f64>>, Misfit> {
    let shape = value.shape();
    let rows = match value {
        Value::List(rows) if shape.len() == 2 => rows,
        _ => return Err(Misfit::of(format!("a matrix is needed, not {}", shown(value)), std::slice::from_ref(value))),
    };
    let rows: Vec<Vec<f64>> = rows.iter().map(|row| row.numbers().into_iter().map(|(_, x)| x).collect()).collect();
    if rows.iter().all(|row| row.len() == shape[1]) {
        Ok(rows)
    } else {
        Err(Misfit::Size("the rows of a matrix differ in length".into()))
    }
}

fn dot(a: &Value, b: &Value) -> Answer {
    let vector = |value: &Value| value.numbers().into_iter().map(|(_, x)| x).collect::<Vec<_>>();
    let product = |a: &[f64], b: &[f64]| {
        if a.len() == b.len() {
            Ok(a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>())
        } else {
            Err(Misfit::Size(format!("a product of lengths {} and {}", a.len(), b.len())))
        }
    };
    match (a.shape().len(), b.shape().len()) {
        (1, 1) => product(&vector(a), &vector(b)).map(Value::Number),
        (2, 1) => {
            let b = vector(b);
            let rows = matrix(a)?.iter().map(|row| product(row, &b)).collect::<Result<Vec<_>, _>>()?;
            Ok(list(rows.into_iter()))
        }
        (1, 2) => dot(&computed("t", std::slice::from_ref(b))?, a),
        (2, 2) => {
            let columns = matrix(&computed("t", std::slice::from_ref(b))?)?;
            let left = matrix(a)?;
            room(&[left.len(), columns.len()])?;
            let rows = left.into_iter().map(|row| {
                let entries = columns.iter().map(|column| product(&row, column)).collect::<Result<Vec<_>, _>>()?;
                Ok(list(entries.into_iter()))
            });
            Ok(Value::List(rows.collect::<Result<_, Misfit>>()?))
        }
        _ => Err(Misfit::of("`dot` takes vectors and matrices".into(), &[a.clone(), b.clone()])),
    }
}

/// The energies of all paths through a matrix of L rows and T columns that start in the first
/// column, end in the last, and move by 0 or 1 column per row: C(L−1, T−1) of them.
fn path_energies(energies: &[Vec<f64>]) -> Result<Vec<f64>, Misfit> {
    fn walk(energies: &[Vec<f64>], column: usize, sum: f64, all: &mut Vec<f64>) {
        let Some((row, rest)) = energies.split_first() else { return };
        let Some(energy) = row.get(column) else { return };
        let sum = sum + energy;
        if rest.is_empty() && column + 1 == row.len() {
            all.push(sum);
        }
        walk(rest, column, sum, all);
        walk(rest, column + 1, sum, all);
    }
    let (rows, columns) = (energies.len(), energies.first().map_or(0, Vec::len));
    // steps of the walk: no more than 2^(rows − 1), and a row has a path for each choice of where to move
    let choices = columns.saturating_sub(1).min(rows.saturating_sub(1));
    let paths = (0..choices).try_fold(1usize, |all, i| Some(all.checked_mul(rows - 1 - i)? / (i + 1)));
    let fits = rows <= MOST_ROWS && paths.is_some_and(|paths| paths <= MOST_ENTRIES);
    if !fits {
        return Err(Misfit::Size(format!("{rows} rows and {columns} columns have too many paths")));
    }
    let mut all = vec![];
    walk(energies, 0, 0.0, &mut all);
    Ok(all)
}

/// The walk over all paths takes up to 2 to this power of steps.
const MOST_ROWS: usize = 16;

/// Applies an operation number by number; a single number goes with every number of a list.
pub fn elementwise(a: &Value, b: &Value, operation: &dyn Fn(f64, f64) -> f64) -> Answer {
    match (a, b) {
        (Value::Number(a), Value::Number(b)) => Ok(Value::Number(operation(*a, *b))),
        (Value::List(x), Value::List(y)) if x.len() == y.len() => {
            Ok(Value::List(x.iter().zip(y).map(|(a, b)| elementwise(a, b, operation)).collect::<Result<_, _>>()?))
        }
        (Value::List(x), Value::Number(_)) => {
            Ok(Value::List(x.iter().map(|a| elementwise(a, b, operation)).collect::<Result<_, _>>()?))
        }
        (Value::Number(_), Value::List(y)) => {
            Ok(Value::List(y.iter().map(|b| elementwise(a, b, operation)).collect::<Result<_, _>>()?))
        }
        _ => Err(Misfit::between(a, b)),
    }
}

fn map(value: &Value, function: &dyn Fn(f64) -> f64) -> Answer {
    elementwise(value, &Value::Number(0.0), &|x, _| function(x))
}

/// `list[index]`, counted from 0.
pub fn index(list: &Value, place: usize) -> Answer {
    match list {
        Value::List(list) => {
            let entry = list.get(place).cloned();
            entry.ok_or_else(|| Misfit::Size(format!("there is no entry [{place}] among {}", list.len())))
        }
        other => Err(Misfit::of(
            format!("{} has no entries to take [{place}] of", shown(other)),
            std::slice::from_ref(other),
        )),
    }
}

fn number(value: &Value) -> Result<f64, Misfit> {
    let one = std::slice::from_ref(value);
    value.as_number().ok_or_else(|| Misfit::of(format!("a single number is needed, not {}", shown(value)), one))
}

/// A count or a place in a list.
pub fn size(value: &Value) -> Result<usize, Misfit> {
    let x = number(value)?;
    if x >= 0.0 && x.fract() == 0.0 && x <= MOST_ENTRIES as f64 {
        Ok(x as usize)
    } else {
        Err(Misfit::Size(format!("{x} is not a whole number from 0 to {MOST_ENTRIES}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(name: &str, args: &[Value]) -> Answer {
        call(name, args, &mut Draws::new(1, super::super::draws::Digits::All)).expect("a built-in")
    }

    fn n(x: f64) -> Value {
        Value::Number(x)
    }

    #[test]
    fn no_built_in_panics_or_grows_without_bound_whatever_it_is_given() {
        let long = list((0..300).map(f64::from));
        let wide = Value::List(vec![long.clone(); 3]);
        let odd = [
            n(0.0),
            n(-1.0),
            n(2.5),
            n(f64::NAN),
            n(f64::INFINITY),
            n(1e300),
            n(20_000.0),
            Value::Nothing,
            Value::Truth(true),
            Value::Text("Mean".into()),
            Value::List(vec![]),
            Value::List(vec![Value::List(vec![])]),
            Value::List(vec![n(1.0), Value::List(vec![n(1.0), n(2.0)])]),
            long,
            wide,
        ];
        for (name, least, most) in TAKES.into_iter().filter(|(name, ..)| *name != TABLE) {
            for count in least..=most.min(3) {
                for choice in 0..odd.len().pow(count as u32) {
                    // some of all choices of three arguments: all of them would take minutes
                    if count < 3 || choice % 17 == 0 {
                        let args: Vec<Value> =
                            (0..count).map(|i| odd[choice / odd.len().pow(i as u32) % odd.len()].clone()).collect();
                        let _ = of(name, &args);
                    }
                }
            }
        }
    }

    #[test]
    fn whole_numbers_are_drawn_below_zero_and_far_above() {
        for (low, high) in [(-5.0, -2.0), (1e9, 2e9), (-3.0, 3.0), (2.0, 2.0), (-LARGEST, LARGEST)] {
            let x = of("integer", &[n(low), n(high)]).expect("a draw").as_number().expect("a number");
            assert!(low <= x && x <= high && x.fract() == 0.0, "{x}");
        }
        assert!(of("integer", &[n(5.0), n(2.0)]).is_err());
        assert!(of("integer", &[n(0.5), n(2.0)]).is_err());
        assert!(of("uniform", &[n(0.0), n(f64::INFINITY)]).is_err());
    }

    #[test]
    fn letters_are_spelt_from_their_places() {
        assert_eq!(of("spell", &[list([2.0, 0.0, 25.0].into_iter())]), Ok(Value::Text("caz".into())));
        for place in [-1.0, 0.5, 26.0] {
            assert!(of("spell", &[n(place)]).is_err(), "{place}");
        }
    }

    #[test]
    fn lists_beyond_the_limit_are_refused_before_they_are_made() {
        let side = list(std::iter::repeat_n(1.0, 200));
        assert!(of("outer", &[side.clone(), side.clone()]).is_err());
        assert!(of("diag", &[side]).is_err());
        assert!(of("zeros", &[n(1e9)]).is_err());
        assert!(of("normal", &[n(1000.0), n(1000.0), n(1000.0)]).is_err());
        let square = |side: usize| Value::List(vec![list(std::iter::repeat_n(1.0, side)); side]);
        assert!(of("path_energies", &[square(40)]).is_err());
        assert_eq!(
            entries(&of("path_energies", &[Value::List(vec![list([1.0, 1.0, 1.0].into_iter()); 5])]).expect("paths")),
            6 + 1
        );
    }
}
