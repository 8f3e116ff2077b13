//! Why a line of a derivation cannot be read, in a clause.

use judge::derivation::{After, Complaint};

const VALUES: &str = "a number, F(…), log(…), sum[k](…), `(` or `-`";
const OPERATORS: &str = "`+`, `-`, `*`, `/`";

/// What is wrong at a column.
pub fn complaint(complaint: &Complaint) -> String {
    match complaint {
        Complaint::Missing { symbol, after: behind } => {
            format!("`{symbol}` is missing after {}; an expression ends with its line", after(behind))
        }
        Complaint::Instead { symbol, after: behind, token } => {
            format!("`{symbol}` is expected after {}, not `{token}`", after(behind))
        }
        Complaint::NoOperatorInside => format!("an operator is missing: {OPERATORS} or `)` is allowed here"),
        Complaint::NoOperator => {
            format!("an operator is missing: {OPERATORS} or the end of the line is allowed here")
        }
        Complaint::ClosesNothing { symbol } => format!("this `{symbol}` closes nothing"),
        Complaint::NotTheEnd { token } => {
            format!("{OPERATORS} or the end of the line is allowed here, not `{token}`")
        }
        Complaint::TooShort => format!("the line ends too early: {VALUES} is allowed here"),
        Complaint::NoValue { token } => format!("{VALUES} is allowed here, not `{token}`"),
        Complaint::TooLong { most } => format!("the line is too long: it has more than {most} parts"),
        Complaint::TooDeep { most } => format!("the line is nested more than {most} deep"),
        Complaint::OnlyALetter { name } => {
            format!("`{name}` has no value of its own: it stands inside F(…), P(…) or E(…)")
        }
        Complaint::NoFunction { name, known } => {
            format!("the function `{name}` does not exist here; there are {}", known.join(", "))
        }
        Complaint::NotHere { name, known } => {
            format!("`{name}` does not occur in this derivation; there are {}", known.join(", "))
        }
        Complaint::SecondDerivative => "a derivative of a derivative does not occur in this derivation".into(),
        Complaint::OnlyTheInput => "only `x` is allowed after `|`".into(),
        Complaint::NoLetter => "a letter is allowed here, such as y or the letter of a sum".into(),
        Complaint::NoSumLetter => "a letter is allowed here, as in sum[k](…)".into(),
        Complaint::LatentForAnswer { name } => {
            format!("`{name}` is a latent value, but the letter of an answer stands here")
        }
        Complaint::AnswerForLatent { name } => {
            format!("`{name}` is an answer; the letters of latent values begin with z")
        }
        Complaint::UnknownLetter { name, known } => {
            let known = known.join(", ");
            format!("the letter `{name}` means nothing here: no sum runs over it, given are {known}")
        }
        Complaint::TakenLetter { name } => {
            format!("the summation letter `{name}` is already in use: take another one for this sum")
        }
        Complaint::SumOverInput => "`x` is the input: take another letter for this sum".into(),
        Complaint::SumOverBeta => "`b` is β: take another letter for this sum".into(),
        Complaint::TooManySums { most } => format!("more than {most} sums inside each other do not occur here"),
        Complaint::SecondExpression => {
            "one expression per line: `=` is allowed at the front only, in a line of its own".into()
        }
        Complaint::Number { word } => format!("the number `{word}` cannot be used: at most 17 digits"),
        Complaint::Power => "an exponent is a small whole number, as in u^2 or u^{-1}; e^{u} is exp(u)".into(),
        Complaint::TwoWays => {
            "this can be read in two ways: write `*` and brackets, as in (1/b) * F(y) or log(P(y)) * F(y)".into()
        }
        Complaint::Character { character } => format!("{} is not part of the notation", sign(character)),
        Complaint::Nothing => "an expression is missing here".into(),
    }
}

/// A sign with its name; of one without a name here, its number.
fn sign(character: &str) -> String {
    let mut chars = character.chars();
    match (chars.next(), chars.next()) {
        (Some(char), None) => {
            let known = SIGNS.iter().find(|(sign, _)| *sign == char).map(|(_, name)| (*name).to_owned());
            format!("'{char}' ({})", known.unwrap_or_else(|| format!("U+{:04X}", u32::from(char))))
        }
        _ => character.to_owned(),
    }
}

/// The names of signs that people write in formulas.
const SIGNS: [(char, &str); 38] = [
    ('№', "numero sign"),
    ('!', "exclamation mark"),
    ('?', "question mark"),
    (':', "colon"),
    (';', "semicolon"),
    ('"', "quotation mark"),
    ('\'', "apostrophe"),
    ('`', "grave accent"),
    ('´', "acute accent"),
    ('@', "commercial at"),
    ('<', "less-than sign"),
    ('>', "greater-than sign"),
    ('≤', "less-than or equal to"),
    ('≥', "greater-than or equal to"),
    ('≠', "not equal to"),
    ('≈', "almost equal to"),
    ('∝', "proportional to"),
    ('∞', "infinity"),
    ('√', "square root"),
    ('∏', "n-ary product"),
    ('∈', "element of"),
    ('±', "plus-minus sign"),
    ('°', "degree sign"),
    ('§', "section sign"),
    ('…', "horizontal ellipsis"),
    ('‘', "left single quotation mark"),
    ('“', "left double quotation mark"),
    ('”', "right double quotation mark"),
    ('«', "left-pointing double angle quotation mark"),
    ('»', "right-pointing double angle quotation mark"),
    ('⟨', "mathematical left angle bracket"),
    ('⟩', "mathematical right angle bracket"),
    ('‖', "double vertical line"),
    ('½', "vulgar fraction one half"),
    ('⊤', "down tack"),
    ('∘', "ring operator"),
    ('⊙', "circled dot operator"),
    ('\u{fffd}', "a byte that is no UTF-8"),
];

fn after(after: &After) -> String {
    match after {
        After::Name { name } => format!("`{name}`"),
        After::Argument { name } => format!("the argument of `{name}`"),
        After::Letters { name } => format!("the letters of `{name}`"),
        After::Bracket => "this bracket's content".into(),
        After::Answer => "the answer".into(),
        After::SumLetter => "the summation letter".into(),
        After::Latent => "the latent value".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use judge::derivation::{Claim, Notation, Rule, Task, Verdict, check};

    fn task() -> Task {
        let owned = |words: &str| words.split(' ').map(str::to_owned).collect::<Vec<String>>();
        let notation = Notation { left: vec![], names: owned("b F P log exp sum"), letters: owned("y") };
        let (start, goal) = ("-log(P(y))".into(), "-log(exp(-b*F(y)) / sum[k](exp(-b*F(k))))".into());
        Task::new(Claim { notation, start, goal, required: vec![Rule::Gibbs] }).expect("a task")
    }

    fn said(line: &str) -> String {
        match &check(&task(), line).lines[0].verdict {
            Verdict::Syntax { complaint: one, .. } | Verdict::Scope { complaint: one, .. } => complaint(one),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_line_that_cannot_be_read_says_what_is_allowed() {
        for (line, says) in [
            ("-(1/b) * log(P(y)", "`)` is missing after the argument of `log`; an expression ends with its line"),
            ("-(1/b) * log -P(y)", "`(` is expected after `log`, not `-`"),
            ("F(y) 2", "an operator is missing: `+`, `-`, `*`, `/` or the end of the line is allowed here"),
            ("log(F(y) 2)", "an operator is missing: `+`, `-`, `*`, `/` or `)` is allowed here"),
            (
                "1/b F(y)",
                "this can be read in two ways: write `*` and brackets, as in (1/b) * F(y) or log(P(y)) * F(y)",
            ),
            ("F(k)", "the letter `k` means nothing here: no sum runs over it, given are y"),
            ("softmax(F(y))", "the function `softmax` does not exist here; there are b, F, P, log, exp, sum"),
            ("sum[x](b)", "`x` is the input: take another letter for this sum"),
            ("F(y) ! b", "'!' (exclamation mark) is not part of the notation"),
            ("F(y) № b", "'№' (numero sign) is not part of the notation"),
            ("F(y) ☃ b", "'☃' (U+2603) is not part of the notation"),
            ("F(y) \u{1b}[2J b", "U+001B is not part of the notation"),
        ] {
            assert_eq!(said(line), says, "{line}");
        }
    }
}
