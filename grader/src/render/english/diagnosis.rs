//! What wrong replies look like, and what to look at.

use judge::number::show_number;
use judge::report::{Diagnosis, Factor, Form, Likeness, Measure, Order, Part, Quantity, Relation, Rest, Sign, Turn};

/// Numbers that have a name.
const NAMED: [(f64, &str); 14] = [
    (0.5, "1/2"),
    (0.25, "1/4"),
    (1.0 / 3.0, "1/3"),
    (2.0 / 3.0, "2/3"),
    (std::f64::consts::LN_2, "ln 2"),
    (std::f64::consts::LOG2_E, "1/ln 2"),
    (std::f64::consts::LN_10, "ln 10"),
    (std::f64::consts::LOG10_E, "1/ln 10"),
    (std::f64::consts::PI, "π"),
    (2.0 * std::f64::consts::PI, "2π"),
    (std::f64::consts::FRAC_1_PI, "1/π"),
    (std::f64::consts::SQRT_2, "√2"),
    (std::f64::consts::FRAC_1_SQRT_2, "1/√2"),
    (std::f64::consts::E, "e"),
];

/// The whole of it, in two or three sentences.
pub fn diagnosis(diagnosis: &Diagnosis) -> String {
    let besides = diagnosis.besides.iter().map(|like| format!(" {}", beside(like)));
    std::iter::once(first(&diagnosis.like)).chain(besides).collect()
}

/// A few words.
pub fn in_short(diagnosis: &Diagnosis) -> String {
    match &diagnosis.like {
        Likeness::Listed { name, .. } => format!("looks like \"{name}\""),
        Likeness::Constant { .. } => "the same whatever the input".into(),
        Likeness::Argument { parameter, part } => format!("{} comes back", of_argument(parameter, *part)),
        Likeness::Sign => "right up to the sign".into(),
        Likeness::Times { by } => format!("{} times the right result", quantity(by)),
        Likeness::Plus { by } => format!("the right result {}", added(by)),
        Likeness::Transposed => "rows and columns are exchanged".into(),
        Likeness::Reversed => "the order is reversed".into(),
        Likeness::Rotated { .. } => "shifted by one place".into(),
        Likeness::Sorted { .. } => "right, but sorted".into(),
        Likeness::SinglePrecision => "computed in f32".into(),
        Likeness::FirstOnly { .. } => "only the first entry is right".into(),
        Likeness::OtherFunction { function, .. } => format!("the result of `{function}`"),
        Likeness::Unstable => "unstable at extreme inputs".into(),
        Likeness::Elsewhere => "wrong at extreme inputs".into(),
    }
}

/// What explains the most.
fn first(like: &Likeness) -> String {
    match like {
        Likeness::Listed { name, says } => format!("Looks like \"{name}\". {says}"),
        Likeness::Constant { value: Some(value) } => format!(
            "Your result is {} whatever the input: does the body use its arguments?",
            show_number(value.0, 6)
        ),
        Likeness::Constant { value: None } => {
            "Your result is the same whatever the input: does the body use its arguments?".into()
        }
        Likeness::Argument { parameter, part } => format!(
            "Your result is {}, unchanged: the computation is missing, or its result is not what you return.",
            of_argument(parameter, *part)
        ),
        Likeness::Sign => "Your result is exactly −1 times the right one: a sign. Look for a difference taken the other way round, or a minus too many or too few.".into(),
        Likeness::Times { by } => format!("Your result is exactly {} times the right one. {}", quantity(by), factor_hint(by)),
        Likeness::Plus { by } => format!("Your result is exactly the right one {}: look for a term that is missing or too many.", added(by)),
        Likeness::Transposed => "Your result is the right one transposed: look at which index is the row and which the column.".into(),
        Likeness::Reversed => "Your result is the right one in reverse order: look at where your loop begins, and where you push.".into(),
        Likeness::Rotated { turn: Turn::Left } => "Your result is the right one, but every entry stands one place too early: look at the indices, which count from 0.".into(),
        Likeness::Rotated { turn: Turn::Right } => "Your result is the right one, but every entry stands one place too late: look at the indices, which count from 0.".into(),
        Likeness::Sorted { order } => {
            let order = match order {
                Order::Ascending => "smallest first",
                Order::Descending => "largest first",
            };
            format!("Your result has the right entries, but sorted, the {order}: they belong in the order of the input.")
        }
        Likeness::SinglePrecision => "Your result is right in about seven digits, and its numbers are those of f32: compute in f64 throughout.".into(),
        Likeness::FirstOnly { rest: Rest::Zero } => "Only the first entry of your result is right, the others are 0: does your loop end too early?".into(),
        Likeness::FirstOnly { rest: Rest::Copied } => "Every entry of your result is the first one: does your loop use its index?".into(),
        Likeness::OtherFunction { function, relation } => match relation {
            Relation::Derivative => format!("Your result is that of `{function}`: the derivative, where the function itself is asked for."),
            Relation::Base => format!("Your result is that of `{function}`: the function itself, where its derivative is asked for."),
            Relation::Neighbour => format!("Your result is that of `{function}`, which is another function of this exercise."),
        },
        Likeness::Unstable => "Nothing finite comes of extreme inputs.".into(),
        Likeness::Elsewhere => "Extreme inputs go wrong.".into(),
    }
}

/// What explains the rest.
fn beside(like: &Likeness) -> String {
    match like {
        Likeness::Listed { name, says } => format!("Besides, it looks like \"{name}\". {says}"),
        Likeness::Unstable => "Besides, nothing finite comes of extreme inputs.".into(),
        Likeness::Elsewhere => "Extreme inputs go wrong in some other way besides.".into(),
        other => format!("Besides: {}", first(other)),
    }
}

fn of_argument(parameter: &str, part: Part) -> String {
    match part {
        Part::Whole => format!("`{parameter}`"),
        Part::First => format!("the first entry of `{parameter}`"),
        Part::Last => format!("the last entry of `{parameter}`"),
    }
}

fn added(by: &Quantity) -> String {
    let sign = match by.sign {
        Sign::Plus => "plus",
        Sign::Minus => "minus",
    };
    format!("{sign} {}", product(&by.factors))
}

/// A quantity with its sign.
fn quantity(by: &Quantity) -> String {
    let sign = match by.sign {
        Sign::Plus => "",
        Sign::Minus => "−",
    };
    sign.to_owned() + &product(&by.factors)
}

fn product(factors: &[Factor]) -> String {
    factors.iter().map(factor).collect::<Vec<_>>().join(" · ")
}

fn factor(factor: &Factor) -> String {
    let x = measure(&factor.measure);
    match factor.form {
        Form::Itself => x,
        Form::Inverse => format!("1/{x}"),
        Form::Twice => format!("2 · {x}"),
        Form::Half => format!("{x}/2"),
        Form::TwiceInverse => format!("2/{x}"),
        Form::Square => format!("{x}²"),
        Form::InverseSquare => format!("1/{x}²"),
        Form::Root => format!("√{x}"),
        Form::InverseRoot => format!("1/√{x}"),
        Form::Logarithm => format!("ln {x}"),
        Form::OneLess => format!("({x} − 1)"),
        Form::InverseOneLess => format!("1/({x} − 1)"),
        Form::ShareOneLess => format!("({x} − 1)/{x}"),
        Form::InverseShareOneLess => format!("{x}/({x} − 1)"),
        Form::Complement => format!("(1 − {x})"),
    }
}

/// As a student would write it.
fn measure(measure: &Measure) -> String {
    match measure {
        Measure::Number { value } => {
            let named = NAMED.iter().find(|(number, _)| (value.0 - number).abs() < 1e-9 * number);
            named.map_or_else(|| show_number(value.0, 6), |(_, name)| (*name).to_owned())
        }
        Measure::Parameter { parameter } => format!("`{parameter}`"),
        Measure::Length { parameter } => format!("`{parameter}.len()`"),
        Measure::Rows { parameter } => format!("`{parameter}.nrows()`"),
        Measure::Columns { parameter } => format!("`{parameter}.ncols()`"),
        Measure::Smallest { parameter } => format!("the smallest of `{parameter}`"),
        Measure::Largest { parameter } => format!("the largest of `{parameter}`"),
        Measure::Sum { parameter } => format!("the sum of `{parameter}`"),
    }
}

/// What to look at, by what the factor is made of.
fn factor_hint(by: &Quantity) -> &'static str {
    match by.factors.first().map(|factor| &factor.measure) {
        Some(Measure::Length { .. } | Measure::Rows { .. } | Measure::Columns { .. }) => {
            "A sum where a mean is asked for, or the other way round?"
        }
        Some(Measure::Number { .. }) | None => "Look for a constant factor that is missing or too many.",
        Some(Measure::Parameter { .. } | Measure::Smallest { .. } | Measure::Largest { .. } | Measure::Sum { .. }) => {
            "Look for where it is missing, or one too many."
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use judge::number::Real;

    fn by(sign: Sign, factors: &[(Form, Measure)]) -> Quantity {
        let factors = factors.iter().map(|(form, measure)| Factor { form: *form, measure: measure.clone() });
        Quantity { sign, factors: factors.collect() }
    }

    #[test]
    fn a_quantity_reads_as_a_student_writes_it() {
        let number = |x: f64| Measure::Number { value: Real(x) };
        let beta = || Measure::Parameter { parameter: "beta".into() };
        let length = || Measure::Length { parameter: "energies".into() };
        for (quantity_, says) in [
            (by(Sign::Plus, &[(Form::Itself, number(0.5))]), "1/2"),
            (by(Sign::Minus, &[(Form::Itself, number(std::f64::consts::LN_2))]), "−ln 2"),
            (by(Sign::Plus, &[(Form::Itself, number(0.123_456_789))]), "0.123457"),
            (by(Sign::Plus, &[(Form::Square, beta())]), "`beta`²"),
            (by(Sign::Plus, &[(Form::Inverse, length())]), "1/`energies.len()`"),
            (by(Sign::Plus, &[(Form::Logarithm, length()), (Form::Inverse, beta())]), "ln `energies.len()` · 1/`beta`"),
        ] {
            assert_eq!(quantity(&quantity_), says);
        }
    }

    #[test]
    fn two_slips_are_two_sentences() {
        let listed = |name: &str| Likeness::Listed { name: name.into(), says: format!("Mind {name}.") };
        let two = Diagnosis { like: listed("a"), besides: vec![listed("b"), Likeness::Unstable] };
        assert_eq!(
            diagnosis(&two),
            "Looks like \"a\". Mind a. Besides, it looks like \"b\". Mind b. Besides, nothing finite comes of extreme inputs."
        );
        assert_eq!(in_short(&two), "looks like \"a\"");
        let sign = Diagnosis { like: Likeness::Sign, besides: vec![] };
        assert!(diagnosis(&sign).starts_with("Your result is exactly −1 times the right one: a sign."));
    }
}
