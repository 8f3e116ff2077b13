//! The key rules: the steps that a derivation has to show.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A key rule; each may be used in both directions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
pub enum Rule {
    /// P(y) = exp(−βF(y)) / Σ exp(−βF(k)).
    #[serde(rename = "gibbs")]
    Gibbs,
    /// log(1/u) = −log u; the logarithm of a *product* is free.
    #[serde(rename = "log-quotient")]
    LogQuotient,
    /// log(exp u) = u and exp(log u) = u.
    #[serde(rename = "log-exp")]
    LogExp,
    /// D log u = Du / u.
    #[serde(rename = "D-log")]
    DLog,
    /// D Σ u = Σ Du.
    #[serde(rename = "D-sum")]
    DSum,
    /// D exp u = exp(u) Du.
    #[serde(rename = "D-exp")]
    DExp,
    /// s(u) = exp(u) / (1 + exp(u)).
    #[serde(rename = "sigmoid")]
    Sigmoid,
    /// F(y) = −(1/β) log Σ exp(−βE(y, z)), the sum over z.
    #[serde(rename = "marginal")]
    Marginal,
}

impl Rule {
    /// All of them.
    pub const ALL: [Rule; 8] = [
        Rule::Gibbs,
        Rule::LogQuotient,
        Rule::LogExp,
        Rule::DLog,
        Rule::DSum,
        Rule::DExp,
        Rule::Sigmoid,
        Rule::Marginal,
    ];

    /// As students write it after `by`.
    pub fn name(self) -> &'static str {
        match self {
            Rule::Gibbs => "gibbs",
            Rule::LogQuotient => "log-quotient",
            Rule::LogExp => "log-exp",
            Rule::DLog => "D-log",
            Rule::DSum => "D-sum",
            Rule::DExp => "D-exp",
            Rule::Sigmoid => "sigmoid",
            Rule::Marginal => "marginal",
        }
    }

    /// The rule of that name.
    pub fn named(name: &str) -> Option<Rule> {
        Rule::ALL.into_iter().find(|rule| rule.name().eq_ignore_ascii_case(name))
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A set of rules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rules(u8);

impl Rules {
    pub const NONE: Rules = Rules(0);

    pub fn has(self, rule: Rule) -> bool {
        self.0 & Rules::from(rule).0 != 0
    }

    pub fn with(self, rule: Rule) -> Rules {
        Rules(self.0 | Rules::from(rule).0)
    }

    pub fn without(self, rule: Rule) -> Rules {
        Rules(self.0 & !Rules::from(rule).0)
    }

    pub fn and(self, other: Rules) -> Rules {
        Rules(self.0 & other.0)
    }

    pub fn iter(self) -> impl Iterator<Item = Rule> {
        Rule::ALL.into_iter().filter(move |rule| self.has(*rule))
    }
}

impl From<Rule> for Rules {
    fn from(rule: Rule) -> Rules {
        Rules(1 << rule as u8)
    }
}

impl FromIterator<Rule> for Rules {
    fn from_iter<I: IntoIterator<Item = Rule>>(rules: I) -> Rules {
        rules.into_iter().fold(Rules::NONE, Rules::with)
    }
}
