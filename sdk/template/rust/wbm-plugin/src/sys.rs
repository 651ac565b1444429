//! `wbm/plugin.h` and the part of `dlpack/dlpack.h` that it uses, word for word. Fields are only ever appended there,
//! so what stands here stays right; `layout.rs` holds every size and offset.
#![allow(non_camel_case_types, missing_docs)]

use std::os::raw::{c_char, c_void};

pub const WBM_ABI: u32 = 1;

/// UTF-8 text, or raw bytes; `data` may be null when `size` is 0.
#[derive(Clone, Copy)]
#[repr(C)]
pub struct wbm_str {
    pub data: *const c_char,
    pub size: usize,
}

#[derive(Clone, Copy)]
#[repr(C)]
pub struct wbm_sink {
    pub ctx: *mut c_void,
    pub write: unsafe extern "C" fn(ctx: *mut c_void, data: *const c_char, size: usize),
}

pub type wbm_status = i32;
pub const WBM_OK: wbm_status = 0;
pub const WBM_INVALID: wbm_status = 1;
pub const WBM_UNSUPPORTED: wbm_status = 2;
pub const WBM_NOT_FOUND: wbm_status = 3;
pub const WBM_IO: wbm_status = 4;
pub const WBM_INTERNAL: wbm_status = 5;

pub const WBM_FROM_PATH: u32 = 1;
pub const WBM_FROM_BYTES: u32 = 2;
pub const WBM_FROM_TENSOR: u32 = 4;
pub const WBM_FROM_JSON: u32 = 8;
pub const WBM_FROM_ARROW: u32 = 16;
pub const WBM_FROM_VALUE: u32 = 32;
pub const WBM_FROM_URL: u32 = 64;

pub const WBM_RUN: i32 = 0;
pub const WBM_ARTIFACT: i32 = 1;

#[derive(Clone, Copy)]
#[repr(C)]
pub struct DLDevice {
    pub device_type: i32,
    pub device_id: i32,
}

#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(C)]
pub struct DLDataType {
    pub code: u8,
    pub bits: u8,
    pub lanes: u16,
}

#[repr(C)]
pub struct DLTensor {
    pub data: *mut c_void,
    pub device: DLDevice,
    pub ndim: i32,
    pub dtype: DLDataType,
    pub shape: *mut i64,
    pub strides: *mut i64,
    pub byte_offset: u64,
}

#[repr(C)]
pub struct wbm_part {
    pub size: u32,
    pub kind: i32,
    pub name: wbm_str,
    pub text: wbm_str,
    pub tensor: *const DLTensor,
    pub arrow: *mut c_void,
    pub value: *const c_void,
}

#[repr(C)]
pub struct wbm_input {
    pub size: u32,
    pub count: u32,
    pub parts: *const *const wbm_part,
    pub options: wbm_str,
}

#[repr(C)]
pub struct wbm_store {
    pub size: u32,
    pub kind: i32,
    pub ctx: *mut c_void,
    pub add_bytes: unsafe extern "C" fn(
        ctx: *mut c_void,
        folder: wbm_str,
        bytes: wbm_str,
        extension: wbm_str,
        entry: wbm_sink,
        error: wbm_sink,
    ) -> wbm_status,
    pub add_file: unsafe extern "C" fn(
        ctx: *mut c_void,
        folder: wbm_str,
        path: wbm_str,
        extension: wbm_str,
        entry: wbm_sink,
        error: wbm_sink,
    ) -> wbm_status,
    pub add_reference: unsafe extern "C" fn(
        ctx: *mut c_void,
        folder: wbm_str,
        url: wbm_str,
        entry: wbm_sink,
        error: wbm_sink,
    ) -> wbm_status,
    pub fetch:
        unsafe extern "C" fn(ctx: *mut c_void, path: wbm_str, local_path: wbm_sink, error: wbm_sink) -> wbm_status,
    // From here on appended: look at `size` first.
    pub add_entry: Option<
        unsafe extern "C" fn(
            ctx: *mut c_void,
            path: wbm_str,
            bytes: wbm_str,
            entry: wbm_sink,
            error: wbm_sink,
        ) -> wbm_status,
    >,
    pub add_config: Option<
        unsafe extern "C" fn(
            ctx: *mut c_void,
            type_: wbm_str,
            name: wbm_str,
            json: wbm_str,
            error: wbm_sink,
        ) -> wbm_status,
    >,
    pub list:
        Option<unsafe extern "C" fn(ctx: *mut c_void, folder: wbm_str, paths: wbm_sink, error: wbm_sink) -> wbm_status>,
}

#[repr(C)]
pub struct wbm_host {
    pub size: u32,
    pub abi: u32,
    pub ctx: *mut c_void,
    pub log: unsafe extern "C" fn(ctx: *mut c_void, level: i32, text: wbm_str),
    pub extension: Option<unsafe extern "C" fn(ctx: *mut c_void, id: *const c_char) -> *const c_void>,
}

/// The plugin's own object.
#[repr(C)]
pub struct wbm_value {
    _opaque: [u8; 0],
}

#[repr(C)]
pub struct wbm_type {
    pub size: u32,
    pub inputs: u32,
    pub name: *const c_char,
    pub aliases: *const *const c_char,
    pub facts: *const c_char,
    pub create: unsafe extern "C" fn(*const wbm_input, out: *mut *mut wbm_value, error: wbm_sink) -> wbm_status,
    pub from_json: unsafe extern "C" fn(
        json: wbm_str,
        source: *const wbm_store,
        out: *mut *mut wbm_value,
        error: wbm_sink,
    ) -> wbm_status,
    pub to_json:
        unsafe extern "C" fn(*const wbm_value, target: *const wbm_store, json: wbm_sink, error: wbm_sink) -> wbm_status,
    pub equal: unsafe extern "C" fn(*const wbm_value, *const wbm_value) -> i32,
    pub destroy: unsafe extern "C" fn(*mut wbm_value),
    pub extension: Option<unsafe extern "C" fn(id: *const c_char) -> *const c_void>,
}

#[repr(C)]
pub struct wbm_plugin {
    pub size: u32,
    pub abi: u32,
    pub id: *const c_char,
    pub version: *const c_char,
    pub start: Option<unsafe extern "C" fn(host: *const wbm_host, error: wbm_sink) -> wbm_status>,
    pub stop: Option<unsafe extern "C" fn()>,
    pub types: *const *const wbm_type,
}
