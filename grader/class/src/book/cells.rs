//! Tables for spreadsheets: text stays text, and no cell is a formula.

/// A table, with a row of names where it is a whole one.
#[derive(Default)]
pub struct Table {
    text: String,
}

impl Table {
    /// A table with these columns.
    pub fn new<S: AsRef<str>>(columns: &[S]) -> Table {
        let mut table = Table { text: String::new() };
        table.row(columns);
        table
    }

    /// Adds a row.
    pub fn row<S: AsRef<str>>(&mut self, cells: &[S]) {
        let cells: Vec<String> = cells.iter().map(|cell| quoted(&guarded(cell.as_ref()))).collect();
        self.text += &cells.join(",");
        self.text += "\n";
    }

    /// Adds the rows of another.
    pub fn rows(&mut self, other: Table) {
        self.text += &other.text;
    }

    /// The whole.
    pub fn text(self) -> String {
        self.text
    }
}

/// A cell that a spreadsheet would take for a formula begins with an apostrophe. Numbers are none.
fn guarded(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if formula && cell.parse::<f64>().is_err() { format!("'{cell}") } else { cell.to_owned() }
}

fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\n', '\r']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_every_text_comes_back() {
        let mut table = Table::new(&["id", "name"]);
        table.row(&["0042", "Doe, \"J\""]);
        table.row(&["=HYPERLINK(1)", "@a"]);
        table.row(&["+1-2", "\tx"]);
        table.row(&["-3", "-3e"]);
        table.row(&["a\nb", "\rc"]);
        assert_eq!(
            table.text(),
            "id,name\n0042,\"Doe, \"\"J\"\"\"\n'=HYPERLINK(1),'@a\n'+1-2,'\tx\n-3,'-3e\n\"a\nb\",\"'\rc\"\n"
        );
    }
}
