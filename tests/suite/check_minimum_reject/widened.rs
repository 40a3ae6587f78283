//! Files whose widening, path, smaller loss or neighbourhood is changed.

use super::*;

#[test]
fn the_widening() {
    rejected(&[
        (
            "bad",
            &[("/wide/fractions/0", json!(["1/2", "1/3"]))],
            "W0509 sum to 1",
        ),
        (
            "bad",
            &[("/wide/fractions/0", json!(["1/3", "2/3"]))],
            "W0509 widened small network",
        ),
        (
            "bad",
            &[("/wide/fractions/0", json!(["1", "0"]))],
            "W0509 fraction is 0",
        ),
        (
            "bad",
            &[("/wide/fractions/0", json!(["1"]))],
            "W0509 widths",
        ),
        ("bad", &[("/wide/fractions", json!([]))], "W0509 fractions"),
        ("bad", &[("/wide/units/0", json!(1))], "W0509 no unit"),
        (
            "bad",
            &[("/wide/inertia", json!([4, 0, 0]))],
            "W0509 inertia",
        ),
        (
            "bad",
            &[("/wide/inertia", json!([2, 1, 1]))],
            "W0509 inertia",
        ),
        (
            "bad",
            &[("/wide/inertia", json!([3, 0, 2]))],
            "W0509 inertia",
        ),
        (
            "bad",
            &[("/wide/lemma", json!("critical-kernel"))],
            "W0509 lemma",
        ),
        ("deep", &[("/wide/lemma", json!("merge"))], "W0509 lemma"),
        (
            "bad",
            &[("/wide/weights/0/W/1/0", json!("0.69"))],
            "W0509 widened",
        ),
        (
            "bad",
            &[("/wide/weights/1/W/0", json!(["1/3", "2/3"]))],
            "W0509 widened",
        ),
        (
            "biased",
            &[("/wide/weights/1/b/0", json!("0"))],
            "W0509 bias",
        ),
        (
            "deep",
            &[("/wide/inertia", json!([16, 0, 1]))],
            "W0509 inertia",
        ),
        (
            "deep",
            &[("/wide/fractions/1", json!(["1/3", "1/3", "1/3"]))],
            "W0509",
        ),
        // Fractions of the wrong signs for a positive matrix: a saddle, whatever the file calls it.
        (
            "bad",
            &[
                ("/wide", fixture("saddle")["wide"].clone()),
                ("/path/0/from", fixture("saddle")["wide"]["weights"].clone()),
            ],
            "W0509 not positive definite",
        ),
        (
            "saddle",
            &[("/wide/inertia", json!([3, 0, 1]))],
            "W0509 inertia",
        ),
        (
            "saddle",
            &[("/saddle/curvature", json!(["-3", "0"]))],
            "W0509 negative",
        ),
        (
            "saddle",
            &[("/saddle/curvature", json!(["-1", "-1/2"]))],
            "W0509 second derivative",
        ),
        (
            "saddle",
            &[("/saddle/curvature", json!(["-1e-30", "-1e-31"]))],
            "W0509 second derivative",
        ),
        (
            "saddle",
            &[("/saddle/direction/0/W", json!([["0"], ["0"]]))],
            "W0509 direction is 0",
        ),
        (
            "saddle",
            &[("/saddle/direction/0/W", json!([["1"], ["1"]]))],
            "W0509 second derivative",
        ),
        // A strict minimum called a saddle.
        (
            "saddle",
            &[
                ("/network/widths", json!([1, 1, 1])),
                ("/wide", Value::Null),
                (
                    "/saddle/direction",
                    json!([{ "W": [["1"]] }, { "W": [["0"]] }]),
                ),
            ],
            "W0509 second derivative",
        ),
    ]);
}

#[test]
fn the_smaller_loss_and_the_path() {
    let bad = fixture("bad");
    let points = [
        bad["path"][0]["from"].clone(),
        bad["path"][1]["from"].clone(),
        bad["path"][2]["from"].clone(),
        bad["path"][2]["to"].clone(),
    ];
    rejected(&[
        (
            "bad",
            &[("/better/loss", json!(["0.75", "0.754"]))],
            "W0510 loss",
        ),
        (
            "bad",
            &[("/better/loss", json!(["0.7", "1.6"]))],
            "W0510 not shown to be less",
        ),
        // A point that is no better.
        (
            "bad",
            &[("/better/weights", points[0].clone())],
            "W0510 loss",
        ),
        (
            "bad",
            &[
                ("/better/weights", points[0].clone()),
                ("/better/loss", json!(["1.562499", "1.562501"])),
            ],
            "W0510 not shown to be less",
        ),
        (
            "bad",
            &[("/better/weights/1/W/0/1", json!("-3.9"))],
            "W0510",
        ),
        ("bad", &[("/path/0/from", points[1].clone())], "W0510 start"),
        ("bad", &[("/path/1", Value::Null)], "W0510 start"),
        ("bad", &[("/path/2", Value::Null)], "W0510 does not end"),
        ("bad", &[("/path/2/to", points[1].clone())], "W0510"),
        ("bad", &[("/path/0/kind", json!("descent"))], "W0510 pieces"),
        (
            "bad",
            &[
                ("/path/0/kind", json!("descent")),
                ("/path/0/pieces", json!(8)),
            ],
            "W0510 segment 1",
        ),
        ("bad", &[("/path/0/pieces", json!(1))], "W0510 no pieces"),
        (
            "bad",
            &[("/path/2/kind", json!("constant"))],
            "W0510 no pieces",
        ),
        (
            "bad",
            &[
                ("/path/2/kind", json!("constant")),
                ("/path/2/pieces", json!(0)),
            ],
            "W0510 change in sum",
        ),
        ("bad", &[("/path/2/pieces", json!(0))], "W0510 pieces"),
        ("bad", &[("/path/2/pieces", json!(4097))], "W0510 pieces"),
        (
            "bad",
            &[("/path/0/loss/0", json!(["1.5", "1.56"]))],
            "W0510 start",
        ),
        (
            "bad",
            &[("/path/1/loss/1", json!(["1.5", "1.56"]))],
            "W0510 end",
        ),
        (
            "bad",
            &[("/path/2/loss/1", json!(["0.75", "0.754"]))],
            "W0510 end",
        ),
        // The free unit keeps a little outgoing weight; then moving it changes the loss.
        (
            "bad",
            &[
                ("/path/0/to/1/W/0", json!(["999/1000", "1/1000"])),
                ("/path/1/from/1/W/0", json!(["999/1000", "1/1000"])),
                ("/path/1/to/1/W/0", json!(["999/1000", "1/1000"])),
                ("/path/2/from/1/W/0", json!(["999/1000", "1/1000"])),
            ],
            "W0510 segment 1",
        ),
        // Fractions that change in sum.
        (
            "bad",
            &[
                ("/path/0/to/1/W/0", json!(["1.01", "0"])),
                ("/path/1/from/1/W/0", json!(["1.01", "0"])),
                ("/path/1/to/1/W/0", json!(["1.01", "0"])),
                ("/path/2/from/1/W/0", json!(["1.01", "0"])),
                ("/path/2/to/1/W/0", json!(["1.01", "-4"])),
                ("/better/weights/1/W/0", json!(["1.01", "-4"])),
                ("/better/loss", json!(["0", "1"])),
            ],
            "W0510 change in sum",
        ),
        // Beyond the best outgoing weight -4.31 the loss increases again.
        (
            "bad",
            &[
                ("/path/2/to/1/W/0/1", json!("-5")),
                ("/better/weights/1/W/0/1", json!("-5")),
                ("/better/loss", json!(["0.5", "1"])),
                ("/path/2/loss/1", json!(["0.5", "1"])),
                ("/path/2/pieces", json!(64)),
            ],
            "W0510 decrease",
        ),
        // Upwards first: the other sign of the outgoing weight.
        (
            "bad",
            &[
                ("/path/2/to/1/W/0/1", json!("1/1000")),
                ("/better/weights/1/W/0/1", json!("1/1000")),
            ],
            "W0510",
        ),
        ("deep", &[("/path/1/to/1/W/2/1", json!("1"))], "W0510"),
        (
            "deep",
            &[
                ("/path/1/kind", json!("descent")),
                ("/path/1/pieces", json!(4)),
            ],
            "W0510 decrease",
        ),
        (
            "biased",
            &[("/path/2/from/0/b/2", json!("0"))],
            "W0510 start",
        ),
    ]);
}

#[test]
fn the_neighbourhood() {
    rejected(&[
        (
            "bad",
            &[("/neighbourhood/radius", json!("0"))],
            "W0511 radius",
        ),
        // Ten times as far the box does not catch the critical points any more; nor does a box a tenth as large.
        (
            "bad",
            &[("/neighbourhood/radius", json!("1/10000"))],
            "W0511 Krawczyk",
        ),
        (
            "bad",
            &[(
                "/neighbourhood/radii",
                json!([{ "W": [["1/50000"]] }, { "W": [["1/50000"]] }]),
            )],
            "W0511 Krawczyk",
        ),
        (
            "bad",
            &[(
                "/neighbourhood/radii",
                json!([{ "W": [["1e-30"]] }, { "W": [["1e-30"]] }]),
            )],
            "W0511 does not contain",
        ),
        (
            "bad",
            &[(
                "/neighbourhood/radii",
                json!([{ "W": [["1/5000"]] }, { "W": [["-1/5000"]] }]),
            )],
            "W0511 negative",
        ),
        (
            "bad",
            &[("/neighbourhood/radii", json!([]))],
            "W0511 layers",
        ),
        (
            "bad",
            &[("/neighbourhood/minimum_at_least", json!("1.5626"))],
            "W0511 lower bound",
        ),
        (
            "bad",
            &[("/neighbourhood/better_at_most", json!("0.754"))],
            "W0511 not below",
        ),
        (
            "bad",
            &[("/neighbourhood/better_at_most", json!("1.563"))],
            "W0511 bad",
        ),
        (
            "bad",
            &[("/neighbourhood/minimum_at_least", json!("0.755"))],
            "W0511 bad",
        ),
        (
            "bad",
            &[("/neighbourhood/pieces", json!([]))],
            "W0511 descents",
        ),
        (
            "bad",
            &[("/neighbourhood/pieces", json!([16, 16]))],
            "W0511 descents",
        ),
        (
            "bad",
            &[("/neighbourhood/pieces", json!([0]))],
            "W0511 pieces",
        ),
        (
            "bad",
            &[("/neighbourhood/pieces", json!([5000]))],
            "W0511 pieces",
        ),
    ]);
}
