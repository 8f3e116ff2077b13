//! What laws may use besides the student's functions: draws from the seed, and arithmetic on lists.
//! The one place to add a built-in; `fixtures/README.md` lists them for authors.

use crate::number::Value;
use fastrand::Rng;

type Answer = Result<Value, String>;

#[rustfmt::skip]
const NAMES: [&str; 41] = [
    // drawn
    "normal", "uniform", "integer", "pick", "permutation", "labels",
    // of numbers and lists
    "sum", "mean", "min", "max", "argmin", "len", "abs", "exp", "ln", "sqrt", "tanh", "clamp", "below", "norm",
    // of matrices
    "sums", "mins", "rows", "columns", "t", "dot", "outer", "softmax",
    // making lists
    "zeros", "ones", "onehot", "linspace", "concat", "permute", "reverse", "sort", "distinct", "diag", "truths",
    // of paths through a matrix
    "path_energies",
    // of a function, see `evaluate`
    TABLE,
];

/// `table('f', a, b)`: the matrix of f(a_i, b_j).
pub const TABLE: &str = "table";

/// Does this built-in draw from the seed?
pub fn draws(name: &str) -> bool {
    matches!(name, "normal" | "uniform" | "integer" | "pick" | "permutation" | "labels")
}

/// Is this name built in?
pub fn exists(name: &str) -> bool {
    NAMES.contains(&name)
}

/// Calls a built-in; `None` where the name is not one.
pub fn call(name: &str, args: &[Value], random: &mut Rng) -> Option<Answer> {
    exists(name).then(|| drawn(name, args, random).unwrap_or_else(|| computed(name, args)))
}

fn drawn(name: &str, args: &[Value], random: &mut Rng) -> Option<Answer> {
    let sizes = || args.iter().map(size).collect::<Result<Vec<_>, _>>();
    Some(match (name, args) {
        ("normal", _) => sizes().map(|sizes| filled(&sizes, &mut || normal(random))),
        ("uniform", [low, high, more @ ..]) => (|| {
            let (low, high) = (number(low)?, number(high)?);
            let sizes = more.iter().map(size).collect::<Result<Vec<_>, _>>()?;
            Ok(filled(&sizes, &mut || low + (high - low) * random.f64()))
        })(),
        ("integer", [low, high]) => (|| Ok(Value::Number(random.u64(size(low)? as u64..=size(high)? as u64) as f64)))(),
        ("labels", [count, classes]) => (|| {
            let (count, classes) = (size(count)?, size(classes)?);
            Ok(filled(&[count], &mut || random.usize(0..classes.max(1)) as f64))
        })(),
        ("pick", [_, ..]) => Ok(args[random.usize(0..args.len())].clone()),
        ("permutation", [count]) => size(count).map(|count| {
            let mut order: Vec<usize> = (0..count).collect();
            random.shuffle(&mut order);
            Value::List(order.into_iter().map(|i| Value::Number(i as f64)).collect())
        }),
        _ => return None,
    })
}

/// Box–Muller: two uniform draws make one normal draw.
fn normal(random: &mut Rng) -> f64 {
    let radius = (-2.0 * (1.0 - random.f64()).ln()).sqrt();
    radius * (std::f64::consts::TAU * random.f64()).cos()
}

fn filled(sizes: &[usize], draw: &mut dyn FnMut() -> f64) -> Value {
    match sizes.split_first() {
        None => Value::Number(draw()),
        Some((&count, rest)) => Value::List((0..count).map(|_| filled(rest, draw)).collect()),
    }
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
            least.map(|i| Value::Number(i as f64)).ok_or_else(|| "an empty list has no minimum".into())
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
            Ok(table(values.len(), values.len(), &|i, j| if i == j { values[i] } else { 0.0 }))
        }
        // for parameters of type `&[bool]`: every number but 0 is true
        ("truths", [value]) => Ok(Value::List(all(value).into_iter().map(|x| Value::Truth(x != 0.0)).collect())),
        ("path_energies", [value]) => matrix(value).map(|energies| list(path_energies(&energies).into_iter())),
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
            Ok(Value::List(order.iter().map(|i| index(list, i)).collect::<Result<_, _>>()?))
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
            let shapes: Vec<String> = args.iter().map(|arg| format!("{:?}", arg.shape())).collect();
            Err(format!("`{name}` does not take arguments of shape {}", shapes.join(", ")))
        }
    }
}

fn list(values: impl Iterator<Item = f64>) -> Value {
    Value::List(values.map(Value::Number).collect())
}

fn table(rows: usize, columns: usize, entry: &dyn Fn(usize, usize) -> f64) -> Value {
    Value::List((0..rows).map(|i| list((0..columns).map(|j| entry(i, j)))).collect())
}

fn matrix(value: &Value) -> Result<Vec<Vec<f64>>, String> {
    let shape = value.shape();
    let rows = match value {
        Value::List(rows) if shape.len() == 2 => rows,
        _ => return Err(format!("a matrix is needed, not the shape {shape:?}")),
    };
    let rows: Vec<Vec<f64>> = rows.iter().map(|row| row.numbers().into_iter().map(|(_, x)| x).collect()).collect();
    if rows.iter().all(|row| row.len() == shape[1]) {
        Ok(rows)
    } else {
        Err("the rows of a matrix differ in length".into())
    }
}

fn dot(a: &Value, b: &Value) -> Answer {
    let vector = |value: &Value| value.numbers().into_iter().map(|(_, x)| x).collect::<Vec<_>>();
    let product = |a: &[f64], b: &[f64]| {
        if a.len() == b.len() {
            Ok(a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>())
        } else {
            Err(format!("a product of lengths {} and {}", a.len(), b.len()))
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
            let rows = matrix(a)?.into_iter().map(|row| {
                let entries = columns.iter().map(|column| product(&row, column)).collect::<Result<Vec<_>, _>>()?;
                Ok(list(entries.into_iter()))
            });
            Ok(Value::List(rows.collect::<Result<_, String>>()?))
        }
        _ => Err("`dot` takes vectors and matrices".into()),
    }
}

/// The energies of all paths through a matrix of L rows and T columns that start in the first
/// column, end in the last, and move by 0 or 1 column per row: C(L−1, T−1) of them.
fn path_energies(energies: &[Vec<f64>]) -> Vec<f64> {
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
    let mut all = vec![];
    walk(energies, 0, 0.0, &mut all);
    all
}

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
        _ => Err(format!("the shapes {:?} and {:?} do not go together", a.shape(), b.shape())),
    }
}

fn map(value: &Value, function: &dyn Fn(f64) -> f64) -> Answer {
    elementwise(value, &Value::Number(0.0), &|x, _| function(x))
}

/// `list[index]`, counted from 0.
pub fn index(list: &Value, place: &Value) -> Answer {
    let place = size(place)?;
    match list {
        Value::List(list) => {
            list.get(place).cloned().ok_or_else(|| format!("there is no entry [{place}] among {}", list.len()))
        }
        other => Err(format!("{} has no entries", other.show(6))),
    }
}

fn number(value: &Value) -> Result<f64, String> {
    value.as_number().ok_or_else(|| format!("a single number is needed, not the shape {:?}", value.shape()))
}

fn size(value: &Value) -> Result<usize, String> {
    let x = number(value)?;
    if x >= 0.0 && x.fract() == 0.0 && x < 1e6 {
        Ok(x as usize)
    } else {
        Err(format!("{x} is not a whole number from 0 up"))
    }
}
