//! Archives made byte by byte: what packers make, and what none would.
#![allow(dead_code, reason = "each test binary uses its own part of this")]

use archive::{Opened, Refusal, open_bytes};
use judge::course::Course;
use run::submission::{Files, Reading, Source};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

pub static COURSE: LazyLock<Course> = LazyLock::new(|| Course::load(&checkout()).expect("the course"));

/// The checkout that these tests belong to.
pub fn checkout() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the checkout")
}

pub const LIB: &str = "gibbs/src/lib.rs";
pub const TEXT: &[u8] = b"pub fn mine() {}\n";

/// One entry, as honest as nobody says otherwise.
#[derive(Clone)]
pub struct Item {
    pub name: Vec<u8>,
    /// What the header before the data says instead.
    pub local_name: Option<Vec<u8>>,
    /// As it lies in the archive.
    pub data: Vec<u8>,
    pub method: u16,
    pub flags: u16,
    pub mode: u32,
    pub system: u8,
    /// The declared size; else that of the data.
    pub size: Option<u32>,
    pub crc: Option<u32>,
    /// Sizes stand behind the data.
    pub descriptor: bool,
    pub zip64: bool,
    /// Where it is said to begin.
    pub offset: Option<u32>,
}

pub fn item(name: impl AsRef<[u8]>, data: impl AsRef<[u8]>) -> Item {
    Item {
        name: name.as_ref().to_vec(),
        local_name: None,
        data: data.as_ref().to_vec(),
        method: 0,
        flags: 0,
        mode: 0o100_644,
        system: 3,
        size: None,
        crc: None,
        descriptor: false,
        zip64: false,
        offset: None,
    }
}

/// The file that is asked for.
pub fn lib() -> Item {
    item(LIB, TEXT)
}

/// An archive, and what lies around it.
#[derive(Clone, Default)]
pub struct Craft {
    pub items: Vec<Item>,
    pub prefix: Vec<u8>,
    pub suffix: Vec<u8>,
    pub comment: Vec<u8>,
    /// The declared number of entries.
    pub count: Option<u16>,
}

pub fn craft(items: impl IntoIterator<Item = Item>) -> Craft {
    Craft { items: items.into_iter().collect(), ..Craft::default() }
}

pub fn zip(items: impl IntoIterator<Item = Item>) -> Vec<u8> {
    craft(items).bytes()
}

impl Craft {
    pub fn bytes(&self) -> Vec<u8> {
        let mut out = self.prefix.clone();
        let mut central = vec![];
        for item in &self.items {
            let offset = (out.len() - self.prefix.len()) as u32;
            let crc = item.crc.unwrap_or_else(|| crc32(&item.data));
            let (packed, size) = (item.data.len() as u32, item.size.unwrap_or(item.data.len() as u32));
            let flags = item.flags | if item.descriptor { 8 } else { 0 };
            let now = |number: u32| if item.descriptor { 0 } else { number };
            let name = item.local_name.as_ref().unwrap_or(&item.name);
            out.extend(b"PK\x03\x04");
            words(&mut out, &[20, flags, item.method, 0, 0x21]);
            longs(&mut out, &[now(crc), now(packed), now(size)]);
            words(&mut out, &[name.len() as u16, 0]);
            out.extend(name);
            out.extend(&item.data);
            if item.descriptor {
                out.extend(b"PK\x07\x08");
                longs(&mut out, &[crc, packed, size]);
            }
            let mut extra = vec![];
            if item.zip64 {
                words(&mut extra, &[1, 24]);
                for number in [size, packed, item.offset.unwrap_or(offset)] {
                    extra.extend(u64::from(number).to_le_bytes());
                }
            }
            let wide = |number: u32| if item.zip64 { u32::MAX } else { number };
            central.extend(b"PK\x01\x02");
            central.extend([20, item.system]);
            words(&mut central, &[20, flags, item.method, 0, 0x21]);
            longs(&mut central, &[crc, wide(packed), wide(size)]);
            words(&mut central, &[item.name.len() as u16, extra.len() as u16, 0, 0, 0]);
            longs(&mut central, &[item.mode << 16, wide(item.offset.unwrap_or(offset))]);
            central.extend(&item.name);
            central.extend(extra);
        }
        let start = (out.len() - self.prefix.len()) as u32;
        let count = self.count.unwrap_or(self.items.len() as u16);
        let length = central.len() as u32;
        out.extend(central);
        out.extend(b"PK\x05\x06");
        words(&mut out, &[0, 0, count, count]);
        longs(&mut out, &[length, start]);
        words(&mut out, &[self.comment.len() as u16]);
        out.extend(&self.comment);
        out.extend(&self.suffix);
        out
    }
}

fn words(out: &mut Vec<u8>, numbers: &[u16]) {
    out.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
}

fn longs(out: &mut Vec<u8>, numbers: &[u32]) {
    out.extend(numbers.iter().flat_map(|number| number.to_le_bytes()));
}

pub fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0, |crc, byte| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| (crc >> 1) ^ if crc & 1 == 1 { 0xedb8_8320 } else { 0 })
    })
}

/// So many zeros, deflated by hand: a zero, and copies of the last 258 bytes, of 13 bits each.
pub fn bomb(length: usize) -> Vec<u8> {
    let mut bits: Vec<bool> = [1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0].map(|bit| bit == 1).to_vec();
    let copy = [1, 1, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0].map(|bit| bit == 1);
    (0..24).for_each(|_| bits.extend(copy));
    let byte = |bits: &[bool]| bits.iter().enumerate().fold(0, |byte, (at, bit)| byte | u8::from(*bit) << at);
    let bytes: Vec<u8> = bits.chunks_exact(8).map(byte).collect();
    let mut out = bytes[..2].to_vec();
    // eight copies are thirteen bytes
    (0..length / 258 / 8).for_each(|_| out.extend(&bytes[2..15]));
    out
}

/// What is read of the real course.
pub fn opened(bytes: Vec<u8>) -> Opened {
    open_bytes(bytes, Path::new("upload.zip"), &COURSE).unwrap_or_else(|refusal| panic!("refused: {refusal}"))
}

pub fn refused(bytes: Vec<u8>) -> Refusal {
    match open_bytes(bytes, Path::new("upload.zip"), &COURSE) {
        Ok(opened) => panic!("read: {:?}", opened.contents.files().collect::<Vec<_>>()),
        Err(refusal) => {
            let text = refusal.to_string();
            let one = text.ends_with('.') && !text.contains(". ") && !text.chars().any(char::is_control);
            assert!(one, "one sentence: {text}");
            refusal
        }
    }
}

pub fn reading(bytes: Vec<u8>) -> Reading {
    opened(bytes).submission.read(COURSE.exercise("gibbs").expect("an exercise"))
}

/// The text of the file that is asked for.
pub fn text(bytes: Vec<u8>) -> String {
    let reading = reading(bytes);
    match &reading.files {
        Files::Present(files) => {
            files.iter().find(|file| file.path == "src/lib.rs").expect("the main file").text.clone()
        }
        other => panic!("{other:?} {:?}", reading.remarks),
    }
}
