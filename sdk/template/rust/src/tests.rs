//! The type as a program calls it: through the C table.

use super::PointCloud;
use wbm_plugin as wbm;
use wbm_plugin::testing as t;

const NUMBERS: [f32; 6] = [0.0, 0.0, 0.0, 1.0, 2.0, 3.0];

fn made(caption: &str) -> PointCloud {
    PointCloud { xyz: NUMBERS.to_vec(), caption: caption.into() }
}

fn refusal(source: t::Source) -> String {
    t::create::<PointCloud>(&source).expect_err("it was taken").to_string()
}

#[test]
fn is_made_from_an_array() {
    let source = t::Source::tensor(&NUMBERS, &[2, 3]).with_options(r#"{"caption": "two points"}"#);
    assert_eq!(t::create::<PointCloud>(&source).unwrap(), made("two points"));
}

#[test]
fn reads_views() {
    let columns = t::Source::tensor(&[0.0f32, 1.0, 0.0, 2.0, 0.0, 3.0], &[2, 3]).with_strides(&[1, 2], 0);
    assert_eq!(t::create::<PointCloud>(&columns).unwrap(), made(""));
    let backwards = t::Source::tensor(&[1.0f32, 2.0, 3.0, 0.0, 0.0, 0.0], &[2, 3]).with_strides(&[-3, 1], 3);
    assert_eq!(t::create::<PointCloud>(&backwards).unwrap(), made(""));
}

#[test]
fn round_trip() {
    for kind in [wbm::StoreKind::Run, wbm::StoreKind::Artifact] {
        for caption in ["", "two points", "a \"quote\", \u{1F408}"] {
            t::round_trip(&made(caption), &t::FakeStore::new(kind)).unwrap();
        }
    }
}

#[test]
fn keeps_one_file() {
    let run = t::FakeStore::new(wbm::StoreKind::Run);
    let json = t::to_json(&made("two points"), &run).unwrap();
    let added = run.added();
    assert_eq!(added.len(), 1);
    assert_eq!(added[0].content, wbm::bytes(&NUMBERS));
    assert_eq!(json["path"], added[0].path);
    assert_eq!(json["caption"], "two points");
    assert_eq!(json["_type"], "pointcloud-file");
}

#[test]
fn refuses() {
    assert_eq!(
        refusal(t::Source::tensor(&[1.0f32, 2.0], &[2])),
        "pointcloud-file: the array has shape [2], expected [any, 3]"
    );
    assert_eq!(
        refusal(t::Source::tensor(&[1.0f64, 2.0, 3.0], &[1, 3])),
        "pointcloud-file: the array has dtype float64, expected float32"
    );
    assert_eq!(
        refusal(t::Source::tensor(&NUMBERS, &[2, 3]).with_options(r#"{"caption": 5}"#)),
        "pointcloud-file: \"caption\" must be text, it is 5"
    );
    assert_eq!(refusal(t::Source::path("x.f32")), "pointcloud-file: it is not made from a path; give a tensor");
}
