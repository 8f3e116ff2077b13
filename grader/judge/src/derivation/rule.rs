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
    /// P(z|y) = exp(−βE(y, z)) / Σ exp(−βE(y, z′)), the sum over z′.
    #[serde(rename = "posterior")]
    Posterior,
}

impl Rule {
    /// All of them.
    pub const ALL: [Rule; 9] = [
        Rule::Gibbs,
        Rule::LogQuotient,
        Rule::LogExp,
        Rule::DLog,
        Rule::DSum,
        Rule::DExp,
        Rule::Sigmoid,
        Rule::Marginal,
        Rule::Posterior,
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
            Rule::Posterior => "posterior",
        }
    }

    /// The rule that a remark names: `gibbs`, `the definition of gibbs`, `D log`. Of several the longest name.
    pub fn mentioned(remark: &str) -> Option<Rule> {
        let words = |text: &str| {
            let apart = text.to_lowercase().replace(|c: char| !c.is_alphanumeric(), " ");
            format!(" {} ", apart.split_whitespace().collect::<Vec<_>>().join(" "))
        };
        let remark = words(remark);
        let named = Rule::ALL.into_iter().filter(|rule| remark.contains(&words(rule.name())));
        named.max_by_key(|rule| rule.name().len())
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A set of rules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rules(u16);

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

    pub fn or(self, other: Rules) -> Rules {
        Rules(self.0 | other.0)
    }

    pub fn minus(self, other: Rules) -> Rules {
        Rules(self.0 & !other.0)
    }

    pub fn len(self) -> usize {
        self.0.count_ones() as usize
    }

    pub fn iter(self) -> impl Iterator<Item = Rule> {
        Rule::ALL.into_iter().filter(move |rule| self.has(*rule))
    }
}

impl From<Rule> for Rules {
    fn from(rule: Rule) -> Rules {
        Rules(1 << rule as u16)
    }
}

impl FromIterator<Rule> for Rules {
    fn from_iter<I: IntoIterator<Item = Rule>>(rules: I) -> Rules {
        rules.into_iter().fold(Rules::NONE, Rules::with)
    }
}
