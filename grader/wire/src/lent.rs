//! The functions of structured prediction that a student lends to the trainer of the reader.

/// All of them, in the order of the reader's fields.
pub const LENT: [&str; 9] = [
    "transform_word",
    "windows",
    "build_path_matrix",
    "build_ce_matrix",
    "find_path",
    "path_ce_grad",
    "forward_energy",
    "occupancy",
    "indices_to_str",
];

/// Those of them that a training with the usual loss calls.
pub const CALLED: [&str; 6] =
    ["transform_word", "windows", "build_ce_matrix", "find_path", "path_ce_grad", "indices_to_str"];
