//! What results say of a sheet: by hand, by other formulas, and as an instructor sees it.

#[path = "../../tests/common/mod.rs"]
mod common;
mod folders;

use class::stats::{Absent, Column, Form, Item, Measured, Paper, Quantity, Totals, Why};
use common::flat;
use folders::{HANDED_IN, course, solved, untouched, with_body};
use judge::report::Kind;
use serde_json::Value;
use std::fs;

/// An item with these points, whose only check is itself.
fn item(name: &str, part: usize, max: u32, points: &[Option<u32>]) -> Item {
    let column = Column { kind: Kind::Case, name: "cases".into(), max, points: points.to_vec() };
    Item {
        exercise: "one".into(),
        name: name.into(),
        form: Form::Function,
        max,
        part,
        points: points.to_vec(),
        blank: 0,
        columns: vec![column],
    }
}

fn paper(weights: &[f64], items: Vec<Item>) -> Paper {
    let students = items.first().map_or(0, |item| item.points.len());
    let students = (0..students).map(|at| format!("{at:04}")).collect();
    Paper { students, items, weights: weights.to_vec(), absent: Absent::default(), texts: 0 }
}

fn all(points: &[u32]) -> Vec<Option<u32>> {
    points.iter().map(|points| Some(*points)).collect()
}

fn near(quantity: Quantity, expected: f64) {
    let got = quantity.number().unwrap_or_else(|| panic!("{quantity:?} where {expected} is expected"));
    assert!((got - expected).abs() <= 1e-12 * expected.abs().max(1.0), "{got} where {expected} is expected");
}

#[test]
fn four_students_and_three_items_come_out_as_by_hand() {
    let (a, b, c) = (all(&[1, 1, 1, 0]), all(&[2, 1, 0, 0]), all(&[1, 0, 0, 0]));
    let paper = paper(&[1.0], vec![item("a", 0, 1, &a), item("b", 0, 2, &b), item("c", 0, 1, &c)]);
    let totals = Totals::of(&paper);
    // totals 4, 2, 1, 0; their variance 35/12, those of the items 3/12, 11/12, 3/12
    let whole = totals.whole();
    assert_eq!((whole.n, whole.items), (4, 3));
    near(whole.mean, 7.0 / 4.0);
    near(whole.deviation, (35.0_f64 / 12.0).sqrt());
    near(whole.alpha, 27.0 / 35.0);
    near(whole.error, (2.0_f64 / 3.0).sqrt());
    let measured: Vec<Measured> = paper.items.iter().map(|item| totals.item(item)).collect();
    // facility: 3 of 4, 3 of 8, 1 of 4
    near(measured[0].facility, 0.75);
    near(measured[1].facility, 0.375);
    near(measured[2].facility, 0.25);
    // c: the rest is 3, 2, 1, 0, of variance 5/3; their covariance 1/2
    near(measured[2].discrimination, (3.0_f64 / 5.0).sqrt());
    near(measured[2].weight, 9.0 / 35.0);
    let sum: f64 = measured.iter().filter_map(|one| one.weight.number()).sum();
    assert!((sum - 1.0).abs() < 1e-12, "{sum}");
}

#[test]
fn six_students_and_four_items_come_out_as_in_another_language() {
    // the expected numbers were computed with Python's `statistics`
    let rows = [[4, 6, 2, 0], [4, 5, 0, 3], [2, 6, 2, 1], [0, 2, 0, 0], [4, 6, 1, 3], [1, 3, 0, 2]];
    let items = [4, 6, 2, 3].into_iter().enumerate().map(|(at, max)| {
        let points: Vec<u32> = rows.iter().map(|row| row[at]).collect();
        item(&format!("item {at}"), 0, max, &all(&points))
    });
    let paper = paper(&[1.0], items.collect());
    let totals = Totals::of(&paper);
    let whole = totals.whole();
    near(whole.mean, 9.5);
    near(whole.deviation, 4.549_725_266_430_93);
    near(whole.alpha, 0.751_476_113_794_954_4);
    near(whole.error, 2.268_136_778_160_533_5);
    let wanted = [
        (0.625, 0.842_423_539_174_231_9, 0.362_318_840_579_710_14),
        (0.777_777_777_777_777_8, 0.884_460_481_552_176_6, 0.367_149_758_454_106_3),
        (0.416_666_666_666_666_7, 0.382_009_207_327_203_84, 0.120_772_946_859_903_39),
        (0.5, 0.214_972_309_170_005_57, 0.149_758_454_106_280_2),
    ];
    for (item, (facility, discrimination, weight)) in paper.items.iter().zip(wanted) {
        let measured = totals.item(item);
        near(measured.facility, facility);
        near(measured.discrimination, discrimination);
        near(measured.weight, weight);
    }
}

/// A class that a small generator makes: good and weak students, easy and hard items, in two parts.
fn class_of(students: usize) -> Paper {
    let mut state = 20_061_u64;
    let mut draw = |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let able: Vec<u64> = (0..students).map(|_| draw(100)).collect();
    let items = (0..7).map(|at| {
        let max = 2 + u32::try_from(at).expect("small");
        let points: Vec<Option<u32>> = able
            .iter()
            .map(|able| {
                let luck = able + draw(60);
                Some(if luck > 40 + 12 * at { max } else { u32::try_from(draw(2)).expect("small") })
            })
            .collect();
        item(&format!("item {at}"), usize::from(at > 3), max, &points)
    });
    paper(&[60.0 / 14.0, 40.0 / 21.0], items.collect())
}

/// Mean and sums of products of deviations, in two passes over floating-point numbers.
fn pearson(x: &[f64], y: &[f64]) -> (f64, f64) {
    let mean = |row: &[f64]| row.iter().sum::<f64>() / row.len() as f64;
    let (mx, my) = (mean(x), mean(y));
    let of = |f: &dyn Fn(f64, f64) -> f64| x.iter().zip(y).map(|(x, y)| f(x - mx, y - my)).sum::<f64>();
    let (xy, xx, yy) = (of(&|x, y| x * y), of(&|x, _| x * x), of(&|_, y| y * y));
    (xy / (x.len() - 1) as f64, xy / (xx * yy).sqrt())
}

#[test]
fn a_class_comes_out_the_same_by_other_formulas() {
    let paper = class_of(87);
    let totals = Totals::of(&paper);
    let weighed: Vec<Vec<f64>> = paper
        .items
        .iter()
        .map(|item| item.points.iter().map(|x| f64::from(x.expect("points")) * paper.weights[item.part]).collect())
        .collect();
    let total: Vec<f64> = (0..87).map(|student| weighed.iter().map(|item| item[student]).sum()).collect();
    let variance = pearson(&total, &total).0;
    // alpha from the covariances of all pairs, and not from variances
    let mut pairs = 0.0;
    for (i, one) in weighed.iter().enumerate() {
        for (j, other) in weighed.iter().enumerate() {
            pairs += if i == j { 0.0 } else { pearson(one, other).0 };
        }
    }
    let alpha = 7.0 / 6.0 * pairs / variance;
    let whole = totals.whole();
    near(whole.alpha, alpha);
    assert!(alpha > 0.3 && alpha < 1.0, "{alpha}");
    near(whole.deviation, variance.sqrt());
    near(whole.error, (variance * (1.0 - alpha)).sqrt());
    near(whole.mean, total.iter().sum::<f64>() / 87.0);
    for (item, own) in paper.items.iter().zip(&weighed) {
        let measured = totals.item(item);
        // the rest is added up, student by student
        let rest: Vec<f64> = total.iter().zip(own).map(|(total, own)| total - own).collect();
        near(measured.discrimination, pearson(own, &rest).1);
        near(measured.weight, pearson(own, &total).0 / variance);
        assert_eq!(totals.check(item, &item.columns[0]), measured);
    }
}

#[test]
fn no_order_of_students_changes_a_digit() {
    let paper = class_of(61);
    let mut turned = paper.clone();
    for item in &mut turned.items {
        item.points.reverse();
        item.points.rotate_left(17);
    }
    let (one, other) = (Totals::of(&paper), Totals::of(&turned));
    assert_eq!(one.whole(), other.whole());
    for (item, same) in paper.items.iter().zip(&turned.items) {
        assert_eq!(one.item(item), other.item(same));
    }
}

#[test]
fn what_makes_no_sense_is_said_in_words() {
    let why = |quantity: Quantity| match quantity {
        Quantity::None(why) => Some(why),
        Quantity::Known(_) => None,
    };
    // everybody alike in one item, and then in everything else
    let alike = paper(&[0.1], vec![item("a", 0, 3, &all(&[3, 3, 3, 3])), item("b", 0, 7, &all(&[0, 7, 3, 1]))]);
    let totals = Totals::of(&alike);
    let (a, b) = (totals.item(&alike.items[0]), totals.item(&alike.items[1]));
    assert_eq!((why(a.discrimination), a.weight), (Some(Why::Alike), Quantity::Known(0.0)));
    assert_eq!(why(b.discrimination), Some(Why::RestAlike));
    near(b.weight, 1.0);
    // a sheet on which all are alike
    let flat = paper(&[1.0], vec![item("a", 0, 3, &all(&[1, 1, 1])), item("b", 0, 3, &all(&[2, 2, 2]))]);
    let whole = Totals::of(&flat).whole();
    assert_eq!((why(whole.alpha), why(whole.error)), (Some(Why::Alike), Some(Why::Alike)));
    assert_eq!(whole.deviation, Quantity::Known(0.0));
    // two students, one item, nobody
    let two = paper(&[1.0], vec![item("a", 0, 3, &all(&[1, 2])), item("b", 0, 3, &all(&[2, 1]))]);
    let totals = Totals::of(&two);
    assert_eq!(why(totals.whole().alpha), Some(Why::Few));
    assert_eq!(why(totals.item(&two.items[0]).discrimination), Some(Why::Few));
    near(totals.item(&two.items[0]).facility, 0.5);
    let one = paper(&[1.0], vec![item("a", 0, 3, &all(&[1, 2, 3]))]);
    let totals = Totals::of(&one);
    assert_eq!(why(totals.whole().alpha), Some(Why::Alone));
    assert_eq!(why(totals.item(&one.items[0]).discrimination), Some(Why::RestAlike));
    let nobody = paper(&[1.0], vec![item("a", 0, 3, &[None, None, None])]);
    let totals = Totals::of(&nobody);
    assert_eq!(why(totals.item(&nobody.items[0]).facility), Some(Why::Nobody));
    assert_eq!((totals.whole().n, why(totals.whole().mean)), (0, Some(Why::Nobody)));
    // items that speak against each other
    let against = paper(&[1.0], vec![item("a", 0, 5, &all(&[0, 1, 5])), item("b", 0, 5, &all(&[5, 3, 1]))]);
    let whole = Totals::of(&against).whole();
    assert!(whole.alpha.number().expect("a number") < 0.0);
    assert_eq!(why(whole.error), Some(Why::Negative));
}

#[test]
fn without_a_result_a_student_counts_where_there_is_one() {
    let mut a = all(&[1, 1, 1, 0, 0]);
    a[4] = None;
    let items = vec![item("a", 0, 1, &a), item("b", 0, 2, &all(&[2, 1, 0, 0, 2]))];
    let paper = paper(&[1.0], items);
    let totals = Totals::of(&paper);
    assert_eq!((totals.whole().n, totals.item(&paper.items[0]).n, totals.item(&paper.items[1]).n), (4, 4, 5));
    near(totals.item(&paper.items[1]).facility, 0.5);
    // a = 1, 1, 1, 0 and b = 2, 1, 0, 0: covariance 1/4, variances 1/4 and 11/12
    near(totals.item(&paper.items[0]).discrimination, 0.25 / (0.25_f64 * 11.0 / 12.0).sqrt());
}

#[test]
fn an_instructor_sees_items_mistakes_and_who_fails_alike() {
    let class = course(&["latent"]);
    solved(&class, "0001");
    untouched(&class, "0002");
    for student in ["0003", "0004"] {
        with_body(&class, student, "latent", "infer", "    let _ = energies;\n    7");
    }
    solved(&class, "0005");
    fs::create_dir(class.path(&format!("{HANDED_IN}/0006"))).expect("a folder");
    class.stdout(&["grade", "--trusted", HANDED_IN]);
    let text = class.stdout(&["stats"]);
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    assert!(!text.contains('\u{1b}') && !text.contains("NaN"), "{text}");
    let said = flat(&text);
    for says in [
        "5 students,",
        "1 more handed in nothing that can be read.",
        "A small class: with 5 students",
        "Cronbach's alpha",
        "2 of 2 latent, infer the same whatever the input",
        "Who fails alike, item by item 2 latent, infer: ",
        "0003 0004",
    ] {
        assert!(said.contains(says), "{says}: {text}");
    }
    let json: Value = serde_json::from_str(&class.stdout(&["stats", "--format", "json"])).expect("JSON");
    assert_eq!((json["students"].as_u64(), json["left_out"]["unreadable"].as_u64()), (Some(5), Some(1)));
    assert_eq!(json["fail_alike"][0]["students"], serde_json::json!(["0003", "0004"]));
    let items = json["items"].as_array().expect("items");
    let infer = items.iter().find(|item| item["item"] == "infer").expect("the item");
    assert_eq!(
        (infer["n"].as_u64(), infer["facility"].as_f64(), infer["blank"].as_u64()),
        (Some(5), Some(0.4), Some(1))
    );
    let weights: f64 = items.iter().filter_map(|item| item["weight"].as_f64()).sum();
    assert!((weights - 1.0).abs() < 1e-12, "{weights}");
    // the same numbers in the table
    let csv = class.stdout(&["stats", "--format", "csv"]);
    let width = csv.lines().next().expect("a head").split(',').count();
    let row = csv.lines().find(|row| row.starts_with("item,latent,infer,")).expect("a row");
    assert_eq!((row.split(',').count(), row.split(',').nth(7)), (width, Some("0.4")), "{row}");
    assert_eq!(csv.lines().filter(|row| row.starts_with("item,")).count(), items.len());
    assert!(csv.contains("fail_alike,latent,infer,the same whatever the input,"), "{csv}");
    // in a class without work there is nothing to count
    fs::remove_dir_all(class.path("gradebook")).expect("removed");
    class.stdout(&["open"]);
    let text = class.stdout(&["stats"]);
    assert!(text.contains("0 students, 0 items.") && text.contains("nothing to count yet"), "{text}");
}
