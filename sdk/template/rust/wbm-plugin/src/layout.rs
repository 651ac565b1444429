//! The boundary's layout on 64-bit machines, frozen: the same lines as in the header's own test.
#![cfg(all(test, target_pointer_width = "64"))]

use crate::sys::*;
use std::mem::{size_of, MaybeUninit};
use std::ptr::addr_of;

macro_rules! size {
    ($type:ident, $bytes:expr) => {
        assert_eq!(size_of::<$type>(), $bytes, "the size of {}", stringify!($type));
    };
}

macro_rules! at {
    ($type:ident, $field:ident, $offset:expr) => {
        let object = MaybeUninit::<$type>::uninit();
        let start = object.as_ptr();
        // Safe: no field is read, only its address is taken.
        let field = unsafe { addr_of!((*start).$field) } as usize;
        assert_eq!(field - start as usize, $offset, "{}.{}", stringify!($type), stringify!($field));
    };
}

#[test]
fn layout_is_the_header_s() {
    size!(wbm_str, 16);
    at!(wbm_str, data, 0);
    at!(wbm_str, size, 8);
    size!(wbm_sink, 16);
    at!(wbm_sink, ctx, 0);
    at!(wbm_sink, write, 8);
    size!(wbm_part, 64);
    at!(wbm_part, size, 0);
    at!(wbm_part, kind, 4);
    at!(wbm_part, name, 8);
    at!(wbm_part, text, 24);
    at!(wbm_part, tensor, 40);
    at!(wbm_part, arrow, 48);
    at!(wbm_part, value, 56);
    size!(wbm_input, 32);
    at!(wbm_input, size, 0);
    at!(wbm_input, count, 4);
    at!(wbm_input, parts, 8);
    at!(wbm_input, options, 16);
    size!(wbm_store, 72);
    at!(wbm_store, size, 0);
    at!(wbm_store, kind, 4);
    at!(wbm_store, ctx, 8);
    at!(wbm_store, add_bytes, 16);
    at!(wbm_store, add_file, 24);
    at!(wbm_store, add_reference, 32);
    at!(wbm_store, fetch, 40);
    at!(wbm_store, add_entry, 48);
    at!(wbm_store, add_config, 56);
    at!(wbm_store, list, 64);
    size!(wbm_host, 32);
    at!(wbm_host, size, 0);
    at!(wbm_host, abi, 4);
    at!(wbm_host, ctx, 8);
    at!(wbm_host, log, 16);
    at!(wbm_host, extension, 24);
    size!(wbm_type, 80);
    at!(wbm_type, size, 0);
    at!(wbm_type, inputs, 4);
    at!(wbm_type, name, 8);
    at!(wbm_type, aliases, 16);
    at!(wbm_type, facts, 24);
    at!(wbm_type, create, 32);
    at!(wbm_type, from_json, 40);
    at!(wbm_type, to_json, 48);
    at!(wbm_type, equal, 56);
    at!(wbm_type, destroy, 64);
    at!(wbm_type, extension, 72);
    size!(wbm_plugin, 48);
    at!(wbm_plugin, size, 0);
    at!(wbm_plugin, abi, 4);
    at!(wbm_plugin, id, 8);
    at!(wbm_plugin, version, 16);
    at!(wbm_plugin, start, 24);
    at!(wbm_plugin, stop, 32);
    at!(wbm_plugin, types, 40);
    size!(DLTensor, 48);
    at!(DLTensor, data, 0);
    at!(DLTensor, device, 8);
    at!(DLTensor, ndim, 16);
    at!(DLTensor, dtype, 20);
    at!(DLTensor, shape, 24);
    at!(DLTensor, strides, 32);
    at!(DLTensor, byte_offset, 40);
}
