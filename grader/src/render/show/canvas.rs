//! A grid of characters, each of two by four dots of braille or one mark above them.

/// What is drawn so far; rows count from the top.
pub struct Canvas {
    /// Characters in a row.
    pub columns: usize,
    /// How many rows.
    pub rows: usize,
    dots: Vec<u8>,
    marks: Vec<Option<char>>,
}

/// Where the dots of a character stand in its code, by column and row.
const DOTS: [[u8; 4]; 2] = [[0x01, 0x02, 0x04, 0x40], [0x08, 0x10, 0x20, 0x80]];

impl Canvas {
    /// Nothing is drawn yet.
    pub fn new(columns: usize, rows: usize) -> Canvas {
        Canvas { columns, rows, dots: vec![0; columns * rows], marks: vec![None; columns * rows] }
    }

    /// A dot, counted from the left and from the bottom.
    pub fn dot(&mut self, x: usize, y: usize) {
        let Some(top) = (4 * self.rows).checked_sub(y + 1) else { return };
        if x < 2 * self.columns
            && let Some(dots) = self.dots.get_mut(top / 4 * self.columns + x / 2)
        {
            *dots |= DOTS[x % 2][top % 4];
        }
    }

    /// A mark, counted from the left and from the bottom in characters.
    pub fn mark(&mut self, column: usize, row: usize, mark: char) {
        let Some(top) = self.rows.checked_sub(row + 1) else { return };
        if column < self.columns
            && let Some(place) = self.marks.get_mut(top * self.columns + column)
        {
            *place = Some(mark);
        }
    }

    /// The rows from the top, each as wide as the canvas.
    pub fn lines(&self) -> impl Iterator<Item = String> + '_ {
        let each = |(dots, mark): (&u8, &Option<char>)| match (mark, dots) {
            (Some(mark), _) => *mark,
            (None, 0) => ' ',
            (None, dots) => char::from_u32(0x2800 + u32::from(*dots)).unwrap_or(' '),
        };
        let rows = self.dots.chunks(self.columns).zip(self.marks.chunks(self.columns));
        rows.map(move |(dots, marks)| dots.iter().zip(marks).map(each).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dots_fill_a_character_from_below_and_marks_lie_above_them() {
        let mut canvas = Canvas::new(2, 1);
        canvas.dot(0, 0);
        canvas.dot(1, 3);
        canvas.dot(2, 0);
        canvas.dot(99, 99);
        canvas.mark(1, 0, '×');
        canvas.mark(9, 9, '×');
        assert_eq!(canvas.lines().collect::<Vec<_>>(), ["⡈×"]);
    }
}
