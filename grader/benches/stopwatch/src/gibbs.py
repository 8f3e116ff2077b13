"""The reference solution of `gibbs` in numpy: what pytest tests in the comparison."""

import numpy as np


def log_sum_exp(values):
    top = np.max(values)
    if np.isinf(top):
        return top
    return top + np.log(np.sum(np.exp(values - top)))


def log_partition(energies, beta):
    low = np.min(energies)
    return np.log(np.sum(np.exp(-beta * (energies - low)))) - beta * low


def gibbs(energies, beta):
    weights = np.exp(-beta * (energies - np.min(energies)))
    return weights / np.sum(weights)


def gibbs_batch(energies, beta):
    result = np.empty_like(energies)
    for i, row in enumerate(energies):
        result[i] = gibbs(row, beta)
    return result


def log_prob(energies, beta, label):
    low = np.min(energies)
    rest = np.log(np.sum(np.exp(-beta * (energies - low))))
    return -beta * (energies[label] - low) - rest


def entropy(energies, beta):
    p = gibbs(energies, beta)
    p = p[p > 0.0]
    return -np.sum(p * np.log(p))


def variance(values, energies, beta):
    p = gibbs(energies, beta)
    mean = np.dot(p, values)
    return np.sum(p * (values - mean) ** 2)


def gibbs_density(energies, dx, beta):
    return gibbs(energies, beta) / dx
