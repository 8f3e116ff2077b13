//! What is to be derived: the four tasks of the course.

use super::rule::{Rule, Rules};

/// A derivation from a given start to a given goal.
#[derive(Clone, Copy, Debug)]
pub struct Task {
    /// As the student's file is called, without `.txt`.
    pub name: &'static str,
    /// What may stand before `=`, besides `L`.
    pub left: &'static str,
    /// The first line.
    pub start: &'static str,
    /// The last line.
    pub goal: &'static str,
    /// The rules without which start and goal do not meet.
    pub required: &'static [Rule],
    /// The functions and constants that may be used.
    pub names: &'static [&'static str],
    /// The answers that have a letter of their own: the label, then the wrong one.
    pub letters: &'static [&'static str],
    /// Decides the environments in which lines are evaluated.
    pub seed: u64,
}

/// The loss from the probability of the label.
pub const NLL: Task = Task {
    name: "nll",
    left: "L",
    start: "-(1/b) * log(P(y))",
    goal: "F(y) + (1/b) * log(sum[k](exp(-b*F(k))))",
    required: &[Rule::Gibbs, Rule::LogQuotient, Rule::LogExp],
    names: &["b", "F", "P", "log", "exp", "sum"],
    letters: &["y"],
    seed: 1,
};

/// The gradient of that loss.
pub const NLL_GRAD: Task = Task {
    name: "nll_grad",
    left: "D(L)",
    start: "D(F(y) + (1/b) * log(sum[k](exp(-b*F(k)))))",
    goal: "D(F(y)) - sum[k](P(k) * D(F(k)))",
    required: &[Rule::DLog, Rule::DSum, Rule::DExp, Rule::Gibbs],
    names: &["b", "F", "P", "log", "exp", "sum", "D"],
    letters: &["y"],
    seed: 1,
};

/// The gradient of the log loss; `w` is the wrong answer.
pub const LOG_GRAD: Task = Task {
    name: "log_grad",
    left: "D(L)",
    start: "D(log(1 + exp(F(y) - F(w))))",
    goal: "s(F(y) - F(w)) * (D(F(y)) - D(F(w)))",
    required: &[Rule::DLog, Rule::DExp, Rule::Sigmoid],
    names: &["F", "log", "exp", "s", "D"],
    letters: &["y", "w"],
    seed: 1,
};

/// The probability of an answer, with the latent z summed out, is again a Gibbs distribution: that of
/// the free energy F(y) = −(1/β) log Σ exp(−βE(y, z)). Three lines suffice: the start; exp(log u) for
/// both sums over z; the goal, because −β(−(1/β)) log u is log u. Writing that product out is a fourth.
pub const FREE_ENERGY: Task = Task {
    name: "free_energy",
    left: "P(y)",
    start: "sum[z](exp(-b*E(y,z))) / sum[k](sum[z](exp(-b*E(k,z))))",
    goal: "exp(-b*F(y)) / sum[k](exp(-b*F(k)))",
    required: &[Rule::LogExp, Rule::Marginal],
    names: &["b", "E", "F", "P", "log", "exp", "sum"],
    letters: &["y"],
    seed: 1,
};

/// All of them.
pub const TASKS: [Task; 4] = [NLL, NLL_GRAD, LOG_GRAD, FREE_ENERGY];

impl Task {
    /// The task of that name.
    pub fn named(name: &str) -> Option<Task> {
        TASKS.into_iter().find(|task| task.name == name)
    }

    /// May this function or constant be used?
    pub fn knows(&self, name: &str) -> bool {
        self.names.contains(&name)
    }

    /// Is there a latent variable? Then letters that begin with z run over its values.
    pub fn latent(&self) -> bool {
        self.knows("E")
    }

    /// The rules that can occur.
    pub(super) fn rules(&self) -> Rules {
        let needs = |rule| match rule {
            Rule::Gibbs => "P",
            Rule::LogQuotient | Rule::LogExp => "log",
            Rule::DLog | Rule::DSum | Rule::DExp => "D",
            Rule::Sigmoid => "s",
            Rule::Marginal => "E",
        };
        Rule::ALL.into_iter().filter(|rule| self.knows(needs(*rule))).collect()
    }
}
