//! A line through many places in few bytes: what nobody could see is left out, and each step is told from the last.

/// A point that lies nearer to the line without it cannot be seen.
const SEEN: f64 = 0.2;

/// The path through these places.
pub fn stroke(places: &[[f64; 2]]) -> String {
    let Some(first) = places.first() else { return String::new() };
    let mut kept = vec![*first];
    if places.len() > 1 {
        thin(places, &mut kept);
    }
    let tenths = |place: &[f64; 2]| place.map(|x| (10.0 * x).round() as i64);
    let mut last = tenths(first);
    let mut d = format!("M{}{}", number(last[0], ""), number(last[1], " "));
    for place in &kept[1..] {
        let next = tenths(place);
        let step = [next[0] - last[0], next[1] - last[1]];
        if step != [0, 0] {
            d += &format!("l{}{}", number(step[0], ""), number(step[1], " "));
            last = next;
        }
    }
    d
}

/// Tenths as a number; a minus parts it from what stands before, anything else needs a blank.
fn number(tenths: i64, blank: &str) -> String {
    let sign = if tenths < 0 { "-" } else { blank };
    let (whole, rest) = (tenths.abs() / 10, tenths.abs() % 10);
    match (whole, rest) {
        (whole, 0) => format!("{sign}{whole}"),
        (0, rest) => format!("{sign}.{rest}"),
        (whole, rest) => format!("{sign}{whole}.{rest}"),
    }
}

/// Keeps, of the places behind the first, those without which the line would be seen to be another (Douglas and
/// Peucker 1973).
fn thin(places: &[[f64; 2]], kept: &mut Vec<[f64; 2]>) {
    let (first, last) = (places[0], places[places.len() - 1]);
    let far = |place: &[f64; 2]| distance(*place, first, last);
    let inner = places.iter().enumerate().skip(1).take(places.len().saturating_sub(2));
    let farthest = inner.max_by(|a, b| far(a.1).total_cmp(&far(b.1)));
    match farthest {
        Some((at, place)) if far(place) > SEEN => {
            thin(&places[..=at], kept);
            thin(&places[at..], kept);
        }
        _ => kept.push(last),
    }
}

/// From a place to a piece of a line.
fn distance([x, y]: [f64; 2], from: [f64; 2], to: [f64; 2]) -> f64 {
    let (dx, dy) = (to[0] - from[0], to[1] - from[1]);
    let length = dx * dx + dy * dy;
    let along = if length == 0.0 { 0.0 } else { (((x - from[0]) * dx + (y - from[1]) * dy) / length).clamp(0.0, 1.0) };
    (x - from[0] - along * dx).hypot(y - from[1] - along * dy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_straight_line_needs_its_ends_alone_and_a_corner_stays() {
        let straight: Vec<[f64; 2]> = (0..50).map(|x| [f64::from(x), 2.0 * f64::from(x)]).collect();
        assert_eq!(stroke(&straight), "M0 0l49 98");
        assert_eq!(stroke(&[[0.0, 0.0], [5.0, 5.0], [10.0, 0.0], [10.04, 0.0]]), "M0 0l5 5l5-5");
        assert_eq!(stroke(&[[-0.5, 0.25], [0.0, 0.0]]), "M-.5 .3l.5-.3");
        assert_eq!((stroke(&[]), stroke(&[[1.0, 2.0]])), (String::new(), "M1 2".into()));
    }

    #[test]
    fn nothing_that_is_left_out_lies_farther_from_the_line_than_can_be_seen() {
        let curve: Vec<[f64; 2]> = (0..200).map(|x| [f64::from(x), 80.0 * (f64::from(x) / 20.0).sin()]).collect();
        let mut kept = vec![curve[0]];
        thin(&curve, &mut kept);
        assert!(kept.len() < 120, "{}", kept.len());
        for place in &curve {
            let near = kept.windows(2).map(|pair| distance(*place, pair[0], pair[1])).fold(f64::INFINITY, f64::min);
            assert!(near <= SEEN, "{place:?} is {near} away");
        }
    }
}
