use crate::json::read_object;
use crate::text::slice_of;
use crate::{sys, Error, Object, Result, Tensor};

/// A local file's path.
pub const FROM_PATH: u32 = sys::WBM_FROM_PATH;
/// The bytes themselves, or literal text.
pub const FROM_BYTES: u32 = sys::WBM_FROM_BYTES;
/// An array.
pub const FROM_TENSOR: u32 = sys::WBM_FROM_TENSOR;
/// One JSON value.
pub const FROM_JSON: u32 = sys::WBM_FROM_JSON;
/// Where the media is; nothing is fetched.
pub const FROM_URL: u32 = sys::WBM_FROM_URL;

/// "a path", "a tensor or a URL": for errors.
pub(crate) fn names_of(kinds: u32) -> String {
    let known = [
        (FROM_PATH, "a path"),
        (FROM_BYTES, "bytes"),
        (FROM_TENSOR, "a tensor"),
        (FROM_JSON, "JSON"),
        (sys::WBM_FROM_ARROW, "an Arrow stream"),
        (sys::WBM_FROM_VALUE, "a value"),
        (FROM_URL, "a URL"),
    ];
    let names: Vec<&str> = known.iter().filter(|(bit, _)| kinds & bit != 0).map(|(_, name)| *name).collect();
    names.join(" or ")
}

/// What a value is made from: a main part, named parts and options. It is borrowed for the call.
pub struct Input<'a> {
    raw: &'a sys::wbm_input,
}

impl<'a> Input<'a> {
    /// # Safety
    /// `raw` points to an input as `wbm/plugin.h` describes it, which stays for `'a`.
    pub(crate) unsafe fn new(raw: *const sys::wbm_input) -> Self {
        Self { raw: &*raw }
    }

    fn parts(&self) -> impl Iterator<Item = Part<'a>> {
        // Safe: `parts` has `count` parts.
        let parts = unsafe { std::slice::from_raw_parts(self.raw.parts, self.raw.count as usize) };
        parts.iter().map(|part| Part { raw: unsafe { &**part } })
    }

    /// The part that is always there.
    pub fn main(&self) -> Part<'a> {
        self.parts().next().expect("the header promises a main part")
    }

    /// The part that the options name as `@name`.
    pub fn part(&self, name: &str) -> Result<Part<'a>> {
        let mut named = self.parts().skip(1);
        named
            .find(|part| part.name() == name.as_bytes())
            .ok_or_else(|| Error::not_found(format!("there is no part \"{name}\"")))
    }

    /// The options, `{}` without any.
    pub fn options(&self) -> Result<Object> {
        // Safe: the text is borrowed for the call.
        match unsafe { slice_of(self.raw.options) } {
            [] => Ok(Object::new()),
            text => read_object(text).map_err(|e| Error::invalid(format!("the options: {}", e.text()))),
        }
    }
}

/// One piece of an input.
pub struct Part<'a> {
    raw: &'a sys::wbm_part,
}

impl<'a> Part<'a> {
    /// Empty for the main part.
    pub fn name(&self) -> &'a [u8] {
        // Safe: the text is borrowed for the call.
        unsafe { slice_of(self.raw.name) }
    }

    /// One of the `FROM_` constants.
    pub fn kind(&self) -> u32 {
        self.raw.kind as u32
    }

    fn must_be(&self, kind: u32) -> Result<()> {
        if self.kind() == kind {
            return Ok(());
        }
        Err(Error::unsupported(format!("it has {} where {} is needed", names_of(self.kind()), names_of(kind))))
    }

    fn content(&self, kind: u32) -> Result<&'a [u8]> {
        self.must_be(kind)?;
        // Safe: the text is borrowed for the call.
        Ok(unsafe { slice_of(self.raw.text) })
    }

    fn text(&self, kind: u32) -> Result<&'a str> {
        let name = names_of(kind);
        std::str::from_utf8(self.content(kind)?).map_err(|_| Error::invalid(format!("{name} is not UTF-8")))
    }

    /// Refuses parts of other kinds, as the next ones do.
    pub fn path(&self) -> Result<&'a str> {
        self.text(FROM_PATH)
    }

    /// The URL.
    pub fn url(&self) -> Result<&'a str> {
        self.text(FROM_URL)
    }

    /// The content.
    pub fn bytes(&self) -> Result<&'a [u8]> {
        self.content(FROM_BYTES)
    }

    /// The JSON value.
    pub fn json(&self) -> Result<crate::Json> {
        Ok(serde_json::from_slice(self.content(FROM_JSON)?)?)
    }

    /// The array.
    pub fn tensor(&self) -> Result<Tensor<'a>> {
        self.must_be(FROM_TENSOR)?;
        // Safe: a part of this kind has a tensor.
        Ok(unsafe { Tensor::new(self.raw.tensor) })
    }
}
