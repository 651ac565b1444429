use crate::sys;
use std::borrow::Cow;
use std::fmt;

/// How a type refuses: a status and one sentence. The boundary puts the type's name in front.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    status: sys::wbm_status,
    text: Cow<'static, str>,
}

/// Of everything that may be refused.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    pub(crate) fn new(status: sys::wbm_status, text: impl Into<Cow<'static, str>>) -> Self {
        Self { status, text: text.into() }
    }

    /// The input breaks the type's rules: `"fps" is 0; give a positive number`.
    pub fn invalid(text: impl Into<Cow<'static, str>>) -> Self {
        Self::new(sys::WBM_INVALID, text)
    }

    /// A sound input that this plugin cannot handle.
    pub fn unsupported(text: impl Into<Cow<'static, str>>) -> Self {
        Self::new(sys::WBM_UNSUPPORTED, text)
    }

    /// A file or member that the value needs is missing.
    pub fn not_found(text: impl Into<Cow<'static, str>>) -> Self {
        Self::new(sys::WBM_NOT_FOUND, text)
    }

    /// Reading or writing failed.
    pub fn io(text: impl Into<Cow<'static, str>>) -> Self {
        Self::new(sys::WBM_IO, text)
    }

    pub(crate) fn out_of_memory() -> Self {
        Self::new(sys::WBM_INTERNAL, "out of memory")
    }

    /// As `wbm/plugin.h` numbers it.
    pub fn status(&self) -> i32 {
        self.status
    }

    /// The sentence.
    pub fn text(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl std::error::Error for Error {}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::invalid(format!("the JSON is broken: {error}"))
    }
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::NotFound => Self::not_found(error.to_string()),
            _ => Self::io(error.to_string()),
        }
    }
}
