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
        Complaint::Power => "there are no powers here: write exp(u) for e^u, and u*u for u^2".into(),
        Complaint::Character { character } => format!("`{character}` is not part of the notation"),
        Complaint::Nothing => "an expression is missing here".into(),
    }
}

fn after(after: &After) -> String {
    match after {
        After::Name { name } => format!("`{name}`"),
        After::Argument { name } => format!("the argument of `{name}`"),
        After::Letters { name } => format!("the letters of `{name}`"),
        After::Bracket => "this bracket's content".into(),
        After::Answer => "the answer".into(),
        After::SumLetter => "the summation letter".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use judge::derivation::{NLL, Verdict, check};

    fn said(line: &str) -> String {
        match &check(&NLL, line).lines[0].verdict {
            Verdict::Syntax { complaint: one, .. } | Verdict::Scope { complaint: one, .. } => complaint(one),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_line_that_cannot_be_read_says_what_is_allowed() {
        for (line, says) in [
            ("-(1/b) * log(P(y)", "`)` is missing after the argument of `log`; an expression ends with its line"),
            ("-(1/b) * log P(y)", "`(` is expected after `log`, not `P`"),
            ("F(y) b", "an operator is missing: `+`, `-`, `*`, `/` or the end of the line is allowed here"),
            ("log(F(y) b)", "an operator is missing: `+`, `-`, `*`, `/` or `)` is allowed here"),
            ("F(k)", "the letter `k` means nothing here: no sum runs over it, given are y"),
            ("softmax(F(y))", "the function `softmax` does not exist here; there are b, F, P, log, exp, sum"),
            ("sum[x](b)", "`x` is the input: take another letter for this sum"),
            ("F(y) ! b", "`!` is not part of the notation"),
            ("F(y) \u{200b} b", "`U+200B` is not part of the notation"),
            ("F(y) \u{1b}[2J b", "`U+001B` is not part of the notation"),
        ] {
            assert_eq!(said(line), says, "{line}");
        }
    }
}
