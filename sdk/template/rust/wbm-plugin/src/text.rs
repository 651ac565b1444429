//! Text in and out of the boundary.

use crate::sys;
use std::os::raw::{c_char, c_void};

/// # Safety
/// The text stays for `'a`.
pub(crate) unsafe fn slice_of<'a>(text: sys::wbm_str) -> &'a [u8] {
    match text.size {
        0 => &[],
        size => std::slice::from_raw_parts(text.data as *const u8, size),
    }
}

pub(crate) fn str_of(bytes: &[u8]) -> sys::wbm_str {
    sys::wbm_str { data: bytes.as_ptr() as *const c_char, size: bytes.len() }
}

pub(crate) fn write(sink: sys::wbm_sink, text: &[u8]) {
    // Safe: a sink that was passed in may be written to during the call.
    unsafe { (sink.write)(sink.ctx, text.as_ptr() as *const c_char, text.len()) }
}

/// What is written to a sink of ours.
#[derive(Default)]
pub(crate) struct Collected {
    pub(crate) text: Vec<u8>,
    pub(crate) failed: bool, // memory ran out: the text is not whole
}

impl Collected {
    /// Valid while this object stays where it is.
    pub(crate) fn sink(&mut self) -> sys::wbm_sink {
        sys::wbm_sink { ctx: self as *mut Self as *mut c_void, write: collect }
    }
}

/// No panic may leave this: the caller is C.
unsafe extern "C" fn collect(ctx: *mut c_void, data: *const c_char, size: usize) {
    let collected = &mut *(ctx as *mut Collected);
    let more = slice_of(sys::wbm_str { data, size });
    if collected.failed || collected.text.try_reserve(more.len()).is_err() {
        collected.failed = true;
    } else {
        collected.text.extend_from_slice(more);
    }
}
