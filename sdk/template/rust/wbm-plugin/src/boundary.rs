//! The C functions of a type. Nothing of Rust crosses: panics are caught, values are boxed and stay ours.

use crate::input::names_of;
use crate::json::{check_type_member, read_object};
use crate::text::{slice_of, str_of, write};
use crate::{sys, Error, Input, MediaType, Result, Store};
use std::any::Any;
use std::marker::PhantomData;
use std::os::raw::c_char;
use std::panic::{catch_unwind, AssertUnwindSafe};
use std::ptr::null_mut;
use std::sync::atomic::{AtomicPtr, Ordering};

/// Static data with pointers in it, which nobody changes.
#[repr(transparent)]
pub struct Shared<T>(pub T);
unsafe impl<T> Sync for Shared<T> {}

static HOST: AtomicPtr<sys::wbm_host> = AtomicPtr::new(null_mut());

/// # Safety
/// Called by the program as `wbm/plugin.h` says.
pub unsafe extern "C" fn start(host: *const sys::wbm_host, _error: sys::wbm_sink) -> sys::wbm_status {
    HOST.store(host as *mut sys::wbm_host, Ordering::Release);
    sys::WBM_OK
}

/// # Safety
/// Called by the program as `wbm/plugin.h` says.
pub unsafe extern "C" fn stop() {
    HOST.store(null_mut(), Ordering::Release);
}

/// Tells the user something through the program, which decides where it goes.
pub fn log_warning(text: &str) {
    let host = HOST.load(Ordering::Acquire);
    if !host.is_null() {
        const WARNING: i32 = 2;
        // Safe: the host lives until stop().
        unsafe { ((*host).log)((*host).ctx, WARNING, str_of(text.as_bytes())) }
    }
}

/// The text with a NUL at its end, for a table that the compiler makes.
const fn c_text<const N: usize>(text: &str) -> [u8; N] {
    let bytes = text.as_bytes();
    assert!(bytes.len() < N, "a NAME may have 128 bytes, FACTS 4095");
    let mut out = [0; N];
    let mut i = 0;
    while i < bytes.len() {
        assert!(bytes[i] != 0, "a NAME or FACTS must not have a NUL");
        out[i] = bytes[i];
        i += 1;
    }
    out
}

/// The C table of a type.
pub struct Table<T>(PhantomData<T>);

impl<T: MediaType> Table<T> {
    const NAME: &'static [u8; 129] = &c_text(T::NAME);
    const FACTS: &'static [u8; 4096] = &c_text(T::FACTS);
    /// As `wbm/plugin.h` has it.
    pub const TYPE: &'static sys::wbm_type = &sys::wbm_type {
        size: std::mem::size_of::<sys::wbm_type>() as u32,
        inputs: T::INPUTS,
        name: Self::NAME.as_ptr() as *const c_char,
        aliases: std::ptr::null(),
        facts: Self::FACTS.as_ptr() as *const c_char,
        create: create::<T>,
        from_json: from_json::<T>,
        to_json: to_json::<T>,
        equal: equal::<T>,
        destroy: destroy::<T>,
        extension: None,
    };
}

fn refuse(error: sys::wbm_sink, name: &str, text: &str) {
    write(error, name.as_bytes());
    write(error, b": ");
    write(error, if text.is_empty() { "refused without a reason" } else { text }.as_bytes());
}

fn panic_text(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("a panic without a text")
}

/// Runs a call so that no panic leaves it.
fn guard(name: &str, error: sys::wbm_sink, call: impl FnOnce() -> Result<()>) -> sys::wbm_status {
    match catch_unwind(AssertUnwindSafe(call)) {
        Ok(Ok(())) => sys::WBM_OK,
        Ok(Err(e)) => {
            refuse(error, name, e.text());
            e.status()
        }
        Err(panic) => {
            refuse(error, name, panic_text(&*panic));
            drop_quietly(panic);
            sys::WBM_INTERNAL
        }
    }
}

/// A value's drop() may panic, and so may that panic's own.
fn drop_quietly<T>(value: T) {
    if let Err(panic) = catch_unwind(AssertUnwindSafe(|| drop(value))) {
        std::mem::forget(panic);
    }
}

/// # Safety
/// `out` is the program's, and may be written to.
unsafe fn give<T>(value: T, out: *mut *mut sys::wbm_value) {
    *out = Box::into_raw(Box::new(value)) as *mut sys::wbm_value;
}

unsafe extern "C" fn create<T: MediaType>(
    input: *const sys::wbm_input,
    out: *mut *mut sys::wbm_value,
    error: sys::wbm_sink,
) -> sys::wbm_status {
    guard(T::NAME, error, || {
        let input = Input::new(input);
        let kind = input.main().kind();
        if kind & T::INPUTS == 0 {
            let (given, wanted) = (names_of(kind), names_of(T::INPUTS));
            return Err(Error::unsupported(format!("it is not made from {given}; give {wanted}")));
        }
        give(T::create(&input)?, out);
        Ok(())
    })
}

unsafe extern "C" fn from_json<T: MediaType>(
    json: sys::wbm_str,
    source: *const sys::wbm_store,
    out: *mut *mut sys::wbm_value,
    error: sys::wbm_sink,
) -> sys::wbm_status {
    guard(T::NAME, error, || {
        let object = read_object(slice_of(json))?;
        check_type_member(&object, T::NAME)?;
        give(T::from_json(&object, &Store::new(source))?, out);
        Ok(())
    })
}

unsafe extern "C" fn to_json<T: MediaType>(
    value: *const sys::wbm_value,
    target: *const sys::wbm_store,
    json: sys::wbm_sink,
    error: sys::wbm_sink,
) -> sys::wbm_status {
    guard(T::NAME, error, || {
        let object = (*(value as *const T)).to_json(&Store::new(target))?;
        write(json, &serde_json::to_vec(&object)?);
        Ok(())
    })
}

unsafe extern "C" fn equal<T: MediaType>(a: *const sys::wbm_value, b: *const sys::wbm_value) -> i32 {
    // A comparison that panics cannot say "equal".
    match catch_unwind(AssertUnwindSafe(|| *(a as *const T) == *(b as *const T))) {
        Ok(same) => i32::from(same),
        Err(panic) => {
            drop_quietly(panic);
            0
        }
    }
}

unsafe extern "C" fn destroy<T: MediaType>(value: *mut sys::wbm_value) {
    drop_quietly(Box::from_raw(value as *mut T));
}
