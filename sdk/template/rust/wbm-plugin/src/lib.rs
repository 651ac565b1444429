//! Media types for wbmedia in Rust: a safe layer on the C boundary `wbm/plugin.h`.
//!
//! A type is a struct with [`MediaType`], and [`plugin!`] exports it. Panics do not leave the plugin: they become
//! refusals. Arrays and files are read with memory that may be refused; small allocations that fail end the process, as
//! in every Rust program.
#![warn(missing_docs)]

mod boundary;
mod error;
mod input;
mod json;
mod layout;
mod store;
mod tensor;
mod text;

#[doc(hidden)]
pub mod sys;
#[doc(hidden)]
pub use boundary::{start, stop, Shared, Table};

pub mod testing;

pub use boundary::log_warning;
pub use error::{Error, Result};
pub use input::{Input, Part, FROM_BYTES, FROM_JSON, FROM_PATH, FROM_TENSOR, FROM_URL};
pub use json::{optional_text, text, text_or, Json, Object};
pub use store::{Store, StoreKind};
pub use tensor::{bytes, elements, Element, Tensor, ANY};

/// A media type. Functions are called from several threads at once, those with `&self` also for one value.
pub trait MediaType: Sized + PartialEq + Send + Sync + 'static {
    /// The `_type` that it reads and writes: `pointcloud-file`. At most 128 letters, digits, `-`, `_` and `/`.
    const NAME: &'static str;
    /// What `create` takes as the main part: `FROM_TENSOR | FROM_PATH`.
    const INPUTS: u32;
    /// Facts for the manifest, a JSON object of at most 4 KiB: `{"extensions": [".f32"]}`.
    const FACTS: &'static str = "{}";

    /// Makes a value. What is borrowed must be copied.
    fn create(input: &Input) -> Result<Self>;
    /// Reads a value; `_type` is checked before. Members that the type does not know are no error.
    fn from_json(json: &Object, source: &Store) -> Result<Self>;
    /// Writes the value and its files. The same value gives the same JSON each time.
    fn to_json(&self, target: &Store) -> Result<Object>;
}

/// Exports the types: `plugin!("com.example.pointcloud", "1.0.0", PointCloud);`, once in a plugin.
#[macro_export]
macro_rules! plugin {
    ($id:literal, $version:literal, $($type:ty),+ $(,)?) => {
        const _: () = {
            const TYPES: &[*const $crate::sys::wbm_type] = &[
                $($crate::Table::<$type>::TYPE as *const $crate::sys::wbm_type,)+
                ::std::ptr::null(),
            ];
            static PLUGIN: $crate::Shared<$crate::sys::wbm_plugin> = $crate::Shared($crate::sys::wbm_plugin {
                size: ::std::mem::size_of::<$crate::sys::wbm_plugin>() as u32,
                abi: $crate::sys::WBM_ABI,
                id: concat!($id, "\0").as_ptr() as *const ::std::os::raw::c_char,
                version: concat!($version, "\0").as_ptr() as *const ::std::os::raw::c_char,
                start: ::std::option::Option::Some($crate::start),
                stop: ::std::option::Option::Some($crate::stop),
                types: TYPES.as_ptr(),
            });

            /// The one symbol that a plugin exports.
            #[no_mangle]
            pub extern "C" fn wbm_plugin_v1() -> *const $crate::sys::wbm_plugin {
                &PLUGIN.0
            }
        };
    };
}
